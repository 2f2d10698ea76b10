"""Backup and restore: whole under writes, checked both ways, and nothing is ever lost."""

import json
import shutil
import threading
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.conftest import LIBRARY, make_app
from tests.people import add_user
from webapp.backup.backup import DATABASE, MANIFEST, BackupError, back_up, check, restore
from webapp.database import db, migrations
from webapp.registry.store import all_offers, find, save, seed
from webapp.schema import known
from webapp.sqlite import sqlite3

MOMENT, LATER = datetime(2026, 11, 23, 9, 0), datetime(2026, 11, 23, 10, 30)
about_the_file = pytest.mark.sqlite("backups are of the file; PostgreSQL has its own")


@pytest.fixture
def data(app):
    with app.app_context():
        seed(LIBRARY.offers[:20])
    return app


@pytest.fixture
def database(data):
    return data.extensions["settings"].instance / DATABASE


@pytest.fixture
def backup(data, database, tmp_path):
    """A good backup's folder."""
    back_up(database, tmp_path / "backups", MOMENT)
    return tmp_path / "backups" / "lommekort-20261123-090000"


def names(path):
    with closing(sqlite3.connect(path)) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM service ORDER BY id")]


def close(app):
    """As if the app were stopped."""
    with app.app_context():
        db.engine.dispose()


def rename(app, name):
    with app.app_context():
        save(find(LIBRARY.offers[0].code).model_copy(update={"name": name}))
        db.session.commit()


@about_the_file
def test_backup_is_the_database(data, database, backup):
    manifest = check(backup, known())
    assert names(backup / DATABASE) == names(database) and len(names(database)) == 20
    assert manifest["size"] == (backup / DATABASE).stat().st_size
    assert {path.name for path in backup.iterdir()} == {DATABASE, MANIFEST}
    assert backup.stat().st_mode & 0o777 == 0o700
    assert (backup / DATABASE).stat().st_mode & 0o777 == (backup / MANIFEST).stat().st_mode & 0o777 == 0o600


@about_the_file
def test_backup_under_writes_is_whole_and_has_what_was_acknowledged(data, database, tmp_path):
    stop, acknowledged = threading.Event(), []

    def write():
        with closing(sqlite3.connect(database, timeout=20)) as connection:
            connection.execute("PRAGMA synchronous=OFF")  # a slow disk would be waited for thousands of times
            while not stop.is_set():
                name = f"nr {len(acknowledged)}"
                connection.execute("INSERT INTO organization (name) VALUES (?)", [name])
                connection.commit()
                acknowledged.append(name)

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for number in range(5):
            before = list(acknowledged)
            back_up(database, tmp_path / "backups", MOMENT.replace(second=number))
            folder = tmp_path / "backups" / f"lommekort-20261123-09000{number}"
            check(folder, known())
            with closing(sqlite3.connect(folder / DATABASE)) as connection:
                there = {name for (name,) in connection.execute("SELECT name FROM organization")}
            assert set(before) <= there
    finally:
        stop.set()
        writer.join()
    assert acknowledged


@about_the_file
def test_what_is_no_database_of_ours_is_not_copied_and_a_folder_of_backups_names_the_newest(data, tmp_path, backup):
    for number, body in enumerate((None, b"", b"no database" * 500)):
        other = tmp_path / str(number)
        if body is not None:
            other.write_bytes(body)
        with pytest.raises(BackupError, match="ingen database" if not body else "Er filen skadet"):
            back_up(other, tmp_path / "none", MOMENT)
    assert list((tmp_path / "none").iterdir()) == []
    with pytest.raises(BackupError, match="Kan ikke skrive i /dev/null"):
        back_up(data.extensions["settings"].instance / DATABASE, Path("/dev/null"), MOMENT)
    with pytest.raises(BackupError, match=f"Den nyeste i mappen er {backup}"):
        check(backup.parent, known())


@about_the_file
def test_a_copy_that_finds_no_room_is_told_and_leaves_nothing(database, tmp_path, monkeypatch):
    class Full(sqlite3.Connection):
        def backup(self, *_):
            raise sqlite3.OperationalError("database or disk is full")

    monkeypatch.setattr("webapp.backup.backup._opened", lambda path: sqlite3.connect(path, factory=Full))
    with pytest.raises(BackupError, match=f"disk is full.* Er der plads i {tmp_path}"):
        back_up(database, tmp_path, MOMENT)
    assert list(tmp_path.glob("lommekort-*")) == []


