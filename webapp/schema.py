"""The schema: whether a database is ours, how far the migrations have brought it, and what is said when it is no good.

Found out without Alembic, which takes a fifth of a second and 11 MB.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

import click
from sqlalchemy import inspect, text
from sqlalchemy.exc import DatabaseError, OperationalError

from webapp.config import COMMAND, ROOT, Settings
from webapp.database import db, holds_something, is_whole, reading

# The oldest tables. Others' databases may have one of them: Alembic's own is in every program's that migrates with it.
OURS = {"alembic_version", "edition"}

RESTORE = f"  {COMMAND} restore MAPPE   (docs/running.md, Backup)"
MISSING = (
    "Der er ingen database i {}. Er LOMMEKORT_INSTANCE den mappe, som tjenesten bruger? "
    f"Skal den være ny? Kør først: {COMMAND} prepare"
)
FOREIGN = (
    "Databasen er et andet programs: den har tabeller som {}, og ingen er appens. Den er ikke rørt. "
    "Sæt LOMMEKORT_INSTANCE til en mappe, eller DATABASE_URL til en database, der er appens egen."
)
NEWER = (
    "Databasen er fra en nyere udgave af appen (trin {}). Opdatér appen, eller læg en backup fra før tilbage:\n"
    f"{RESTORE}"
)
OLDER = f"Databasen er tom eller ikke bragt op til denne udgave. Kør først: {COMMAND} prepare"
SPOILT = f"Databasen kan ikke læses ({{}}). Er filen skadet, så læg den seneste backup tilbage:\n{RESTORE}"
FAULTS = "databasens egen kontrol finder fejl"
SILENT = "Databasen svarer ikke ({}). {}"
REACHED = "Passer DATABASE_URL, og kører den?"
ROOM = "Er der plads på disken, og tilhører alt i {} den bruger, tjenesten kører som?"
LOCKED = "Et andet program holder databasen i {1} låst ({0}). Luk det, og prøv igen."
FULL = "Databasen har ikke flere forbindelser ({}). Luk andre programmers, eller hæv max_connections i PostgreSQL."
REFUSED = (
    "Databasen siger nej ({}). Passer DATABASE_URL, og ejer brugeren i den databasen? "
    "Sådan laves den: docs/running.md, PostgreSQL."
)

P = ParamSpec("P")
R = TypeVar("R")


class UnfitError(click.ClickException):
    """This version cannot work with the database; the message, in Danish, says why and what to do."""


def check_ours() -> None:
    """Raise UnfitError for a database that cannot be brought up to date: spoilt, another program's, or of a newer
    version. An empty one can. Nothing is written."""
    if not is_whole():
        raise UnfitError(SPOILT.format(FAULTS))
    if others := foreign():
        raise UnfitError(FOREIGN.format(", ".join(others[:3])))
    if unknown := steps() - known():
        raise UnfitError(NEWER.format(", ".join(sorted(unknown))))


def why_silent(error: DatabaseError, settings: Settings) -> str:
    """What is said, in Danish, of an error of the database: what it is, and what to do."""
    said = " ".join(str(error.orig).split())
    if "no such table" in said or "UndefinedTable" in type(error.orig).__name__:
        return OLDER
    connects = isinstance(error, OperationalError)
    if settings.database.startswith("postgresql"):
        if "too many" in said or "remaining connection slots" in said:
            return FULL.format(said)
        return SILENT.format(said, REACHED) if connects else REFUSED.format(said)
    if "locked" in said:
        return LOCKED.format(said, settings.instance)
    return SILENT.format(said, ROOM.format(settings.instance)) if connects else SPOILT.format(said)


def asks_the_database(command: Callable[P, R]) -> Callable[P, R]:
    """A command that works only with a database of this very version, and else raises UnfitError before it begins."""

    @wraps(command)
    def checked(*arguments: P.args, **options: P.kwargs) -> R:
        file = Path(db.engine.url.database or "")
        if db.engine.dialect.name == "sqlite" and not holds_something(file):
            raise UnfitError(MISSING.format(file))  # before it is looked into, which would make one
        check_ours()
        if not is_migrated():
            raise UnfitError(OLDER)
        return command(*arguments, **options)

    return checked


def foreign() -> list[str]:
    """The tables of another program whose database this is; none in one that is ours or empty."""
    with reading() as connection:
        tables = set(inspect(connection).get_table_names())
    return [] if tables >= OURS else sorted(tables - OURS)


def is_migrated() -> bool:
    """Whether the database has had every migration."""
    return steps() == {newest()}


def steps() -> set[str]:
    """The migrations that the database is at: one, none in one that was never brought up to date."""
    with reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return set()
        return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def newest() -> str:
    """The migration that no other follows."""
    [last] = known() - set(_said("down_revision"))
    return last


def known() -> set[str]:
    """All migrations that this version of the app has."""
    return set(_said("revision"))


def _said(field: str) -> list[str]:
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "migrations" / "versions").glob("*.py")]
    return [name for file in files for name in re.findall(rf'^{field} = "(\w+)"$', file, re.MULTILINE)]
