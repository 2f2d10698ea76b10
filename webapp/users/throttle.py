"""How guessing is slowed down without shutting anyone out.

Kept in memory, for the app is one process: a restart forgets it, and no list of who tried to log in lies on a disk.
"""

from __future__ import annotations

import threading
from collections import OrderedDict, deque
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass
class _Tries:
    count: int
    open_at: datetime
    last: datetime


class Backoff:
    """A growing wait for each key: `free` tries at once, then `first` seconds, then twice as long, up to `longest`.

    A try counts from when it begins, so that a hundred at the same time are not one; one that succeeds is forgiven.
    """

    def __init__(self, free: int = 5, first: int = 60, longest: int = 300, room: int = 20_000):
        self._free, self._first, self._longest, self._room = free, first, longest, room
        self._lock = threading.Lock()
        self._tries: OrderedDict[Hashable, _Tries] = OrderedDict()

    def begin(self, key: Hashable, moment: datetime) -> int:
        """Seconds to wait before this try may be made; 0 when it may, and then it has been counted."""
        with self._lock:
            tries = self._tries.get(key)
            if tries is None or moment - tries.last > timedelta(days=1):
                tries = _Tries(0, moment, moment)
            if moment < tries.last:  # the clock was set back: a wait must not grow by that
                tries.open_at -= tries.last - moment
                tries.last = moment
            if moment < tries.open_at:
                return max(1, round((tries.open_at - moment).total_seconds()))
            tries.count += 1
            tries.last = moment
            if tries.count >= self._free:
                wait = min(self._longest, self._first * 2 ** min(tries.count - self._free, 20))
                tries.open_at = moment + timedelta(seconds=wait)
            self._tries[key] = tries
            self._tries.move_to_end(key)
            while len(self._tries) > self._room:
                self._tries.popitem(last=False)
            return 0

    def reset(self, key: Hashable) -> None:
        """Forget the tries of one who turned out to be right."""
        with self._lock:
            self._tries.pop(key, None)


class RateLimit:
    """At most so many tries in so many seconds, whoever makes them."""

    def __init__(self, most: int = 60, seconds: int = 60):
        self._most, self._period = most, timedelta(seconds=seconds)
        self._lock = threading.Lock()
        self._recent: deque[datetime] = deque()

    def begin(self, moment: datetime) -> bool:
        """Whether one more may be made now; if so it has been counted."""
        with self._lock:
            if self._recent and moment < self._recent[-1]:  # the clock was set back
                back = self._recent[-1] - moment
                self._recent = deque(earlier - back for earlier in self._recent)
            while self._recent and moment - self._recent[0] > self._period:
                self._recent.popleft()
            if len(self._recent) >= self._most:
                return False
            self._recent.append(moment)
            return True
