"""What a municipality says about itself: whom to tell when something is wrong."""

from __future__ import annotations

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.people import AARHUS, ESBJERG, add_user, logged_in, send
from webapp.audit import Change
from webapp.database import db
from webapp.municipality.setting import Contact, parse_form, setting_of
from webapp.typed_text import InvalidForm

OWN = f"/intern/indstillinger/{ESBJERG}"
TYPED = {"contact": "Gadeplansholdet", "phone": "75123456", "email": "Gadeplan@Kommune.dk"}


@pytest.fixture
def coordinator(desk, monkeypatch):
    """A coordinator of Esbjerg, logged in; publishing is only counted."""
    monkeypatch.setattr(desk.extensions["publisher"], "ask", lambda: None)
    return logged_in(desk, add_user(desk, "coordinator", name="Kim Koordinator"))


def kept(desk, code: str = ESBJERG):
    with desk.app_context():
        found = setting_of(code)
        return (found.contact, found.phone, found.email) if found else None


def changes(desk) -> list[tuple]:
    with desk.app_context():
        return [tuple(row) for row in db.session.execute(select(Change.kind, Change.municipality))]


def test_what_was_typed_is_tidied():
    assert parse_form(TYPED) == Contact("Gadeplansholdet", "75 12 34 56", "gadeplan@kommune.dk")
    assert parse_form(TYPED | {"email": "Holdet <mailto:Gadeplan@Kommune.dk>"}) == parse_form(TYPED)
    assert parse_form({}) == parse_form({"contact": "  "}) == Contact()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"contact": "a" * 61}, "contact"),
        ({"contact": "010190-1234"}, "contact"),
        ({"contact": "[[x]]"}, "contact"),
        ({"contact": ""}, "contact"),
        ({"phone": "12"}, "phone"),
        ({"phone": "javascript:alert(1)"}, "phone"),
        ({"phone": "", "email": ""}, "phone"),
        ({"email": "gadeplan"}, "email"),
        ({"email": 'a"b@kommune.dk'}, "email"),
        ({"email": "010190-1234@kommune.dk"}, "email"),
        ({"email": "a@kommune.dk?bcc=x@y.dk"}, "email"),
        ({"email": f"{'a' * 60}@{'b' * 250}.dk"}, "email"),
    ],
)
def test_what_cannot_be_kept_is_refused_at_its_field(changed, field):
    with pytest.raises(InvalidForm) as wrong:
        parse_form(TYPED | changed)
    assert list(wrong.value.errors) == [field]


def test_it_is_kept_logged_and_on_the_phones(desk, coordinator):
    assert send(coordinator, OWN, version="0", **TYPED).location == OWN
    assert kept(desk) == ("Gadeplansholdet", "75 12 34 56", "gadeplan@kommune.dk")
    assert changes(desk) == [("municipality.edited", ESBJERG)]
    send(coordinator, OWN, version="0", **TYPED)
    assert len(changes(desk)) == 1, "the same again changes nothing"
    [[_, _, html]] = desk.test_client().get(f"/data/lokalt/{ESBJERG}.json").get_json()["sig det til"]
    page = BeautifulSoup(html, "html.parser")
    assert [link["href"] for link in page.select("a")] == ["tel:75123456", "mailto:gadeplan@kommune.dk"]
    front = logged_in(desk, add_user(desk)).get("/intern").get_data(as_text=True)
    assert "Gadeplansholdet" in front
    assert "Gadeplansholdet" not in logged_in(desk, add_user(desk, municipality=AARHUS)).get("/intern").text


def test_it_can_be_emptied_again(desk, coordinator):
    send(coordinator, OWN, version="0", **TYPED)
    send(coordinator, OWN, version="1")
    assert kept(desk) == ("", None, None)
    assert desk.test_client().get(f"/data/lokalt/{ESBJERG}.json").status_code == 404
    assert "sig det til" not in logged_in(desk, add_user(desk)).get("/intern").text


def test_two_editors_lose_nothing(desk, coordinator):
    other = logged_in(desk, add_user(desk, "coordinator", name="Ea Efter"))
    send(coordinator, OWN, version="0", **TYPED)
    answer = send(other, OWN, version="0", contact="Aftenholdet", phone="75 65 43 21")
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 409 and kept(desk)[0] == "Gadeplansholdet"
    assert "Kim Koordinator har gemt imens" in answer.text and "Gadeplansholdet" in answer.text
    assert page.select_one("[name=contact]")["value"] == "Aftenholdet"
    assert page.select_one("[name=version]")["value"] == "1"
    send(other, OWN, version="1", contact="Aftenholdet", phone="75 65 43 21")
    assert kept(desk)[0] == "Aftenholdet"


def test_mistakes_keep_what_was_typed(desk, coordinator):
    answer = send(coordinator, OWN, version="0", **TYPED | {"phone": "7"})
    page = BeautifulSoup(answer.data, "html.parser")
    assert answer.status_code == 422 and kept(desk) is None and page.select_one("#phone-error")
    assert page.select_one("[name=contact]")["value"] == "Gadeplansholdet"


def test_another_municipality_is_not_there(desk, coordinator):
    for code in (AARHUS, "9999", "x", "å"):
        assert coordinator.get(f"/intern/indstillinger/{code}").status_code == 404
        assert send(coordinator, f"/intern/indstillinger/{code}", version="0", **TYPED).status_code == 404
    assert kept(desk, AARHUS) is None
    assert coordinator.get("/intern/indstillinger").location == OWN
    administrator = logged_in(desk, add_user(desk, "administrator"))
    assert f"/intern/indstillinger/{AARHUS}" in administrator.get("/intern/indstillinger").text
    assert send(administrator, f"/intern/indstillinger/{AARHUS}", version="0", **TYPED).status_code == 303
    assert kept(desk, AARHUS)
