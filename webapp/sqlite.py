"""SQLite: its driver, and how its file is kept safe.

The driver is `pysqlite3` where it is installed, else Python's own. They are the same module; `pysqlite3` brings a newer
SQLite with it than most systems have (`journal_mode`). Its wheels are for Linux on x86-64; anywhere else Python's own
does, and saves take longer. One process has one of them: closing a file takes the other's locks away
(sqlite.org/howtocorrupt.html, 2.2.1).

Values after SQLite's own documentation: WAL (sqlite.org/wal.html, section on the WAL-reset bug), `synchronous=FULL` so
that an acknowledged write survives a power cut, and `BEGIN IMMEDIATE` so that `busy_timeout` counts for every write.
Writing ahead, a save waits for the disk once, not four times, those who save at the same time wait together (`_Log`),
and nobody who reads waits for it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from contextlib import closing, suppress
from math import inf
from pathlib import Path
from typing import TYPE_CHECKING, Any
from weakref import WeakMethod

from sqlalchemy import Connection, Engine, event
from sqlalchemy.exc import OperationalError

if TYPE_CHECKING:
    import sqlite3 as sqlite3
else:
    try:
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:
        import sqlite3

# Milliseconds that a write waits for others. SQLite asks now and then whether it is its turn, and whoever asks at the
# right moment is next: of thirty editors who save all the time one in 800 had not come in after five seconds.
BUSY_TIMEOUT = 10_000
KEPT_OUT = 2.0  # seconds that one waits for another program; after that only this one does, and others are told at once
LOOKS = 0.25  # seconds between two looks at that
SYNCHRONOUS = "FULL"  # a commit waits for the disk: what was acknowledged outlives a power cut


def journal_mode(version: tuple[int, int, int]) -> str:
    """`WAL` where this SQLite is free of the WAL-reset bug, else `DELETE`.

    The bug can corrupt a file in WAL mode in 3.7.0-3.51.2; it is mended in 3.51.3 and in the later releases of the
    3.50 series from 3.50.7 and the 3.44 series from 3.44.6.
    """
    series = version[:2]
    mended = version >= (3, 51, 3) or (series == (3, 50) and version[2] >= 7) or (series == (3, 44) and version[2] >= 6)
    return "WAL" if mended else "DELETE"


class File:
    """Which file is open as the database: another may be put in its place, or it may be moved, while it is written to.

    What is saved goes on into the one that is open, and nobody will look there again. SQLite notices it with a rollback
    journal (SQLITE_READONLY_DBMOVED), and not when it writes ahead.
    """

    def __init__(self, path: str | None):
        self._path = Path(path or "")
        self._open: tuple[int, int] | None = None

    def opened(self) -> None:
        """It has just been opened."""
        self._open = self._open or self._now()

    def closed(self) -> None:
        """Nobody has it open any more: which one it is may change."""
        self._open = None

    def in_place(self) -> bool:
        """Whether the one that is open is the one that stands at its name."""
        return self._open is None or self._open == self._now()

    def _now(self) -> tuple[int, int] | None:
        try:
            found = self._path.stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


def guard(engine: Engine, file: File) -> None:
    """Have each connection of an engine prepared, and each transaction begun, so that the file is kept safe."""
    mode = journal_mode(sqlite3.sqlite_version_info[:3])

    @event.listens_for(engine, "connect")
    def prepare(connection, record):
        # The driver's own transaction handling begins too late, at the first write; ours is below.
        connection.isolation_level = None
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT}",
            # A file that a newer one left as WAL; what may be WAL is said by the file itself.
            *(["journal_mode=DELETE"] if mode == "DELETE" else []),
            f"synchronous={SYNCHRONOUS}",
            "foreign_keys=ON",
            "secure_delete=ON",
            "trusted_schema=OFF",
            "temp_store=MEMORY",
        ):
            connection.execute(f"PRAGMA {pragma}").close()
        if SYNCHRONOUS == "FULL" and _Log.can_be_settled and _mode_of(connection) == "wal":
            connection.execute("PRAGMA synchronous=NORMAL").close()
            record.info[_SETTLES] = True
        file.opened()

    event.listen(engine, "engine_disposed", lambda _engine: file.closed())
    log = _Log(engine.url.database or "")
    turns = _Turns(engine, log)

    @event.listens_for(engine, "handle_error")
    def open_anew(context):
        # A connection that was opened while the file could not be written never can, also when the file can again.
        if getattr(context.original_exception, "sqlite_errorname", "").startswith("SQLITE_READONLY"):
            context.is_disconnect = True

    @event.listens_for(engine, "close")
    def let_go(connection, _record):
        # As long as anything refers to one of its cursors (an error's traceback is enough) the driver keeps a closed
        # connection's transaction, and with it a lock that would refuse every other write.
        with suppress(sqlite3.Error):
            connection.rollback()
        turns.end(connection)

    @event.listens_for(engine, "begin")
    def begin(connection):
        if _only_reads(connection):
            connection.exec_driver_sql("BEGIN")
            return
        if not file.in_place():
            raise OperationalError("BEGIN IMMEDIATE", {}, sqlite3.OperationalError("the database's file was replaced"))
        turns.begin(connection.connection)
        try:
            log.make_up(connection)
            connection.exec_driver_sql("BEGIN IMMEDIATE")
            turns.begun()
        except BaseException:
            turns.end(connection.connection)
            raise


class _Turns:
    """Whose turn it is to write, among the threads of this process: the next one begins when the one before has ended.

    SQLite has them ask again and again, and sleep up to a tenth of a second in between, while nobody writes. It still
    keeps apart those who write, other processes too; this only saves waiting. Where another program keeps the file,
    one at a time waits for it, and the threads of all others are free.
    """

    def __init__(self, engine: Engine, log: _Log):
        self._free = threading.Lock()
        self._whose: object = None
        self._asks_since: float | None = None  # by the monotonic clock: of SQLite, and in vain so far
        dialect: Any = engine.dialect  # SQLAlchemy's own events come before these are done
        dialect.do_rollback = self._and_end(dialect.do_rollback)
        commit = self._and_end(dialect.do_commit)

        def committed(connection: Any) -> None:
            commit(connection)
            if getattr(connection, "info", {}).get(_SETTLES):
                log.settle()

        dialect.do_commit = committed

    def begin(self, connection: Any) -> None:
        """Wait for one's turn, as long as SQLite would. Raises SQLAlchemy's error where it does not come, and at once
        where another program is known to have the file."""
        end = time.monotonic() + BUSY_TIMEOUT / 1000
        while not self._free.acquire(timeout=LOOKS):
            now, since = time.monotonic(), self._asks_since
            if now > end or (since is not None and now - since > KEPT_OUT):
                raise _busy("BEGIN IMMEDIATE")
        self._whose = _driver(connection)
        self._asks_since = self._asks_since or time.monotonic()

    def begun(self) -> None:
        """SQLite has let the one whose turn it is begin."""
        self._asks_since = None

    def end(self, connection: Any) -> None:
        """Let the next one begin, if it was this connection's turn."""
        if self._whose is _driver(connection):
            self._whose = None
            self._free.release()

    def _and_end(self, work: Callable[[Any], None]) -> Callable[[Any], None]:
        def done(connection: Any) -> None:
            try:
                work(connection)
            finally:
                self.end(connection)

        return done


