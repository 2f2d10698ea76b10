"""What a municipality lays over the national pages, on a phone that has chosen it."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.agreement.agreements import add_agreement
from tests.browser.conftest import wait_ready
from tests.browser.desk import Desk, choose_municipality
from tests.browser.usable import violations
from tests.people import ESBJERG

OURS = "[data-local='kort 2']"


@pytest.fixture(scope="module")
def esbjerg(server_of_file):
    """A server with Esbjerg's agreement out; its review was due on 1 March 2026."""
    server = server_of_file(Desk, LOMMEKORT_NOW="2026-11-24T14:30")
    add_agreement(server.app, ESBJERG, out=True, review="2026-03-01")
    return server.start()


def test_parts_of_the_agreement_stand_on_cards_2_and_5_without_a_network(esbjerg, page):
    page.goto(f"{esbjerg.url}/kort/2")
    expect(page.locator(OURS)).to_be_hidden()
    wait_ready(page)
    choose_municipality(page, "Esbjerg")
    page.context.set_offline(True)
    page.goto(f"{esbjerg.url}/kort/2")
    expect(page.locator(OURS)).to_contain_text("Går uden om døren")
    expect(page.locator(OURS)).to_contain_text("Aftalen skulle være set efter 1. marts 2026.")
    assert violations(page) == []
    page.goto(f"{esbjerg.url}/kort/5")
    expect(page.locator("[data-local='kort 5']")).to_contain_text("Vi går sammen med borgeren.")
    page.goto(f"{esbjerg.url}/kort/1")
    assert page.locator("[data-local]").count() == 0


def test_without_a_worker_it_is_fetched_and_only_for_who_has_chosen(esbjerg, quiet):
    asked = []
    quiet.on("request", lambda request: asked.append(request.url.removeprefix(esbjerg.url)))
    quiet.goto(f"{esbjerg.url}/kort/2", wait_until="networkidle")
    assert not [path for path in asked if path.startswith("/data/")]
    choose_municipality(quiet, "Odense")
    quiet.reload(wait_until="networkidle")
    assert [path for path in asked if path.startswith("/data/")] == ["/data/lokalt.json"]
    expect(quiet.locator(OURS)).to_be_hidden()
    choose_municipality(quiet, "Esbjerg")
    quiet.reload()
    expect(quiet.locator(OURS)).to_contain_text("Går uden om døren")


def test_the_exit_takes_it_off_the_page_in_other_tabs_too(esbjerg, page):
    page.goto(f"{esbjerg.url}/kort/2")
    choose_municipality(page, "Esbjerg")
    page.reload()
    expect(page.locator(OURS)).to_be_visible()
    other = page.context.new_page()
    other.goto(f"{esbjerg.url}/kort/1")
    other.locator("[data-quick-exit]").click()
    expect(other).to_have_title("I dag")
    expect(page.locator(OURS)).to_be_hidden()
