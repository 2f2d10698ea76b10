"""The files of a static site: which of them answers an address, and each with its compressed copies beside it."""

from __future__ import annotations

import gzip
import hashlib
import os
from pathlib import Path

import brotli

from webapp.edition.edition import Edition

WINDOWS = (16, 22)  # the least and the most of it, as powers of two in bytes


class Site:
    """The folder that a site is written to. What an edition before it has under the same address is not pressed
    again. There may be another site in it already, which is written over: to make six hundred files, and to remove as
    many, takes a file system ten times as long."""

    def __init__(self, folder: Path, before: Edition | None):
        self.folder = folder
        self.files: dict[str, str] = {}  # the SHA-256 of every file written, by path
        self._made: set[Path] = set()  # folders
        self._before = before.folder / "site" if before else None
        self._pressed = before.made()[1] if before else {}

    def write(self, address: str, body: bytes, quality: int) -> int:
        """Write what an address answers, with `.br` and `.gz` beside it; the bytes over the wire (Brotli)."""
        path = site_file(self.folder, address)
        if path.parent not in self._made:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._made.add(path.parent)
        name = path.relative_to(self.folder).as_posix()
        digest = hashlib.sha256(body).hexdigest()
        small = self._as_before(name, digest) or compressed(body, quality)
        self.files[name] = digest
        _put(path, body)
        for suffix, content in small.items():
            self.files[name + suffix] = hashlib.sha256(content).hexdigest()
            _put(path.with_name(path.name + suffix), content)
        return len(small[".br"])

    def remove_others(self) -> None:
        """Remove what was in the folder before and is not of this site."""
        for place, _folders, names in os.walk(self.folder, topdown=False):
            folder = Path(place)
            for name in names:
                if (folder / name).relative_to(self.folder).as_posix() not in self.files:
                    (folder / name).unlink()
            if not any(folder.iterdir()):
                folder.rmdir()

    def _as_before(self, name: str, digest: str) -> dict[str, bytes] | None:
        if self._before is None or self._pressed.get(name) != digest:
            return None
        found = {}
        for suffix in (".br", ".gz"):
            try:
                found[suffix] = (self._before / (name + suffix)).read_bytes()
            except OSError:
                return None
            if hashlib.sha256(found[suffix]).hexdigest() != self._pressed.get(name + suffix):
                return None
        return found


def _put(path: Path, body: bytes) -> None:
    # Without emptying a file first: then the file system waits for what is written to be on the disk.
    try:
        file = path.open("r+b")
    except FileNotFoundError:
        path.write_bytes(body)
        return
    with file:
        file.write(body)
        file.truncate()


def site_file(site: Path, address: str) -> Path:
    """The file of a static site that answers an address: `/kort/3` is `kort/3/index.html`."""
    name = address.strip("/")
    if not name or not ("." in name.rsplit("/", 1)[-1] or name.startswith("udgave/")):
        return site / name / "index.html"
    return site / name


def compressed(body: bytes, quality: int) -> dict[str, bytes]:
    """A body as Brotli and gzip make it small, by the suffix of its file."""
    # The encoder clears its tables for the whole window, however short the body: that was most of the time for a page.
    window = min(max(len(body).bit_length(), WINDOWS[0]), WINDOWS[1])
    small = brotli.compress(body, quality=quality, lgwin=window)
    return {".br": small, ".gz": gzip.compress(body, min(quality, 9), mtime=0)}
