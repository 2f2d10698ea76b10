"""Real browsers for the tests in this folder: started once, with a fresh profile for each test."""

from __future__ import annotations

import time
from contextlib import contextmanager, suppress

import pytest
from playwright.sync_api import Error, sync_playwright

from harness import browsers
from tests.browser.faults import Network
from tests.browser.usable import set_type
from tests.server import AppServer
from webapp.assets import STATIC

PHONE = {"viewport": {"width": 360, "height": 640}, "locale": "da-DK", "timezone_id": "Europe/Copenhagen"}
# What browsers report as uncaught though no script could have caught it: a page that fades (CSS view transitions) and
# leads to one that does not; and, in Firefox, an icon that the worker cannot get without a network.
NOT_OURS = ("Transition was", "Failed to load ")
MISSING = "{} is not installed here: python -m harness.browsers"


@pytest.fixture(scope="session")
def playwright():
    """The driver of Chromium and Firefox."""
    with sync_playwright() as driver:
        yield driver


@pytest.fixture(scope="session")
def chromium(playwright):
    """A running Chromium, shared by all tests. The one browser that no test does without. It has no windows, where such a
    one is installed; what is about history, profiles and dialogs starts a whole one."""
    browser = browsers.launch_chromium(playwright, windows=False)
    yield browser
    browser.close()


@pytest.fixture(scope="session")
def firefox(playwright):
    """A running Firefox, shared by all tests."""
    if not browsers.firefox_path():
        pytest.skip(MISSING.format("Firefox"))
    browser = browsers.launch_firefox(playwright)
    yield browser
    browser.close()


@pytest.fixture
def webkit():
    """Starts WebKit: `with webkit() as driver` gives a selenium driver with a fresh profile."""
    if not browsers.webkit():
        pytest.skip(MISSING.format("WebKit"))
    return browsers.webkit_driver


