"""Words counted from the offers' records: what comes out is what the index would have told."""

import pytest

from tests.finder.searched import offers_of_all_kinds, searched


@pytest.mark.parametrize("fewest_for_words", [1, 10_000])
def test_counted_words_are_those_that_an_index_would_have_told(reading_app, fewest_for_words):
    offers = searched(reading_app, offers_of_all_kinds(), fewest_for_words)
    told, counted = offers.told(), offers.counted()
    assert counted.terms == told.terms
    assert len(offers.shortest) < len(offers.whole) * 3 / 4
    other = [term for number, term in enumerate(told.terms) if counted.postings(number) != told.postings(number)]
    assert not other
    assert [counted.having(number, 40) for number in range(9)] == [told.having(number, 40) for number in range(9)]


def test_without_offers_nothing_is_counted(reading_app):
    none = searched(reading_app, (), 1)
    assert none.counted().terms == none.told().terms
