"""A real server with people at its desk, that a test may kill, starve of disk, or make read-only."""

from __future__ import annotations

import io
import resource
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from harness.processes import process_tree
from tests.conftest import make_app
from tests.forms import form_fields
from tests.people import add_user, logged_in
from tests.server import AppServer
from webapp.backup.backup import DATABASE
from webapp.security.public import SESSION
from webapp.sqlite import sqlite3


@pytest.fixture
def desk(ready, tmp_path):
    """A server of the test's own, started."""
    server = ready(tmp_path, DeskServer)
    server.limits = {"by_modes": True}
    server.start()
    yield server
    server.stop()


class DeskServer(AppServer):
    """A server whose processes, files and people a test can reach."""

    @property
    def instance(self) -> Path:
        """The instance folder."""
        return Path(self.settings["LOMMEKORT_INSTANCE"])

    @property
    def database(self) -> Path:
        """The database's file."""
        return self.instance / DATABASE

    def person(self, role: str = "editor") -> Person:
        """Somebody who is logged in."""
        app = make_app(self.instance)
        client = logged_in(app, add_user(app, role))
        return Person(self.port, client.get_cookie(SESSION, path="/intern").value)

    @contextmanager
    def full_disk(self, most: int | None = None):
        """No file of the server grows beyond `most` bytes (the size that the database has now): the kernel refuses.

        What is there can be read and written over, as on a disk without room.
        """
        limit = self.database.stat().st_size if most is None else most
        self._limit(limit)
        try:
            yield
        finally:
            self._limit(resource.RLIM_INFINITY)

    def _limit(self, most: int) -> None:
        for number in process_tree(self._process.pid):
            resource.prlimit(number, resource.RLIMIT_FSIZE, (most, resource.RLIM_INFINITY))

    @contextmanager
    def read_only(self):
        """Nothing in the instance folder can be written. The server is started again: what it had opened for writing
        before can be written to for as long as it is open, by any program."""
        self.stop()
        paths = [self.instance, *self.instance.rglob("*")]
        modes = [path.stat().st_mode for path in paths]
        for path, mode in zip(paths, modes, strict=True):
            path.chmod(mode & 0o555)
        try:
            self.start()
            yield
        finally:
            for path, mode in zip(paths, modes, strict=True):
                path.chmod(mode)

    def asked(self, sql: str, *values: str) -> list:
        """What the database says, read past the server."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            return connection.execute(sql, values).fetchall()

    def age_sessions(self, minutes: int) -> None:
        """Let all sessions have lain for so long."""
        with closing(sqlite3.connect(self.database, timeout=20)) as connection:
            connection.execute("UPDATE desk_session SET seen_at = datetime(seen_at, ?)", [f"-{minutes} minutes"])
            connection.commit()

    def is_being_written(self) -> bool:
        """Whether somebody is in the middle of writing to the database."""
        with closing(sqlite3.connect(self.database, timeout=0, isolation_level=None)) as connection:
            try:
                connection.execute("BEGIN IMMEDIATE")
            except sqlite3.OperationalError:
                return True
        return False


class Person:
    """Somebody at the desk, as a browser sends it."""

    def __init__(self, port: int, cookie: str):
        self._port, self._cookie = port, cookie
        self._token = ""

    @property
    def cookie(self) -> str:
        """The session's."""
        return self._cookie

    def at(self, port: int) -> Person:
        """The same, from now on at another server's port."""
        self._port = port
        return self

    def get(self, address: str) -> tuple[int, str]:
        """The status and the page."""
        return self._ask("GET", address)

    def post(self, address: str, /, page: str = "/intern/konto/adgangskode", **fields: str) -> tuple[int, str]:
        """Send a form, with the token of a page; the status, and the answer's page or where to go next."""
        self._token = self._token or form_fields(self.get(page)[1])["csrf_token"]
        body = urlencode({"csrf_token": self._token} | fields, doseq=True).encode()
        return self._ask("POST", address, body, "application/x-www-form-urlencoded")

    def send_file(self, address: str, body: bytes) -> tuple[int, str]:
        """Send a file."""
        fields = {"csrf_token": form_fields(self.get(address)[1])["csrf_token"]}
        boundary, packed = encode_multipart(fields | {"fil": FileStorage(io.BytesIO(body), filename="tilbud.csv")})
        return self._ask("POST", address, packed, f"multipart/form-data; boundary={boundary}")

    def _ask(self, method: str, address: str, body: bytes | None = None, kind: str = "") -> tuple[int, str]:
        headers = {"Cookie": f"{SESSION}={self._cookie}", "Sec-Fetch-Site": "same-origin"}
        connection = HTTPConnection("127.0.0.1", self._port, timeout=60)
        try:
            connection.request(method, address, body, headers | ({"Content-Type": kind} if kind else {}))
            answer = connection.getresponse()
            text = answer.read().decode()
            for cookie in answer.headers.get_all("Set-Cookie") or ():
                name, _, value = cookie.split(";")[0].partition("=")
                if name == SESSION:
                    self._cookie = value
            return answer.status, answer.headers.get("Location") or text
        finally:
            connection.close()
