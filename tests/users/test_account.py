"""One's own account, and the invitation it begins with."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.people import (
    OTHER_PASSWORD,
    PASSWORD,
    add_user,
    clock_of,
    code_at,
    form_token,
    invitation,
    is_in,
    log_in,
    logged_in,
    pass_time,
    send,
    user_of,
)
from webapp.database import db
from webapp.users import accounts, password
from webapp.users.user import Invitation, User


def accept(client, token, chosen=PASSWORD):
    kept = form_token(client, "/intern/velkommen")
    data = {"csrf_token": kept, "token": token, "new_password": chosen}
    return client.post("/intern/velkommen", data=data, headers={"Sec-Fetch-Site": "same-origin"})


# The invitation


def test_stores_of_passwords_know_whose_they_are(desk):
    """What a browser saves by its own rule, the text field before a password, would be the link's secret or a code."""
    anna, bo = (user_of(desk, add_user(desk, "coordinator", codes=codes)) for codes in (False, True))
    asked = {desk.test_client(): ("velkommen", "login")}
    asked |= {logged_in(desk, one.id): ("konto/adgangskode", "konto/koder") for one in (anna, bo)}
    for client, page in ((client, page) for client, pages in asked.items() for page in pages):
        forms = BeautifulSoup(client.get(f"/intern/{page}").text, "html.parser").select("form:has([type=password])")
        assert forms, page
        for form in forms:
            first = form.select_one("input:not([type=hidden])")
            assert first["autocomplete"] == ("one-time-code" if page == "velkommen" else "username"), page
            assert first.get("value") in ((anna.email, bo.email) if page.startswith("konto") else (None, "")), page
            assert {one["autocomplete"] for one in form.select("[type=password]")} <= {
                "current-password",
                "new-password",
            }


def test_invitation_sets_the_password_and_lets_in(desk):
    client = desk.test_client()
    answer = accept(client, invitation(desk))
    assert answer.location == "/intern" and is_in(client)
    assert log_in(desk.test_client(), "ny@eksempel.dk").status_code == 303


def test_whole_link_may_be_pasted(desk):
    client = desk.test_client()
    accept(client, f" http://kort.dk/intern/velkommen#{invitation(desk)} ")
    assert is_in(client)


def test_invitation_works_once(desk):
    token = invitation(desk)
    accept(desk.test_client(), token)
    other = desk.test_client()
    answer = accept(other, token, OTHER_PASSWORD)
    assert answer.status_code == 422 and "gælder ikke længere" in answer.text and not is_in(other)


def test_invitation_lasts_a_day(desk):
    token, late = invitation(desk), invitation(desk, email="sen@eksempel.dk")
    pass_time(desk, hours=23, minutes=59)
    client = desk.test_client()
    accept(client, token)
    assert is_in(client)
    pass_time(desk, minutes=2)
    answer = accept(desk.test_client(), late)
    assert answer.status_code == 422 and "gælder ikke længere" in answer.text


@pytest.mark.parametrize("token", ["", "x", "x" * 43, "x" * 5000, "'; DROP TABLE desk_user; --", "%00", "💚" * 20])
def test_made_up_link_opens_nothing(desk, token):
    invitation(desk)
    client = desk.test_client()
    assert accept(client, token).status_code == 422
    assert not is_in(client)


def test_weak_password_leaves_the_link_as_it_was(desk):
    token, client = invitation(desk), desk.test_client()
    answer = accept(client, token, "lommekortesbjerg")
    assert answer.status_code == 422 and "for let at gætte" in answer.text and "lommekortesbjerg" not in answer.text
    assert BeautifulSoup(answer.text, "html.parser").select_one("#token")["value"] == token, "what was typed stays"
    accept(client, token)
    assert is_in(client)


def test_own_name_and_mail_are_too_easy(desk):
    token = invitation(desk, email="karlemilskov@eksempel.dk")
    assert "for let at gætte" in accept(desk.test_client(), token, "karlemilskov eksempel").text


