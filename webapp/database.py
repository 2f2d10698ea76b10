"""The database: an SQLite file by default, PostgreSQL by `DATABASE_URL`, and how SQLite is kept safe.

Values after SQLite's own documentation: WAL (sqlite.org/wal.html, section on the WAL-reset bug), `synchronous=FULL` so
that an acknowledged write survives a power cut, and `BEGIN IMMEDIATE` so that `busy_timeout` counts for every write.
While a server has the file, it writes ahead where it may (`write_ahead`): a save waits for the disk once, not four
times, those who save at the same time wait together (`_Log`), and nobody who reads waits for it. At rest the file is in
one piece again (`in_one_piece`).
"""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakMethod

import click
from flask import Flask, current_app
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, DateTime, Engine, Result, event, func, make_url, select
from sqlalchemy.exc import DBAPIError, OperationalError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.types import TypeDecorator

from webapp.config import ROOT, Settings
from webapp.instance_lock import exclusive_when_writable
from webapp.sqlite import sqlite3

if TYPE_CHECKING:
    from webapp.postgres import Patience

# Milliseconds that a write waits for others. SQLite asks now and then whether it is its turn, and whoever asks at the
# right moment is next: of thirty editors who save all the time one in 800 had not come in after five seconds.
BUSY_TIMEOUT = 10_000
SYNCHRONOUS = "FULL"  # a commit waits for the disk: what was acknowledged outlives a power cut


# libpq's own parameters, in seconds, `tcp_user_timeout` in milliseconds. A machine that is gone without a word would
# else hold whoever asks for as long as the system tries, a quarter of an hour. `DATABASE_URL` may say others.
GONE_WITHIN = {
    "connect_timeout": 5,
    "tcp_user_timeout": 10_000,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 2,
}


LOCK_TIMEOUT = "10s"  # as long as SQLite waits: what somebody else holds must not hold those who ask here for ever


class Base(DeclarativeBase):
    """The base of every table."""


class Moment(TypeDecorator):
    """A moment in UTC, aware on both databases; SQLite keeps no time zone of its own."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value, _dialect):
        """In UTC. A moment without a time zone is a mistake in our code."""
        if value is not None and value.tzinfo is None:
            raise ValueError("a moment needs its time zone")
        return value and value.astimezone(UTC)

    def process_result_value(self, value, _dialect):
        """In UTC, with the time zone said."""
        return value and (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC))


# What can be read over: a request's session, or a connection of its own (`reading`).
Readable = Session | scoped_session | Connection

db = SQLAlchemy(model_class=Base)


class StaleError(Exception):
    """A lost race of two editors (optimistic locking): somebody else saved since this one opened it. Nothing is
    written. `latest` is what they saved, where there is something to show."""

    def __init__(self, latest: Any = None):
        super().__init__()
        self.latest = latest


def changed_rows(result: Result) -> int:
    """How many rows an UPDATE or DELETE met."""
    return cast(CursorResult, result).rowcount


def journal_mode(version: tuple[int, int, int]) -> str:
    """`WAL` where this SQLite is free of the WAL-reset bug, else `DELETE`.

    The bug can corrupt a file in WAL mode in 3.7.0-3.51.2; it is mended in 3.51.3 and in the later releases of the
    3.50 series from 3.50.7 and the 3.44 series from 3.44.6.
    """
    series = version[:2]
    mended = version >= (3, 51, 3) or (series == (3, 50) and version[2] >= 7) or (series == (3, 44) and version[2] >= 6)
    return "WAL" if mended else "DELETE"


def init_app(app: Flask, settings: Settings) -> None:
    """Bind the database to the app. Makes the instance folder; makes no tables: that is the migrations' work."""
    settings.instance.mkdir(parents=True, exist_ok=True)
    app.config["SQLALCHEMY_DATABASE_URI"] = settings.database
    # An error message must not carry the values of a statement into a log.
    options: dict[str, Any] = {"hide_parameters": True}
    if settings.database.startswith("postgresql"):
        options["pool_pre_ping"] = True  # a server that was restarted is noticed before a request is spoilt by it
        given = make_url(settings.database).query
        options["connect_args"] = {name: value for name, value in GONE_WITHIN.items() if name not in given}
    else:
        options["module"] = sqlite3
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options
    db.init_app(app)
    app.teardown_appcontext(_let_go)  # before the library's own, which then finds nothing left to do
    with app.app_context():
        if click.get_current_context(silent=True):  # for `flask db`
            migrations()
        if db.engine.dialect.name == "sqlite":
            app.extensions["database_file"] = file = _File(db.engine.url.database)
            _guard_sqlite(db.engine, file)
        else:
            app.extensions["patience"] = _guard_postgres(db.engine)


