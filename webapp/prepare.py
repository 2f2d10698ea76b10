"""Preparing: the content is checked, the database brought up to date, and the edition published.

Where nothing has changed since the last time, it is found out, and nothing is done.
"""

from __future__ import annotations

import errno
import multiprocessing
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask
from sqlalchemy import inspect, make_url, text
from sqlalchemy.exc import DatabaseError, OperationalError

from webapp.config import COMMAND, ROOT, SettingError, Settings, reason, unreadable
from webapp.content.document import ContentError
from webapp.database import bringing_up_to_date, db, holds_something, is_whole, migrations, reading
from webapp.publishing.data_version import count_change, data_version
from webapp.publishing.publish import in_force, publish
from webapp.registry.store import seed
from webapp.users.accounts import administrators

FIRST_ADMINISTRATOR = (
    "Der er ingen administrator endnu. Lav den første med de samme indstillinger som her:\n"
    f'  {COMMAND} users invite --role administrator navn@kommune.dk "Fornavn Efternavn"'
)
MISSING = (
    "OBS: Der er ingen database i {}, men der har været en. En ny og tom bliver lavet. Skulle der være en, så stop, og "
    "læg jeres backup tilbage: {command} restore MAPPE"
)
DATABASE_HELP = "Er der plads på disken, og tilhører alt i {} den bruger, tjenesten kører som?"
LOCKED = "Et andet program holder databasen i {1} låst ({0}). Luk det, og prøv igen."
NO_PLACE = "Databasen har ikke flere forbindelser ({}). Luk andre programmers, eller hæv max_connections i PostgreSQL."
NEWER = (
    "Databasen er fra en nyere udgave af appen (trin {}). Opdatér appen, eller læg en backup fra før tilbage:\n"
    f"  {COMMAND} restore MAPPE   (docs/running.md, Backup)"
)
NOT_MIGRATED = "Databasen er tom eller ikke bragt op til denne udgave. Kør først: {command} prepare"
SILENT = "Databasen svarer ikke ({}). Passer DATABASE_URL, og kører den?"
REFUSED = (
    "Databasen siger nej ({}). Passer DATABASE_URL, og ejer brugeren i den databasen? "
    "Sådan laves den: docs/running.md, PostgreSQL."
)
SPOILT = (
    "Databasen kan ikke læses ({}). Er filen skadet, så læg den seneste backup tilbage:\n"
    f"  {COMMAND} restore MAPPE   (docs/running.md, Backup)"
)


class NotPreparedError(Exception):
    """The app cannot be served. The message tells the person at the keyboard what to do; empty where it is told."""


@contextmanager
def told_in_words(settings: Settings) -> Iterator[None]:
    """What stops a start, said in Danish: NotPreparedError instead of what was raised."""
    try:
        yield
    except ContentError as error:
        raise NotPreparedError(f"Indholdet kan ikke bruges, og appen starter ikke:\n\n{error}") from None
    except SettingError as error:
        raise NotPreparedError(str(error)) from None
    except OSError as error:
        raise NotPreparedError(_of_a_file(error, settings)) from None
    except DatabaseError as error:
        raise NotPreparedError(_of_the_database(error, settings)) from None


def _of_a_file(error: OSError, settings: Settings) -> str:
    path, why = Path(str(error.filename or settings.instance)), reason(error)
    if path.is_relative_to(settings.content):
        return unreadable("LOMMEKORT_CONTENT", path, error)
    what = f"Kan ikke skrive i {settings.instance} ({why}{'' if path == settings.instance else f': {path}'})."
    if error.errno in (errno.EACCES, errno.EPERM) and settings.instance.exists():
        return f"{what} Alt i LOMMEKORT_INSTANCE skal tilhøre den bruger, tjenesten kører som: chown -R."
    if error.errno == errno.EROFS:
        return f"{what} Systemets log siger hvorfor (dmesg). Gør den skrivbar, eller vælg en anden."
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{what} Skaf plads, eller sæt LOMMEKORT_INSTANCE til en anden mappe."
    return f"{what} Sæt LOMMEKORT_INSTANCE til en anden mappe."


