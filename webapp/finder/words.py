"""What is typed, made into something that finds: folding, inflection, compounds and everyday words.

The same rules as `static/finder/worker/words.js`; `docs/finder.md` is their text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Danish endings of nouns, adjectives and verbs, the longest first. "re" is for centre, centret, centrene.
from webapp.danish import fold

ENDINGS = (
    *("renes", "ernes", "rene", "erne", "enes", "rets", "ene", "ers", "ens", "ets", "ret"),
    *("er", "en", "et", "es", "re", "e", "s", "t"),
)
SHORTEST_STEM = 4  # letters that must be left of a word without its ending
SHORT = 3  # letters: a word this short is only found at the beginning of another
SHORTEST_PART = 4  # letters of each half of a compound


def stem(word: str) -> str:
    """A folded word without its ending, where enough is left of it: `krisecentret` and `krisecenter`, `krisecent`."""
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            return word[: -len(ending)]
    return word


def needle(part: str) -> str:
    """What to look for in a text that begins with a space: a short word only where a word begins."""
    return " " + part if len(part) <= SHORT else part


@dataclass(frozen=True)
class Vocabulary:
    """The everyday words, as stems with what they may also mean, and the words that mean nothing to a search."""

    synonyms: dict[str, list[str]]
    stopwords: frozenset[str]


def vocabulary(groups: Iterable[tuple[Iterable[str], Iterable[str]]], stopwords: Iterable[str]) -> Vocabulary:
    """Make the tables: each word of a group also means every one of what the group means."""
    synonyms: dict[str, list[str]] = {}
    for words, means in groups:
        also = [stem(fold(word)) for word in means]
        for word in words:
            known = synonyms.setdefault(stem(fold(word)), [])
            known += [other for other in also if other not in known]
    return Vocabulary(synonyms, frozenset(fold(word) for word in stopwords))


def needles(word: str, known: Vocabulary, occurs: Callable[[str], bool]) -> list[list[str]]:
    """What a typed word asks for: every list must be met, by any one needle in it. Empty when nothing anywhere fits.

    A word is itself without its ending, or what it also means; a compound that stands nowhere is its two halves.
    """
    own = stem(word)
    found = [needle(part) for part in [own, *known.synonyms.get(own, [])]]
    found = [one for one in found if occurs(one)]
    if found:
        return [found]
    for middle in range(SHORTEST_PART, len(own) - SHORTEST_PART + 1):
        halves = own[:middle], own[middle:]
        if all(occurs(half) for half in halves):
            return [[half] for half in halves]
    return []
