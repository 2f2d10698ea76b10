"""SQLite as we keep it: the mode that is safe for its version, pragmas on every connection, and writes that wait."""

import errno
import os
import shutil
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, suppress
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from flask import current_app
from psycopg.errors import ConnectionTimeout
from sqlalchemy import inspect, text
from sqlalchemy.exc import IntegrityError, OperationalError

from tests.conftest import make_app
from tests.read_once import SYNCHRONOUS
from webapp import create_app
from webapp.backup.backup import DATABASE
from webapp.config import settings_from
from webapp.database import db, in_one_piece, only_read, reading, write_ahead
from webapp.monitoring.readiness import checks
from webapp.postgres import Connection, Patience
from webapp.sqlite import BUSY_TIMEOUT, _Log, _Turns, journal_mode, sqlite3


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 44, 5), "DELETE"),
        ((3, 44, 6), "WAL"),
        ((3, 45, 9), "DELETE"),
        ((3, 50, 6), "DELETE"),
        ((3, 50, 7), "WAL"),
        ((3, 51, 0), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 4), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_wal_only_where_it_is_safe(version, mode):
    assert journal_mode(version) == mode


@pytest.mark.sqlite("pragmas are SQLite's")
def test_pragmas_hold_on_every_connection(app, monkeypatch):
    monkeypatch.setattr("webapp.sqlite.SYNCHRONOUS", SYNCHRONOUS)  # as in use; other tests wait for no disk
    with app.app_context():
        db.engine.dispose()
        connections = [db.engine.connect() for _ in range(4)]
        try:
            for connection in connections:
                read = connection.connection.driver_connection.execute
                assert read("PRAGMA foreign_keys").fetchone() == (1,)
                assert read("PRAGMA synchronous").fetchone() == (2,)
                assert read("PRAGMA busy_timeout").fetchone() == (BUSY_TIMEOUT,)
                assert read("PRAGMA secure_delete").fetchone() == (1,)
                assert read("PRAGMA journal_mode").fetchone() == ("delete",), "only a server writes ahead"
        finally:
            for connection in connections:
                connection.close()


@pytest.mark.sqlite("its file")
def test_what_is_saved_never_goes_into_a_file_that_was_moved_away(app):
    """SQLite itself notices it with a rollback journal alone."""
    file = app.extensions["settings"].instance / DATABASE

    def save():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS saved (x INTEGER)"))

    with app.app_context():
        write_ahead()
        save()
        for replace in (lambda: None, lambda: shutil.copy(file.with_name("away"), file)):
            file.rename(file.with_name("away"))
            replace()
            with pytest.raises(OperationalError, match="was replaced"):
                save()
            assert checks(app)["database"] == "failed"
            file.with_name("away").replace(file)
            save()
            assert checks(app)["database"] == "ok"


@pytest.mark.parametrize(
    ("query", "waits"), [("", {"connect_timeout": 5, "tcp_user_timeout": 10_000}), ("?connect_timeout=30", {})]
)
def test_a_database_that_is_gone_without_a_word_holds_nobody_for_long(tmp_path, query, waits):
    """What the address says itself is left as it is."""
    settings = {"LOMMEKORT_INSTANCE": str(tmp_path), "DATABASE_URL": f"postgresql://a@db.example/b{query}"}
    given = create_app(settings_from(settings)).config["SQLALCHEMY_ENGINE_OPTIONS"]["connect_args"]
    assert given["keepalives_idle"] == 10
    assert {name: given.get(name) for name in waits} == waits and ("connect_timeout" in given) == (not query)


def test_of_those_who_ask_a_silent_database_one_at_a_time_waits(monkeypatch):
    asked, patience = [], Patience(again=3600)

    def connect(**parameters):
        asked.append(parameters)
        raise ConnectionTimeout

    def ask():
        with pytest.raises(psycopg.OperationalError):
            patience.connect(host="db")

    monkeypatch.setattr(Connection, "connect", connect)
    for _ in range(3):
        ask()
    assert len(asked) == 1, "the others are told at once"
    patience.again = 0
    patience.was_silent()
    patience.again = 3600
    for _ in range(3):
        ask()
    assert len(asked) == 2
    patience.again = 0
    patience.was_silent()
    monkeypatch.setattr(Connection, "connect", lambda **_: SimpleNamespace())
    assert [patience.connect().patience for _ in range(2)] == [patience] * 2, "from then on everybody asks"