def test_only_the_digest_of_the_link_is_kept(desk):
    token = invitation(desk)
    for path in desk.extensions["settings"].instance.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes()


def test_new_link_ends_the_earlier_one_and_all_sessions(desk):
    number = add_user(desk)
    client = logged_in(desk, number)
    with desk.app_context():
        user = db.session.get(User, number)
        first, second = accounts.give_link(None, user), accounts.give_link(None, user)
        db.session.commit()
    assert accept(desk.test_client(), first, OTHER_PASSWORD).status_code == 422
    assert is_in(client), "a link alone changes nothing"
    fresh = desk.test_client()
    accept(fresh, second, OTHER_PASSWORD)
    assert is_in(fresh) and not is_in(client)


def test_link_does_not_get_past_the_code(desk):
    number = add_user(desk, "administrator")
    with desk.app_context():
        token = accounts.give_link(None, db.session.get(User, number))
        db.session.commit()
    client = desk.test_client()
    answer = accept(client, token, OTHER_PASSWORD)
    assert answer.location == "/intern/login" and not is_in(client)
    assert log_in(client, user_of(desk, number).email, OTHER_PASSWORD).location == "/intern/login/kode"


def test_disabled_user_cannot_use_a_link(desk):
    token = invitation(desk)
    with desk.app_context():
        user = db.session.query(User).one()
        user.active = False
        db.session.commit()
    assert accept(desk.test_client(), token).status_code == 422


def test_new_administrator_adds_codes_before_anything_else(desk):
    client = desk.test_client()
    accept(client, invitation(desk, role="administrator", municipality=None))
    assert client.get("/intern").location == "/intern/konto/koder"
    page = client.get("/intern/konto/koder")
    assert "skal du bruge engangskoder" in page.text
    turn_on(desk, client)
    assert is_in(client)


# The password


def change(client, old=PASSWORD, new=OTHER_PASSWORD):
    return send(client, "/intern/konto/adgangskode", password=old, new_password=new)


def test_new_password_ends_all_other_sessions(desk):
    number = add_user(desk)
    here, elsewhere, known = logged_in(desk, number), logged_in(desk, number), desk.test_client()
    log_in(known, user_of(desk, number).email)
    assert change(here).location == "/intern/konto"
    assert is_in(here) and not is_in(elsewhere) and not is_in(known)
    assert log_in(desk.test_client(), user_of(desk, number).email).status_code == 422
    assert log_in(desk.test_client(), user_of(desk, number).email, OTHER_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("en forkert adgangskode", OTHER_PASSWORD, "ikke din nuværende"),
        (PASSWORD, "kort", "for kort"),
        (PASSWORD, "x" * 129, "for lang"),
        (PASSWORD, "lommekort esbjerg", "for let"),
        (PASSWORD, "", "Vælg en ny"),
        ("", OTHER_PASSWORD, "Skriv din nuværende"),
    ],
)
def test_password_that_is_refused_changes_nothing(desk, old, new, said):
    number = add_user(desk)
    here, elsewhere = logged_in(desk, number), logged_in(desk, number)
    answer = change(here, old, new)
    assert answer.status_code == 422 and said in answer.text
    assert PASSWORD not in answer.text and OTHER_PASSWORD not in answer.text
    assert is_in(elsewhere) and password.fits(user_of(desk, number).password_hash, PASSWORD)


def test_stolen_session_cannot_try_out_the_password(desk):
    client = logged_in(desk, add_user(desk))
    assert ["forsøgt" in change(client, "en forkert adgangskode").text for _ in range(6)] == [False] * 5 + [True]
    assert "forsøgt" in change(client).text, "not even the right one now"


# One-time codes


def offered(client) -> str:
    """The secret on the page."""
    page = BeautifulSoup(client.get("/intern/konto/koder").text, "html.parser")
    return page.select_one(".secret").get_text().replace(" ", "")


