"""The files of a static site: which of them answers an address, and each with its compressed copies beside it."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import brotli

from webapp.edition.edition import Edition

WINDOWS = (16, 22)  # the least and the most of it, as powers of two in bytes


class Site:
    """The folder that a site is written to. What an edition before it has under the same address is not pressed
    again."""

    def __init__(self, folder: Path, before: Edition | None):
        self.folder = folder
        self.files: dict[str, str] = {}  # the SHA-256 of every file written, by path
        self._before = before.folder / "site" if before else None
        self._pressed = before.made()[1] if before else {}

    def write(self, address: str, body: bytes, quality: int) -> int:
        """Write what an address answers, with `.br` and `.gz` beside it; the bytes over the wire (Brotli)."""
        path = site_file(self.folder, address)
        path.parent.mkdir(parents=True, exist_ok=True)
        small = self._as_before(path, body) or compressed(body, quality)
        for suffix, content in (("", body), *small.items()):
            file = path.with_name(path.name + suffix)
            file.write_bytes(content)
            self.files[file.relative_to(self.folder).as_posix()] = hashlib.sha256(content).hexdigest()
        return len(small[".br"])

    def _as_before(self, path: Path, body: bytes) -> dict[str, bytes] | None:
        name = path.relative_to(self.folder).as_posix()
        if self._before is None or self._pressed.get(name) != hashlib.sha256(body).hexdigest():
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
