"""A file out of the desk and in again, in a real browser; and that everyone can use the pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.desk import Desk, add_kim, go, log_in
from tests.browser.usable import check_usable
from tests.conftest import LIBRARY
from tests.people import ESBJERG
from webapp.database import db
from webapp.registry.store import all_offers

HERE = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG and offer.phone)

# As a hand does, and not so quickly that a browser takes both for one.
TWICE = "(button) => { button.click(); setTimeout(() => button.click(), 20); }"


@pytest.fixture(scope="module")
def desk(server_of_file):
    """The app as a running server, with a koordinator in it."""
    desk = server_of_file(Desk).start()
    add_kim(desk)
    return desk


def published(desk, page):
    """What is told to everybody about offers."""
    return page.request.get(f"{desk.url}/api/export.json").text()


def send(page, path):
    """Choose a file and send it."""
    page.get_by_label("Fil").set_input_files(path)
    page.get_by_role("button", name="Se ændringerne").click()


def test_file_goes_out_in_and_back(desk, page, tmp_path):
    log_in(desk, page)
    go(page, "Data")
    check_usable(page, "file")
    with page.expect_download() as got:
        page.get_by_role("link", name="Hent som CSV").click()
    text = got.value.path().read_bytes().decode("utf-8-sig")
    assert HERE.phone in text

    (tmp_path / "forkert.csv").write_text(
        text.replace(f";{HERE.phone};", ";ring bare;", 1), encoding="utf-8", newline=""
    )
    send(page, tmp_path / "forkert.csv")
    expect(page.get_by_role("alert")).to_contain_text("Intet er gemt")
    expect(page.get_by_role("alert")).to_contain_text("Telefon")
    check_usable(page, "refused")

    (tmp_path / "rettet.csv").write_text(
        text.replace(f";{HERE.phone};", ";22 34 56 78;", 1), encoding="utf-8", newline=""
    )
    send(page, tmp_path / "rettet.csv")
    expect(page.locator("h1")).to_have_text("Det vil filen ændre")
    check_usable(page, "changes")
    sent = []
    page.on("request", lambda request: request.method == "POST" and sent.append(request.url))
    page.get_by_role("button", name="Gem det hele").evaluate(TWICE)
    expect(page.locator(".said")).to_contain_text("Gemt: 1 tilbud", timeout=60_000)
    assert sent == [f"{desk.url}/intern/data/gem"], "pressed twice, wanted once"
    check_usable(page, "saved")
    with desk.app.app_context():
        assert [offer.municipality for offer in all_offers(db.session) if offer.phone == "22 34 56 78"] == [ESBJERG]
    until(lambda: "22 34 56 78" in published(desk, page), "the import is public")
    page.get_by_role("button", name="Fortryd importen").click()
    expect(page.locator(".said")).to_contain_text("Fortrudt: 1 tilbud", timeout=60_000)
    until(lambda: "22 34 56 78" not in published(desk, page), "and no longer is")
