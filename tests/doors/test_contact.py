"""Every municipality has a door: its website at least, numbers only from a source that can be named, and on their days."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, make_app
from webapp.content.document import ContentError
from webapp.doors.contact import read_contacts
from webapp.doors.edition_part import records

TODAY = date(2026, 11, 28)
FILE = "municipality-contacts.csv"
ROW = "0370,night,,11 22 33 44,,,,https://example.org/nat,2026,2026-11,high,{},{},\n"


def test_every_municipality_has_a_door_and_nothing_unconfirmed_is_shown():
    contacts = LIBRARY.contacts
    doors = {code: contacts.door(code, place.name, TODAY) for code, place in LIBRARY.places.items()}
    assert len(doors) == 98 and all(door.website for door in doors.values())
    shown = [one for door in doors.values() for one in (door.website, door.main, door.night, *door.more) if one]
    assert all(one.confidence != "low" and one.source_url for one in shown)
    unsure = [row for row in contacts.rows if not row.shown]
    assert unsure and not {row.phone for row in unsure if row.kind == "main"} & {
        door.main and door.main.phone for door in doors.values()
    } - {None}


def test_a_number_from_a_page_about_children_is_told_so(client):
    page = BeautifulSoup(client.get("/find?k=Aalborg").text, "html.parser")
    door = page.select_one("#resultater [data-door]")
    assert door.select_one("a[href='tel:96301448']") and "Siden handler om børn" in door.get_text()
    assert "Aalborg Kommune" in door.get_text() and door.select_one("a[href='https://www.aalborg.dk']")
    assert "slået op november 2026" in door.get_text()
    # København's answers everybody.
    assert (
        "børn" not in BeautifulSoup(client.get("/find?k=0101").text, "html.parser").select_one("[data-door]").get_text()
    )


def test_where_nobody_knows_a_number_the_website_stands_and_it_is_said(client):
    door = BeautifulSoup(client.get("/find?k=Frederiksberg").text, "html.parser").select_one("[data-door]")
    assert not door.select("a[href^='tel:']") and door.select_one("a[href='https://www.frederiksberg.dk']")
    assert "Vi kender ikke et bekræftet hovednummer" in door.get_text() and "intet nummer kendt" in door.get_text()
    assert not BeautifulSoup(client.get("/find").text, "html.parser").select("[data-door]")


@pytest.mark.parametrize(
    ("spans", "wrong"),
    [
        ([("", "2026-12-31"), ("2027-01-01", "")], ""),
        ([("", "2026-12-31"), ("2027-01-02", "")], "hul"),
        ([("", "2026-12-31"), ("2026-12-31", "")], "To udgaver"),
        ([("", ""), ("2027-01-01", "")], "sidste dag"),
    ],
)
def test_a_number_that_changes_has_both_with_their_days(content, spans, wrong):
    path = content / FILE
    path.write_text(path.read_text(encoding="utf-8") + "".join(ROW.format(*span) for span in spans), encoding="utf-8")
    if wrong:
        with pytest.raises(ContentError, match=wrong):
            read_contacts(path, LIBRARY.places)
    else:
        contacts = read_contacts(path, LIBRARY.places)
        assert [
            contacts.of("0370", date.fromisoformat(day))["night"].first for day in ("2026-12-31", "2027-01-01")
        ] == [
            None,
            date(2027, 1, 1),
        ]


def test_the_doors_change_with_the_day(content, tmp_path):
    path = content / FILE
    rows = [("", "2026-12-31"), ("2027-01-01", "")]
    text = path.read_text(encoding="utf-8") + "".join(ROW.format(*span) for span in rows)
    path.write_text(text.replace("11 22 33 44", "55 66 77 88", 1), encoding="utf-8")
    app = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content))
    with app.test_request_context("/"):
        library = app.extensions["library"]
        found = records(library.contacts, library.places, TODAY)["Næstved"]
    assert "55 66 77 88" in found["html"] and "11 22 33 44" not in found["html"]
    [[minute, changed]] = found["later"]
    assert minute == 29979300 and "11 22 33 44" in changed["html"] and "gælder fra 1. januar 2027" in changed["html"]