def migrations():
    """Flask-Migrate, knowing the app of the context: `migrations().upgrade()`.

    Loaded by what migrates alone: with Alembic it takes 11 MB, which a server never needs.
    """
    import flask_migrate

    if "migrate" not in current_app.extensions:
        app = current_app._get_current_object()
        flask_migrate.Migrate(app, db, directory=str(ROOT / "migrations"), render_as_batch=True)
    return flask_migrate


def _let_go(_error: BaseException | None) -> None:
    """Give the session's connection back. A server that went away just now refuses even to roll back: the connection is
    thrown away then, and the answer that is made stands."""
    try:
        db.session.remove()
    except DBAPIError:
        with suppress(SQLAlchemyError):
            db.session.registry().invalidate()
        db.session.registry.clear()


def write_ahead() -> None:
    """Let the file be written to by way of a log, for as long as a server has it. For SQLite that may.

    Where nothing can be written, on a full disk, it stays as it is and can be read all the same.
    """
    if db.engine.dialect.name == "sqlite" and journal_mode(sqlite3.sqlite_version_info[:3]) == "WAL":
        _change_mode("WAL")


def in_one_piece() -> None:
    """Put what the log holds into the file, so that the file is all there is. Not where another process has it open."""
    if db.engine.dialect.name == "sqlite":
        _change_mode("DELETE")


def close_file() -> None:
    """Close SQLite's file, which whoever asks next opens anew. Nobody may be asking at the moment."""
    if db.engine.dialect.name == "sqlite":
        db.engine.dispose()


def _change_mode(mode: str) -> None:
    with suppress(SQLAlchemyError, sqlite3.Error), closing(db.engine.raw_connection()) as connection:
        for pragma in ("busy_timeout=0", f"journal_mode={mode}", f"busy_timeout={BUSY_TIMEOUT}"):
            with suppress(sqlite3.Error):
                connection.execute(f"PRAGMA {pragma}").close()
    db.engine.dispose()


class _File:
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


def in_place() -> bool:
    """Whether the database is still the file that was opened. PostgreSQL looks after that itself."""
    file = current_app.extensions.get("database_file")
    return file is None or file.in_place()


def holds_something(file: Path) -> bool:
    """Whether there is a database in a file. Whoever looks into one that is not there leaves an empty one."""
    try:
        return file.stat().st_size > 0
    except OSError:
        return False


def _guard_postgres(engine: Engine) -> Patience:
    from webapp.postgres import Patience  # where there is none, its driver is not loaded

    given = str(engine.url.query.get("options", ""))
    patience = Patience()

    @event.listens_for(engine, "do_connect")
    def connect(_dialect, _record, arguments, parameters):
        return patience.connect(*arguments, **parameters)

    @event.listens_for(engine, "connect")
    def prepare(connection, _record):
        if "lock_timeout" not in given:
            connection.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'").close()
            connection.commit()

    @event.listens_for(engine, "handle_error")
    def open_anew(context):
        # The one that was asked is a standby now: a new connection may find the one that took over.
        if refuses_writes(context.original_exception):
            context.is_disconnect = True

    return patience


def refuses_writes(error: BaseException | None) -> bool:
    """Whether PostgreSQL can only be read: a standby, or one that has been told so."""
    return getattr(error, "sqlstate", None) == "25006"


def _guard_sqlite(engine: Engine, file: _File) -> None:
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
    turns = _Turns(engine, _Log(engine.url.database or ""))

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
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except BaseException:
            turns.end(connection.connection)
            raise


class _Turns:
    """Whose turn it is to write, among the threads of this process: the next one begins when the one before has ended.

    SQLite has them ask again and again, and sleep up to a tenth of a second in between, while nobody writes. It still
    keeps apart those who write, other processes too; this only saves waiting.
    """

    def __init__(self, engine: Engine, log: _Log):
        self._free = threading.Lock()
        self._whose: object = None
        dialect: Any = engine.dialect  # SQLAlchemy's own events come before these are done
        dialect.do_rollback = self._and_end(dialect.do_rollback)
        commit = self._and_end(dialect.do_commit)

        def committed(connection: Any) -> None:
            commit(connection)
            if getattr(connection, "info", {}).get(_SETTLES):
                log.settle()

        dialect.do_commit = committed

    def begin(self, connection: Any) -> None:
        """Wait for one's turn, as long as SQLite would; after that it is SQLite that says no."""
        if self._free.acquire(timeout=BUSY_TIMEOUT / 1000):
            self._whose = _driver(connection)

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
        self._failed: tuple[int, int, OSError] | None = None  # after how many, up to how many, and why
        self._waits = False  # for the disk

    def settle(self) -> None:
        """Wait until what this thread has committed is on the disk. Raises the driver's error when it is not."""
        with self._changed:
            self._committed += 1
            mine = self._committed
            while self._waits and self._settled < mine:
                self._changed.wait()
            if leads := self._settled < mine:
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
                        self._failed = before, together, failure
                    self._changed.notify_all()
        if self._failed and self._failed[0] < mine <= self._failed[1]:
            error: Any = sqlite3.OperationalError("disk I/O error")
            error.sqlite_errorname = "SQLITE_IOERR_FSYNC"
            raise error from self._failed[2]

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


