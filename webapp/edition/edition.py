"""An edition: the public pages rendered once, named by a hash of their content, and the folder it lies in.

instance/editions/current            the version in force
instance/editions/<version>/
    edition.json                     what /udgave.json answers
    site/                            a static site any web server can carry: every page and file, each with .br
                                     and .gz beside it, and in udgave/ the bundle and patches that phones fetch
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import CheckConstraint, DateTime, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.danish import danish_size, short_date
from webapp.database import Base

FORMAT = 2  # of the bundle; a worker leaves alone what it does not know how to read
VERSION_LENGTH = 12  # hexadecimal digits of the bundle's SHA-256


class EditionRecord(Base):
    """When an edition was first published; all servers on the same database say the same date."""

    __tablename__ = "edition"
    __table_args__ = (CheckConstraint("size > 0", name="edition_size_positive"),)

    version: Mapped[str] = mapped_column(String(VERSION_LENGTH), primary_key=True)
    sha256: Mapped[str] = mapped_column(String(64), unique=True, nullable=False)
    size: Mapped[int] = mapped_column(Integer, nullable=False)  # bytes over the wire
    published_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), nullable=False)


@dataclass(frozen=True)
class Edition:
    """One published edition. `size` is the bytes a phone fetches for it, compressed."""

    version: str
    sha256: str
    day: date
    size: int
    folder: Path

    @property
    def date_words(self) -> str:
        """`21. nov.`"""
        return short_date(self.day)

    @property
    def size_words(self) -> str:
        """`84 KB`"""
        return danish_size(self.size)


class Editions:
    """The editions in an instance folder, and which of them is in force."""

    def __init__(self, instance: Path):
        self.folder = instance / "editions"
        self.pointer = self.folder / "current"

    def folder_of(self, version: str) -> Path:
        """Where an edition lies, or would lie."""
        return self.folder / version

    def find(self, version: str) -> Edition | None:
        """The edition with this version, or None when it is not in the folder (or not whole)."""
        described = self.folder_of(version) / "edition.json"
        try:
            facts = json.loads(described.read_text(encoding="utf-8"))
        except (FileNotFoundError, NotADirectoryError):
            return None
        return Edition(
            facts["version"], facts["hash"], date.fromisoformat(facts["date"]), facts["size"], described.parent
        )

    def current(self) -> Edition | None:
        """The edition in force, or None before the first one is published."""
        try:
            return self.find(self.pointer.read_text(encoding="utf-8").strip())
        except FileNotFoundError:
            return None

    def make_current(self, version: str) -> None:
        """Put an edition in force: one rename, so that no reader ever sees half a change.

        Where it is in force already nothing is written, so a server can start again on a full disk.
        """
        current = self.current()
        if current is not None and current.version == version:
            return
        beside = self.pointer.with_name(f"current.{os.getpid()}")
        beside.write_text(version, encoding="utf-8")
        beside.replace(self.pointer)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Waits until nobody else publishes here, another process included: who reads last puts in force last."""
        with (self.folder / "publishing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def others(self, version: str) -> list[Edition]:
        """The other editions kept here, newest first; a name with a dot in front is an edition still being written."""
        folders = [path for path in self.folder.glob("[!.]*") if path.is_dir() and path.name != version]
        folders.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        return [edition for path in folders if (edition := self.find(path.name))]
