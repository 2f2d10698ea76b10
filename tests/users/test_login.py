"""Logging in and out: what lets someone in, what slows guessing, and what ends a session."""

import datetime
import re
import threading

import pytest
from itsdangerous import TimestampSigner
from sqlalchemy import select, text

from tests.people import (
    OTHER_PASSWORD,
    PASSWORD,
    SECRET,
    add_user,
    clock_of,
    code_at,
    form_token,
    is_in,
    log_in,
    logged_in,
    pass_time,
    send,
    user_of,
)
from webapp.audit import Change
from webapp.database import db
from webapp.desk.resubmit import sign, verify
from webapp.users import password
from webapp.users.user import DeskSession, User

WRONG = "passer ikke sammen"
MANY = "forsøgt for mange gange"


def kept_sessions(app) -> int:
    with app.app_context():
        return db.session.query(DeskSession).count()


@pytest.fixture
def anna(desk):
    """A redaktør in Esbjerg without codes."""
    return user_of(desk, add_user(desk))


@pytest.fixture
def bo(desk):
    """A koordinator with codes."""
    return user_of(desk, add_user(desk, "coordinator", codes=True))


def test_mail_and_password_let_in_and_lead_where_one_was_going(desk, anna):
    client = desk.test_client()
    assert client.get("/intern/konto?x=1").location == "/intern/login"
    answer = log_in(client, f"  {anna.email.upper()} ")
    assert (answer.status_code, answer.location) == (303, "/intern/konto")
    assert is_in(client)


def test_wrong_password_and_unknown_mail_get_the_same_answer(desk, anna):
    def answer(email, typed):
        client = desk.test_client()
        token = form_token(client)
        got = log_in(client, email, typed, token=token)
        page = re.sub(r'(name="csrf_token" value=)"[^"]+"|value="[^"]*@[^"]*"', r"\1", got.text)
        return got.status_code, page, [name for name, _ in got.headers if name != "Content-Length"]

    disabled = user_of(desk, add_user(desk, active=False))
    invited = user_of(desk, add_user(desk, password_hash=None))
    answers = [
        answer(anna.email, "en forkert adgangskode"),
        answer("ingen@eksempel.dk", PASSWORD),
        answer(disabled.email, PASSWORD),
        answer(invited.email, PASSWORD),
    ]
    assert answers[0][0] == 422 and WRONG in answers[0][1]
    assert all(other == answers[0] for other in answers)


def test_unknown_mail_takes_the_same_work(desk, anna, monkeypatch):
    done = []

    class Counting:
        def __getattr__(self, name):
            real = getattr(hasher, name)

            def call(*args):
                done.append(name)
                return real(*args)

            return call

    log_in(desk.test_client(), "ingen@eksempel.dk")  # what nobody is compared with is made once
    hasher = password._hasher
    monkeypatch.setattr(password, "_hasher", Counting())
    work = []
    for email in (anna.email, "ingen@eksempel.dk"):
        done.clear()
        log_in(desk.test_client(), email, "en forkert adgangskode")
        work.append(list(done))
    assert work == [["verify"], ["verify"]]


@pytest.mark.parametrize(
    "typed",
    [
        "ANNA@Eksempel.dk",
        " anna@eksempel.dk\u00a0",
        "\ufeffanna@eksempel.dk\u200b",
        "mailto: anna@eksempel.dk",
        "Anna Berg <anna@eksempel.dk>",
        "anna@eksempel.dk.",
    ],
)
def test_mail_is_taken_as_programs_paste_it(desk, typed):
    add_user(desk, email="anna@eksempel.dk")
    client = desk.test_client()
    log_in(client, typed)
    assert is_in(client)


def test_typed_mail_stays_and_the_password_does_not(desk):
    answer = log_in(desk.test_client(), "ingen@eksempel.dk", "hemmeligt og langt nok")
    assert 'value="ingen@eksempel.dk"' in answer.text and "hemmeligt" not in answer.text
    empty = send(desk.test_client(), "/intern/login")
    assert empty.status_code == 422
    assert "Skriv din mail." in empty.text and "Skriv din adgangskode." in empty.text


