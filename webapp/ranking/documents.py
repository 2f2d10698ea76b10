"""The documents that a word finds: how well each answers it, and how much of the word it has.

`static/ranking/worker/documents.js` does the same.
"""

from __future__ import annotations

from functools import cached_property, lru_cache

from webapp.ranking.making import STRONGEST

# Eighths of a word that a document has: all of it, as two halves, by what it means, or only touched.
EVERYTHING, MOSTLY, MEANT, UNSURE = 8, 7, 6, 4
# How well a document answers (grade times weight) and how many eighths of the word it has, in one whole number: the
# second in the lowest bits, with room for the sums of a whole question.
SHIFT = 20
EIGHTHS = (1 << SHIFT) - 1


class Documents(dict[int, int]):
    """Documents by number: number -> how well, and how much of the word, as one number (`SHIFT`)."""

    @cached_property
    def sure(self) -> int:
        """How many of them have all of the word."""
        return sum(code & EIGHTHS == EVERYTHING for code in self.values())

    @cached_property
    def best(self) -> int:
        """How well the best of them answers."""
        return max(self.values(), default=0) >> SHIFT

    def put(self, document: int, code: int) -> None:
        """Take a document in; of what is known of it already the better holds, of each part by itself."""
        known = self.get(document)
        if known is None:
            self[document] = code
        elif known & EIGHTHS == code & EIGHTHS:
            if code > known:
                self[document] = code
        else:
            self[document] = max(code, known) & ~EIGHTHS | max(code & EIGHTHS, known & EIGHTHS)

    def both(self, other: Documents) -> Documents:
        """Those that both have, each with the lower code."""
        return Documents((one, min(code, other[one])) for one, code in self.items() if one in other)

    def scaled(self, share: int, eighths: int | None = None) -> Documents:
        """With a share (of 100) of how well they answer, and so many eighths of the word, or as many as before."""
        codes = {
            code: (code >> SHIFT) * share // 100 << SHIFT | (code & EIGHTHS if eighths is None else eighths)
            for code in set(self.values())
        }
        return Documents(zip(self, map(codes.__getitem__, self.values()), strict=True))


@lru_cache(1000)
def codes_of(grade: int, eighths: int) -> list[int]:
    """For each weight what a document has by a term of a grade."""
    return [grade * weight << SHIFT | eighths for weight in range(STRONGEST + 1)]
