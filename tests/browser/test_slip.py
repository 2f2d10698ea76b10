"""On paper for a citizen: a small slip with a neutral name, a number and when it is open, and nothing that tells more."""

import re
import unicodedata
from collections import Counter

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.paper import millimetres, printed, tight, tight_text
from tests.conftest import LIBRARY

A7 = [74, 105]  # millimetres
SHOWN = [offer for offer in LIBRARY.offers if offer.confidence != "low" and offer.phone]
ONE = [next(offer for offer in SHOWN if offer.opening_hours and " " in offer.phone)]
SIX = SHOWN[:6]


@pytest.fixture(scope="module", params=[("one", "da"), ("one", "en"), ("six", "da"), ("six", "en")], ids="-".join)
def slip(request, server, chromium):
    """(offers, the pages of the PDF, the words that the slips hold on the screen's side)."""
    number, language = request.param
    offers = ONE if number == "one" else SIX
    page = chromium.new_page(service_workers="block")
    english = "?sprog=en" if language == "en" else ""
    page.goto(f"{server.url}/b/{'-'.join(offer.code for offer in offers)}{english}")
    slips = page.evaluate("Array.from(document.querySelectorAll('.slip'), (slip) => slip.textContent)")
    yield offers, printed(page), slips
    page.close()


def test_a_slip_holds_a_neutral_name_a_number_and_the_hours_and_nothing_else(slip):
    offers, pages, slips = slip
    assert tight_text(pages) == tight("".join(slips))
    for offer, slip in zip(offers, slips, strict=True):
        assert slip.startswith(offer.neutral_name + offer.phone)
        hours = slip.removeprefix(offer.neutral_name + offer.phone)
        assert bool(hours) == bool(offer.opening_hours)


def test_it_tells_nothing_more(slip):
    offers, pages, _slips = slip
    text = "".join(page.extract_text() for page in pages).lower()
    for word in ("/b/", "http", "127.0.0.1", "side", "anonym", "lommekort", "hjælp", "help", "english", "dansk"):
        assert word not in text, word
    for offer in offers:
        for secret in (offer.name, offer.organization, offer.description):
            assert tight(secret.lower()) not in tight(text) or secret == offer.neutral_name


@pytest.fixture(scope="module")
def old_sheets(server, chromium):
    """The slip as a browser prints it that writes its own header and footer, knows neither `:has` nor a paper's size."""
    page = chromium.new_page(service_workers="block")
    page.route("**/static/citizen*.css", _without_has)
    page.goto(f"{server.url}/b/{'-'.join(offer.code for offer in SIX[:2])}")
    yield page
    page.close()


def _without_has(route):
    # A browser drops a whole rule for one selector that it does not know.
    answer = route.fetch()
    rules = re.sub(r"[^{}]*:has\([^{}]*\{[^{}]*\}", "", answer.text())
    route.fulfill(response=answer, body=rules)


def test_browsers_own_header_and_footer_are_not_on_it(old_sheets):
    slips = old_sheets.evaluate("Array.from(document.querySelectorAll('.slip'), (slip) => slip.textContent)")
    for paper in ({}, {"format": "A4", "prefer_css_page_size": False}):
        pages = printed(old_sheets, display_header_footer=True, **paper)
        assert tight_text(pages) == tight("".join(slips)), paper


def test_on_a_sheet_it_stands_in_the_corner_and_no_place_is_torn(old_sheets):
    pages = printed(old_sheets, format="A4", prefer_css_page_size=False)
    for offer in SIX[:2]:
        assert [offer.phone in page.extract_text() for page in pages].count(True) == 1
    old_sheets.emulate_media(media="print")
    width = old_sheets.evaluate("document.querySelector('.offers').getBoundingClientRect().width") * 25.4 / 96
    old_sheets.emulate_media(media="screen")
    assert width <= 74


def test_it_is_a7(slip):
    _offers, pages, _slips = slip
    assert all(millimetres(page) == A7 for page in pages) and len(pages) <= 6


def test_the_file_names_nothing_either(server, quiet):
    """Where a slip is kept as a file, its title is what others see."""
    quiet.goto(f"{server.url}/b/{ONE[0].code}")
    about = printed(quiet)[0].pdf.metadata
    assert about.title in (None, "", "Side")
    assert not [value for value in about.values() if ONE[0].name in str(value) or "/b/" in str(value)]


