"""What every test can ask for: the app, a client that checks the house rules, and the app as a running server."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import ClassVar
from weakref import WeakSet

import pytest
from flask.testing import FlaskClient
from flask_migrate import upgrade
from hypothesis import HealthCheck, settings

from tests import databases
from tests.house_rules import check_page
from tests.people import START, set_clock
from tests.server import QUICK, AppServer
from webapp import create_app
from webapp.config import settings_from
from webapp.database import db
from webapp.library import read_library
from webapp.publishing.addresses import public_addresses
from webapp.registry.store import seed

# A machine that is doing other things makes nothing wrong.
settings.register_profile("here", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("here")

ROOT = Path(__file__).resolve().parent.parent
LIBRARY = read_library(ROOT / "content")
ADDRESSES = public_addresses(LIBRARY)


class CheckingClient(FlaskClient):
    """A client that holds every page it fetches to the house rules; the same page is checked once."""

    checked: ClassVar[set[tuple[str, bytes]]] = set()

    def open(self, *args, **kwargs):
        """As the ordinary client's, with the rules applied to each HTML answer."""
        answer = super().open(*args, **{"buffered": True} | kwargs)  # a file that is sent is read, and closed
        if (
            answer.mimetype == "text/html"
            and answer.data
            and answer.location is None
            and "Content-Encoding" not in answer.headers
        ):
            page = answer.request.path, hashlib.sha256(answer.data).digest()
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
            upgrade()
        databases.keep_as_template(instance)
    return app


_apps: WeakSet = WeakSet()
_of_this_test: list = []  # so that none is gone with its connections open


@pytest.fixture(autouse=True)
def few_connections():
    """A PostgreSQL server has only so many connections, and every app keeps some."""
    yield
    for app in _apps if databases.SERVER else ():
        with app.app_context():
            db.engine.dispose()
    _of_this_test.clear()


@pytest.hookimpl(tryfirst=True)  # before xdist reads the groups
def pytest_collection_modifyitems(config, items):
    """Keep what shares a fixture in one worker: all that drives browsers, which is begun first, and the tests of a file.

    On PostgreSQL leave out what is about the SQLite file; each says why (`@pytest.mark.sqlite("why")`).
    """
    for item in items:
        name = "browsers" if item.path.parent.name == "browser" else item.nodeid.partition("::")[0]
        item.add_marker(pytest.mark.xdist_group(name))
    about_the_file = [item for item in items for mark in item.iter_markers("sqlite") if mark.args[0]]
    if databases.SERVER and about_the_file:
        config.hook.pytest_deselected(items=about_the_file)
        items[:] = [item for item in items if item not in about_the_file]


@pytest.fixture(autouse=True, scope="session")
def one_library():
    """Apps in the tests' own process share the texts, which nothing changes; a folder of a test's own is read anew."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            "webapp.read_library", lambda folder: LIBRARY if folder == ROOT / "content" else read_library(folder)
        )
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
def server(tmp_path_factory):
    """The app as a running server, shared by all tests that only read; what it sends weighs what it does in real use."""
    server = AppServer(tmp_path_factory.mktemp("server"), LOMMEKORT_COMPRESSION="11").start()
    yield server
    server.stop()


@pytest.fixture
def own_server(tmp_path):
    """A server that a test may stop, restart and change the content of; not started yet."""
    server = AppServer(tmp_path)
    yield server
    server.stop()
