"""An edition: the public pages rendered once, named by a hash of their content, and the folder it lies in.

instance/editions/current            the version in force
instance/editions/kept               what the last one was made with, for the next (`kept.py`)
instance/editions/<version>/
    edition.json                     what /udgave.json answers
    made.json                        what it was made of, and the digest of every file in site/
    site/                            a static site any web server can carry: every page and file, each with .br
                                     and .gz beside it, and in udgave/ the bundle and patches that phones fetch
"""

from __future__ import annotations

import ctypes
import fcntl
import hashlib
import json
import os
import re
import shutil
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy import CheckConstraint, DateTime, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.danish import danish_size, short_date
from webapp.database import Base
from webapp.edition.fingerprint import Made

FORMAT = 12  # of the bundle; a worker leaves alone what it does not know how to read
VERSION_LENGTH = 12  # hexadecimal digits of the bundle's SHA-256
VERSION = re.compile(rf"[0-9a-f]{{{VERSION_LENGTH}}}")
DESCRIBED = "edition.json"
# What is left where somebody was stopped in the middle of publishing.
UNFINISHED = (".new-*", ".old-*", "current.*", "kept.*")


_Sign = tuple[int, ...]


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

    def made(self) -> tuple[Made | None, dict[str, str]]:
        """What it was made of, and the SHA-256 of every file below `site/`, by path. (None, {}) where that is not
        known."""
        try:
            facts = json.loads((self.folder / "made.json").read_text(encoding="utf-8"))
            return Made(facts["pages"], facts["data"]), dict(facts["files"])
        except _NOT_WHOLE:
            return None, {}

    def patches(self) -> Iterator[tuple[str, bytes]]:
        """The patches that lead to it, each with the version it leads from; none that is spoilt."""
        _made, files = self.made()
        try:
            versions = json.loads((self.folder / "edition.json").read_text(encoding="utf-8"))["patches"]
            for before in versions:
                name = f"udgave/{before}-{self.version}"
                change = (self.folder / "site" / name).read_bytes()
                if hashlib.sha256(change).hexdigest() == files.get(name):
                    yield before, change
        except _NOT_WHOLE:
            return

    def note(self, made: Made, files: Mapping[str, str]) -> None:
        """Write down what it was made of."""
        facts = {"pages": made.pages, "data": made.data, "files": dict(files)}
        _write_settled(self.folder / "made.json", json.dumps(facts, separators=(",", ":")))

    def read(self, file: Path) -> bytes | None:
        """A file below `site/`; None where it is missing or not as it was written."""
        try:
            body = file.read_bytes()
        except OSError:
            return None
        written = self.made()[1].get(file.relative_to(self.folder / "site").as_posix())
        return body if hashlib.sha256(body).hexdigest() == written else None

    def is_sound(self) -> bool:
        """Whether every file of it is there as it was written: a power cut or a worn disk can spoil one."""
        _made, files = self.made()
        bundle = f"udgave/{self.version}"
        if files.get(bundle) != self.sha256:
            return False
        try:
            return all(
                hashlib.sha256((self.folder / "site" / path).read_bytes()).hexdigest() == digest
                for path, digest in files.items()
            )
        except OSError:
            return False


CLOCKS_DIFFER = 60  # seconds that a disk's may be ahead of ours
# What reading a file of ours ends in when it is missing or not as we wrote it.
_NOT_WHOLE = (OSError, ValueError, KeyError, TypeError, AttributeError)


class Editions:
    """The editions in an instance folder, and which of them is in force."""

    def __init__(self, instance: Path):
        self.folder = instance / "editions"
        self.pointer = self.folder / "current"
        self.kept = self.folder / "kept"
        self._known: tuple[Edition, _Sign, _Sign] | None = None  # as `current` found it, and by which files

    def folder_of(self, version: str) -> Path:
        """Where an edition lies, or would lie."""
        return self.folder / version

    def find(self, version: str) -> Edition | None:
        """The edition with this version, or None when it is not in the folder (or not whole)."""
        if not VERSION.fullmatch(version):
            return None
        described = self.folder_of(version) / DESCRIBED
        try:
            facts = json.loads(described.read_text(encoding="utf-8"))
            day, size = date.fromisoformat(facts["date"]), int(facts["size"])
            if facts["version"] != version or not facts["hash"].startswith(version):
                return None
            return Edition(version, facts["hash"], day, size, described.parent)
        except _NOT_WHOLE:
            return None

    def current(self) -> Edition | None:
        """The edition in force, or None before the first one is published. Every page of the desk asks: the two files
        that say so are read anew only where one of them is another than before, or was written to."""
        known = self._known
        try:
            pointer = _sign(self.pointer)
            if known and known[1] == pointer and known[2] == _sign(known[0].folder / DESCRIBED):
                return known[0]
            version = self.pointer.read_text(encoding="utf-8").strip()
            described = _sign(self.folder_of(version) / DESCRIBED)
        except (OSError, ValueError):
            return None
        found = self.find(version)
        self._known = (found, pointer, described) if found else None
        return found

    def make_current(self, version: str) -> None:
        """Put an edition in force: one rename, so that no reader ever sees half a change."""
        _write_settled(self.pointer, version)

    def put(self, work: Path, version: str) -> Edition:
        """Move a folder with a whole edition to its place, all of it on the disk first. One that lies there already is
        spoilt, or half of one, and goes."""
        place = self.folder_of(version)
        settle(work)
        if place.exists():
            place.rename(self.folder / f".old-{version}-{os.getpid()}")
        work.rename(place)
        settle(self.folder)
        self.remove_unfinished()
        edition = self.find(version)
        if edition is None:
            raise OSError(f"the edition in {place} is not what was written")
        return edition

    def remove_unfinished(self) -> None:
        """Remove what others left in the middle of publishing. Only for whoever publishes, under the lock."""
        for pattern in UNFINISHED:
            for path in self.folder.glob(pattern):
                if path.is_dir():
                    shutil.rmtree(path, ignore_errors=True)
                else:
                    path.unlink(missing_ok=True)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        """Waits until nobody else publishes here, another process included: who reads last puts in force last."""
        with (self.folder / "publishing.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def others(self, version: str) -> list[Edition]:
        """The other editions kept here, newest first; a name with a dot in front is an edition still being written.

        The one in force is the newest, and what is dated ahead the oldest: the clock has been set back since. Else the
        one that readers have would be the first to give way.
        """
        in_force, now = self.current(), time.time()

        def newest(path: Path) -> tuple[bool, bool, float]:
            written = path.stat().st_mtime
            return in_force is not None and path.name == in_force.version, written <= now + CLOCKS_DIFFER, written

        folders = [path for path in self.folder.glob("[!.]*") if path.is_dir() and path.name != version]
        folders.sort(key=newest, reverse=True)
        return [edition for path in folders if (edition := self.find(path.name))]


def _sign(file: Path) -> _Sign:
    """What tells a file from the one that had its name before, and from itself before it was written to."""
    found = file.stat()
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _write_settled(path: Path, text: str) -> None:
    """Write a file whole or not at all, also when the power fails: beside, to the disk, and renamed."""
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
    _settle_folder(path.parent)


def settle(folder: Path) -> None:
    """Wait until everything in a folder is on the disk. One call for its whole file system (`syncfs(2)`) where there
    is one: an edition is some six hundred files, and to wait for each of them takes seconds."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        syncfs = getattr(ctypes.CDLL(None, use_errno=True), "syncfs", None)
        if syncfs is None:
            os.sync()
        elif syncfs(handle):
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
    finally:
        os.close(handle)


def _settle_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
