"""When the index of words is opened: that takes time and memory, so only for a question of words."""

import pytest

from webapp.finder.render import finder_page
from webapp.search.render import search_page


@pytest.mark.parametrize("page", [finder_page, search_page])
@pytest.mark.parametrize(("params", "opens"), [({}, False), ({"n": ["1"]}, False), ({"q": ["seng"]}, True)])
def test_only_words_open_the_index(answers, page, params, opens):
    fresh = answers.again()
    page(fresh, params)
    assert ("words" in vars(fresh)) is opens
