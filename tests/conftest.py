"""What every test can ask for: the app, a client that checks the house rules, and the app as a running server."""

from __future__ import annotations

import gc
import hashlib
import os
import re
import shutil
import socket
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import ClassVar
from weakref import WeakSet

import pytest
from flask.testing import FlaskClient
from hypothesis import HealthCheck, settings

from tests import databases
from tests.house_rules import check_page
from tests.people import START, add_user, logged_in, set_clock
from tests.read_once import LIBRARY, ROOT, replaced
from tests.server import QUICK, AppServer, prepared
from webapp import create_app
from webapp.config import settings_from
from webapp.database import db, migrations
from webapp.languages.words import words_of
from webapp.publishing.addresses import NOT_FOUND, public_addresses
from webapp.registry.store import seed

gc.disable()  # until everything is collected (`pytest_collection_finish`): what is loaded until then stays

# A machine that is doing other things makes nothing wrong. The same examples in each run, so that one fails for what was
# changed and for nothing else; `--hypothesis-profile thorough` searches for longer, and for others each time.
SLOW_IS_FINE = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("here", SLOW_IS_FINE, max_examples=30, derandomize=True, database=None)
settings.register_profile("thorough", SLOW_IS_FINE, max_examples=500)
settings.load_profile("here")

ADDRESSES = public_addresses(LIBRARY)
WORDS = {code: words_of(one) for code, one in LIBRARY.languages.items() if one.is_shown}  # of the citizen's pages


class CheckingClient(FlaskClient):
    """A client that holds every page it fetches to the house rules; the same page, but for who was given it, is checked
    once."""

    checked: ClassVar[set[tuple[str, bytes]]] = set()
    token = re.compile(rb'(?<=name="csrf_token" value=")[\w.-]+')

    def open(self, *args, **kwargs):
        """As the ordinary client's, with the rules applied to each HTML answer."""
        answer = super().open(*args, **{"buffered": True} | kwargs)  # a file that is sent is read, and closed
        if (
            answer.mimetype == "text/html"
            and answer.data
            and answer.location is None
            and "Content-Encoding" not in answer.headers
        ):
            page = answer.request.path, hashlib.sha256(self.token.sub(b"", answer.data)).digest()
            if page not in self.checked:
                check_page(answer.request.path, answer.get_data(as_text=True))
                self.checked.add(page)
        return answer


def make_app(instance: Path, **environment: str):
    """The app with a real database in `instance`, brought up to date by the migrations. It publishes fast."""
    databases.begin(instance)
    given = (
        {"LOMMEKORT_INSTANCE": str(instance), "LOMMEKORT_COMPRESSION": QUICK}
        | databases.settings_for(instance)
        | environment
    )
    app = create_app(settings_from(given))
    app.test_client_class = CheckingClient
    _apps.add(app)
    _of_this_test.append(app)
    if not databases.is_ready(instance):
        with app.app_context():
            migrations().upgrade()
        databases.keep_as_template(instance)
    return app


_apps: WeakSet = WeakSet()
_of_this_test: list = []  # so that none is gone with its connections open


@contextmanager
def few_pages() -> Iterator[None]:
    """Of what is published in this process meanwhile, an edition has four pages, and all data."""
    with pytest.MonkeyPatch.context() as patch:
        addresses = ["/", "/kort/3", "/kort/4", NOT_FOUND]
        patch.setattr("webapp.publishing.publish.public_addresses", lambda library: addresses)
        yield


@pytest.fixture
def little_edition():
    """`few_pages` for a test that is about neither the pages nor the search: a third of the work."""
    with few_pages():
        yield


@pytest.fixture(autouse=True)
def few_connections():
    """A PostgreSQL server has only so many connections, and every app keeps some."""
    yield
    for app in _apps if databases.SERVER else ():
        with app.app_context():
            db.engine.dispose()
    _of_this_test.clear()


@pytest.hookimpl(trylast=True)
def pytest_configure(config):
    """A worker tells pytest about each test that may be tried again. Its short messages wait for no answer to the one before:
    by the network's default that is 40 ms for each test."""
    if hasattr(config, "workerinput"):
        config.failures_db.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def pytest_addoption(parser):
    """`--whole`: also the tests that take minutes, which have a target of their own in the Makefile."""
    parser.addoption("--whole", action="store_true", help="also what `make test` leaves to a target of its own")


# What starts processes again and again, or works long on each of a few tests.
SLOW = ("bench", "cluster", "faults", "proofreading", "publishing", "tests")


