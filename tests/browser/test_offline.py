"""Works in a basement, and can be removed: the edition on the phone, with the server stopped or silent."""

from __future__ import annotations

import hashlib
import json
import random
import urllib.request
from contextlib import suppress

import pytest
from bs4 import BeautifulSoup
from playwright.sync_api import Error, expect

from tests.browser import faults
from tests.browser.conftest import kept_on, stop_worker, until, visit, wait_ready
from tests.browser.desk import type_in
from tests.browser.faults import Held
from tests.conftest import ADDRESSES, LIBRARY
from webapp.edition.bundle import TEMPLATE, unpack
from webapp.edition.site import site_file
from webapp.security.headers import HEADERS

OPENED_WITHOUT_NETWORK = [address for address in ADDRESSES if address != "/404.html"]
SHOWN = next(offer.code for offer in LIBRARY.offers if offer.confidence != "low")
WORKED_OUT = ["/find?q=vold", f"/find/{SHOWN}", f"/b/{SHOWN}", f"/b/{SHOWN}/qr.svg", "/b/nu?sprog=en", "/soeg?q=vold"]
CITIZEN = [address for address in ADDRESSES if address.startswith("/b/")]
ASKED_IN_THE_BACKGROUND = {
    ("GET", "/udgave.json"),
    ("GET", "/sw.js"),
}  # the second one by the browser, of its own accord

# What a page gets for each of these addresses.
ALL_ANSWERS = """(addresses) => Promise.all(addresses.map(async (address) => {
    const answer = await fetch(address);
    return [answer.status, Object.fromEntries(answer.headers), await answer.text()];
}))"""

# Everything a page of ours could leave in a browser.
LEFT_BEHIND = """async () => ({
    workers: (await navigator.serviceWorker.getRegistrations()).length,
    caches: await caches.keys(),
    databases: (await indexedDB.databases()).map(({ name }) => name),
    local: Object.keys(localStorage),
    session: Object.keys(sessionStorage),
})"""
NOTHING = {"workers": 0, "caches": [], "databases": [], "local": [], "session": []}
FILL_EVERY_STORE = """() => new Promise((resolve) => {
    localStorage.setItem("a", "1");
    sessionStorage.setItem("a", "1");
    const opening = indexedDB.open("a");
    opening.onsuccess = () => { opening.result.close(); resolve(); };
})"""


def facts(server) -> dict:
    """What the server says of its edition."""
    with urllib.request.urlopen(f"{server.url}/udgave.json") as answer:
        return json.load(answer)


def test_every_address_opens_after_a_restart_with_the_server_gone(own_server, open_profile):
    server = own_server.start()
    edition = facts(server)
    site = server.folder / "instance" / "editions" / edition["version"] / "site"
    context = open_profile()
    visit(context.new_page(), server.url)
    context.close()
    server.stop()

    page = open_profile(reduced_motion="reduce").new_page()
    for address in OPENED_WITHOUT_NETWORK[::24]:  # as a reader opens them; all of them are asked for below
        answer = page.goto(server.url + address, wait_until="domcontentloaded")
        published = site_file(site, address).read_text()
        assert answer.status == 200 and answer.from_service_worker, address
        assert answer.text() == published, f"{address}: not the page the server would have sent"
        assert page.locator("html").get_attribute("data-edition") == edition["version"], address
        heading = BeautifulSoup(published, "html.parser").find("h1")
        assert page.locator("h1").first.text_content().strip(), address
        if "data-day" not in heading.attrs:  # the script fills in today's date
            assert page.locator("h1").text_content() == heading.get_text(), address
    asked = OPENED_WITHOUT_NETWORK + WORKED_OUT
    for address, (status, headers, text) in zip(asked, page.evaluate(ALL_ANSWERS, asked), strict=True):
        assert status == 200, address
        if address not in WORKED_OUT:
            assert text == site_file(site, address).read_text(), f"{address}: not the page the server would have sent"
        assert {name: headers.get(name.lower()) for name in HEADERS} == HEADERS, address
        assert headers["cache-control"] == "no-store", address


def test_unknown_address_gives_the_danish_page_without_network(network, page, subtests):
    visit(page, network.url)
    network.stop()
    for address in ("/404.html", "/kort/findes-ikke", "/noget/helt/andet?q=1"):
        with subtests.test(address):
            answer = page.goto(network.url + address)
            assert answer.status == 404 and answer.from_service_worker
            assert {name: answer.headers.get(name.lower()) for name in HEADERS} == HEADERS
            expect(page.locator("html")).to_have_attribute("lang", "da")
            expect(page.locator("h1")).to_have_text("Siden findes ikke")
    page.get_by_role("link", name="Lommekort").click()
    expect(page).to_have_url(f"{network.url}/")


def test_slash_at_the_end_leads_to_the_address_without_network(network, page):
    visit(page, network.url)
    network.stop()
    for typed, address in {
        "/kort/3//?x=1": "/kort/3?x=1",
        "/find/": "/find",
        "/b/moede/?sprog=en": "/b/moede?sprog=en",
    }.items():
        assert page.goto(network.url + typed).status == 200
        expect(page).to_have_url(network.url + address)
    assert page.goto(f"{network.url}//example.org/").status == 404  # and nowhere else


