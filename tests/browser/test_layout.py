"""What fits where: five seconds on a small screen, fingers, large type, and the colours a reader has chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import visit
from tests.browser.usable import BELOW, LONG, TOO_WIDE, UNREADABLE, check_fits, set_type
from tests.conftest import LIBRARY, WORDS

SMALL_TO_LARGE = (16, 24, 32)  # type in pixels


def test_home_page_fits_and_can_be_read_also_when_it_tells_of_the_phone(server, page):
    """Every other page: `test_accessibility.py`, with axe in the same visit."""
    visit(page, server.url)
    for pixels in SMALL_TO_LARGE:
        set_type(page, pixels)
        assert page.evaluate(UNREADABLE) == [], pixels
    set_type(page, 16)
    check_fits(page)


@pytest.mark.parametrize("address", ["/kort/s2", "/kort/m2", "/b/nu", "/oev/10#a2c1", "/laer/5"])
def test_all_text_can_be_read_whatever_its_size(server, quiet, address):
    quiet.goto(server.url + address)
    for pixels in SMALL_TO_LARGE:
        set_type(quiet, pixels)
        assert quiet.evaluate(UNREADABLE) == [], pixels


# The spacing that a reader may set (WCAG 2.2, 1.4.12), as a reader's style sheet does.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def test_spacing_and_long_words_hide_nothing(server, quiet, subtests):
    quiet.set_viewport_size({"width": 320, "height": 640})
    offer = next(offer.code for offer in LIBRARY.offers if offer.phone)
    for address in (
        "/",
        "/find",
        "/kort/1",
        "/tjek",
        "/forloeb",
        "/overblik",
        "/b/nu",
        f"/find/{offer}",
        f"/b/{offer}",
    ):
        with subtests.test(address=address):
            quiet.goto(server.url + address)
            quiet.evaluate(SPACED)
            # A box or a dot to tick lies, unseen, over its own words.
            assert [found for found in quiet.evaluate(UNREADABLE) if "<input" not in found] == []
            assert quiet.evaluate(TOO_WIDE) == []
            quiet.locator("main :is(h1, h3 a, .kind span, dd, li, .about):not(:has(*))").evaluate_all(LONG)
            assert quiet.evaluate(TOO_WIDE) == [], "a long word"


def test_five_seconds_are_enough_on_the_home_page(server, page):
    """The three moments, the four numbers and the five cards' titles, with all that the app says about the phone. Every
    card: `test_requests.py`, which visits them all."""
    visit(page, server.url)
    parts = page.evaluate(BELOW, [[".moments a", ".acute a", ".wallet b"], ".bar"])
    assert len(parts) == 3 + 4 + 5
    assert not [part for part in parts if part[1] > 0]


@pytest.mark.parametrize(
    ("address", "late", "below"), [("/kort/1", "[data-signal]", "main h1"), ("/kort", "[data-find]", "[data-deck]")]
)
def test_what_comes_late_moves_nothing(server, page, address, late, below):
    """What a script shows comes when somebody may be reading already: that the edition is there, a field to find in."""
    visit(page, server.url + address)
    place = "(below) => document.querySelector(below).getBoundingClientRect().top"
    for width in (320, 360, 1280):
        page.set_viewport_size({"width": width, "height": 640})
        told = page.evaluate(place, below)
        page.locator(late).evaluate("(late) => (late.hidden = true)")
        assert page.evaluate(place, below) == told, width
        page.locator(late).evaluate("(late) => (late.hidden = false)")


NUMBER_LINES = """(number) => {
  number.textContent = "28 12 34 56";
  const range = new Range();
  range.selectNodeContents(number);
  return new Set(Array.from(range.getClientRects(), (line) => line.top)).size;
}"""


@pytest.mark.parametrize("language", WORDS)
def test_number_to_text_to_stands_on_one_line(server, quiet, language):
    texted = next(offer.code for offer in LIBRARY.offers if offer.sms)
    quiet.goto(f"{server.url}/b/{texted}?sprog={language}")
    assert quiet.locator(".call.second bdi").evaluate(NUMBER_LINES) == 1


def test_colours_the_reader_has_chosen_are_kept(server, quiet):
    """Forced colours take backgrounds away; what was told by one alone must have a border."""
    quiet.emulate_media(forced_colors="active")
    for address, parts in {
        "/": (".exit", ".moments a", ".wallet li a", ".pocket"),
        "/kort/s2": (".exit", ".card", ".dock > a"),
        "/b/nu": (".way-out", ".call"),
    }.items():
        quiet.goto(server.url + address)
        for part in parts:
            edge = quiet.locator(part).first.evaluate("(element) => getComputedStyle(element).borderTopStyle")
            assert edge == "solid", f"{address}: {part} has no border"
        expect(quiet.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
    quiet.goto(f"{server.url}/overblik?k=0751")
    edges = "(sign) => getComputedStyle(sign, '::before').borderTopWidth"
    now, unnamed = (quiet.locator(f".sign.{name}").first.evaluate(edges) for name in ("now", "unnamed"))
    assert now != unnamed, "a dot is not a ring"


@pytest.mark.parametrize("width", [360, 1280])
def test_what_stands_on_a_card_begins_on_one_line(server, quiet, width):
    quiet.set_viewport_size({"width": width, "height": 640})
    quiet.goto(f"{server.url}/kort/s4")
    begins = """(one) => {
      const text = one.matches("p") ? parseFloat(getComputedStyle(one).paddingLeft) : 0; // a box begins with its edge
      return Math.round(one.getBoundingClientRect().left + text);
    }"""
    parts = (".face header", ".card > .box", ".card > .standing", ".depth h2")
    assert len({quiet.locator(part).first.evaluate(begins) for part in parts}) == 1


def test_heading_of_a_box_looks_the_same_on_every_page(server, quiet):
    style = "(one) => [getComputedStyle(one).margin, getComputedStyle(one).font]"
    told = set()
    for address in ("/kort/s4", "/tjek/kort", "/laer/4", "/oev/7"):
        quiet.goto(server.url + address)
        told.add(tuple(quiet.locator(".box :is(h2, h3)").first.evaluate(style)))
    assert len(told) == 1


def test_who_wants_less_motion_gets_none(server, quiet):
    assert quiet.evaluate("matchMedia('(prefers-reduced-motion: reduce)').matches")
    for address in ("/", "/kort/s2"):
        quiet.goto(server.url + address)
        moving = quiet.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
          const { transitionProperty, animationName, scrollBehavior } = getComputedStyle(element);
          return transitionProperty !== "none" || animationName !== "none" || scrollBehavior !== "auto";
        }).map((element) => element.outerHTML.slice(0, 60))""")
        assert moving == [], address
    quiet.get_by_role("link", name="Fem minutter").click()
    assert quiet.evaluate("document.getElementById('d300').getBoundingClientRect().top") < 200, "jumps, does not glide"


