"""Notices on the phone: written at the desk, begun and ended on time without a network, and readable by everyone."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until, visit
from tests.browser.desk import Desk, add_kim, choose_municipality, log_in
from tests.browser.usable import BELOW, TOO_SMALL, UNREADABLE, check_each, set_type, violations, wider_than_the_window
from tests.notices.notices import add_notice
from tests.people import AARHUS, ESBJERG
from webapp.config import COPENHAGEN
from webapp.notices.notice import minute_at, read_moment

NOTICE = ".notices .notice"
LONG = {
    "title": "Nødovernatning er åben fra kl. 20 og hele natten til kl. 8",
    "text": "Ring først, så holder de en seng. Der er plads til hund. " * 4,
    "phone": "75 12 34 56",
}


@pytest.fixture(scope="module")
def desk(server_of_file):
    """A server on the real clock, with a coordinator of Esbjerg in it."""
    server = server_of_file(Desk).start()
    add_kim(server)
    return server


@pytest.fixture(scope="module")
def full(server_of_file):
    """A server whose phones have all the notices there can be at once: three of Esbjerg's and one to everybody."""
    server = server_of_file(Desk)
    add_kim(server)
    for last in "678":  # the same one twice would be a form sent twice
        add_notice(server.app, **LONG | {"phone": f"75 12 34 5{last}"})
    add_notice(server.app, None, **LONG)
    add_notice(server.app, AARHUS, **LONG, lasts=48)
    add_notice(server.app, AARHUS, title=LONG["title"], text="")
    return server.start()


def moment(hours: float) -> datetime:
    """So many hours from now, on the clock in Denmark."""
    return datetime.now(COPENHAGEN) + timedelta(hours=hours)


def write(desk, page, title: str, begins: float, ends: float) -> None:
    """Write a notice at the desk, and wait until it is published."""
    before = page.request.get(f"{desk.url}/udgave.json").json()["version"]
    page.goto(f"{desk.url}/intern/opslag/ny")
    page.locator("#title").fill(title)
    page.locator("#text").fill("Ring først.")
    page.locator("#starts").fill(f"{moment(begins):%Y-%m-%dT%H:%M}")
    page.locator("#ends").fill(f"{moment(ends):%Y-%m-%dT%H:%M}")
    page.locator("#phone").fill("75123456")
    page.get_by_role("button", name="Gem og udgiv").click()
    expect(page.locator(".said").first).to_contain_text("Gemt")
    until(lambda: page.request.get(f"{desk.url}/udgave.json").json()["version"] != before, "published")


def test_written_at_the_desk_and_on_another_phone_on_time_without_a_network(desk, page, new_context):
    log_in(desk, page)
    write(desk, page, "Nødovernatning er åben", 2, 5)
    phone = new_context().new_page()
    phone.clock.install(time=moment(0))
    visit(phone, desk.url)
    choose_municipality(phone, "Esbjerg")
    phone.context.set_offline(True)
    phone.goto(desk.url)
    expect(phone.locator("[data-name]")).to_have_text("Esbjerg")
    expect(phone.locator(NOTICE)).to_have_count(0)
    # The page lies open when it begins; the clock is moved past the beginning, and later past the end.
    phone.clock.fast_forward("02:01:00")
    expect(phone.locator(NOTICE)).to_be_visible()
    expect(phone.locator(NOTICE)).to_contain_text("Gælder til")
    expect(phone.get_by_role("note")).to_contain_text("Nødovernatning er åben")
    expect(phone.get_by_role("link", name="Ring 75 12 34 56")).to_be_visible()
    phone.goto(f"{desk.url}/kort/1")
    phone.goto(desk.url)
    expect(phone.locator(NOTICE)).to_be_visible()
    phone.clock.fast_forward("02:57:00")
    expect(phone.locator(NOTICE)).to_be_visible()
    phone.clock.fast_forward("00:03:00")
    expect(phone.locator(NOTICE)).to_have_count(0)
    expect(phone.locator(".notices")).to_be_hidden()