def test_page_without_network_looks_and_works_as_with_it(network, page):
    """Its style sheet and scripts come from the phone too, and not just from the browser's own cache."""
    visit(page, network.url)
    network.stop()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    visit(page, f"{network.url}/kort/s2")
    assert {"document", "stylesheet", "script"} <= {answer.request.resource_type for answer in answers}
    assert [answer.url for answer in answers if not answer.from_service_worker] == []
    loaded = page.evaluate("Array.from(document.styleSheets, (sheet) => sheet.cssRules.length)")
    assert loaded and all(loaded)
    page.locator('a[rel="next"]').click()  # htmx turns the card
    expect(page.locator("[data-card]")).not_to_have_attribute("data-card", "s2")
    page.locator("[data-quick-exit]").first.click()
    expect(page).to_have_url(f"{network.url}/luk")


def test_phone_says_that_it_is_ready_and_how_old_the_edition_is(server, network, page):
    visit(page, network.url)
    edition = facts(server)
    line = page.locator("#telefonen")
    ready = f"Klar uden net · udgave {edition['dateWords']} · {edition['sizeWords']}"
    expect(line.locator("[data-kept-words]")).to_have_text(ready)
    expect(line.get_by_role("status")).not_to_have_attribute("aria-live", "off")  # read out: it is news
    expect(line.get_by_role("link", name="Fjern alt fra telefonen")).to_be_visible()
    network.stop()
    page.goto(f"{network.url}/kort/1")
    expect(line.locator("[data-kept-words]")).to_have_text(ready)
    expect(line.get_by_role("status")).to_have_attribute("aria-live", "off")


def test_kept_page_asks_the_network_for_nothing_but_news(network, page):
    visit(page, network.url)
    network.requests.clear()
    for address in random.Random(5).sample(OPENED_WITHOUT_NETWORK, 4):
        assert page.goto(network.url + address).from_service_worker
    until(lambda: ("GET", "/udgave.json") in network.requests, "the look for a newer edition")
    assert set(network.requests) <= ASKED_IN_THE_BACKGROUND


def test_kept_page_waits_for_no_network(network, page):
    visit(page, network.url)
    held = network.spoil("*", Held())
    for address in random.Random(6).sample(OPENED_WITHOUT_NETWORK, 4):
        assert page.goto(network.url + address).from_service_worker
        assert page.locator("h1").first.text_content().strip()
    assert held.asked.wait(60)  # the server was there, took the question and said nothing


def test_phone_keeps_exactly_the_edition(server, network, page):
    visit(page, network.url)
    edition = facts(server)
    assert kept_on(page) == {f"udgaver /udgave/{edition['version']}": edition["hash"]}
    with urllib.request.urlopen(server.url + edition["url"]) as answer:
        bundle = answer.read()
    assert hashlib.sha256(bundle).hexdigest() == edition["hash"]
    _, entries = unpack(bundle)
    kept_pages = [entry.path for entry in entries if entry.kind != TEMPLATE]
    assert [address for address in kept_pages if not address.startswith("/static/")] == [
        *ADDRESSES,
        "/data/lokalt.json",
        "/data/kommuner.json",
        "/manifest.webmanifest",
    ]
    for entry in entries:
        if entry.path.startswith("/static/"):
            continue
        assert b"csrf" not in entry.body.lower() and b'"/intern' not in entry.body, entry.path
    left = page.evaluate(LEFT_BEHIND)
    assert left == NOTHING | {"workers": 1, "caches": ["udgaver"]}
    assert page.context.cookies() == []


@pytest.mark.parametrize("address", CITIZEN)
def test_citizens_page_leaves_nothing(network, page, address):
    page.goto(network.url + address)
    page.reload()
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    assert page.context.cookies() == []
    assert page.context.service_workers == []
    # Nothing can still be under way: what the page asked for is all there, and none of it could start a worker.
    own = page.evaluate(
        """() => Array.from(document.querySelectorAll("link[href], script[src], img[src]:not([loading=lazy])"),
                            (element) => new URL(element.href ?? element.src).pathname)"""
    )
    asked = {path for _, path in network.requests} - {"/favicon.ico"}
    assert asked == {address, *own}
    assert not any("offline" in path or "manifest" in path for path in asked)


def test_reload_past_the_worker_still_tells_that_the_phone_is_ready(network, page):
    """A reload with Shift is not the worker's to answer, but the edition is on the phone all the same."""
    visit(page, network.url)
    session = page.context.new_cdp_session(page)
    with page.expect_event("load"), page.expect_response(f"{network.url}/") as answer:
        session.send("Page.reload", {"ignoreCache": True})
    assert not answer.value.from_service_worker
    wait_ready(page)


# Removing it all


