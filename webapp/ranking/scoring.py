"""Scores: what the words of a question together say of each document.

`static/ranking/worker/scoring.js` does the same.
"""

from __future__ import annotations

from collections.abc import Iterable

from webapp.ranking.matching import EVERYTHING, Asked
from webapp.ranking.numbers import WHOLE, to_one_and_a_half

FLOOR = 115  # of 256: what a document must have of the rarity asked for
STRONG = 3000  # grade times weight: a whole word in a title
LOWERED = 4  # the score of what goes behind is parted by this


def scores(asked: Iterable[Asked]) -> dict[int, int]:
    """Each document that has enough of what was asked for, with its score: the rarity of each word it has times how
    well it has it, and less of that the more of the question it lacks. Words that only raise find nothing by
    themselves, unless there are no others."""
    everything = list(asked)
    asked = [one for one in everything if not one.raises]
    known = sum(one.rarity for one in asked if one.known)
    strong = any(value >= STRONG for one in asked if one.certain for value in one.values.values())
    # A word that stands nowhere weighs much, unless the others are what something is called.
    lost = sum(min(one.rarity, known * 6 // 5) if strong else one.rarity for one in asked if not one.known)
    whole = (known + lost) * EVERYTHING
    sums: dict[int, int] = {}
    shares: dict[int, int] = {}
    for one in asked:
        for document, value in one.values.items():
            sums[document] = sums.get(document, 0) + one.rarity * value
            shares[document] = shares.get(document, 0) + one.rarity * one.counts[document]
    found = {}
    for document, total in sums.items():
        share = shares[document] * WHOLE // whole
        if share >= FLOOR:
            found[document] = total * to_one_and_a_half(share) // WHOLE
    for one in everything:
        for document, value in one.values.items() if one.raises else ():
            if one.lowers:
                if document in found:
                    found[document] //= LOWERED
            elif document in found or not asked:
                found[document] = found.get(document, 0) + one.rarity * value
    return found


def step(score: int, best: int) -> int:
    """How strong a score is against the best one: 0 from six tenths of it, 1 from three, else 2."""
    return 0 if score * 10 >= best * 6 else 1 if score * 10 >= best * 3 else 2
