"""How hard a text is to read."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.content.lix import lix


def test_short_words_in_short_sentences_are_easy():
    assert lix("Du er her. Vi er her.") == 3


def test_long_words_are_hard():
    assert round(lix("Socialforvaltningen behandler sagen.")) == 70


def test_an_abbreviation_ends_no_sentence():
    text = "Du kan f.eks. ringe eller skrive til os bl.a. på hverdage kl. 9 til kl. 15 og få hjælp til at finde et sted at sove."
    assert round(lix(text)) == 30
    assert lix("Vi ses d. 24. juni ca. kl. 9.") == lix("Vi ses d 24 juni ca kl 9.")


def test_a_sentence_after_an_abbreviation_is_its_own():
    assert lix("Du er her kl. 9. Vi er her.") == 7 / 2
    assert lix("Vi ses om kl. 9. Kom nu.\nat se den.") == 3


def test_a_name_after_an_abbreviation_begins_no_sentence():
    assert lix("Du kan bl.a. ringe til f.eks. Else og Bo.") == 11  # b, l, a, f and eks are words of one sentence
    assert lix("Kom til Skt. Hans Gade eller tlf. (se her).") == lix("Kom til Skt Hans Gade eller tlf se her.")
    assert lix("Vi har mad osv. Du er her.") == 7 / 2


def test_a_number_before_a_point_is_no_sentence():
    assert lix("1. Ring til os.\n2. Kom her.") == lix("Ring til os.\nKom her.")
    assert lix("Du er her ... Vi er her!! !") == 3


def test_each_line_is_a_text_of_its_own():
    assert lix("at se den.\nat nå den.") == 3
    assert lix("at se den. at nå den.") == 6


def test_a_text_without_words_is_not_hard():
    assert lix("") == lix("112. 1888!") == 0


@given(st.text())
def test_any_text_has_a_number(text):
    assert lix(text) >= 0
