"""The four characters an offer has in addresses: they say nothing, and are the same on every server."""

from __future__ import annotations

import hashlib
from itertools import count

# No vowels, and no l, so that no code spells anything; no 0 and 1, which are read as o and i.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
LENGTH = 4  # half a million codes


def code_for(seed: str, taken: set[str]) -> str:
    """The code that follows from a seed: always the same one, except that it steps aside for those `taken`."""
    for attempt in count():
        number = int.from_bytes(hashlib.sha256(f"{seed}\n{attempt}".encode()).digest())
        code = ""
        for _ in range(LENGTH):
            number, place = divmod(number, len(ALPHABET))
            code += ALPHABET[place]
        if code not in taken:
            return code
    raise AssertionError("unreachable")
