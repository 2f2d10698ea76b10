"""The sheet for the wall is one A4, for the municipality with most and the one with least; the overview fits a phone."""

from __future__ import annotations

import pytest

from tests.browser.paper import millimetres, printed
from tests.conftest import LIBRARY

A4 = 794, 1123  # CSS pixels
# The rules for print in place of those for a screen, where a driver cannot ask for them.
AS_PRINTED = """const turn = (rules) => {
  for (const rule of rules) {
    const media = rule.media?.mediaText ?? "";
    if (/\\bprint\\b/.test(media)) rule.media.mediaText = media.replace(/\\bprint\\b/g, "screen");
    else if (/\\bscreen\\b/.test(media)) rule.media.mediaText = media.replace(/\\bscreen\\b/g, "print");
    if (rule.cssRules) turn(rule.cssRules);
  }
};
for (const sheet of document.styleSheets) turn(sheet.cssRules);"""


LINES = """(cells) => cells.map((cell) => {
  const range = document.createRange();
  range.selectNodeContents(cell);
  return range.getClientRects().length;
})"""


def length_of_sheet(code: str) -> int:
    """How many offers are for a municipality alone."""
    return sum(code in offer.service_municipalities for offer in LIBRARY.offers)


@pytest.fixture(scope="module")
def server(server_of_file):
    """The app as it really runs."""
    return server_of_file(LOMMEKORT_NOW="2026-11-24T14:30").start()


def test_one_page_for_the_fullest_and_the_emptiest(server, context):
    page = context.new_page()
    by_number = sorted(LIBRARY.places, key=length_of_sheet)
    for code in (by_number[0], by_number[-1]):
        page.goto(f"{server.url}/overblik?k={code}&ark=1")
        [sheet] = printed(page)
        text = sheet.extract_text()
        assert LIBRARY.places[code].name in text and "112" in text and "Udskriv arket" not in text
        assert millimetres(sheet) == [210, 297], code


def test_in_other_browsers_the_printed_sheet_is_no_higher_than_a_page(server, firefox, webkit, new_context):
    """Neither makes a PDF when driven, so the sheet's height is measured as the rules for print lay it out on its width."""
    page = new_context(firefox, viewport={"width": A4[0], "height": A4[1]}).new_page()
    page.emulate_media(media="print")
    by_number = sorted(LIBRARY.places, key=length_of_sheet)
    for code in (by_number[0], by_number[-1]):
        page.goto(f"{server.url}/overblik?k={code}&ark=1")
        assert page.evaluate("document.querySelector('main').getBoundingClientRect().height") <= A4[1], code
        assert page.evaluate("document.documentElement.scrollWidth") <= A4[0]
    with webkit(*A4) as driver:
        for code in (by_number[0], by_number[-1]):
            driver.get(f"{server.url}/overblik?k={code}&ark=1")
            driver.execute_script(AS_PRINTED)
            beside = driver.find_elements("css selector", "main > :not(.wall)")
            assert beside and not any(element.is_displayed() for element in beside)
            assert len(driver.find_elements("css selector", ".wall section")) == len(LIBRARY.matrix.needs)
            main = driver.find_element("css selector", "main").rect
            assert 0 < main["height"] <= A4[1] and main["width"] <= A4[0], (code, main)
            assert driver.execute_script("return document.documentElement.scrollWidth <= innerWidth")


def test_two_taps_from_home_and_no_sideways_scrolling(server, new_context):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    page.goto(server.url)
    page.evaluate("localStorage.setItem('kommune', 'Næstved')")
    page.get_by_role("navigation", name="Øv og lær").get_by_role("link", name="Overblik").click()
    page.wait_for_url("**/overblik?k=*")  # the remembered municipality
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for width in (337, 359, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert set(page.locator(".matrix thead th").evaluate_all(LINES)) == {1}, "no word of the heading is torn"
    links = page.locator(".matrix td a")
    links.first.focus()
    order = [page.evaluate("document.activeElement.textContent")]
    for _ in range(5):  # row by row, and from the end of one to the next
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.textContent"))
    assert order == links.all_text_contents()[:6]
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"
    cell = page.locator(".matrix td a:not(.ring)").first
    assert cell.bounding_box()["height"] >= 44 and cell.bounding_box()["width"] >= 44
    total = cell.locator("b").inner_text()
    cell.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/find?*")
    assert page.locator(".count b").inner_text().split()[0] == total