def remove_everything(page, url: str) -> None:
    page.goto(f"{url}/fjern")
    page.get_by_role("button", name="Fjern alt").click()
    expect(page.locator("h1")).to_have_text("Alt er fjernet")


def prepare(page, network) -> None:
    """A phone with the edition, and something in every other store."""
    visit(page, network.url)
    page.evaluate(FILL_EVERY_STORE)
    assert page.evaluate(LEFT_BEHIND) == {
        "workers": 1, "caches": ["udgaver"], "databases": ["a"], "local": ["a"], "session": ["a"]
    }  # fmt: skip


def test_everything_can_be_removed(network, page):
    prepare(page, network)
    remove_everything(page, network.url)
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    page.get_by_role("link", name="Færdig").click()
    expect(page).to_have_url(f"{network.url}/luk")
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    visit(page, network.url)  # opened anew it keeps an edition anew, as the page said it would


def test_everything_can_be_removed_without_network(network, page):
    prepare(page, network)
    network.stop()
    remove_everything(page, network.url)
    assert page.evaluate(LEFT_BEHIND) == NOTHING


def test_a_first_visit_that_loses_the_network_keeps_all_when_it_is_back(network, page):
    for fault in (faults.server_error, faults.portal):
        network.spoil("/sw.js", fault)
        page.goto(network.url)
        expect(page.locator("#telefonen [data-kept-words]")).to_contain_text("Ikke gemt endnu")
    network.mend()
    page.evaluate("dispatchEvent(new Event('online'))")
    wait_ready(page)


def test_a_browser_that_keeps_nothing_is_told_so(server, open_profile, tmp_path):
    """With cookies turned off Chromium has a worker, and lets nobody register it."""
    chosen = tmp_path / "profile/Default/Preferences"
    chosen.parent.mkdir(parents=True)
    chosen.write_text(json.dumps({"profile": {"default_content_setting_values": {"cookies": 2}}}))
    page = open_profile().pages[0]
    page.goto(server.url)
    expect(page.locator("#telefonen [data-kept-words]")).to_contain_text("Kan ikke gemmes i denne browser")
    page.goto(f"{server.url}/intern/login")
    type_in(page, email="koordinator@eksempel.dk", password="blå traktor synger under vand")
    expect(page.locator("main")).to_contain_text("Tillad cookies")


def test_everything_can_be_removed_without_script(network, page):
    """The answer to the form has the browser clear its stores."""
    prepare(page, network)
    session = page.context.new_cdp_session(page)
    page.goto(f"{network.url}/fjern")
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})
    page.reload()
    page.get_by_role("button", name="Fjern alt").click()
    expect(page.locator("h1")).to_have_text("Alt er fjernet")
    assert ("POST", "/fjern") in network.requests
    session.send("Emulation.setScriptExecutionDisabled", {"value": False})
    assert page.evaluate(LEFT_BEHIND) == NOTHING


@pytest.mark.parametrize("way", ["online", "without network", "worker let go of"])
def test_removing_stops_an_edition_on_its_way(network, context, page, way):
    """What is being fetched while someone removes everything must not arrive afterwards."""
    visit(page, network.url)
    version = page.locator("html").get_attribute("data-edition")
    worker = context.service_workers[0]
    # As if a newer edition were there: the one in force is forgotten, and the same one comes slowly.
    worker.evaluate("inForce = null; caches.delete('udgaver')")
    held = network.spoil(f"/udgave/{version}", Held())
    page.goto(f"{network.url}/fjern")
    assert held.asked.wait(60)
    if way == "worker let go of":  # as by a server's answer: it is no longer registered, but lives and still fetches
        page.evaluate("navigator.serviceWorker.getRegistration().then((registration) => registration.unregister())")
    if way != "online":
        network.spoil("/fjern", faults.server_error)  # so that nothing but the script removes anything
    page.get_by_role("button", name="Fjern alt").click()
    expect(page.locator("h1")).to_have_text("Alt er fjernet", timeout=60_000)  # a browser may take its time to clear
    network.mend()
    with suppress(Error):  # or the browser has ended the worker already
        worker.evaluate("async () => { await looking; }")
    assert page.evaluate(LEFT_BEHIND) == NOTHING


def test_removing_reaches_other_tabs(network, context, page):
    """A tab still open does not bring back what was removed without a network, once there is one again."""
    prepare(page, network)
    other = context.new_page()
    visit(other, f"{network.url}/kort")
    network.stop()
    remove_everything(page, network.url)
    expect(other.locator("#telefonen [data-kept-words]")).to_contain_text("Fjernet fra telefonen")
    network.start()
    network.requests.clear()
    other.evaluate("dispatchEvent(new Event('online'))")
    with suppress(Error):
        context.service_workers[0].evaluate("async () => { await looking; }")
    assert network.requests == []
    stop_worker(other)  # and started anew by the next thing the tab asks for, it makes no cache either
    assert other.evaluate("async () => (await fetch('/kort/1')).status") == 200
    assert page.evaluate(LEFT_BEHIND) == NOTHING
    visit(other, network.url)  # but opening the app again does
