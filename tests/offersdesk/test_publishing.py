"""What an editor saves reaches the phones: soon, all of it, and in spite of failures."""

import json
import re
import threading

import pytest

from tests.offersdesk.conftest import OFFERS, OWN, post, save
from tests.people import add_user, logged_in
from webapp.assets import STATIC
from webapp.database import db
from webapp.edition import page_cache
from webapp.edition.bundle import unpack
from webapp.edition.site import site_file
from webapp.publishing import publish as edition_publishing
from webapp.publishing import publisher as publishing
from webapp.publishing.in_force import AnswersInForce
from webapp.publishing.publish import publish
from webapp.registry.store import all_offers
from webapp.registry.store import save as store


@pytest.fixture(autouse=True)
def look_each_time(monkeypatch):
    """Servers look once a second at which edition is in force; here they look at each request."""
    monkeypatch.setattr(page_cache, "LOOK_EVERY", -1.0)
    monkeypatch.setattr(AnswersInForce, "LOOK_EVERY", -1.0)


LONG = 120  # seconds; nothing waits so long unless it is broken
pytestmark = pytest.mark.usefixtures("little_edition")


def on_the_phone(app) -> tuple[str, str]:
    """The version in force, and all a phone gets of the offers with it."""
    edition = app.extensions["editions"].current()
    bundle = site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes()
    _, entries = unpack(bundle)
    return edition.version, " ".join(
        entry.body.decode(errors="replace") for entry in entries if entry.path.startswith("/data/")
    )


def told(client) -> str:
    """The version that a phone is told of."""
    return json.loads(client.get("/udgave.json").data)["version"]


def test_saved_change_is_on_the_phones_and_undone_it_is_not(desk, editor):
    first = publish(desk).version
    publisher = desk.extensions["publisher"]
    assert save(editor, desk, "bcd2", phone="76 54 32 10").status_code == 303
    assert publisher.wait(LONG)
    version, data = on_the_phone(desk)
    assert version != first and told(desk.test_client()) == version
    assert "76 54 32 10" in data
    assert "76 54 32 10" in desk.test_client().get("/find/bcd2").text
    assert post(editor, "/intern/tilbud/bcd2/luk", version="2").status_code == 303
    assert publisher.wait(LONG)
    assert desk.test_client().get("/find/bcd2").status_code == 410
    for number in ("3", "4"):
        post(editor, "/intern/tilbud/bcd2/fortryd", version=number)
    assert publisher.wait(LONG)
    assert publisher.state.kind == "quiet" and "bliver udgivet" not in editor.get("/intern/tilbud").text


def test_without_an_edition_nothing_is_published(desk, editor):
    assert save(editor, desk, "bcd2", phone="76 54 32 10").status_code == 303
    assert desk.extensions["publisher"].wait(LONG) and desk.extensions["editions"].current() is None


def test_failure_keeps_the_old_edition_is_told_and_mends_itself(desk, editor, monkeypatch):
    publish(desk)
    before = on_the_phone(desk)
    monkeypatch.setattr(publishing, "WAITS", (0.01,))
    broken = OWN.model_copy(update={"topics": ("findes_ikke",)})
    with desk.app_context():
        store(broken)
        db.session.commit()
    publisher = desk.extensions["publisher"]
    publisher.ask()
    assert publisher.wait_for_failure(2, LONG), "it is tried again by itself"
    assert on_the_phone(desk) == before and told(desk.test_client()) == before[0]
    page = editor.get("/intern/tilbud").text
    assert "ikke ude endnu" in page and "Prøv igen nu" in page
    with desk.app_context():
        store(OWN.model_copy(update={"phone": "76 54 32 10"}))
        db.session.commit()
    assert post(editor, "/intern/udgiv").status_code == 303
    assert publisher.wait(LONG)
    assert "76 54 32 10" in on_the_phone(desk)[1]
    assert "ikke ude endnu" not in editor.get("/intern/tilbud").text


def test_many_saves_at_once_all_arrive(desk):
    publish(desk)
    number, answers = add_user(desk, "administrator"), []

    def change(offer, place):
        client = logged_in(desk, number)
        answers.append(save(client, desk, offer.code, phone=f"70 00 00 0{place}").status_code)

    threads = [threading.Thread(target=change, args=(offer, place)) for place, offer in enumerate(OFFERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [303] * len(OFFERS)
    assert desk.extensions["publisher"].wait(LONG)
    _, data = on_the_phone(desk)
    with desk.app_context():
        assert all(offer.phone in data for offer in all_offers(db.session))


def test_what_is_saved_while_a_server_rests_goes_out_together(desk, monkeypatch):
    publish(desk)
    publisher, published, rests = desk.extensions["publisher"], [], []

    def rest(seconds):
        rests.append(seconds)
        for _ in range(3 if len(rests) == 2 else 0):
            publisher.ask()

    monkeypatch.setattr(publisher, "_publish", published.append)
    monkeypatch.setattr(publisher, "_rests", True)  # as in a server, where publishing is another process'
    monkeypatch.setattr(publisher, "_rest", rest)
    for _ in range(2):
        publisher.ask()
        assert publisher.wait(LONG)
    assert len(published) == 2, "the second one has the four that were asked for"
    assert rests[0] < 0 and rests[1] <= publishing.LONGEST_REST, "the first waits for no rest, and no rest is long"


def test_edition_that_phones_would_not_take_stays_at_the_desk_and_says_why(desk, editor, monkeypatch):
    publish(desk)
    before = on_the_phone(desk)
    monkeypatch.setattr(edition_publishing, "LARGEST", 1000)
    assert save(editor, desk, "bcd2", phone="76 54 32 10").status_code == 303
    publisher = desk.extensions["publisher"]
    assert publisher.wait_for_failure(1, LONG)
    assert on_the_phone(desk) == before
    page = editor.get("/intern/tilbud").text
    assert "telefonerne tager højst" in page and "gør teksterne kortere" in page


def test_phones_and_server_have_the_same_limit():
    text = (STATIC / "offline" / "worker" / "fetching.js").read_text(encoding="utf-8")
    assert int(re.search(r"const LARGEST = ([0-9_]+);", text)[1]) == edition_publishing.LARGEST
