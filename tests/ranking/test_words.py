"""Typed words: what is the same word, what finds what, and that nothing typed can break it."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.rules import cases_about
from tests.words import MEANINGS, VOCABULARY
from webapp.danish import fold
from webapp.ranking.distance import slips
from webapp.ranking.folding import tokens
from webapp.ranking.forms import stem
from webapp.ranking.index import Index
from webapp.ranking.making import Document, Field, make_index
from webapp.ranking.matching import Matcher
from webapp.ranking.question import read_question, sections, typed
from webapp.ranking.scoring import scores


def matcher(*texts: str, meanings=None) -> Matcher:
    """A search in these texts."""
    index = Index(make_index([Document([Field(text)]) for text in texts], first=len(texts)))
    return Matcher(index, replace(VOCABULARY, meanings=meanings or {}), only_first=True)


def asked(search: Matcher, query: str) -> list:
    """What a query asks for."""
    return search.answer(read_question(typed(query), VOCABULARY, 12))


def ranked(query: str, *texts: str, meanings=None) -> list[int]:
    """The numbers of the texts that a query finds, the best first."""
    found = scores(asked(matcher(*texts, meanings=meanings), query))
    return sorted(found, key=lambda number: (-found[number], number))


def finds(query: str, text: str, meanings=None) -> bool:
    """Whether a query finds a text, when it is the only one there is."""
    return ranked(query, text, meanings=meanings) == [0]


@pytest.mark.parametrize("case", cases_about("words", "Folding"), ids=str)
def test_folding(case):
    assert fold(case["text"]) == case["folded"]


@given(some.text())
def test_folding_gives_plain_words_and_folding_again_changes_nothing(text):
    folded = fold(text)
    assert re.fullmatch("([a-z0-9]+( [a-z0-9]+)*)?", folded)
    assert fold(folded) == folded


@given(some.text(alphabet="aeonrst xyzæøå", max_size=30))
def test_folding_is_the_same_for_both_danish_spellings(text):
    assert fold(text.replace("å", "aa").replace("ø", "oe").replace("æ", "ae")) == fold(text)


@pytest.mark.parametrize("case", cases_about("words", "One word"), ids=str)
def test_forms_of_a_word_are_the_same_word(case):
    assert len({stem(fold(word)) for word in case["forms"]}) == 1


@pytest.mark.parametrize(
    "words", ["nat ret", "mor bror", "gæld gal", "hus husly", "vold voldtægt", "bolig boller", "dag daglig", "far får"]
)
def test_other_words_are_others(words):
    one, other = words.split()
    if one != "far":
        assert stem(fold(one)) != stem(fold(other))
    assert tokens(one)[0].spelled != tokens(other)[0].spelled


@given(some.text(alphabet="renstlmkaid", min_size=1, max_size=24))
def test_stem_is_a_beginning_of_the_word(word):
    shorter = stem(word)
    assert word.startswith(shorter)
    assert len(shorter) >= min(3, len(word))


def test_small_words_are_told_from_words_with_other_letters():
    question = read_question(typed("vold far får hår har maske måske"), VOCABULARY, 12)
    assert question.counted == ["vold", "far", "har", "maske"]
    assert [w for w, small in zip(question.words, question.skipped, strict=True) if small] == ["far", "har", "maske"]


@pytest.mark.parametrize("case", cases_about("matching", "A query"), ids=str)
def test_query_finds_a_text(case):
    assert finds(case["query"], case["text"]) is case["found"]


@pytest.mark.parametrize("case", cases_about("matching", "The better"), ids=str)
def test_better_goes_first(case):
    texts = (case["worse"], case["better"], "Noget helt andet", "Kaffe")
    assert ranked(case["query"], *texts, meanings=MEANINGS)[0] == 1


def test_slip_is_told_and_what_it_may_also_have_been_is_asked():
    one = asked(matcher("Et herberg", "Frikort"), "frikrt")[0]
    assert (one.corrected, one.others) == ("frikort", ())
    two = asked(matcher("katten", "hatten"), "xatten")[0]
    assert {two.corrected, *two.others} == {"katten", "hatten"}


def test_word_that_stands_somewhere_is_never_corrected():
    assert not asked(matcher("hunden", "munden"), "munden")[0].corrected


@pytest.mark.parametrize("case", cases_about("words", "Numbers"), ids=str)
def test_numbered_things(case):
    numbered = read_question(typed(case["typed"]), VOCABULARY, 12).numbered
    assert [list(one) for one in numbered] == case["named"]


def test_sections_that_a_law_text_names():
    text = "Forvaltningsloven § 27; straffeloven §§ 152 a og 152 c; lov om socialt frikort (lov nr. 616) §§ 1-3, stk. 2"
    found = sections(text, LIBRARY.laws)
    assert found[:3] == [("fvl", "27", ""), ("strfl", "152", "a"), ("strfl", "152", "c")]
    assert found[3:] == [("fkl", "1", ""), ("fkl", "2", ""), ("fkl", "3", "")]


@given(some.text("abcde", max_size=8), some.text("abcde", max_size=8))
def test_slips_are_the_same_both_ways(one, other):
    assert slips(one, other, 2) == slips(other, one, 2)
    assert (slips(one, other, 2) == 0) == (one == other)


@given(some.text("abcde", min_size=4, max_size=8), some.integers(0, 6), some.sampled_from("abcde"))
def test_one_slip_is_one_slip(word, place, letter):
    place = min(place, len(word) - 2)
    swapped = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
    for other in (word[:place] + word[place + 1 :], word[:place] + letter + word[place:], swapped):
        assert slips(word, other, 2) <= 1


@given(
    some.lists(
        some.lists(some.sampled_from(["vold", "seng", "mad", "Århus", "får"]), max_size=6).map(" ".join), max_size=9
    )
)
def test_index_tells_what_stands_where(texts):
    index = Index(make_index([Document([Field(text)]) for text in texts], first=len(texts)))
    assert index.terms == sorted({fold(word) for text in texts for word in text.split()})
    for number, term in enumerate(index.terms):
        assert index.find(term) == number
        standing = [place for place, text in enumerate(texts) if term in fold(text).split()]
        documents, weights = index.postings(number)
        assert list(documents) == standing
        assert len(weights) == len(documents)
        assert all(1 <= weight <= 63 for weight in weights)
        assert [index.having(number, end) for end in range(len(texts) + 1)] == [
            sum(place < end for place in standing) for end in range(len(texts) + 1)
        ]
    assert index.find("zebra") == -1


def test_index_reads_far_steps():
    far = 70_000
    index = Index(
        make_index([Document([Field("vold" if number in (3, 200, far) else "")]) for number in range(far + 1)], 0)
    )
    assert list(index.postings(0)[0]) == [3, 200, far]


@given(some.text(max_size=60), some.lists(some.text(max_size=20), max_size=4))
def test_nothing_typed_breaks_a_search(query, texts):
    found = ranked(query, *texts, meanings=MEANINGS)
    assert set(found) <= set(range(len(texts)))


@pytest.mark.parametrize("listed", [True, False])
def test_phrase_of_a_list_says_as_much_however_many_there_are(listed):
    few, many = "har gæld", "har gæld · kan ikke sove · mangler tøj · er bange for brevene"
    index = Index(make_index([Document([Field(text, 3.0, listed=listed)]) for text in (few, many)], first=0))
    _documents, (with_few, with_many) = index.postings(index.find("gaeld"))
    assert (with_few == with_many) is listed
