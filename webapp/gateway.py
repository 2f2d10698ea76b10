"""The gateway: what the HTTP server (granian, by RSGI) hands every request to, and what hands it on to the app.

A request's body is read whole, within a limit of size and time, before one of the few threads that Flask works in is
taken. So clients that are slow, or stop in the middle, hold up nobody, and pages that lie ready never wait for Flask.
"""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext, suppress
from io import BytesIO
from typing import Any

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.wsgi import ClosingIterator

from webapp.edition.page_cache import PageCache
from webapp.errors import REFUSED
from webapp.monitoring.metrics import route_class
from webapp.security.headers import HEADERS, NO_STORE, encrypted
from webapp.security.logs import failed

LEAST_SPEED = 8 * 1024  # bytes a second; a file over a slow line takes its time, a body that stops is given up
PATIENCE = 20  # seconds on top of that
PASSED_BY = 16 * 1024 * 1024, 2  # bytes and seconds of a refused body that are taken in and thrown away
MOST_HELD = 64 * 1024 * 1024  # bytes of bodies in memory at once
LOOK_EVERY, LOOKS = 0.0005, 100  # seconds between looks at whether it has caught up, and how many at most
MOST_WAITING = 200  # requests of a kind that wait for a thread; beyond that the answer is a quick no
ASKING = {"desk", "open_data", "monitoring"}  # classes of routes whose views ask the database

PLAIN = [("Content-Type", "text/plain; charset=utf-8"), ("Cache-Control", NO_STORE), *HEADERS.items()]
UNCLEAR_WORDS = "Browseren sendte noget, vi ikke forstår. Prøv igen, eller brug en anden browser.".encode()
BUSY = (503, [*PLAIN, ("Retry-After", "5")])
BUSY_WORDS = "Vi kan ikke lige nu. Vent lidt, og prøv igen. Ring 112, hvis det haster.".encode()

Answer = tuple[int, list[tuple[str, str]], bytes]


class RefusedError(Exception):
    """A body that is not taken; `code` is the HTTP status that says why."""

    def __init__(self, code: int):
        super().__init__(code)
        self.code = code


