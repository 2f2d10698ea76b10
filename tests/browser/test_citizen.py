"""Offers shown to a citizen: nothing of them stays on a phone, and on the worker's phone they never lead to our side."""

from __future__ import annotations

import re
import urllib.error
import urllib.request
from dataclasses import replace
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import kept_on, until, visit
from tests.browser.elsewhere import Elsewhere
from tests.browser.leaving import EXIT, WRITTEN, Onlooker, back_shows_none_of, has_left
from tests.browser.turned import HOLD, TURNED, hold, read_picture
from tests.conftest import LIBRARY, WORDS
from tests.house_rules import sensitive_words
from webapp.sqlite import sqlite3

SHOWN = [offer for offer in LIBRARY.offers if offer.confidence != "low"]
SIX = "-".join(offer.code for offer in SHOWN[:6])
# One with a number in several parts and a name of its own, so that what is found could come from nowhere else.
TOLD = next(
    offer
    for offer in SHOWN
    if offer.phone and " " in offer.phone and len(offer.name) > 12 and len(offer.organization) > 8 and offer.topics
)
CODINGS = ("utf-8", "utf-16-le", "latin-1")  # Chromium's stores have all three


# Traces


def plainly(answer):
    """An answer without compression, so that what a browser keeps of it can be found by its words."""
    headers = [(name, value) for name, value in answer.headers if name.lower() != "content-encoding"]
    squeezed = len(headers) < len(answer.headers)
    return replace(answer, headers=headers, body=brotli.decompress(answer.body) if squeezed else answer.body)


def kept_by_the_browser(fetch):
    """An answer that a browser may keep, as a page would be without our headers."""
    answer = plainly(fetch())
    headers = [(name, value) for name, value in answer.headers if name.lower() != "cache-control"]
    return replace(answer, headers=[*headers, ("Cache-Control", "max-age=600")])


def words_of(offer) -> dict[str, str]:
    """What would give away what somebody has read."""
    labels = [LIBRARY.taxonomy.topics[name].label for name in offer.topics]
    words = {
        "name": offer.name,
        "neutral name": offer.neutral_name,
        "organization": offer.organization,
        "number": offer.phone,
        "number without spaces": offer.phone.replace(" ", ""),
        "description": " ".join(offer.description.split()[:4]),
        "heading": "Her kan du få hjælp",
        **{f"topic {label}": label for label in labels if len(label) > 5},
    }
    return {what: text for what, text in words.items() if text}


def found_in(folder, words: dict[str, str]) -> set[tuple[str, str]]:
    """Which of the words stand in which files of a profile, in any coding."""
    found = set()
    for path in folder.rglob("*"):
        if not path.is_file() or path.is_symlink():
            continue
        kept = path.read_bytes()
        for what, text in words.items():
            if any(text.encode(coding, "replace") in kept for coding in CODINGS):
                found.add((what, path.relative_to(folder).as_posix()))
    return found


def look_at(network, open_profile, codes) -> None:
    """What somebody does with a page they were given: look at it all, open the code, look at it in English, and close."""
    context = open_profile()
    page = context.new_page()
    page.goto(f"{network.url}/b/{codes}")
    page.mouse.wheel(0, 2000)
    page.locator("details summary").click()
    until(lambda: page.evaluate("document.querySelector('details img').naturalWidth > 0"), "the code was drawn")
    assert page.evaluate(WRITTEN) == []
    assert context.cookies() == []
    assert context.service_workers == []
    context.close()


def test_nothing_of_it_stays_in_the_browsers_profile(network, open_profile, tmp_path):
    network.spoil("*", lambda fetch: plainly(fetch()))
    look_at(network, open_profile, TOLD.code)
    profile = tmp_path / "profile"
    assert found_in(profile, words_of(TOLD)) == set()
    assert found_in(profile, {"address": f"/b/{TOLD.code}"}), "the search looks in the right place"

    history = sqlite3.connect(profile / "Default" / "History")
    lines = history.execute("SELECT url, title FROM urls").fetchall()
    visits = history.execute("SELECT count(*) FROM visits").fetchone()
    history.close()
    assert lines == [(f"{network.url}/b/{TOLD.code}", "Side")]
    assert visits == (1,)
    assert not sensitive_words(f"/b/{TOLD.code} Side")