def _of_the_database(error: DatabaseError, settings: Settings) -> str:
    said = " ".join(str(error.orig).split())
    if "no such table" in said or "UndefinedTable" in type(error.orig).__name__:
        return NOT_MIGRATED.format(command=COMMAND)
    if settings.database.startswith("postgresql"):
        if "too many" in said or "remaining connection slots" in said:
            return NO_PLACE.format(said)
        connects = isinstance(error, OperationalError)
        return (
            f"Databasen svarer ikke ({said}). Passer DATABASE_URL, og kører den?" if connects else REFUSED.format(said)
        )
    if "locked" in said:
        return LOCKED.format(said, settings.instance)
    if isinstance(error, OperationalError):
        return f"Databasen svarer ikke ({said}). {DATABASE_HELP.format(settings.instance)}"
    return SPOILT.format(said)


def prepare(app: Flask) -> None:
    """Bring the database and the edition up to date, and tell what was done.

    What takes much memory is done in a process of its own: the one that serves afterwards needs none of it. Raises
    NotPreparedError, and what `told_in_words` knows.
    """
    settings: Settings = app.extensions["settings"]
    if _is_missing(app, settings):
        click.echo(MISSING.format(settings.instance, command=COMMAND), err=True)
    with app.app_context(), bringing_up_to_date():
        if not is_whole():
            raise NotPreparedError(SPOILT.format("databasens egen kontrol finder fejl"))
        if unknown := steps() - _revisions()[0]:
            raise NotPreparedError(NEWER.format(", ".join(sorted(unknown))))
        if not is_migrated():
            _apart(app, lambda: migrations().upgrade())
        _for_us_alone(settings)
        seeded = seed(app.extensions["library"].offers)
        first = administrators() == 0
        if any((seeded.added, seeded.updated, seeded.closed)):
            count_change(db.session)  # for other servers on the same database
            db.session.commit()
            click.echo(f"Tilbud: {seeded.added} nye, {seeded.updated} ændrede, {seeded.closed} lukkede.", err=True)
        with reading() as connection:
            number = data_version(connection)
    edition = in_force(app)
    if edition is None:
        _apart(app, lambda: publish(app))
        edition = app.extensions["editions"].current()
    app.extensions["publisher"].is_published(number)
    click.echo(f"Udgave {edition.version} · {edition.date_words} · {edition.size_words}", err=True)
    if first:
        click.echo(FIRST_ADMINISTRATOR, err=True)


def _is_missing(app: Flask, settings: Settings) -> bool:
    # An edition without the database it was made from: moved, or forgotten on the way to this machine.
    url = make_url(settings.database)
    there = url.get_backend_name() != "sqlite" or holds_something(Path(url.database or ""))
    return not there and app.extensions["editions"].current() is not None


def is_migrated() -> bool:
    """Whether the database has had every migration. Found out without Alembic, which takes a fifth of a second."""
    return steps() == newest()


def steps() -> set[str]:
    """The migrations that the database is at: one, none in one that was never brought up to date."""
    with reading() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return set()
        return set(connection.execute(text("SELECT version_num FROM alembic_version")).scalars())


def newest() -> set[str]:
    """The revisions that no other migration follows: one, unless two were written side by side."""
    revisions, followed = _revisions()
    return revisions - followed


def _revisions() -> tuple[set[str], set[str]]:
    # All migrations there are, and those that another one follows.
    files = [path.read_text(encoding="utf-8") for path in (ROOT / "migrations" / "versions").glob("*.py")]
    revisions, followed = (
        {name for file in files for name in re.findall(rf'^{field} = "(\w+)"$', file, re.MULTILINE)}
        for field in ("revision", "down_revision")
    )
    return revisions, followed


def _apart(app: Flask, work: Callable[[], object]) -> None:
    process = multiprocessing.get_context("fork").Process(target=_in_its_own_process, args=(app, work), daemon=True)
    process.start()
    process.join()
    if process.exitcode:
        raise NotPreparedError("")


def _in_its_own_process(app: Flask, work: Callable[[], object]) -> None:
    with app.app_context():
        db.engine.dispose(close=False)  # the connections are the other process' own
        try:
            with told_in_words(app.extensions["settings"]):
                work()
        except NotPreparedError as error:
            click.echo(str(error), err=True)
            raise SystemExit(1) from None


def _for_us_alone(settings: Settings) -> None:
    # What an earlier version made with wider rights.
    for path in (settings.instance, *settings.instance.glob("lommekort.sqlite3*"), settings.instance / "secret_key"):
        if path.exists() and path.stat().st_mode & 0o077:  # on a disk that can only be read nothing is changed
            path.chmod(path.stat().st_mode & 0o700)