def test_a_page_left_open_is_right_to_the_minute(desk, page):
    """Also after a beginning and an end so far ahead that no single timer reaches them."""
    starts = moment(30 * 24).replace(hour=20, minute=0, second=0, microsecond=0)
    ends = starts + timedelta(hours=12)
    record = {"opslag": [[int(starts.timestamp() // 60), int(ends.timestamp() // 60), "<div class='notice'>Her</div>"]]}
    page.context.route("**/data/lokalt.json", lambda route: route.fulfill(json={"Esbjerg": ESBJERG}))
    page.context.route(f"**/data/lokalt/{ESBJERG}.json", lambda route: route.fulfill(json=record))
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    page.clock.install(time=moment(0))
    page.goto(desk.url)
    choose_municipality(page, "Esbjerg")
    page.goto(desk.url)
    page.clock.pause_at(starts - timedelta(seconds=1))
    expect(page.locator(NOTICE)).to_have_count(0)
    page.clock.run_for(1000)
    expect(page.locator(NOTICE)).to_have_count(1)
    page.clock.pause_at(ends - timedelta(seconds=1))
    expect(page.locator(NOTICE)).to_have_count(1)
    page.clock.run_for(1000)
    expect(page.locator(NOTICE)).to_have_count(0)


def test_the_night_the_clock_goes_back(desk, page):
    """From 02.30, the first of the two, until 03.00: an hour and a half, by the clock that a page is given."""
    starts, ends = read_moment("2026-10-25T02:30"), read_moment("2026-10-25T03:00", last=True)
    record = {"opslag": [[minute_at(starts), minute_at(ends), "<div class='notice'>Her</div>"]]}
    page.route("**/data/lokalt.json", lambda route: route.fulfill(json={"Esbjerg": ESBJERG}))
    page.route(f"**/data/lokalt/{ESBJERG}.json", lambda route: route.fulfill(json=record))
    page.add_init_script("localStorage.setItem('kommune', 'Esbjerg')")
    page.add_init_script("delete Navigator.prototype.serviceWorker")
    clock = []

    def with_clock(route):
        html = route.fetch().text().replace('<html lang="da"', f'<html lang="da" data-now="2026-10-25T{clock[-1]}:00Z"')
        route.fulfill(body=html, content_type="text/html; charset=utf-8")

    page.route(f"{desk.url}/", with_clock)
    stands = {}
    for time in ("00:29", "00:30", "01:59", "02:00"):
        clock.append(time)
        page.goto(f"{desk.url}/", wait_until="networkidle")
        stands[time] = page.locator(NOTICE).count()
    assert stands == {"00:29": 0, "00:30": 1, "01:59": 1, "02:00": 0}


def test_everybodys_is_shown_without_a_choice_and_goes_with_the_exit(full, page):
    visit(page, full.url)
    expect(page.locator(NOTICE)).to_have_count(1)
    expect(page.locator("[data-municipality]")).to_contain_text("Kommune: ikke valgt Vælg")
    page.get_by_role("link", name="Vælg", exact=True).click()
    page.locator("#k").fill("Esbjerg")
    page.locator("#k").dispatch_event("change")
    page.goto(full.url)
    expect(page.locator(NOTICE)).to_have_count(4)
    expect(page.locator("[data-municipality]")).to_contain_text("Kommune: Esbjerg Skift")
    page.locator("[data-quick-exit]").click()
    expect(page).to_have_title("I dag")
    expect(page.locator(NOTICE)).to_have_count(0)
    page.goto(full.url)
    expect(page.locator(NOTICE)).to_have_count(1)
    expect(page.locator("[data-municipality]")).to_contain_text("ikke valgt")


@pytest.mark.parametrize("place", ["Esbjerg", "Aarhus"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_everyone_can_read_them_and_the_numbers_stay_where_they_are(full, new_context, place, scheme):
    page = new_context(color_scheme=scheme).new_page()
    visit(page, full.url)
    numbers = page.locator(".acute").bounding_box()
    choose_municipality(page, place)
    page.goto(full.url)
    expect(page.locator(NOTICE)).to_have_count(4 if place == "Esbjerg" else 3)
    assert page.locator(".acute").bounding_box() == numbers
    # How long the words of its end are depends on the day.
    first = page.evaluate(BELOW, [[f"{NOTICE} :is(summary, .whole) b"], ".bar"])
    assert not [part for part in first if part[1] > 0], "every title is on the first screen"
    assert violations(page) == []
    for width, height in ((1280, 800), (320, 568), (360, 640)):
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0, width
        assert page.evaluate(TOO_SMALL) == [], width
    page.reload()
    set_type(page, 32)
    page.locator(f"{NOTICE} summary").first.wait_for()
    assert wider_than_the_window(page) == 0
    assert page.evaluate(UNREADABLE) == []
    expect(page.locator("[data-quick-exit]")).to_be_in_viewport(ratio=1)


def test_one_opens_with_the_keyboard(full, page):
    visit(page, full.url)
    choose_municipality(page, "Esbjerg")
    page.goto(full.url)
    last = page.locator(f"{NOTICE} details").last
    expect(last).not_to_have_attribute("open", "")
    last.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(last.get_by_role("link", name="Ring 75 12 34 56")).to_be_visible()


def test_without_script_home_promises_nothing(full, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(full.url)
    expect(page.locator(".notices")).to_be_hidden()
    expect(page.locator("[data-municipality]")).to_be_hidden()


def test_contact_stands_below_the_form_that_reports_an_error(full, page, new_context):
    log_in(full, page)
    page.goto(f"{full.url}/intern/indstillinger")
    before = page.request.get(f"{full.url}/udgave.json").json()["version"]
    page.locator("#contact").fill("Gadeplansholdet")
    page.locator("#phone").fill("75123456")
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator(".said").first).to_contain_text("Gemt")
    until(lambda: page.request.get(f"{full.url}/udgave.json").json()["version"] != before, "published")
    phone = new_context().new_page()
    visit(phone, full.url)
    choose_municipality(phone, "Esbjerg")
    phone.context.set_offline(True)
    phone.goto(f"{full.url}/find")
    phone.locator("[data-offer] a[href^='/find/']").first.click()
    expect(phone.locator("#meld")).to_contain_text("så sig det til Gadeplansholdet")
    expect(phone.locator("#meld a[href='tel:75123456']")).to_be_visible()
    assert violations(phone) == []


# At the desk


def desk_pages(server, page):
    """Goes through the pages of notices and settings, and one that refuses; their names."""
    log_in(server, page)
    for address in ("/intern", "/intern/opslag", "/intern/opslag/ny", "/intern/opslag/1/ret", "/intern/opslag/1/kopi"):
        page.goto(server.url + address)
        yield address
    page.goto(f"{server.url}/intern/opslag/ny")
    page.locator("#title").fill("010190-1234")
    page.locator("#phone").fill("7")
    page.get_by_role("button", name="Gem og udgiv").click()
    expect(page.locator("#title-error")).to_contain_text("ligner et CPR-nummer")
    yield "refused"
    page.goto(f"{server.url}/intern/opslag/1/ret")
    page.locator("#title").fill("Kims ord")
    page.evaluate("document.querySelector('main [name=version]').value = '77'")
    page.get_by_role("button", name="Gem og udgiv").click()
    expect(page.locator(".conflict")).to_contain_text("har gemt imens")
    expect(page.locator(".conflict")).to_be_focused()
    expect(page.locator("#title")).to_have_value("Kims ord")
    yield "conflict"
    page.goto(f"{server.url}/intern/indstillinger/{ESBJERG}")
    yield "settings"


def test_everyone_can_use_the_desk(full, new_context):
    page = new_context().new_page()
    check_each(page, desk_pages(full, page), 8)