def test_nothing_of_it_stays_in_any_language(network, open_profile, tmp_path):
    """Six offers, the numbers and what cannot be shown, in each language, one after another in one profile."""
    network.spoil("*", lambda fetch: plainly(fetch()))
    context = open_profile()
    page = context.new_page()
    for code in WORDS:
        for name in (SIX, "nu", "zzzz"):
            network.requests.clear()
            page.goto(f"{network.url}/b/{name}?sprog={code}")
            assert page.evaluate(WRITTEN) == [], code
            asked = [path for _, path in network.requests if path != "/favicon.ico"]
            assert len(asked) <= 3 and all(path.startswith(("/b/", "/static/")) for path in asked), (code, asked)
    assert context.cookies() == [] and context.service_workers == []
    context.close()
    profile = tmp_path / "profile"
    for code, words in WORDS.items():
        said = ("offers.heading", "offer.when_you_call", "page.expect", "page.trace")
        assert found_in(profile, {key: words[key] for key in said}) == set(), code
    history = sqlite3.connect(profile / "Default" / "History")
    assert {title for (title,) in history.execute("SELECT title FROM urls")} == {"Side"}
    history.close()
    for offer in SHOWN[:6]:
        words = {what: text for what, text in words_of(offer).items() if offer.phone and len(text) > 6}
        assert found_in(profile, words) == set(), offer.code


def test_without_our_headers_it_would_stay(network, open_profile, tmp_path):
    """The test above can fail: it finds a page that the browser was allowed to keep."""
    network.spoil(f"/b/{TOLD.code}", kept_by_the_browser)
    look_at(network, open_profile, TOLD.code)
    found = found_in(tmp_path / "profile", words_of(TOLD))
    assert {"name", "number", "number without spaces", "description", "heading"} <= {what for what, _ in found}


def test_what_a_page_stores_would_be_found(network, open_profile, tmp_path):
    context = open_profile()
    page = context.new_page()
    page.goto(f"{network.url}/b/nu")
    page.evaluate("text => localStorage.setItem('kept', text)", TOLD.name)
    until(lambda: page.evaluate("localStorage.kept") == TOLD.name, "it was stored")
    context.close()
    assert ("name", "Default/Local Storage") in {
        (what, "/".join(path.split("/")[:2])) for what, path in found_in(tmp_path / "profile", words_of(TOLD))
    }


@pytest.mark.parametrize("name", [TOLD.code, SIX, "zzzz", f"{TOLD.code}-zzzz"])
def test_it_writes_nothing_and_asks_for_three_things_at_most(network, page, name):
    page.goto(f"{network.url}/b/{name}")
    page.goto(f"{network.url}/b/{name}?sprog=en")
    assert page.evaluate(WRITTEN) == []
    assert page.context.cookies() == [] and page.context.service_workers == []
    asked = {path for _, path in network.requests} - {"/favicon.ico"}
    assert len([path for path in asked if path.startswith("/static/")]) == 2
    assert not [path for path in asked if not path.startswith(("/b/", "/static/"))]


def test_with_the_app_on_the_phone_it_adds_nothing_to_what_is_kept(network, page):
    besides = """async () =>
      [(await indexedDB.databases()).map(({ name }) => name), { ...localStorage }, { ...sessionStorage }, document.cookie]"""
    visit(page, network.url)
    before = kept_on(page), page.evaluate(besides)
    for address in (f"/b/{TOLD.code}", f"/b/{SIX}?sprog=en", f"/b/{SIX}/qr.svg", "/b/zzzz", "/b/nu?sprog=en"):
        assert page.goto(network.url + address).from_service_worker
    page.goto(f"{network.url}/b/{TOLD.code}")
    assert (kept_on(page), page.evaluate(besides)) == before


