"""New Year's night on a phone without a network: an open page, and every answer of the worker, change at midnight in
Denmark, as the server's do."""

from __future__ import annotations

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.both_sides import ASK, main_of
from tests.browser.conftest import set_worker_clock, taken_over
from tests.conftest import LIBRARY
from webapp.edition.edition import Editions
from webapp.finder.offer_page import offer_page
from webapp.finder.render import finder_page
from webapp.overview.render import overview_page
from webapp.publishing.in_force import read_answers
from webapp.search.render import search_page

# Minutes since the epoch: 31 December 2026 23.59 in Denmark, and 1 January 2027 00.01.
EVE, DAY = 29979299, 29979301
ZEALAND = "/find?k=0370&q=herberg"  # Næstved
HERBERG = next(offer for offer in LIBRARY.offers if offer.id == "o145")
ASKED = (
    ZEALAND,
    "/find?k=0101&n=1",
    "/find?k=0370&a=1&s=2",
    "/find?q=herberg+hvidovre",
    *("/soeg?q=region", "/soeg?q=%C3%B8stdanmark", "/find?q=%C3%B8stdanmark", "/find?q=hovedstaden"),
    f"/find/{HERBERG.code}",
    *("/overblik", "/overblik?k=Atlantis", "/overblik?k=0370", "/overblik?k=0101"),
    *("/overblik?k=0370&ark=1", "/overblik?k=0370&m=2", "/overblik?k=x&m=99"),
    *("/find?k=0370&f=6&g=3", "/find?g=99"),
)


@pytest.fixture(scope="module")
def phone(chromium, tmp_path_factory, ready):
    """A page with an edition that was published in November, and no network since. Its worker, and the edition."""
    folder = tmp_path_factory.mktemp("new year")
    server = ready(folder).start()
    context = chromium.new_context(viewport={"width": 360, "height": 640}, timezone_id="America/New_York")
    page = context.new_page()
    taken_over(page, server.url)
    server.stop()
    yield page, context.service_workers[0], Editions(folder / "instance").current()
    context.close()


def by_server(answers, address: str) -> str:
    """The server's own answer, from the same edition at the same minute."""
    split = urlsplit(address)
    params = parse_qs(split.query)
    if split.path == "/overblik":
        return overview_page(answers, params)
    if split.path == "/find":
        return finder_page(answers, params)
    return (
        search_page(answers, params)
        if split.path == "/soeg"
        else offer_page(answers, split.path.removeprefix("/find/"))
    )


def test_offline_both_sides_change_at_midnight(phone):
    page, worker, edition = phone
    here = read_answers(edition)
    told = {}
    for minute in (EVE, DAY, EVE):  # and back: a phone's clock may be put right
        set_worker_clock(worker, minute)
        answers = page.evaluate(ASK, [["GET", address, None] for address in ASKED])
        for address, (status, text) in zip(ASKED, answers, strict=True):
            assert status == 200
            assert main_of(text) == main_of(by_server(here.on(minute), address)), (minute, address)
            told[minute, address] = text
    near = re.compile(rf'data-offer="{HERBERG.code}".*?<span class="near">([^<]*)', re.DOTALL)
    assert not near.search(told[EVE, ZEALAND])
    assert near.search(told[DAY, ZEALAND])[1].startswith("Din region")
    for name in ("%C3%B8stdanmark", "hovedstaden"):  # the new name and the old
        assert f'data-offer="{HERBERG.code}"' in told[DAY, f"/find?q={name}"]
    offer = f"/find/{HERBERG.code}"
    comes, joined = "Fra 1. januar 2027: Hvem står bag: Region Østdanmark", "Region Østdanmark (før Hovedstaden;"
    assert comes in told[EVE, offer] and "til og med 31. december 2026" in told[EVE, offer]
    assert joined not in told[EVE, offer] and comes not in told[DAY, offer]
    assert "fra 1. januar 2027" in told[DAY, offer] and joined in told[DAY, offer]


def test_offline_each_cell_of_any_municipality_is_what_the_finder_finds(phone):
    page, worker, edition = phone
    for minute in (EVE, DAY):
        at_server = read_answers(edition).on(minute)
        set_worker_clock(worker, minute)
        asked = [f"/overblik?k={code}" for code in LIBRARY.places]
        answers = page.evaluate(ASK, [["GET", address, None] for address in asked])
        for address, (status, text) in zip(asked, answers, strict=True):
            assert status == 200 and main_of(text) == main_of(by_server(at_server, address)), (minute, address)
        cells = BeautifulSoup(answers[asked.index("/overblik?k=0370")][1], "html.parser").select(
            ".matrix td a:not(.ring)"
        )
        found = page.evaluate(ASK, [["GET", cell["href"], None] for cell in cells])
        for cell, (_, text) in zip(cells, found, strict=True):
            count = BeautifulSoup(text, "html.parser").select_one(".count b").get_text().split()[0]
            assert "gap" in cell.get("class", ()) or cell.b.get_text() == count, cell["href"]


def test_an_open_list_changes_by_itself(phone):
    page, worker, _edition = phone
    set_worker_clock(worker, EVE)
    page.goto(page.url.split("/", 3)[0] + "//" + urlsplit(page.url).netloc + ZEALAND)
    shown = f'[data-offer="{HERBERG.code}"]'
    assert not page.locator(shown).count()
    set_worker_clock(worker, DAY)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    page.wait_for_selector(shown, state="attached")
