"""Whether the server can do all of its work: the database, the edition, the disk, and the last publishing."""

from __future__ import annotations

import os
import shutil
from typing import Literal

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from webapp.database import in_place, reading

LEAST_FREE = 64 * 1024 * 1024  # bytes; an edition with its compressed copies takes some 5 MB

State = Literal["ok", "failed"]


def database_answers() -> bool:
    """Whether the database answers a question."""
    try:
        with reading() as connection:
            connection.execute(text("SELECT 1"))
    except SQLAlchemyError:
        return False
    return True


def checks(app: Flask) -> dict[str, State]:
    """Each part and how it is: `database` answers and is still the file that was opened, an `edition` is in force, the
    `disk` can be written to and has room, and the last `publishing` did not fail."""
    settings = app.extensions["settings"]
    return {
        "database": _state(database_answers() and in_place()),
        "edition": _state(app.extensions["editions"].current() is not None),
        "disk": _state(_has_room(settings.instance)),
        "publishing": _state(app.extensions["publisher"].state.kind != "failed"),
    }


def _state(well: bool) -> State:
    return "ok" if well else "failed"


def _has_room(folder: os.PathLike[str]) -> bool:
    try:
        return os.access(folder, os.W_OK) and shutil.disk_usage(folder).free >= LEAST_FREE
    except OSError:
        return False