# On the worker's phone, without a network


@pytest.fixture
def cut_off(network, page):
    """A phone with the app on it, and no network: the page."""
    visit(page, network.url)
    network.stop()
    return page


def asked(url: str) -> tuple[int, str]:
    """The server's answer."""
    try:
        with urllib.request.urlopen(url, timeout=20) as answer:
            return answer.status, answer.read().decode()
    except urllib.error.HTTPError as error:
        return error.code, error.read().decode()


def test_the_phone_answers_as_the_server_does(server, network, cut_off):
    seven = "-".join(offer.code for offer in SHOWN[:7])
    hidden = next(offer.code for offer in LIBRARY.offers if offer.confidence == "low")
    names = [*(offer.code for offer in SHOWN[::12]), SIX, seven, "zzzz", hidden, f"{SHOWN[0].code}-zzzz", "a" * 300]
    for name in names:
        for language in ("", "?sprog=en"):
            before = asked(f"{server.url}/b/{name}{language}")
            answer = cut_off.evaluate(
                "async (path) => { const answer = await fetch(path); return [answer.status, await answer.text()]; }",
                f"/b/{name}{language}",
            )
            assert tuple(answer) in (before, asked(f"{server.url}/b/{name}{language}")), name


@pytest.mark.parametrize("codes", [TOLD.code, "-".join(offer.code for offer in SHOWN[:3]), SIX], ids=["1", "3", "6"])
def test_camera_reads_the_code_that_the_phone_draws(network, cut_off, codes):
    answer = cut_off.goto(f"{network.url}/b/{codes}")
    assert answer.from_service_worker
    assert read_picture(cut_off) == [f"{network.url}/b/{codes}"]
    cut_off.goto(f"{network.url}/b/{codes}?sprog=en")
    assert read_picture(cut_off) == [f"{network.url}/b/{codes}?sprog=en"]


def test_camera_reads_the_code_that_the_server_draws(server, new_context):
    page = new_context(service_workers="block").new_page()
    page.goto(f"{server.url}/b/{SIX}")
    assert read_picture(page) == [f"{server.url}/b/{SIX}"]


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_camera_reads_the_code_on_the_screen(server, new_context, colours):
    """Black on white with white around it, also where the page is dark. Taken of the screen, as a camera would."""
    page = new_context(service_workers="block", color_scheme=colours).new_page()
    page.goto(f"{server.url}/b/{SIX}")
    page.locator("details summary").click()
    picture = page.locator("details img")
    picture.scroll_into_view_if_needed()
    until(lambda: page.evaluate("document.querySelector('details img').naturalWidth > 0"), "the code was drawn")
    box = picture.bounding_box()
    assert box["width"] == pytest.approx(box["height"], abs=1) and box["width"] >= 200
    looks = picture.evaluate(
        "img => [getComputedStyle(img).filter, getComputedStyle(img).opacity, getComputedStyle(img).objectFit]"
    )
    assert looks == ["none", "1", "fill"]


# The phone turned round


def tick_two(page, url: str) -> list[str]:
    """Two offers ticked in the finder; their codes."""
    page.goto(url)
    visit(page, f"{url}/find")
    return tick(page, 3, 5)


def tick(page, *places: int) -> list[str]:
    """Tick the offers at these places in the list; their codes."""
    boxes = [page.locator(".results input[name=c]").nth(place) for place in places]
    codes = [box.get_attribute("value") for box in boxes]
    for box in boxes:
        box.check()
    return codes


def turn_round(page, url: str) -> list[str]:
    """Two offers on the screen, for the citizen to see; their codes."""
    codes = tick_two(page, url)
    page.locator(".tray button").click()
    expect(page.locator("html")).to_have_class(TURNED)
    return codes


