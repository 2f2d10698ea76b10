"""On paper: A7 cards, eight on an A4 sheet, black on white, nothing cut off."""

import math

import pytest

from tests.browser.paper import POINT, millimetres, printed, tight, tight_text
from tests.conftest import LIBRARY
from webapp.danish import danish_date


@pytest.fixture(scope="module")
def sheets(server, chromium):
    """The printed deck as PDF pages."""
    page = chromium.new_page()
    page.goto(server.url + "/kort")
    yield printed(page, print_background=True)
    page.close()


@pytest.fixture
def paper(server, quiet):
    """The deck as the printer sees it, to be measured."""
    quiet.goto(server.url + "/kort")
    quiet.emulate_media(media="print")
    return quiet


def test_deck_is_eight_cards_to_a_sheet(sheets):
    assert len(sheets) == math.ceil(len(LIBRARY.cards) / 8)


def test_sheets_are_a4(sheets):
    assert {tuple(millimetres(sheet)) for sheet in sheets} == {(210, 297)}


def test_every_card_is_there_with_its_day_eight_on_the_first_sheet(sheets):
    texts = [tight(sheet.extract_text()) for sheet in sheets]
    titles = [tight(card.title) for card in LIBRARY.cards.values()]
    assert all(any(title in text for text in texts) for title in titles)
    assert all(title in texts[0] for title in titles[:8])
    days = [f"Tjekket{tight(danish_date(card.confirmed))}" for card in LIBRARY.cards.values()]
    assert "".join(texts).count("Tjekket") == len(days) and all(day in "".join(texts) for day in days)


def test_cards_are_a7_and_nothing_is_cut_off(paper):
    cards = paper.evaluate(
        """() => [...document.querySelectorAll('.a7')].map(card => {
             const box = card.getBoundingClientRect();
             const last = Math.max(...[...card.children].map(child => child.getBoundingClientRect().bottom));
             return { title: card.querySelector('.title').textContent, width: box.width, height: box.height,
                      over: Math.max(card.scrollHeight - card.clientHeight, last - box.bottom) };
           })"""
    )
    assert len(cards) == len(LIBRARY.cards)
    for card in cards:
        assert card["width"] * 25.4 / 96 == pytest.approx(105, abs=0.5)
        assert card["height"] * 25.4 / 96 == pytest.approx(74, abs=0.5)
        assert card["over"] <= 0, card["title"]


def test_it_is_black_on_white(paper):
    colours = paper.evaluate(
        """() => [...new Set([...document.querySelectorAll('.a7, .a7 *')].map(part => getComputedStyle(part).color))]"""
    )
    assert colours == ["rgb(0, 0, 0)"]
    assert paper.evaluate("() => getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"


def test_cut_marks_are_drawn_at_every_corner(paper):
    marks = paper.evaluate("() => getComputedStyle(document.querySelector('.a7')).backgroundImage")
    assert marks.count("linear-gradient") == 8


def test_screen_furniture_stays_on_the_screen(paper):
    shown = paper.evaluate(
        """() => [...document.querySelectorAll('.top, .bar, .foot, .find, .deck, .group')]
                 .filter(part => part.getClientRects().length).map(part => part.className)"""
    )
    assert shown == []


def test_single_card_prints_with_its_text(server, quiet):
    quiet.goto(server.url + "/kort/s2")
    text = tight_text(printed(quiet))
    card = LIBRARY.cards["s2"]
    assert tight(card.title) in text and tight(card.lines[2]) in text
    assert "Forside" not in text


# What belongs together on paper: a word and its explanation, an offer and its number.
TOGETHER = {
    "/ord": """() => Array.from(document.querySelectorAll(".glossary > div"), (one) =>
      Array.from(one.children, (part) => part.textContent))""",
    "/find": """() => Array.from(document.querySelectorAll(".result:has([href^='tel:'])"), (one) =>
      [one.querySelector("h3").textContent, one.querySelector(".ring").ariaLabel])""",
}


@pytest.mark.parametrize("address", TOGETHER)
def test_what_belongs_together_is_on_one_sheet(server, quiet, address):
    quiet.goto(server.url + address)
    pairs = [tuple(map(tight, pair)) for pair in quiet.evaluate(TOGETHER[address])]
    sheets = [tight(sheet.extract_text()) for sheet in printed(quiet)]
    assert len(pairs) > 20 and len(sheets) > 2
    assert [pair for pair in pairs if not any(pair[0] in sheet and pair[1] in sheet for sheet in sheets)] == []


def test_nothing_to_press_is_on_paper(server, page):
    """Numbers are: in ink, whatever a printer does with colours."""
    offer = next(offer.code for offer in LIBRARY.offers if offer.phone and offer.confidence != "low")
    page.emulate_media(media="print")
    for address in ("/tjek", "/find", "/overblik", f"/find/{offer}"):
        page.goto(server.url + address)
        pressed = page.locator(
            "button:not(.term), select, textarea, [type=search], .main-button:not([href^='tel:']), .act label"
        )
        assert [element.inner_text() for element in pressed.all() if element.is_visible()] == [], address
    assert page.locator(".call-button").evaluate("(button) => getComputedStyle(button).color") == "rgb(0, 0, 0)"


def test_single_card_has_a_margin_on_every_sheet(server, quiet):
    """No printer reaches the edge of the paper."""
    quiet.goto(server.url + "/kort/m2")
    sheets = printed(quiet)
    assert len(sheets) > 1
    for sheet in sheets:
        heights = []

        def note(text, moved, placed, *_, heights=heights):
            if text.strip():
                heights.append(moved[1] * placed[4] + moved[3] * placed[5] + moved[5])

        sheet.extract_text(visitor_text=note)
        assert min(heights) > 10 * POINT
        assert max(heights) < (297 - 10) * POINT
