"""The files of a static site: which of them answers an address, and each with its compressed copies beside it."""

from __future__ import annotations

import gzip
from pathlib import Path

import brotli

WINDOWS = (16, 22)  # the least and the most of it, as powers of two in bytes


def site_file(site: Path, address: str) -> Path:
    """The file of a static site that answers an address: `/kort/3` is `kort/3/index.html`."""
    name = address.strip("/")
    if not name or not ("." in name.rsplit("/", 1)[-1] or name.startswith("udgave/")):
        return site / name / "index.html"
    return site / name


def write_compressed(path: Path, body: bytes, quality: int) -> int:
    """Write a file with `.br` and `.gz` beside it; answers the size in bytes over the wire (Brotli)."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    # The encoder clears its tables for the whole window, however short the body: that was most of the time for a page.
    window = min(max(len(body).bit_length(), WINDOWS[0]), WINDOWS[1])
    small = brotli.compress(body, quality=quality, lgwin=window)
    path.with_name(path.name + ".br").write_bytes(small)
    path.with_name(path.name + ".gz").write_bytes(gzip.compress(body, 9, mtime=0))
    return len(small)
