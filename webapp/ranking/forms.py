"""Word forms: a folded word without its endings (a stem), after the Snowball project's algorithm for Danish.

It is followed for folded letters, with a few endings more (-ede, -edes, and the -t of `anonymt`) and one rule more: an
r that the plural leaves behind goes (`centr-e`, `ofr-e`). A stem is always a beginning of its word.
`static/ranking/worker/forms.js` does the same.
"""

from __future__ import annotations

from functools import lru_cache

_VOWELS = frozenset("aeiouy")
SHORTEST = 3  # letters that are always left
LEFT_OF_ADJECTIVE = 4  # before -ig, -lig and -els: "bolig" is no "bol", and "daglig" no "dag"

_ENDINGS = (
    *("erendes", "erende", "hedens"),
    *("endes", "erede", "ernes", "erens", "erets", "ethed", "heden", "heder"),
    *("ende", "enes", "eren", "erer", "eres", "eret", "erne", "edes", "ered", "heds"),
    *("ede", "ene", "ens", "ere", "ers", "ets", "hed"),
    *("en", "er", "es", "et", "e"),
)
_BEFORE_S = frozenset("abcdfghjklmnoprtvyz")
_SECOND = ("gd", "dt", "igt", "ygt", "ngt", "kt", "mt")  # "trygt" is "tryg", and "misbrugt" is no "misbrug"
_THIRD = ("elig", "lig", "els", "ig")


@lru_cache(4000)
def stem(word: str) -> str:
    """A folded word without its endings: `krisecentret`, `krisecentre` and `krisecenter` are all `krisecent`."""
    start = _region(word)
    word = _without_ending(word, start)
    word = _without_second(word, start)
    if word.endswith("igst") and len(word) - 2 >= SHORTEST:
        word = word[:-2]
    for ending in _THIRD:
        if word.endswith(ending) and len(word) - len(ending) >= max(start, LEFT_OF_ADJECTIVE):
            word = _without_second(word[: -len(ending)], start)
            break
    else:
        if word.endswith("lost") and len(word) - 4 >= start:
            word = word[:-1]
    if len(word) > SHORTEST and word[-1] == word[-2] and word[-1] not in _VOWELS and word[-1].isalpha():
        word = word[:-1]
    if len(word) > 4 and word[-2:] in ("tr", "fr"):
        word = word[:-1]
    return word


def _region(word: str) -> int:
    # After the first consonant that follows a vowel, and at least three letters in.
    for place in range(1, len(word)):
        if word[place] not in _VOWELS and word[place - 1] in _VOWELS:
            return max(place + 1, SHORTEST)
    return max(len(word), SHORTEST)


def _without_ending(word: str, start: int) -> str:
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= start:
            return word[: -len(ending)]
    if word.endswith("s") and len(word) - 1 >= start and word[-2] in _BEFORE_S:
        return word[:-1]
    return word


def _without_second(word: str, start: int) -> str:
    return word[:-1] if word.endswith(_SECOND) and len(word) - 2 >= start else word
