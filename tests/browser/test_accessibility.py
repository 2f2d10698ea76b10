"""Keyboard, screen reader and contrast: axe-core finds nothing on any page, and the app can be used without a pointer."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml
from playwright.sync_api import expect

from tests.browser.conftest import PHONE
from tests.browser.usable import check_fits, set_type, tab_to, violations, wider_than_the_window
from tests.conftest import ADDRESSES, LIBRARY, WORDS
from webapp.publishing.addresses import PAGES

# Pages that are worked out from the edition: with and without results, and an offer for staff and for a citizen.
ANSWERED = (
    *("/find", "/find?k=0561&a=1&e=1&q=xyzzyx", "/find?q=xyzzyx&k=9999", "/find/fj6s", "/find/pqcx"),
    *("/soeg", "/soeg?q=underretning", "/b/fj6s-pqcx", "/b/zzzz", "/b/fj6s-pqcx?sprog=ar", "/b/nu?sprog=th"),
    *("/oev/1", "/laer/1", "/aftale", "/overblik", "/overblik?k=0370", "/overblik?k=0101&ark=1"),
)
NARROW = {"width": 320, "height": 640}
TREES = yaml.safe_load(Path(__file__).with_name("screen_reader.yaml").read_text(encoding="utf-8"))


# And one of each kind of page that is none of `PAGES`.
ALSO = ("/kort/1", "/kort/m3", "/kort/s2", "/kort/v1", "/kort/l5", "/404.html", "/oev/10#a2c1", "/laer/5#skaerm")


@pytest.mark.parametrize("address", [*PAGES, *ANSWERED, *ALSO])
def test_everyone_can_use_a_page(server, quiet, address):
    """One visit: it fits every window and finger (`check_fits`), and axe finds nothing."""
    quiet.goto(server.url + address)
    check_fits(quiet, exit_there=address != "/luk")
    quiet.set_viewport_size(NARROW)
    assert violations(quiet) == []


@pytest.mark.parametrize("language", [code for code in WORDS if code != "da"])
def test_axe_finds_nothing_on_a_citizens_page_in_any_language(server, quiet, language):
    """axe also holds `lang` to the languages there are; the direction is the language's. The longest words fit too,
    the exit and the heading on the first screen, with text twice as large in a phone's window."""
    for name in ("fj6s-pqcx", "nu", "spor", "moede", "zzzz"):
        quiet.set_viewport_size(NARROW)
        quiet.goto(f"{server.url}/b/{name}?sprog={language}")
        assert violations(quiet) == [], name
        quiet.set_viewport_size(PHONE["viewport"])
        set_type(quiet, 32)
        assert wider_than_the_window(quiet) == 0, name
        for first in ("[data-quick-exit]", "h1"):
            expect(quiet.locator(first)).to_be_in_viewport(ratio=1)
        set_type(quiet, 16)
        assert quiet.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
            language,
            LIBRARY.languages[language].direction,
        ]


@pytest.mark.parametrize("first", ["1", "m1", "s1", "v1", "l1"])
def test_axe_finds_nothing_on_any_card(server, quiet, first):
    """Turns through all cards of a kind, as a reader does; each is looked at as it then is."""
    quiet.set_viewport_size(NARROW)
    quiet.goto(f"{server.url}/kort/{first}")
    seen = []
    while True:
        name = quiet.locator("#kort > .card").get_attribute("data-card")
        assert violations(quiet) == [], f"/kort/{name}"
        seen.append(f"/kort/{name}")
        following = quiet.locator(".dock [rel=next]")
        if not following.count():
            break
        following.click()
        quiet.locator(f"#kort > .card:not([data-card='{name}'])").wait_for()
    letter = first.rstrip("0123456789")
    assert seen == [
        address for address in ADDRESSES if address.startswith("/kort/") and address[6:].rstrip("0123456789") == letter
    ]


@pytest.mark.parametrize("code", [404, 405])
def test_axe_finds_nothing_on_an_error_page(server, quiet, code):
    quiet.set_viewport_size(NARROW)
    quiet.goto(f"{server.url}/findes-ikke")
    if code == 405:
        quiet.evaluate(
            "document.body.append(Object.assign(document.createElement('form'), { action: '/kort', method: 'post' }))"
        )
        quiet.evaluate("document.forms[document.forms.length - 1].submit()")
    expect(quiet).to_have_title(f"{code} · Lommekort")
    assert violations(quiet) == []


def test_axe_finds_nothing_after_leaving(server, quiet):
    quiet.set_viewport_size(NARROW)
    quiet.goto(f"{server.url}/kort")
    quiet.locator("[data-quick-exit]").click()
    assert violations(quiet) == []


def test_keyboard_alone_does_for_the_whole_way(server, quiet):
    quiet.goto(server.url)
    tab_to(quiet, ".wallet a[href='/kort/4']")
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/kort/4")
    tab_to(quiet, ".depths a[href='#d300']")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#d300 h2")).to_be_in_viewport()
    tab_to(quiet, ".dock [rel=next]")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("[data-card='5'] h1")).to_be_focused()
    tab_to(quiet, "[data-quick-exit]", "Shift+Tab")
    quiet.keyboard.press("Enter")
    expect(quiet).to_have_title("I dag")


def test_skip_link_skips(server, quiet):
    quiet.goto(f"{server.url}/kort/s2")
    tab_to(quiet, ".skip")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("main")).to_be_focused()
    quiet.keyboard.press("Tab")
    assert quiet.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_depth_jump_takes_the_keyboard_along(server, quiet):
    """The next Tab after a jump to five minutes goes on from there, not from the buttons."""
    quiet.goto(f"{server.url}/kort/1")
    tab_to(quiet, ".depths a[href='#d300']")
    quiet.keyboard.press("Enter")
    quiet.keyboard.press("Tab")
    assert quiet.evaluate("document.querySelector('#d300').contains(document.activeElement)")


@pytest.mark.parametrize(("address", "tree"), TREES.items())
def test_screen_readers_are_told_names_and_roles(server, quiet, address, tree):
    quiet.goto(server.url + address)
    expect(quiet.locator("body")).to_match_aria_snapshot(tree)


def test_screen_readers_are_told_states(server, quiet):
    quiet.goto(f"{server.url}/kort")
    main_menu = quiet.get_by_role("navigation", name="Hovedmenu")
    expect(main_menu.get_by_role("link", name="Kort")).to_have_attribute("aria-current", "page")
    quiet.get_by_role("searchbox").fill("lukker")
    expect(quiet.get_by_role("status").filter(has_text="fundet")).to_be_visible()
    quiet.goto(f"{server.url}/kort/1")
    expect(quiet.get_by_role("link", name="Fem sekunder")).to_have_attribute("aria-current", "true")
    quiet.get_by_role("link", name="Fem minutter").click()
    expect(quiet.get_by_role("link", name="Fem minutter")).to_have_attribute("aria-current", "true")
    expect(quiet.get_by_role("link", name="Fem sekunder")).not_to_have_attribute("aria-current", "true")
