"""What is free goes back to the system: GNU's allocator keeps it otherwise, for ever where something lies above it."""

from __future__ import annotations

import ctypes
import threading
from contextlib import suppress

LARGE = 128 * 1024  # bytes; from here on a piece of memory has pages of its own, which go when it does
GIVEN_BACK_EVERY = 5.0  # seconds
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


def keep_giving_back() -> threading.Event:
    """Give back what is free, every few seconds from now on and until the answer is set: what a crowd's connections
    needed lies between what stays, and the allocator keeps it. Returns at once."""
    enough = threading.Event()
    threading.Thread(target=_give_back_until, args=(enough,), name="memory", daemon=True).start()
    return enough


def _give_back_until(enough: threading.Event) -> None:
    while not enough.wait(GIVEN_BACK_EVERY):
        give_back()
