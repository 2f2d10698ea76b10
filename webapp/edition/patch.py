"""A binary patch: what somebody who has one bundle needs to make another, as ranges to copy and bytes to put between.

A patch is a line of JSON and the bytes that are new. The line is whole numbers, three for each step: how many new bytes
come first, how far from the end of the last range the next begins, and how many bytes of the old bundle it has. The
last number is how many new bytes are left. The worker does the same (`static/offline/worker/patch.js`); whoever applies
a patch checks the digest of what comes out.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from itertools import accumulate

BLOCK = 24  # bytes that must be the same before a range is worth its numbers
MOST_PLACES = 8  # of the same block in the old bundle that are tried
NEAR = 2000  # bytes from where the next range would begin: there it goes on after a small change
FAR = 200  # new bytes after which it is looked for everywhere


def patch(old: bytes, new: bytes) -> bytes:
    """What makes the bundle `new` of the bundle `old`: greedily, the range that goes on where the last one ended, else
    the longest near by, else the longest anywhere that begins with a known block."""
    places: dict[bytes, list[int]] | None = None  # made when they are needed: most edits change little
    steps: list[int] = []
    fresh: list[bytes] = []
    place = literal = ended = shift = 0
    while place <= len(new) - BLOCK:
        block = new[place : place + BLOCK]
        expected = shift + place
        if expected >= 0 and old[expected : expected + BLOCK] == block:
            found = [expected]
        else:
            if places is None and place - literal >= FAR:
                places, place = _places(old), literal
                continue
            found = places.get(block, []) if places is not None else _near(old, block, expected)
        if not found:
            place += 1
            continue
        start = max(found, key=lambda one: _same(old, one, new, place))
        length = _same(old, start, new, place)
        while place > literal and start and old[start - 1] == new[place - 1]:
            place, start, length = place - 1, start - 1, length + 1
        steps += (place - literal, start - ended, length)
        fresh.append(new[literal:place])
        literal = place = place + length
        ended = start + length
        shift = ended - place
    steps.append(len(new) - literal)
    fresh.append(new[literal:])
    return json.dumps(steps, separators=(",", ":")).encode() + b"\n" + b"".join(fresh)


def _places(old: bytes) -> dict[bytes, list[int]]:
    places: dict[bytes, list[int]] = {}
    for start in range(0, len(old) - BLOCK + 1, BLOCK):
        known = places.setdefault(old[start : start + BLOCK], [])
        if len(known) < MOST_PLACES:
            known.append(start)
    return places


def _near(old: bytes, block: bytes, expected: int) -> list[int]:
    found: list[int] = []
    start, end = max(expected - NEAR, 0), max(expected + NEAR, 0)
    while len(found) < MOST_PLACES and (start := old.find(block, start, end)) >= 0:
        found.append(start)
        start += 1
    return found


def apply_patch(old: bytes, change: bytes) -> bytes:
    """The bundle that a patch makes of the bundle `old`."""
    return b"".join(old[piece[0] : sum(piece)] if isinstance(piece, tuple) else piece for piece in _pieces(change))


def joined(first: bytes, second: bytes) -> bytes:
    """The patch that leads as far as two after one another: what the first leads to, the second begins with. Neither of
    the bundles is needed."""
    between = _pieces(first)
    ends = list(accumulate(map(_length, between)))
    found: list[Piece] = []
    for piece in _pieces(second):
        if isinstance(piece, bytes):
            found.append(piece)
            continue
        start, length = piece
        number = bisect_right(ends, start)
        while length:
            one = between[number]
            skip = start - (ends[number] - _length(one))
            take = min(length, _length(one) - skip)
            found.append(one[skip : skip + take] if isinstance(one, bytes) else (one[0] + skip, take))
            start, length, number = start + take, length - take, number + 1
    return _written(found)


Piece = bytes | tuple[int, int]  # what is new, or where a range of the old bundle begins and how long it is


def _length(piece: Piece) -> int:
    return len(piece) if isinstance(piece, bytes) else piece[1]


def _pieces(change: bytes) -> list[Piece]:
    """What a patch puts together, in order; nothing empty."""
    line, _, fresh = change.partition(b"\n")
    steps = json.loads(line)
    pieces: list[Piece] = []
    place = ended = 0
    for many, further, length in zip(steps[:-1:3], steps[1::3], steps[2::3], strict=True):
        pieces += (fresh[place : place + many], (ended + further, length))
        place, ended = place + many, ended + further + length
    pieces.append(fresh[place : place + steps[-1]])
    return [piece for piece in pieces if _length(piece)]


def _written(pieces: list[Piece]) -> bytes:
    steps: list[int] = []
    fresh: list[bytes] = []
    many = ended = 0
    for piece in pieces:
        if isinstance(piece, bytes):
            fresh.append(piece)
            many += len(piece)
        elif steps and not many and piece[0] == ended:  # goes on where the last range ended
            steps[-1] += piece[1]
            ended += piece[1]
        else:
            steps += (many, piece[0] - ended, piece[1])
            many, ended = 0, sum(piece)
    steps.append(many)
    return json.dumps(steps, separators=(",", ":")).encode() + b"\n" + b"".join(fresh)


def _same(old: bytes, start: int, new: bytes, place: int) -> int:
    """How many bytes are the same from here on."""
    same, step = 0, 1024
    while step:
        piece = old[start + same : start + same + step]
        if len(piece) == step and piece == new[place + same : place + same + step]:
            same, step = same + step, step * 2
        else:
            step //= 2
    return same
