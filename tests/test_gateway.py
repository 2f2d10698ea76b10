"""The gateway: slow, endless and ambiguous requests hold up nobody, at the real server."""

import asyncio
import json
import re
import resource
import socket
import subprocess
import sys
import threading
import urllib.error
import urllib.request
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager, suppress
from itertools import cycle
from urllib.parse import urlsplit

import pytest
from flask import url_for
from sqlalchemy import event

from harness import nginx
from harness.processes import free_port
from tests.browser.conftest import until
from tests.conftest import LIBRARY, ROOT
from tests.people import ESBJERG
from webapp import gateway
from webapp.database import db
from webapp.edition.page_cache import PageCache
from webapp.gateway import Gateway
from webapp.publishing.publish import publish
from webapp.registry.store import seed
from webapp.security.headers import HEADERS

HALF = (
    b"POST /find HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 20\r\n\r\nq="
)


def say(server, request: bytes) -> bytes:
    """What the server answers on a connection of its own, up to its end or until it is silent for a while."""
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        with suppress(ConnectionError):
            line.sendall(request)
        said = b""
        with suppress(ConnectionError, TimeoutError):
            while piece := line.recv(65536):
                said += piece
        return said


@contextmanager
def files(more: int):
    """Let this process open so many more files for a while."""
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(before[0], min(before[0] + more, before[1])), before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_bodies_that_never_come_hold_up_nobody(own_server):
    server = own_server.start()
    with ExitStack() as lines:
        for _ in range(12):  # three times as many as there are threads
            line = lines.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
            line.sendall(HALF)
        for request in (
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            b"GET /find?q=vold HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n",
            HALF.replace(b"20", b"6").replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n") + b"vold",
        ):
            assert say(server, request).startswith(b"HTTP/1.1 200")
        server.stop()  # and nobody is waited for when it stops


