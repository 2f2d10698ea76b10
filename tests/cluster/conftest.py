"""Three servers with instance folders of their own, one PostgreSQL, and nginx in front as `docs/scaling.md` has it."""

from __future__ import annotations

import json
import shutil
import urllib.request
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
import pytest

from harness import nginx
from harness.processes import Server
from tests import postgres
from tests.conftest import make_app
from tests.faults.conftest import Person
from tests.people import add_user, logged_in
from tests.server import AppServer
from webapp.database import db
from webapp.security.public import SESSION

SECRET = "a secret that all three servers share, for tests"


@pytest.fixture(scope="session")
def cluster(tmp_path_factory, published):
    """The whole, started once."""
    programs = postgres.programs()
    if programs is None or nginx.program() is None:
        pytest.skip("PostgreSQL or nginx is not installed here: python -m harness.servers")
    folder = tmp_path_factory.mktemp("cluster")
    with postgres.server(programs) as database:
        servers = []
        try:
            for number in range(3):
                place = folder / str(number)
                # With the pages of the shipped texts made already; the database is empty, and all three bring it up.
                shutil.copytree(published(), place / "instance", ignore=shutil.ignore_patterns("*.sqlite3*"))
                servers.append(AppServer(place, DATABASE_URL=database.address, SECRET_KEY=SECRET))
            with ThreadPoolExecutor() as at_once:
                list(at_once.map(AppServer.start, servers))
            text = nginx.documented("scaling.md", "upstream lommekort")
            given = {f"10.0.0.1{number}:8000": f"127.0.0.1:{server.port}" for number, server in enumerate(servers, 1)}
            with nginx.serving(folder / "nginx", text, given) as front:
                cluster = Cluster(folder, database, servers, front)
                yield cluster
                cluster.close()
        finally:
            for server in servers:
                server.stop()


class Cluster:
    """What a test sees of it."""

    def __init__(self, folder: Path, database: postgres.Postgres, servers: list[AppServer], front: Server):
        self.database, self.servers, self.front = database, servers, front
        self.front_port = urlsplit(front.url).port
        self._app = make_app(folder / "apart", DATABASE_URL=database.address, SECRET_KEY=SECRET)

    def close(self) -> None:
        """Let go of the database."""
        with self._app.app_context():
            db.engine.dispose()

    def person(self, role: str = "editor") -> Person:
        """Somebody who is logged in, and asks by nginx."""
        client = logged_in(self._app, add_user(self._app, role))
        return Person(self.front_port, client.get_cookie(SESSION, path="/intern").value)

    def stranger(self) -> Person:
        """Somebody who is not."""
        return Person(self.front_port, "")

    def asked(self, sql: str, *values: str) -> list:
        """What the database says, read past the servers."""
        with psycopg.connect(self.database.address) as connection:
            return connection.execute(sql, values).fetchall()

    def text(self, address: str, server: AppServer | Server) -> str:
        """A public page."""
        with urllib.request.urlopen(server.url + address, timeout=60) as answer:
            return answer.read().decode()

    def versions(self) -> set[str]:
        """The editions in force."""
        return {json.loads(self.text("/udgave.json", server))["version"] for server in self.servers}


@pytest.fixture
def everywhere(cluster) -> Iterator[Cluster]:
    """The cluster, with all of it running when the test begins and when it ends."""
    yield cluster
    for server in cluster.servers:
        if not server.is_running():
            server.start()
