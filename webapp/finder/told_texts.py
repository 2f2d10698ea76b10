"""Texts told as words, as a column of the offers' records has them (`packing.py`), each put together when it is asked
for. `static/finder/worker/told_texts.js` does the same."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import TypeVar

from webapp.finder.packing import DATED, FIRST_NUMBER, LONG_NUMBERS, OWN_WORD, SECONDS, SHORT_NUMBERS, TOWN

T = TypeVar("T")
# Of a text told as words: a common one by a short or a long number, one of its own, or the end.
_CODES = re.compile(rb"[\x00-\xbf]|[\xc0-\xff].", re.DOTALL)
_OWN = bytes([OWN_WORD])
_OWN_OR_END = re.compile(rb"[\x00\x01]")  # no other byte of a number is so low


class ToldTexts:
    """Texts told as words, each put together when it is asked for."""

    def __init__(self, _width: int, numbers: bytes, words: bytes):
        self.places: dict[str, int | None] = {}
        self._numbers = numbers
        self.common, self.own = (part.split("\n") for part in words.decode().split("\0"))

    @cached_property
    def _places_of_own(self) -> array:
        return array("I", [found.start() for found in re.finditer(_OWN, self._numbers)])

    @cached_property
    def _ends(self) -> array:
        return starts_of(self._numbers, b"\0")

    def value(self, row: int) -> str:
        """The text of a row."""
        numbers = self._numbers
        place, end = self._ends[row], self._ends[row + 1] - 1
        found = []
        while place < end:
            if numbers[place] == OWN_WORD:
                found.append(self.own[bisect_left(self._places_of_own, place)])
                place += 1
            else:
                after = place + 1 + (numbers[place] >= LONG_NUMBERS)
                found.append(self._word(numbers[place:after]))
                place = after
        return " ".join(found)

    def all_read(self, read: Callable[[str], Sequence[T]], towns: Sequence[str]) -> list[Sequence[T]]:
        """What the words of each text are read as; `towns` has the town of each row."""
        known: dict[bytes, Sequence[T] | None] = {}  # None of what must be read with its row
        in_town: dict[tuple[str, str], Sequence[T]] = {}
        found: list[Sequence[T]] = []
        words: list[T] = []
        own = iter(self.own)
        for code in _CODES.findall(self._numbers):
            if code == b"\0":
                found.append(tuple(words))
                words = []
                continue
            if code == _OWN:
                word = next(own)
                one = None if is_of_row(word) else read(word)
            else:
                if code not in known:
                    word = self._word(code)
                    known[code] = None if is_of_row(word) else read(word)
                one = known[code]
            if one is None:
                word, town = word if code == _OWN else self._word(code), towns[len(found)]
                if (word, town) not in in_town:
                    in_town[word, town] = () if word.startswith(DATED) else read(word.replace(TOWN, town))
                one = in_town[word, town]
            words += one
        return found

    def own_words(self, towns: Sequence[str]) -> Iterator[str]:
        """The words that are in no list, as they stand in their rows; `towns` has the town of each row."""
        row, own = 0, iter(self.own)
        for code in _OWN_OR_END.findall(self._numbers):
            if code == _OWN:
                word = next(own)
                if not word.startswith(DATED):
                    yield word.replace(TOWN, towns[row])
            else:
                row += 1

    def _word(self, code: bytes) -> str:
        # A common word, by its short or its long number.
        if len(code) == 1:
            return self.common[code[0] - FIRST_NUMBER]
        return self.common[SHORT_NUMBERS + (code[0] - LONG_NUMBERS) * SECONDS + code[1] - FIRST_NUMBER]


def is_of_row(word: str) -> bool:
    """Whether a word is read with its row: with its town in it, or what changes of its text."""
    return TOWN in word or word.startswith(DATED)


def starts_of(body: bytes, end: bytes) -> array:
    # Where the texts of a body begin that each end with a byte, and where the last one ends.
    return array("I", [0, *(found.end() for found in re.finditer(end, body))])