def pytest_collection_modifyitems(config, items):
    """Begin what takes longest first, so that all workers end at the same time; and a file that drives browsers in turn
    with one that does not: a browser works on both processors at once, and the others often wait (for a process to start, a
    file to be published). Of the latter those of few slow tests come first, of both the largest before the others. A worker
    is handed whole files (`--dist loadfile`, not `loadgroup`, whose marks pytest 9.2 no longer lets xdist 3.8 write into the
    names it goes by): what the tests of a file share is then made once.

    On PostgreSQL leave out what is about the SQLite file; each says why (`@pytest.mark.sqlite("why")`).
    """
    size = Counter(item.path for item in items)
    longest_first = sorted(size, key=lambda path: (path.parent.name not in SLOW, -size[path], path))
    turn = {}
    for browser in (True, False):
        files = [path for path in longest_first if (path.parent.name == "browser") is browser]
        turn |= {path: (place, not browser) for place, path in enumerate(files)}
    items.sort(key=lambda item: turn[item.path])
    for item in items:
        if item.path.parent.name == "browser" or "chromium_is_there" in item.fixturenames:
            item.add_marker(pytest.mark.flaky(reruns=1))
    if not config.getoption("--whole"):
        left = [item for item in items if item.get_closest_marker("whole")]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if item not in left]
    about_the_file = [item for item in items for mark in item.iter_markers("sqlite") if mark.args[0]]
    if databases.SERVER and about_the_file:
        config.hook.pytest_deselected(items=about_the_file)
        items[:] = [item for item in items if item not in about_the_file]


def pytest_terminal_summary(terminalreporter):
    """Name what passed at its second try alone, and why the first failed. It is to be mended: what a browser stumbles over
    now and then, people stumble over."""
    for report in terminalreporter.getreports("rerun"):
        terminalreporter.section(f"Tried once more: {report.nodeid}", yellow=True)
        terminalreporter.write_line(report.longreprtext)


def pytest_collection_finish(session):
    """What was loaded and collected stays to the end: looking through it for garbage again and again takes a third of the
    time to collect the tests, and a tenth of theirs in Python."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(10_000, 10, 10)
    gc.enable()


@pytest.fixture(autouse=True, scope="session")
def read_once():
    """Apps in the tests' own process share the texts and the compiled templates, which nothing changes."""
    with pytest.MonkeyPatch.context() as patch:
        for place, name, instead in replaced():
            (patch.setitem if isinstance(place, dict) else patch.setattr)(place, name, instead)
        yield


@pytest.fixture
def content(tmp_path):
    """A copy of the content that a test may change (`tests/edit_content.py`)."""
    return shutil.copytree(ROOT / "content", tmp_path / "content")


@pytest.fixture
def app(tmp_path):
    """An app of the test's own, to publish in or to change."""
    return make_app(tmp_path / "instance")


@pytest.fixture
def desk(app):
    """An app of the test's own, whose clock stands at nine on a Monday until the test moves it (`tests/people.py`)."""
    set_clock(app, START)
    return app


@pytest.fixture
def coordinator(desk):
    """A coordinator of Esbjerg, logged in."""
    return logged_in(desk, add_user(desk, "coordinator", name="Kim Koordinator"))


@pytest.fixture
def administrator(desk):
    """An administrator, logged in."""
    return logged_in(desk, add_user(desk, "administrator", name="Ada Administrator"))


@pytest.fixture
def publishings(desk, monkeypatch):
    """Stands in for making an edition, which takes seconds: how often it was asked for."""
    asked = []
    monkeypatch.setattr(desk.extensions["publisher"], "ask", lambda: asked.append(1))
    return asked


@pytest.fixture(scope="session")
def reading_app(tmp_path_factory):
    """An app shared by all tests that only read; nothing is published in it, so Flask renders every page."""
    app = make_app(tmp_path_factory.mktemp("reading") / "instance")
    with app.app_context():
        seed(LIBRARY.offers)
    return app


@pytest.fixture
def client(reading_app):
    """A client that checks the house rules on every page."""
    return reading_app.test_client()


@pytest.fixture(scope="session")
def published(tmp_path_factory):
    """Instance folders with the shipped offers and an edition in force, made once for all workers: `published(**settings)`.
    What is sent from the one without settings weighs what it does in real use. Nobody serves from them: see `ready`."""
    folder = tmp_path_factory.getbasetemp()
    if "PYTEST_XDIST_WORKER" in os.environ:
        folder = folder.parent

    def make(**settings: str) -> Path:
        name = hashlib.sha256(repr(sorted(settings.items())).encode()).hexdigest()[:12]
        return prepared(folder / f"published-{name}", LOMMEKORT_COMPRESSION=QUICK if settings else "11", **settings)

    return make


@pytest.fixture(scope="session")
def ready(published):
    """Makes servers that have their edition already: `ready(folder, **settings)`. Not started yet."""

    def make(folder: Path, kind: type[AppServer] = AppServer, **settings: str) -> AppServer:
        databases.copy_instance(published(**settings), folder / "instance")
        return kind(folder, **settings)

    return make


@pytest.fixture(scope="session")
def server(tmp_path_factory, ready):
    """The app as a running server, shared by all tests that only read; what it sends weighs what it does in real use."""
    server = ready(tmp_path_factory.mktemp("server")).start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path, ready):
    """A server that a test may stop, restart and change the content of; not started yet."""
    server = ready(tmp_path)
    yield server
    server.stop()