@pytest.fixture
def new_context(chromium):
    """Makes fresh profiles: `new_context(**options)`, with Playwright's options over a small phone's; `browser=firefox`
    for another browser. Closes them afterwards, and fails the test for an exception that no script caught."""
    contexts, errors = [], []

    def make(browser=chromium, **options):
        context = browser.new_context(**(PHONE | options))
        context.on("weberror", lambda error: errors.append(str(error.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert_caught(errors)


def assert_caught(errors: list[str]) -> None:
    """No script of ours let an exception through."""
    ours = [error for error in errors if not error.startswith(NOT_OURS)]
    assert not ours, f"uncaught in a page: {ours}"


@pytest.fixture
def context(new_context):
    """A fresh profile in Chromium, the size of a small phone."""
    return new_context()


@pytest.fixture
def page(context):
    """A page in a fresh profile."""
    return context.new_page()


@contextmanager
def used_page_in(browser, **options):
    """A page that one test of a file uses after another, and what no script of its pages caught."""
    context = browser.new_context(**PHONE, **options)
    uncaught = []
    context.on("weberror", lambda error: uncaught.append(str(error.error)))
    yield context.new_page(), uncaught
    context.close()


@pytest.fixture(scope="module")
def used_page(chromium):
    """The page behind `quiet`."""
    with used_page_in(chromium, reduced_motion="reduce", service_workers="block") as used:
        yield used


@pytest.fixture
def quiet(used_page):
    """A page without a worker, so that every request is seen. One test of a file uses it after another, and each finds it
    empty: to start a process for a fresh profile, and to let it warm up, takes longer than most tests do. What cannot be
    undone (a script for every page, a clock, a route) needs a profile of its own: `new_context(service_workers="block")`.
    """
    page, uncaught = used_page
    uncaught.clear()
    yield page
    assert_caught(uncaught)
    empty(page)


@pytest.fixture(scope="module")
def used_phone(chromium, server):
    """The page behind `installed`."""
    with used_page_in(chromium, reduced_motion="reduce") as used:
        used[0].goto(server.url)
        wait_ready(used[0])
        yield used


@pytest.fixture
def installed(used_phone):
    """A page on a phone that has the shared server's edition, used by one test of a file after another as `quiet` is."""
    page, uncaught = used_phone
    uncaught.clear()
    yield page
    assert_caught(uncaught)
    empty(page)


# All but the edition: a page without a worker has none.
FORGET = """async () => {
  localStorage.clear();
  sessionStorage.clear();
  for (const { name } of await indexedDB.databases()) indexedDB.deleteDatabase(name);
  for (const name of await caches.keys()) if (name !== "udgaver") await caches.delete(name);
}"""


def empty(page) -> None:
    """Leave a page that only this test has open as if none had been there: nothing kept, nothing shown, and the window,
    type and colours of a small phone."""
    set_type(page, 16)
    page.emulate_media(color_scheme="light", media="screen", contrast="no-preference", forced_colors="none")
    page.set_viewport_size(PHONE["viewport"])
    if page.url.startswith("http"):
        with suppress(Error):  # the server is gone, and what is kept of it with it
            page.goto(f"{page.url[: page.url.index('/', 8)]}/healthz")  # no script of ours that could still write
            page.evaluate(FORGET)
    page.context.clear_cookies()


@pytest.fixture
def open_profile(playwright, tmp_path):
    """Starts a Chromium of its own with a profile on disk that is the same each time: close it and open it again."""
    opened = []

    def open_again(**options):
        options = PHONE | options | {"executable_path": browsers.chromium_path(), "args": browsers.CHROMIUM_FLAGS}
        opened.append(playwright.chromium.launch_persistent_context(tmp_path / "profile", **options))
        return opened[-1]

    yield open_again
    for context in opened:
        context.close()


@pytest.fixture(scope="module")
def page_with(chromium):
    """Makes empty pages that have some scripts and nothing else of ours: `page_with(*scripts, **options)`, each a file
    under `webapp/static` or a text. They share one scope, as the worker's do, and so their names."""
    pages = []

    def make(*scripts: str, **options):
        page, faults = chromium.new_page(**options), []
        pages.append(page)
        page.on("pageerror", lambda error: faults.append(str(error)))
        for script in scripts:
            content = (STATIC / script).read_text(encoding="utf-8") if script.endswith(".js") else script
            page.add_script_tag(content=content)
            assert not faults, f"{script}: {faults}"
        return page

    yield make
    for page in pages:
        page.close()


@pytest.fixture(scope="module")
def server_of_file(tmp_path_factory, ready):
    """Makes servers for the tests of one file, as `ready` does: `server_of_file(kind, **settings)`. Stops them."""
    servers = []

    def make(kind: type[AppServer] = AppServer, **settings: str) -> AppServer:
        servers.append(ready(tmp_path_factory.mktemp("server"), kind, **settings))
        return servers[-1]

    yield make
    for server in servers:
        server.stop()


@pytest.fixture
def network(server):
    """A network between the browser and the shared server, that a test may count on, spoil and cut."""
    network = Network(server.url).start()
    yield network
    network.mend()
    network.stop()


def wait_ready(page) -> None:
    """Until the page says that everything is on the phone."""
    page.locator("html[data-offline-ready]").wait_for(state="attached")


def visit(page, url: str) -> None:
    """Open a page, and wait until everything is on the phone."""
    page.goto(url)
    wait_ready(page)


def taken_over(page, url: str) -> None:
    """Open a page, and wait until the worker answers for it."""
    visit(page, url)
    until(lambda: page.evaluate("navigator.serviceWorker.controller !== null"), "the worker takes over")


def stop_worker(page) -> None:
    """What the browser does after half a minute without anything to do."""
    session = page.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    session.detach()


KEPT = """async () => {
  const found = {};
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const { url } of await cache.keys()) {
      const body = await (await cache.match(url)).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
      const { pathname } = new URL(url);
      found[`${name} ${pathname}`] = Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
    }
  }
  return found;
}"""


def kept_on(page) -> dict[str, str]:
    """What lies in the caches: the cache's name and the address -> SHA-256."""
    return page.evaluate(KEPT)


def until(holds, what: str, seconds: float = 60, every: float = 0.02) -> None:
    """Until a condition holds that no page tells of, looked at with so many seconds between. Fails, naming it, when it
    never does."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, f"never happened: {what}"
        time.sleep(every)


def pytest_terminal_summary(terminalreporter):
    """Say what was skipped and why; a promise that was not tested must not look like one that was."""
    skipped = [report for report in terminalreporter.getreports("skipped") if "tests/browser" in report.nodeid]
    for reason in sorted({report.longrepr[2] for report in skipped}):
        terminalreporter.write_line(reason, yellow=True)


@pytest.fixture(scope="module")
def remembering(playwright):
    """A Chromium that brings pages back to life on Back, as phones do. Playwright's own way is to have that off."""
    browser = browsers.launch_chromium(playwright, ignore_default_args=["--disable-back-forward-cache"])
    yield browser
    browser.close()


def set_worker_clock(worker, minute: int) -> None:
    """What the worker takes as now."""
    worker.evaluate("(minute) => { Date.now = () => minute * 60000; }", minute)
