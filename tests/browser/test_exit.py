"""The quick exit in Chromium: it covers at once, Back shows nothing of ours, nobody is told, it is always in reach."""

from __future__ import annotations

import pytest
from playwright.sync_api import Error, expect

from harness import browsers
from tests.browser.conftest import until, visit, wait_ready
from tests.browser.elsewhere import Elsewhere
from tests.browser.faults import Held, Network
from tests.browser.leaving import EXIT, NEUTRAL, WRITTEN, Onlooker, back, back_shows_none_of, has_left, settled
from tests.house_rules import sensitive_words
from webapp.sqlite import sqlite3

KINDS = ("/", "/kort", "/kort/1", "/kort/m3", "/kort/s2", "/kort/v1", "/kort/l5", "/b/nu", "/om", "/kilder", "/fjern",
         "/404.html")  # fmt: skip


@pytest.fixture(scope="module")
def elsewhere():
    """Another site, where readers come from and may go to."""
    site = Elsewhere()
    yield site
    site.stop()


@pytest.fixture(scope="module")
def leading_out(server_of_file, elsewhere):
    """A server whose exit goes on to the other site."""
    return server_of_file(EXIT_URL=f"{elsewhere.url}/vejr").start()


def turn_cards(page, url):
    """Home, the deck, a card, and from it to the next one within the page."""
    page.goto(url)
    page.locator(".pocket").click()
    page.locator("a[href='/kort/s2']").click()
    page.locator(".dock [rel=next]").click()
    page.locator("[data-card=s3]").wait_for()


def follow_links(page, url):
    """Home, a place in the deck, another place in it, a card."""
    page.goto(url)
    page.locator(".bar a[href='/kort']").click()
    page.locator(".tabs a[href='#k2']").click()
    page.locator("#k2 .main-button").click()
    page.locator("[data-card='2']").wait_for()


def tap(page):
    """Leave with the finger."""
    page.locator(EXIT).tap()


def shift(page):
    """Leave with the keyboard."""
    for _ in range(3):
        page.keyboard.press("Shift")


def is_at(page, site: str) -> bool:
    """Whether a page of this site has loaded; what the page itself says, which a page that came back to life knows first."""
    try:
        address, state = page.evaluate("[location.href, document.readyState]")
    except Error:  # the document went while it was asked
        return False
    return address.startswith(f"{site}/") and state == "complete"


def test_exit_covers_before_the_next_frame(server, page):
    page.goto(f"{server.url}/kort/s2")
    assert "Borgeren lukker ned" in page.inner_text("html")
    page.evaluate(
        "document.querySelector('[data-quick-exit]').click(); window.atOnce = document.documentElement.innerText"
    )
    assert NEUTRAL.fullmatch(page.evaluate("atOnce"))
    assert has_left(page)
    expect(page.locator("h1")).to_be_focused()  # who hears the page learns that it is another
    assert page.locator("meta[name=theme-color]").count() == 0


def test_exit_covers_a_page_that_has_only_half_arrived(network, new_context):
    page = new_context(service_workers="block").new_page()
    network.spoil("/kort/s2", Held(half=True))
    page.goto(f"{network.url}/kort/s2", wait_until="commit")
    page.get_by_role("heading", name="Borgeren lukker ned").wait_for()
    page.evaluate("document.querySelector('[data-quick-exit]').click()")
    assert has_left(page)


def test_exit_works_from_the_first_frame_on(server, new_context):
    """Also on the way from page to page: a fading picture of the page before would swallow the tap, and show the page."""
    context = new_context(service_workers="block")
    context.add_init_script("""requestAnimationFrame(function look() {
      const exit = document.querySelector("[data-quick-exit]");
      if (!exit) return requestAnimationFrame(look);
      const { x, y, width, height } = exit.getBoundingClientRect();
      requestAnimationFrame(() => (window.works = exit === document.elementFromPoint(x + width / 2, y + height / 2)));
    })""")
    page = context.new_page()
    page.goto(f"{server.url}/kort/s2")
    page.locator(".onward").click()
    until(lambda: page.evaluate("location.pathname === '/kort/s10' && 'works' in window"), "a frame was shown")
    assert page.evaluate("works")


