"""No other site can have a logged-in browser change anything."""

import csv
import time
from pathlib import Path

import pytest
from itsdangerous import TimestampSigner

from tests.conftest import make_app
from tests.people import START, add_user, form_token, logged_in, set_clock, user_of
from webapp.security.origin import comes_from_us

WRITING = [
    row["address"]
    for row in csv.DictReader(Path(__file__).with_name("access.csv").read_text(encoding="utf-8").splitlines())
    # A provider's own call knows no session, and proves itself (`tests/oidc/test_login.py`).
    if row["method"] == "POST" and row["address"] != "/intern/login/kommune/<name>/lukket"
]


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """An app for all addresses: all that is asked of it is refused, and each asks with people of its own."""
    app = make_app(tmp_path_factory.mktemp("csrf") / "instance")
    set_clock(app, START)
    return app


@pytest.mark.parametrize(
    ("fetch_site", "origin", "ours"),
    [
        ("same-origin", None, True),
        ("none", None, True),
        ("same-origin", "null", True),
        ("cross-site", None, False),
        ("same-site", None, False),
        ("cross-site", "https://kort.dk", False),
        ("rubbish", None, False),
        ("", None, False),
        (None, None, True),
        (None, "null", True),
        (None, "https://kort.dk", True),
        (None, "http://kort.dk", True),
        (None, "https://kort.dk.ond.dk", False),
        (None, "https://ond.dk", False),
        (None, "kort.dk", False),
        (None, "http://[", False),
    ],
)
def test_where_it_comes_from(fetch_site, origin, ours):
    assert comes_from_us(fetch_site, origin, "kort.dk") is ours


@pytest.mark.parametrize(
    ("origin", "host", "ours"),
    [
        ("https://kort.dk", "kort.dk:443", True),
        ("http://kort.dk", "Kort.dk:80", True),
        ("https://kort.dk:8443", "kort.dk:8443", True),
        ("https://kort.dk", "kort.dk:80", False),
        ("http://kort.dk", "kort.dk:443", False),
        ("https://kort.dk", "kort.dk:8443", False),
        ("https://kort.dk:443.ond.dk", "kort.dk:443", False),
    ],
)
def test_a_proxy_may_name_the_port_that_is_meant_anyway(origin, host, ours):
    assert comes_from_us(None, origin, host) is ours


@pytest.mark.parametrize("address", WRITING)
def test_every_writing_address_asks_where_from_and_for_a_token(desk, address):
    other = add_user(desk)
    address = address.replace("<int:number>", str(other))
    number = add_user(desk, "administrator")
    client = logged_in(desk, number)
    token = form_token(client)
    before = user_of(desk, other), user_of(desk, number)
    ours = {"Sec-Fetch-Site": "same-origin"}
    form = {"role": "coordinator", "municipality": "0561"}
    attempts = [
        (403, {"csrf_token": token}, {"Sec-Fetch-Site": "cross-site"}),
        (403, {"csrf_token": token}, {"Sec-Fetch-Site": "same-site"}),
        (403, {"csrf_token": token}, {"Origin": "https://ond.dk"}),
        (400, {}, ours),
        (400, {"csrf_token": "x" * 40}, ours),
        (400, {"csrf_token": form_token(logged_in(desk, add_user(desk)))}, ours),
        (400, {}, {}),
    ]
    for status, data, headers in attempts:
        answer = client.post(address, data=form | data, headers=headers)
        assert answer.status_code == status, (data, headers)
    assert client.get("/intern").status_code == 200, "still logged in"
    for user, then in zip((user_of(desk, other), user_of(desk, number)), before, strict=True):
        assert (user.role, user.active, user.password_hash, user.code_secret) == (
            then.role,
            then.active,
            then.password_hash,
            then.code_secret,
        )


def test_a_link_on_another_site_leads_in(desk):
    """In a mail or on the intranet: nothing changes by it."""
    client = logged_in(desk, add_user(desk))
    assert client.get("/intern", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 200


def test_a_token_lasts_as_long_as_its_session(desk, monkeypatch):
    client = logged_in(desk, add_user(desk))
    with monkeypatch.context() as earlier:
        earlier.setattr(TimestampSigner, "get_timestamp", lambda _: int(time.time()) - 7 * 3600)
        token = form_token(client)
    answer = client.post("/intern/konto/ud", data={"csrf_token": token}, headers={"Sec-Fetch-Site": "same-origin"})
    assert answer.status_code == 303