AS_IT_IS = """() => ({
  html: document.body.innerHTML, title: document.title, lang: document.documentElement.lang, path: location.pathname,
  ticked: Array.from(document.querySelectorAll("input:checked"), (box) => box.id),
  fields: Array.from(document.querySelectorAll("input[type=search]"), (field) => field.value),
  sheets: Array.from(document.querySelectorAll("link[rel=stylesheet]")).filter(({ sheet }) => sheet && !sheet.disabled).length,
})"""


def assert_citizens(page, codes) -> None:
    """Only the citizen's page is there: in the document, not just on the screen."""
    expect(page).to_have_url(re.compile(f"/b/{'-'.join(codes)}$"))
    assert page.title() == "Side"
    assert [item.get_attribute("data-offer") for item in page.locator("[data-offer]").all()] == codes
    assert page.locator("nav, form, #resultater, .brand, .bar, .result, .card").count() == 0
    text = page.evaluate("document.body.textContent")
    assert "Lommekort" not in text and "borger" not in text.lower()
    links = page.evaluate("Array.from(document.querySelectorAll('body a[href]'), (link) => link.getAttribute('href'))")
    websites = {offer.website for offer in SHOWN}
    assert not [
        link for link in links if link not in ("/luk", *websites) and not link.startswith(("/b/", "tel:", "sms:"))
    ]


def test_two_chosen_offers_are_turned_to_the_citizen(server, installed):
    codes = turn_round(installed, server.url)
    assert_citizens(installed, codes)
    assert installed.evaluate("document.activeElement.tagName") == "H1"
    assert installed.evaluate("scrollY") == 0


def test_a_long_press_brings_everything_back_as_it_was(server, installed):
    codes = tick_two(installed, server.url)
    installed.evaluate("scrollTo(0, 700)")
    until(lambda: installed.evaluate("scrollY") == 700, "it scrolled")
    before = installed.evaluate(AS_IT_IS)
    installed.evaluate("document.querySelector('.tray button').click()")  # the screen must not move for it
    expect(installed.locator("html")).to_have_class(TURNED)
    assert_citizens(installed, codes)
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/find")
    after = installed.evaluate(AS_IT_IS)
    assert after.pop("html") == before.pop("html")
    assert after == before
    assert before["ticked"] == [f"v{code}" for code in codes]
    until(lambda: installed.evaluate("scrollY") == 700, "it is scrolled as it was")
    installed.locator(".tray button").click()  # and again
    expect(installed.locator("html")).to_have_class(TURNED)
    assert_citizens(installed, codes)


def test_back_stays_with_the_citizen(server, installed):
    codes = turn_round(installed, server.url)
    for _ in range(3):
        installed.go_back(wait_until="commit")
        assert_citizens(installed, codes)
        expect(installed.locator("html")).to_have_class(TURNED)
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/find")


def test_forward_does_not_put_the_citizens_address_on_our_page(server, installed):
    turn_round(installed, server.url)
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/find")
    installed.go_forward(wait_until="commit")
    expect(installed).to_have_url(f"{server.url}/find")
    expect(installed.locator("#resultater")).to_be_visible()


def test_a_reload_is_the_citizens_page(server, installed):
    codes = turn_round(installed, server.url)
    installed.reload()
    assert_citizens(installed, codes)
    assert installed.evaluate("!document.querySelector('link[rel=manifest]')")


def test_only_a_long_press_counts(server, page):
    page.clock.install()
    turn_round(page, server.url)
    button = page.locator(HOLD)
    button.scroll_into_view_if_needed()
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    for held in (0, 300, 1100):
        button.hover()
        page.mouse.down()
        page.clock.run_for(held)
        page.mouse.up()
        page.clock.run_for(5000)
        expect(page.locator("html")).to_have_class(TURNED)
    page.mouse.down()
    page.mouse.move(5, 5)  # slides off it
    page.clock.run_for(5000)
    page.mouse.up()
    expect(page.locator("html")).to_have_class(TURNED)
    button.hover()
    page.mouse.down()
    page.clock.run_for(1300)
    page.mouse.up()
    expect(page.locator("html")).not_to_have_class(TURNED)


