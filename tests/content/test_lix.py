"""How hard a text is to read."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.content.lix import lix


def test_short_words_in_short_sentences_are_easy():
    assert lix("Du er her. Vi er her.") == 3


def test_long_words_are_hard():
    assert round(lix("Socialforvaltningen behandler sagen.")) == 70


def test_a_text_without_words_is_not_hard():
    assert lix("") == lix("112. 1888!") == 0


@given(st.text())
def test_any_text_has_a_number(text):
    assert lix(text) >= 0
