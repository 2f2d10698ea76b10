"""What was typed survives a session that was over; secrets do not travel."""

import re
import secrets

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some
from wtforms import PasswordField

from tests.people import PASSWORD, add_user, clock_of, code_at, form_token, log_in, logged_in, pass_time, send, user_of
from webapp.desk.resubmit import SECRET_FIELDS, Kept, sign, verify
from webapp.usersdesk import forms

TYPED = {"email": "ny@eksempel.dk", "name": "Åse <b>Øst</b> & søn", "role": "editor", "municipality": "0561"}
TEXT = some.text(some.characters(exclude_categories=("Cs",)), max_size=60)


def hidden(page: str, name: str) -> str:
    """The value of a hidden field."""
    return BeautifulSoup(page, "html.parser").select_one(f'input[name="{name}"]')["value"]


def fields(page: str) -> dict[str, str]:
    """The form on the page that offers to save."""
    form = BeautifulSoup(page, "html.parser").select_one('form[action="/intern/brugere/ny"]')
    return {field["name"]: field["value"] for field in form.select("input")}


def expired(desk, **user):
    """A coordinator whose session is over, and the answer to a form that was sent all the same."""
    number = add_user(desk, "coordinator", **user)
    client = logged_in(desk, number)
    token = form_token(client)
    pass_time(desk, minutes=32)
    return user_of(desk, number), client, send(client, "/intern/brugere/ny", token=token, **TYPED)


def test_typed_text_can_be_saved_after_a_new_login(desk):
    user, client, answer = expired(desk)
    assert answer.status_code == 403
    assert "gemme det, du skrev" in answer.get_data(as_text=True)
    kept = hidden(answer.get_data(as_text=True), "kept")
    page = log_in(client, user.email, kept=kept).get_data(as_text=True)
    assert "Det, du skrev, er her endnu" in page and "Åse &lt;b&gt;Øst&lt;/b&gt; &amp; søn" in page
    again = fields(page)
    assert TYPED.items() <= again.items() and again["csrf_token"]
    done = client.post("/intern/brugere/ny", data=again, headers={"Sec-Fetch-Site": "same-origin"})
    assert done.status_code == 200 and "/intern/velkommen#" in done.get_data(as_text=True)


def test_words_are_shown_and_not_the_names_of_choices():
    sent = (
        ("name", "Havnen"),
        ("organization", "Havnen"),
        ("free", "unknown"),
        ("topics", "sexsalg"),
        ("note", "kom forbi"),
    )
    assert Kept(1, "/intern", sent).shown == ["Havnen", "kom forbi"]


def test_wrong_password_in_between_loses_nothing(desk):
    user, client, answer = expired(desk)
    kept = hidden(answer.get_data(as_text=True), "kept")
    wrong = log_in(client, user.email, "en helt anden adgangskode", kept=kept)
    assert wrong.status_code == 422
    assert hidden(wrong.get_data(as_text=True), "kept") == kept


def test_it_travels_through_the_code_too(desk):
    user, client, answer = expired(desk, codes=True)
    step = log_in(client, user.email, kept=hidden(answer.get_data(as_text=True), "kept"))
    kept = hidden(step.get_data(as_text=True), "kept")
    wrong = send(client, "/intern/login/kode", code="000000", kept=kept)
    kept = hidden(wrong.get_data(as_text=True), "kept")
    page = send(client, "/intern/login/kode", code=code_at(clock_of(desk)), kept=kept).get_data(as_text=True)
    assert TYPED.items() <= fields(page).items()


def test_another_user_gets_nothing_of_it(desk):
    _, client, answer = expired(desk)
    other = user_of(desk, add_user(desk, "coordinator"))
    entered = log_in(client, other.email, kept=hidden(answer.get_data(as_text=True), "kept"))
    assert entered.status_code == 303
    page = client.get("/intern").get_data(as_text=True)
    assert "hørte til en anden konto" in page and "Øst" not in page


