"""An index as those who search have it: opened from its bytes, each term's documents unpacked when they are asked for.

`static/ranking/worker/index.js` does the same.
"""

from __future__ import annotations

import json
from bisect import bisect_left, bisect_right
from functools import lru_cache

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
        self._names = rest[size[0] : size[0] + size[1]]
        self._body = rest[size[0] + size[1] : sum(size)]
        self._at = self._places(len(self.terms))
        self.postings = lru_cache(KEPT)(self._postings)

    def _places(self, count: int) -> list[int]:
        # Where each term's documents begin.
        body, place, places = self._body, 0, []
        for _ in range(count):
            places.append(place)
            many, place = _number(body, place)
            for _ in range(many):
                while body[place] > 127:
                    place += 1
                place += 2
        return places

    def _postings(self, term: int) -> list[tuple[int, int]]:
        """The documents a term stands in, and how much it says of each."""
        body = self._body
        many, place = _number(body, self._at[term])
        found, document = [], 0
        for _ in range(many):
            step, place = _number(body, place)
            document += step
            found.append((document, body[place]))
            place += 1
        return found

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
