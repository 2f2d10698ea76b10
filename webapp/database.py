"""The database: an SQLite file by default (`webapp/sqlite.py`: how it is kept safe), PostgreSQL by `DATABASE_URL`.

While a server has SQLite's file, it writes ahead where it may (`write_ahead`); at rest the file is in one piece again
(`in_one_piece`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import closing, contextmanager, nullcontext, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click
from flask import Flask, current_app
from flask.cli import ScriptInfo
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, CursorResult, DateTime, Engine, Result, event, func, make_url, select
from sqlalchemy.exc import DBAPIError, SQLAlchemyError
from sqlalchemy.orm import DeclarativeBase, Session, scoped_session
from sqlalchemy.types import TypeDecorator

from webapp import sqlite
from webapp.config import ROOT, Settings
from webapp.instance_lock import exclusive_when_writable
from webapp.sqlite import BUSY_TIMEOUT, journal_mode, sqlite3

if TYPE_CHECKING:
    from webapp.postgres import Patience


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
        command = click.get_current_context(silent=True)
        if command and command.find_object(ScriptInfo):  # Flask's own, such as `flask db`; to serve is none
            migrations()
        if db.engine.dialect.name == "sqlite":
            app.extensions["database_file"] = file = sqlite.File(db.engine.url.database)
            sqlite.guard(db.engine, file)
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
