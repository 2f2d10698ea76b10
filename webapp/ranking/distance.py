"""How many slips of a finger lie between two words: a letter too many, too few or another, or two that changed places.

`static/ranking/worker/distance.js` does the same.
"""

from __future__ import annotations


def allowed(word: str) -> int:
    """How many slips are forgiven in a word: none in a number or a short word, two in a long one."""
    if len(word) < 4 or any(letter.isdigit() for letter in word):
        return 0
    return 2 if len(word) >= 9 else 1


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
