"""A bad network between a browser and the server: a small proxy that counts requests and spoils the answers it is told
to. A phone cannot tell it from the server, so a test can also stop it, start it again, or put another server behind it.
"""

from __future__ import annotations

import http.client
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from harness.processes import free_port

PATIENCE = 60  # seconds after which nothing is held back any longer, should a test forget to
NOT_PASSED_ON = {"connection", "keep-alive", "transfer-encoding", "content-length"}


@dataclass(frozen=True)
class Answer:
    """What goes back to the browser."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes
    said: int | None = None  # the length the headers claim, when it is not the true one
    half: threading.Event | None = None  # with it, only half the body goes out before it is set


Fault = Callable[[Callable[[], Answer]], Answer]  # is given the way to the server's own answer


def server_error(_):
    """500."""
    return Answer(500, [("Content-Type", "text/plain")], b"Internal Server Error")


def cut_off(fetch):
    """The connection breaks half-way through the body."""
    answer = fetch()
    return replace(answer, body=answer.body[: len(answer.body) // 2], said=len(answer.body))


def too_short(fetch):
    """Half a body that claims to be whole."""
    answer = fetch()
    return replace(answer, body=answer.body[: len(answer.body) // 2])


def wrong_bytes(fetch):
    """As many bytes as there should be, one of them another one."""
    answer = fetch()
    body = bytearray(answer.body)
    body[len(body) // 2] ^= 1
    return replace(answer, body=bytes(body))


def portal(_):
    """A captive portal: 200 and its own page, whatever was asked for."""
    return Answer(200, [("Content-Type", "text/html; charset=utf-8")], b"<!doctype html><h1>Gratis wifi</h1>")


def portal_in_disguise(fetch):
    """A portal's page under the media type that was asked for."""
    return replace(fetch(), body=portal(fetch).body)


class Redirect:
    """A redirect to an address where the right answer is to be had; even that is not to be followed."""

    def __init__(self, path: str):
        self.path = path

    def __call__(self, _):
        """302."""
        return Answer(302, [("Location", self.path)], b"")


class Held:
    """Nothing comes, until it is let go; then the server's answer does. With `half`, half of it comes at once."""

    def __init__(self, half: bool = False):
        self.half = half
        self.asked = threading.Event()
        self._let_go = threading.Event()

    def __call__(self, fetch):
        """Wait."""
        self.asked.set()
        if self.half:
            return replace(fetch(), half=self._let_go)
        self._let_go.wait(PATIENCE)
        return fetch()

    def let_go(self) -> None:
        """Let everything through that waits, and what comes after."""
        self._let_go.set()


class Network:
    """The proxy. `requests` is what reached it, as (method, path); `target` is the server's address."""

    def __init__(self, target: str):
        self.target = target
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.requests: list[tuple[str, str]] = []
        self._faults: dict[str, Fault] = {}
        self._connections: set[socket.socket] = set()
        self._held: list[Held] = []
        self._server: ThreadingHTTPServer | None = None

    def spoil(self, path: str, fault: Fault) -> Fault:
        """Use a fault for a path from now on; `*` is every path without a fault of its own."""
        self._faults[path] = fault
        if isinstance(fault, Held):
            self._held.append(fault)
        return fault

    def mend(self) -> None:
        """Take all faults away, and let go of what is held."""
        self._faults = {}
        while self._held:
            self._held.pop().let_go()

    def start(self) -> Network:
        """Listen (again)."""
        self._server = _Listener(("127.0.0.1", self.port), self)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def stop(self) -> None:
        """Stop listening and break every connection, those a browser keeps in store included."""
        if self._server is None:
            return
        self._server.shutdown()
        self._server.server_close()
        self._server = None
        for connection in list(self._connections):
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for held in self._held:
            held.let_go()

    def answer(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
        """The server's answer, or what a fault makes of it."""
        self.requests.append((method, path))
        fault = self._faults.get(path) or self._faults.get("*")
        if fault is None:
            return self._fetch(method, path, headers, body)
        plain = [(name, value) for name, value in headers if name.lower() != "accept-encoding"]
        return fault(lambda: self._fetch(method, path, plain, body))

    def _fetch(self, method: str, path: str, headers: list[tuple[str, str]], body: bytes) -> Answer:
        server = http.client.HTTPConnection(urlsplit(self.target).netloc, timeout=PATIENCE)
        try:
            server.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in headers:
                if name.lower() not in NOT_PASSED_ON:
                    server.putheader(name, value)
            if body:
                server.putheader("Content-Length", str(len(body)))
            server.endheaders(body or None)
            answer = server.getresponse()
            return Answer(answer.status, answer.getheaders(), answer.read())
        finally:
            server.close()


class _Listener(ThreadingHTTPServer):
    def __init__(self, address: tuple[str, int], network: Network):
        self.network = network
        super().__init__(address, _Handler)

    def process_request(self, request, client_address):
        self.network._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request):
        self.network._connections.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request, client_address):
        if not isinstance(sys.exc_info()[1], OSError):  # a browser that goes away is nothing to write about
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    # HTTP/1.0: one request on a connection, so that nothing lives on when the network is stopped.
    def _pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        answer = self.server.network.answer(self.command, self.path, list(self.headers.items()), body)
        self.send_response_only(answer.status)
        for name, value in answer.headers:
            if name.lower() not in NOT_PASSED_ON:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(answer.body) if answer.said is None else answer.said))
        self.end_headers()
        if self.command == "HEAD":
            return
        start = 0
        if answer.half is not None:
            start = len(answer.body) // 2
            self.wfile.write(answer.body[:start])
            answer.half.wait(PATIENCE)
        self.wfile.write(answer.body[start:])

    do_GET = do_HEAD = do_POST = _pass_on

    def log_message(self, *_):
        """Say nothing."""
