"""Counting words: how much each term says of documents whose texts are at hand anyway, so that an index need not have
what they tell themselves.

What comes out is what `making.py` would have put there, to the number. `static/ranking/worker/counting.js` does
the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from webapp.ranking.making import said_by, step_of

WEIGHT_BITS = 6  # of a posting: the lowest ones have how much the term says, the others the document


@dataclass(frozen=True)
class Column:
    """A field of all documents: how much it weighs, the terms in each of its texts, and which text each document has;
    without `numbers` each has one of its own, in order."""

    weight: float
    texts: Sequence[Sequence[int]]
    numbers: Sequence[int] | None = None

    def of_documents(self) -> Sequence[Sequence[int]]:
        """The terms that each document has here, in order."""
        return self.texts if self.numbers is None else list(map(self.texts.__getitem__, self.numbers))


@dataclass(frozen=True)
class OwnTerms:
    """Terms that are no words of a text: how much each of some sets says, and which set each document has."""

    sets: Sequence[Mapping[int, int]]
    numbers: Sequence[int]


@dataclass(frozen=True)
class Counted:
    """What documents are counted from. Columns of one weight are one field, for how long it is; a word that comes again
    counts in the order of the columns."""

    columns: Sequence[Column]
    own: Sequence[OwnTerms] = ()


def count(counted: Counted, usual: Mapping[float, tuple[int, int]], terms: int) -> list[array]:
    """For each term the documents it stands in and how much it says of them, each as one number (`WEIGHT_BITS`).
    `usual` tells how many words the fields of a weight have, and how many documents have one."""
    weights = [column.weight for column in counted.columns]
    rows = list(zip(*(column.of_documents() for column in counted.columns), strict=True))
    columns_of = {weight: [n for n, one in enumerate(weights) if one == weight] for weight in dict.fromkeys(weights)}
    lengths = {weight: [sum(len(row[n]) for n in columns) for row in rows] for weight, columns in columns_of.items()}
    said_of = {
        weight: {length: said_by(weight, length, *usual[weight]) for length in set(of_rows)}
        for weight, of_rows in lengths.items()
    }
    said = [list(map(said_of[weight].__getitem__, lengths[weight])) for weight in weights]
    found = [array("I") for _ in range(terms)]
    steps: dict[float, int] = {}
    for document, (row, says) in enumerate(zip(rows, zip(*said, strict=True), strict=True)):
        sums: dict[int, float] = {}
        for words_here, each in zip(row, says, strict=True):
            for term in words_here:
                sums[term] = sums.get(term, 0) + each
        place = document << WEIGHT_BITS
        for term, together in sums.items():
            step = steps.get(together)
            if step is None:
                step = steps[together] = step_of(together)
            found[term].append(place | step)
    for own in counted.own:
        for document, number in enumerate(own.numbers):
            for term, weight in own.sets[number].items():
                found[term].append(document << WEIGHT_BITS | weight)
    return found