def mode_of(path):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA journal_mode").fetchone()[0].upper()


@pytest.mark.sqlite("the mode is SQLite's")
def test_server_writes_ahead_where_that_is_safe_and_leaves_one_file(app):
    path = app.extensions["settings"].instance / DATABASE
    with app.app_context():
        write_ahead()
        assert mode_of(path) == journal_mode(sqlite3.sqlite_version_info[:3])
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE kept (n INTEGER)"))
        in_one_piece()
        assert mode_of(path) == "DELETE"
        assert [other.name for other in path.parent.glob(f"{DATABASE}*")] == [DATABASE]
        with reading() as connection:
            assert inspect(connection).has_table("kept")


@pytest.mark.sqlite("the mode is SQLite's")
def test_what_somebody_else_has_open_is_left_as_it_is(app):
    path = app.extensions["settings"].instance / DATABASE
    with app.app_context():
        write_ahead()
        before = mode_of(path)
        with closing(sqlite3.connect(path, isolation_level=None)) as other:
            other.execute("BEGIN IMMEDIATE")
            other.execute("CREATE TABLE kept (n INTEGER)")
            in_one_piece()
            other.execute("COMMIT")
        assert mode_of(path) == before
        in_one_piece()


@pytest.mark.sqlite("the versions are SQLite's")
def test_file_that_was_written_ahead_is_taken_back_by_a_version_that_may_not(app, monkeypatch):
    path = app.extensions["settings"].instance / DATABASE
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode=WAL").close()
    monkeypatch.setattr("webapp.sqlite.journal_mode", lambda _version: "DELETE")
    other = make_app(app.extensions["settings"].instance)
    with other.app_context(), reading() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar() == "delete"


@pytest.mark.sqlite("its writer waits for everyone who reads, and keeps those who come later waiting")
def test_page_that_reads_never_waits_for_a_writer_who_waits_for_it(app, monkeypatch):
    monkeypatch.setattr("webapp.sqlite.BUSY_TIMEOUT", 50)
    with app.app_context():
        db.engine.dispose()
        path = app.extensions["settings"].instance / "lommekort.sqlite3"
        only_read()
        count = text("SELECT count(*) FROM edition")
        before = db.session.execute(count).scalar()
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as writer:
            writer.execute("BEGIN IMMEDIATE")
            writer.execute("CREATE TABLE other (n INTEGER)")
            with suppress(sqlite3.OperationalError):  # not in WAL mode, where nobody waits
                writer.execute("COMMIT")
            with reading() as connection:
                assert connection.execute(count).scalar() == before
            db.session.rollback()


@pytest.mark.sqlite("BEGIN IMMEDIATE is SQLite's")
def test_read_then_write_never_fails_under_load(app):
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE counter (n INTEGER NOT NULL)"))
            connection.execute(text("INSERT INTO counter VALUES (0)"))
        engine = db.engine
        failures = []

        def count():
            try:
                for _ in range(25):
                    with engine.begin() as connection:
                        n = connection.execute(text("SELECT n FROM counter")).scalar_one()
                        connection.execute(text("UPDATE counter SET n = :n"), {"n": n + 1})
            except Exception as error:
                failures.append(error)

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failures
        with reading() as connection:
            assert connection.execute(text("SELECT n FROM counter")).scalar_one() == 100


@pytest.mark.sqlite("BEGIN IMMEDIATE is SQLite's")
def test_reader_does_not_wait_for_a_writer_to_begin(app):
    with app.app_context(), db.engine.begin() as writer:
        writer.execute(text("SELECT 1"))  # holds the write lock: BEGIN IMMEDIATE
        with reading() as reader:
            assert reader.execute(text("SELECT count(*) FROM edition")).scalar_one() == 0


