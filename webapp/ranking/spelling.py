"""Spelling correction: the words of an index that a typed one may have been meant for.

`static/ranking/worker/spelling.js` does the same.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property, partial

from webapp.ranking.distance import (
    allowed,
    first_letters,
    letters_in,
    same_start,
    slips,
    sound,
    spelled_length,
    without_vowels,
)
from webapp.ranking.expansion import Expansion
from webapp.ranking.forms import SHORTEST, stem
from webapp.ranking.making import OWN

LONG_NAME = 9
MOST_OTHERS = 3  # words that are asked about
ALIKE, LONG_SOUND = 2, 6  # what sounding alike costs, as one slip does


class Spelling:
    """The words of an index, and everyday words, by their letters and by how they sound."""

    def __init__(self, expansion: Expansion):
        self._expansion = expansion
        self._by_sound: dict[str, dict[str, list[str]]] = {}  # first letter -> sound -> words

    def corrections(self, word: str, at_most: int = 2) -> tuple[str, tuple[str, ...]]:
        """The word that is meant, as few slips away as any (at most so many), and others that may be; folded, and as
        they are spelled. Empty when there is none."""
        expansion = self._expansion
        most = min(allowed(word), at_most)
        if not most:
            return "", ()
        bits = letters_in(word)
        near: list[tuple[int, int, str]] = []

        def consider(other: str, meant: str, having: Callable[[], int]) -> None:
            apart = slips(word, meant, most)
            if apart > most or (spelled_length(word) == 4 and not _may_be_meant(word, other)):
                return
            if many := having():
                near.append((2 * apart + (not same_start(word, other)), -many, other))

        for term in self._of_lengths(range(max(4, len(word) - most), len(word) + most + 1), bits, 2 * most):
            other = expansion.index.terms[term]
            consider(other, other, partial(expansion.having, term))
        # "offerådgivning" for Offerrådgivningen: a long name may be asked for without its article.
        longer = range(len(word) + 2, len(word) + most + 3) if len(word) >= LONG_NAME else ()
        for term in self._of_lengths(longer, bits, 2 * most + 2):
            other = expansion.index.terms[term]
            for article in filter(other.endswith, expansion.known.articles):
                consider(other, other.removesuffix(article), partial(expansion.having, term))
        for other in expansion.meanings:
            if len(other) >= 4 and (letters_in(other) ^ bits).bit_count() <= 2 * most:
                consider(other, other, lambda other=other: len(expansion.documents(other)))  # type: ignore[misc]
        for other in self._alike(word, at_most):
            if spelled_length(word) == 4 and not self._sounds_as(word, other):
                continue
            if many := len(expansion.documents(other)):
                near.append((ALIKE - (slips(word, other, 1) <= 1), -many, other))
        if not near:
            return "", ()
        near.sort()
        chosen = near[0][2]
        others: dict[str, str] = {}
        for cost, _having, other in near:
            if cost == near[0][0] and stem(other) != stem(chosen):
                others.setdefault(stem(other), expansion.index.spell(other))
        return chosen, tuple(others.values())[:MOST_OTHERS]

    def _sounds_as(self, word: str, other: str) -> bool:
        # Of four letters the vowels alone may be others, and no name is meant: "drag" is not "drak", "kage" no Køge.
        term = self._expansion.index.find(other)
        named = term >= 0 and self._expansion.index.is_name(term)
        return not named and (len(word) != len(other) or without_vowels(word) == without_vowels(other))

    def _alike(self, word: str, at_most: int) -> list[str]:
        # "bisitter" for "bisidder": words that are spelled by ear. A short one must begin with the same letter, and
        # is no half of a word.
        whole, root = sound(word), sound(stem(word))
        if len(whole) < LONG_SOUND and at_most < 2:
            return []
        found: list[str] = []
        for letter in word[0] if len(whole) < LONG_SOUND else first_letters(word):
            if letter not in self._by_sound:
                self._by_sound[letter] = self._sounding(letter)
            found += self._by_sound[letter].get(whole, ())
            if root != whole and len(root) >= LONG_SOUND:
                found += self._by_sound[letter].get(root, ())
        return found

    def _sounding(self, letter: str) -> dict[str, list[str]]:
        # The words that begin with a letter, and everyday words, by how they sound.
        found: dict[str, list[str]] = {}
        terms = [self._expansion.index.terms[term] for term in self._expansion.index.beginning(letter)]
        for one in dict.fromkeys((*terms, *(other for other in self._expansion.meanings if other.startswith(letter)))):
            if len(one) >= SHORTEST and one.isalpha():
                found.setdefault(sound(one), []).append(one)
        return found

    @cached_property
    def _by_length(self) -> dict[int, tuple[list[int], list[int]]]:
        # For each length the words that have it, by number, and their letters as bits.
        found: dict[int, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
        for term, word in enumerate(self._expansion.index.terms):
            if word < OWN:
                numbers, letters = found[len(word)]
                numbers.append(term)
                letters.append(letters_in(word))
        return dict(found)

    def _of_lengths(self, lengths: Iterable[int], bits: int, most: int) -> Iterator[int]:
        # The words of some lengths that differ from these letters by at most so many.
        for length in lengths:
            for term, letters in zip(*self._by_length.get(length, ((), ())), strict=True):
                if (letters ^ bits).bit_count() <= most:
                    yield term


def _may_be_meant(word: str, other: str) -> bool:
    # Four letters with another one among them are another word: "telt" is not "test".
    return word[:2] == other[:2] and (len(word) != len(other) or sorted(word) == sorted(other))