@pytest.mark.parametrize(
    ("read", "leave", "remembers", "network_is"),
    [
        (turn_cards, tap, True, "there"),
        (follow_links, shift, True, "there"),
        (turn_cards, shift, False, "there"),
        (follow_links, tap, False, "there"),
        (turn_cards, tap, True, "off"),
        (follow_links, tap, False, "off"),
        (turn_cards, tap, False, "without a server"),
        (turn_cards, tap, True, "all there is"),
        (follow_links, tap, False, "all there is"),
    ],
)  # fmt: skip
def test_back_shows_nothing_of_ours(request, new_context, elsewhere, network, read, leave, remembers, network_is):
    """`all there is`: no service worker yet, as on a first visit."""
    browser = request.getfixturevalue("remembering" if remembers else "chromium")
    workers = "block" if network_is == "all there is" else "allow"
    context = new_context(browser, has_touch=True, service_workers=workers)
    onlooker = Onlooker(context)
    page = context.new_page()
    page.goto(elsewhere.url)
    read(page, network.url)
    if workers == "allow":
        wait_ready(page)
    ours = onlooker.seen(page) - {"Elsewhere"}
    assert len(ours) > 50

    if network_is == "off":
        context.set_offline(True)
    if network_is == "without a server":
        network.stop()
    leave(page)
    assert has_left(page)
    back_shows_none_of(page, onlooker, ours, elsewhere.url)
    page.go_forward(wait_until="commit")
    assert not onlooker.seen(page) & ours


def test_pages_do_come_back_to_life_in_this_browser(new_context, remembering, elsewhere, server):
    """Without this the tests above would prove nothing about it. And who did not leave gets the page back."""
    page = new_context(remembering).new_page()
    for address in (elsewhere.url, f"{server.url}/kort/s2"):
        page.goto(address)
        if address.startswith(server.url):
            wait_ready(page)  # browsers keep no page alive that is still asking for something
        page.evaluate("addEventListener('pageshow', (event) => (window.cameBackToLife = event.persisted))")
        page.goto(f"{elsewhere.url}/next")
        back(page)
        assert page.evaluate("cameBackToLife")
    page.get_by_role("heading", name="Borgeren lukker ned").wait_for()


@pytest.mark.parametrize(
    "link", [".onward", ".dock [rel=next]", ".bar [data-turn]"], ids=["a page", "a card", "a citizen's page"]
)
def test_nothing_arrives_after_leaving(network, new_context, link):
    """A slow network, a tap on a link, and then the exit: what was on its way must not show up."""
    page = new_context(service_workers="block").new_page()
    page.goto(f"{network.url}/kort/s2")
    page.wait_for_load_state("networkidle")
    exit_ = page.locator(EXIT).bounding_box()
    held = network.spoil("*", Held())
    page.evaluate(f"document.querySelector('{link}').click()")
    held.asked.wait(10)
    # With the mouse itself: everything else in Playwright waits for the page that is on its way.
    page.mouse.click(exit_["x"] + exit_["width"] / 2, exit_["y"] + exit_["height"] / 2)
    network.mend()
    page.evaluate("fetch('/healthz')")  # what was let go before it has had its chance
    assert has_left(page)


@pytest.mark.parametrize("engine", ["remembering", "firefox"])
def test_other_tabs_leave_too(request, server, new_context, elsewhere, engine):
    context = new_context(request.getfixturevalue(engine))
    tabs = {address: context.new_page() for address in ("/kort/s2", "/b/nu", "/luk", "/find", "/kort/m3")}
    for address, page in tabs.items():
        page.goto(elsewhere.url)
        page.goto(server.url + address)
    tabs["/find"].goto(elsewhere.url)
    back(tabs["/find"])  # a page that came back to life hears it as well
    tabs["/kort/m3"].goto(f"{elsewhere.url}/next")
    shift(tabs["/b/nu"])
    for address in ("/kort/s2", "/b/nu", "/luk", "/find"):
        until(lambda page=tabs[address]: has_left(page), f"{address} was left")
    assert tabs["/kort/m3"].url == f"{elsewhere.url}/next"
    tabs["/kort/s2"].reload()
    assert has_left(tabs["/kort/s2"])
    tabs["/kort/s2"].goto(f"{server.url}/kort/s2")
    tabs["/kort/s2"].get_by_role("heading", name="Borgeren lukker ned").wait_for()