def test_code_is_asked_for_and_taken_once(desk, bo):
    client = desk.test_client()
    answer = log_in(client, bo.email)
    assert answer.location == "/intern/login/kode"
    assert not is_in(client), "the password alone is not enough"
    assert send(client, "/intern/login/kode", code="123456").status_code == 422
    entered = send(client, "/intern/login/kode", code=code_at(clock_of(desk)))
    assert entered.location == "/intern" and is_in(client)
    again = desk.test_client()
    log_in(again, bo.email)
    refused = send(again, "/intern/login/kode", code=code_at(clock_of(desk)))
    assert refused.status_code == 422 and "brugt" in refused.text
    pass_time(desk, seconds=31)
    send(again, "/intern/login/kode", code=code_at(clock_of(desk)))
    assert is_in(again)


def test_a_right_code_from_a_wrong_clock_is_refused_and_told_in_the_log(desk, bo):
    client = desk.test_client()
    log_in(client, bo.email)
    refused = send(client, "/intern/login/kode", code=code_at(clock_of(desk) + datetime.timedelta(minutes=3)))
    assert refused.status_code == 422 and "telefonens ur" in refused.text
    assert not is_in(client)
    send(client, "/intern/login/kode", code=code_at(clock_of(desk)))
    assert is_in(client)
    assert "3 foran" in client.get("/intern/log").text
    with desk.app_context():
        [line] = db.session.execute(select(Change).where(Change.kind == "user.clock")).scalars()
        assert line.differences == [("Minutter", None, "3 foran")] and line.subject == f"user:{bo.id}"