class Gateway:
    """The RSGI application. `threads` requests are worked on by the app at once; bodies may be `max_body` bytes.

    Those that ask the database may have to wait for it: for another program that holds its file or a table, for a disk
    or a server that stands still. However many they are, one thread more is there for everybody else.
    """

    def __init__(self, app: Flask):
        settings = app.extensions["settings"]
        self._app = app
        self._metrics = app.extensions["metrics"]
        self._pages = app.wsgi_app if isinstance(app.wsgi_app, PageCache) else None
        self._max_body: int = settings.max_body
        self._threads: int = settings.threads
        self._held = 0  # bytes; only ever changed on the loop's own thread
        self._waiting = {True: 0, False: 0}  # whether they ask the database

    def __rsgi_init__(self, loop: asyncio.AbstractEventLoop) -> None:
        """Begin, in the server's process."""
        self._loop = loop
        self._pool = ThreadPoolExecutor(self._threads + 1, thread_name_prefix="app")
        self._asking = asyncio.Semaphore(self._threads)
        # The loop loses a signal that comes after it was given a handler and before it runs.
        loop.call_soon(signal.pthread_sigmask, signal.SIG_UNBLOCK, {signal.SIGTERM})

    async def __rsgi__(self, scope, protocol) -> None:
        """Answer one request."""
        if scope.proto != "http":
            return
        method, path, headers = scope.method, scope.path, scope.headers  # each is made anew whenever it is asked for
        if ambiguous(headers):
            protocol.response_bytes(400, [*PLAIN, ("Connection", "close")], UNCLEAR_WORDS)
            return
        ready = None
        if self._pages:
            given = headers.get
            ready = self._pages.answer(
                method,
                path,
                scope.query_string,
                given("accept-encoding") or "",
                given("if-none-match"),
                encrypted(scope.scheme, given("x-forwarded-proto")),
            )
        if ready is not None:
            status, row, body = ready
            if body:
                protocol.response_bytes(status, row, body)
                if self._app.extensions["publisher"].lock.wanted:
                    let_catch_up(protocol)
            else:
                protocol.response_empty(status, row)
        else:
            status = await self._answer(environ_of(scope), protocol)
        self._metrics.answered(path, status)

    async def _answer(self, environ: dict[str, Any], protocol) -> int:
        # The status of what was answered.
        body = b""
        try:
            if has_body(environ):
                body = await self._read(environ, protocol)
        except RefusedError as refused:
            environ[REFUSED] = refused.code
        asks = asks_the_database(environ)
        if self._waiting[asks] >= MOST_WAITING:
            return send(protocol, environ["REQUEST_METHOD"], (*BUSY, BUSY_WORDS))
        environ.pop("HTTP_TRANSFER_ENCODING", None)
        environ |= {"wsgi.input": BytesIO(body), "CONTENT_LENGTH": str(len(body)) if body else ""}
        self._waiting[asks] += 1
        self._held += len(body)
        try:
            async with self._asking if asks else nullcontext():
                return await self._loop.run_in_executor(self._pool, run_and_send, self._app, environ, protocol)
        finally:
            self._waiting[asks] -= 1
            self._held -= len(body)

    async def _read(self, environ: dict[str, Any], protocol) -> bytes:
        # Raises RefusedError: 400 cut off, 408 too slow, 411 no length where it counts, 413 too large, 503 too many.
        most = self._most(environ)
        told = environ.get("CONTENT_LENGTH", "")
        pieces = pieces_of(protocol)
        if told.isdigit() and int(told) > most:
            await let_pass(pieces)
            raise RefusedError(413)
        read = bytearray()
        try:
            async with asyncio.timeout(PATIENCE + most / LEAST_SPEED):
                async for piece in pieces:
                    if len(read) + len(piece) > most:
                        raise RefusedError(413)
                    if self._held + len(piece) > MOST_HELD:
                        raise RefusedError(503)
                    read += piece
                    self._held += len(piece)
        except TimeoutError:
            raise RefusedError(408) from None
        except RefusedError:
            await let_pass(pieces)
            raise
        finally:
            self._held -= len(read)
        if told.isdigit() and int(told) != len(read):
            raise RefusedError(400)  # half a form is none
        if read and not told and asks_the_database(environ):
            # It came in pieces, as no browser sends a form and no proxy that takes it in first passes it on. granian
            # ends one that was cut off as it ends a whole one, so half of it would be saved and the rest emptied.
            raise RefusedError(411)
        return bytes(read)

    def _most(self, environ: dict[str, Any]) -> int:
        # A view that takes files says how large a body may be.
        try:
            endpoint, _ = self._app.url_map.bind("").match(environ["PATH_INFO"], environ["REQUEST_METHOD"])
        except HTTPException:
            return self._max_body
        return max(self._max_body, getattr(self._app.view_functions[endpoint], "largest_body", 0))


def let_catch_up(protocol) -> None:
    """Let the HTTP server send what it was handed, which it does in a thread of its own, in turn with taking requests.

    It copies each body, and this thread hands over faster than that one sends: of a crowd that fetches editions, a
    hundred megabytes of copies lie there, and what lies there when publishing is forked is there twice. It comes round
    to reading this request's body, which is none, after sending what it has. This thread stands still meanwhile: all
    that it could do is to hand over more.
    """
    come_round = protocol()
    for _ in range(LOOKS):
        if come_round.done():
            break
        time.sleep(LOOK_EVERY)


async def pieces_of(protocol) -> AsyncIterator[bytes]:
    """A body as it comes. The server's own iterator can be begun once, and this one be gone on with."""
    async for piece in protocol:
        yield piece


async def let_pass(pieces: AsyncIterator[bytes]) -> None:
    """Take in what is still sent of a body that is refused, for a while. Whoever is cut off in the middle of sending
    sees no answer: a proxy tells of a broken server (502), and a browser of a broken line."""
    left, within = PASSED_BY
    with suppress(TimeoutError):
        async with asyncio.timeout(within):
            async for piece in pieces:
                left -= len(piece)
                if left < 0:
                    return


def ambiguous(headers) -> bool:
    """Whether servers in a row could understand the request differently: more than one Host, length or encoding, or a
    length beside an encoding (RFC 9112, sections 3.2 and 6.3)."""
    if len(headers.get_all("host")) > 1:
        return True
    if "transfer-encoding" in headers:
        return "content-length" in headers or len(headers.get_all("transfer-encoding")) > 1
    return "content-length" in headers and len(headers.get_all("content-length")) > 1