# What browsers do that let sites keep nothing.
NOTHING_ALLOWED = """if (isSecureContext) {
  const refuse = () => { throw new DOMException("The operation is insecure.", "SecurityError"); };
  for (const name of ["localStorage", "sessionStorage"]) Object.defineProperty(window, name, { get: refuse });
  for (const name of ["open", "keys", "match", "delete"]) CacheStorage.prototype[name] = async () => refuse();
  window.BroadcastChannel = class { constructor() { refuse(); } };
  LockManager.prototype.request = async () => refuse();
  IDBFactory.prototype.open = refuse;
}"""


@pytest.mark.parametrize("address", ["/kort/s2", "/find", "/tjek", "/b/nu", "/b/moede"])
def test_exit_where_nothing_may_be_kept(server, new_context, elsewhere, address):
    context = new_context(has_touch=True, service_workers="block")
    context.add_init_script(NOTHING_ALLOWED)
    page = context.new_page()
    page.goto(elsewhere.url)
    page.goto(server.url + address)
    tap(page)
    assert has_left(page)
    back(page)
    assert page.url.startswith(elsewhere.url)


def test_opened_anew_it_shows_again(server, new_context):
    page = new_context(has_touch=True).new_page()
    turn_cards(page, server.url)
    tap(page)
    page.reload()
    assert has_left(page)
    page.goto(f"{server.url}/kort/s2")
    page.get_by_role("heading", name="Borgeren lukker ned").wait_for()
    page.locator(".onward").click()
    page.locator("[data-card=s10]").wait_for()
    assert page.evaluate("sessionStorage.length") == 0


def test_exit_forgets_everything_but_that_someone_left(server, new_context):
    page = new_context(has_touch=True).new_page()
    visit(page, f"{server.url}/kort")
    page.evaluate("localStorage.setItem('choice', '1'); sessionStorage.setItem('ticked', '1')")
    tap(page)
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["luk"]
    assert page.evaluate("caches.keys()") == ["udgaver"]  # the worker's offline copy stays


def test_only_three_shifts_in_a_row_leave(server, page):
    page.goto(f"{server.url}/kort")
    field = page.get_by_role("searchbox")
    for key in ("Shift", "Shift+V", "Shift", "Shift+Tab"):
        field.press(key)
    for _ in range(4):
        page.keyboard.down("Shift")  # held down, it repeats
    page.keyboard.up("Shift")
    assert not has_left(page)
    page.keyboard.press("Escape")
    shift(page)
    assert has_left(page)


