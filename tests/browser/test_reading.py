"""Finding and reading a card: the ways a thumb, a finger, a key and a browser without script get there."""

import pytest

from tests.browser.conftest import assert_caught, empty, used_page_in

TITLE = "Borgeren lukker ned eller skifter emne"


def swipe(page, across):
    """A finger drawn sideways over the card, by `across` pixels."""
    session = page.context.new_cdp_session(page)
    start = {"x": 180, "y": 300}

    def touch(kind, points):
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    touch("touchStart", [start])
    for step in range(1, 6):
        touch("touchMove", [{"x": start["x"] + across * step / 5, "y": 301}])
    touch("touchEnd", [])


@pytest.fixture(scope="module")
def used_touchscreen(chromium):
    """The page behind `card_page`."""
    with used_page_in(chromium, has_touch=True, is_mobile=True) as used:
        yield used


@pytest.fixture
def card_page(server, used_touchscreen):
    """A phone with a finger, on card 2, come from the home page; used by one test after another, as `quiet` is."""
    page, uncaught = used_touchscreen
    uncaught.clear()
    page.goto(server.url + "/")
    page.get_by_role("link", name="Bliv enige om").click()
    page.wait_for_selector('[data-card="2"]')
    page.evaluate("() => (window.sameDocument = true)")
    yield page
    assert_caught(uncaught)
    empty(page)


def shown(page, name):
    """Wait until a card is the one shown, by its id."""
    page.wait_for_selector(f'#kort [data-card="{name}"]')


def test_the_card_one_needs_is_three_taps_away(server, quiet):
    quiet.goto(server.url + "/")
    quiet.get_by_role("link", name="I samtalen").click()
    quiet.get_by_role("link", name=TITLE).click()
    quiet.wait_for_url("**/kort/s2")
    assert quiet.get_by_role("heading", level=1).inner_text() == TITLE
    assert quiet.title() == "Kort S2 · Lommekort"


@pytest.mark.parametrize(("across", "name"), [(-140, "3"), (140, "1")])
def test_swipe_turns_the_card_in_the_same_page(card_page, across, name):
    swipe(card_page, across)
    shown(card_page, name)
    assert card_page.evaluate("() => window.sameDocument")
    assert card_page.url.endswith(f"/kort/{name}")
    assert card_page.title() == f"Kort {name} · Lommekort"
    assert card_page.evaluate("() => document.activeElement.tagName") == "H1"


def test_short_or_slanted_touch_turns_nothing(card_page):
    swipe(card_page, -30)
    card_page.evaluate("() => new Promise(requestAnimationFrame)")
    assert card_page.locator('#kort [data-card="2"]').count() == 1


def test_arrow_keys_turn_the_card(card_page):
    card_page.keyboard.press("ArrowRight")
    shown(card_page, "3")
    card_page.keyboard.press("ArrowLeft")
    shown(card_page, "2")
    assert card_page.evaluate("() => window.sameDocument")


def test_back_leads_to_where_one_came_from_not_through_the_deck(card_page, server):
    for name in ("3", "4", "5"):
        card_page.get_by_role("link", name="Kortet efter").click()
        shown(card_page, name)
    card_page.go_back()
    card_page.wait_for_selector(".wallet")
    assert card_page.url == server.url + "/"


def test_deck_ends_where_it_ends(server, quiet):
    quiet.goto(server.url + "/kort/5")
    assert quiet.get_by_role("link", name="Kortet efter").count() == 0
    quiet.keyboard.press("ArrowRight")
    assert quiet.locator('#kort [data-card="5"]').count() == 1


def test_card_from_another_edition_is_opened_whole(server, new_context):
    def other_edition(route):
        if route.request.resource_type != "fetch":
            return route.continue_()
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace('data-edition="', 'data-edition="x'))

    page = new_context(service_workers="block").new_page()
    page.goto(server.url + "/kort/2")
    page.evaluate("() => (window.sameDocument = true)")
    page.route("**/kort/3", other_edition)
    page.get_by_role("link", name="Kortet efter").click()
    shown(page, "3")
    assert not page.evaluate("() => window.sameDocument")
    assert page.url.endswith("/kort/3")