def _driver(connection: Any) -> object:
    # SQLAlchemy wraps the driver's connection in one of the pool, and not always the same.
    return getattr(connection, "dbapi_connection", connection)


def take_turn(subject: str) -> None:
    """Wait until nobody else changes a subject ("accounts", a municipality's settings, …); it is ours until the end of
    the transaction. What is counted or looked for after this stays true while we write.

    PostgreSQL's advisory locks; SQLite lets one write at a time anyway (`BEGIN IMMEDIATE`).
    """
    if db.engine.dialect.name == "postgresql":
        db.session.execute(select(func.pg_advisory_xact_lock(_number(subject))))


def by_shared_clock(moment: datetime) -> datetime:
    """The present `moment` by the clock that all servers on the database have in common; a test clock's as it is."""
    settings: Settings = current_app.extensions["settings"]
    if settings.now is not None or db.engine.dialect.name != "postgresql":
        return moment  # SQLite's servers are on one machine
    return db.session.execute(select(func.clock_timestamp())).scalar_one()


@contextmanager
def bringing_up_to_date() -> Iterator[None]:
    """Wait until no other server brings the database up to date: several may be started at once.

    On PostgreSQL they wait there; on SQLite they share the folder of the file.
    """
    if db.engine.dialect.name == "postgresql":
        with taking_its_time(), db.engine.connect() as connection:
            connection.exec_driver_sql("SET lock_timeout = 0")  # another one's migration may take long
            connection.execute(select(func.pg_advisory_lock(_number("up to date"))))
            try:
                yield
            finally:
                connection.execute(select(func.pg_advisory_unlock(_number("up to date"))))
                connection.invalidate()  # it would go on waiting for ever
    else:
        settings: Settings = current_app.extensions["settings"]
        with exclusive_when_writable(settings.instance / "preparing.lock"):
            yield


@contextmanager
def taking_its_time() -> Iterator[None]:
    """Wait for the database's answers as long as they take, where it is brought up to date."""
    patience: Patience | None = current_app.extensions.get("patience")
    with patience.without_end() if patience else nullcontext():
        yield


def _number(subject: str) -> int:
    return int.from_bytes(hashlib.sha256(subject.encode()).digest()[:8], signed=True)


def is_whole() -> bool:
    """Whether the database's own check finds nothing wrong: pages, indices, and what refers to what. Reads all of it.

    PostgreSQL looks after itself. Raises SQLAlchemy's errors where it cannot be read at all.
    """
    if db.engine.dialect.name != "sqlite":
        return True
    with reading() as connection:
        found = connection.exec_driver_sql("PRAGMA integrity_check").fetchall()
        return [tuple(row) for row in found] == [("ok",)]


@contextmanager
def reading() -> Iterator[Connection]:
    """A connection that only reads, and so never waits for a writer nor holds one up.

    A page that reads already goes on reading in the transaction it has. SQLite's writer waits until everyone who reads
    has ended and lets nobody begin meanwhile (sqlite.org/lockingv3.html, PENDING), so a second transaction of the same
    page would wait for the writer, who waits for the first.
    """
    if only_reads():
        yield db.session.connection()
    else:
        with db.engine.connect().execution_options(reading=True) as connection:
            yield connection


def only_read() -> None:
    """Begin a transaction of the session that only reads, for a page that writes nothing."""
    db.session.connection(execution_options={"reading": True})
    db.session().info[_READING] = db.session().get_transaction()


def only_reads() -> bool:
    """Whether the session is in a transaction that `only_read` began. Begins none itself."""
    own = db.session() if db.session.registry.has() else None
    if own is None or not own.is_active:
        return False
    return own.in_transaction() and own.info.get(_READING) is own.get_transaction()


_READING = "reading"  # in a session's `info`: the transaction that only reads


def _only_reads(connection: Connection) -> bool:
    return bool(connection.get_execution_options().get("reading", False))
