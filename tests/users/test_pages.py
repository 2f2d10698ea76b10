"""Looking after other people's accounts, in the pages."""

import re

import pytest

from tests.people import AARHUS, ESBJERG, PASSWORD, add_user, is_in, log_in, logged_in, send, user_of
from webapp.database import db
from webapp.users.user import User

NEW = {"email": "ny@eksempel.dk", "name": "Ny Person", "role": "editor", "municipality": ESBJERG}


def invite(client, **changed):
    return send(client, "/intern/brugere/ny", **(NEW | changed))


def found(app, email=NEW["email"]) -> User | None:
    with app.app_context():
        user = db.session.query(User).filter_by(email=email).one_or_none()
        if user is not None:
            db.session.expunge(user)
        return user


def test_invitation_gives_a_link_that_works(desk, coordinator):
    answer = invite(coordinator)
    link = re.search(r"http://localhost/intern/velkommen#([\w-]{43})<", answer.text)
    assert link
    newcomer = desk.test_client()
    page = newcomer.get("/intern/velkommen")
    form_token = re.search(r'name="csrf_token" value="([^"]+)"', page.text)[1]
    newcomer.post(
        "/intern/velkommen",
        data={"csrf_token": form_token, "token": link[1], "new_password": PASSWORD},
        headers={"Sec-Fetch-Site": "same-origin"},
    )
    assert is_in(newcomer)
    user = found(desk)
    assert (user.role, user.municipality, user.name) == ("editor", ESBJERG, "Ny Person")
    assert link[1] not in coordinator.get(f"/intern/brugere/{user.id}").text, "shown once"


def test_over_tls_the_link_is_too(coordinator):
    coordinator.get("/intern")
    token = re.search(r'name="csrf_token" value="([^"]+)"', coordinator.get("/intern").text)[1]
    cookie = coordinator.get_cookie("s", path="/intern").value
    coordinator.set_cookie("__Secure-s", cookie, path="/intern")
    answer = coordinator.post(
        "/intern/brugere/ny", data=NEW | {"csrf_token": token}, headers={"X-Forwarded-Proto": "https"}
    )
    assert "https://localhost/intern/velkommen#" in answer.text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"email": "ikke en mail"}, "Skriv en mailadresse som"),
        ({"email": "a@b"}, "Skriv en mailadresse som"),
        ({"email": "ny@eksempel.dk\x00"}, "Skriv en mailadresse som"),
        ({"email": "næ@eksempel.dk"}, "Skriv en mailadresse som"),
        ({"email": "\u212aim@eksempel.dk"}, "Skriv en mailadresse som"),
        ({"email": "a" * 250 + "@eksempel.dk"}, "for langt"),
        ({"email": ""}, "Skriv en mailadresse."),
        ({"email": "010190-1234@eksempel.dk"}, "ligner et CPR-nummer"),
        ({"name": " \u200b\x00 "}, "Skriv navnet."),
        ({"name": "x" * 81}, "for langt"),
        ({"name": "Anna 010190-1234"}, "ligner et CPR-nummer"),
        ({"role": "administrator"}, "kan du ikke give"),
        ({"role": "konge"}, "kan du ikke give"),
        ({"role": ""}, "kan du ikke give"),
    ],
)
def test_what_cannot_be_is_told_and_what_was_typed_stays(desk, coordinator, changed, said):
    answer = invite(coordinator, **changed)
    assert answer.status_code == 422 and said in answer.text
    for field in ("email", "name"):
        if field not in changed:
            assert f'value="{NEW[field]}"' in answer.text
    assert found(desk) is None


def test_mail_that_is_taken_is_told(desk, coordinator):
    invite(coordinator)
    assert "allerede en bruger" in invite(coordinator, email="Ny <mailto:NY@Eksempel.dk>\u200b").text


def test_coordinator_invites_to_the_own_municipality_whatever_is_sent(desk, coordinator):
    invite(coordinator, municipality=AARHUS)
    assert found(desk).municipality == ESBJERG


def test_administrator_invites_anyone_anywhere(desk, administrator):
    assert "Vælg en kommune" in invite(administrator, municipality="").text
    assert "Vælg en kommune" in invite(administrator, municipality="9999").text
    all_at_once = invite(administrator, municipality="", name="", email="ny@@").text
    assert all(said in all_at_once for said in ("Skriv navnet", "Skriv en mailadresse som", "Vælg en kommune"))
    invite(administrator, municipality=AARHUS, role="coordinator")
    assert (found(desk).role, found(desk).municipality) == ("coordinator", AARHUS)
    invite(administrator, email="chef@eksempel.dk", role="administrator")
    assert found(desk, "chef@eksempel.dk").municipality is None


