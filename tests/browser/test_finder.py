"""The finder in a street worker's hand: one sentence, no network, a number to ring, and nothing told to anyone."""

from __future__ import annotations

import re
import threading
from dataclasses import replace
from urllib.parse import unquote

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import kept_on, taken_over, until
from tests.browser.faults import PATIENCE, Answer, Network
from tests.conftest import LIBRARY
from webapp.security.headers import CONTENT_SECURITY_POLICY
from webapp.sqlite import sqlite3

SENTENCE = "hun vil væk fra ham i nat, Esbjerg, anonymt"
IN_BACKGROUND = {("GET", "/udgave.json"), ("GET", "/sw.js")}
OFFER = next(offer for offer in LIBRARY.offers if offer.phone and offer.confidence == "high")
CPR = "Ring til 010190-1234 om det"
NEAR = re.compile("Din (kommune|region)")
STORED = "JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state])"


@pytest.fixture(scope="module")
def afternoon(server_of_file):
    """A server on a Tuesday afternoon."""
    return server_of_file(LOMMEKORT_NOW="2026-11-24T14:30").start()


@pytest.fixture
def network(afternoon):
    """The way between the phone and that server."""
    network = Network(afternoon.url).start()
    yield network
    network.stop()


@pytest.fixture
def phone(network, page):
    """A page whose phone has everything; what it asked for on the way is forgotten."""
    taken_over(page, network.url)
    network.requests.clear()
    return page


def reports(server) -> list[dict]:
    """The rows of the report table, with everything that is kept."""
    with sqlite3.connect(server.folder / "instance" / "lommekort.sqlite3") as database:
        database.row_factory = sqlite3.Row
        return [dict(row) for row in database.execute("SELECT * FROM report ORDER BY id")]


def about(server, text: str) -> list[dict]:
    return [report for report in reports(server) if report["text"] == text]


# A sentence, and an answer


def test_sentence_typed_without_network_gives_numbers_to_ring(network, phone):
    network.stop()
    phone.goto(f"{network.url}/find")
    before = phone.evaluate("history.length")
    phone.locator("#q").fill(SENTENCE)
    expect(phone.locator("#resultater .note")).to_contain_text(["Forstået: Esbjerg, kun anonyme."])
    first = phone.locator("[data-offer]").first
    expect(first).to_be_in_viewport()
    expect(phone.locator(".acute-lines a").first).to_be_in_viewport()
    ring = phone.locator('[data-offer] a[href^="tel:"]').first
    ring.scroll_into_view_if_needed()
    box = ring.bounding_box()
    assert box["width"] >= 44 and box["height"] >= 44 and box["x"] >= 0 and box["x"] + box["width"] <= 360
    assert phone.evaluate(  # nothing lies over it
        "([x, y]) => document.elementFromPoint(x, y).closest('a')?.href",
        [box["x"] + box["width"] / 2, box["y"] + box["height"] / 2],
    ) == ring.evaluate("(link) => link.href")
    assert phone.url == f"{network.url}/find" and phone.evaluate("history.length") == before
    assert network.requests == []


def test_link_that_brings_choices_shows_what_they_found(server, quiet):
    quiet.goto(f"{server.url}/find?m=6")
    expect(quiet.locator("details.more")).to_have_attribute("open", "")
    expect(quiet.locator("[data-offer] h3").first).to_be_in_viewport()
    expect(quiet.locator(".acute-lines a").first).to_be_in_viewport(ratio=1)


@pytest.mark.parametrize(
    ("path", "field"), [("/", "#soegord"), ("/soeg", "#soegord"), ("/find", "#q"), ("/kort", "#find")]
)
def test_what_may_be_typed_is_hinted_at_in_whole_words(server, quiet, path, field):
    """What stands in an empty field is not cut by its edge, on a narrow phone."""
    quiet.goto(server.url + path)
    assert quiet.locator(field).evaluate(
        """(field) => {
          const empty = field.scrollWidth;
          field.value = field.placeholder;
          return Math.max(empty, field.scrollWidth) <= field.clientWidth;
        }"""
    )


