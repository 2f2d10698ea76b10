"""What htmx asks for and does not get: nothing that stands is lost, and it is said."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import partial

import pytest
from playwright.sync_api import expect
from selenium.webdriver.common.by import By

from tests.browser.conftest import until
from tests.browser.faults import Answer, Held, portal, too_short
from tests.browser.ticking import NEXT, kept

PAGE = [("Content-Type", "text/html; charset=utf-8")]


TYPED_AT_ONCE = """const [field, text] = arguments;
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));"""


# A field that WebKit sets back and we leave alone: once it is empty, the others have been set back too.
PROBE = """const probe = document.body.appendChild(document.createElement("input"));
    Object.assign(probe, { id: "probe", type: "password", autocomplete: "off", value: "x" });"""
PROBED = "return document.getElementById('probe')?.value"


def spoilt(status, by=b""):
    """A whole error page: a proxy's, or ours, which says its edition."""
    return lambda _: Answer(status, PAGE, b"<!doctype html><html%s><title>Fejl</title><h1>Fejl</h1></html>" % by)


OURS = b' data-edition=""'


def search_for_violence(page):
    """The word and the chip, one after the other."""
    told = page.locator("[data-told]")
    page.locator("#a1").check()
    expect(told).not_to_be_empty()
    before = told.text_content()
    page.locator("#q").fill("vold")
    expect(told).not_to_have_text(before)


FAULTS = {"503": spoilt(503), "500": spoilt(500, OURS), "429": spoilt(429, OURS), "portal": portal, "half": too_short}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("path", "field", "part"), [("/find", "#q", "#resultater"), ("/soeg", "#soegord", "#fundet")])
def test_error_leaves_what_stands_and_says_so(network, quiet, path, field, part, fault):
    quiet.goto(network.url + path)
    quiet.locator(field).fill("vold")
    told = quiet.locator("[data-told]")
    expect(told).not_to_be_empty()
    title, count = quiet.title(), quiet.locator(f"{part} [data-offer], {part} .hits > li").count()
    network.spoil(path, FAULTS[fault])
    quiet.locator(field).fill("væk i nat")
    expect(quiet.locator(".trouble")).to_contain_text("Svaret kom ikke")
    assert quiet.title() == title and quiet.locator(f"{part} .acute-lines a").count() == 4
    assert quiet.locator(f"{part} [data-offer], {part} .hits > li").count() == count
    expect(quiet.locator(field)).to_have_value("væk i nat")
    network.mend()
    quiet.get_by_role("button", name="Prøv igen").click()
    expect(quiet.locator(".trouble")).to_have_count(0)
    expect(quiet.locator(f"{part} .acute-lines a")).to_have_count(4)


@pytest.mark.parametrize(("path", "field", "part"), [("/find", "#q", "#resultater"), ("/soeg", "#soegord", "#fundet")])
def test_what_is_typed_before_the_scripts_have_come_is_asked_once(server, quiet, path, field, part):
    waiting, typed, asked = [], [], []

    def hold(route):
        waiting.append(route)
        if typed:
            route.continue_()

    quiet.on("request", lambda request: asked.append(request.url) if request.method == "POST" else None)
    quiet.route(re.compile(r"/htmx-\d"), hold)
    quiet.goto(server.url + path, wait_until="commit")
    quiet.locator(field).press_sequentially("vold")
    assert not asked
    typed.append("vold")
    for route in waiting:
        route.continue_()
    expect(quiet.locator("[data-told]")).not_to_be_empty()
    expect(quiet.locator(part)).to_contain_text("vold")
    assert len(waiting) == len(asked) == 1
    expect(quiet.locator(field)).to_have_value("vold")
    quiet.unroute_all()


def test_what_is_ticked_before_the_script_has_come_stays_ticked(server, quiet):
    """A line, a branch and a way to be reached: on a slow network a thumb is quicker than a script."""
    waiting = []
    quiet.route(re.compile(r"/checklist\.\w+\.js"), lambda route: waiting.append(route))
    quiet.goto(f"{server.url}/tjek", wait_until="commit")
    shown = quiet.locator("[data-check] > input:visible").first
    early = quiet.locator(f"#{shown.get_attribute('id')}")  # the script shows others before it
    early.check()
    quiet.locator("[data-branch]").first.evaluate("(box) => box.click()")
    quiet.locator(".contact input").first.evaluate("(radio) => radio.click()")
    assert len(waiting) == 1
    waiting[0].continue_()
    expect(quiet.locator(NEXT)).to_be_visible()
    expect(early).to_be_checked()
    assert quiet.locator("[data-branch]:checked").count() == quiet.locator(".contact input:checked").count() == 1
    state = kept(quiet)
    assert len(state["ticks"]) == len(state["branches"]) == len(state["contact"]) == 1
    quiet.unroute_all()


