"""What an edition was made of, as two digests: whoever would make it again can tell whether anything has changed.

`pages` is of the code, the texts and the settings: that is all that the fixed pages are made of. `data` is of the
database and the day, which the dynamic pages and the overlays are made of as well.
"""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterable
from dataclasses import dataclass, fields
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from sqlalchemy import Connection, CursorResult, inspect, literal_column, select
from sqlalchemy import table as named

from webapp.config import MOST_OF_A_TEXT, Settings, read_file

CODE = Path(__file__).resolve().parents[1]
# What renders besides our own code: another version of it may write something else.
LIBRARIES = (
    "Flask",
    "Jinja2",
    "MarkupSafe",
    "markdown-it-py",
    "opening-hours-py",
    "PyYAML",
    "babel",
    "pydantic",
    "tzdata",
)
# Where it is served and how, not what: the same edition whatever they are. Any other setting counts.
NOT_ON_PAGES = {
    *("host", "port", "instance", "database_url", "secret_key", "content", "ready_pages", "tls_certificate", "tls_key"),
    *("threads", "compression", "max_body"),
}
# Tables that nothing public is made of, and that change without it. Any other table counts. A test holds publishing to
# reading none of these.
NOT_PUBLIC = {
    *("edition", "desk_user", "desk_session", "desk_invitation", "desk_recovery_code", "change", "offer_revision"),
    *("report", "report_answer", "data_import", "data_version"),
}


@dataclass(frozen=True)
class Made:
    """What an edition was made of."""

    pages: str
    data: str


def of_pages(settings: Settings) -> str:
    """The digest of what the pages are made of. Taken when the app is made: that is what it then renders from."""
    chosen = [(one.name, repr(getattr(settings, one.name))) for one in fields(settings) if one.name not in NOT_ON_PAGES]
    return _digest([_of_code(), _of_folder(settings.content), repr(chosen)])


def of_data(connection: Connection, day: str) -> str:
    """The digest of all public rows of the database, and of the day they are read on (`2026-11-21`)."""
    found = [day]
    for table in sorted(set(inspect(connection).get_table_names()) - NOT_PUBLIC):
        rows: CursorResult = connection.execute(select(literal_column("*")).select_from(named(table)))
        found.append(f"{table} {list(rows.keys())}")
        found += sorted(repr(tuple(row)) for row in rows)
    return _digest(found)


@cache
def _of_code() -> str:
    libraries = [f"{name} {_version(name)}" for name in LIBRARIES]
    return _digest([sys.version, *libraries, _of_folder(CODE)])


def _of_folder(folder: Path) -> str:
    paths = sorted(path for path in folder.rglob("*") if "__pycache__" not in path.parts and path.is_file())
    return _digest(f"{path.relative_to(folder)} {_of_file(path)}" for path in paths)


def _of_file(path: Path) -> str:
    return hashlib.sha256(read_file(path, MOST_OF_A_TEXT)).hexdigest()


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def _digest(parts: Iterable[str]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        digest.update(f"{len(part)} {part}\n".encode())
    return digest.hexdigest()
