"""Compounds: words taken apart into the two that they are put together from, and words that were typed apart.

`static/ranking/worker/compounds.js` does the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

from webapp.ranking.distance import same_start
from webapp.ranking.documents import EIGHTHS, MEANT, MOSTLY, SHIFT, UNSURE, Documents
from webapp.ranking.expansion import Expansion
from webapp.ranking.forms import SHORTEST, stem
from webapp.ranking.spelling import Spelling
from webapp.ranking.vocabulary import SUBJECT

TOGETHER, PARTS, LAST_HALF = 70, 60, 15  # what is left of a grade
# A first half that is a title's word, or an everyday word for one, carries the word by itself.
LONG_FIRST_HALF, CARRIES, FIRST_HALF = 8, 1500, 35
LONG_SECOND_HALF = 5  # behind a short first half: "angstkursus", and no "vinterdæk"
MOST_TOGETHER = 3  # typed words that may be one word
SHORTEST_TOGETHER = 6


class Compounds:
    """Words of an index put together and taken apart."""

    def __init__(self, expansion: Expansion, spelling: Spelling):
        self._expansion, self._spelling = expansion, spelling

    def halves(self, word: str) -> tuple[str, str] | None:
        best: tuple[int, int] | None = None
        found = None
        for place in range(SHORTEST, len(word) - SHORTEST + 1):
            second = word[place:]
            if not self._expansion.is_word(second):
                continue
            for one in self._joints(word[:place], SHORTEST):
                whole = self._expansion.is_word(one)
                if whole or (len(one) > SHORTEST and self._begins(one)):
                    rank = (int(whole), min(place, len(word) - place))
                    if best is None or rank > best:
                        best, found = rank, (one, second)
                    break
        return found

    def first_half(self, word: str, shortest: int, unless_everyday: int = 0) -> tuple[str, str] | None:
        """A half that is shorter than `unless_everyday` must be an everyday word."""
        for place in range(len(word) - SHORTEST, shortest - 1, -1):
            for first in self._joints(word[:place], shortest - 1):
                short = len(first) < unless_everyday
                second = word[place:].removeprefix("e")  # "børnehave" is no "børn + ehave"
                if short and (len(second) < LONG_SECOND_HALF or not self.is_everyday(first)):
                    continue
                if self._expansion.is_word(first):
                    return first, word[place:]
        return None

    def misspelt_halves(self, word: str) -> tuple[str, str] | None:
        """ "alkholrådgivning": one half is a word, the other one slip away from one, and something has both."""
        for place in range(len(word) - LONG_SECOND_HALF, LONG_SECOND_HALF - 1, -1):
            first, second = word[:place], word[place:]
            if len(second.removeprefix("s")) < LONG_SECOND_HALF:
                continue  # "ungdomsklub" is no "ungdom + skub"
            if self._expansion.is_word(second):
                first = self._one_slip(first)
            elif any(map(self._expansion.is_word, self._joints(first, SHORTEST))):
                first = next(filter(self._expansion.is_word, self._joints(first, SHORTEST)))
                second = self._one_slip(second)
            else:
                continue
            if (
                first
                and second
                and any(one in self._expansion.documents(second) for one in self._expansion.documents(first))
            ):
                return first, second
        return None

    def _one_slip(self, part: str) -> str:
        near, _ = self._spelling.corrections(part, 1)
        return near if near and same_start(part, near) else ""

    def is_everyday(self, word: str) -> bool:
        root = stem(word)
        subject = SUBJECT in self._expansion.meanings.get(root, ())[:1]  # and "rejse" in "rejseforsikring" is none
        return len(root) > SHORTEST and subject and self._expansion.index.find(word) >= 0  # "vinte" is no word

    def _joints(self, first: str, shorter: int) -> list[str]:
        # A first half with the s or e that joins it to the second, and without. What is a word stands first.
        if first[-1] not in "se" or len(first) - 1 <= shorter:
            return [first]
        return [first[:-1], first] if self._expansion.index.find(first[:-1]) >= 0 else [first, first[:-1]]

    def _begins(self, part: str) -> bool:
        return any(self._expansion.having(term) for term in self._expansion.index.beginning(part))

    def both(self, halves: tuple[str, str]) -> Documents:
        first, second = map(self._expansion.documents, halves)
        both = second.both(first)
        return both.scaled(TOGETHER, MOSTLY) if both else (second or first).scaled(LAST_HALF, UNSURE)

    def carried(self, first: str, documents: Documents) -> Documents:
        """What a first half finds by itself goes behind what both halves find."""
        found = self._expansion.documents(first)
        if found.best < CARRIES or (len(first) < LONG_FIRST_HALF and not self.is_everyday(first)):
            return documents
        carried = found.scaled(FIRST_HALF, UNSURE)
        carried.update(documents)
        return carried

    def together(self, words: Sequence[str], skipped: Sequence[bool], number: int) -> int:
        """How many words from here on are one word, written apart. Small words alone are none: "ind til"."""
        for many in range(min(MOST_TOGETHER, len(words) - number), 1, -1):
            joined = "".join(words[number : number + many])
            if len(joined) < SHORTEST_TOGETHER:
                continue
            if all(skipped[number : number + many]) or any(word.isdigit() for word in words[number : number + many]):
                continue
            if skipped[number + many - 1] and stem(joined) == stem(words[number]):
                continue  # "koster en" is no "kosteren"
            if (
                any(map(self._expansion.having, self._expansion.whole(joined)))
                or stem(joined) in self._expansion.meanings
            ):
                return many
        return 1

    def several(self, words: Sequence[str], skipped: Sequence[bool]) -> Documents:
        """What is found by words that are one word, written apart."""
        found = Documents(self._expansion.documents("".join(words)))
        parts = [self._expansion.documents(word) for word, small in zip(words, skipped, strict=True) if not small]
        for document, code in reduce(Documents.both, parts).items() if parts else ():
            found.put(document, (code >> SHIFT) * PARTS // 100 << SHIFT | found.get(document, MEANT) & EIGHTHS)
        return found
