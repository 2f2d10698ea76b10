"""No room on the disk, or nothing that may be written: reading goes on, writing says so, and what was typed is kept."""

from __future__ import annotations

import urllib.error
import urllib.parse
import urllib.request

import pytest

from tests.browser.conftest import until
from tests.conftest import LIBRARY
from tests.forms import form_fields
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG
from webapp.edition.edition import Editions

OFFER = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
EDIT = f"/intern/tilbud/{OFFER.code}/ret"
TYPED = "Ring på døren – spørg efter Åse & Øje <b>"
TROUBLES = {
    "no room for more": lambda desk: desk.full_disk(),
    "no room at all": lambda desk: desk.full_disk(most=1024),
    "read only": lambda desk: desk.read_only(),
}
pytestmark = [pytest.mark.sqlite("the file's disk is full"), pytest.mark.timeout(600)]


def ask(desk, address, **fields):
    """A public page's status and text."""
    body = urllib.parse.urlencode(fields).encode() if fields else None
    try:
        with urllib.request.urlopen(desk.url + address, body, timeout=60) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def fill_up(desk, person):
    """Save until nothing more can be saved. The last answer, and the fields that were sent."""
    for number in range(40):
        [(version,)] = desk.asked("SELECT version FROM service WHERE code = ?", OFFER.code)
        sent = fields(OFFER, notes=f"{TYPED} {number} " + "x" * 1400) | {"version": str(version)}
        status, text = person.post(EDIT, **sent)
        if status != 303:
            return status, text, sent
    raise AssertionError("there was room all the time")


@pytest.mark.parametrize("trouble", TROUBLES)
def test_reading_goes_on_and_what_was_typed_is_kept(desk, trouble):
    editor, coordinator = desk.person(), desk.person("coordinator")
    code = OFFER.code
    desk.age_sessions(minutes=2)  # so that reading a page would note that they are here
    with TROUBLES[trouble](desk):
        status, text, sent = fill_up(desk, editor)
        assert status == 503 and "Det er ikke gemt" in text and "den er fuld eller skrivebeskyttet" in text
        again = form_fields(text, EDIT)
        del again["csrf_token"]
        listed = {name: [text] if isinstance(text, str) else text for name, text in again.items()}
        assert listed == {name: [text] if isinstance(text, str) else text for name, text in sent.items() if text != []}
        assert "Ring på døren – spørg efter Åse &amp; Øje &lt;b&gt;" in text

        for address in (
            "/",
            "/kort/3",
            "/tjek",
            f"/find/{code}",
            f"/b/{code}",
            "/find?a=1",
            "/api/services",
            "/healthz",
        ):
            assert ask(desk, address)[0] == 200, address
        assert ask(desk, "/find", q="krisecenter", k=ESBJERG)[0] == 200
        for address in ("/intern", "/intern/tilbud", EDIT, f"/intern/tilbud/{code}/historik", "/intern/bekraeft"):
            assert editor.get(address)[0] == 200, address
        for address in ("/intern/log", "/intern/data", "/intern/data/tilbud.csv", f"/intern/aftale/{ESBJERG}"):
            assert coordinator.get(address)[0] == 200, address
        assert editor.post("/intern/tilbud", q="a", k="", vis="own") == (303, "/intern/tilbud"), "it only looks"
        status, text = editor.post(EDIT, **sent | {"vis": "1"})
        assert status == 200 and "Øje &lt;b&gt;" in text, "so does this"

        if trouble != "no room for more":  # there a small row may still find its place
            others = {
                f"/intern/aftale/{ESBJERG}/ret": {"base": "0", "signs": TYPED},
                "/intern/brugere/ny": {
                    "name": TYPED[:40],
                    "email": "ny@eksempel.dk",
                    "role": "editor",
                    "municipality": ESBJERG,
                },
            }
            for address, typed in others.items():
                status, text = coordinator.post(address, **typed)
                assert (status, "Det er ikke gemt" in text) == (503, True), address
                assert typed.items() <= form_fields(text, address).items()
            status, text = ask(desk, f"/find/{code}", slags="1", tekst=TYPED)
            assert status == 503 and "Vi kan ikke tage imod beskeden lige nu" in text
            assert "Ring på døren – spørg efter Åse &amp; Øje &lt;b&gt;</textarea>" in text
            status, text = coordinator.post(
                "/intern/konto/adgangskode", password="hemmelig nu", new_password="hemmelig ny"
            )
            assert status in (422, 503) and "hemmelig" not in text

    # The button that sends it again; a connection from before may refuse it once more.
    until(lambda: editor.post(EDIT, **again) == (303, f"/intern/tilbud/{code}"), "it is saved")
    [(notes,)] = desk.asked("SELECT notes FROM service WHERE code = ?", code)
    assert notes == sent["notes"]
    assert desk.asked("PRAGMA integrity_check") == [("ok",)]
    assert "Traceback" not in desk.written()


def test_edition_that_cannot_be_written_leaves_the_old_one_and_is_told(desk):
    person, editions = desk.person(), Editions(desk.instance)
    first = editions.current().version
    editions.folder.chmod(0o500)
    assert person.post(EDIT, **fields(OFFER, hours_note=TYPED), version="1") == (303, f"/intern/tilbud/{OFFER.code}")
    until(lambda: "er ikke ude endnu" in person.get("/intern/tilbud")[1], "the desk says that it is not out")
    assert "Ring på døren" not in ask(desk, f"/find/{OFFER.code}")[1] and editions.current().version == first
    editions.folder.chmod(0o700)
    until(lambda: editions.current().version != first, "it is tried again by itself", 170)
    until(lambda: "Ring på døren" in ask(desk, f"/find/{OFFER.code}")[1], "it is out")
    until(lambda: "er ikke ude endnu" not in person.get("/intern/tilbud")[1], "and the desk is content")


def test_edition_for_which_there_is_no_room_leaves_the_old_one(desk):
    person, editions = desk.person(), Editions(desk.instance)
    first = editions.current().version
    written = sorted(path.name for path in editions.folder.iterdir())
    bundle = max(path.stat().st_size for path in editions.folder.rglob("*") if path.is_file())
    room = desk.database.stat().st_size + 300_000
    assert room < bundle
    with desk.full_disk(most=room):
        assert person.post(EDIT, **fields(OFFER, hours_note=TYPED), version="1")[0] == 303
        until(lambda: "er ikke ude endnu" in person.get("/intern/tilbud")[1], "the desk says that it is not out")
        assert ask(desk, f"/find/{OFFER.code}")[0] == 200 and editions.current().version == first
        assert sorted(path.name for path in editions.folder.iterdir()) == written, "nothing half lies about"


def test_server_starts_again_on_a_full_disk(desk):
    desk.stop()
    # As much as the log takes that it writes when it starts.
    desk.limits |= {"largest_file": 4096}
    desk.start()
    assert ask(desk, "/")[0] == 200 and ask(desk, "/find", a="1")[0] == 200