def test_what_is_typed_is_in_no_address_store_or_request(network, phone):
    asked = []
    phone.context.on("request", lambda request: asked.append(request.url))
    phone.goto(f"{network.url}/find")
    before = phone.evaluate("history.length")
    phone.locator("#q").press_sequentially(SENTENCE)
    expect(phone.locator("#resultater .note")).to_contain_text(["Forstået"])
    phone.locator("#a1").check()
    phone.locator("#q").press("Enter")
    phone.locator("summary", has_text="Flere valg").click()
    phone.locator("#e1").check()
    expect(phone.locator("#resultater .count, #resultater .none")).to_be_visible()
    phone.wait_for_load_state("networkidle")
    assert phone.url == f"{network.url}/find" and phone.evaluate("history.length") == before
    assert set(network.requests) <= IN_BACKGROUND
    told = phone.evaluate(STORED) + phone.title() + unquote(" ".join(asked))
    assert not [word for word in ("væk", "nat", "Esbjerg", "anonymt", "e=1") if word in told]
    assert not [url for url in asked if "?" in url]
    assert phone.context.cookies() == []
    assert [name for name in kept_on(phone) if not name.startswith("udgaver /udgave/")] == []


def test_municipality_is_remembered_on_the_phone_alone(network, phone):
    phone.goto(f"{network.url}/find")
    phone.locator("#k").fill("Esbjerg")  # as chosen above a telephone's keyboard: the field is not left
    expect(phone.locator("#resultater .near", has_text=NEAR).first).to_be_visible()
    assert phone.evaluate("({ ...localStorage })") == {"kommune": "Esbjerg"}
    assert phone.evaluate("({ ...sessionStorage })") == {}
    phone.goto(network.url)
    phone.goto(f"{network.url}/find")
    expect(phone.locator("#k")).to_have_value("Esbjerg")
    expect(phone.locator("#resultater .near", has_text=NEAR).first).to_be_visible()
    assert phone.url == f"{network.url}/find" and set(network.requests) <= IN_BACKGROUND
    assert phone.context.cookies() == []
    phone.locator("#k").fill("Atlan")  # not a place, so not remembered
    phone.locator("#k").press("Tab")
    expect(phone.locator("#resultater .note")).to_contain_text(["Vi kender ikke den kommune"])
    assert phone.evaluate("({ ...localStorage })") == {"kommune": "Esbjerg"}
    phone.locator("#k").fill("")
    phone.locator("#k").press("Tab")
    expect(phone.locator("#resultater .near", has_text=NEAR)).to_have_count(0)
    assert phone.evaluate("({ ...localStorage })") == {}


