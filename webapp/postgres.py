"""PostgreSQL that does not answer: how long anybody waits for it, and who is told at once that it is away.

A server that hangs (its machine stands still, its disk does not come back) keeps its connections, and the kernel goes
on acknowledging what is sent, so that neither keepalives nor PostgreSQL's own time limits tell. Who asks it would wait
for ever, in one of the few threads that also answer readers.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg.errors import ConnectionTimeout, _WaitTimeout

ANSWERS_WITHIN = 20.0  # seconds for one statement: twice as long as others' locks are waited for
ASKED_AGAIN = 5.0  # seconds until a database that did not answer is asked again, by one who asks for all

SILENT = "the database does not answer"


class Patience:
    """How long an engine's connections wait for an answer, and whether the last who asked got none."""

    def __init__(self, within: float = ANSWERS_WITHIN, again: float = ASKED_AGAIN):
        self.within: float | None = within
        self.again = again
        self._lock = threading.Lock()
        self._is_silent = False
        self._next = float("-inf")  # when somebody may ask again, by the monotonic clock

    def connect(self, *arguments: Any, **parameters: Any) -> Connection:
        """A new connection. Raises psycopg.OperationalError, at once while the database is known not to answer."""
        if not self._may_ask():
            raise psycopg.OperationalError(SILENT)
        try:
            connection = Connection.connect(*arguments, **parameters)
        except ConnectionTimeout:
            self.was_silent()
            raise
        with self._lock:
            self._is_silent = False
        connection.patience = self
        return connection

    def _may_ask(self) -> bool:
        with self._lock:
            if not self._is_silent:
                return True
            now = time.monotonic()
            if now < self._next:
                return False
            self._next = now + self.again  # this one tries; the others need not wait to see how it went
            return True

    def was_silent(self) -> None:
        """Somebody waited in vain."""
        with self._lock:
            self._is_silent, self._next = True, time.monotonic() + self.again

    @contextmanager
    def without_end(self) -> Iterator[None]:
        """Let statements take as long as they take meanwhile: a migration's, for example."""
        before, self.within = self.within, None
        try:
            yield
        finally:
            self.within = before


class Connection(psycopg.Connection[Any]):
    """A connection whose every wait has an end. One that was waited for in vain is closed: nobody knows what it would
    still be answered."""

    patience: Patience | None = None

    def wait(self, gen, interval=0.1, timeout=None):
        """As psycopg's, with the limit where none is given."""
        patience = self.patience
        if patience is None or timeout is not None:
            return super().wait(gen, interval, timeout)
        try:
            return super().wait(gen, interval, patience.within)
        except _WaitTimeout:
            self.close()
            patience.was_silent()
            raise psycopg.OperationalError(SILENT) from None
