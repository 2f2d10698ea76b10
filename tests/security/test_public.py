"""The public side has no session: a view that reaches for one fails."""

import pytest
from flask import session

from tests.conftest import make_app
from webapp.desk.access import open_to_anyone
from webapp.security.public import SESSION, PublicSessionError

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


@pytest.mark.parametrize("address", ["/", "/intern/login"])
def test_forged_cookie_changes_nothing(client, address):
    client.set_cookie(SESSION, "eyJ4IjoxfQ.x.y", path=address)
    answer = client.get(address)
    assert answer.status_code == 200
    if address == "/":
        assert "Set-Cookie" not in answer.headers and "Cookie" not in answer.headers.get("Vary", "")


def test_a_site_with_a_name_answers_to_it_and_to_the_monitor_beside_it(tmp_path):
    client = make_app(tmp_path, LOMMEKORT_SITE="https://kort.dk").test_client()
    hosts = ("kort.dk", "127.0.0.1:8000", "localhost", "ond.dk", "kort.dk.ond.dk")
    answers = [client.get("/healthz", headers={"Host": host}).status_code for host in hosts]
    assert answers == [200, 200, 200, 400, 400]