def test_finder_works_without_script(afternoon, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{afternoon.url}/find")
    page.locator("#q").fill("krisecenter")
    page.locator("#n1").check()
    with page.expect_request("**/find") as asked:
        page.get_by_role("button", name="Find", exact=True).click()
    assert asked.value.method == "POST"
    assert page.url == f"{afternoon.url}/find"
    expect(page.locator("#q")).to_have_value("krisecenter")
    expect(page.locator("#n1")).to_be_checked()
    assert set(page.locator("[data-offer] [data-open]").evaluate_all("(all) => all.map((e) => e.dataset.open)")) == {
        "open"
    }

    page.locator("#q").fill("")
    page.locator("#n1").uncheck()
    page.get_by_role("button", name="Find", exact=True).click()
    first = page.locator("[data-offer]").first.get_attribute("data-offer")
    page.get_by_role("button", name="Næste side").click()
    expect(page.locator(".count")).to_contain_text("side 2 af")
    assert page.locator("[data-offer]").first.get_attribute("data-offer") != first
    assert page.url == f"{afternoon.url}/find"
    page.get_by_role("button", name="Forrige side").click()
    assert page.locator("[data-offer]").first.get_attribute("data-offer") == first


def test_paging_without_a_reload(network, phone):
    phone.goto(f"{network.url}/find")
    phone.get_by_role("button", name="Næste side").click()
    expect(phone.locator(".count")).to_contain_text("side 2 af")
    phone.locator("#q").fill("krisecenter")  # a new search begins at its first page
    expect(phone.locator(".count")).not_to_contain_text("side 2 af")
    assert phone.url == f"{network.url}/find" and set(network.requests) <= IN_BACKGROUND


# Choosing some to show


def tick(page, number: int) -> str:
    """Tick the offer at a place in the list; its code."""
    box = page.locator("#resultater input[name=c]").nth(number)
    code = box.get_attribute("value")
    box.check()
    return code


def test_ticks_survive_a_new_search_and_are_shown_to_the_citizen(network, phone):
    phone.goto(f"{network.url}/find")
    first = tick(phone, 0)
    phone.locator("#q").fill("xyzzyx")
    expect(phone.locator("#resultater .none")).to_be_visible()
    phone.locator("#q").fill("natherberg")
    expect(phone.locator("#resultater .count")).to_be_visible()
    second = tick(phone, 1)
    assert second != first
    expect(phone.locator("[data-count]")).to_have_text(" (2)")
    phone.locator("#q").fill("")
    expect(phone.locator(f"#v{first}")).to_be_checked()
    phone.locator("#q").fill("natherberg")
    expect(phone.locator(f"#v{second}")).to_be_checked()
    phone.locator(".tray button").click()
    expect(phone.locator("html.turned")).to_be_attached()
    names = {offer.code: offer.name for offer in LIBRARY.offers}
    for code in (first, second):
        expect(phone.locator("body")).to_contain_text(names[code])
    assert set(network.requests) <= IN_BACKGROUND


def test_six_at_most_can_be_ticked(network, phone):
    phone.goto(f"{network.url}/find")
    for number in range(6):
        tick(phone, number)
    expect(phone.locator("[data-count]")).to_have_text(" (6 er det højeste)")
    seventh = phone.locator("#resultater input[name=c]").nth(6)
    expect(seventh).to_be_disabled()
    phone.locator("#resultater input[name=c]").first.uncheck()  # one fewer, and there is room again
    expect(phone.locator("[data-count]")).to_have_text(" (5)")
    expect(seventh).to_be_enabled()


def test_from_home_to_ringing_an_open_offer_is_two_taps(network, phone):
    network.stop()
    phone.goto(network.url)
    phone.locator('nav a[href="/find"]').click()
    offer = phone.locator("[data-offer]").first
    expect(offer.locator("[data-open]")).to_have_attribute("data-open", "open")
    ring = offer.locator('a[href^="tel:"]')
    expect(ring).to_be_in_viewport()
    rung = "document.addEventListener('click', (e) => { e.preventDefault(); document.title = e.target.closest('a').href; })"
    phone.evaluate(rung)
    ring.click()
    assert phone.title().startswith("tel:")


# Something is wrong with an offer


WAITS, SENT = "Tak. Beskeden venter på telefonen og sendes, når der er net.", "Tak. Beskeden er sendt."


def report(page, url: str, text: str, kind: str = "2", told: str = "") -> None:
    page.goto(f"{url}/find/{OFFER.code}")
    page.locator(f"#slags{kind}").check()
    page.locator("#tekst").fill(text)
    page.get_by_role("button", name="Send").click()
    expect(page.locator(".message")).to_contain_text(told)


def test_report_without_network_waits_and_arrives_once(afternoon, network, phone):
    text = "Der er kun åbent om onsdagen. 💚"
    network.stop()
    for _ in range(2):  # once more, for who knows whether it went
        report(phone, network.url, text, told=WAITS)
    assert about(afternoon, text) == []
    assert "beskeder" in phone.evaluate("caches.keys()")
    network.start()
    phone.goto(network.url)
    until(lambda: phone.evaluate("caches.keys()") == ["udgaver"], "what waited is sent")
    assert network.requests.count(("POST", f"/find/{OFFER.code}")) == 2
    report(phone, network.url, text, told=SENT)
    (kept,) = about(afternoon, text)
    assert kept.keys() == {"id", "service_id", "kind", "text", "day"}
    assert (kept["kind"], kept["day"]) == ("2", "2026-11-24")


PORTAL = Answer(200, [("Content-Type", "text/html")], b"<title>Wi-Fi</title>Log ind")
BROKEN = Answer(502, [("Content-Type", "text/html")], b"<title>502 Bad Gateway</title>")
FORBIDDEN = Answer(403, [("Content-Type", "text/html")], b"<title>Blocked</title>")


@pytest.mark.parametrize("answer", [PORTAL, BROKEN, FORBIDDEN], ids=["portal", "proxy", "filter"])
def test_report_that_somebody_else_answered_waits_until_ours_does(afternoon, network, phone, answer):
    text = f"Lukket om mandagen ({answer.status})"
    address = f"/find/{OFFER.code}"
    network.spoil(address, lambda _fetch: answer)
    report(phone, network.url, text, told=WAITS)
    asked = network.requests.count(("POST", address))
    phone.goto(f"{network.url}/kort")  # it is tried again, and the same one answers
    until(lambda: network.requests.count(("POST", address)) > asked, "it is sent again")
    assert "beskeder" in phone.evaluate("caches.keys()") and about(afternoon, text) == []
    network.mend()
    phone.goto(network.url)
    until(lambda: phone.evaluate("caches.keys()") == ["udgaver"], "what waited is sent")
    assert len(about(afternoon, text)) == 1


def test_report_that_our_server_cannot_take_now_is_sent_again(afternoon, network, phone):
    text, address = "Lukket om fredagen", f"/find/{OFFER.code}"
    ours = [("Content-Type", "text/html"), ("Content-Security-Policy", CONTENT_SECURITY_POLICY)]
    network.stop()
    report(phone, network.url, text, told=WAITS)
    asked = network.requests.count(("POST", address))
    network.spoil(address, lambda _fetch: Answer(503, ours, b"<title>Prov igen</title>"))
    network.start()
    for times in (1, 2):
        phone.goto(f"{network.url}/kort")
        until(lambda times=times: network.requests.count(("POST", address)) >= asked + times, "it is sent")
    phone.evaluate("caches.open('rester')")  # of an older worker
    network.spoil("/sw.js", lambda fetch: replace(fetch(), body=fetch().body + b"\nskipWaiting();"))
    phone.evaluate("navigator.serviceWorker.getRegistration().then((here) => here.update())")
    until(lambda: "rester" not in phone.evaluate("caches.keys()"), "a newer worker takes over")
    assert "beskeder" in phone.evaluate("caches.keys()"), "and what waits goes on waiting"
    network.mend()
    phone.goto(network.url)
    until(lambda: phone.evaluate("caches.keys()") == ["udgaver"], "what waited is sent")
    assert len(about(afternoon, text)) == 1


def test_report_that_a_killed_browser_spoilt_is_told_and_holds_up_no_other(afternoon, network, phone):
    text = "Lukket om onsdagen"
    network.stop()
    report(phone, network.url, text, told=WAITS)
    spoilt = "caches.open('beskeder').then((cache) => cache.put('/find/%s?0', new Response('{\"code')))"
    phone.evaluate(spoilt % OFFER.code)
    network.start()
    phone.goto(f"{network.url}/kort")
    until(lambda: len(about(afternoon, text)) == 1, "the other one is sent")
    lost = phone.locator("[data-lost]")
    expect(lost).to_contain_text("er ikke sendt. Skriv den igen")
    expect(lost.locator(f"a[href='/find/{OFFER.code}']")).to_be_visible()
    lost.get_by_role("button").click()
    until(lambda: phone.evaluate("caches.keys()") == ["udgaver"], "what was seen is forgotten")
    phone.goto(network.url)
    expect(lost).to_have_count(0)


def test_report_is_sent_by_the_page_that_opens_while_the_last_try_still_hangs(afternoon, network, phone):
    text = "Lukket om torsdagen"
    address = f"/find/{OFFER.code}"
    network.stop()
    report(phone, network.url, text, told=WAITS)
    asked, let_go = threading.Event(), threading.Event()

    def late(_fetch):
        asked.set()
        let_go.wait(PATIENCE)
        return BROKEN

    network.spoil(address, late)
    network.start()
    phone.goto(f"{network.url}/kort")
    assert asked.wait(PATIENCE)
    network.mend()
    phone.goto(network.url)  # and no page after it
    let_go.set()
    until(lambda: phone.evaluate("caches.keys()") == ["udgaver"], "what waited is sent")
    assert len(about(afternoon, text)) == 1


@pytest.mark.parametrize("online", [True, False])
def test_number_like_a_cpr_is_refused_and_the_text_kept(afternoon, network, phone, online):
    if not online:
        network.stop()
    report(phone, network.url, CPR, kind="3", told="ligner et CPR-nummer")
    expect(phone.locator(".message.wrong")).to_be_visible()
    expect(phone.locator("#tekst")).to_have_value(CPR)
    expect(phone.locator("#slags3")).to_be_checked()
    assert reports(afternoon) == [] or CPR not in [row["text"] for row in reports(afternoon)]
    assert phone.evaluate("caches.keys()") == ["udgaver"]
    phone.locator("#tekst").fill(f"Lukket {online}")
    phone.get_by_role("button", name="Send").click()
    expect(phone.locator(".message")).to_contain_text("Tak.")
