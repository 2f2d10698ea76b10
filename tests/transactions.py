"""Transactions that would wait for each other."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event


@contextmanager
def one_reading_at_a_time(engine: Engine) -> Iterator[list[Connection]]:
    """Who begins a transaction beside one that only reads: nobody may, where one thread asks at a time.

    SQLite's writer waits for the first and keeps the second waiting, so all three would wait until one gives up.
    """
    reading: list[Connection] = []
    beside: list[Connection] = []

    def begins(connection: Connection) -> None:
        beside.extend([connection] if reading else [])
        if connection.get_execution_options().get("reading", False):
            reading.append(connection)

    def ends(connection: Connection) -> None:
        if connection in reading:
            reading.remove(connection)

    heard = {"begin": begins, "commit": ends, "rollback": ends}
    for name, listener in heard.items():
        event.listen(engine, name, listener)
    try:
        yield beside
    finally:
        for name, listener in heard.items():
            event.remove(engine, name, listener)
