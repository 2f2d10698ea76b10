"""Ready pages: a thin WSGI layer in front of Flask that answers public pages with bytes made at publishing.

One immutable table per edition. When a new edition is put in force the next request, a second later at most, meets
the new table; a request in progress keeps the old one.
"""

from __future__ import annotations

import gzip
import hashlib
import threading
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from webapp.compression import ENCODINGS, accepted_encodings
from webapp.edition.bundle import BUILDING
from webapp.edition.edition import Edition, Editions
from webapp.security.headers import (
    HEADERS,
    IMMUTABLE,
    NO_CACHE,
    NO_STORE,
    STRICT_TRANSPORT_SECURITY,
    over_tls,
)

_EVERYWHERE = list(HEADERS.items())  # the same pairs for all, which are many
LOOK_EVERY = 1.0  # seconds between looks at which edition is in force
TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json; charset=utf-8",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".webmanifest": "application/manifest+json; charset=utf-8",
    ".html": "text/html; charset=utf-8",
}


@dataclass(frozen=True, eq=False)
class CachedBody:
    """One body ready to be sent, in one encoding. `kept` is it, or for one that is sent as it is the same as gzip has
    it: nearly everybody takes a compressed one, and the others would be two thirds of the table."""

    etag: str
    headers: list[tuple[str, str]]
    kept: bytes
    is_compressed: bool = False

    @property
    def body(self) -> bytes:
        """What is sent."""
        return gzip.decompress(self.kept) if self.is_compressed else self.kept

    def __eq__(self, other: object) -> bool:
        """Whether both are sent alike."""
        if not isinstance(other, CachedBody):
            return NotImplemented
        return (self.etag, self.headers, self.body) == (other.etag, other.headers, other.body)


@dataclass(frozen=True)
class CachedPage:
    """One address: its status line and its bodies, one for each encoding it is worth having."""

    status: int
    answers: dict[str, CachedBody]


def read_table(editions: Editions, edition: Edition) -> dict[str, CachedPage]:
    """Every ready address of an edition; of earlier editions the static files, that open tabs may still ask for, and
    what phones fetch, compressed: a crowd may have asked which is the newest just before it was replaced, and when many
    save it is replaced more than once in a few seconds.

    What is not on the disk as it was written is left out, and so made anew by the app behind.
    """
    table: dict[str, CachedPage] = {}
    for older in reversed(editions.others(edition.version)):
        with suppress(OSError):  # it is removed, or the next one is written over it, as we read it
            _take_what_phones_ask_for(table, older)
    site, written = edition.folder / "site", edition.made()[1]
    for path in site.rglob("*"):
        _take(table, site, path, written)
    return table


def _take_what_phones_ask_for(table: dict[str, CachedPage], older: Edition) -> None:
    site, written = older.folder / "site", older.made()[1]
    for path in (site / "static").rglob("*"):
        _take(table, site, path, written)
    for path in (site / "udgave").glob("*"):
        _take(table, site, path, written)
        if (page := table.get(f"/udgave/{path.name}")) and "gzip" in page.answers:
            # As it is it takes long to make: Flask has it for who asks. A patch of a few bytes, which gzip makes
            # longer, is what those are sent who take gzip alone.
            page.answers.pop("", None)


def _take(table: dict[str, CachedPage], site: Path, path: Path, written: Mapping[str, str]) -> None:
    if path.suffix in (".br", ".gz") or not path.is_file():
        return
    address = "/" + path.relative_to(site).as_posix()
    if address.endswith("/index.html"):
        address = address.removesuffix("index.html").rstrip("/") or "/"
    plain = _as_written(site, path, written)
    if plain is None:
        return
    digest = hashlib.sha256(plain).hexdigest()[:20]
    kind = TYPES.get(path.suffix, "application/octet-stream")
    answers: dict[str, CachedBody] = {}
    for encoding, suffix in ENCODINGS:
        body = _as_written(site, path.with_name(path.name + suffix), written) if suffix else plain
        if body is None or (encoding and len(body) >= len(plain)):
            continue
        etag = f'"{digest}{"-" + encoding if encoding else ""}"'
        headers = [
            *_EVERYWHERE,
            ("Content-Type", kind),
            ("Cache-Control", _how_long(address)),
            ("Vary", "Accept-Encoding"),
        ]
        # A citizen's page is told apart by nothing, not even by a tag that a browser sends back.
        if not address.startswith("/b/"):
            headers.append(("ETag", etag))
        if encoding:
            headers.append(("Content-Encoding", encoding))
        small = answers.get("gzip") if not encoding else None
        answers[encoding] = CachedBody(etag, headers, small.kept if small else body, is_compressed=bool(small))
    table[address] = CachedPage(404 if address == "/404.html" else 200, answers)


