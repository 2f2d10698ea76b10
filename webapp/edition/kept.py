"""What was made for the last edition, kept for the next: an edit changes one offer, and the others need not be worked
out again.

Each thing lies under the digest of all that it was made of, so what is found is what would be made. The file beside the
editions holds only what the last publishing used. It is read as if it were empty when the code, the texts, the settings
or the day are others than when it was written, and when a byte of it is not as it was.

The bytes: a digest of all that follows, what it was written for, and a line of JSON that has the digest and the length
of each thing; then the things one after another.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

DIGEST = 32  # bytes of a SHA-256
LARGEST = 300_000_000  # bytes that are kept: more than all of Denmark takes


class Kept:
    """Things by what they were made of. Without a file they are remembered as long as it is there."""

    def __init__(self, file: Path | None = None, made_of: str = ""):
        """`made_of` stands for all that is the same for every thing in it."""
        self._file = file
        self._frame = hashlib.sha256(made_of.encode()).digest()
        self._before = self._read()
        self._used: dict[str, bytes] = {}

    def as_bytes(self, what: str, made_of: object, make: Callable[[], bytes]) -> bytes:
        """What `make` gives, or has given when it was last made of the same, told by its `repr`."""
        name = hashlib.sha256(f"{what} {made_of!r}".encode()).hexdigest()
        found = self._used.get(name)
        if found is None:
            found = self._before.get(name)
            self._used[name] = found = make() if found is None else found
        return found

    def as_json(self, what: str, made_of: object, make: Callable[[], Any]) -> Any:
        """The same for what can be written as JSON. It always comes as it is read from there: tuples as lists."""
        return json.loads(self.as_bytes(what, made_of, lambda: json.dumps(make(), ensure_ascii=False).encode()))

    def write(self) -> None:
        """Keep what was used since it was made. On a full disk what was kept before stays."""
        if self._file is None or self._used.keys() == self._before.keys():
            return
        sizes = json.dumps([[name, len(body)] for name, body in self._used.items()]).encode()
        body = b"".join((self._frame, sizes, b"\n", *self._used.values()))
        beside = self._file.with_name(f"{self._file.name}.{os.getpid()}")
        if len(body) > LARGEST:
            return
        try:
            beside.write_bytes(hashlib.sha256(body).digest() + body)
            beside.replace(self._file)
        except OSError:
            with suppress(OSError):
                beside.unlink(missing_ok=True)

    def _read(self) -> dict[str, bytes]:
        try:
            content = self._file.read_bytes() if self._file else b""
        except OSError:
            return {}
        body = content[DIGEST:]
        if hashlib.sha256(body).digest() != content[:DIGEST] or body[:DIGEST] != self._frame:
            return {}
        line, _, things = body[DIGEST:].partition(b"\n")
        found, place = {}, 0
        for name, size in json.loads(line):
            found[name] = things[place : place + size]
            place += size
        return found