@pytest.mark.sqlite("PRAGMA query_only is SQLite's")
def test_connection_that_could_not_write_holds_no_lock(app):
    # The error is kept, as a traceback keeps it in a server until memory is tidied.
    with app.app_context(), pytest.raises(OperationalError, match="readonly"), db.engine.begin() as connection:
        connection.execute(text("PRAGMA query_only=ON"))
        connection.execute(text("DELETE FROM edition"))
    with app.app_context():
        path = app.extensions["settings"].instance / "lommekort.sqlite3"
        with closing(sqlite3.connect(path, timeout=0, isolation_level=None)) as other:
            other.execute("BEGIN EXCLUSIVE")


def test_rules_stand_in_the_database_itself(app):
    with app.app_context(), pytest.raises(IntegrityError), db.engine.begin() as connection:
        connection.execute(
            text("INSERT INTO edition VALUES ('a', 'b', -1, '2026-11-21 00:00:00')"),
        )


def test_migrations_make_what_the_models_say(app):
    with app.app_context():
        made = inspect(db.engine)
        for name, table in db.metadata.tables.items():
            assert {column["name"] for column in made.get_columns(name)} == {column.name for column in table.columns}


@pytest.mark.sqlite("the file is taken away")
def test_healthz_tells_when_the_database_does_not_answer(app):
    client = app.test_client()
    assert client.get("/healthz").json == {"status": "ok"}
    with app.app_context():
        path = app.extensions["settings"].instance / "lommekort.sqlite3"
        db.engine.dispose()
    path.unlink()
    path.mkdir()
    assert client.get("/healthz").status_code == 503


@pytest.mark.sqlite("PostgreSQL has turns of its own")
def test_turn_to_write_is_handed_on_whatever_ends_it(app, monkeypatch):
    taken = []
    begin = _Turns.begin
    monkeypatch.setattr(_Turns, "begin", lambda turns, connection: (taken.append(turns), begin(turns, connection)))
    change = text("UPDATE data_version SET number = number")
    with app.app_context():
        for number, end in enumerate((db.session.commit, db.session.rollback, db.session.close), 1):
            db.session.execute(change)
            assert len(taken) == number and taken[0]._free.locked()
            end()
            assert not taken[0]._free.locked()
        with pytest.raises(OperationalError):
            db.session.execute(text("UPDATE nowhere SET number = 1"))
        db.session.remove()
        assert not taken[0]._free.locked()
        with db.engine.connect() as connection:
            connection.execute(change)
            connection.invalidate()
        assert not taken[0]._free.locked()


@pytest.mark.sqlite("its file")
def test_one_waits_for_another_program_and_the_others_are_told_at_once(app, monkeypatch):
    turns, begin = [], _Turns.begin
    monkeypatch.setattr("webapp.sqlite.KEPT_OUT", 0)
    monkeypatch.setattr(_Turns, "begin", lambda own, connection: (turns.append(own), begin(own, connection)))

    def save():
        with app.app_context(), db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE IF NOT EXISTS saved (x INTEGER)"))

    with app.app_context(), ThreadPoolExecutor(1) as pool:
        other = sqlite3.connect(db.engine.url.database, isolation_level=None)
        with closing(other):
            other.execute("BEGIN IMMEDIATE")
            waits = pool.submit(save)
            while not turns or turns[0]._asks_since is None:
                time.sleep(0.01)
            with pytest.raises(OperationalError) as caught:
                save()
            assert caught.value.orig.sqlite_errorname == "SQLITE_BUSY" and not waits.done()
            other.rollback()
        waits.result(60)
        save()
        assert turns[0]._asks_since is None


