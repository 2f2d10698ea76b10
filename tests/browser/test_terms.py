"""A word from the glossary unfolded on a card: by finger, by key, without script and without a network."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import visit
from tests.browser.usable import FOCUS_FAULTS, TOO_SMALL, violations

WORD, TOLD = "button[popovertarget=o17].term", "#o17"  # PTSD on card M2
SAID = "Når kroppen bliver ved med at slå alarm"


@pytest.fixture
def card(server, quiet):
    """Card M2, on a phone."""
    quiet.goto(f"{server.url}/kort/m2")
    expect(quiet.locator(TOLD)).to_be_hidden()
    return quiet


def test_key_opens_it_and_escape_closes_it(card):
    card.locator(WORD).focus()
    assert card.evaluate(FOCUS_FAULTS) == []
    card.keyboard.press("Enter")
    expect(card.locator(TOLD)).to_contain_text(SAID)
    expect(card.locator(TOLD)).to_be_in_viewport(ratio=1)
    card.keyboard.press("Tab")
    expect(card.get_by_role("link", name="Se i ordlisten")).to_be_focused()
    assert card.evaluate(FOCUS_FAULTS) == []
    card.keyboard.press("Tab")
    expect(card.get_by_role("button", name="Skjul")).to_be_focused()
    card.keyboard.press("Escape")
    expect(card.locator(TOLD)).to_be_hidden()
    expect(card.locator(WORD)).to_be_focused()


def test_button_in_it_closes_it_and_link_leads_on(card):
    card.locator(WORD).click()
    card.get_by_role("button", name="Skjul").click()
    expect(card.locator(TOLD)).to_be_hidden()
    card.locator(WORD).click()
    card.get_by_role("link", name="Se i ordlisten").click()
    card.wait_for_url("**/ord#o17")
    expect(card.locator(TOLD)).to_be_in_viewport()


def test_finger_opens_it_and_a_tap_beside_closes_it(server, new_context):
    page = new_context(has_touch=True, is_mobile=True).new_page()
    page.goto(f"{server.url}/kort/m2")
    page.locator(WORD).tap()
    expect(page.locator(TOLD)).to_contain_text(SAID)
    expect(page.locator(TOLD)).to_be_in_viewport(ratio=1)
    page.touchscreen.tap(180, 120)
    expect(page.locator(TOLD)).to_be_hidden()
    assert page.url.endswith("/kort/m2")


def test_every_word_and_what_it_unfolds_is_large_enough_for_a_finger(card):
    for word in card.locator(".term").all():
        box = word.bounding_box()
        assert min(box["width"], box["height"]) >= 43.9, word.inner_text()
    card.locator(WORD).click()
    expect(card.locator(TOLD)).to_be_visible()
    assert card.evaluate(TOO_SMALL) == []


def test_screen_reader_is_told_that_it_unfolds(card):
    for expanded in (False, True):
        session = card.context.new_cdp_session(card)
        nodes = session.send("Accessibility.getFullAXTree")["nodes"]
        word = next(node for node in nodes if node["role"]["value"] == "button" and node["name"]["value"] == "PTSD")
        told = {one["name"]: one["value"].get("value") for one in word["properties"]}
        assert told.get("expanded") is expanded
        card.locator(WORD).click()


@pytest.mark.parametrize("address", ["/kort/m2", "/kort/s6", "/kort/2"])
def test_axe_finds_nothing_with_it_open(server, quiet, address):
    quiet.set_viewport_size({"width": 320, "height": 640})
    quiet.goto(server.url + address)
    for word in quiet.locator(".term").all():
        word.click()
        expect(quiet.locator(".explained:popover-open")).to_have_count(1)
        assert violations(quiet) == []
        quiet.keyboard.press("Escape")


def test_line_of_text_stays_as_it_is(card):
    """The word takes the room it would take as text: no line is higher, no full stop goes to the next."""
    heights = card.evaluate(
        """(word) => {
             const point = document.querySelector(word).closest("li");
             const before = point.getBoundingClientRect().height;
             const button = point.querySelector(".term");
             point.querySelector(".explained").remove();
             button.replaceWith(button.textContent);
             point.normalize();
             return [before, point.getBoundingClientRect().height];
           }""",
        WORD,
    )
    assert heights[0] == pytest.approx(heights[1], abs=0.6)


def test_it_works_without_script(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/kort/m2")
    page.locator(WORD).click()
    expect(page.locator(TOLD)).to_contain_text(SAID)
    expect(page.locator(TOLD)).to_be_visible()
    page.get_by_role("button", name="Skjul").click()
    expect(page.locator(TOLD)).to_be_hidden()


def test_it_works_in_another_browser(server, new_context, firefox):
    page = new_context(browser=firefox).new_page()
    page.goto(f"{server.url}/kort/m2")
    page.locator(WORD).click()
    expect(page.locator(TOLD)).to_be_in_viewport(ratio=1)
    page.keyboard.press("Escape")
    expect(page.locator(TOLD)).to_be_hidden()


def test_without_a_network_it_works_and_search_answers_alike(server, page):
    visit(page, server.url)
    asked = page.request.get(f"{server.url}/soeg?q=slå alarm").text()
    page.context.set_offline(True)
    page.goto(f"{server.url}/kort/m2")
    page.locator(WORD).click()
    expect(page.locator(TOLD)).to_contain_text(SAID)
    page.goto(f"{server.url}/soeg?q=slå alarm")
    leads = page.eval_on_selector_all("main a", "links => links.map((link) => link.getAttribute('href'))")
    assert "/ord#o17" in leads and "/kort/m2" not in leads
    assert all(f'href="{address}"' in asked for address in leads)


def test_card_fetched_by_turning_unfolds_too(server, page):
    page.goto(f"{server.url}/kort/m1")
    page.get_by_role("link", name="Kortet efter").click()
    page.wait_for_selector('#kort [data-card="m2"]')
    page.locator(WORD).click()
    expect(page.locator(TOLD)).to_be_visible()


def test_leaving_takes_it_along(card):
    card.locator(WORD).click()
    expect(card.locator(TOLD)).to_be_visible()
    card.locator("[data-quick-exit]").click()
    expect(card).to_have_title("I dag")
    assert SAID not in card.content()


def test_on_paper_it_is_only_a_word(card):
    card.locator(WORD).click()
    card.emulate_media(media="print")
    expect(card.locator(TOLD)).to_be_hidden()
    assert "none" in card.locator(WORD).evaluate("(word) => getComputedStyle(word).textDecorationLine")


def test_browser_without_popovers_gets_a_link(card):
    """The rule for them, applied here by hand: the explanation is a link beside the word."""
    rules = card.evaluate(
        """() => [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules])
                  .filter((rule) => rule instanceof CSSSupportsRule && rule.conditionText.includes("popover-open"))
                  .flatMap((rule) => [...rule.cssRules].map((inner) => inner.cssText))"""
    )
    assert rules and not card.evaluate("() => CSS.supports('not selector(:popover-open)')")
    card.evaluate(
        """(rules) => {
             const sheet = new CSSStyleSheet();
             sheet.replaceSync(rules.join("\\n"));
             document.adoptedStyleSheets = [sheet];
             for (const told of document.querySelectorAll("[popover]")) told.removeAttribute("popover");
           }""",
        rules,
    )
    expect(card.locator(f"{TOLD} a")).to_be_visible()
    expect(card.locator(f"{TOLD} button")).to_be_hidden()
    expect(card.locator(TOLD)).to_have_text("Se i ordlisten", use_inner_text=True)
