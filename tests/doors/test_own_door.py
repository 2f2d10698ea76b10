"""A municipality's editors write their own door: kept with its source, checked, seen by all, and taken back."""

from __future__ import annotations

from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from tests.people import AARHUS, ESBJERG, add_user, form_token, logged_in
from webapp.database import db
from webapp.doors.edition_part import records
from webapp.doors.form import form_values, parse_door
from webapp.doors.store import contacts_now
from webapp.typed_text import InvalidForm

TODAY = date(2026, 11, 23)
SOURCE = "https://www.esbjerg.dk/kontakt"
KNOWN = LIBRARY.contacts.of(ESBJERG, TODAY)


def typed(**changed) -> dict[str, str]:
    """The form of Esbjerg's door with some of it changed."""
    return form_values(KNOWN) | changed


def send(client, address: str = f"/intern/doer/{ESBJERG}", version: int = 0, **changed):
    """Send the form as a browser does."""
    sent = typed(**changed) | {"version": str(version), "csrf_token": form_token(client, "/intern/konto")}
    return client.post(address, data=sent, headers={"Sec-Fetch-Site": "same-origin"})


def door_of(desk, code: str = ESBJERG):
    """The door as it is shown now."""
    with desk.app_context():
        return contacts_now(LIBRARY.contacts, db.session).door(code, LIBRARY.places[code].name, TODAY)


def test_what_nobody_touched_is_kept_to_the_letter():
    for code in LIBRARY.places:
        known = LIBRARY.contacts.of(code, TODAY)
        found = parse_door(form_values(known), known, code, TODAY)
        assert found == {kind: known.get(kind) for kind in ("main", "website", "night")}


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"main_phone": "76 16 16 1", "main_source_url": SOURCE}, "main_phone", ""),
        ({"main_phone": "+4676161616", "main_source_url": SOURCE}, "main_phone", "dansk nummer"),
        ({"main_phone": "76 16 16 99", "main_source_url": ""}, "main_source_url", "Skriv siden"),
        ({"main_phone": "76 16 16 99", "main_source_url": "ikke en side"}, "main_source_url", ""),
        ({"main_phone": "76 16 16 99", "main_source_url": SOURCE, "main_source_date": "2027-01"}, "main_source_date", ""),
        ({"main_phone": "76 16 16 99", "main_source_url": SOURCE, "main_confidence": "helt"}, "main_confidence", "Vælg"),
        ({"website_website": ""}, "website_website", "hjemmeside"),
        ({"night_phone": "76 16 16 98", "night_scope": "", "night_source_url": SOURCE}, "night_scope", "børn"),
        ({"night_name": "Spørg 010190-1234", "night_scope": "everybody", "night_source_url": SOURCE}, "night_name", "CPR"),
        ({"night_phone": "", "night_name": "", "night_note": "kun hverdage"}, "night_phone", "tøm det hele"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_at_its_field(changed, field, words):
    with pytest.raises(InvalidForm) as caught:
        parse_door(typed(**changed), KNOWN, ESBJERG, TODAY)
    assert words in caught.value.errors[field]


@pytest.mark.parametrize(
    ("written", "kept"),
    [("21.11.2026", "2026-11-21"), ("d. 21. nov. 2026", "2026-11-21"), ("november 2026", "2026-11"), ("11/2026", "2026-11")],
)  # fmt: skip
def test_the_pages_date_may_be_written_as_danes_do(written, kept):
    sent = {"main_phone": "76 16 16 99", "main_source_url": SOURCE, "main_source_date": written}
    assert parse_door(typed(**sent), KNOWN, ESBJERG, TODAY)["main"].source_date == kept


def test_an_editor_writes_the_number_and_everybody_has_it(desk):
    client = logged_in(desk, add_user(desk))
    page = client.get("/intern/doer", follow_redirects=True).text
    assert "Døren til Esbjerg Kommune" in page
    numbers = {"main_phone": "76 00 00 01", "main_source_url": SOURCE, "main_confidence": "high"}
    numbers["main_source_date"] = "2026-11"
    night = {"night_phone": "76 00 00 02", "night_scope": "children", "night_source_url": SOURCE}
    assert send(client, **numbers, **night).status_code == 303
    door = door_of(desk)
    assert (door.main.phone, door.main.seen, door.night.scope) == ("76 00 00 01", "2026-11-23", "children")
    assert door.website == KNOWN["website"], "what nobody touched still follows the file"
    with desk.app_context(), desk.test_request_context("/"):
        contacts = contacts_now(LIBRARY.contacts, db.session)
        html = records(contacts, LIBRARY.places, TODAY)["Esbjerg"]["html"]
    assert "76 00 00 01" in html and "Siden handler om børn" in html
    log = logged_in(desk, add_user(desk, "coordinator")).get("/intern/log").text
    assert "døren til" in log and f"76 00 00 01, {SOURCE}, november 2026, sikkerhed høj" in log
    assert send(client, **numbers, **night).status_code == 303, "two who save the same have nothing to choose"
    # Emptied, and then as it was; over an earlier version nothing is saved and nothing is lost.
    late = send(client, **night | {"night_phone": "76 00 00 09", "night_scope": "everybody"})
    assert late.status_code == 409 and "76 00 00 09" in late.text and door_of(desk).night.phone == "76 00 00 02"
    theirs = [side.get_text() for side in BeautifulSoup(late.data, "html.parser").select("[data-side='Gemt nu']")]
    assert theirs == ["76 00 00 02", "Børn og unge"]
    assert 'value="76 00 00 01"' in late.text, "only the other one wrote it"
    assert "<b>Hovednummer:</b> 76 00 00 01" in late.text and "<b>Hovednummer: Sikkerhed:</b> Høj" in late.text
    same = send(
        client, **numbers | night | {"main_phone": "+45 76000001", "night_phone": "76000002", "night_name": "Vagten"}
    )
    assert same.status_code == 409 and "I har skrevet hver sit" not in same.text, (
        "with other spaces it is the same number"
    )
    empty = {f"{kind}_{name}": "" for kind in ("main", "night") for name in ("phone", "name", "note")}
    assert send(client, version=1, **empty).status_code == 303 and door_of(desk).main is door_of(desk).night is None
    assert send(client, f"/intern/doer/{ESBJERG}/1", version=2).status_code == 303
    assert door_of(desk).main.phone == "76 00 00 01"
    assert send(client, f"/intern/doer/{ESBJERG}/0", version=3).status_code == 303
    with desk.app_context():
        assert contacts_now(LIBRARY.contacts, db.session).of(ESBJERG, TODAY) == KNOWN
    assert send(client, f"/intern/doer/{ESBJERG}/99", version=4).status_code == 404


def test_an_unsure_number_is_kept_for_the_desk_and_shown_to_nobody(desk):
    client = logged_in(desk, add_user(desk))
    unsure = {"main_phone": "76 00 00 03", "main_source_url": "", "main_source_date": "", "main_confidence": "low"}
    assert send(client, **unsure).status_code == 303
    assert door_of(desk).main is None and 'value="76 00 00 03"' in client.get(f"/intern/doer/{ESBJERG}").text


def test_each_writes_its_own(desk):
    client = logged_in(desk, add_user(desk))
    assert client.get(f"/intern/doer/{AARHUS}").status_code == send(client, f"/intern/doer/{AARHUS}").status_code == 404
    page = logged_in(desk, add_user(desk, "administrator")).get("/intern/doer").text
    assert page.count('href="/intern/doer/') >= 98 and "intet nummer" in page