def test_code_in_two_hands_at_once_lets_one_in(desk, bo):
    clients = [desk.test_client() for _ in range(6)]
    for client in clients:
        log_in(client, bo.email)
    tokens = [form_token(client, "/intern/login/kode") for client in clients]
    code, entered = code_at(clock_of(desk)), []

    def enter(client, token):
        entered.append(send(client, "/intern/login/kode", token=token, code=code).status_code)

    threads = [threading.Thread(target=enter, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert entered.count(303) == 1 and max(entered) < 500


@pytest.mark.parametrize("seconds", [301, -301])
def test_password_alone_is_remembered_for_five_minutes(desk, bo, seconds):
    """Also by a clock that is set back meanwhile."""
    client = desk.test_client()
    log_in(client, bo.email)
    token = form_token(client, "/intern/login/kode")
    pass_time(desk, seconds=seconds)
    answer = send(client, "/intern/login/kode", token=token, code=code_at(clock_of(desk)))
    assert answer.status_code == 403 and "Begynd forfra" in answer.text
    assert not is_in(client)


def test_session_that_was_there_before_is_not_taken_over(desk, anna):
    """A cookie that somebody else has put there is worth nothing after the login."""
    client = desk.test_client()
    client.get("/intern/login")
    planted = client.get_cookie("s", path="/intern").value
    log_in(client, anna.email)
    assert client.get_cookie("s", path="/intern").value != planted
    other = desk.test_client()
    other.set_cookie("s", planted, path="/intern")
    assert not is_in(other)
    assert is_in(client)


# What slows guessing


def test_sixth_wrong_try_has_to_wait(desk, anna):
    answers = [log_in(desk.test_client(), anna.email, "en forkert adgangskode") for _ in range(6)]
    assert [answer.status_code for answer in answers] == [422] * 5 + [429]
    assert answers[5].headers["Retry-After"] == "60" and MANY in answers[5].text
    assert log_in(desk.test_client(), anna.email).status_code == 429, "the right one too, from a strange browser"
    pass_time(desk, seconds=61)
    assert log_in(desk.test_client(), anna.email).status_code == 303


def test_known_browser_is_not_shut_out_by_strangers(desk, anna):
    mine = desk.test_client()
    log_in(mine, anna.email)
    send(mine, "/intern/logud")
    guard = desk.extensions["login_guard"]
    with desk.app_context():
        for _ in range(200):
            guard.all.begin("", clock_of(desk))
            guard.accounts.begin(f"account {anna.email}", clock_of(desk))
            pass_time(desk, seconds=0.5)
    assert log_in(desk.test_client(), anna.email).status_code in (429, 503)
    assert log_in(mine, anna.email).status_code == 303


def test_known_browser_has_a_wait_of_its_own(desk, anna):
    mine = desk.test_client()
    log_in(mine, anna.email)
    send(mine, "/intern/logud")
    assert [log_in(mine, anna.email, "forkert og forkert").status_code for _ in range(6)] == [422] * 5 + [429]
    assert log_in(desk.test_client(), anna.email).status_code == 303, "strangers have theirs"


def test_known_browser_is_known_to_one_account_with_one_password(desk, anna, bo):
    guard = desk.extensions["login_guard"]
    device = guard.device_cookie(anna)
    assert guard.knows(anna, device)
    assert not guard.knows(bo, device)
    assert not guard.knows(anna, device[:-1]) and not guard.knows(anna, "")
    anna.password_hash = "another"
    assert not guard.knows(anna, device)


def test_second_factor_gets_past_the_wait(desk, bo):
    stranger = [log_in(desk.test_client(), bo.email, "en forkert adgangskode") for _ in range(6)]
    assert stranger[-1].status_code == 429 and 'name="code"' in stranger[-1].text
    client = desk.test_client()
    assert log_in(client, bo.email).status_code == 429, "the password alone is not enough now"
    answer = log_in(client, bo.email, code=code_at(clock_of(desk)))
    assert answer.status_code == 303 and is_in(client)


def test_wait_does_not_tell_whether_the_password_was_right(desk, anna, bo):
    for email in (anna.email, bo.email, "ingen@eksempel.dk"):
        for _ in range(5):
            log_in(desk.test_client(), email, "en forkert adgangskode")
    answers = []
    for email in (anna.email, bo.email, "ingen@eksempel.dk"):
        for typed in (PASSWORD, "en forkert adgangskode"):
            for code in ({}, {"code": "000000"}):
                answer = log_in(desk.test_client(), email, typed, **code)
                said = re.search(r'role="alert">(.*?)</div>', answer.text, re.DOTALL)[1]
                answers.append((answer.status_code, said, answer.headers.get("Retry-After")))
    assert len(set(answers)) == 1 and answers[0][0] == 429


def test_codes_cannot_be_guessed_by_one_who_has_the_password(desk, bo):
    client = desk.test_client()
    log_in(client, bo.email)
    answers = [send(client, "/intern/login/kode", code="000000").status_code for _ in range(8)]
    assert answers == [422] * 5 + [429] * 3
    # Nor on the other page, where both are asked for at once.
    other = desk.test_client()
    assert log_in(other, bo.email, code=code_at(clock_of(desk))).status_code == 429


def test_there_is_a_limit_to_all_tries(desk, anna):
    guard = desk.extensions["login_guard"]
    with desk.app_context():
        while not guard.all.begin("", clock_of(desk)):
            pass
    answer = log_in(desk.test_client(), anna.email)
    assert answer.status_code == 503 and "Retry-After" in answer.headers and "travlt" in answer.text
    pass_time(desk, seconds=61)
    assert log_in(desk.test_client(), anna.email).status_code == 303


def test_tries_at_the_same_time_are_not_one(desk, anna):
    clients = [desk.test_client() for _ in range(12)]
    tokens, answers = [form_token(client) for client in clients], []

    def enter(client, token):
        answers.append(log_in(client, anna.email, "en forkert adgangskode", token=token).status_code)

    threads = [threading.Thread(target=enter, args=pair) for pair in zip(clients, tokens, strict=True)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(422) <= 5


# What ends a session


def replay(app, client):
    """Another browser with a copy of this one's cookie."""
    copy = app.test_client()
    copy.set_cookie("s", client.get_cookie("s", path="/intern").value, path="/intern")
    return copy


def test_logout_ends_it_on_the_server(desk, anna):
    client = desk.test_client()
    log_in(client, anna.email)
    copy = replay(desk, client)
    assert is_in(copy)
    answer = send(client, "/intern/logud")
    assert answer.location == "/intern/login"
    assert not is_in(client) and not is_in(copy)
    assert kept_sessions(desk) == 0


def test_a_second_login_ends_the_first_of_that_browser(desk, anna):
    client = desk.test_client()
    log_in(client, anna.email)
    copy = replay(desk, client)
    log_in(client, anna.email)
    assert is_in(client) and not is_in(copy)
    assert kept_sessions(desk) == 1


def test_half_an_hour_of_nothing_ends_it(desk, anna):
    client = logged_in(desk, anna.id)
    for _ in range(4):
        pass_time(desk, minutes=29)
        assert is_in(client)
    pass_time(desk, minutes=31)
    assert not is_in(client)


def test_eight_hours_end_it_whatever_happens(desk, anna):
    client = logged_in(desk, anna.id)
    for _ in range(24):
        pass_time(desk, minutes=20)
        assert is_in(client)
    pass_time(desk, minutes=1)
    assert not is_in(client)


@pytest.mark.parametrize(
    "act",
    [
        "UPDATE desk_user SET active = false",
        "DELETE FROM desk_session",
    ],
)
def test_what_the_database_says_counts_at_once(desk, anna, act):
    client = logged_in(desk, anna.id)
    assert is_in(client)
    with desk.app_context(), db.engine.begin() as connection:
        connection.execute(text(act))
    assert not is_in(client)


def test_session_that_ends_while_it_is_used_stays_ended(desk, anna, monkeypatch):
    """Ended between the look at it and the note that it was used."""
    client = logged_in(desk, anna.id)
    pass_time(desk, minutes=5)
    from webapp.users import sessions

    real = sessions.note_use

    def ended_meanwhile(*args):
        with db.engine.begin() as connection:
            connection.execute(text("DELETE FROM desk_session"))
        return real(*args)

    monkeypatch.setattr(sessions, "note_use", ended_meanwhile)
    client.get("/intern")
    monkeypatch.undo()
    assert kept_sessions(desk) == 0 and not is_in(client)


def test_sixth_browser_takes_the_first_ones_place(desk, anna):
    clients = []
    for _ in range(6):
        pass_time(desk, seconds=10)
        clients.append(desk.test_client())
        log_in(clients[-1], anna.email)
    assert [is_in(client) for client in clients] == [False] + [True] * 5


def test_sessions_of_days_to_come_take_nobodys_place(desk, anna):
    """They were begun before the clock was set right."""
    pass_time(desk, days=2)
    for _ in range(5):
        logged_in(desk, anna.id)
    pass_time(desk, days=-2)
    clients = []
    for _ in range(3):
        clients.append(desk.test_client())
        log_in(clients[-1], anna.email)
    assert all(map(is_in, clients)) and kept_sessions(desk) == 3


def test_what_a_clock_ahead_has_signed_is_taken(desk, anna, monkeypatch):
    """Another server's, or this one's before it was set back."""
    client, secret, real = desk.test_client(), str(desk.secret_key), TimestampSigner.get_timestamp
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda signer: real(signer) + 90)
        log_in(client, anna.email)
        typed = sign(anna.id, "/intern/brugere/ny", [("name", "Åse")], secret)
    assert is_in(client) and send(client, "/intern/logud").status_code == 303
    device = client.get_cookie("d", path="/intern").value
    assert desk.extensions["login_guard"].knows(anna, device)
    assert verify(typed, anna.id, secret).fields == (("name", "Åse"),)
    with monkeypatch.context() as patch:
        patch.setattr(TimestampSigner, "get_timestamp", lambda signer: real(signer) + 9 * 3600)
        typed = sign(anna.id, "/intern/brugere/ny", [("name", "Åse")], secret)
    assert verify(typed, anna.id, secret) is None, "as far ahead as it may be old"


def test_only_a_digest_of_the_secret_is_kept(desk, anna):
    client = desk.test_client()
    log_in(client, anna.email)
    with client.session_transaction("/intern") as session:
        token = session["_user_id"]
    for path in desk.extensions["settings"].instance.rglob("*"):
        if path.is_file():
            assert token.encode() not in path.read_bytes(), path.name


def test_password_kept_with_old_figures_is_kept_anew(desk):
    from argon2 import PasswordHasher

    old = PasswordHasher(time_cost=1, memory_cost=8192, parallelism=1).hash(PASSWORD)
    number = add_user(desk, password_hash=old)
    assert log_in(desk.test_client(), user_of(desk, number).email).status_code == 303
    new = user_of(desk, number).password_hash
    assert new != old and password.fits(new, PASSWORD)


def test_database_holds_a_secret_only_for_codes(desk, bo):
    """What is said in the threat model: a stolen database tells nobody's password, session or link."""
    with desk.app_context():
        user = db.session.get(User, bo.id)
        assert user.code_secret == SECRET
        assert PASSWORD not in user.password_hash and OTHER_PASSWORD not in user.password_hash
        assert isinstance(user.created_at, datetime.datetime) and user.created_at.tzinfo is datetime.UTC