@about_the_file
def test_restore_takes_nothing_from_what_is_left_of_a_database_that_was_removed(data, database, backup, tmp_path):
    """Killed, and then its one file was taken away: what was written last is still in the log beside it."""
    first, log = names(database), database.with_name(f"{database.name}-wal")
    close(data)
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("UPDATE service SET name = 'Skrevet siden'")
        connection.commit()
        shutil.copy(log, tmp_path / "log")
    database.unlink()
    shutil.copy(tmp_path / "log", log)
    assert restore(backup, database, known(), LATER) is None
    assert names(database) == first
    assert (database.parent / f"{database.name}.20261123-103000.replaced-wal").exists()


@about_the_file
def test_restore_puts_it_back_and_keeps_what_was_there(data, database, backup):
    first = names(database)
    rename(data, "Ændret siden")
    close(data)
    kept = restore(backup, database, known(), LATER)
    assert names(database) == first
    assert "Ændret siden" in names(kept) and kept.parent == database.parent
    assert database.stat().st_mode & 0o777 == 0o600
    again = restore(backup, database, known(), LATER)  # within the same second
    assert again != kept and names(again) == names(database) == first and "Ændret siden" in names(kept)
    with make_app(database.parent).app_context():
        assert [offer.name for offer in all_offers(db.session)] == first


@about_the_file
def test_backup_from_an_older_version_is_brought_up_to_date_at_the_start(data, database, tmp_path):
    with data.app_context():
        migrations().downgrade(revision="0006")
    close(data)
    back_up(database, tmp_path / "older", MOMENT)
    [folder] = (tmp_path / "older").iterdir()
    restore(folder, tmp_path / "new" / DATABASE, known(), LATER)
    with make_app(tmp_path / "new").app_context():
        assert "data_import" in inspect(db.engine).get_table_names()
        assert len(all_offers(db.session)) == 20


@about_the_file
def test_restore_on_a_new_machine(backup, tmp_path):
    database = tmp_path / "new" / DATABASE
    assert restore(backup, database, known(), LATER) is None
    assert len(names(database)) == 20


@about_the_file
def test_restored_over_a_broken_database(data, database, backup):
    close(data)
    database.write_bytes(b"not a database" * 100)
    kept = restore(backup, database, known(), LATER)
    assert len(names(database)) == 20 and kept.read_bytes().startswith(b"not a database")


def spoil_byte(backup):
    with (backup / DATABASE).open("r+b") as file:
        file.seek(5000)
        file.write(b"\xff\xfe\xfd")


def spoil_manifest(backup):
    (backup / MANIFEST).write_text("[]")


def with_digest(backup):
    """The manifest mended to fit what was altered, as somebody might."""
    import hashlib

    manifest = json.loads((backup / MANIFEST).read_text())
    manifest["sha256"] = hashlib.sha256((backup / DATABASE).read_bytes()).hexdigest()
    (backup / MANIFEST).write_text(json.dumps(manifest))


def make_newer(backup):
    with closing(sqlite3.connect(backup / DATABASE)) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
        connection.commit()
    with_digest(backup)


def make_wrong(backup):
    (backup / DATABASE).unlink()
    with closing(sqlite3.connect(backup / DATABASE)) as connection:
        connection.execute("CREATE TABLE x (y)")
        connection.commit()
    with_digest(backup)


def make_anothers(backup):
    """Another app's, whose migrations are counted as ours are."""
    make_wrong(backup)
    with closing(sqlite3.connect(backup / DATABASE)) as connection:
        connection.execute("CREATE TABLE alembic_version (version_num)")
        connection.execute("INSERT INTO alembic_version VALUES ('0001')")
        connection.commit()
    with_digest(backup)


def make_inconsistent(backup):
    """An offer of an organisation that is not there."""
    with closing(sqlite3.connect(backup / DATABASE)) as connection:
        connection.execute("PRAGMA foreign_keys=OFF")
        connection.execute("UPDATE service SET organization_id = 99999 WHERE id = (SELECT min(id) FROM service)")
        connection.commit()
    with_digest(backup)


