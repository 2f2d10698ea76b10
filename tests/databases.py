"""The database of each app in the tests: SQLite in its instance folder; with `TEST_DATABASE_URL` one of its own, made on
that PostgreSQL server (`make test-postgres`). Migrations run once in a process, and what they made is copied."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

from webapp.backup.backup import DATABASE
from webapp.sqlite import sqlite3

SERVER = os.environ.get("TEST_DATABASE_URL", "")
_migrated: list[bytes] = []  # an SQLite file with all tables and nothing in them
_begun: set[Path] = set()  # the databases that were copied from it


def settings_for(instance: Path) -> dict[str, str]:
    """The settings of an app in an instance folder: the same folder has the same database."""
    if not SERVER:
        return {}
    name = _name(instance)
    if not _ask("SELECT 1 FROM pg_database WHERE datname = %s", name):
        _make(name, _empty())
    return {"DATABASE_URL": _address(name)}


def begin(instance: Path) -> None:
    """Give an instance folder that has no SQLite file yet one with all tables, where there is one to copy."""
    file = instance / DATABASE
    if not SERVER and _migrated and not file.exists():
        instance.mkdir(parents=True, exist_ok=True)
        file.write_bytes(_migrated[0])
        _begun.add(file)


def is_ready(instance: Path) -> bool:
    """Whether its database was copied, and so needs no migration."""
    return instance / DATABASE in _begun


def keep_as_template(instance: Path) -> None:
    """Keep the database of an instance folder, just migrated, for others to begin with."""
    if SERVER or _migrated:
        return
    with closing(sqlite3.connect(instance / DATABASE)) as connection:
        rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'alembic_version'")
        names = [name for (name,) in rows]  # none where the app has another database than the folder's file
        filled = (connection.execute(f'SELECT 1 FROM "{name}" LIMIT 1').fetchone() for name in names)  # noqa: S608
        if names and not any(filled):
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            _migrated.append((instance / DATABASE).read_bytes())


def copy_instance(source: Path, target: Path) -> None:
    """Copy an instance folder that nobody uses at the moment, with its database."""
    shutil.copytree(source, target)
    if SERVER:
        _make(_name(target), _name(source))


def _name(instance: Path) -> str:
    return f"lommekort_{hashlib.sha256(str(instance.resolve()).encode()).hexdigest()[:20]}"


def _address(name: str) -> str:
    return make_url(SERVER).set(drivername="postgresql", database=name).render_as_string(hide_password=False)


def _make(name: str, template: str) -> None:
    made = sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template))
    with psycopg.connect(SERVER, autocommit=True) as connection:
        connection.execute(made)


def _ask(query: str, *values: str) -> list:
    with psycopg.connect(SERVER, autocommit=True) as connection:
        return connection.execute(query, values).fetchall()


@cache
def _empty() -> str:
    """A database with all tables and nothing in them, made once: migrations take their time."""
    from webapp import create_app
    from webapp.config import settings_from
    from webapp.database import db, migrations

    name = f"lommekort_empty_{os.getpid()}"
    _make(name, "template0")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "DATABASE_URL": _address(name)}))
        with app.app_context():
            migrations().upgrade()
            db.engine.dispose()
    return name
