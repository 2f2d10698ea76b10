"""A copy of the database while the app is in use, checked, and put back after being checked again. SQLite only.

A backup is one folder: the database file and `manifest.json` with its SHA-256, size, step of the migrations, and
moment.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from contextlib import closing
from datetime import datetime
from itertools import chain, count
from pathlib import Path

from webapp.config import read_file, reason
from webapp.database import holds_something
from webapp.sqlite import sqlite3

DATABASE, MANIFEST = "lommekort.sqlite3", "manifest.json"
FORMAT = 1
AS_IT_WAS = "Intet er kopieret. Er filen skadet, så læg jeres seneste backup tilbage (restore)."
ROOM = "Er der plads i {}, og må den, der kører kommandoen, læse {}?"
_BESIDE = ("-wal", "-shm", "-journal")  # what SQLite may keep beside a database


class BackupError(Exception):
    """It cannot be done; the message, in Danish, says why and what to do. Nothing was changed."""


def back_up(database: Path, folder: Path, moment: datetime) -> dict:
    """Copy a database into a new folder inside `folder`; answers the manifest, with `folder` in it.

    Works while others read and write (SQLite's backup API); the copy is of one moment. Raises BackupError.
    """
    if not holds_something(database):
        raise BackupError(f"Der er ingen database i {database}. Er LOMMEKORT_INSTANCE den mappe, som tjenesten bruger?")
    place = folder / f"lommekort-{moment:%Y%m%d-%H%M%S}"
    try:
        place.mkdir(mode=0o700, parents=True)
    except FileExistsError:
        raise BackupError(f"{place} findes allerede. Vent et sekund, og prøv igen.") from None
    except OSError as error:
        raise BackupError(f"Kan ikke skrive i {folder} ({reason(error)}). Vælg en anden mappe.") from None
    try:
        copy = place / DATABASE
        os.close(os.open(copy, os.O_CREAT | os.O_EXCL, 0o600))
        with closing(_opened(database)) as source, closing(sqlite3.connect(copy)) as target:
            target.execute("PRAGMA synchronous=OFF").close()  # the disk is waited for once, when the copy is whole
            source.backup(target)  # in one step, so that it is of one moment and never begins anew
            target.execute("PRAGMA journal_mode=DELETE").close()  # one file, nothing beside it
        manifest = {
            "format": FORMAT,
            "made": moment.isoformat(),
            "step": _checked(copy),
            "size": copy.stat().st_size,
            "sha256": _digest(copy),
        }
        _write(place / MANIFEST, json.dumps(manifest, indent=2).encode())
        _sync(copy)
        _sync(place)
    except BaseException as error:
        shutil.rmtree(place, ignore_errors=True)
        if isinstance(error, sqlite3.Error | OSError):
            why = reason(error) if isinstance(error, OSError) else error
            room = ROOM.format(folder, database)
            raise BackupError(f"Databasen kunne ikke kopieres ({why}). {room} {AS_IT_WAS}") from None
        if isinstance(error, BackupError):
            raise BackupError(f"{database} er ikke en hel database fra appen. {AS_IT_WAS}") from None
        raise
    return manifest | {"folder": str(place)}


def check(folder: Path, known: set[str]) -> dict:
    """The manifest of a backup that is whole. `known` are the steps of the migrations this version of the app has.

    Raises BackupError for a wrong, broken or newer one.
    """
    try:
        manifest = json.loads(read_file(folder / MANIFEST))
        if manifest["format"] != FORMAT or not isinstance(manifest["sha256"], str):
            raise ValueError
    except (OSError, ValueError, KeyError, TypeError):
        inside = max((path.parent for path in folder.glob(f"*/{MANIFEST}")), key=lambda path: path.name, default=None)
        meant = f" Den nyeste i mappen er {inside}." if inside else ""
        raise BackupError(f"{folder} er ikke en backup: {MANIFEST} mangler eller kan ikke læses.{meant}") from None
    copy = folder / DATABASE
    if not copy.is_file():
        raise BackupError(f"{folder} er ikke en backup: {DATABASE} mangler.")
    if _digest(copy) != manifest["sha256"]:
        raise BackupError("Backuppen er i stykker eller ændret: den passer ikke med sin kontrolsum. Brug en anden.")
    step = _checked(copy)
    if step not in known:
        raise BackupError(f"Backuppen er fra en nyere udgave af appen (trin {step}). Opdatér appen først.")
    return manifest


def restore(folder: Path, database: Path, known: set[str], moment: datetime) -> Path | None:
    """Put a backup in the place of the database; the one that was there is kept beside it. Answers where.

    The app must not be running. Raises BackupError; the database is then as it was.
    """
    check(folder, known)
    if database.exists() and not database.is_file():
        raise BackupError(f"{database} er ingen almindelig fil. Flyt den, og prøv igen.")
    kept = _not_taken(f"{database}.{moment:%Y%m%d-%H%M%S}")
    new = database.with_name(f"{database.name}.new")
    try:
        database.parent.mkdir(parents=True, exist_ok=True)
        new.unlink(missing_ok=True)
        shutil.copyfile(folder / DATABASE, new)
        new.chmod(0o600)
        if os.geteuid() == 0:  # put back by root: it still belongs to the service
            owner = database.parent.stat()
            os.chown(new, owner.st_uid, owner.st_gid)
        _sync(new)
        # What was written is what counts, not what was read a moment ago.
        if _digest(new) != json.loads(read_file(folder / MANIFEST))["sha256"]:
            raise BackupError("Kopien blev ikke som backuppen. Er disken i orden, og er der plads?")
        there = database.exists()
        if there:
            _set_aside(database, kept)
        # Also where the database itself was taken away: SQLite would put what lies beside it into the one put back.
        for ending in _BESIDE:
            beside = database.with_name(database.name + ending)
            if beside.exists():
                beside.rename(kept.with_name(kept.name + ending))
        new.replace(database)
        _sync(database.parent)
    except OSError as error:
        raise BackupError(f"Databasen kunne ikke skiftes ud ({reason(error)}). Den er, som den var.") from None
    finally:
        new.unlink(missing_ok=True)
    return kept if there else None


def _not_taken(start: str) -> Path:
    # Whoever is stopped in the middle and begins again at once has kept one of the same second.
    numbered = (Path(f"{start}-{number}.replaced") for number in count(2))
    return next(path for path in chain([Path(f"{start}.replaced")], numbered) if not path.exists())


def _set_aside(database: Path, kept: Path) -> None:
    try:
        with closing(_opened(database)) as connection:
            connection.execute("PRAGMA busy_timeout=0").close()
            # Whoever else has it open keeps this from working, and that is the point.
            connection.execute("PRAGMA journal_mode=DELETE").close()
            connection.execute("PRAGMA locking_mode=EXCLUSIVE").close()
            connection.execute("BEGIN EXCLUSIVE").close()
    except sqlite3.OperationalError:
        raise BackupError("Databasen er i brug. Stop appen først, og prøv igen.") from None
    except sqlite3.DatabaseError:
        pass  # broken: it is to be replaced, and is kept as it is, with what lies beside it
    # A second name for the same file, so that there is a database at its own name at every moment.
    os.link(database, kept)


def _opened(path: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True, timeout=10)


def _checked(path: Path) -> str:
    """The step of the migrations a database is at. Raises BackupError unless it is whole and one of ours."""
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro&immutable=1", uri=True)) as connection:
            whole = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
            whole = whole and not connection.execute("PRAGMA foreign_key_check").fetchall()
            steps = connection.execute("SELECT version_num FROM alembic_version").fetchall() if whole else []
            connection.execute(
                "SELECT 1 FROM edition"
            ).close()  # the oldest table: another app may count its steps alike
    except sqlite3.Error:
        whole, steps = False, []
    if not whole or len(steps) != 1:
        raise BackupError(f"{path} er ikke en hel database fra appen. Brug en anden backup.")
    return steps[0][0]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _write(path: Path, body: bytes) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(body)
        file.flush()
        os.fsync(file.fileno())


def _sync(path: Path) -> None:
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
