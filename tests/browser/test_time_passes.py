"""Time that passes: what a page says of opening hours follows the clock, on an open page too, without a network and
without a new edition."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from playwright.sync_api import expect
from selenium.webdriver.support.ui import WebDriverWait

from tests.browser.both_sides import ASK, main_of
from tests.browser.conftest import set_worker_clock, taken_over
from tests.browser.faults import Answer, Network
from tests.conftest import LIBRARY, make_app
from tests.server import AppServer
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.edition.edition import Editions
from webapp.finder.offer_page import offer_page
from webapp.hours.change import Change
from webapp.publishing.in_force import read_answers
from webapp.registry.store import save

PLACE = next(offer for offer in LIBRARY.offers if offer.code == "4cr4")  # Reden Esbjerg
TODAY = datetime.now(COPENHAGEN).date()
FIRST, LAST = TODAY + timedelta(days=10), TODAY + timedelta(days=12)
CLOSED = re.compile(r"\d+\. [a-zæøå]+( \d{4})?: lukket")
TAG = re.compile(r"<[^>]*>")


def minute_at(day: date, hour: int, minute: int = 0) -> int:
    """A moment in Denmark, in minutes since the epoch."""
    return int(datetime(day.year, day.month, day.day, hour, minute, tzinfo=COPENHAGEN).timestamp() // 60)


def says_closed(html: str) -> bool:
    """Whether a reader is told of closed days: the days, whatever keeps them on one line, and that it is closed."""
    return CLOSED.search(TAG.sub("", html)) is not None


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """A server with a place that is open 8 to 16 on every day, and closed on three days that are to come."""
    folder = tmp_path_factory.mktemp("time passes")
    app = make_app(folder / "instance")
    with app.app_context():
        hours = {"opening_hours": "Mo-Su,PH 08:00-16:00", "confirmed_on": TODAY}
        save(PLACE.model_copy(update=hours | {"changes": (Change(first=FIRST, last=LAST),)}))
        db.session.commit()
        db.engine.dispose()
    server = AppServer(folder).start()
    yield server
    server.stop()


@pytest.fixture(scope="module")
def profile(chromium, server):
    """A profile with the edition, whose worker has no network; and the address."""
    network = Network(server.url).start()
    context = chromium.new_context(viewport={"width": 360, "height": 640}, timezone_id="America/New_York")
    page = context.new_page()
    taken_over(page, network.url)
    network.stop()
    yield context, network.url
    context.close()


@pytest.fixture
def phone(profile):
    """A page of its own, the worker, and the address."""
    context, url = profile
    page = context.new_page()
    yield page, context.service_workers[0], url
    page.close()


@pytest.mark.parametrize("path", [f"/find/{PLACE.code}", f"/b/{PLACE.code}", f"/find?k={PLACE.municipality}&q=reden"])
def test_an_open_page_passes_an_edge_and_comes_back_from_the_background(phone, path):
    page, worker, url = phone
    page.clock.install(time=datetime.combine(TODAY, time(12, 0, 30)))
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=1), 15, 50))
    page.goto(url + path)
    state = page.locator("[data-open]" if path.startswith("/find/") else f"[data-offer='{PLACE.code}'] [data-open]")
    expect(state).to_have_text("Åbent · lukker om 10 min")
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=1), 16, 1))
    page.clock.run_for(31_000)  # it lies open when a minute begins
    expect(state).to_have_text("Lukket · åbner i morgen kl. 8")
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=2), 7, 30))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(state).to_have_text("Lukket · åbner om 30 min")
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=2), 8))
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(state).to_have_text("Åbent til kl. 16")


def test_a_list_of_what_is_open_empties_when_it_closes(phone):
    page, worker, url = phone
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=1), 15, 50))
    page.goto(f"{url}/find?n=1&k={PLACE.municipality}")
    shown = page.locator(f"[data-offer='{PLACE.code}']")
    expect(shown).to_have_count(1)
    set_worker_clock(worker, minute_at(TODAY + timedelta(days=1), 16, 1))
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(shown).to_have_count(0)


def test_past_closures_are_gone_by_the_clock_and_never_come_again(phone, server):
    page, worker, url = phone
    page.goto(f"{url}/om")
    at_server = read_answers(Editions(server.folder / "instance").current())
    addresses = [f"/find/{PLACE.code}", f"/b/{PLACE.code}", f"/b/{PLACE.code}?sprog=en"]
    over = LAST + timedelta(days=1)
    a_year_on = [minute_at(over + timedelta(days=days), 12) for days in (14, 100)]
    for moment, stands in (
        (minute_at(LAST, 23, 59), True),
        (minute_at(over, 0), False),
        *((at, False) for at in a_year_on),
    ):
        set_worker_clock(worker, moment)
        answers = page.evaluate(ASK, [["GET", address, None] for address in addresses])
        danish, citizen, english = [text for _status, text in answers]
        assert (says_closed(danish), says_closed(citizen)) == (stands, stands)
        slip = citizen.split('class="slip"')[1]
        assert says_closed(slip) is stands, "nor on paper"
        assert ("closed" in english.split("Open</dt>")[1].split("</dd>")[0]) is stands
        assert main_of(danish) == main_of(offer_page(at_server.on(moment), PLACE.code))


def later(fetch) -> Answer:
    """The server's page as it is when the place has closed."""
    answer = fetch()
    return replace(answer, body=re.sub(rb'(data-open="\w+">)[^<]*', rb"\1Lukket siden kl. 16", answer.body))


@pytest.fixture
def without_worker(server):
    """A network in which no worker comes to the phone, so that each look at the clock is the server's."""
    network = Network(server.url).start()
    network.spoil("/sw.js", lambda _: Answer(404, [], b""))
    yield network
    network.stop()


@pytest.mark.parametrize("path", [f"/find/{PLACE.code}", f"/b/{PLACE.code}"])
def test_firefox_works_the_state_out_anew(firefox, new_context, without_worker, path):
    page = new_context(browser=firefox).new_page()
    page.goto(without_worker.url + path)
    state = page.locator("[data-open]").first
    said = state.text_content()
    without_worker.spoil(path, later)
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(state).to_have_text("Lukket siden kl. 16")
    without_worker.spoil(path, lambda fetch: fetch())
    page.evaluate("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
    expect(state).to_have_text(said)
    page.goto(without_worker.url + "/om")
    without_worker.spoil(path, later)
    page.go_back()
    expect(state).to_have_text("Lukket siden kl. 16")


def test_webkit_works_the_state_out_anew(webkit, without_worker):
    path = f"/find/{PLACE.code}"

    def said(driver) -> str:
        return driver.execute_script("return document.querySelector('[data-open]')?.textContent")

    with webkit() as driver:
        wait = WebDriverWait(driver, 30)
        driver.get(without_worker.url + path)
        first = said(driver)
        without_worker.spoil(path, later)
        driver.execute_script("document.dispatchEvent(new Event('visibilitychange'))")
        wait.until(lambda driver: said(driver) == "Lukket siden kl. 16")
        without_worker.spoil(path, lambda fetch: fetch())
        driver.execute_script("dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))")
        wait.until(lambda driver: said(driver) == first)
        driver.get(without_worker.url + "/om")
        without_worker.spoil(path, later)
        driver.back()
        wait.until(lambda driver: said(driver) == "Lukket siden kl. 16")