def asks_the_database(environ: dict[str, Any]) -> bool:
    """Whether the view that a request is for asks the database: what is reported of an offer, and the classes above."""
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    return route_class(path) in ASKING or (method == "POST" and path.startswith("/find/"))


def has_body(environ: dict[str, Any]) -> bool:
    """Whether a body may come with the request (RFC 9112, section 6). HTTP/2 tells of one only by sending it."""
    told = environ.get("CONTENT_LENGTH")
    if told is None and environ["SERVER_PROTOCOL"] >= "HTTP/2":
        return environ["REQUEST_METHOD"] not in ("GET", "HEAD")
    return (told or "").strip("0") != "" or "HTTP_TRANSFER_ENCODING" in environ


def environ_of(scope) -> dict[str, Any]:
    """A request as WSGI has it (PEP 3333), without its body. The client's own address is left out: nothing needs it."""
    server, _, port = scope.server.rpartition(":")
    environ: dict[str, Any] = {
        "REQUEST_METHOD": scope.method,
        "SCRIPT_NAME": "",
        # With one slash, as Werkzeug reads it: what is asked of the path before that is asked of the same address.
        "PATH_INFO": "/" + scope.path.lstrip("/").encode(errors="surrogateescape").decode("latin-1"),
        "QUERY_STRING": scope.query_string,
        "SERVER_NAME": server or "localhost",
        "SERVER_PORT": port or "80",
        "SERVER_PROTOCOL": f"HTTP/{scope.http_version}",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.scheme,
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
        "wsgi.input_terminated": True,
        "wsgi.input": BytesIO(),
        "wsgi.errors": _Errors(),
    }
    for name, value in scope.headers.items():
        if "_" in name:  # it would pass for the one with a hyphen, past whatever a proxy in front takes out
            continue
        key = name.upper().replace("-", "_")
        if key not in ("CONTENT_TYPE", "CONTENT_LENGTH"):
            key = f"HTTP_{key}"
        if key in environ:
            value = environ[key] + ("; " if key == "HTTP_COOKIE" else ",") + value
        environ[key] = value
    if scope.authority and "HTTP_HOST" not in environ:  # HTTP/2 has it apart
        environ["HTTP_HOST"] = scope.authority
    if "HTTP_HOST" in environ:  # the same in capitals (RFC 9110, section 4.2.3), and Werkzeug compares it as it stands
        environ["HTTP_HOST"] = environ["HTTP_HOST"].lower()
    return environ


class _Errors:
    """Where WSGI has what went wrong written: to the log, whose lines say nothing of the request."""

    def write(self, text: str) -> None:
        """Nothing: an error's own text may repeat what was asked for (`docs/logs.md`)."""

    writelines = write

    def flush(self) -> None:
        """Nothing waits."""


def run(app: Flask, environ: dict[str, Any]) -> Answer:
    """What the WSGI app answers, whole. An app that fails altogether is a 500 without words."""
    begun: list[Any] = []

    def start_response(status: str, headers: list[tuple[str, str]], _failure: object = None):
        begun[:] = [int(status[:3]), headers]

    try:
        with app.extensions["publisher"].lock.shared():
            pieces: Iterable[bytes] = app.wsgi_app(environ, start_response)
            body = b"".join(ClosingIterator(pieces, getattr(pieces, "close", None)))
    except Exception as error:
        failed(error, "gateway")
        return 500, PLAIN, BUSY_WORDS
    return begun[0], begun[1], body


def run_and_send(app: Flask, environ: dict[str, Any], protocol) -> int:
    """Have the WSGI app answer, and send it from this thread: on the loop it would wait for its turn once more, behind
    whoever asks for ready pages. The answer's status."""
    return send(protocol, environ["REQUEST_METHOD"], run(app, environ))


def send(protocol, method: str, answer: Answer) -> int:
    """Send an answer, and tell its status. A length that the app gave is kept for HEAD alone: otherwise the server
    counts for itself."""
    status, headers, body = answer
    if method == "HEAD" or status in (204, 304):
        protocol.response_empty(status, headers)
    else:
        protocol.response_bytes(status, [row for row in headers if row[0].lower() != "content-length"], body)
    return status