def test_the_button_prints_and_is_there_only_with_a_script(server, new_context):
    page = new_context().new_page()
    page.add_init_script("window.printed = 0; window.print = () => (window.printed += 1);")
    page.goto(f"{server.url}/b/{ONE[0].code}")
    page.locator("[data-print]").click()
    assert page.evaluate("printed") == 1
    page.goto(f"{server.url}/b/zzzz")
    expect(page.locator(".note")).to_be_visible()
    expect(page.locator("[data-print]")).to_be_hidden()  # no place, no slip
    note = page.locator(".note").inner_text()
    [sheet] = printed(page)
    assert tight(sheet.extract_text()) == tight(note)  # who prints all the same sees why
    plain = new_context(java_script_enabled=False).new_page()
    plain.goto(f"{server.url}/b/{ONE[0].code}")
    assert not plain.locator("[data-print]").is_visible()


def test_button_prints_though_a_picture_hangs(server, new_context):
    page = new_context().new_page()
    page.add_init_script("window.printed = 0; window.print = () => (window.printed += 1);")
    page.route("**/qr.svg*", lambda route: None)  # never answered
    page.goto(f"{server.url}/b/moede", wait_until="domcontentloaded")
    page.locator("[data-print]").click()
    until(lambda: page.evaluate("printed") == 1, "it printed")


def test_a_slip_with_a_name_alone_has_room_to_write(server, page):
    nameless = next(
        offer for offer in LIBRARY.offers if offer.confidence != "low" and not offer.phone and not offer.opening_hours
    )
    page.goto(f"{server.url}/b/{nameless.code}-{ONE[0].code}")
    page.emulate_media(media="print")
    heights = page.eval_on_selector_all(".slip-name", "names => names.map((name) => name.offsetHeight)")
    assert heights[0] > 3 * heights[1]


LINES_BEGIN = """(parts) => parts.map((part) => {
  const lines = new Map();
  const range = document.createRange();
  for (const text of part.childNodes) {
    if (text.nodeName === "svg") continue;
    range.selectNodeContents(text);
    for (const { top, left } of range.getClientRects()) lines.set(Math.round(top), Math.min(left, lines.get(Math.round(top)) ?? left));
  }
  return [...lines.values()].map(Math.round);
})"""


def test_lines_of_a_slip_begin_below_each_other(server, quiet):
    quiet.goto(f"{server.url}/b/{'-'.join(offer.code for offer in SIX)}")
    quiet.emulate_media(media="print")
    lines = quiet.locator(".slip p:not(.slip-name)").evaluate_all(LINES_BEGIN)
    assert max(len(begins) for begins in lines) > 1
    assert {len(set(begins)) for begins in lines} == {1}


def test_on_the_screen_there_is_no_slip_but_how_to_print_nothing_else(server, quiet):
    quiet.goto(f"{server.url}/b/{ONE[0].code}")
    assert "Sidehoved og sidefod" in quiet.locator(".paper").inner_text()
    assert not quiet.locator(".slip").is_visible()
    assert quiet.locator(".slip").get_attribute("aria-hidden") == "true", "nor does a screen reader read it"


@pytest.mark.parametrize("language", ["da", "de", "ar"])
def test_all_numbers_to_ring_are_on_one_sheet(server, quiet, language):
    quiet.goto(f"{server.url}/b/nu?sprog={language}")
    [sheet] = printed(quiet, format="A4")
    assert all(tight(line.number) in tight(sheet.extract_text()) for line in LIBRARY.lines)


@pytest.mark.parametrize("language", ["ar", "th"])
def test_in_another_script_it_is_one_small_page_with_every_letter(server, quiet, language):
    """A font without the letters would print boxes, which no reader of the file finds a letter in."""
    quiet.goto(f"{server.url}/b/{ONE[0].code}?sprog={language}")
    slip = quiet.locator(".slip").text_content()
    [paper] = printed(quiet)
    assert millimetres(paper) == A7
    assert ONE[0].phone in paper.extract_text()
    assert letters(slip) and letters(paper.extract_text()) == letters(slip)


def letters(text):
    """How often each letter stands in a text, whatever order and shape a PDF draws them in; no marks, no space."""
    return Counter(char for char in unicodedata.normalize("NFKC", text) if unicodedata.category(char) == "Lo")