def test_last_question_wins_over_one_on_its_way(network, quiet):
    quiet.goto(f"{network.url}/find")
    search_for_violence(quiet)
    right = quiet.locator("#resultater .count b").text_content()
    quiet.goto(f"{network.url}/find")
    held = network.spoil("/find", Held())
    quiet.locator("#q").fill("vold")
    assert held.asked.wait(20)
    network.spoil("/find", lambda fetch: fetch())  # the first one is held on
    quiet.locator("#a1").check()
    expect(quiet.locator("#resultater .count b")).to_have_text(right)
    network.mend()
    expect(quiet.locator("#resultater .count b")).to_have_text(right)
    expect(quiet.locator("#a1")).to_be_checked()


def test_live_region_is_the_same_and_next_page_begins_at_its_heading(server, quiet):
    quiet.goto(f"{server.url}/find")
    region = quiet.locator("[data-told]").element_handle()
    quiet.get_by_role("button", name="Næste side").press("Enter")
    expect(quiet.locator("[data-told]")).to_contain_text("side 2 af")
    assert region.evaluate("(node) => node.isConnected")
    expect(quiet.locator("#fundne")).to_be_focused()
    assert quiet.locator("#resultater").evaluate("(part) => Math.abs(part.getBoundingClientRect().top) < 120")


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_back_brings_question_list_and_page_as_they_were(request, server, new_context, engine):
    quiet = new_context(request.getfixturevalue(engine), service_workers="block").new_page()
    quiet.goto(f"{server.url}/find")
    search_for_violence(quiet)
    count = quiet.locator("#resultater .count b").text_content()
    link = quiet.locator("[data-offer] h3 a").nth(20)
    address = link.get_attribute("href")
    link.evaluate("(node) => node.scrollIntoView({ block: 'center', behavior: 'instant' })")
    link.click()
    quiet.wait_for_url(f"**{address}")
    quiet.go_back()
    expect(quiet.locator("#q")).to_have_value("vold")
    expect(quiet.locator("#a1")).to_be_checked()
    expect(quiet.locator("#resultater .count b")).to_have_text(count)
    assert quiet.url == f"{server.url}/find"
    assert quiet.evaluate("({ ...sessionStorage })") == {}
    # Whether the window has the focus too is the machine's own matter.
    quiet.wait_for_function("(address) => document.activeElement?.getAttribute('href') === address", arg=address)
    expect(link).to_be_in_viewport()


def test_back_in_webkit_leaves_the_words_over_their_list(server, webkit):
    """It shows the page as it was, and empties the fields that are not to be remembered."""
    with webkit() as driver:
        told = partial(driver.execute_script, "return document.querySelector('[data-told]')?.textContent")
        driver.get(f"{server.url}/find")
        field = driver.find_element(By.ID, "q")
        # htmx begins after the page is loaded, and what is typed before that asks nothing.
        until(lambda: driver.find_elements(By.CSS_SELECTOR, "#soeg[data-htmx-powered]"), "the form asks by itself")
        driver.execute_script(TYPED_AT_ONCE, field, "vold")  # a slow machine's keys would be questions of their own
        until(told, "the list follows")
        count = told()
        driver.execute_script(PROBE)
        link = driver.find_element(By.CSS_SELECTOR, "[data-offer] h3 a")
        address = link.get_attribute("href")
        driver.execute_script("arguments[0].click()", link)
        until(lambda: driver.current_url == address, "the offer opens")
        driver.back()
        until(lambda: told() == count, "the list is as it was")
        until(lambda: driver.execute_script(PROBED) == "", "fields are set back")
        assert driver.find_element(By.ID, "q").get_property("value") == "vold"


def test_back_in_webkit_leaves_what_was_ticked_and_begins_anew_when_asked(server, webkit):
    """A whole form that is not to be remembered is set back too."""
    ticked = "return Array.from(document.querySelectorAll('[data-checklist] :checked'), ({ id }) => id)"
    with webkit() as driver:
        driver.get(f"{server.url}/tjek")
        until(lambda: driver.find_elements(By.CSS_SELECTOR, NEXT), "the checklist leads on")
        before = driver.execute_script(ticked)
        driver.execute_script("document.querySelector('[data-checklist] [type=checkbox]:not(:checked)').click()")
        after = driver.execute_script(ticked)
        assert after != before
        driver.execute_script(PROBE)
        driver.get(f"{server.url}/kort")
        driver.back()
        until(lambda: driver.execute_script(PROBED) == "", "the page is back, and fields are set back")
        assert driver.execute_script(ticked) == after
        driver.execute_script("document.querySelector('[data-checklist]').reset()")
        assert driver.execute_script(ticked) == before


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_back_brings_a_page_to_where_it_was_read(request, server, new_context, engine):
    quiet = new_context(request.getfixturevalue(engine), service_workers="block").new_page()
    quiet.goto(f"{server.url}/kort")
    last = quiet.locator("main a[href^='/kort/']").last
    last.click()
    quiet.wait_for_url("**/kort/*")
    quiet.go_back()
    expect(last).to_be_in_viewport()
    quiet.wait_for_function("scrollY > 200")


