"""Several servers on one database: what is saved at one is published at all."""

import threading
import time

import pytest
from sqlalchemy import text

from tests import databases
from tests.conftest import make_app
from tests.server import AppServer
from webapp.backup.backup import DATABASE
from webapp.database import db
from webapp.edition.bundle import unpack
from webapp.edition.site import site_file
from webapp.finder.dataset import OFFERS
from webapp.finder.records import Records
from webapp.offers.offer import Offer
from webapp.publishing import publisher as publishing
from webapp.publishing.data_version import data_version
from webapp.publishing.publish import publish
from webapp.registry.store import find, save, seed

OFFER = Offer(
    id="x1", code="bcd2", name="Huset", neutral_name="Huset", organization="En forening", description="Man kan komme.",
    topics=("raadgivning",), audiences=("alle",), contact_forms=("telefon",), national=True, phone="75 12 34 56",
    anonymous="yes", free="yes", no_referral="yes", seen="2026-11-21", confidence="medium",
)  # fmt: skip
LONG = 120  # seconds; nothing waits so long unless it is broken


@pytest.fixture
def two(tmp_path, monkeypatch, little_edition):
    """Two servers' apps, each with an instance folder of its own, on one database."""
    monkeypatch.setattr(publishing, "LOOK_EVERY", 0.05)
    instance = tmp_path / "one"
    shared = databases.settings_for(instance) or {"DATABASE_URL": f"sqlite:///{instance / DATABASE}"}
    one = make_app(instance, **shared)
    with one.app_context():
        seed([OFFER])
    other = make_app(tmp_path / "other", **shared)
    for app in (one, other):
        publish(app)
    yield one, other
    other.extensions["publisher"].stop_watching()
    finish(one, other)


def finish(*apps) -> None:
    """Wait for everything that these apps do beside the test: a thread that is left with a connection leaves it open."""
    for thread in threading.enumerate():
        if thread.name == "watch over the data":
            thread.join(LONG)
    assert all(app.extensions["publisher"].wait(LONG) for app in apps)


def phone_number(app) -> str:
    """The offer's number, as a phone gets it."""
    edition = app.extensions["editions"].current()
    _, entries = unpack(site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes())
    (offer,) = Records(next(entry.body for entry in entries if entry.path == OFFERS), minute=0)
    return offer["phone"]


def until(true) -> None:
    """Wait for something to be so."""
    end = time.monotonic() + LONG
    while not true():
        assert time.monotonic() < end
        time.sleep(0.02)


def change(app, number: str) -> None:
    """Save the offer with another number, as the desk does."""
    with app.app_context():
        save(find("bcd2").model_copy(update={"phone": number}))
        app.extensions["publisher"].commit_and_ask()


def test_each_publishes_what_was_saved_at_the_other(two):
    one, other = two
    other.extensions["publisher"].watch()
    for number in ("76 54 32 10", "76 54 32 11"):
        change(one, number)
        until(lambda number=number: phone_number(other) == number)
        assert one.extensions["publisher"].wait(LONG) and phone_number(one) == number
    versions = {app.extensions["editions"].current().version for app in two}
    assert len(versions) == 1, "the same data are the same edition"


def test_what_was_saved_before_it_began_to_look_is_published_too(two):
    one, other = two
    change(one, "76 54 32 10")
    assert phone_number(other) == OFFER.phone
    other.extensions["publisher"].watch()
    until(lambda: phone_number(other) == "76 54 32 10")


def test_database_that_does_not_answer_is_asked_again(two, monkeypatch):
    one, other = two
    asked = []

    def broken(connection):
        asked.append(1)
        connection.execute(text("SELECT nothing FROM nowhere"))

    monkeypatch.setattr(publishing, "data_version", broken)
    other.extensions["publisher"].watch()
    until(lambda: len(asked) > 2)
    change(one, "76 54 32 10")
    monkeypatch.undo()
    until(lambda: phone_number(other) == "76 54 32 10")


def test_change_that_is_taken_back_is_not_counted(two):
    one, _ = two
    with one.app_context():
        before = publishing.data_version(db.session)
        publishing.count_change(db.session)
        db.session.rollback()
        assert publishing.data_version(db.session) == before
    change(one, "76 54 32 10")
    with one.app_context():
        assert publishing.data_version(db.session) == before + 1


def test_running_server_follows_another_one(tmp_path):
    instance = tmp_path / "one" / "instance"
    shared = databases.settings_for(instance) or {"DATABASE_URL": f"sqlite:///{instance / DATABASE}"}
    one = make_app(instance, **shared)
    with one.app_context():
        seed([])
    (tmp_path / "other").mkdir()
    server = AppServer(tmp_path / "other", **shared).start()  # which brings the shipped offers
    try:
        change_app = make_app(instance, **shared)
        editions = make_app(tmp_path / "other" / "instance", **shared).extensions["editions"]
        before = editions.current().version
        with change_app.app_context():
            offer = find("4cr4")
            save(offer.model_copy(update={"status": "inactive"}))
            change_app.extensions["publisher"].commit_and_ask()
        until(lambda: editions.current().version != before)
        finish(change_app)
    finally:
        server.stop()


def test_a_look_that_fails_is_not_the_last_one(two, monkeypatch, caplog):
    one, other = two
    failures = iter((OSError("a clock that cannot be read"),))

    def look(connection):
        if failure := next(failures, None):
            raise failure
        return data_version(connection)

    monkeypatch.setattr(publishing, "data_version", look)
    other.extensions["publisher"].watch()
    until(lambda: "OSError" in caplog.text)
    change(one, "75 65 43 21")
    until(lambda: phone_number(other) == "75 65 43 21")