def test_a_finger_can_hold_it_too(server, new_context):
    page = new_context(has_touch=True, is_mobile=True).new_page()
    turn_round(page, server.url)
    button = page.locator(HOLD)
    for _ in range(3):
        button.tap()
    expect(page.locator("html")).to_have_class(TURNED)
    assert button.inner_text() == "Hold nede for at vende tilbage"
    button.scroll_into_view_if_needed()
    box = button.bounding_box()
    finger = page.context.new_cdp_session(page)
    point = {"x": box["x"] + box["width"] / 2, "y": box["y"] + box["height"] / 2}
    finger.send("Input.dispatchTouchEvent", {"type": "touchStart", "touchPoints": [point]})
    expect(page.locator("html")).not_to_have_class(TURNED)
    finger.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    expect(page).to_have_url(f"{server.url}/find")


def test_presses_that_look_like_a_finger_are_answered_in_words(server, new_context):
    page = new_context(has_touch=True, is_mobile=True).new_page()
    turn_round(page, server.url)
    page.locator(HOLD).tap()
    expect(page.locator(".hold-told")).to_have_text("Tryk igen for at vende tilbage")
    expect(page.locator("html")).to_have_class(TURNED)
    page.locator(HOLD).tap()
    expect(page).to_have_url(f"{server.url}/find")


@pytest.mark.parametrize("key", ["Enter", " "])
def test_a_key_held_down_works(server, installed, key):
    turn_round(installed, server.url)
    installed.locator(HOLD).focus()
    installed.keyboard.down(key)
    expect(installed.locator("html")).not_to_have_class(TURNED)
    installed.keyboard.up(key)
    expect(installed).to_have_url(f"{server.url}/find")
    installed.evaluate("new Promise((passed) => setTimeout(passed, 1500))")  # a timer left behind would throw by now
    expect(installed.locator("#resultater")).to_be_visible()


def test_a_screen_reader_presses_twice(server, installed):
    """It has no way to hold: it sends clicks without a pointer."""
    turn_round(installed, server.url)
    installed.locator(HOLD).evaluate("button => button.click()")
    expect(installed.locator(HOLD)).to_have_text("Tryk igen for at vende tilbage")
    expect(installed.locator("html")).to_have_class(TURNED)
    installed.locator(HOLD).evaluate("button => button.click()")
    expect(installed).to_have_url(f"{server.url}/find")
    expect(installed.locator("#resultater")).to_be_visible()


def test_the_other_language_stays_turned(server, installed):
    codes = turn_round(installed, server.url)
    installed.get_by_role("link", name="English").click()
    expect(installed.locator("html")).to_have_attribute("lang", "en")
    expect(installed.locator("html")).to_have_class(TURNED)
    assert installed.url.endswith(f"/b/{'-'.join(codes)}?sprog=en")
    assert installed.locator(HOLD).get_attribute("lang") == "da"
    installed.get_by_role("link", name="Leave fewer traces").click()
    expect(installed.get_by_role("heading", level=1)).to_contain_text("fewer traces")
    expect(installed.locator("html")).to_have_class(TURNED)
    installed.go_back(wait_until="commit")
    expect(installed.locator("html")).to_have_class(TURNED)
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/find")
    expect(installed.locator("html")).to_have_attribute("lang", "da")