def _as_written(site: Path, path: Path, written: Mapping[str, str]) -> bytes | None:
    # A power cut, a worn disk or a slip can spoil a file.
    body = path.read_bytes()
    return body if written.get(path.relative_to(site).as_posix()) == hashlib.sha256(body).hexdigest() else None


def _how_long(address: str) -> str:
    if address.startswith("/static/"):
        return IMMUTABLE
    if address in ("/sw.js", "/manifest.webmanifest"):
        return NO_CACHE
    return NO_STORE


class PageCache:
    """The WSGI layer. What is not in the table, and every method but GET and HEAD, goes on to the app behind."""

    def __init__(self, app, editions: Editions):
        self._app = app
        self._editions = editions
        self._lock = threading.Lock()
        self._table: dict[str, CachedPage] = {}
        self._mark: object = None
        self._looked = float("-inf")
        self._accepted: dict[str, tuple[str, ...]] = {}

    def __call__(self, environ, start_response):
        """Answer from the table where it can, else by the app behind."""
        answer = None
        if BUILDING not in environ:
            answer = self.answer(
                environ["REQUEST_METHOD"],
                environ["PATH_INFO"],
                environ["QUERY_STRING"],
                environ.get("HTTP_ACCEPT_ENCODING", ""),
                environ.get("HTTP_IF_NONE_MATCH"),
                over_tls(environ),
            )
        if answer is None:
            return self._app(environ, start_response)
        status, headers, body = answer
        start_response(STATUS[status], headers)
        return [body] if body else []

    def answer(
        self, method: str, path: str, query: str, accepted: str, known: str | None, encrypted: bool
    ) -> tuple[int, list[tuple[str, str]], bytes] | None:
        """What the table answers: status, headers and body; None where it has nothing. `accepted` and `known` are the
        headers Accept-Encoding and If-None-Match."""
        if time.monotonic() - self._looked > LOOK_EVERY:
            self._look()
        page = self._table.get(path)
        if page is None or method not in ("GET", "HEAD") or (query and path.startswith("/b/")):
            return None  # a citizen's page may be asked for in other words: ?sprog=en
        answers = page.answers
        for encoding in self._encodings(accepted):
            if encoding in answers:
                answer: CachedBody | None = answers[encoding]
                break
        else:
            answer = answers.get("")
        if answer is None:
            return None
        headers = answer.headers
        if encrypted:
            headers = [*headers, STRICT_TRANSPORT_SECURITY]
        if known and page.status == 200 and _matches(known, answer.etag):
            return 304, [row for row in headers if row[0] not in _ABOUT_THE_BODY], b""
        return page.status, headers, b"" if method == "HEAD" else answer.body

    def _look(self) -> None:
        with self._lock:
            self._looked = time.monotonic()
            try:
                mark = self._editions.pointer.stat().st_mtime_ns, self._editions.pointer.read_bytes()
            except OSError:
                return
            if mark == self._mark:
                return
            edition = self._editions.current()
            if edition is None:
                return
            try:
                self._table = read_table(self._editions, edition)
            except OSError:
                return  # the oldest edition was removed as we read it; the next look finds it gone
            self._mark = mark

    def _encodings(self, header: str) -> tuple[str, ...]:
        known = self._accepted.get(header)
        if known is None:
            known = accepted_encodings(header)
            if len(self._accepted) < 200:  # browsers send a handful; a stranger cannot fill the memory
                self._accepted[header] = known
        return known


STATUS = {200: "200 OK", 304: "304 Not Modified", 404: "404 Not Found"}
_ABOUT_THE_BODY = {"Content-Type", "Content-Length", "Content-Encoding"}


def _matches(asked: str, etag: str) -> bool:
    tags = {tag.strip().removeprefix("W/") for tag in asked[:2000].split(",")}
    return "*" in tags or etag in tags
