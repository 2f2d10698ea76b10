"""What is being typed at the desk is kept for its writer, for a day, until it is saved; nothing about a citizen is."""

from __future__ import annotations

import json

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from tests.forms import form_fields
from tests.people import AARHUS, add_user, clock_of, form_token, logged_in, pass_time, send, set_clock
from webapp.database import db
from webapp.drafts import store
from webapp.drafts.models import Draft

NEW = "/intern/opslag/ny"


def keep(client, action=NEW, page=NEW, fields=(("title", "Lukket på fredag"),), **more):
    """Send what a page sends while somebody types."""
    return send(client, "/intern/kladde", til=action, sted=page, navn="Nyt opslag", felter=json.dumps(fields), **more)


def kept(app) -> list[Draft]:
    """All drafts there are."""
    with app.app_context():
        rows = db.session.execute(select(Draft)).scalars().all()
        db.session.expunge_all()
        return list(rows)


@pytest.fixture
def client(desk):
    """A coordinator's."""
    return logged_in(desk, add_user(desk, "coordinator"))


def test_it_is_shown_where_it_was_typed_and_on_the_front_page(desk, client):
    assert keep(client).status_code == 204
    assert keep(client, fields=[["title", "Lukket på mandag"]]).status_code == 204
    assert len(kept(desk)) == 1, "the last one counts"
    page = BeautifulSoup(client.get(NEW).get_data(as_text=True), "html.parser").select_one("[data-draft]")
    assert "Det, du skrev her" in page.text and page["data-of"] == NEW
    assert json.loads(page["data-draft"]) == [["title", "Lukket på mandag"]]
    assert f'<a href="{NEW}" data-unsaved><b>Nyt opslag</b>' in client.get("/intern").get_data(as_text=True)
    assert "Det, du skrev her" not in client.get("/intern/tilbud").get_data(as_text=True)


def test_nobody_else_sees_it(desk, client):
    keep(client)
    for other in (logged_in(desk, add_user(desk, "coordinator")), logged_in(desk, add_user(desk, "editor", AARHUS))):
        assert "Lukket på fredag" not in other.get(NEW).get_data(as_text=True)
        assert "data-unsaved" not in other.get("/intern").get_data(as_text=True)
        send(other, "/intern/kladde/slet", til=NEW)
    assert len(kept(desk)) == 1


def test_what_is_saved_is_no_draft_any_more(desk, client):
    keep(client)
    fields = form_fields(client.get(NEW).get_data(as_text=True), NEW)
    wrong = client.post(NEW, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert wrong.status_code == 422 and len(kept(desk)) == 1, "a mistake saves nothing"
    assert "Det, du skrev her" not in wrong.get_data(as_text=True), "what was typed is in its fields already"
    fields |= {"title": "Lukket på fredag", "starts": "2026-11-23T20:00", "ends": "2026-11-24T08:00"}
    saved = client.post(NEW, data=fields, headers={"Sec-Fetch-Site": "same-origin"})
    assert saved.status_code == 303 and kept(desk) == []


def test_it_can_be_thrown_away(desk, client):
    keep(client)
    gone = send(client, "/intern/kladde/slet", til=NEW)
    assert gone.status_code == 303 and gone.location == NEW and kept(desk) == []
    assert send(client, "/intern/kladde/slet", til="https://a.dk").location == "/intern"


def test_it_lasts_a_day(desk, client):
    keep(client)
    set_clock(desk, clock_of(desk))
    pass_time(desk, hours=25)
    client = logged_in(desk, kept(desk)[0].user_id)
    assert "Det, du skrev her" not in client.get(NEW).get_data(as_text=True)
    keep(client, action="/intern/tilbud/ny", page="/intern/tilbud/ny")
    assert [draft.action for draft in kept(desk)] == ["/intern/tilbud/ny"], "the old one is removed"


def test_a_field_with_a_personal_number_is_left_out(desk, client):
    keep(client, fields=[["title", "010190–1234"], ["text", "Ring i morgen"]])
    assert json.loads(kept(desk)[0].fields) == [["text", "Ring i morgen"]]


@pytest.mark.parametrize(
    ("action", "page", "fields"),
    [
        ("/find", NEW, [["q", "vold"]]),
        ("/intern/tilbud/abcd/besked", "https://evil.example/intern", [["title", "x"]]),
        ("//evil.example/intern", NEW, [["title", "x"]]),
        (NEW, NEW, [["password", "hemmeligt"], ["title", "x"]]),
        (NEW, NEW, [["title", "x" * 60_001]]),
        (NEW, NEW, []),
        (NEW, NEW, [["title", 1]]),
        (NEW, NEW, "title"),
        (NEW, NEW, 7),
        (NEW + "x" * 200, NEW, [["title", "x"]]),
        ("/intern/%0d%0a", "/internt/x", [["title", "x"]]),
        (NEW + "\r\nb: c", NEW, [["title", "x"]]),
        (NEW + "\0", NEW, [["title", "x"]]),
        ("/intern/\\evil.example", NEW, [["title", "x"]]),
    ],
)
def test_what_is_no_draft_is_refused(desk, client, action, page, fields):
    assert keep(client, action, page, fields).status_code == 422


@pytest.mark.parametrize(
    "text", ["", "[", "[" * 20_000, '[["a",' + "[" * 3_000, '{"a":' * 10_000, '[["a","\\ud83d"]]', "NaN"]
)
def test_what_is_no_json_is_refused(desk, client, text):
    answer = send(client, "/intern/kladde", til=NEW, sted=NEW, navn="Nyt opslag", felter=text)
    assert answer.status_code == 422 and not kept(desk)
    assert kept(desk) == []


def test_only_so_many(desk, client):
    token = form_token(client, NEW)
    for number in range(store.MOST + 3):
        pass_time(desk, seconds=1)
        keep(client, action=f"/intern/opslag/{number}", token=token)
    assert len(kept(desk)) == store.MOST
    assert f"/intern/opslag/{store.MOST + 2}" in [draft.action for draft in kept(desk)]


def test_a_form_without_a_page_of_its_own_is_opened_where_it_stood(desk, client):
    keep(client, action="/intern/tilbud/abcd/besked", page="/intern/bekraeft")
    assert kept(desk)[0].page == "/intern/bekraeft"
