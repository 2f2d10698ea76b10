"""Whatever is typed or sent to the desk is answered, never with a failure."""

from __future__ import annotations

import io
from contextlib import closing
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as some

from tests.conftest import LIBRARY, make_app
from tests.notices.notices import add_notice
from tests.people import ESBJERG, START, add_user, form_token, logged_in, send, set_clock
from webapp.database import db
from webapp.registry.store import seed
from webapp.sqlite import sqlite3

FINE = {200, 303, 400, 403, 404, 409, 413, 422, 429, 503}
FORMS = {
    "/intern/login": ("email", "password", "code", "kept"),
    "/intern/login/kode": ("code", "kept"),
    "/intern/velkommen": ("token", "new_password"),
    "/intern/konto/adgangskode": ("password", "new_password"),
    "/intern/konto/koder": ("code", "password"),
    "/intern/brugere/ny": ("email", "name", "role", "municipality"),
    "/intern/aftale/0561/ret": ("base", "steps", "signs", "review", "tries", "writing", "contact"),
    "/intern/aftale/0561/sammenlign": ("foer", "efter"),
    "/intern/brugere/1/rolle": ("role", "municipality"),
    "/intern/tilbud": ("q", "k", "vis"),
    "/intern/tilbud/ny": ("name", "phone", "website", "opening_hours", "topics", "changes-0-first", "national", "vis"),
    "/intern/tilbud/4cr4/ret": ("version", "name", "phone", "changes-9-first", "service_municipalities", "how", "vis"),
    "/intern/tilbud/4cr4/flet": ("into", "sure", "version", "other_version"),
    "/intern/bekraeft": ("k",),
    "/intern/bekraeft/4cr4": ("how", "version"),
    "/intern/bekraeft/4cr4/meldt": ("report", "outcome", "note"),
    "/intern/opslag/ny": ("title", "text", "starts", "ends", "phone", "offer", "place", "version"),
    "/intern/opslag/1/ret": ("title", "text", "starts", "ends", "phone", "offer", "version"),
    "/intern/opslag/1/slut": ("version",),
    "/intern/indstillinger/0561": ("contact", "phone", "email", "version"),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app for all examples; its brake takes hold soon, so most of them cost no password's work."""
    app = make_app(tmp_path_factory.mktemp("desk") / "instance")
    set_clock(app, START)
    app.testing = True  # a failure is shown, not answered
    add_user(app)
    with app.app_context():
        seed([offer for offer in LIBRARY.offers if offer.municipality == ESBJERG])
    add_notice(app)
    return app


@pytest.fixture(scope="module")
def coordinator(desk):
    """A coordinator's number."""
    return add_user(desk, "coordinator")


@pytest.mark.parametrize("address", FORMS)
@pytest.mark.parametrize("kind", ["files", "numbers"])
def test_what_is_no_text_in_a_form_is_answered(desk, coordinator, address, kind):
    client = logged_in(desk, coordinator)
    names = FORMS[address]
    sent = {"data": {name: (io.BytesIO(b"1"), "a.txt") for name in names}} if kind == "files" else {}
    sent = sent or {"json": dict.fromkeys(names, 1)}
    headers = {"Sec-Fetch-Site": "same-origin", "X-CSRFToken": form_token(client)}
    assert client.post(address, **sent, headers=headers).status_code in FINE


@pytest.mark.parametrize("row", ["²", "٣", "9" * 5000, "-1"])
@pytest.mark.parametrize("address", ["/intern/tilbud/ny", "/intern/tilbud/4cr4/ret"])
def test_row_of_a_list_that_is_no_number_is_answered(desk, coordinator, address, row):
    answer = send(logged_in(desk, coordinator), address, **{f"changes-{row}-first": "1.1.2027"})
    assert answer.status_code in FINE


@pytest.mark.parametrize("address", FORMS)
@hypothesis_settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(data=some.data())
def test_any_bytes_in_a_form_are_answered(desk, coordinator, address, data):
    open_to_all = address.startswith(("/intern/login", "/intern/velkommen"))
    client = desk.test_client() if open_to_all else logged_in(desk, coordinator)
    # A page that shows a typed brace again would look to the house rules as if a template had been left unfinished.
    typed = some.binary(max_size=80).map(lambda text: text.replace(b"{", b"("))
    fields = data.draw(some.dictionaries(some.sampled_from([*FORMS[address], "x"]), typed))
    body = f"csrf_token={form_token(client)}" + "".join(
        f"&{name}={quote_from_bytes(text)}" for name, text in fields.items()
    )
    answer = client.post(
        address,
        data=body,
        content_type="application/x-www-form-urlencoded",
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert answer.status_code in FINE


@hypothesis_settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cookie=some.text(some.characters(min_codepoint=33, max_codepoint=126, exclude_characters=';,"\\'), max_size=200))
def test_any_cookie_is_nobody(desk, cookie):
    client = desk.test_client(use_cookies=False)
    for name in ("s", "d", "remember_token"):
        answer = client.get("/intern", headers={"Cookie": f"{name}={cookie}"})
        assert answer.location == "/intern/login"


@pytest.mark.parametrize("number", ["0", "-1", "1.5", "x", "9" * 40, "1%00", "../1"])
def test_any_number_of_a_user_is_answered(desk, coordinator, number):
    assert logged_in(desk, coordinator).get(f"/intern/brugere/{number}").status_code == 404


@pytest.mark.sqlite("the file is taken away")
def test_failure_at_the_desk_is_told_in_danish(tmp_path):
    app = make_app(tmp_path / "instance")
    client = logged_in(app, add_user(app))
    with app.app_context():
        db.engine.dispose()
    path = tmp_path / "instance" / "lommekort.sqlite3"
    path.unlink()
    path.mkdir()
    answer = client.get("/intern")
    assert answer.status_code == 503 and "Vi kan ikke lige nu" in answer.get_data(as_text=True)
    assert answer.headers["Cache-Control"] == "no-store" and "noindex" in answer.headers["X-Robots-Tag"]


@pytest.mark.sqlite("SQLite has one writer at a time")
def test_form_that_came_while_another_was_writing_is_kept(tmp_path, monkeypatch):
    monkeypatch.setattr("webapp.sqlite.BUSY_TIMEOUT", 50)
    app = make_app(tmp_path / "instance")
    client, fields = logged_in(app, add_user(app, "coordinator")), {"name": "Åse <b>", "email": "ny@eksempel.dk"}
    token = form_token(client)
    with closing(sqlite3.connect(tmp_path / "instance" / "lommekort.sqlite3")) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = send(client, "/intern/brugere/ny", token=token, role="editor", municipality=ESBJERG, **fields)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 503 and answer.headers["Retry-After"] and "Andre gemmer lige nu" in page
    assert 'name="name" value="Åse &lt;b&gt;"' in page and "Prøv igen" in page
    again = {"role": "editor", "municipality": ESBJERG, **fields}
    assert send(client, "/intern/brugere/ny", **again).status_code == 200
