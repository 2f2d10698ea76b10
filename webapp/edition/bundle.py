"""An edition as one file: the bundle a phone fetches.

A bundle is a line of JSON (the index), a newline, and the bodies one after another in the index's order:

    {"headers": {name: value}, "worker": digest, "entries": [[path, media type, bytes, kind], ...]}
    <body><body>...

`static/offline/worker/bundle.js` reads it too. Who has an edition already fetches a smaller patch (`patch.py`).
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass

from webapp.edition import slots

# What a page says of its own edition cannot be part of what the edition is named after. So pages are bundled with these
# marks, and whoever serves a page puts the words in: the server at publishing, the worker when it answers.
VERSION_MARK, DATE_MARK, SIZE_MARK = "[[edition]]", "[[edition date]]", "[[edition size]]"

PAGE, FILE, TEMPLATE = "page", "file", "template"
LARGEST = 20_000_000  # bytes of a bundle that phones take; the same number stands in `fetching.js`
BUILDING = "lommekort.building"  # in the WSGI environment of a request that renders a page for a new edition


@dataclass(frozen=True)
class Entry:
    """One address of an edition. `kind` is `page` (marks are filled in, page headers), `file` (sent as it is) or
    `template` (a page with slots, or the data that fills them: never sent, but answered from)."""

    path: str
    type: str
    body: bytes
    kind: str = FILE


def pack(entries: list[Entry], headers: dict[str, str], worker: str = "") -> bytes:
    """The bundle of these entries; `headers` go on every page that is answered from it.

    `worker` is the text of the service worker the edition was made with. It is not in the bundle, but part of what the
    edition is named after: a changed worker makes a new edition, so that no server goes on handing out the old one.
    """
    rows = [[entry.path, entry.type, len(entry.body), entry.kind] for entry in entries]
    index = {"headers": headers, "worker": _digest(worker.encode()), "entries": rows}
    line = json.dumps(index, ensure_ascii=False, separators=(",", ":")).encode()
    return line + b"\n" + b"".join(entry.body for entry in entries)


def unpack(bundle: bytes) -> tuple[dict[str, str], list[Entry]]:
    """The headers and entries of a bundle. Raises ValueError when it is not one."""
    line, newline, bodies = bundle.partition(b"\n")
    index = json.loads(line)
    entries, start = [], 0
    for path, kind_of_media, size, kind, *_older in index["entries"]:
        entries.append(Entry(path, kind_of_media, bodies[start : start + size], kind))
        start += size
    if not newline or start != len(bodies):
        raise ValueError("the bundle's length does not fit its index")
    return index["headers"], entries


def fill(page: str, version: str, date_words: str, size_words: str) -> str:
    """A bundled page with the words of its edition in place of the marks."""
    words = {("edition",): version, ("edition", "date"): date_words, ("edition", "size"): size_words}
    return slots.fill(page, lambda name, arguments: words.get((name, *arguments)))


def _digest(body: bytes) -> str:
    return hashlib.sha256(body).hexdigest()[:16]