def test_depths_are_jumped_to_without_a_line_in_the_history(card_page):
    before = card_page.evaluate("() => history.length")
    card_page.get_by_role("link", name="Fem minutter").click()
    card_page.wait_for_function("() => document.getElementById('d300').getBoundingClientRect().top < 200")
    card_page.wait_for_selector('.depths a[href="#d300"][aria-current]')
    assert card_page.evaluate("() => history.length") == before
    assert card_page.url.endswith("/kort/2")


def test_without_script_everything_is_links(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(server.url + "/")
    page.get_by_role("link", name="Bliv enige om").click()
    page.get_by_role("link", name="Kortet efter").click()
    page.wait_for_url("**/kort/3")
    page.get_by_role("link", name="Fem minutter").click()
    assert page.url.endswith("/kort/3#d300")
    assert page.get_by_role("heading", name="I organisationen").is_visible()
    page.goto(server.url + "/kort")
    assert page.locator("[data-find]").is_hidden()
    page.get_by_role("link", name="Kort 4", exact=True).click()
    assert page.locator("#k4").bounding_box()["x"] < 40


def test_deck_is_turned_by_key_and_by_number(server, quiet):
    quiet.goto(server.url + "/kort")
    strip = quiet.locator(".strip")
    strip.focus()
    quiet.keyboard.press("ArrowRight")
    quiet.wait_for_function("() => document.querySelector('.strip').scrollLeft > 20")
    quiet.get_by_role("link", name="Kort 5", exact=True).click()
    quiet.wait_for_function("() => document.querySelector('#k5').getBoundingClientRect().left < 60")


def test_finding_narrows_the_list_and_tells_nobody(server, page):
    page.goto(server.url + "/kort")
    page.wait_for_selector("[data-find]:not([hidden])")
    page.wait_for_selector("html[data-offline-ready]")
    asked = []
    page.context.on("request", lambda request: asked.append(request.url))
    field = page.get_by_label("Find et kort")
    field.fill("lukker")
    assert page.locator(".list li:visible").all_inner_texts()[0].endswith("Det er klogt.")
    assert page.locator(".deck").is_hidden()
    field.fill("moede uden")
    assert page.locator("[data-found]").inner_text() == f"{page.locator('.list li:visible').count()} fundet"
    field.fill("xyzæøå")
    assert page.locator(".list li:visible").count() == 0
    assert "Ingen kort" in page.locator("[data-found]").inner_text()
    field.fill("")
    assert page.locator(".list li:visible").count() > 90
    assert asked == []
    field.fill("lukker ned")
    field.press("Enter")
    page.wait_for_url("**/kort/s2")


def test_unknown_card_offers_a_way_on(server, quiet):
    assert quiet.goto(server.url + "/kort/zz").status == 404
    quiet.get_by_label("Søg i alt").fill("partner")
    quiet.keyboard.press("Enter")
    quiet.get_by_role("link", name="Partneren er med").click()
    quiet.wait_for_url("**/kort/s4")


def test_related_cards_lead_on(server, quiet):
    quiet.goto(server.url + "/kort/s2")
    quiet.locator(".onward").click()
    quiet.wait_for_url("**/kort/s10")
    quiet.locator(".related li a").first.click()
    quiet.wait_for_selector("[data-card]")
    assert not quiet.url.endswith("/s10")


def test_legal_facts_unfold_and_lead_to_the_whole_rule(server, quiet):
    quiet.goto(server.url + "/kort/4")
    fact = quiet.locator("details.fact").first
    fact.locator("summary").click()
    fact.get_by_role("link", name="Hele reglen").click()
    quiet.wait_for_selector('[data-card^="l"][data-confirmed]')
    assert quiet.get_by_text("Sikkerhed", exact=True).is_visible()
