"""Typed text as words: folded, so that Århus, Aarhus and Arhus are the same, and as they were spelled.

`static/ranking/worker/folding.js` does the same.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from webapp.danish import one_spelling, without_marks

_NOT_A_WORD = re.compile("[^a-z0-9]+")
_NOT_LETTERS = re.compile("[^A-Za-z0-9]+")


@dataclass(frozen=True)
class Token:
    """One typed word: folded; `spelled` with æ, ø and å written out, which keeps `får` from `far`; whether it began
    with a capital."""

    word: str
    spelled: str
    capital: bool = False


def tokens(text: str) -> list[Token]:
    """The words of a text, in order."""
    as_spelled = spelled(text).split()
    as_typed = _NOT_LETTERS.sub(" ", without_marks(text)).split()
    if len(as_typed) != len(as_spelled):  # a letter whose capital is another kind of sign
        as_typed = as_spelled
    return [
        Token(one_spelling(word), word, "A" <= typed[0] <= "Z")
        for word, typed in zip(as_spelled, as_typed, strict=True)
    ]


def spelled(text: str) -> str:
    """A word as `Token.spelled` has it."""
    return _NOT_A_WORD.sub(" ", without_marks(unicodedata.normalize("NFC", text).lower())).strip()
