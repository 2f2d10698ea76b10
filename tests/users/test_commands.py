"""`flask users`: the first administrator, and what helps when nobody can get in."""

import dataclasses
import errno
import io
import re
import shlex
from contextlib import redirect_stdout

import pytest

from tests.people import ESBJERG, OTHER_PASSWORD, PASSWORD, add_user, form_token, logged_in, user_of
from webapp.__main__ import main
from webapp.audit import Change
from webapp.database import db
from webapp.prepare import prepare
from webapp.users.accounts import administrators
from webapp.users.user import User


@pytest.fixture
def run(desk):
    """Runs `flask users …`."""
    return lambda *words: desk.test_cli_runner().invoke(args=["users", *words])


def token_in(output: str) -> str:
    return re.search(r"/intern/velkommen#([\w-]{43})\n", output)[1]


def accept(client, token, chosen=PASSWORD):
    data = {"csrf_token": form_token(client, "/intern/velkommen"), "token": token, "new_password": chosen}
    return client.post("/intern/velkommen", data=data, headers={"Sec-Fetch-Site": "same-origin"})


def test_first_administrator(desk, run):
    ran = run("invite", "--role", "administrator", "Anna@Eksempel.dk", "Anna Holm", "--site", "https://kort.dk/")
    assert ran.exit_code == 0 and "https://kort.dk/intern/velkommen#" in ran.output and "24 timer" in ran.output
    client = desk.test_client()
    assert accept(client, token_in(ran.output)).location == "/intern"
    assert client.get("/intern").location == "/intern/konto/koder"
    with desk.app_context():
        assert administrators() == 1
        line = db.session.query(Change).order_by(Change.id).first()
        assert (line.kind, line.by_id) == ("user.invited", None)


def test_command_that_is_told_is_the_one_that_works(desk, run, little_edition, monkeypatch, capfd):
    """What `make run` prints when there is no administrator, taken by its word: with the settings it was given."""
    settings = desk.extensions["settings"]
    monkeypatch.setitem(desk.extensions, "settings", dataclasses.replace(settings, port=8123, site=""))
    prepare(desk)
    told = capfd.readouterr().err
    there = [f"DATABASE_URL={settings.database_url}"] if settings.database_url else []
    given = shlex.split(told.partition(" her:")[2])[:-9]
    assert given == ["PORT=8123", f"LOMMEKORT_INSTANCE={settings.instance}", *there]
    words = re.search(r'users (invite --role administrator \S+) "(.*)"', told)
    assert run(*words[1].split(), words[2]).exit_code == 0


def test_command_that_is_told_leads_to_the_database_without_its_password(desk, little_edition, monkeypatch, capfd):
    """As it is, it would make the first administrator in an SQLite file that nobody uses."""
    settings = desk.extensions["settings"]
    address = "postgresql://lommekort:a%40b@127.0.0.1:5432/lommekort"
    told = dataclasses.replace(settings, database_url=address)
    monkeypatch.setitem(desk.extensions, "settings", told)
    prepare(desk)
    assert "DATABASE_URL=postgresql://lommekort:…@127.0.0.1:5432/lommekort" in shlex.split(capfd.readouterr().err)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("invite", "ikke-en-mail", "Anna"), "mailadresse"),
        (("invite", "anna@eksempel.dk", ""), "Skriv navnet"),
        (("invite", "anna@eksempel.dk", "Anna"), "efter --municipality"),
        (("invite", "anna@eksempel.dk", "Anna", "--municipality", "9999"), "efter --municipality"),
        (("invite", "a@b.dk", "Anna", "--role", "administrator", "--municipality", "0561"), "tag --municipality ud"),
        (("invite", "a@b.dk", "Anna", "--municipality", "0561", "--site", "kort.dk"), "som https://example.dk"),
        (("disable", "ingen@eksempel.dk"), "ingen bruger"),
        (("reset", "ingen@eksempel.dk"), "ingen bruger"),
    ],
)
def test_what_cannot_be_is_told(desk, run, words, said):
    ran = run(*words)
    assert ran.exit_code == 1 and said in ran.output and "Traceback" not in ran.output
    with desk.app_context():
        assert db.session.query(User).count() == 0


def test_a_link_that_cannot_be_shown_is_none(desk, monkeypatch, capsys):
    """The disk behind `>` is full: nobody has the link, so the account is not there either."""

    class Full(io.StringIO):
        def flush(self):
            raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("webapp.__main__._app", lambda: desk)
    with redirect_stdout(Full()), pytest.raises(SystemExit, match="1"):
        main(["users", "invite", "a@b.dk", "Anna", "--municipality", ESBJERG])
    assert capsys.readouterr().err.startswith("Svaret kan ikke skrives (disken er fuld).")
    with desk.app_context():
        db.session.rollback()
        assert db.session.query(User).count() == 0


def test_who_is_there_already_is_told_the_command_for_a_new_link(desk, run):
    add_user(desk, email="a@b.dk")
    assert "users reset MAIL" in run("invite", "a@b.dk", "Anna", "--municipality", ESBJERG).output


def test_link_begins_with_the_address_that_is_set(desk, run):
    before = desk.extensions["settings"]
    desk.extensions["settings"] = dataclasses.replace(before, site="https://kort.dk")
    assert "https://kort.dk/intern/velkommen#" in run("invite", "a@b.dk", "Anna", "--role", "administrator").output


def test_list_tells_who_and_what(desk, run):
    add_user(desk, email="a@eksempel.dk")
    add_user(desk, "administrator", email="b@eksempel.dk", active=False)
    run("invite", "c@eksempel.dk", "C", "--municipality", ESBJERG)
    assert run("list").output.splitlines() == [
        "a@eksempel.dk\tRedaktør\t0561\tåben\tuden engangskode",
        "b@eksempel.dk\tAdministrator\talle\tlukket\tengangskode",
        "c@eksempel.dk\tRedaktør\t0561\tinviteret\tuden engangskode",
    ]


def test_disable_logs_out_at_once(desk, run):
    number = add_user(desk, "administrator")
    client = logged_in(desk, number)
    ran = run("disable", user_of(desk, number).email)
    assert ran.exit_code == 0 and "ingen administrator" in ran.output
    assert client.get("/intern").location == "/intern/login"


def test_reset_helps_one_who_lost_everything(desk, run):
    number = add_user(desk, "administrator", active=False)
    ran = run("reset", "--codes", user_of(desk, number).email)
    client = desk.test_client()
    accept(client, token_in(ran.output), OTHER_PASSWORD)
    assert client.get("/intern").location == "/intern/konto/koder"
    assert user_of(desk, number).code_secret is None


def test_reset_alone_leaves_the_codes_on(desk, run):
    number = add_user(desk, "administrator")
    ran = run("reset", user_of(desk, number).email)
    assert accept(desk.test_client(), token_in(ran.output), OTHER_PASSWORD).location == "/intern/login"
    assert user_of(desk, number).code_secret
