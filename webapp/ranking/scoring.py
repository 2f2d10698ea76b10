"""Scores: what the words of a question together say of each document.

`static/ranking/worker/scoring.js` does the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from webapp.ranking.documents import EIGHTHS, EVERYTHING, SHIFT
from webapp.ranking.matching import STRONG, Asked
from webapp.ranking.numbers import WHOLE, to_one_and_a_half

FLOOR = 115  # of 256: what a document must have of the rarity asked for
FLOOR_OF_TEXTS = 64  # the same where every word stands somewhere, in all texts (a law seldom says all of a question)
FLOOR_OF_LITTLE = 192  # and where none of them says much of any: half of it is an accident
ENOUGH = 3  # tenths of the best for a need: what has as much of each answers them all
LOWERED = 4  # the score of what goes behind is parted by this
RAISED = 6  # and what goes first is raised by so many times its score at most


def scores(asked: Iterable[Asked], floor: int = FLOOR) -> dict[int, int]:
    """Each document that has enough of what was asked for, with its score: the rarity of each word it has times how
    well it has it, and less of that the more of the question it lacks. Words that only raise find nothing by
    themselves, unless there are no others. `floor` is what is enough where every word stands somewhere."""
    everything = list(asked)
    asked = [one for one in everything if not one.raises]
    known = sum(one.rarity for one in asked if one.known)
    called = [one for one in asked if one.called and one.certain and one.documents.best >= STRONG]
    strong = len(called) > 1 or any(one.subject for one in called)
    # A word that stands nowhere weighs much, unless one of the others always says what is sought, or two are what
    # something is called.
    lost = sum(min(one.rarity, known * 6 // 5) if strong else one.rarity for one in asked if not one.known)
    told = _Scores((known + lost) * EVERYTHING, FLOOR if lost else floor)
    found = {
        document: score
        for document, together in _sums([one for one in asked if one.documents]).items()
        if (score := told[together]) is not None
    }
    for one in everything:
        for document, code in one.documents.items() if one.raises else ():
            if one.lowers:
                if document in found:
                    found[document] //= LOWERED
            elif document in found or not asked:
                known = found.get(document, 0)
                raised = one.rarity * (code >> SHIFT)
                found[document] = known + (min(RAISED * known, raised) if asked else raised)
    return found


def what_is_left(asked: Sequence[Asked], personal: bool) -> list[Asked]:
    """What is asked for without the words that stand nowhere, for when nothing has enough of all; empty unless two of
    the others are everyday words or words of titles, or one in a sentence that tells of somebody. None of it is
    certain. One is enough that always says what help is sought for: "exit fra prostitution". When nothing has enough of
    them either, the one that says most."""
    words = [one for one in asked if one.known and one.documents and not one.raises]
    if sum(one.called for one in words) < (1 if personal or any(one.subject for one in words) else 2):
        return []
    unsure = [replace(one, certain=False) for one in words]
    if not scores(unsure, FLOOR_OF_TEXTS):
        unsure = [max(unsure, key=lambda one: one.documents.best)]
    unknown = [replace(one, rarity=0) for one in asked if not one.known]
    return [*unsure, *unknown, *(one for one in asked if one.raises)]


def scores_or_nearest(
    asked: Sequence[Asked], personal: bool, floor: int = FLOOR
) -> tuple[Sequence[Asked], dict[int, int]]:
    """The scores of what is asked for, or of the nearest to it where nothing has enough; and which of both it is."""
    words = [one for one in asked if not one.raises]
    little = floor < FLOOR and _says_little(words)
    # "ny sofa": a word that only begins or ends another one stands nowhere by itself.
    touched = floor < FLOOR and not personal and any(one.known and not one.certain for one in words)
    found = scores_apart(asked) or scores(asked, FLOOR_OF_LITTLE if little else FLOOR if touched else floor)
    words = [] if found or little or touched else what_is_left(asked, personal)
    return (words, scores(words, FLOOR_OF_TEXTS)) if words else (asked, found)


def _says_little(words: Sequence[Asked]) -> bool:
    # "kage uden sukker": each word stands somewhere, and none of them is what a text is about.
    return len(words) > 1 and all(one.known and one.documents.best < STRONG for one in words)


def scores_apart(asked: Sequence[Asked]) -> dict[int, int]:
    """The scores where a question has several needs ("gæld og ingen bolig") and nothing has much of them all: the best
    for each need is as good as the best for another. Empty where it has one, or something answers all."""
    raising = [one for one in asked if one.raises]
    words = [one for one in asked if not one.raises]
    needs = [[one for one in words if one.need == need] for need in dict.fromkeys(one.need for one in words)]
    if len(needs) < 2 or not all(map(_is_a_need, needs)):
        return {}
    each = [scores([*need, *raising]) for need in needs]
    bests = [max(found.values(), default=0) for found in each]
    if not all(bests):
        return {}
    if any(
        all(found.get(document, 0) * 10 >= best * ENOUGH for found, best in zip(each, bests, strict=True))
        for document in each[0]
    ):
        return {}
    most = max(bests)
    together: dict[int, int] = {}
    for found, best in zip(each, bests, strict=True):
        for document, score in found.items():
            together[document] = together.get(document, 0) + score * most // best * (2 if score == best else 1)
    return together


def _is_a_need(words: Sequence[Asked]) -> bool:
    return any(one.called and one.certain and one.documents.best >= STRONG for one in words)


def _sums(asked: Sequence[Asked]) -> dict[int, int]:
    # How well each document answers all of the words, and how much it has of them, as one number (`SHIFT`).
    found: dict[int, int] = {}
    for one in asked:
        codes = one.documents
        times = {code: one.rarity * code for code in set(codes.values())}
        if found:
            for document, code in codes.items():
                found[document] = found.get(document, 0) + times[code]
        else:
            found = dict(zip(codes, map(times.__getitem__, codes.values()), strict=True))
    return found


class _Scores(dict[int, int | None]):
    # The score of each of such sums, when it is first asked for; None where a document has too little. Many have the
    # same.
    def __init__(self, whole: int, floor: int):
        super().__init__()
        self._whole, self._floor = whole, floor

    def __missing__(self, together: int) -> int | None:
        share = (together & EIGHTHS) * WHOLE // self._whole
        self[together] = (together >> SHIFT) * to_one_and_a_half(share) // WHOLE if share >= self._floor else None
        return self[together]


def steps(best: int) -> tuple[int, int]:
    """The least scores of the first and the second step of strength: six and three tenths of the best one."""
    return -(-best * 6 // 10), -(-best * 3 // 10)
