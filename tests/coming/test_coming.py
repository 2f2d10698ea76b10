"""The desk sees what comes: what turns by itself, what must be looked into, and any day as it will be."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from tests.people import add_user, logged_in
from webapp.coming.turning import turns
from webapp.doors.contact import Contacts
from webapp.registry.store import seed
from webapp.users.role import Role

TODAY = date(2026, 11, 28)


def test_what_turns_by_itself_is_told_with_before_and_after():
    found = turns(LIBRARY.offers, LIBRARY, LIBRARY.contacts, TODAY)
    told = {turn.name: turn for turn in found}
    assert told["Region Sjælland"].differences == (("Navn", "Region Sjælland", "Region Østdanmark"),)
    line = told["Akuttelefonen 1813"]
    assert line.day == date(2027, 1, 1)
    labels = dict((label, after) for label, _before, after in line.differences)
    assert labels["Hvem står bag"] == "Region Østdanmark" and "København" in labels["Dækker kommuner"]
    assert not turns(LIBRARY.offers, LIBRARY, LIBRARY.contacts, date(2027, 1, 1))
    closed = [offer.model_copy(update={"status": "inactive"}) for offer in LIBRARY.offers]
    assert {turn.name for turn in turns(closed, LIBRARY, LIBRARY.contacts, TODAY)} < told.keys()


def test_a_number_that_nobody_could_confirm_turns_nothing():
    known = next(row for row in LIBRARY.contacts.rows if row.shown and not row.first)
    for confidence, days in (("low", []), ("high", [date(2027, 2, 1)])):
        later = known.model_copy(update={"first": date(2027, 2, 1), "confidence": confidence})
        assert [turn.day for turn in turns([], LIBRARY, Contacts([later]), TODAY) if "Kommune" in turn.name] == days


def test_the_page_tells_the_sure_from_the_unsure(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
    client = logged_in(desk, add_user(desk, Role.ADMINISTRATOR))
    page = BeautifulSoup(client.get("/intern/kommer").text, "html.parser")
    unsure = page.select_one("[data-unsure]").get_text()
    assert "1813" in unsure and "Akuttelefonen i Hovedstaden" not in page.select_one("[data-known]").get_text()
    assert len(page.select("[data-unsure] li, [data-known] li")) == len(LIBRARY.changes) == 25
    theirs = logged_in(desk, add_user(desk)).get("/intern/kommer").text  # an editor's in Esbjerg
    for html, told in ((page, True), (BeautifulSoup(theirs, "html.parser"), False)):
        assert ("Akuttelefonen 1813" in html.select_one("[data-turns]").get_text()) == told


def test_any_day_is_seen_as_it_will_be(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
    client = logged_in(desk, add_user(desk, Role.ADMINISTRATOR))
    days = {}
    for day in ("2026-12-31", "2027-01-02"):
        page = BeautifulSoup(client.get(f"/intern/kommer?dag={day}&k=0370").text, "html.parser")
        seen = page.select_one(f"[data-seen='{day}']")
        assert len(seen.select(".matrix td a:not(.ring)")) == 5 * len(LIBRARY.matrix.needs)
        days[day] = seen.get_text()
    assert "regionen" in days["2027-01-02"] and "region med et andet navn" in days["2027-01-02"]
    assert days["2026-12-31"] != days["2027-01-02"] and "region med et andet navn" not in days["2026-12-31"]


@pytest.mark.parametrize("day", ["2020-01-01", "2099-01-01", "i morgen", "2027-02-29"])
def test_a_day_that_cannot_be_is_refused_in_danish(desk, day):
    client = logged_in(desk, add_user(desk))
    answer = client.get("/intern/kommer", query_string={"dag": day})
    assert (
        answer.status_code == 422 and "Skriv en dag fra i dag" in answer.text and 'aria-invalid="true"' in answer.text
    )
