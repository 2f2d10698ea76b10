"""An index as those who search have it: opened from its bytes, each term's documents unpacked when they are asked for.

`static/ranking/worker/index.js` does the same.
"""

from __future__ import annotations

import json
from array import array
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from webapp.danish import fold_letters
from webapp.ranking.making import OWN

KEPT = 2000  # terms whose documents are kept unpacked


class Index:
    """Terms by number, in the order of their folded letters, and the documents each stands in."""

    def __init__(self, packed: bytes):
        line, _, rest = packed.partition(b"\n")
        head = json.loads(line)
        size = head["sizes"]
        self.documents: int = head["documents"]
        self.first: int = head["first"]
        text = rest[: size[0]].decode()
        self.spelled = text.split("\n") if head["terms"] else []
        self.text = "\n" + fold_letters(text) + "\n"  # every term, searched as one text
        self.terms = self.text[1:-1].split("\n") if head["terms"] else []
        self._starts = []
        start = 1
        for term in self.terms:
            self._starts.append(start)
            start += len(term) + 1
        self.words_end = self._starts[bisect_left(self.terms, OWN)] if self.terms and self.terms[-1] >= OWN else start
        parts, place = [], 0
        for one in size:
            parts.append(rest[place : place + one])
            place += one
        _, self._names, counts, self._steps, self._weights = parts
        self._from, self._at = self._places(counts)
        self.postings = lru_cache(KEPT)(self._postings)

    def _places(self, counts: bytes) -> tuple[array, array]:
        # Which of all the postings is each term's first one, and where its steps begin.
        steps, place, at, first = self._steps, 0, 0, 0
        firsts, places = array("I", [0]), array("I", [0])
        for _ in self.terms:
            many, place = _number(counts, place)
            first += many
            for _ in range(many):
                while steps[at] > 127:
                    at += 1
                at += 1
            firsts.append(first)
            places.append(at)
        return firsts, places

    def _postings(self, term: int) -> tuple[array, bytes]:
        """The documents a term stands in, in order, and in the same order how much it says of each."""
        steps = self._steps[self._at[term] : self._at[term + 1]]
        weights = self._weights[self._from[term] : self._from[term + 1]]
        if steps.isascii():  # each step is one byte
            return array("I", accumulate(steps)), weights
        documents, document, place = array("I"), 0, 0
        while place < len(steps):
            step, place = _number(steps, place)
            document += step
            documents.append(document)
        return documents, weights

    def having(self, term: int, end: int) -> int:
        """How many documents before the one numbered `end` a term stands in."""
        if end == self.documents:
            return self._from[term + 1] - self._from[term]
        return bisect_left(self.postings(term)[0], end)

    def find(self, term: str) -> int:
        """The number of a term, or -1."""
        place = bisect_left(self.terms, term)
        return place if place < len(self.terms) and self.terms[place] == term else -1

    def is_name(self, term: int) -> bool:
        """Whether a term stands only in names."""
        return bool(self._names[term >> 3] >> (term & 7) & 1)

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


def _number(body: bytes, place: int) -> tuple[int, int]:
    number, shift = 0, 0
    while body[place] > 127:
        number |= (body[place] & 127) << shift
        shift += 7
        place += 1
    return number | body[place] << shift, place + 1
