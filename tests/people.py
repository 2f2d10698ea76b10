"""Accounts for tests: made straight in the database, and logged in without the work of a password where that is not it."""

from __future__ import annotations

import dataclasses
import re
from datetime import datetime, timedelta
from functools import cache

import pyotp

from webapp import clock
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.users import accounts, password
from webapp.users.role import Role
from webapp.users.secret import digest, new_token
from webapp.users.sessions import TOKEN
from webapp.users.user import DeskSession, User

PASSWORD = "blå traktor synger under vand"
OTHER_PASSWORD = "syv våde ugler cykler hjemad"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
ESBJERG, AARHUS = "0561", "0751"
START = datetime(2026, 11, 23, 9, 0, tzinfo=COPENHAGEN)


@cache
def kept_password() -> str:
    """The hash of `PASSWORD`, worked out once."""
    return password.hashed(PASSWORD)


def add_user(
    app, role: str = "editor", municipality: str | None = ESBJERG, *, codes: bool | None = None, **values
) -> int:
    """A user's number. Administrators have codes, as they must, unless said otherwise."""
    role = Role(role)
    with app.app_context():
        count = db.session.query(User).count() + 1
        user = User(
            **{
                "email": f"{role}{count}@eksempel.dk",
                "name": f"Person {count}",
                "role_name": role,
                "municipality": None if role == Role.ADMINISTRATOR else municipality,
                "active": True,
                "password_hash": kept_password(),
                "code_secret": SECRET if (role == Role.ADMINISTRATOR if codes is None else codes) else None,
                "created_at": clock.now(),
            }
            | values
        )
        db.session.add(user)
        db.session.commit()
        return user.id


def invitation(
    app,
    email: str = "ny@eksempel.dk",
    role: str = "editor",
    municipality: str | None = ESBJERG,
    name: str = "Ny Person",
) -> str:
    """The secret in the link that somebody gets who is invited."""
    with app.app_context():
        places = app.extensions["library"].places
        _, token = accounts.invite(None, accounts.Asked(email, name, role, municipality), places)
        db.session.commit()
        return token


def is_in(client) -> bool:
    """Whether the desk answers this browser."""
    return client.get("/intern").status_code == 200


def logged_in(app, number: int):
    """A client with a session of a user's, begun now."""
    client, token = app.test_client(), new_token()
    with app.app_context():
        moment = clock.now()
        db.session.add(DeskSession(digest=digest(token), user_id=number, started_at=moment, seen_at=moment))
        db.session.commit()
    with client.session_transaction("/intern") as session:
        session[TOKEN] = token
    client.light_page = "/intern/konto/adgangskode"  # the front page is the heaviest of all, and the login leads there
    return client


def form_token(client, page: str | None = None) -> str:
    """The token of a form, from a page of the desk that has one: the lightest, where none is given."""
    answer = client.get(page or getattr(client, "light_page", "/intern/login"), follow_redirects=True)
    return re.search(r'name="csrf_token" value="([^"]+)"', answer.get_data(as_text=True))[1]


def send(client, address: str, /, *, token: str | None = None, **fields):
    """Send a form with its token, as a browser does from a page of ours."""
    fields["csrf_token"] = form_token(client) if token is None else token
    return client.post(address, data=fields, headers={"Sec-Fetch-Site": "same-origin"})


def log_in(client, email: str, typed: str = PASSWORD, **more):
    """Send the login form."""
    return send(client, "/intern/login", email=email, password=typed, **more)


def code_at(moment: datetime, secret: str = SECRET) -> str:
    """The one-time code of a moment."""
    return pyotp.TOTP(secret).at(moment)


def set_clock(app, moment: datetime) -> None:
    """Have an app take a moment as now."""
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], now=moment)


def pass_time(app, **amount: float) -> None:
    """Let the test clock go on: `minutes=31`."""
    set_clock(app, clock_of(app) + timedelta(**amount))


def clock_of(app) -> datetime:
    """What an app takes as now."""
    return app.extensions["settings"].now


def user_of(app, number: int) -> User:
    """A user as the database has it, apart from any session."""
    with app.app_context():
        user = db.session.get(User, number)
        db.session.expunge(user)
        return user