def test_list_shows_those_one_looks_after(desk, coordinator, administrator):
    names = {number: user_of(desk, number).name for number in (add_user(desk), add_user(desk, municipality=AARHUS))}
    here, there = names.values()
    assert here in coordinator.get("/intern/brugere").text and there not in coordinator.get("/intern/brugere").text
    assert here in administrator.get("/intern/brugere").text and there in administrator.get("/intern/brugere").text


def test_new_role_logs_out(desk, coordinator):
    number = add_user(desk)
    client = logged_in(desk, number)
    assert is_in(client)
    answer = send(coordinator, f"/intern/brugere/{number}/rolle", role="coordinator")
    assert answer.location == f"/intern/brugere/{number}"
    assert "er nu koordinator i Esbjerg." in coordinator.get(answer.location).text
    assert not is_in(client)
    assert user_of(desk, number).role == "coordinator"


def test_same_role_again_logs_nobody_out(desk, coordinator):
    number = add_user(desk)
    client = logged_in(desk, number)
    send(coordinator, f"/intern/brugere/{number}/rolle", role="editor")
    assert is_in(client)


def shown_form(page: str) -> dict[str, str]:
    """The role form as a browser would send it."""
    patterns = {
        "version": r'name="version"[^>]* value="([^"]*)"',
        "role": r'<input checked[^>]* name="role"[^>]* value="(\w+)"',
        "municipality": r'<option selected value="(\w*)"',
    }
    return {name: re.search(pattern, page)[1] for name, pattern in patterns.items()}


@pytest.mark.parametrize(
    ("mine", "status", "kept", "shown"),
    [
        (("coordinator", ESBJERG), 409, ("editor", AARHUS), ("coordinator", AARHUS)),  # each touched another field
        (("editor", "0461"), 409, ("editor", AARHUS), ("editor", "0461")),  # both the same one
        (("editor", AARHUS), 303, ("editor", AARHUS), ("editor", AARHUS)),  # both the same
    ],
)
def test_two_who_change_the_same_role(desk, administrator, mine, status, kept, shown):
    number, other = add_user(desk), add_user(desk, "administrator", name="Bo Lind")
    address = f"/intern/brugere/{number}"
    version = shown_form(administrator.get(address).text)["version"]
    send(logged_in(desk, other), f"{address}/rolle", role="editor", municipality=AARHUS, version=version)
    answer = send(administrator, f"{address}/rolle", role=mine[0], municipality=mine[1], version=version)
    user = user_of(desk, number)
    assert (answer.status_code, user.role, user.municipality) == (status, *kept)
    if status == 409:
        form = shown_form(answer.text)
        assert "Bo Lind har gemt imens" in answer.text and (form["role"], form["municipality"]) == shown
        send(administrator, f"{address}/rolle", **form)
        user = user_of(desk, number)
    assert (user.role, user.municipality) == shown


@pytest.mark.parametrize("role", ["administrator", "konge", ""])
def test_coordinator_makes_nobody_administrator(desk, coordinator, role):
    number = add_user(desk)
    assert send(coordinator, f"/intern/brugere/{number}/rolle", role=role).status_code == 422
    assert user_of(desk, number).role == "editor"


def test_shut_and_open_again(desk, coordinator):
    number = add_user(desk)
    client, email = logged_in(desk, number), user_of(desk, number).email
    send(coordinator, f"/intern/brugere/{number}/luk")
    assert not is_in(client) and log_in(desk.test_client(), email).status_code == 422
    assert send(coordinator, f"/intern/brugere/{number}/link").status_code == 422, "no way in round the side"
    send(coordinator, f"/intern/brugere/{number}/aabn")
    assert not is_in(client), "the old session stays ended"
    assert log_in(desk.test_client(), email).status_code == 303


@pytest.mark.parametrize("what", ["rolle", "luk", "aabn", "link"])
def test_nobody_does_it_to_themselves(desk, what):
    number = add_user(desk, "administrator")
    client = logged_in(desk, number)
    answer = send(client, f"/intern/brugere/{number}/{what}", role="editor", municipality=ESBJERG)
    assert answer.status_code == 422 and "egen konto" in answer.text
    assert is_in(client) and user_of(desk, number).role == "administrator"


def test_more_than_the_form_has_is_not_taken(desk, coordinator):
    """Mass assignment: fields that are not in the form change nothing."""
    number = add_user(desk)
    before = user_of(desk, number)
    extra = {"active": "0", "password_hash": "x", "code_secret": "x", "email": "ny@x.dk", "name": "x", "id": "99"}
    send(coordinator, f"/intern/brugere/{number}/rolle", role="editor", **extra)
    after = user_of(desk, number)
    assert {name: getattr(before, name) for name in extra} == {name: getattr(after, name) for name in extra}


def test_names_are_shown_as_text(desk, administrator):
    number = add_user(desk, name="<script>alert(1)</script><b hx-get=/x>")
    for address in ("/intern/brugere", f"/intern/brugere/{number}"):
        page = administrator.get(address).text
        assert "<script>alert" not in page and "&lt;script&gt;" in page