def test_who_wants_more_contrast_gets_it(server, quiet):
    soft = "getComputedStyle(document.querySelector('.soft')).color"
    ink = "getComputedStyle(document.body).color"
    quiet.emulate_media(contrast="more")
    quiet.goto(server.url)
    assert quiet.evaluate(soft) == quiet.evaluate(ink)
    quiet.emulate_media(contrast="no-preference")
    assert quiet.evaluate(soft) != quiet.evaluate(ink)


LINES_OF_WORDS = """(words) => words.map((word) => {
  const text = document.createTextNode(word);
  const line = document.createElement("p");
  line.style = "width: 3ch; hyphens: auto; overflow-wrap: normal";
  line.append(text);
  document.querySelector("main").append(line);
  const top = (at) => {
    const range = document.createRange();
    range.setStart(text, at);
    range.setEnd(text, at + 1);
    return range.getClientRects()[0].top;
  };
  return [...word].map((letter, at) => (at && top(at) !== top(at - 1) ? `-${letter}` : letter)).join("");
})"""


def test_words_of_the_field_are_not_broken_where_they_mislead(server, new_context, firefox):
    page = new_context(browser=firefox).new_page()
    page.goto(f"{server.url}/om")
    words = ["sexsalg", "senfølger", "voldsudøver", "krisecenter", "selvmordstanker"]
    for word in page.evaluate(LINES_OF_WORDS, words):
        first, *rest = word.split("-")
        assert not rest or (len(first) >= 5 and len(rest[-1]) >= 6), word
