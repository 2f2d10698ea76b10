"""A database that is spoilt on disk: the desk says so plainly with a 503, and what needs no database goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import LIBRARY, make_app
from tests.people import START, add_user, logged_in, set_clock
from webapp.database import db
from webapp.registry.store import seed

pytestmark = pytest.mark.sqlite("it is the file that is spoilt")
OFFER = next(offer for offer in LIBRARY.offers if offer.phone)


@pytest.fixture(params=["pages", "whole"])
def spoilt(request, tmp_path):
    """An app whose database was sound when it was opened; then its pages, or all of it, became noise."""
    app = make_app(tmp_path / "instance")
    set_clock(app, START)
    with app.app_context():
        seed([OFFER])
        file = db.engine.url.database
    client = logged_in(app, add_user(app, "administrator"))
    with app.app_context():
        db.engine.dispose()
    with Path(file).open("r+b") as kept:
        length = kept.seek(0, 2)
        start = 4096 if request.param == "pages" else 0
        kept.seek(start)
        kept.write(b"\xa5" * (length - start))
    return app, client


def test_desk_says_that_it_is_spoilt(spoilt, caplog):
    _app, client = spoilt
    for address in ("/intern", "/intern/tilbud", "/intern/brugere"):
        answer = client.get(address)
        assert answer.status_code == 503, address
        assert "Vi kan ikke lige nu" in answer.get_data(as_text=True)
    sent = client.post("/intern/login", data={"email": "a@b.dk", "password": "x"})
    assert sent.status_code in (400, 503) and "Traceback" not in sent.get_data(as_text=True)
    assert "Traceback" not in caplog.text and "malformed" not in caplog.text


def test_public_side_goes_on(spoilt):
    app, _client = spoilt
    client = app.test_client()
    assert client.get("/healthz").status_code == 503
    for address in ("/", "/kort/1"):
        assert client.get(address).status_code == 200, address
    for address in ("/api/services", "/api/services.json", f"/find/{OFFER.code}"):
        assert client.get(address).status_code in (404, 503), address
    sent = client.post(f"/find/{OFFER.code}", data={"slags": "1", "tekst": "Nummeret virker ikke"})
    assert sent.status_code == 503
