"""What is free goes back to the system: allocators keep it otherwise, for ever where something lies above it.

There are two of them. Python and its libraries use GNU's; the HTTP server (granian) brings its own, jemalloc, for its
connections and for the answers that are being sent. After 2,200 readers had fetched an edition, jemalloc kept 30 to
290 MB of what they had needed: it gives back what has been free for `dirty_decay_ms`, but looks at its clock only as it
is used, about once in a thousand times, and nobody uses it when the crowd has gone. So it is used.
"""

from __future__ import annotations

import ctypes
import threading
from contextlib import suppress

LARGE = 128 * 1024  # bytes; from here on a piece of memory has pages of its own, which go when it does
GIVEN_BACK_EVERY = 2.0  # seconds
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8  # mallopt(3)

# The server's allocator: one pool; what has been free for a fifth of a second goes; only small pieces (4 KB) are kept
# by a thread for itself, past the pool and its clock.
SERVERS_ALLOCATOR = "narenas:1,dirty_decay_ms:200,muzzy_decay_ms:0,lg_tcache_max:12"
_LOOKS_ONCE_IN = 1000  # times that it is used, on average, at random
_NUMBERS = 700  # of 8 bytes each: more than a thread keeps for itself


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
    with suppress(ImportError, TypeError):  # another granian than the one this was tried with
        from granian._granian import MetricsAggregator

        for _ in range(3 * _LOOKS_ONCE_IN // 2):  # each takes a piece of its allocator, and lets it go
            MetricsAggregator(_NUMBERS)


def keep_giving_back() -> threading.Event:
    """Give back what is free, every few seconds from now on and until the answer is set: what a crowd's connections
    needed lies between what stays, and the allocators keep it. Returns at once."""
    enough = threading.Event()
    threading.Thread(target=_give_back_until, args=(enough,), name="memory", daemon=True).start()
    return enough


def _give_back_until(enough: threading.Event) -> None:
    while not enough.wait(GIVEN_BACK_EVERY):
        give_back()