def test_search_from_the_front_page_can_be_gone_back_to(server, quiet):
    quiet.goto(server.url)
    quiet.locator("#soegord").fill("frø")
    quiet.locator("#soegord").press("Enter")
    quiet.wait_for_url("**/soeg")
    hits = quiet.locator("#fundet .hits > li")
    expect(hits.first).to_be_visible()
    first = hits.first.locator("a").first
    first.click()
    quiet.wait_for_url(re.compile(r"/(?!soeg)[^/]*.*$"))
    quiet.wait_for_load_state()
    quiet.go_back()
    expect(quiet.locator("#soegord")).to_have_value("frø")
    expect(hits.first).to_be_visible()


def test_who_comes_with_a_question_is_not_told_to_type_one(server, new_context):
    page = new_context(service_workers="block").new_page()
    waiting = []
    page.route("**/soeg", lambda route: waiting.append(route) if route.request.method == "POST" else route.continue_())
    page.goto(server.url)
    page.locator("#soegord").fill("frø")
    with page.expect_request(lambda request: request.method == "POST"):
        page.locator("#soegord").press("Enter")
    expect(page.locator("#fundet [data-counted]")).to_be_empty()
    waiting[0].continue_()
    expect(page.locator("#fundet .hits > li").first).to_be_visible()


def test_exit_forgets_the_question(server, quiet):
    quiet.goto(f"{server.url}/find")
    quiet.locator("#q").fill("vold")
    expect(quiet.locator("[data-told]")).not_to_be_empty()
    link = quiet.locator("[data-offer] h3 a").first
    link.click()
    expect(quiet.locator(".offer, .facts").first).to_be_visible()
    quiet.get_by_role("link", name="Luk").click()
    assert "vold" not in quiet.evaluate("JSON.stringify([{ ...localStorage }, { ...sessionStorage }])")
    expect(quiet.locator(".neutral h1")).to_be_focused()


def test_state_is_worked_out_anew_when_the_page_comes_back(network, quiet):
    quiet.goto(f"{network.url}/find")
    code = quiet.locator("[data-offer]:has([data-open])").first.get_attribute("data-offer")
    for path in (f"/find/{code}", f"/b/{code}"):
        quiet.goto(network.url + path)
        state = quiet.locator("[data-fresh] [data-open]").first

        def later(fetch):
            answer = fetch()
            return replace(answer, body=re.sub(rb'(data-open="\w+">)[^<]*', rb"\1Lukket siden kl. 16", answer.body))

        network.spoil(path, later)
        quiet.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
        expect(state).to_have_text("Lukket siden kl. 16")
        network.mend()
        quiet.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        expect(state).not_to_have_text("Lukket siden kl. 16")


def test_silence_is_told_and_a_card_that_did_not_come_leaves_the_one_that_stands(network, quiet):
    quiet.goto(f"{network.url}/kort/1")
    title = quiet.title()
    network.spoil("/kort/2", spoilt(503))
    quiet.locator(".dock a[rel=next]").click()
    expect(quiet.locator(".trouble")).to_be_visible()
    assert quiet.title() == title and quiet.url == f"{network.url}/kort/1"
    network.mend()
    quiet.get_by_role("button", name="Prøv igen").click()
    expect(quiet).to_have_url(f"{network.url}/kort/2")
    quiet.goto(f"{network.url}/aftale")
    network.spoil("/aftale", Held())
    quiet.evaluate("htmx.config.defaultTimeout = 100")  # ten seconds otherwise
    quiet.locator("#k").fill("Esbjerg")  # without leaving the field, as from a phone's list
    expect(quiet.locator(".trouble")).to_contain_text("Svaret kom ikke")
    expect(quiet.locator("#aftalen")).to_be_visible()


def test_pinched_page_and_edge_of_the_screen_turn_no_card(server, new_context):
    page = new_context(has_touch=True, is_mobile=True).new_page()
    page.goto(f"{server.url}/kort/1")
    phone = page.context.new_cdp_session(page)

    def drag(start, end):
        phone.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [{"x": start, "y": 300}]})
        for part in (1, 2, 3, 4):
            point = {"x": start + (end - start) * part / 4, "y": 300}
            phone.send("Input.dispatchTouchEvent", {"type": "touchMove", "touchPoints": [point]})
        phone.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})

    asked = []
    page.on("request", lambda request: asked.append(request.url))
    drag(350, 100)
    phone.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 2})
    drag(250, 60)
    phone.send("Emulation.setPageScaleFactor", {"pageScaleFactor": 1})
    assert page.url == f"{server.url}/kort/1" and not [url for url in asked if "/kort/" in url]
    drag(300, 60)
    expect(page).to_have_url(f"{server.url}/kort/2")


def test_text_at_twice_its_size_leaves_the_exit_and_the_descriptions_whole(server, new_context):
    page = new_context(viewport={"width": 320, "height": 640}, service_workers="block").new_page()
    page.goto(f"{server.url}/find")
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    box = page.locator(".exit").bounding_box()
    assert box["x"] >= 0 and box["x"] + box["width"] <= 320
    assert page.locator(".bar").evaluate("(bar) => bar.scrollWidth <= innerWidth")
    cut = "(texts) => texts.filter((text) => text.scrollHeight > text.clientHeight + 1).length"
    assert page.locator(".result .about").evaluate_all(cut) == 0