@pytest.fixture
def disk(app, monkeypatch):
    """An app that writes ahead and waits for the disk as in use; how each wait went on, and who it waits for."""
    if journal_mode(sqlite3.sqlite_version_info[:3]) != "WAL":
        pytest.skip("this SQLite may not write ahead")
    monkeypatch.setattr("webapp.sqlite.SYNCHRONOUS", SYNCHRONOUS)
    disk, settle = SlowDisk(), _Log.settle

    def known(log):
        disk.log = log
        settle(log)

    monkeypatch.setattr(_Log, "settle", known)
    monkeypatch.setattr(os, "fdatasync", disk.wait)
    with app.app_context():
        write_ahead()
        with db.engine.connect() as connection:
            assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 1, "SQLite itself waits for no commit"
        with db.engine.begin() as connection:
            connection.execute(text("CREATE TABLE saved (x INTEGER)"))
        disk.waits.clear()
        yield disk


class SlowDisk:
    """A disk that takes its time, or fails, when a test says so."""

    def __init__(self):
        self.waits, self.error, self.log = [], None, None
        self.begun, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def wait(self, file):
        self.waits.append(Path(f"/proc/self/fd/{file}").readlink().name)
        self.begun.set()
        assert self.go_on.wait(60)
        if self.error:
            raise self.error


def save(number, app=None):
    with (app or current_app).app_context(), db.engine.begin() as connection:
        connection.execute(text("INSERT INTO saved VALUES (:x)"), {"x": number})


def saved():
    with reading() as connection:
        return set(connection.execute(text("SELECT x FROM saved")).scalars())


@pytest.mark.sqlite("it writes ahead")
def test_who_saves_waits_for_the_disk_and_those_who_save_meanwhile_wait_together(app, disk):
    save(0)
    assert disk.waits == [f"{DATABASE}-wal"]
    disk.begun.clear()
    disk.go_on.clear()
    before = disk.log._committed
    with ThreadPoolExecutor(4) as pool:
        try:
            first = pool.submit(save, 1, app)
            assert disk.begun.wait(60)
            others = [pool.submit(save, number, app) for number in (2, 3, 4)]
            while disk.log._committed < before + 4:
                time.sleep(0.01)
            assert saved() == {0, 1, 2, 3, 4}
            assert not any(one.done() for one in (first, *others))
        finally:
            disk.go_on.set()
        for one in (first, *others):
            one.result(60)
    assert len(disk.waits) == 3, "those who committed after the wait had begun share the next one"


@pytest.mark.sqlite("it writes ahead")
def test_what_is_not_on_the_disk_is_not_acknowledged(app, disk):
    disk.error = OSError(errno.EIO, "the disk failed")
    with pytest.raises(OperationalError) as caught:
        save(1)
    assert caught.value.orig.sqlite_errorname == "SQLITE_IOERR_FSYNC"
    log = Path(f"{db.engine.url.database}-wal")
    held = log.stat().st_size
    disk.error = None
    save(2)
    assert saved() >= {2} and log.stat().st_size < held, "what the disk may have dropped is not built upon"
    held = log.stat().st_size
    save(3)
    assert log.stat().st_size > held, "once is enough"


@pytest.mark.sqlite("it writes ahead")
def test_nobody_is_answered_until_the_log_is_begun_anew(app, disk, monkeypatch):
    disk.error = OSError(errno.EIO, "the disk failed")
    with pytest.raises(OperationalError):
        save(1)
    disk.error = None
    monkeypatch.setattr(_Log, "make_up", lambda _log, _connection: None)  # as for whoever had begun before it failed
    disk.waits.clear()
    with pytest.raises(OperationalError):
        save(2)
    assert disk.waits == []


def test_one_that_is_forked_does_not_wait_for_who_waits_here(tmp_path, monkeypatch):
    (tmp_path / "file-wal").write_bytes(b"x")
    disk, log = SlowDisk(), _Log(str(tmp_path / "file"))
    disk.go_on.clear()
    monkeypatch.setattr(os, "fdatasync", disk.wait)
    with ThreadPoolExecutor(1) as pool:
        try:
            first = pool.submit(log.settle)
            assert disk.begun.wait(60)
            if (child := os.fork()) == 0:
                try:
                    os.fdatasync = lambda file: None
                    log.settle()
                    os._exit(0)
                finally:
                    os._exit(1)
            assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
        finally:
            disk.go_on.set()
        first.result(60)
