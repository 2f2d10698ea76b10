"""Words: what passes, what does not, and the project's own list."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ROOT
from webapp.proofreading.passage import Passage
from webapp.proofreading.spelling import (
    DICTIONARY,
    OwnWord,
    Speller,
    idle_words,
    misspelled,
    read_own_words,
    unknown_words,
    untidy_words,
)

KNOWN = {"da": {"møde", "sted", "plan", "bl.a.", "slut", "Ribe", "det"}, "en": {"place", "meeting"}}


@pytest.fixture
def small():
    """A speller that knows a handful of words, and `gadeplan` and `VIVE` of its own."""
    return Speller({name: words.__contains__ for name, words in KNOWN.items()}, ["gadeplan", "VIVE", "peer"])


def passage(text, language="da"):
    return Passage("cards/s1.md", 7, "## Gør", text, "Gør", "", language)


@pytest.mark.parametrize(
    "text",
    [
        *("møde", "gadeplan", "Gadeplan", "gadeplans", "VIVE's", "VIVE’s", "VIVEs", "gadeplansmøde", "mødegadeplan"),
        *("gadeplan-møde", "peer-", "bl.a. det", "det bl.a.", "det slut.", "§ 289 a", "1888", "§ 3", "møde: sted; plan!"),
        *("https://eksempel.dk/xyzzy", "skriv@eksempel.dk", "på www.xyzzy.dk/qq"[3:], "/was"),
    ],
)  # fmt: skip
def test_passes(small, text):
    assert unknown_words(passage(text), small) == []


@pytest.mark.parametrize(
    ("text", "unknown"),
    [
        ("mødde", ["mødde"]),
        ("vive", ["vive"]),
        ("mødested", ["mødested"]),  # what the dictionary's own words may make together is for the dictionary to say
        ("gadeplansmødde", ["gadeplansmødde"]),
        ("gadeplan-mødde", ["gadeplan-mødde"]),
        ("slut.det", ["slut.det"]),
        ("mødde sted mødde", ["mødde"]),
        ("place", ["place"]),
        ("gadeplanet", ["gadeplanet"]),
    ],
)
def test_is_told(small, text, unknown):
    assert unknown_words(passage(text), small) == unknown


def test_english_is_spelled_as_english_with_danish_names(small):
    assert unknown_words(passage("place meeting Ribe møde", "en"), small) == ["møde"]


def test_every_word_is_looked_up_once():
    asked = []
    speller = Speller({"da": lambda word: asked.append(word) or True, "en": lambda word: True}, [])
    for _ in range(3):
        unknown_words(passage("det samme det samme"), speller)
    assert sorted(asked) == ["det", "samme"]


@pytest.mark.parametrize(
    "wrong",
    [
        "underetning",
        "retigheder",
        "komune",
        "anonymmt",
        "forebygelse",
        "sårbahed",
        "netværg",
        "krisecentter",
        "senføllger",
    ],
)
def test_common_slips_are_caught_with_the_right_word(speller, wrong):
    assert not speller.knows(wrong)
    told = next(iter(misspelled([passage(f"Det er {wrong} her.")], speller)))
    assert f"»{wrong}« kendes ikke" in told.message
    assert (told.file, told.line, told.field) == ("cards/s1.md", 7, "## Gør")
    assert "words.txt" in told.message


def test_a_suggestion_is_made(speller):
    told = next(iter(misspelled([passage("Lav en underetning.")], speller)))
    assert "underretning" in told.message


@pytest.mark.parametrize(
    "right", ["underretningspligt", "krisecenterplads", "gadeplansmedarbejder", "retraumatisering", "handlekommunen"]
)
def test_long_danish_words_pass(speller, right):
    assert speller.knows(right)


@given(st.text())
def test_any_text_can_be_proofread(text):
    speller = Speller({name: words.__contains__ for name, words in KNOWN.items()}, ["gadeplan"])
    for mistake in misspelled([passage(text), passage(text, "en")], speller):
        assert "kendes ikke" in mistake.message


def test_own_words_are_read_with_line_and_group(tmp_path):
    (tmp_path / "words.txt").write_text("# Fagord\npeer\n\n# Navne\nVIVE\n", encoding="utf-8")
    assert read_own_words(tmp_path) == [OwnWord("peer", 2, "Fagord"), OwnWord("VIVE", 5, "Navne")]
    assert read_own_words(tmp_path / "nowhere") == []


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ([("bi", "a"), ("bo", "a"), ("Ærø", "a"), ("ø", "a"), ("år", "a"), ("abe", "b")], []),
        ([("bo", "a"), ("bi", "a")], [2]),
        ([("år", "a"), ("ære", "a")], [2]),
        ([("bi", "a"), ("bo", "b"), ("bi", "c")], [3]),
    ],
)
def test_own_words_stand_in_order_and_once(words, lines):
    own = [OwnWord(word, line, group) for line, (word, group) in enumerate(words, 1)]
    assert [mistake.line for mistake in untidy_words(own)] == lines


def test_own_words_that_are_not_needed_are_told():
    speller = Speller({"da": {"møde"}.__contains__, "en": {"møde"}.__contains__}, ["møde", "peer", "frø"])
    own = [OwnWord("møde", 1), OwnWord("peer", 2), OwnWord("frø", 3)]
    told = list(idle_words(own, [passage("møde peer")], speller))
    assert [(mistake.line, "Slet" in mistake.message) for mistake in told] == [(1, True), (3, True)]


def test_list_of_own_words_is_tidy_and_needed(proof):
    found = proof()
    assert not [mistake for mistake in (*found.errors, *found.warnings) if mistake.file == "words.txt"]


def test_dictionary_is_the_one_we_wrote_down():
    told = (DICTIONARY / "README.md").read_text(encoding="utf-8")
    sums = dict(re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", told, re.MULTILINE))
    assert set(sums) == {path.name for path in DICTIONARY.glob("da_DK.*")}
    for name, digest in sums.items():
        assert hashlib.sha256((DICTIONARY / name).read_bytes()).hexdigest() == digest
    version = re.search(r"Stavekontrolden version ([\d.]+)", (DICTIONARY / "da_DK.aff").read_text(encoding="utf-8"))[1]
    assert f"| {version} |" in told
    assert (DICTIONARY / "LGPL-2.1.txt").exists()


def test_app_does_not_need_what_spells():
    """chunspell is for those who write and test: only the locked list for them has it."""
    assert "chunspell==" in (ROOT / "requirements-dev.lock").read_text()
    assert "chunspell" not in (ROOT / "requirements.lock").read_text()
