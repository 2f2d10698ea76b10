"""Whole numbers in place of fractions, so that every machine that counts them gets the same.

`static/ranking/worker/numbers.js` does the same.
"""

from __future__ import annotations

from math import isqrt

WHOLE = 256  # a share of everything
# The sixteenth parts between one power of two and the next: 16 * log2(1 + n / 16), rounded.
_BETWEEN = (0, 1, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 15)


def doublings(number: int) -> int:
    """How often one doubles to come to a number of at least 1, in sixteenths: 16 for 2, 32 for 4."""
    bits = number.bit_length() - 1
    return 16 * bits + _BETWEEN[((number << 4) >> bits) & 15]


def rarity(having: int, everything: int) -> int:
    """How much a word says by being there: nothing much when every document has it, most when one does."""
    return max(6, doublings(everything + 1) - doublings(having + 1))


def to_one_and_a_half(share: int) -> int:
    """A share (of 256) to the power of one and a half, as a share of 256."""
    return isqrt(share * share * share) >> 4
