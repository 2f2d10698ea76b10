"""An index as those who search have it: opened from its bytes, with the words of its first documents counted.

`static/ranking/worker/index.js` does the same.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable
from functools import cached_property
from itertools import accumulate

from webapp.danish import fold_letters
from webapp.ranking.counting import WEIGHT_BITS, Counted, count
from webapp.ranking.making import OWN

_NOT_COUNTED = array("I")


class Index:
    """Terms by number, in the order of their folded letters, and the documents each stands in."""

    def __init__(self, packed: bytes, counted: Callable[[Index], Counted] | None = None):
        """`counted` tells what the documents are counted from that the bytes tell no words of."""
        line, _, rest = packed.partition(b"\n")
        head = json.loads(line)
        size = head["sizes"]
        self.documents: int = head["documents"]
        self.first: int = head["first"]
        parts, place = [], 0
        for one in size:
            parts.append(rest[place : place + one])
            place += one
        text, self._spelled, names, counts, steps, weights, having, *_ = parts
        if not self._spelled:
            text, self._spelled = fold_letters(text.decode()).encode(), text
        self.text = f"\n{text.decode()}\n"  # every term, searched as one text
        self.terms = self.text[1:-1].split("\n") if head["terms"] else []
        self._starts = []
        start = 1
        for term in self.terms:
            self._starts.append(start)
            start += len(term) + 1
        self.words_end = self._starts[bisect_left(self.terms, OWN)] if self.terms and self.terms[-1] >= OWN else start
        self._names = {number - 1 for number in accumulate(_numbers(names))}
        before: list[array] = []
        if counted and head.get("counted"):
            usual = {weight: (words, documents) for weight, words, documents in head["usual"]}
            before = count(counted(self), usual, len(self.terms))
            before = [those if many else _NOT_COUNTED for those, many in zip(before, _numbers(having), strict=True)]
        self._from, self._documents, self._weights = _postings(before, counts, steps, weights, len(self.terms))

    def postings(self, term: int) -> tuple[array, bytes]:
        """The documents a term stands in, in order, and in the same order how much it says of each."""
        start, end = self._from[term], self._from[term + 1]
        return self._documents[start:end], self._weights[start:end]

    def having(self, term: int, end: int) -> int:
        """How many documents before the one numbered `end` a term stands in."""
        first, last = self._from[term], self._from[term + 1]
        return (last if end == self.documents else bisect_left(self._documents, end, first, last)) - first

    def find(self, term: str) -> int:
        """The number of a term, or -1."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else -1

    def is_name(self, term: int) -> bool:
        """Whether a term stands only in names."""
        return term in self._names

    def spell(self, word: str) -> str:
        """A folded word with its own letters, when it stands in a text."""
        return self._own_letters.get(word, word)

    @cached_property
    def _own_letters(self) -> dict[str, str]:
        return {fold_letters(word): word for word in self._spelled.decode().split("\n")}

    def beginning(self, part: str) -> range:
        """The terms that begin with a part."""
        return range(bisect_left(self.terms, part), bisect_left(self.terms, part + "\x7f"))

    def holding(self, part: str) -> list[int]:
        """The words that a part stands anywhere in."""
        found = []
        start = self.text.find(part)
        while 0 <= start < self.words_end:
            number = bisect_right(self._starts, start) - 1
            found.append(number)
            start = self.text.find(part, self._starts[number] + len(self.terms[number]))
        return found


def _postings(
    counted: list[array], counts: bytes, steps: bytes, weights: bytes, terms: int
) -> tuple[array, array, bytes]:
    # Where each term's postings begin; the documents of all postings; and how much they say.
    firsts, standing = array("I", [0]), array("I")
    place = at = read = 0
    for term in range(terms):
        if counted:
            standing.extend(counted[term])
        many, place = _number(counts, place)
        document = 0
        for weight in weights[read : read + many]:
            step, at = _number(steps, at)
            document += step
            standing.append(document << WEIGHT_BITS | weight)
        read += many
        firsts.append(len(standing))
    documents = array("I", [one >> WEIGHT_BITS for one in standing])
    return firsts, documents, bytes([one & (1 << WEIGHT_BITS) - 1 for one in standing])


def _numbers(body: bytes) -> list[int]:
    found, place = [], 0
    while place < len(body):
        number, place = _number(body, place)
        found.append(number)
    return found


def _number(body: bytes, place: int) -> tuple[int, int]:
    number, shift = 0, 0
    while body[place] > 127:
        number |= (body[place] & 127) << shift
        shift += 7
        place += 1
    return number | body[place] << shift, place + 1
