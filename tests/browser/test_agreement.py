"""The agreement on the phone, with and without a network, on paper, and at the desk in a real browser."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from playwright.sync_api import expect

from tests.agreement.agreements import INTERNAL, WHOLE, add_agreement
from tests.browser.both_sides import BATCHES, PARAMETERS, BothSides
from tests.browser.conftest import visit
from tests.browser.desk import Desk, add_kim, log_in
from tests.browser.paper import millimetres, printed, tight, tight_text
from tests.browser.usable import TOO_SMALL, UNREADABLE, check_each, set_type, violations, wider_than_the_window
from tests.people import AARHUS, ESBJERG

BATCH = 40
NOW = "2026-11-24T14:30"
OWN = f"/intern/aftale/{ESBJERG}"


@pytest.fixture(scope="module")
def sides(chromium, server_of_file):
    """A server with two agreements out, one of them overdue, one with odd text; and a phone that has its edition."""
    server = server_of_file(Desk, LOMMEKORT_NOW=NOW)
    add_kim(server)
    odd = "[[notes]] [[agreement]] [[edition]] $& <b>&amp;</b> \\ `${x}`"
    add_agreement(server.app, ESBJERG, out=True, review="2026-03-01")
    add_agreement(server.app, AARHUS, out=True, own_signs=odd, review="2026-11-24")
    add_agreement(
        server.app, ESBJERG, steps="Tal med en kollega.\nSpørg i ro og mag.", said_first="Det bliver mellem os."
    )
    both = BothSides(chromium, server)
    yield both
    both.stop()


# The same answer


asked = some.lists(some.tuples(some.sampled_from(["k", "k", "q", "e"]), PARAMETERS["k"]), max_size=3)


@BATCHES
@example([([("k", ESBJERG)], "GET"), ([("k", "Aarhus kommune")], "POST"), ([], "GET"), ([], "POST")])
@example([([("k", "København")], "GET"), ([("k", "aarhus"), ("k", ESBJERG)], "GET"), ([("k", "%ff")], "POST")])
@given(some.lists(some.tuples(asked, some.sampled_from(["GET", "POST"])), min_size=BATCH, max_size=BATCH))
def test_phone_answers_as_the_server_does(sides, questions):
    requests = []
    for pairs, method in questions:
        query = urlencode(pairs, errors="replace")
        requests.append(("POST", "/aftale", query) if method == "POST" else ("GET", f"/aftale?{query}", None))
    sides.compare(requests)


def test_both_sides_know_what_is_overdue(sides):
    late, today, _none = sides.compare([("GET", f"/aftale?k={code}", None) for code in (ESBJERG, AARHUS, "0101")])
    assert "Aftalen skulle være set efter 1. marts 2026." in late
    assert "Aftalen skal ses efter senest 24. november 2026." in today


# On the phone


def test_municipality_is_chosen_once_and_works_without_a_network(sides, page):
    visit(page, f"{sides.server.url}/aftale")
    page.locator("#k").fill("Esbjerg")
    page.locator("#k").dispatch_event("change")
    expect(page.locator(f"[data-agreement='{ESBJERG}']")).to_be_visible()
    assert page.evaluate("localStorage.getItem('kommune')") == "Esbjerg"
    assert "Esbjerg" not in page.url
    page.context.set_offline(True)
    page.goto(f"{sides.server.url}/kort/2")
    page.get_by_role("link", name="Jeres aftale").click()
    expect(page.locator(f"[data-agreement='{ESBJERG}']")).to_contain_text("Går uden om døren")
    expect(page.locator("#aftalen")).to_contain_text("Aftalen skulle være set efter 1. marts 2026.")
    page.goto(f"{sides.server.url}/find")
    expect(page.locator("#k")).to_have_value("Esbjerg")
    page.goto(f"{sides.server.url}/aftale")
    page.locator("[data-quick-exit]").click()
    expect(page).to_have_title("I dag")
    assert page.evaluate("localStorage.getItem('kommune')") is None


def test_page_works_without_script(sides, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{sides.server.url}/aftale")
    page.locator("#k").fill("aarhus")
    page.get_by_role("button", name="Vis", exact=True).click()
    expect(page.locator(f"[data-agreement='{AARHUS}']")).to_contain_text("[[agreement]] [[edition]] $& <b>&amp;</b>")
    assert page.url == f"{sides.server.url}/aftale"


def test_names_are_nowhere_on_the_phone(sides):
    bytes_kept = sides.page.evaluate("""async () => {
      const texts = [];
      for (const name of await caches.keys()) {
        const cache = await caches.open(name);
        for (const request of await cache.keys()) texts.push(await (await cache.match(request)).text());
      }
      return texts.join("");
    }""")
    assert "Går uden om døren" in bytes_kept
    assert not [value for value in INTERNAL if value in bytes_kept]


@pytest.mark.parametrize("asked", ["", "?k=0561", "?k=0101", "?k=Atlantis"])
def test_everyone_can_read_it(sides, new_context, asked):
    page = new_context(service_workers="block").new_page()
    page.goto(f"{sides.server.url}/aftale{asked}")
    for width, height in ((360, 640), (320, 568), (1280, 800)):
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0
        assert page.evaluate(TOO_SMALL) == []
    page.set_viewport_size({"width": 360, "height": 640})
    assert violations(page) == []
    set_type(page, 32)
    page.reload()
    assert wider_than_the_window(page) == 0
    assert page.evaluate(UNREADABLE) == []


def test_it_prints_on_a4(sides, page):
    page.goto(f"{sides.server.url}/aftale?k={ESBJERG}")
    sheets = printed(page)
    text = tight_text(sheets)
    assert tight("Går uden om døren") in text and tight(WHOLE["said_first"]) in text
    assert "Forside" not in text and "Udskriv" not in text and tight("bag login") not in text
    assert millimetres(sheets[0]) == [210, 297] and len(sheets) <= 2


# At the desk


def desk_pages(sides, page):
    """Goes through the pages of the agreement, and those that answer a form that is not right; their names."""
    log_in(sides.server, page)
    for address in (OWN, f"{OWN}/ret", f"{OWN}/versioner", f"{OWN}/2", f"{OWN}/2/mod/1"):
        page.goto(sides.server.url + address)
        yield address
    page.goto(f"{sides.server.url}{OWN}/ret")
    page.locator("#contact").fill("010190-1234")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem udkast").click()
    expect(page.locator("#contact-error")).to_contain_text("ligner et CPR-nummer")
    yield "refused"
    page.locator("#contact").fill("Ny Kontakt")
    page.evaluate("document.querySelector('[name=base]').value = '1'")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem udkast").click()
    expect(page.locator(".conflict")).to_contain_text("Kim Koordinator har gemt imens")
    expect(page.locator("#contact")).to_have_value("Ny Kontakt")
    yield "stale"


def test_everyone_can_use_the_desk(sides, new_context):
    page = new_context().new_page()
    check_each(page, desk_pages(sides, page), 7)


def test_version_prints_with_what_is_internal(sides, page):
    log_in(sides.server, page)
    page.goto(f"{sides.server.url}{OWN}/2")
    sheets = printed(page)
    text = tight_text(sheets)
    assert tight(WHOLE["contact"]) in text and tight("Spørg i ro og mag.") in text
    assert "Brugere" not in text and "Udgiv" not in text and tight("Log ud") not in text
    assert millimetres(sheets[0]) == [210, 297] and len(sheets) <= 3