def test_after_logging_out_nothing_is_kept(desk):
    client = logged_in(desk, add_user(desk, "coordinator"))
    token = form_token(client)
    pass_time(desk, minutes=1)
    with client.session_transaction("/intern") as session:
        cookie = dict(session)
    send(client, "/intern/logud", token=token)
    with client.session_transaction("/intern") as session:
        session.update(cookie)
    answer = send(client, "/intern/brugere/ny", token=token, **TYPED)
    assert answer.location == "/intern/login"
    assert "Øst" not in client.get("/intern/login").get_data(as_text=True)


@pytest.mark.parametrize(
    ("button", "page"),
    [
        ("aftale/0561/3/udgiv", "aftale/0561/3"),
        ("aftale/0561/tagned", "aftale/0561"),
        ("tilbud/abcd/luk", "tilbud/abcd"),
        ("tilbud/abcd/kommer/2027-01-01/fjern", "tilbud/abcd/kommer/2027-01-01"),
    ],
)
def test_a_button_pressed_too_late_leads_back_to_its_page(desk, button, page):
    user = user_of(desk, add_user(desk, "coordinator"))
    client = logged_in(desk, user.id)
    token = form_token(client)
    pass_time(desk, minutes=32)
    told = BeautifulSoup(send(client, f"/intern/{button}", token=token).text, "html.parser").select_one(".wrong")
    assert told.h2.get_text() == "Du er logget ud" and "er ikke gemt" in told.get_text()
    token = form_token(client, "/intern/login")
    assert log_in(client, user.email, token=token).location == f"/intern/{page}"


def test_form_with_a_secret_is_not_kept(desk):
    client = logged_in(desk, add_user(desk))
    token = form_token(client)
    pass_time(desk, minutes=32)
    answer = send(client, "/intern/konto/adgangskode", token=token, password=PASSWORD, new_password="ny ny ny ny ny ny")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403 and "ikke gemt" in page
    assert 'name="kept"' not in page and PASSWORD not in page


def test_new_login_in_another_tab_loses_nothing(desk):
    number = add_user(desk, "coordinator")
    client = logged_in(desk, number)
    old = form_token(client)
    send(client, "/intern/logud")
    log_in(client, user_of(desk, number).email)
    answer = send(client, "/intern/brugere/ny", token=old, **TYPED)
    assert answer.status_code == 400
    again = fields(answer.get_data(as_text=True))
    assert TYPED.items() <= again.items() and again["csrf_token"] != old
    # Not for a request of which the browser does not say that it is ours.
    silent = client.post("/intern/brugere/ny", data=TYPED | {"csrf_token": old})
    assert silent.status_code == 400 and "Øst" not in silent.get_data(as_text=True)
    assert "<title>Siden er for gammel · Lommekort<" in silent.get_data(as_text=True), "the title says it first"


def test_text_that_is_too_large_is_told(desk):
    client = logged_in(desk, add_user(desk, "coordinator"))
    token = form_token(client)
    pass_time(desk, minutes=32)
    # Just within what a request may hold, and it cannot be packed any smaller.
    answer = send(client, "/intern/brugere/ny", token=token, name=secrets.token_urlsafe(183_000))
    page = answer.get_data(as_text=True)
    assert answer.status_code == 403 and "ikke gemt" in page and 'name="kept"' not in page


@given(name=TEXT, text=TEXT)
def test_seal_brings_back_what_went_in(name, text):
    signed = sign(5, "/intern/x", [("felt" + name, text)], "nøgle")
    assert verify(signed, 5, "nøgle").fields == (("felt" + name, text),)
    assert verify(signed, 6, "nøgle") is None
    assert verify(signed, 5, "anden") is None
    assert verify(signed[:-2], 5, "nøgle") is None


@given(some.text(max_size=200))
def test_seal_cannot_be_made_up(text):
    assert verify(text, 5, "nøgle") is None


def every_form() -> list[type]:
    """All forms of the desk."""
    found, left = [], [forms.DeskForm]
    while left:
        form = left.pop()
        found.append(form)
        left += form.__subclasses__()
    return found


@pytest.mark.parametrize("form", every_form(), ids=lambda form: form.__name__)
def test_every_field_with_a_secret_is_named(desk, form):
    with desk.test_request_context("/intern/x"):
        for field in form(formdata=None):
            secret = isinstance(field, PasswordField) or re.search("code|token|secret|password", field.name)
            assert not secret or field.name in SECRET_FIELDS