def turn_on(app, client) -> list[str]:
    """Turn codes on as a person does; answers the recovery codes."""
    secret = offered(client)
    answer = send(client, "/intern/konto/koder", code=code_at(clock_of(app), secret), password=PASSWORD)
    assert answer.status_code == 200
    return re.findall(r"<li>((?:[a-z2-9]{4}-?){4})</li>", answer.text)


def test_codes_are_turned_on_by_showing_one(desk):
    number = add_user(desk)
    client, elsewhere = logged_in(desk, number), logged_in(desk, number)
    assert "passer ikke" in send(client, "/intern/konto/koder", code="000000", password=PASSWORD).text
    right = code_at(clock_of(desk), offered(client))
    wrong = send(client, "/intern/konto/koder", code=right, password="en forkert af slagsen")
    assert wrong.status_code == 422 and "ikke din nuværende" in wrong.text
    assert user_of(desk, number).code_secret is None
    made = turn_on(desk, client)
    assert len(set(made)) == 10
    assert is_in(client) and not is_in(elsewhere)
    email = user_of(desk, number).email
    other = desk.test_client()
    assert log_in(other, email).location == "/intern/login/kode"
    assert send(other, "/intern/login/kode", code=made[0]).location == "/intern"
    third = desk.test_client()
    log_in(third, email)
    assert send(third, "/intern/login/kode", code=made[0]).status_code == 422, "once"


def test_picture_is_drawn_here(desk):
    """That a camera reads it is seen in tests/browser/test_desk.py."""
    client = logged_in(desk, add_user(desk))
    page = BeautifulSoup(client.get("/intern/konto/koder").text, "html.parser")
    assert page.select(".code-picture svg path") and not page.select("img, object, iframe")


def test_recovery_codes_can_be_made_anew_with_the_password(desk):
    number = add_user(desk)
    client = logged_in(desk, number)
    old = turn_on(desk, client)
    assert "ikke din nuværende" in send(client, "/intern/konto/reservekoder", password="en forkert en af slagsen").text
    answer = send(client, "/intern/konto/reservekoder", password=PASSWORD)
    new = re.findall(r"<li>((?:[a-z2-9]{4}-?){4})</li>", answer.text)
    assert len(new) == 10 and not set(new) & set(old)
    assert new[0] not in client.get("/intern/konto/koder").text, "shown once"
    other = desk.test_client()
    log_in(other, user_of(desk, number).email)
    assert send(other, "/intern/login/kode", code=old[0]).status_code == 422, "the earlier ones have ended"
    assert send(other, "/intern/login/kode", code=new[0]).location == "/intern"


def test_codes_are_turned_off_with_the_password_but_not_for_administrators(desk):
    number = add_user(desk, codes=True)
    client = logged_in(desk, number)
    assert send(client, "/intern/konto/koder/fra", password="en forkert en af slagsen").status_code == 422
    assert user_of(desk, number).code_secret
    assert send(client, "/intern/konto/koder/fra", password=PASSWORD).location == "/intern/konto"
    assert user_of(desk, number).code_secret is None
    chief = add_user(desk, "administrator")
    answer = send(logged_in(desk, chief), "/intern/konto/koder/fra", password=PASSWORD)
    assert answer.status_code == 422 and "skal bruge engangskoder" in answer.text
    assert user_of(desk, chief).code_secret


def test_out_everywhere_is_everywhere(desk):
    number = add_user(desk)
    here, elsewhere, other = logged_in(desk, number), logged_in(desk, number), logged_in(desk, add_user(desk))
    assert send(here, "/intern/konto/ud").location == "/intern/login"
    assert not is_in(here) and not is_in(elsewhere) and is_in(other)


def test_password_change_ends_an_open_link(desk):
    number = add_user(desk)
    with desk.app_context():
        token = accounts.give_link(None, db.session.get(User, number))
        db.session.commit()
    change(logged_in(desk, number))
    with desk.app_context():
        assert db.session.query(Invitation).count() == 0
    assert accept(desk.test_client(), token).status_code == 422
