"""What a reader of each language would stumble at and a rule can tell: letters, marks and grammar around what is put in."""

from __future__ import annotations

import re

import pytest

from tests.conftest import LIBRARY

DANISH = LIBRARY.languages["da"].phrases
OTHERS = [one for one in LIBRARY.languages.values() if one.is_shown and one.code != "da"]
# Quotation marks as each language prints them: opening, closing.
QUOTES = {
    "da": "»«", "en": "“”", "uk": "«»", "pl": "„”", "ro": "„”", "ar": "«»", "fa": "«»", "tr": "“”", "es": "«»", "th": "“”",
    "de": "„“",
}  # fmt: skip
# Letters that look right and are another language's: a search or a voice does not know the word.
FOREIGN_LETTERS = {"uk": "ыэёъЫЭЁЪ", "ro": "şţŞŢ", "ar": "یکگپچژ۰-۹٠-٩", "fa": "يكىة٠-٩۰-۹"}
# What ends a sentence where the Danish ends with a mark. Thai parts sentences by spaces.
ENDS = {"ar": {"?": "؟"}, "fa": {"?": "؟"}, "th": {".": "", "?": "", "!": ""}}
# A word before a name or a figure, or an ending behind it, that changes with it: "о 9:00" but "об 11:00".
CHANGES_WITH_IT = {
    "en": r"\ba \{n\}",
    "uk": r"\b([оО]|об|Об|[вуВУ]) \{time\}|(?<![:,]) \{day\}",
    "pl": r"\b[wz] \{day\}|\b(do|od) \{day\}",
    "es": r"\bal? las? \{time\}",
    "tr": r"\}[’']?[a-zçğıöşü]",
}
# The other way of speaking to somebody than the one a language has throughout (`content/README.md`).
OTHER_ADDRESS = {
    "de": r"\b(Sie haben|Sie können|Ihnen|Ihr Telefon)\b", "es": r"\b[Uu]sted\b", "pl": r"\bPa(n|ni|ństwo|ństwa)\b",
    "ro": r"[Dd]umneavoastră", "uk": r"\b([Тт]и|теб[еі]|тобі|тво[їєяю]\w*|твій)\b", "tr": r"\b[Ss](en|ana|eni|enin)\b", "fa": r"\bتو\b",
}  # fmt: skip
# Forms of a verb that address one gender alone.
ONE_GENDER = {"pl": r"\w(łeś|łaś|łbyś|łabyś|nieneś|nnaś)\b"}


def texts(language):
    for key, phrase in language.phrases.items():
        for text in [phrase] if isinstance(phrase, str) else phrase.values():
            yield key, text


def test_every_language_has_its_marks():
    assert set(QUOTES) == {"da", *(one.code for one in OTHERS)}


@pytest.mark.parametrize("language", [LIBRARY.languages["da"], *OTHERS], ids=lambda one: one.code)
def test_quotation_marks_are_the_languages_own_and_in_pairs(language):
    opening, closing = QUOTES[language.code]
    for key, text in texts(language):
        found = re.sub(r"(?<=\w)’(?=\w)", "", text)  # an apostrophe
        assert not set(re.findall("[\"'`‘’‚‹›“”„«»]", found)) - {opening, closing}, key
        assert re.fullmatch(
            f"[^{opening}{closing}]*({opening}[^{opening}{closing}]+{closing}[^{opening}{closing}]*)*", found
        ), key


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_letters_are_the_languages_own(language):
    wrong = f"[æøåÆØÅ{FOREIGN_LETTERS.get(language.code, '')}]"
    assert not [(key, text) for key, text in texts(language) if re.search(wrong, text)]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_a_sentence_ends_as_the_danish_does(language):
    ends = ENDS.get(language.code, {})
    for key, text in texts(language):
        meant = DANISH[key] if isinstance(DANISH[key], str) else DANISH[key]["other"]
        mark = re.search(r"[.?!…:]?$", meant.strip())[0] if not key.startswith("hours.nth") else ""
        wanted = ends.get(mark, mark)
        assert not wanted or text.strip().endswith(wanted), (key, text)
        assert not (mark == "" and re.search(r"[?؟!…:]$", text.strip())), (key, text)
        assert language.code != "es" or text.count("¿") == text.count("?"), (key, text)
        assert not re.search(r"  |\s[.,;?!؟،؛]|\.\.\.", text), (key, text)


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_no_word_is_wrong_for_some_who_read_it_or_for_what_is_put_in(language):
    for rules in (CHANGES_WITH_IT, ONE_GENDER, OTHER_ADDRESS):
        pattern = rules.get(language.code)
        assert not pattern or not [key for key, text in texts(language) if re.search(pattern, text)]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_nothing_is_left_in_danish(language):
    """One word may be the same in both, as `Chat`; a text of more is not."""
    for key, text in texts(language):
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\{\w+\}", "", text))
        assert text != DANISH[key] or len(words) < 2, key
