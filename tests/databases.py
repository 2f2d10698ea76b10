"""The database of each app in the tests: SQLite in its instance folder; with `TEST_DATABASE_URL` one of its own, made on
that PostgreSQL server (`make test-postgres`)."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from functools import cache
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SERVER = os.environ.get("TEST_DATABASE_URL", "")


def settings_for(instance: Path) -> dict[str, str]:
    """The settings of an app in an instance folder: the same folder has the same database."""
    if not SERVER:
        return {}
    name = _name(instance)
    if not _ask("SELECT 1 FROM pg_database WHERE datname = %s", name):
        _make(name, _empty())
    return {"DATABASE_URL": _address(name)}


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
    from flask_migrate import upgrade

    from webapp import create_app
    from webapp.config import settings_from
    from webapp.database import db

    name = f"lommekort_empty_{os.getpid()}"
    _make(name, "template0")
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "DATABASE_URL": _address(name)}))
        with app.app_context():
            upgrade()
            db.engine.dispose()
    return name