def test_the_bars_link_turns_it_too(server, installed):
    visit(installed, f"{server.url}/kort/s2")
    before = installed.evaluate(AS_IT_IS)
    installed.locator(".bar [data-turn]").click()
    expect(installed.locator("html")).to_have_class(TURNED)
    expect(installed).to_have_url(f"{server.url}/b/nu")
    expect(installed.get_by_role("heading", level=1)).to_have_text("Du kan ringe nu")
    assert installed.locator("nav, .brand, .card").count() == 0
    installed.go_back(wait_until="commit")
    expect(installed).to_have_url(f"{server.url}/b/nu")
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/kort/s2")
    after = installed.evaluate(AS_IT_IS)
    for state in (before, after):  # the card's depth marks follow the screen
        state["html"] = state["html"].replace(' aria-current="true"', "")
    assert after == before


def test_an_offers_own_page_turns_it_too(server, installed):
    visit(installed, f"{server.url}/find/{TOLD.code}")
    installed.get_by_role("link", name="Vis til borger").click()
    expect(installed.locator("html")).to_have_class(TURNED)
    assert_citizens(installed, [TOLD.code])
    hold(installed)
    expect(installed).to_have_url(f"{server.url}/find/{TOLD.code}")


def test_it_works_without_a_network(network, page):
    codes = tick_two(page, network.url)
    network.stop()
    page.locator(".tray button").click()
    expect(page.locator("html")).to_have_class(TURNED)
    assert_citizens(page, codes)
    rules = "Array.from(document.styleSheets).filter((sheet) => !sheet.disabled).map((sheet) => sheet.cssRules.length)"
    loaded = page.evaluate(rules)
    assert len(loaded) == 1 and loaded[0]
    page.locator("details summary").click()
    until(lambda: page.evaluate("document.querySelector('details img').naturalWidth > 0"), "the code was drawn")
    page.get_by_role("link", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    hold(page)
    expect(page).to_have_url(f"{network.url}/find")


def test_without_script_it_is_an_ordinary_page(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/find")
    codes = tick(page, 3, 5)
    page.locator(".tray button").click()
    assert_citizens(page, codes)
    assert page.locator(f"{HOLD}, [data-print]:visible").count() == 0
    page.locator("details summary").click()
    assert page.locator("details img").is_visible()
    page.goto(f"{server.url}/find/{TOLD.code}")
    page.get_by_role("link", name="Vis til borger").click()
    assert_citizens(page, [TOLD.code])
    page.locator(EXIT).click()
    assert page.url == f"{server.url}/luk"


@pytest.mark.parametrize("remembers", [False, True])
def test_the_exit_leaves_nothing_and_back_shows_nothing(server, new_context, request, remembers):
    browser = request.getfixturevalue("remembering" if remembers else "chromium")
    site = Elsewhere()
    context = new_context(browser)
    onlooker = Onlooker(context)
    page = context.new_page()
    page.goto(site.url)
    turn_round(page, server.url)
    ours = onlooker.seen(page) - {"Elsewhere"}
    assert len(ours) > 30
    page.locator(EXIT).click()
    assert has_left(page)
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["luk"]
    assert "turned" not in str(page.evaluate("history.state"))
    back_shows_none_of(page, onlooker, ours, site.url)
    page.go_forward(wait_until="commit")
    assert not onlooker.seen(page) & ours
    site.stop()


def test_in_firefox_it_turns_and_turns_back(server, firefox, new_context):
    page = new_context(firefox).new_page()
    page.goto(f"{server.url}/find")
    [code] = tick(page, 2)
    page.locator(".tray button").click()
    expect(page.locator("html")).to_have_class(TURNED)
    assert_citizens(page, [code])
    page.evaluate("history.back()")
    assert_citizens(page, [code])
    hold(page)
    expect(page).to_have_url(f"{server.url}/find")
    assert page.evaluate("Array.from(document.querySelectorAll('input:checked'), (box) => box.value)") == [code]


def test_addresses_of_the_exit_and_the_view_say_nothing(server, installed):
    seen = []
    installed.on("framenavigated", lambda frame: seen.append(urlsplit(frame.url).path))
    turn_round(installed, server.url)
    installed.locator(EXIT).click()
    assert has_left(installed)
    assert seen and not [path for path in seen if sensitive_words(path)]
