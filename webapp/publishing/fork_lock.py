"""A readers-writer lock around fork(2): who works with locks and connections shares it, who forks has it alone.

A forked process has the memory of the one it was forked from, and of its threads only the one that forked: a lock that
another held is held for ever, and what another had half done stays so. So nobody may be at anything at that moment.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class ForkLock:
    """Shared by any number of threads, or had by one alone."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._sharing = 0
        self.wanted = False

    @contextmanager
    def shared(self) -> Iterator[None]:
        """Work. Waits while somebody has it alone, or is about to."""
        with self._changed:
            self._changed.wait_for(lambda: not self.wanted)
            self._sharing += 1
        try:
            yield
        finally:
            with self._changed:
                self._sharing -= 1
                if not self._sharing:
                    self._changed.notify_all()

    @contextmanager
    def alone(self, seconds: float) -> Iterator[bool]:
        """Have it alone, as soon as all who share it have ended. Whether that was so within so many seconds: nobody new
        begins meanwhile."""
        with self._changed:
            self.wanted = True
            alone = self._changed.wait_for(lambda: not self._sharing, seconds)
            if not alone:
                self._let_in()
        try:
            yield alone
        finally:
            with self._changed:
                self._let_in()

    def _let_in(self) -> None:
        self.wanted = False
        self._changed.notify_all()
