"""Folding: text as plain lower-case words, so that Århus, Aarhus and Arhus are the same.

`static/ranking/worker/folding.js` does the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_MARKS = re.compile("[\u0300-\u036f]")
_DOUBLE_A, _O_AND_E = re.compile("aa+"), re.compile("oe+")
_NOT_A_WORD = re.compile("[^a-z0-9]+")
_NOT_LETTERS = re.compile("[^A-Za-z0-9]+")


def letters(text: str) -> str:
    """Text with its letters folded and everything else left: lower case, no accents, one letter for å, aa and a."""
    plain = _unmarked(unicodedata.normalize("NFC", text).lower())
    return _O_AND_E.sub("o", _DOUBLE_A.sub("a", plain))


def fold(text: str) -> str:
    """Lower-case ASCII words with one space between: `Århus`, `Aarhus` and `Arhus` become the same."""
    return _NOT_A_WORD.sub(" ", letters(text)).strip()


@dataclass(frozen=True)
class Token:
    """One typed word: folded; `spelled` with æ, ø and å written out, which keeps `får` from `far`; whether it began
    with a capital."""

    word: str
    spelled: str
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    plain = unicodedata.normalize("NFC", text)
    spelled = _NOT_A_WORD.sub(" ", _unmarked(plain.lower())).split()
    as_typed = _NOT_LETTERS.sub(" ", _unmarked(plain)).split()
    if len(as_typed) != len(spelled):  # a letter whose capital is another kind of sign
        as_typed = spelled
    return [
        Token(_O_AND_E.sub("o", _DOUBLE_A.sub("a", word)), word, "A" <= typed[0] <= "Z")
        for word, typed in zip(spelled, as_typed, strict=True)
    ]


def spelled(text: str) -> str:
    """A word as `Token.spelled` has it."""
    return _NOT_A_WORD.sub(" ", _unmarked(unicodedata.normalize("NFC", text).lower())).strip()


def _unmarked(text: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFD", text.translate(_LETTERS)))
