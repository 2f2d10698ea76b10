"""How many slips of a finger lie between two words: a letter too many, too few or another, or two that changed places;
and whether they sound alike.

`static/ranking/worker/distance.js` does the same.
"""

from __future__ import annotations

import re


def allowed(word: str) -> int:
    """How many slips are forgiven in a word: none in a number or a short word, two in a long one."""
    if spelled_length(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= 9 else 1


def spelled_length(word: str) -> int:
    """How many letters a folded word has as it is spelled: æ is one."""
    return len(word) - word.count("ae")


def letters_in(word: str) -> int:
    """Which letters a word has, as bits: two words that differ in many cannot be one slip apart."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 31)
    return bits


def slips(one: str, other: str, most: int) -> int:
    """The slips between two words (optimal string alignment), or `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for place, letter in enumerate(one):
        older, before, row = before, row, [place + 1]
        least = place + 1
        for number, second in enumerate(other):
            cost = min(
                before[number] + (letter != second),
                before[number + 1] + 1,
                row[number] + 1,
            )
            if place and number and letter == other[number - 1] and one[place - 1] == second:
                cost = min(cost, older[number - 1] + 1)
            row.append(cost)
            least = min(least, cost)
        if least > most:
            return most + 1
    return min(row[-1], most + 1)


def same_start(one: str, other: str) -> bool:
    """Whether two words begin alike, or with their first two letters changed round."""
    return one[0] == other[0] or (one[1:2] == other[0] and one[0] == other[1:2])


_LIKE_OTHERS = (
    ("ph", "f"), ("^ps", "s"), ("ch|sh|sj|tj", "s"), ("h(?=[vj])", ""), ("([dgkt])h", r"\1"), ("c(?=[eiy])", "s"),
    ("x", "ks"), ("ae", "e"), ("dt", "t"), ("ds", "s"), ("nd", "n"), ("l[dgjv]", "l"), ("r[dgj]", "r"),
)  # fmt: skip
_SOUNDS = tuple((re.compile(letters), sound) for letters, sound in _LIKE_OTHERS)
_ONE_LETTER = str.maketrans("bcdgqwziou", "pktkkvseaa")
_VOWELS = re.compile("[aeiouy]")
_TWICE = re.compile(r"(.)\1+")
_END = re.compile("re$")
_ALIKE = ("bp", "fp", "ps", "cszt", "cgkqx", "dt", "hjvw", "ei", "aou")


def sound(word: str) -> str:
    """How a folded word sounds, roughly: words that are spelled by ear have the same. Letters that are silent in Danish
    go (`hv`, `nd`, `lv`, `rg`), those that are taken for one another are one (`d` and `t`, `e`, `i` and `æ`, `o`, `u`
    and `å`), doubled ones too."""
    for letters, one in _SOUNDS:
        word = letters.sub(one, word)
    word = _TWICE.sub(r"\1", word.translate(_ONE_LETTER))
    return _END.sub("er", word)


def without_vowels(word: str) -> str:
    """The letters of a folded word that are no vowels."""
    return _VOWELS.sub("", word)


def first_letters(word: str) -> str:
    """The letters that a word may begin with that sounds as this one."""
    return "".join(sorted({word[0], *(letter for group in _ALIKE if word[0] in group for letter in group)}))
