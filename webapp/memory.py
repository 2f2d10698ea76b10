"""What is free goes back to the system: GNU's allocator keeps it otherwise, for ever where something lies above it."""

from __future__ import annotations

import ctypes
from contextlib import suppress

LARGE = 128 * 1024  # bytes; from here on a piece of memory has pages of its own, which go when it does
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # mallopt(3)


def keep_tidy() -> None:
    """Let large pieces always have pages of their own: the allocator begins so, but takes the first one that is freed
    for the measure of the next ones. And one pool for all threads, which take turns anyway. Nothing is done where there
    is no such allocator."""
    with suppress(AttributeError):
        allocator = ctypes.CDLL(None)
        allocator.mallopt(_MMAP_THRESHOLD, LARGE)
        allocator.mallopt(_TRIM_THRESHOLD, LARGE)
        allocator.mallopt(_ARENA_MAX, 1)


def give_back() -> None:
    """Give back what is free now."""
    with suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)