def test_a_crowd_that_keeps_its_connections_open_holds_up_nobody(server):
    """One more than the 1,024 at which the server would stop taking connections by itself, and somebody after them."""
    with ExitStack() as lines, files(1200):
        for _ in range(1025):
            lines.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=20))
        assert say(server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


@pytest.mark.parametrize(
    "head",
    [
        b"POST /find HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n",
        b"POST /b HTTP/1.1\r\nHost: x\r\nContent-Type: multipart/form-data; boundary=y\r\n",
        b"POST /intern/login HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n",
    ],
    ids=["form", "file", "desk"],
)
def test_body_without_a_length_is_counted_too(server, head):
    start = b'--y\r\nContent-Disposition: form-data; name="f"; filename="f"\r\n\r\n' if b"multipart" in head else b"q="
    piece = start + b"a" * 64 * 1024
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(piece), piece) for _ in range(8))
    said = say(server, head + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 413")


@pytest.mark.parametrize(
    "lines",
    [
        b"Host: x\r\nHost: y\r\nContent-Length: 0\r\n",
        b"Host: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n",
        b"Host: x\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
    ],
    ids=["two hosts", "two lengths", "two encodings"],
)
def test_request_that_servers_could_read_differently_is_refused(server, lines):
    said = say(server, b"POST /find HTTP/1.1\r\n" + lines + b"Connection: close\r\n\r\n0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 400")


def test_refused_request_is_told_why_in_danish(server):
    said = say(server, b"GET /find HTTP/1.1\r\nHost: x\r\nHost: y\r\nConnection: close\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 400") and "Prøv igen".encode() in said
    assert all(f"\n{name}: ".lower() in said.decode().lower() for name in HEADERS)


def test_host_is_the_same_in_capitals(server):
    request = b"GET /.well-known/security.txt HTTP/1.1\r\nHost: App.EXAMPLE.dk\r\nConnection: close\r\n\r\n"
    assert b"http://app.example.dk/" in say(server, request)


def test_name_with_an_underscore_does_not_pass_for_another(server):
    request = (
        b"GET /find HTTP/1.1\r\nHost: x\r\nConnection: close\r\nX_Forwarded_Proto: https\r\nContent_Length: 9\r\n\r\n"
    )
    said = say(server, request)
    assert said.startswith(b"HTTP/1.1 200") and b"strict-transport-security" not in said.lower()


def test_form_that_is_cut_off_is_refused_and_others_are_served(server):
    with socket.create_connection(("127.0.0.1", server.port), timeout=20) as line:
        line.sendall(HALF + b"vo")
        line.shutdown(socket.SHUT_WR)
        with suppress(ConnectionError):
            assert not line.recv(65536).startswith(b"HTTP/1.1 200")
    assert say(server, b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").startswith(b"HTTP/1.1 200")


def test_body_of_a_form_arrives_whole(server):
    body = b"q=" + b"vold+" * 20
    request = b"POST /find HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    plain = say(server, request + b"Content-Length: %d\r\nConnection: close\r\n\r\n%s" % (len(body), body))
    chunks = b"".join(b"%x\r\n%s\r\n" % (len(body[at : at + 7]), body[at : at + 7]) for at in range(0, len(body), 7))
    chunked = say(server, request + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n" + chunks + b"0\r\n\r\n")
    assert plain.startswith(b"HTTP/1.1 200")
    assert chunked.partition(b"\r\n\r\n")[2] == plain.partition(b"\r\n\r\n")[2]


@pytest.mark.parametrize("path", [b"/intern/login", b"/find/abcd"])
def test_what_may_be_cut_off_unseen_is_not_saved(server, path):
    request = b"POST %s HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n" % path
    said = say(server, request + b"Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n3\r\na=b\r\n0\r\n\r\n")
    assert said.startswith(b"HTTP/1.1 411") and "Intet er gemt" in said.decode()


class Headers(dict):
    """The server's headers, by their small names."""

    def get_all(self, name):
        """All of one name."""
        return [self[name]] if name in self else []


class Asked:
    """A request that comes in pieces with pauses between them, and what was answered."""

    proto, http_version, server, scheme, authority = "http", "1.1", "127.0.0.1:8000", "http", None
    method, path, query_string = "POST", "/find", ""

    def __init__(self, *pieces: bytes, pause: float = 0):
        self.headers = Headers({"transfer-encoding": "chunked"})
        self.pieces, self.pause, self.answered = pieces, pause, []

    async def __aiter__(self):
        for piece in self.pieces:
            yield piece
            await asyncio.sleep(self.pause)

    def response_bytes(self, status, headers, body):
        """Keeps the status."""
        self.answered.append(status)

    response_empty = response_bytes


def ask(app, *requests: Asked) -> list[int]:
    async def all_of_them():
        door = Gateway(app)
        door.__rsgi_init__(asyncio.get_running_loop())
        await asyncio.gather(*(door.__rsgi__(request, request) for request in requests))
        assert (door._held, *door._waiting.values()) == (0, 0, 0)
        return [request.answered[0] for request in requests]

    with ThreadPoolExecutor(1) as apart:  # the driver of browsers has a loop of its own running in this thread
        return apart.submit(lambda: asyncio.run(all_of_them())).result()


class Fetched(Asked):
    """A request for a ready page from an HTTP server that comes round to it at the third look."""

    method, path, behind = "GET", "/", 0

    def __init__(self):
        super().__init__()
        self.headers, self.looks = Headers(), 0

    def response_bytes(self, status, headers, body):
        """Keeps the status; nothing more is handed over while the server is behind."""
        assert not Fetched.behind
        super().response_bytes(status, headers, body)

    def __call__(self):
        """Its body, once the server has come round."""
        Fetched.behind += 1
        return self

    def done(self):
        """Whether it has."""
        self.looks += 1
        if self.looks == 3:
            Fetched.behind -= 1
        return self.looks == 3


class Pages(PageCache):
    """Ready pages of ten bytes."""

    def __init__(self):
        pass

    def answer(self, *_):
        """One of them."""
        return 200, [], b"0123456789"


def test_server_sends_what_it_was_handed_before_publishing_is_forked(monkeypatch, reading_app):
    monkeypatch.setattr(reading_app, "wsgi_app", Pages())
    monkeypatch.setattr(gateway, "LOOK_EVERY", 0)
    lock = reading_app.extensions["publisher"].lock
    for wanted, looks in ((False, 0), (True, 3)):
        monkeypatch.setattr(lock, "wanted", wanted)
        crowd = [Fetched() for _ in range(3)]
        assert ask(reading_app, *crowd) == [200] * 3
        assert [one.looks for one in crowd] == [looks] * 3


# The HTTP server itself, waited for as long as it takes, by one request for what is larger than a line takes at once.
COMES_ROUND = """
import os, socket, sys, threading, time, urllib.request
from granian.constants import Interfaces
from webapp import gateway
from webapp.serve import InThisProcess

port = int(sys.argv[1])
gateway.LOOKS = 10**9
came_round = threading.Event()

class Application:
    def __rsgi_init__(self, loop):
        threading.Thread(target=fetch).start()

    async def __rsgi__(self, scope, protocol):
        protocol.response_bytes(200, [], bytes(10**7))
        gateway.let_catch_up(protocol)
        came_round.set()

def fetch():
    with socket.socket() as line:  # the application is begun before the server listens
        while line.connect_ex(("127.0.0.1", port)):
            time.sleep(0.01)
    with urllib.request.urlopen(f"http://127.0.0.1:{port}", timeout=60) as answer:
        print(len(answer.read()), came_round.wait(60), flush=True)
    os._exit(0)

server = InThisProcess("a name", port=port, interface=Interfaces.RSGI, websockets=False, log_enabled=False)
server.serve(target_loader=Application, wrap_loader=False)
"""


def test_the_http_server_comes_round_to_a_request_that_it_was_handed_the_answer_of():
    command = [sys.executable, "-c", COMES_ROUND, str(free_port())]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert told.stdout.split() == ["10000000", "True"], told.stderr


def test_body_that_stops_coming_is_given_up(monkeypatch, reading_app):
    monkeypatch.setattr(gateway, "PATIENCE", 0.05)
    monkeypatch.setattr(gateway, "LEAST_SPEED", 1e9)
    assert ask(reading_app, Asked(b"q=", b"vold", pause=30)) == [408]


def test_half_a_form_is_none(reading_app):
    half = Asked(b"slags=1&tekst=Der er luk")
    half.headers = Headers({"content-length": "40"})
    assert ask(reading_app, half) == [400]


def test_all_bodies_together_have_a_limit(monkeypatch, reading_app):
    monkeypatch.setattr(gateway, "MOST_HELD", 100_000)
    answers = ask(reading_app, *(Asked(b"q=" + b"a" * 50_000, pause=0.2) for _ in range(4)))
    assert sorted(set(answers)) == [200, 503]


def test_more_than_can_wait_are_told_at_once(monkeypatch, reading_app):
    monkeypatch.setattr(gateway, "MOST_WAITING", 0)
    assert ask(reading_app, Asked(b"q=vold")) == [503]


def test_whoever_waits_for_the_database_leaves_readers_a_thread(monkeypatch, reading_app):
    read, in_time = threading.Event(), []

    def stands_still(environ, start_response):
        if gateway.asks_the_database(environ):
            in_time.append(read.wait(20))
        else:
            read.set()
        start_response("200 OK", [])
        return []

    monkeypatch.setattr(reading_app, "wsgi_app", stands_still)
    requests = [Asked(b"q=vold") for _ in range(2 * reading_app.extensions["settings"].threads)]
    for request, path in zip(requests[:-1], cycle(("/intern/tilbud", "/find/abcd", "/api/services", "/healthz"))):
        request.path = path
    assert ask(reading_app, *requests) == [200] * len(requests) and all(in_time)


def test_no_other_view_asks_the_database(app, little_edition):
    code = LIBRARY.offers[0].code
    given = {"code": code, "codes": code, "municipality": ESBJERG, "version": publish(app).version}
    client, asked = app.test_client(), []
    with app.test_request_context():
        views = {
            (method, url_for(rule.endpoint, **{name: given.get(name, "1") for name in rule.arguments}))
            for rule in app.url_map.iter_rules()
            if not rule.rule.startswith("/intern")
            for method in rule.methods & {"GET", "POST"}
        }
        seed(LIBRARY.offers)
        event.listen(db.engine, "checkout", lambda *_: asked.append(address))
    assert {("GET", f"/find/{code}"), ("POST", "/find"), ("POST", f"/find/{code}"), ("GET", "/healthz")} <= views
    for method, address in sorted(views):
        asked.clear()
        client.open(address, method=method, data={"q": "vold"} if method == "POST" else None)
        environ = {"REQUEST_METHOD": method, "PATH_INFO": address.partition("?")[0]}
        assert gateway.asks_the_database(environ) or not asked, (method, address)
    assert gateway.asks_the_database({"REQUEST_METHOD": "GET", "PATH_INFO": "/intern/x"})


@pytest.mark.parametrize(
    ("path", "pieces", "status"),
    [
        ("/find", 1, 200),
        ("/find", 9, 413),
        ("/intern/login", 1, 411),
        ("//intern/login", 1, 411),
        ("/intern/login", 0, 400),
    ],
)
def test_body_in_http_2_is_not_overheard_though_nothing_tells_of_it(reading_app, path, pieces, status):
    streamed = Asked(*[b"q=" * 50_000] * pieces)
    streamed.http_version, streamed.scheme, streamed.path = "2", "https", path
    streamed.headers = Headers({"content-type": "application/x-www-form-urlencoded"})
    assert ask(reading_app, streamed) == [status]


@pytest.mark.parametrize("head", ["content-length", "transfer-encoding"])
def test_body_that_is_refused_is_taken_to_its_end(monkeypatch, reading_app, head):
    """A proxy that is cut off while it sends tells of a broken server instead of what was answered."""
    taken = []

    class Large(Asked):
        async def __aiter__(self):
            async for piece in super().__aiter__():
                taken.append(piece)
                yield piece

    large = Large(*[b"q" * 100_000] * 9)
    large.headers = Headers({head: "900000" if head == "content-length" else "chunked"})
    assert ask(reading_app, large) == [413] and len(taken) == 9
    monkeypatch.setattr(gateway, "PASSED_BY", (250_000, 60))
    taken.clear()
    assert ask(reading_app, large) == [413] and len(taken) < 9, "not without end"
    monkeypatch.setattr(gateway, "PASSED_BY", (1_000_000, 0.01))
    slow = Asked(b"", pause=30)
    slow.headers = Headers({"content-length": "900000"})
    assert ask(reading_app, slow) == [413], "nor for ever"


needs_nginx = pytest.mark.skipif(nginx.program() is None, reason="nginx is not installed: python -m harness.servers")


@needs_nginx
def test_behind_nginx_every_refusal_is_in_danish(server, tmp_path):
    def asked(front, size: int) -> tuple[int, str]:
        try:
            with urllib.request.urlopen(front.url + "/find", b"q" * size if size else None, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sent(front, request: str) -> str:
        with socket.create_connection(("127.0.0.1", urlsplit(front.url).port or 0), timeout=60) as connection:
            connection.sendall(request.encode())
            return b"".join(iter(lambda: connection.recv(9000), b"")).decode()

    for name, port in (("up", server.port), ("down", free_port())):
        with nginx.in_front(tmp_path / name, port) as front:
            if name == "down":
                assert asked(front, 0)[0] == 502 and "Vi kan ikke lige nu" in asked(front, 0)[1]
                continue
            for _ in range(5):  # by the app, which nginx has the whole body for at once
                status, page = asked(front, 3_000_000)
                assert status == 413 and "Du sendte mere" in page
            status, page = asked(front, 7_000_000)
            assert status == 413 and "mindre end 5 MB" in page
            for line, headers, status in (
                ("GET /kort/%zz", "Host: a", 400),
                ("GET /kort/3", "X: a", 400),
                ("GET /kort/3", "Host: a b", 400),
                ("GET /kort/3", "Host: a\r\nX: " + "a" * 9000, 400),
                ("GET /", 'Host: a\r\nIf-Match: "other"', 412),
                ("GET /kort/3?" + "a" * 9000, "Host: a", 414),
                ("TRACE /kort/3", "Host: a", 405),
                ("POST /find", "Host: a\r\nContent-Length: 4\r\nTransfer-Encoding: chunked", 400),
                *((f"GET {address}", "Host: a", 404) for address in ("/readyz", "//metrics", "/wrong")),
            ):
                told = sent(front, f"{line} HTTP/1.1\r\n{headers}\r\nConnection: close\r\n\r\n")
                assert told.startswith(f"HTTP/1.1 {status} ") and "<html lang=da>" in told, line


@needs_nginx
def test_nginx_needs_no_room_on_the_disk_for_what_is_read_and_typed(server, tmp_path):
    with nginx.in_front(tmp_path, server.port) as front:
        for kind in ("client_body", "proxy"):
            (tmp_path / kind).rmdir()  # as where nothing can be written
        for typed, status, said in ((b"q=vold&x=" + b"a" * 250_000, 200, "Find"), (b"q" * 3_000_000, 500, "Vent lidt")):
            try:
                answer = urllib.request.urlopen(front.url + "/find", typed, timeout=60)
            except urllib.error.HTTPError as error:
                answer = error
            with answer:
                assert answer.status == status and said in answer.read().decode()
    text = nginx.documented("running.md", "proxy_cache_path") + nginx.documented("scaling.md", "proxy_cache_path")
    assert set(re.findall(r"proxy_cache_path (/\w+/)", text)) == {"/run/"}  # in memory
    assert text.count("proxy_max_temp_file_size 0;") == 2


WHO = "Xylofon/1"
OWN_OF_A_SERVER = {"server", "date", "connection", "content-length", "transfer-encoding"}


@needs_nginx
def test_nginx_keeps_what_is_the_same_for_all_and_nothing_of_who_asked(own_server, tmp_path):
    server = own_server.start()

    def answer(at, address: str, coding: str = "identity", **more: str) -> tuple[int, dict[str, str], bytes]:
        asked = {"Accept-Encoding": coding, "User-Agent": WHO, **more}
        try:
            told = urllib.request.urlopen(urllib.request.Request(at.url + address, headers=asked), timeout=60)
        except urllib.error.HTTPError as error:
            told = error
        with told:
            headers = {name.lower(): text for name, text in told.headers.items()}
            return told.status, {name: headers[name] for name in headers.keys() - OWN_OF_A_SERVER}, told.read()

    facts, page = json.loads(answer(server, "/udgave.json")[2]), answer(server, "/")[2].decode()
    named = {facts["url"], *re.findall(r'(?:src|href)="(/static/[^"]+)"', page)}
    asked_often = {"/", "/udgave.json", "/sw.js", "/manifest.webmanifest"}
    codings = ["gzip, deflate, br, zstd", "gzip", "br;q=0, gzip", "identity", ""]
    ours = {(address, coding): answer(server, address, coding) for address in named | asked_often for coding in codings}
    assert {told[0] for told in ours.values()} == {200} and ours[facts["url"], "gzip"][1]["cache-control"] == "no-store"

    with nginx.in_front(tmp_path / "nginx", server.port) as front:

        def kept(place: str = "kept") -> dict[str, bytes]:
            there = (tmp_path / "nginx" / place).rglob("*")
            return {file.name: file.read_bytes() for file in there if file.is_file()}

        for other in ("//", "/b/../", "/b/x/../..", f"/?who={WHO}", "/./sw.js"):  # the same to nginx, not to the app
            assert answer(front, other)[0] == 200
        assert {asked: answer(front, *asked) for asked in ours} == ours
        assert answer(front, "/kort/3")[0] == 200 and answer(front, "/udgave/000000000000")[0] == 404
        before, for_now = kept(), kept("kept-now")
        assert len(before) == len(named) * len(codings) and len(for_now) <= len(asked_often) * len(codings)
        assert WHO.encode() not in b"".join([*before.values(), *for_now.values()])
        server.stop()
        for (address, coding), told in ((asked, told) for asked, told in ours.items() if asked[0] in named):
            assert answer(front, f"{address}?who={WHO}", coding) == told, "without the app"
            assert answer(front, address, coding, **{"If-None-Match": told[1]["etag"]})[::2] == (304, b"")
        assert kept() == before
        assert answer(front, "/kort/3")[0] == 502
        for address in asked_often:
            until(lambda at=address: answer(front, at)[0] == 502, f"{address} was kept for a second", 60)
        until(lambda: not kept("kept-now"), "what was kept for a second was taken away", 60)
