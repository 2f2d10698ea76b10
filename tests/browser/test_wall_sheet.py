"""The sheet for the wall is one A4, for the municipality with most and the one with least; the overview fits a phone."""

from __future__ import annotations

import io

import pytest
from pypdf import PdfReader

from tests.conftest import LIBRARY
from tests.server import AppServer


def length_of_sheet(code: str) -> int:
    """How many offers are for a municipality alone."""
    return sum(code in offer.service_municipalities for offer in LIBRARY.offers)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """The app as it really runs."""
    server = AppServer(tmp_path_factory.mktemp("wall"), LOMMEKORT_NOW="2026-11-24T14:30").start()
    yield server
    server.stop()


def test_one_page_for_the_fullest_and_the_emptiest(server, context):
    page = context.new_page()
    by_number = sorted(LIBRARY.places, key=length_of_sheet)
    for code in (by_number[0], by_number[-1]):
        page.goto(f"{server.url}/overblik?k={code}&ark=1")
        sheets = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
        assert len(sheets) == 1, code
        text = sheets[0].extract_text()
        assert LIBRARY.places[code].name in text and "112" in text and "Print arket" not in text
        assert (round(float(sheets[0].mediabox.width)), round(float(sheets[0].mediabox.height))) == (595, 842)


def test_two_taps_from_home_and_no_sideways_scrolling(server, new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(server.url)
    page.evaluate("localStorage.setItem('kommune', 'Næstved')")
    page.get_by_role("navigation", name="Øv og lær").get_by_role("link", name="Overblik").click()
    page.wait_for_url("**/overblik?k=*")  # the remembered municipality
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    cell = page.locator(".matrix td a").first
    assert cell.bounding_box()["height"] >= 44 and cell.bounding_box()["width"] >= 44
    total = cell.locator("b").inner_text()
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?*")
    assert page.locator(".count b").inner_text().split()[0] == total
