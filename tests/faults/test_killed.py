"""The server is killed in the middle of writing: nothing acknowledged is lost, nothing is half, and it starts again."""

from __future__ import annotations

import json
import threading
from contextlib import suppress
from http.client import HTTPException

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from tests.forms import form_fields
from tests.offersdesk.conftest import fields
from tests.people import ESBJERG
from webapp.spreadsheets.write import as_csv

OFFERS = [offer for offer in LIBRARY.offers if offer.municipality == ESBJERG][:3]
BEFORE_THE_KILL = 25  # saves that were answered
pytestmark = pytest.mark.sqlite("the file is what is killed over")


def saves(person, offer, first, acknowledged, refused, enough):
    """Save an offer again and again, from a version on, until the server is gone."""
    number = first
    try:
        while True:
            said = f"nr {number}"
            status, where = person.post(
                f"/intern/tilbud/{offer.code}/ret", **fields(offer, hours_note=said), version=str(number)
            )
            if status != 303:
                refused.append(
                    (status, BeautifulSoup(where, "html.parser").select_one("#indhold").get_text(" ", strip=True)[:300])
                )
                enough.set()
                return
            number += 1
            acknowledged.append((offer.code, number, said))
            if len(acknowledged) >= BEFORE_THE_KILL:
                enough.set()
    except (OSError, HTTPException):
        pass


@pytest.mark.timeout(600)
def test_kill_while_editors_save_loses_nothing_that_was_acknowledged(desk):
    people = [desk.person() for _ in OFFERS]
    acknowledged, refused, enough = [], [], threading.Event()
    versions = dict(desk.asked("SELECT code, version FROM service"))
    threads = [
        threading.Thread(target=saves, args=(person, offer, versions[offer.code], acknowledged, refused, enough))
        for person, offer in zip(people, OFFERS, strict=True)
    ]
    for thread in threads:
        thread.start()
    assert enough.wait(400)
    desk.kill()
    for thread in threads:
        thread.join()
    assert not refused
    desk.start()

    assert desk.asked("PRAGMA integrity_check") == [("ok",)]
    kept = desk.asked(
        "SELECT s.code, r.version, r.after FROM offer_revision r JOIN service s ON s.id = r.service_id"
        " ORDER BY s.code, r.version"
    )
    told = {(code, version): json.loads(after)["hours_note"] for code, version, after in kept}
    assert {(code, version): said for code, version, said in acknowledged}.items() <= told.items()
    now = desk.asked("SELECT s.code, s.version, t.description FROM service s JOIN schedule t ON t.service_id = s.id")
    for code, version, said in now:
        assert version == 1 or told[code, version] == said, "an offer is what its last revision says"
    assert desk.asked("SELECT count(*) FROM change WHERE kind = 'offer.edited'") == [(len(kept),)]
    assert people[0].get("/intern/tilbud")[0] == 200


@pytest.mark.timeout(600)
def test_kill_while_an_import_is_applied_leaves_all_of_it_or_nothing(desk):
    person = desk.person("administrator")
    changed = [offer.model_copy(update={"legal_basis": "§ 1"}) for offer in LIBRARY.offers]
    assert person.send_file("/intern/data", as_csv(changed, LIBRARY.places)) == (303, "/intern/data/forslag")
    for polls in (0, 20):  # how far into its writing it is killed
        answer = killed_while_applying(desk, person, polls)
        desk.start()
        assert desk.asked("PRAGMA integrity_check") == [("ok",)]
        count = desk.asked("SELECT count(*) FROM offer_revision")[0][0]
        assert count in (0, len(changed)), "half an import"
        assert desk.asked("SELECT count(*) FROM data_import WHERE applied_at IS NOT NULL") == [(int(count > 0),)]
        if answer is not None:
            assert answer == (303, "/intern/data") and count, "it was acknowledged"
        if count:
            break
        assert desk.asked("SELECT count(*) FROM service WHERE edited_at IS NOT NULL") == [(0,)]
        assert desk.asked("SELECT count(*) FROM change WHERE kind LIKE '%.imported'") == [(0,)]
    if not count:  # what waited for a yes waits still
        assert person.post("/intern/data/gem", **waiting(person)) == (303, "/intern/data")
    assert desk.asked("SELECT count(*) FROM offer_revision WHERE kind = 'imported'") == [(len(changed),)]
    assert desk.asked("SELECT count(*) FROM change WHERE kind = 'offer.imported'") == [(len(changed),)]


def waiting(person):
    """The form that says yes to the import that waits."""
    return form_fields(person.get("/intern/data/forslag")[1], "/intern/data/gem")


def killed_while_applying(desk, person, polls):
    """Say yes to the import, and kill the server so many looks after it began to write. The answer, if one came."""
    sent, answers = waiting(person), []

    def press():
        with suppress(OSError, HTTPException):
            answers.append(person.post("/intern/data/gem", **sent))

    presses = threading.Thread(target=press)
    presses.start()
    while not desk.is_being_written() and presses.is_alive():
        pass
    for _ in range(polls):
        presses.join(0.01)
    desk.kill()
    presses.join()
    return answers[0] if answers else None