def break_inside(backup):
    body = (backup / DATABASE).read_bytes()
    (backup / DATABASE).write_bytes(body[: len(body) // 2])
    with_digest(backup)


@about_the_file
@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (spoil_byte, "kontrolsum"),
        (spoil_manifest, "er ikke en backup"),
        (lambda backup: (backup / MANIFEST).unlink(), "er ikke en backup"),
        (lambda backup: (backup / DATABASE).unlink(), "er ikke en backup"),
        (make_newer, "nyere udgave"),
        (make_wrong, "ikke en hel database"),
        (make_anothers, "ikke en hel database"),
        (make_inconsistent, "ikke en hel database"),
        (break_inside, "ikke en hel database"),
        (shutil.rmtree, "er ikke en backup"),
    ],
)
def test_bad_backup_is_refused_and_nothing_changes(data, database, backup, spoil, said):
    spoil(backup)
    close(data)
    before = database.read_bytes()
    with pytest.raises(BackupError, match=said):
        restore(backup, database, known(), LATER)
    assert database.read_bytes() == before
    assert not list(database.parent.glob("*.replaced")) and not list(database.parent.glob("*.new"))


@about_the_file
def test_restore_is_refused_while_the_database_is_in_use(data, database, backup):
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("BEGIN")
        connection.execute("SELECT count(*) FROM service").fetchone()
        with pytest.raises(BackupError, match="Stop appen"):
            restore(backup, database, known(), LATER)
    assert not list(database.parent.glob("*.replaced")) and not list(database.parent.glob("*.new"))


@about_the_file
def test_what_a_bad_disk_wrote_is_not_put_back(data, database, backup, monkeypatch):
    close(data)
    before = database.read_bytes()
    less = "webapp.backup.backup.shutil.copyfile"
    monkeypatch.setattr(less, lambda source, copy: copy.write_bytes(source.read_bytes()[:-1]))
    with pytest.raises(BackupError, match="blev ikke som backuppen"):
        restore(backup, database, known(), LATER)
    assert database.read_bytes() == before


@about_the_file
def test_backup_that_cannot_be_made_leaves_nothing(data, database, tmp_path):
    close(data)
    body = database.read_bytes()
    database.write_bytes(body[:4096] + b"\xff" * 4096 + body[8192:])
    with pytest.raises(BackupError):
        back_up(database, tmp_path / "backups", MOMENT)
    assert list((tmp_path / "backups").iterdir()) == []


@about_the_file
def test_commands(data, database, tmp_path):
    run = data.test_cli_runner().invoke
    add_user(data)
    made = run(args=["backup", str(tmp_path / "backups")])
    assert made.exit_code == 0 and "SHA-256" in made.output
    [folder] = (tmp_path / "backups").iterdir()
    rename(data, "Ændret siden")
    close(data)
    restored = run(args=["restore", str(folder)])
    assert restored.exit_code == 0 and ".replaced" in restored.output
    assert "Ændret siden" not in names(database)
    refused = run(args=["restore", str(tmp_path)])
    assert refused.exit_code == 1 and "er ikke en backup" in refused.output


@about_the_file
def test_restore_is_refused_while_a_server_runs_that_does_nothing(own_server):
    own_server.start()
    app = make_app(own_server.folder / "instance")
    run = app.test_cli_runner().invoke
    assert run(args=["backup", str(own_server.folder / "backups")]).exit_code == 0
    [folder] = (own_server.folder / "backups").iterdir()
    refused = run(args=["restore", str(folder)])
    assert refused.exit_code == 1 and "Appen kører. Stop den først" in refused.output
    own_server.stop()
    assert run(args=["restore", str(folder)]).exit_code == 0
    own_server.start()
    assert run(args=["restore", str(folder)]).exit_code == 1, "and it is held again"


@pytest.mark.parametrize(("words", "told"), [(["backup"], "pg_dump"), (["restore"], "pg_restore")])
def test_postgresql_is_told_its_own_command(tmp_path, words, told):
    from webapp import create_app
    from webapp.config import settings_from

    settings = {"LOMMEKORT_INSTANCE": str(tmp_path), "DATABASE_URL": "postgres://anna:hemmelig@db.example/lommekort"}
    ran = create_app(settings_from(settings)).test_cli_runner().invoke(args=[*words, str(tmp_path / "x")])
    assert ran.exit_code == 1 and told in ran.output and "db.example/lommekort" in ran.output
    assert "hemmelig" not in ran.output and not (tmp_path / "x").exists()