_SETTLES = "settles"  # in a connection's `info`: its commits wait for the disk here, and not in SQLite


def _mode_of(connection: Any) -> str:
    with closing(connection.execute("PRAGMA journal_mode")) as found:
        return found.fetchone()[0]


class _Log:
    """The log that SQLite writes ahead to, and the wait until what was committed is on the disk: all who have committed
    before it begins wait together, while the next ones write.

    With `synchronous=NORMAL` SQLite waits for the log before it goes into the file and when it is begun anew, but not
    at a commit: a power cut leaves each of them whole or takes it, the last ones first (sqlite.org/pragma.html). So
    nobody is answered before `settle` has ended. Others may see what is committed meanwhile; what they save on top of
    it comes later in the log, and is on the disk only together with it.

    A disk that fails tells of it once, and what it could not write may be gone from then on (fsyncgate,
    wiki.postgresql.org/wiki/Fsync_Errors): whatever comes later in the log would be lost with it at a power cut. So
    nobody is answered any more until SQLite has put all of the log into the file and begun it anew (`make_up`).
    """

    can_be_settled = hasattr(os, "fdatasync")

    def __init__(self, database: str):
        self._path = Path(os.path.realpath(database) + "-wal")  # beside the file itself, where the name is a link
        self._begin_anew()
        begin_anew = WeakMethod(self._begin_anew)  # a child that is forked has none of the threads that wait here
        os.register_at_fork(after_in_child=lambda: (found := begin_anew()) and found())

    def _begin_anew(self) -> None:
        self._open: int | None = None  # kept, for it is told of a disk's failure since it was opened
        self._changed = threading.Condition()
        self._committed = self._settled = 0  # how many have
        self._failed: tuple[int, float, OSError] | None = None  # after how many, up to how many, and why
        self._waits = False  # for the disk

    def settle(self) -> None:
        """Wait until what this thread has committed is on the disk. Raises the driver's error when it is not."""
        with self._changed:
            self._committed += 1
            mine = self._committed
            while self._waits and self._settled < mine:
                self._changed.wait()
            if leads := self._settled < mine and not self._is_lost(mine):
                self._waits = True
            before, together = self._settled, self._committed
        if leads:
            failure: OSError | None = OSError("interrupted")
            try:
                failure = self._wait_for_the_disk()
            finally:
                with self._changed:
                    self._waits, self._settled = False, together
                    if failure:
                        self._failed = before, inf, failure
                    self._changed.notify_all()
        if self._failed and self._is_lost(mine):
            error: Any = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
            raise error from self._failed[2]

    def _is_lost(self, mine: int) -> bool:
        return self._failed is not None and self._failed[0] < mine <= self._failed[1]

    def make_up(self, connection: Connection) -> None:
        """Where a wait has failed, put what the log holds into the file before anything else is written. Raises
        SQLAlchemy's error where that cannot be done."""
        if self._failed is None or self._failed[1] < inf:
            return
        busy, *_ = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()
        if busy:
            raise _busy("PRAGMA wal_checkpoint")
        with self._changed:
            self._failed = self._failed[0], self._committed, self._failed[2]

    def _wait_for_the_disk(self) -> OSError | None:
        try:
            if self._open is None or not os.path.samestat(os.fstat(self._open), self._path.stat()):
                if self._open is not None:
                    os.close(self._open)
                self._open = None
                self._open = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            os.fdatasync(self._open)
        except OSError as error:
            return error
        return None


def _busy(statement: str) -> OperationalError:
    error: Any = sqlite3.OperationalError("database is locked")
    error.sqlite_errorname = "SQLITE_BUSY"
    return OperationalError(statement, {}, error)


def _driver(connection: Any) -> object:
    # SQLAlchemy wraps the driver's connection in one of the pool, and not always the same.
    return getattr(connection, "dbapi_connection", connection)


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))
