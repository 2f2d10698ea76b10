"""Keyboard, screen reader and contrast: axe-core finds nothing on any page, and the app can be used without a pointer."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.usable import tab_to, violations
from tests.conftest import ADDRESSES, LIBRARY, WORDS
from webapp.publishing.addresses import PAGES

# Pages that are worked out from the edition: with and without results, and an offer for staff and for a citizen.
ANSWERED = (
    *("/find", "/find?k=0561&a=1&e=1&q=xyzzyx", "/find?q=xyzzyx&k=9999", "/find/fj6s", "/find/pqcx"),
    *(
        "/soeg",
        "/soeg?q=underretning",
        "/b/fj6s-pqcx",
        "/b/zzzz",
    ),
    *("/oev/1", "/laer/1", "/aftale", "/overblik", "/overblik?k=0370", "/overblik?k=0101&ark=1"),
)
NARROW = {"width": 320, "height": 640}


@pytest.fixture
def narrow(new_context):
    """A page 320 px wide in a fresh profile without a worker."""
    return new_context(viewport=NARROW, service_workers="block").new_page()


@pytest.mark.parametrize("address", [*PAGES, *ANSWERED])
def test_axe_finds_nothing_on_a_page(server, narrow, address):
    narrow.goto(server.url + address)
    assert violations(narrow) == []


@pytest.mark.parametrize("language", [code for code in WORDS if code != "da"])
def test_axe_finds_nothing_on_a_citizens_page_in_any_language(server, narrow, language):
    """axe also holds `lang` to the languages there are; the direction is the language's."""
    for name in ("fj6s-pqcx", "nu", "spor", "moede", "zzzz"):
        narrow.goto(f"{server.url}/b/{name}?sprog={language}")
        assert violations(narrow) == [], name
        assert narrow.evaluate("[document.documentElement.lang, getComputedStyle(document.body).direction]") == [
            language,
            LIBRARY.languages[language].direction,
        ]


@pytest.mark.parametrize("first", ["1", "m1", "s1", "v1", "l1"])
def test_axe_finds_nothing_on_any_card(server, narrow, first):
    """Turns through all cards of a kind, as a reader does; each is looked at as it then is."""
    narrow.goto(f"{server.url}/kort/{first}")
    seen = []
    while True:
        name = narrow.locator("#kort > .card").get_attribute("data-card")
        assert violations(narrow) == [], f"/kort/{name}"
        seen.append(f"/kort/{name}")
        following = narrow.locator(".dock [rel=next]")
        if not following.count():
            break
        following.click()
        narrow.locator(f"#kort > .card:not([data-card='{name}'])").wait_for()
    letter = first.rstrip("0123456789")
    assert seen == [
        address for address in ADDRESSES if address.startswith("/kort/") and address[6:].rstrip("0123456789") == letter
    ]


@pytest.mark.parametrize("code", [404, 405])
def test_axe_finds_nothing_on_an_error_page(server, narrow, code):
    narrow.goto(f"{server.url}/findes-ikke")
    if code == 405:
        narrow.evaluate(
            "document.body.append(Object.assign(document.createElement('form'), { action: '/kort', method: 'post' }))"
        )
        narrow.evaluate("document.forms[document.forms.length - 1].submit()")
    expect(narrow).to_have_title(f"{code} · Lommekort")
    assert violations(narrow) == []


def test_axe_finds_nothing_after_leaving(server, narrow):
    narrow.goto(f"{server.url}/kort")
    narrow.locator("[data-quick-exit]").click()
    assert violations(narrow) == []


def test_keyboard_alone_does_for_the_whole_way(server, page):
    page.goto(server.url)
    tab_to(page, ".wallet a[href='/kort/4']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/kort/4")
    tab_to(page, ".depths a[href='#d300']")
    page.keyboard.press("Enter")
    expect(page.locator("#d300 h2")).to_be_in_viewport()
    tab_to(page, ".dock [rel=next]")
    page.keyboard.press("Enter")
    expect(page.locator("[data-card='5'] h1")).to_be_focused()
    tab_to(page, "[data-quick-exit]", "Shift+Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_title("I dag")


def test_skip_link_skips(server, page):
    page.goto(f"{server.url}/kort/s2")
    tab_to(page, ".skip")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('main').contains(document.activeElement)")


def test_depth_jump_takes_the_keyboard_along(server, page):
    """The next Tab after a jump to five minutes goes on from there, not from the buttons."""
    page.goto(f"{server.url}/kort/1")
    tab_to(page, ".depths a[href='#d300']")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    assert page.evaluate("document.querySelector('#d300').contains(document.activeElement)")


@pytest.mark.parametrize(
    ("address", "tree"),
    [
        ("/", """
            - banner:
              - link "Lommekort"
              - link "Luk"
            - main:
              - heading "Lommekort" [level=1]
              - search:
                - searchbox "Søg i alt"
              - navigation "Hvor er du?":
                - link /Før mødet/
                - link /I samtalen/
                - link /Vis til borger/
              - region "Hjælp nu":
                - list:
                  - listitem:
                    - link "112 fare nu"
              - region "De fem kernekort":
                - list:
                  - listitem:
                    - link /1 Kend målgruppen/
                - link /Alle \\d+ kort/
            - navigation "Hovedmenu":
              - link "Forside"
              - link "Kort"
              - link "Find"
              - link "Vis"
        """),
        ("/kort", """
            - main:
              - heading "Alle kort" [level=1]
              - search:
                - searchbox "Find et kort"
                - status
              - region "De fem kernekort":
                - navigation "De fem":
                  - link "Kort 1"
                - group "Fem kort ved siden af hinanden":
                  - article:
                    - heading "Kend målgruppen" [level=3]
                    - paragraph:
                      - 'link "Åbn kort 1: Kend målgruppen"'
        """),
        ("/kort/s2", """
            - main:
              - article:
                - region "Fem sekunder":
                  - heading "Borgeren lukker ned eller skifter emne" [level=1]
                - heading "Tredive sekunder" [level=2]
                - heading "Fem minutter" [level=2]
              - navigation "Relateret"
              - navigation "Bladr i kortene":
                - link "Kortet før"
                - link "Fem sekunder"
                - link "Tredive sekunder"
                - link "Fem minutter"
                - link "Kortet efter"
        """),
        ("/b/nu", """
            - banner:
              - link "Luk"
            - main:
              - heading "Du kan ringe nu" [level=1]
              - list:
                - listitem:
                  - link "112"
        """),
    ],
)  # fmt: skip
def test_screen_readers_are_told_names_and_roles(server, page, address, tree):
    page.goto(server.url + address)
    expect(page.locator("body")).to_match_aria_snapshot(tree)


def test_screen_readers_are_told_states(server, page):
    page.goto(f"{server.url}/kort")
    main_menu = page.get_by_role("navigation", name="Hovedmenu")
    expect(main_menu.get_by_role("link", name="Kort")).to_have_attribute("aria-current", "page")
    page.get_by_role("searchbox").fill("lukker")
    expect(page.get_by_role("status").filter(has_text="fundet")).to_be_visible()
    page.goto(f"{server.url}/kort/1")
    expect(page.get_by_role("link", name="Fem sekunder")).to_have_attribute("aria-current", "true")
    page.get_by_role("link", name="Fem minutter").click()
    expect(page.get_by_role("link", name="Fem minutter")).to_have_attribute("aria-current", "true")
    expect(page.get_by_role("link", name="Fem sekunder")).not_to_have_attribute("aria-current", "true")
