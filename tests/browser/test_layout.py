"""What fits where: five seconds on a small screen, fingers, large type, and the colours a reader has chosen."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import wait_ready
from tests.browser.usable import BELOW, LONG, TOO_SMALL, TOO_WIDE, UNREADABLE, set_type, wider_than_the_window
from tests.conftest import LIBRARY

KINDS = ("/", "/kort", "/kort/1", "/kort/m3", "/kort/s2", "/kort/v1", "/kort/l5", "/b/nu", "/luk", "/om", "/privatliv",
         "/tilgaengelighed", "/kilder", "/fjern", "/404.html", "/find?k=0561&a=1", "/find/pqcx", "/soeg?q=underretning", "/ord",
         "/b/fj6s-pqcx", "/tjek", "/tjek/kort", "/tjek/skema", "/tjek/efter", "/forloeb", "/b/moede",
         "/oev", "/oev/1", "/oev/10#a2c1", "/laer", "/laer/1", "/laer/5#skaerm",
         "/aftale")  # fmt: skip


# (320, 256) is 1280 × 1024 at 400 %. In the last one, a small phone, everything else is looked at too.
SIZES = ((1280, 800), (768, 1024), (320, 568), (320, 256), (360, 640))


def test_every_page_fits_every_window_and_finger(server, page, subtests):
    """One visit to each page, the window changed around it: nothing is wider than the window, also with text twice as
    large, the main menu is under the thumb, the exit in reach, and every target large enough for a finger."""
    for address in KINDS:
        page.goto(server.url + address)
        if address == "/":
            wait_ready(page)
        with subtests.test(address):
            for width, height in SIZES:
                page.set_viewport_size({"width": width, "height": height})
                assert wider_than_the_window(page) == 0, width
            for box in page.evaluate(BOXES, "nav[aria-label=Hovedmenu] a"):
                assert 640 * 2 / 3 < box["top"] < box["bottom"] <= 640
            set_type(page, 32)
            assert wider_than_the_window(page) == 0, "text twice as large"
            if address != "/luk":
                expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)
            set_type(page, 16)
            assert page.evaluate(TOO_SMALL) == []
        set_type(page, 16)


BOXES = """(selector) => Array.from(document.querySelectorAll(selector), (one) => {
  const { top, bottom } = one.getBoundingClientRect();
  return { top, bottom };
})"""


@pytest.mark.parametrize("address", ["/", "/kort/s2", "/kort/m2", "/b/nu", "/oev/10#a2c1", "/laer/5"])
@pytest.mark.parametrize("pixels", [16, 24, 32])
def test_all_text_can_be_read_whatever_its_size(server, page, address, pixels):
    set_type(page, pixels)
    page.goto(server.url + address)
    if address == "/":
        wait_ready(page)
    assert page.evaluate(UNREADABLE) == []


# The spacing that a reader may set (WCAG 2.2, 1.4.12), as a reader's style sheet does.
SPACED = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important }
    p { margin-bottom: 2em !important }`);
  document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
}"""


def test_spacing_and_long_words_hide_nothing(server, new_context, subtests):
    page = new_context(viewport={"width": 320, "height": 640}, service_workers="block").new_page()
    offer = next(offer.code for offer in LIBRARY.offers if offer.phone)
    for address in (
        "/",
        "/find",
        f"/find/{offer}",
        "/kort/1",
        "/tjek",
        "/forloeb",
        "/overblik",
        "/b/nu",
        f"/b/{offer}",
    ):
        with subtests.test(address=address):
            page.goto(server.url + address)
            page.evaluate(SPACED)
            # A box or a dot to tick lies, unseen, over its own words.
            assert [found for found in page.evaluate(UNREADABLE) if "<input" not in found] == []
            assert page.evaluate(TOO_WIDE) == []
            page.locator("main :is(h1, h3 a, .kind span, dd, li, .about):not(:has(*))").evaluate_all(LONG)
            assert page.evaluate(TOO_WIDE) == [], "a long word"


def test_five_seconds_are_enough_on_every_card(server, new_context):
    """Title, essence and the three lines, on a small screen, without scrolling."""
    page = new_context(service_workers="block").new_page()
    for name in LIBRARY.cards:
        page.goto(f"{server.url}/kort/{name}")
        parts = page.evaluate(BELOW, [["h1", ".face .essence", ".lines li"], ".dock"])
        assert len(parts) == 5
        assert not [part for part in parts if part[1] > 0], name


def test_five_seconds_are_enough_on_the_home_page(server, page):
    """The three moments, the four numbers and the five cards' titles, with all that the app says about the phone."""
    page.goto(server.url)
    wait_ready(page)
    parts = page.evaluate(BELOW, [[".moments a", ".acute a", ".wallet b"], ".bar"])
    assert len(parts) == 3 + 4 + 5
    assert not [part for part in parts if part[1] > 0]


def test_colours_the_reader_has_chosen_are_kept(server, new_context):
    """Forced colours take backgrounds away; what was told by one alone must have a border."""
    page = new_context(forced_colors="active", service_workers="block").new_page()
    for address, parts in {
        "/": (".exit", ".moments a", ".wallet li a", ".pocket"),
        "/kort/s2": (".exit", ".card", ".dock > a"),
        "/b/nu": (".way-out", ".call"),
    }.items():
        page.goto(server.url + address)
        for part in parts:
            edge = page.locator(part).first.evaluate("(element) => getComputedStyle(element).borderTopStyle")
            assert edge == "solid", f"{address}: {part} has no border"
        expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)


def test_who_wants_less_motion_gets_none(server, new_context):
    page = new_context(reduced_motion="reduce", service_workers="block").new_page()
    for address in ("/", "/kort/s2"):
        page.goto(server.url + address)
        moving = page.evaluate("""() => [...document.querySelectorAll("*")].filter((element) => {
          const { transitionProperty, animationName, scrollBehavior } = getComputedStyle(element);
          return transitionProperty !== "none" || animationName !== "none" || scrollBehavior !== "auto";
        }).map((element) => element.outerHTML.slice(0, 60))""")
        assert moving == [], address
    page.get_by_role("link", name="Fem minutter").click()
    assert page.evaluate("document.getElementById('d300').getBoundingClientRect().top") < 200, "jumps, does not glide"


def test_who_wants_more_contrast_gets_it(server, new_context):
    soft = "getComputedStyle(document.querySelector('.soft')).color"
    ink = "getComputedStyle(document.body).color"
    page = new_context(contrast="more", service_workers="block").new_page()
    page.goto(server.url)
    assert page.evaluate(soft) == page.evaluate(ink)
    page.emulate_media(contrast="no-preference")
    assert page.evaluate(soft) != page.evaluate(ink)
