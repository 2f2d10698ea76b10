"""The public side has no session: a view that reaches for one fails."""

import pytest
from flask import session

from tests.conftest import make_app
from webapp.desk.access import open_to_anyone
from webapp.security.public import PublicSessionError

REACHING = {
    "reads": lambda: session.get("x", ""),
    "asks": lambda: str("x" in session),
    "writes": lambda: session.__setitem__("x", 1) or "",
    "empties": lambda: session.clear() or "",
}


@pytest.mark.parametrize("how", REACHING)
def test_public_view_that_touches_the_session_fails(tmp_path, how):
    app = make_app(tmp_path)
    app.testing = True
    app.add_url_rule("/offentlig", view_func=REACHING[how])
    with pytest.raises(PublicSessionError):
        app.test_client().get("/offentlig")


def test_staff_view_may_and_its_cookie_stays_there(tmp_path):
    app = make_app(tmp_path)
    app.add_url_rule("/intern/x", view_func=open_to_anyone(lambda: REACHING["writes"]()))
    cookie = app.test_client().get("/intern/x").headers["Set-Cookie"]
    assert "Path=/intern" in cookie and "HttpOnly" in cookie and "SameSite=Lax" in cookie


def test_forged_cookie_changes_nothing(client):
    client.set_cookie("session", "eyJ4IjoxfQ.x.y")
    answer = client.get("/")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")
