"""Typed words: what is the same word, what finds what, and that nothing typed can break it."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from webapp.danish import fold
from webapp.finder.words import Vocabulary, needle, needles, stem, vocabulary

NO_SYNONYMS = Vocabulary({}, frozenset())
REAL = vocabulary(((group.words, group.means) for group in LIBRARY.synonyms), LIBRARY.stopwords)


def finds(typed: str, text: str, known: Vocabulary = NO_SYNONYMS) -> bool:
    """Whether a typed word finds an offer with this text, when it is the only one there is."""
    searched = " " + fold(text)
    asked = needles(fold(typed), known, lambda one: one in searched)
    return bool(asked) and all(any(one in searched for one in alternatives) for alternatives in asked)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Århus", "arhus"), ("Aarhus", "arhus"), ("Arhus", "arhus"), ("ÅRHUS", "arhus"), ("A\u030arhus", "arhus"),
        ("København", "kobenhavn"), ("Koebenhavn", "kobenhavn"), ("Kobenhavn", "kobenhavn"),
        ("Næstved", "naestved"), ("Naestved", "naestved"), ("Ærø", "aero"), ("Sorø", "soro"), ("Soroe", "soro"),
        ("søen", "son"), ("soen", "son"), ("soeen", "son"), ("Haaaalp", "halp"),
        ("café", "cafe"), ("rené", "rene"), ("Müller", "muller"), ("idé-café", "ide cafe"),
        ("Lyngby-Taarbæk", "lyngby tarbaek"), ("  hun,  vil: væk! ", "hun vil vaek"),
        ("70 20 30 82", "70 20 30 82"), ("LGBT+", "lgbt"), ("", ""), ("💚", ""), ("\0\n\t", ""), ("\u212a", "k"),
        ("<b>&amp;", "b amp"), ("[[kode]]", "kode"), ("$&", ""), ("straße", "stra e"), ("привет", ""),
    ],
)  # fmt: skip
def test_folding(text, folded):
    assert fold(text) == folded


@given(some.text())
def test_folding_gives_plain_words_and_folding_again_changes_nothing(text):
    folded = fold(text)
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded


@given(some.text(alphabet="aeonrst xyzæøå", max_size=30))
def test_folding_is_the_same_for_both_danish_spellings(text):
    assert fold(text.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")) == fold(text)


@pytest.mark.parametrize(
    ("words", "same"),
    [
        ("krisecenter krisecentret krisecentre krisecentrene krisecenters krisecentrets", "krisecent"),
        ("rådgivning rådgivningen rådgivningens rådgivninger rådgivningerne", "radgivning"),
        ("tilbud tilbuddet", None),
        ("herberg herberget herberger herbergerne", "herberg"),
        ("kvinde kvinden kvinder kvinderne kvindernes", "kvind"),
        ("anonym anonymt anonyme", "anonym"),
        ("nat sms hiv ret", None),
        ("mor bror", None),
    ],
)
def test_endings(words, same):
    stems = [stem(fold(word)) for word in words.split()]
    assert set(stems) == {same} if same else [stem for stem in stems if len(stem) >= 3] == stems


@pytest.mark.parametrize("word", ["nat", "ret", "seng", "sorg", "bange"])
def test_enough_is_left_of_a_short_word(word):
    assert len(stem(word)) >= min(4, len(word))


@given(some.text(alphabet="renstlmkaid", min_size=1, max_size=24))
def test_stem_is_a_beginning_of_the_word(word):
    shorter = stem(word)
    assert word.startswith(shorter)
    assert len(shorter) >= min(4, len(word))


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        # The same word in other clothes.
        ("krisecentret", "Et krisecenter i byen", True),
        ("krisecentre", "Krisecentret for kvinder", True),
        ("krisecenter", "De fleste krisecentre", True),
        ("rådgivningen", "Åben rådgivning", True),
        ("Arhus", "Ligger i Århus", True),
        ("Aarhus", "Ligger i Århus", True),
        ("Århus", "Ligger i Aarhus", True),
        ("Koebenhavn", "Ligger i København", True),
        ("Kobenhavn", "Ligger i København", True),
        # A compound, both ways.
        ("krisecenter", "Et kvindekrisecenter", True),
        ("kvindekrisecenter", "Et krisecenter for kvinder", True),
        ("kvindekrisecentret", "Krisecentre for kvinder og børn", True),
        ("natcafé", "Café om natten", False),  # three letters are too few for half a compound
        ("mandekrisecenter", "Et krisecenter", False),  # one half is not enough
        ("familieliv", "Liv i en familie", False),
        # A short word only where a word begins.
        ("ret", "Gratis retshjælp", True),
        ("ret", "En forret", False),
        ("sms", "Skriv en sms", True),
        ("hiv", "Et stort arkiv", False),
        ("nat", "Åbent om natten", True),
        ("nat", "Et alternativ", False),
        ("1888", "Ring 1888", True),
        # Nothing alike.
        ("tæsk", "Kaffe og varme", False),
        ("zebra", "", False),
    ],
)
def test_word_finds_a_text(typed, text, found):
    assert finds(typed, text) is found


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("escort", "Et sted for dig, der sælger sex"),
        ("escortpiger", "Rådgivning om sexsalg"),
        ("luder", "Rådgivning om sexsalg"),
        ("herberg", "Natherberget er åbent"),
        ("hjemløs", "Et sted at være om dagen"),
        ("incest", "For voksne med senfølger"),
        ("incest", "Hjælp efter incest"),
        ("tæsk", "Hjælp til dig, der er udsat for vold"),
        ("tæv", "Vold i nære relationer"),
        ("voldtaget", "Center for voldtægtsofre"),
        ("væk", "Et krisecenter med plads"),
        ("stalkeren", "Hjælp, når nogen stalker dig"),
        ("bøsse", "For LGBT+personer"),
        ("fixer", "Et stofindtagelsesrum"),
        ("lægen", "Ring til lægevagten"),
        ("selvmord", "Livslinien: personlig samtale"),
    ],
)
def test_everyday_word_finds_what_our_texts_call_it(typed, text):
    assert finds(typed, text, REAL)


def test_word_that_is_known_still_finds_itself():
    assert needles("incest", REAL, lambda one: one == "inces")[0][0] == "inces"


def test_synonyms_that_stand_nowhere_are_left_out():
    assert needles("taesk", REAL, lambda one: False) == []
    assert needles(fold("tæsk"), REAL, lambda one: "vold" in one) == [["vold"]]


def test_short_half_of_a_needle_begins_a_word():
    assert needle("hiv") == " hiv"
    assert needle("seng") == "seng"


def test_groups_may_share_a_stem():
    known = vocabulary([(["varme"], ["varmt bad"]), (["varmen", "varmes"], ["kaffe", "varmt bad"])], ["og", "På"])
    assert known.synonyms == {"varm": ["varmt bad", "kaff"]}
    assert known.stopwords == {"og", "pa"}


@given(some.text(alphabet="abcdenrst", min_size=1, max_size=20), some.text(alphabet="abcdenrst ", max_size=60))
def test_what_a_word_asks_for_stands_there(word, text):
    searched = " " + fold(text)
    for alternatives in needles(word, NO_SYNONYMS, lambda one: one in searched):
        assert alternatives and all(one in searched for one in alternatives)