def test_without_script_the_exit_is_a_link(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/kort/s2")
    page.locator(EXIT).click()
    assert page.url == f"{server.url}/luk"
    assert page.title() == "I dag"
    assert "Lommekort" not in page.inner_text("html")


def test_nobody_is_told(network, new_context):
    page = new_context(service_workers="block", has_touch=True).new_page()
    turn_cards(page, network.url)
    page.wait_for_load_state("networkidle")
    before = len(network.requests)
    tap(page)
    page.evaluate("fetch('/healthz')")
    assert network.requests[before:] == [("GET", "/healthz")]


def test_exit_goes_on_to_an_outside_page(leading_out, elsewhere, new_context, remembering):
    network = Network(leading_out.url).start()
    context = new_context(remembering, service_workers="block", has_touch=True)
    onlooker = Onlooker(context)
    page = context.new_page()
    page.goto(f"{elsewhere.url}/start")
    turn_cards(page, network.url)
    page.wait_for_load_state("networkidle")
    ours, before = onlooker.seen(page) - {"Elsewhere"}, len(network.requests)
    elsewhere.asked.clear()

    tap(page)
    page.wait_for_url(f"{elsewhere.url}/vejr")
    assert network.requests[before:] == []
    path, headers = elsewhere.asked[0]
    assert path == "/vejr"
    assert "Referer" not in headers
    onlooker.seen(page)
    for _ in range(3):
        page.go_back(wait_until="commit")
        # A page that goes on must have done so: the next step back would be lost on the way.
        until(lambda: is_at(page, elsewhere.url), "it went on to the other site")
        assert not onlooker.seen(page) & ours
    assert page.url == f"{elsewhere.url}/start"
    network.stop()


def test_without_a_network_the_exit_stays_inside(leading_out, new_context):
    context = new_context(has_touch=True)
    page = context.new_page()
    visit(page, f"{leading_out.url}/kort/s2")
    context.set_offline(True)
    tap(page)
    page.reload()
    assert has_left(page)


def test_without_script_the_link_goes_on_too(leading_out, elsewhere, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{leading_out.url}/kort/s2")
    page.locator(EXIT).click()
    page.wait_for_url(f"{elsewhere.url}/vejr")


def test_installed_the_exit_stays_inside(leading_out, elsewhere, playwright, tmp_path):
    """An app window, which has no address bar to come back by: so there is a way back in on the neutral page."""
    args = [*browsers.CHROMIUM_FLAGS, f"--app={leading_out.url}/"]
    path = browsers.chromium_path()
    context = playwright.chromium.launch_persistent_context(tmp_path, executable_path=path, args=args, no_viewport=True)
    page = context.pages[0]
    page.wait_for_url(f"{leading_out.url}/")
    assert page.evaluate("matchMedia('(display-mode: standalone)').matches")
    elsewhere.asked.clear()
    page.locator(EXIT).click()
    page.get_by_text("Uge").wait_for()
    page.get_by_role("link", name="Start").click()
    page.get_by_role("heading", name="Hjælp nu").wait_for()
    assert elsewhere.asked == []
    context.close()


def test_exit_is_always_in_reach(server, quiet, subtests):
    for address in KINDS:
        with subtests.test(address):
            quiet.goto(server.url + address)
            for width, height in ((360, 640), (320, 568), (1280, 800)):
                quiet.set_viewport_size({"width": width, "height": height})
                out_of_reach = quiet.evaluate("""() => {
                  const exit = document.querySelector("[data-quick-exit]");
                  const end = document.documentElement.scrollHeight - innerHeight;
                  const places = Array.from({ length: 20 }, (_, number) => Math.round((number / 19) * end));
                  return places.filter((place) => {
                    scrollTo({ top: place, behavior: "instant" });
                    const { left, top, right, bottom, width, height } = exit.getBoundingClientRect();
                    const [x, y] = [(left + right) / 2, (top + bottom) / 2];
                    const edges = [[x, y], [left + 2, y], [right - 2, y], [x, top + 2], [x, bottom - 2]];
                    const inside = left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight;
                    const onTop = edges.every(([across, down]) => exit.contains(document.elementFromPoint(across, down)));
                    return !(inside && onTop && width >= 44 && height >= 44);
                  });
                }""")
                assert not out_of_reach, f"{address} {width}: the exit is out of reach when scrolled to {out_of_reach}"


def test_a_citizens_page_writes_nothing_even_when_left(server, elsewhere, new_context):
    page = new_context(has_touch=True).new_page()
    page.goto(elsewhere.url)
    page.goto(f"{server.url}/b/nu")
    assert page.evaluate(WRITTEN) == []
    tap(page)
    assert has_left(page)
    assert page.evaluate(WRITTEN) == []
    back(page)
    assert page.url.startswith(elsewhere.url)
    page.go_forward(wait_until="commit")
    settled(page)
    assert has_left(page)


@pytest.mark.parametrize("turned", [True, False], ids=["turned round", "opened"])
def test_from_a_citizens_page_back_shows_nothing_of_ours(server, elsewhere, new_context, remembering, turned):
    context = new_context(remembering, has_touch=True)
    onlooker = Onlooker(context)
    page = context.new_page()
    page.goto(elsewhere.url)
    page.goto(server.url)
    if turned:
        page.locator(".moments a[href='/b/nu']").click()
    else:
        page.goto(f"{server.url}/b/nu")
    page.get_by_role("heading", name="Du kan ringe nu").wait_for()
    ours = onlooker.seen(page) - {"Elsewhere"}
    tap(page)
    assert has_left(page)
    back_shows_none_of(page, onlooker, ours, elsewhere.url, times=2)
    assert page.url.startswith(elsewhere.url)


def test_the_browsers_history_tells_nothing(server, open_profile, tmp_path):
    context = open_profile()
    page = context.new_page()
    turn_cards(page, server.url)
    page.goto(f"{server.url}/kort")
    page.get_by_role("searchbox").fill("tavshedspligt")
    page.get_by_role("link", name="Tavshedspligt").first.click()
    page.locator("[data-card]").wait_for()
    page.goto(f"{server.url}/b/nu")
    page.locator(EXIT).click()
    context.close()

    history = sqlite3.connect(next(tmp_path.rglob("History")))
    lines = history.execute("SELECT url, title FROM urls WHERE url LIKE ?", [f"{server.url}%"]).fetchall()
    history.close()
    assert len(lines) > 4
    assert not [line for line in lines if sensitive_words(" ".join(line)) or "tavshed" in " ".join(line).lower()]
