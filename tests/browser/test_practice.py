"""Practice: a turn at a time with finger, key or no script at all; ten minutes by the clock; the card of the day."""

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import visit
from tests.browser.leaving import EXIT, WRITTEN, back, has_left
from tests.browser.paper import millimetres, printed, tight, tight_text
from tests.browser.usable import tab_to, violations
from tests.conftest import LIBRARY

PRACTICE = LIBRARY.practice
PROJECTOR = {"width": 1280, "height": 800}
KEPT_BY_SCRIPT = "[Object.entries(localStorage), Object.entries(sessionStorage)]"
FIRST, SECOND = (turn.scene[:30] for turn in (PRACTICE.scenarios["1"].turns[0], PRACTICE.scenarios["1"].turns[2]))


def shown(page):
    """The places of the steps that can be seen."""
    return page.eval_on_selector_all(
        ".step", "(all) => all.filter((step) => step.checkVisibility()).map(({ id }) => id)"
    )


def choose(page, answer: int) -> None:
    """Take one of the answers on show, counted from 1."""
    page.locator(".answers a:visible").nth(answer - 1).click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no script"])
def test_one_turn_at_a_time_and_back_goes_one_answer_back(server, new_context, script):
    page = new_context(java_script_enabled=script, service_workers="block").new_page()
    page.goto(f"{server.url}/oev/1")
    seen = []
    for place, answer in (("start", 2), ("a2", 1), ("a2c1", None)):
        visible = page.locator(".step:visible")
        expect(visible).to_have_count(1)
        expect(visible).to_have_attribute("id", place)
        seen.append(visible.inner_text())
        if answer:
            choose(page, answer)
    assert FIRST in seen[0] and SECOND in seen[1] and "Det tager du med" in seen[2]
    for place in ("a2", "start"):
        page.go_back()
        expect(page.locator(".step:visible")).to_have_attribute("id", place)
    choose(page, 1)
    expect(page.locator(".step:visible")).to_have_attribute("id", "a1")
    page.get_by_role("link", name="Prøv et andet svar").click()
    expect(page.locator(".step:visible")).to_have_attribute("id", "start")


def test_keyboard_alone_does_for_a_scenario_and_is_taken_along(server, quiet):
    quiet.goto(f"{server.url}/oev/1")
    tab_to(quiet, ".answers a[href='#a2']")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#a2 h2").first).to_be_focused()
    expect(quiet.locator("#a2 .you")).to_be_in_viewport()
    tab_to(quiet, ".answers a[href='#a2c1']")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#a2c1 h2").first).to_be_focused()
    tab_to(quiet, "#a2c1 .learnt a[href='/kort/s1']")
    quiet.keyboard.press("Enter")
    quiet.wait_for_url("**/kort/s1")


def test_a_browser_that_cannot_hide_turns_shows_them_all(server, quiet):
    """Printed, too, everything is there."""
    quiet.goto(f"{server.url}/oev/1#a2")
    quiet.emulate_media(media="print")
    assert shown(quiet) == [step.place for step in PRACTICE.scenarios["1"].steps()]


def test_nothing_but_the_number_of_what_was_seen_is_kept(server, quiet):
    quiet.goto(f"{server.url}/oev/1")
    choose(quiet, 2)
    expect(quiet.locator("#a2 h2").first).to_be_focused()
    assert quiet.evaluate(KEPT_BY_SCRIPT) == [[], []], "a scenario begun is not yet seen"
    choose(quiet, 3)
    expect(quiet.locator("#a2c3 h2").first).to_be_focused()
    quiet.goto(f"{server.url}/oev/4")
    choose(quiet, 1)
    choose(quiet, 1)
    expect(quiet.locator("#a1c1 h2").first).to_be_focused()
    assert quiet.evaluate(KEPT_BY_SCRIPT) == [[["set", "1 4"]], []]
    quiet.goto(f"{server.url}/oev")
    expect(quiet.locator(".seen:visible")).to_have_count(2)
    expect(quiet.locator("[data-practice-line='4']")).to_contain_text("set")
    quiet.goto(f"{server.url}/laer/1#skaerm")
    quiet.get_by_role("button", name="Start").click()
    assert quiet.evaluate(KEPT_BY_SCRIPT) == [[["set", "1 4"]], []]


def test_a_phone_that_keeps_nothing_can_practise_all_the_same(server, new_context):
    page = new_context(service_workers="block").new_page()
    page.add_init_script("Object.defineProperty(window, 'localStorage', { get() { throw new Error('no') } })")
    page.goto(f"{server.url}/oev/1#a2c1")
    expect(page.locator("#a2c1")).to_be_visible()
    page.goto(f"{server.url}/oev")
    expect(page.locator(".seen:visible")).to_have_count(0)


def test_luk_forgets_what_was_seen_and_back_shows_no_turn(server, new_context):
    page = new_context(service_workers="block").new_page()
    page.goto(f"{server.url}/oev")
    page.locator("a[href='/oev/1']").click()
    choose(page, 2)
    choose(page, 1)
    expect(page.locator("#a2c1")).to_be_visible()
    page.locator(EXIT).click()
    assert has_left(page)
    assert page.evaluate(WRITTEN) == ["luk"]
    for _ in range(3):
        back(page)
        assert has_left(page)


def test_fjern_alt_forgets_what_was_seen(server, page):
    visit(page, f"{server.url}/oev/1#a2c1")
    assert page.evaluate("localStorage.getItem('set')") == "1"
    page.goto(f"{server.url}/fjern")
    page.get_by_role("button", name="Fjern alt").click()
    page.get_by_role("heading", name="Alt er fjernet").wait_for(timeout=60_000)  # a browser may take its time to clear
    assert page.evaluate("localStorage.length") == 0


def test_practice_works_in_a_basement(server, context):
    page = context.new_page()
    visit(page, server.url)
    context.set_offline(True)
    page.get_by_role("link", name="Øv dig").click()
    page.locator("a[href='/oev/2']").click()
    choose(page, 2)
    choose(page, 2)
    page.locator("#a2c2 a[href='/kort/s6']").click()
    page.get_by_role("link", name="Regnearket").click()
    page.wait_for_url("**/oev/2")
    page.goto(f"{server.url}/laer")
    page.locator(".year a[href='/laer/12']").click()
    page.get_by_role("link", name="På storskærm").click()
    page.get_by_role("button", name="Start").click()
    expect(page.get_by_role("timer")).to_be_visible()


STATES = ("/oev/3#a3", "/oev/3#a3c3", "/oev/8#a2c1", "/laer/6", "/laer/6#skaerm", "/laer/11#skaerm")


@pytest.mark.parametrize("address", STATES)
def test_axe_finds_nothing_at_any_turn(server, quiet, address):
    quiet.goto(server.url + address)
    for viewport in ({"width": 320, "height": 640}, PROJECTOR):
        quiet.set_viewport_size(viewport)
        expect(quiet.locator(":target")).to_have_count(address.count("#"))
        assert violations(quiet) == []


@pytest.fixture
def meeting(server, new_context):
    """A session on the big screen, with a clock that the test turns."""
    page = new_context(viewport=PROJECTOR, service_workers="block").new_page()
    page.clock.install()
    page.goto(f"{server.url}/laer/5#skaerm")
    page.clock.pause_at(page.evaluate("Date.now() + 1000"))
    return page


def test_clock_runs_pauses_and_moves_on_only_when_told(meeting):
    left, told = meeting.get_by_role("timer"), meeting.locator("[data-told]")
    expect(left).to_have_text("2:00")
    meeting.clock.run_for(5_000)
    expect(left).to_have_text("2:00")
    meeting.get_by_role("button", name="Start").click()
    expect(told).to_have_text("Læs: 2 minutter.")
    meeting.clock.run_for(30_000)
    expect(left).to_have_text("1:30")
    meeting.get_by_role("button", name="Pause").click()
    expect(told).to_have_text("Pause.")
    meeting.clock.run_for(600_000)
    expect(left).to_have_text("1:30")
    meeting.get_by_role("button", name="Start").click()
    meeting.clock.run_for(31_000)
    expect(left).to_have_text("0:59")
    expect(told).to_have_text("Ét minut tilbage.")
    meeting.clock.run_for(120_000)
    expect(left).to_have_text("0:00")
    expect(told).to_have_text("Tiden er gået. Gå videre, når I er klar.")
    expect(meeting.locator("[data-on] h3")).to_contain_text("Læs")
    expect(meeting.get_by_role("button", name="Næste")).to_be_focused()
    meeting.keyboard.press("Enter")
    expect(left).to_have_text("5:00")
    expect(told).to_have_text("Gør: 5 minutter.")
    meeting.clock.run_for(1_000)
    expect(left).to_have_text("4:59")


def test_clock_goes_through_all_steps_to_tomorrow_and_round(meeting):
    following = meeting.get_by_role("button", name="Næste")
    for heading, time in (("Gør", "5:00"), ("Sig højt", "2:00"), ("Hvem gør hvad", "1:00")):
        following.click()
        expect(meeting.locator("[data-on] h3")).to_contain_text(heading)
        expect(meeting.get_by_role("timer")).to_have_text(time)
    following.click()
    expect(meeting.locator("[data-on]")).to_contain_text("Det her gør vi fra i morgen")
    expect(meeting.get_by_role("timer")).to_have_count(0)
    meeting.get_by_role("button", name="Forfra").click()
    expect(meeting.get_by_role("timer")).to_have_text("2:00")
    expect(meeting.get_by_role("button", name="Start")).to_be_visible()


def test_clock_speaks_seldom(meeting):
    """A screen reader hears the start, the last minute and the end of a step, not every second."""
    meeting.evaluate("""() => {
      window.said = [];
      const line = document.querySelector("[data-told]");
      new MutationObserver(() => said.push(line.textContent)).observe(line, { childList: true });
    }""")
    meeting.get_by_role("button", name="Start").click()
    meeting.clock.run_for(125_000)
    assert meeting.evaluate("said") == [
        "Læs: 2 minutter.",
        "Ét minut tilbage.",
        "Tiden er gået. Gå videre, når I er klar.",
    ]
    assert meeting.get_by_role("status").count() == 1
    assert meeting.get_by_role("timer").get_attribute("aria-live") in (None, "off")


def test_who_wants_less_motion_sees_digits_alone(server, new_context):
    page = new_context(viewport=PROJECTOR, reduced_motion="reduce", service_workers="block").new_page()
    page.goto(f"{server.url}/laer/5#skaerm")
    expect(page.get_by_role("timer")).to_be_visible()
    expect(page.get_by_role("progressbar")).to_be_hidden()
    page.emulate_media(reduced_motion="no-preference")
    expect(page.get_by_role("progressbar")).to_be_visible()


def test_every_step_of_every_session_fits_the_big_screen(server, quiet):
    """Large type, nothing below the edge, and none of the leader's notes."""
    quiet.set_viewport_size(PROJECTOR)
    for number, session in PRACTICE.sessions.items():
        quiet.goto(f"{server.url}/laer/{number}#skaerm")
        expect(quiet.locator(".notes")).to_be_hidden()
        for step in session.steps:
            assert quiet.locator("[data-on] h3").inner_text().startswith(step.heading)
            for part in (quiet.locator("[data-on]"), quiet.locator("[data-clock]"), quiet.locator(EXIT)):
                expect(part).to_be_in_viewport(ratio=1)
            clear = quiet.evaluate(
                "document.querySelector('.bar').getBoundingClientRect().top"
                " - document.querySelector('[data-clock]').getBoundingClientRect().bottom"
            )
            assert clear >= 0, f"{number}, {step.heading}"
            size = quiet.locator("[data-on] .points li").first.evaluate(
                "(line) => parseFloat(getComputedStyle(line).fontSize)"
            )
            assert size >= 32
            quiet.get_by_role("button", name="Næste").click()


def test_without_script_the_screen_has_every_step_and_no_clock(server, new_context):
    page = new_context(viewport=PROJECTOR, java_script_enabled=False).new_page()
    page.goto(f"{server.url}/laer/5")
    page.get_by_role("link", name="På storskærm").click()
    expect(page.locator(".notes")).to_be_hidden()
    expect(page.locator(".screen ol > li:visible")).to_have_count(5)
    expect(page.locator("[data-clock]")).to_be_hidden()
    page.get_by_role("link", name="Til noterne").click()
    expect(page.locator(".notes")).to_be_visible()


@pytest.mark.parametrize("address", [session.address for session in PRACTICE.sessions.values()])
def test_notes_are_printed_on_a4_and_the_screen_is_not(server, quiet, address):
    quiet.goto(server.url + address)
    sheets = printed(quiet)
    assert [millimetres(sheet) for sheet in sheets] == [[210, 297]]
    text = tight_text(sheets)
    session = PRACTICE.sessions[address.rsplit("/", 1)[1]]
    for step in session.steps:
        for point in (*step.show, *step.lead):
            assert text.count(tight(point)) == 1, point
    assert "Start" not in text and "Udskriv" not in text


def test_plan_for_the_year_is_one_sheet(server, quiet):
    quiet.goto(f"{server.url}/laer")
    [sheet] = printed(quiet)
    assert [word for word in ("Januar", "December", "Sig ordet") if word not in sheet.extract_text()] == []


def on_a_day(page, server, now: str):
    """The home page with the test clock at a moment."""
    page.unroute_all()
    page.route(
        server.url + "/",
        lambda route: route.fulfill(
            response=(answer := route.fetch()), body=answer.text().replace("<html ", f'<html data-now="{now}" ', 1)
        ),
    )
    page.goto(server.url + "/")
    return page.locator("[data-today]")


MOMENTS = (
    ("2026-03-01T00:01:00+01:00", 1),
    ("2026-03-31T23:59:00+02:00", 31),
    ("2026-11-22T12:00:00+01:00", 22),
    ("2026-06-30T22:30:00+00:00", 1),  # past midnight in Denmark
)


@pytest.mark.parametrize("place", ["Europe/Copenhagen", "America/Nuuk"])
def test_card_of_the_day_is_the_dates_and_the_same_for_everyone(server, new_context, subtests, place):
    page = new_context(service_workers="block", timezone_id=place).new_page()
    for now, date in MOMENTS:
        with subtests.test(now):
            card = LIBRARY.cards[PRACTICE.year.days[date - 1]]
            line = on_a_day(page, server, now)
            expect(line).to_have_text(card.title)
            line.click()
            page.wait_for_url(f"**/kort/{card.id}")


def test_bar_of_a_usual_phone_covers_the_card_of_every_day(server, new_context):
    """All of the link: what is left of it beside the bar would be a target too small to hit (WCAG 2.2, 2.5.8)."""
    page = new_context(service_workers="block", viewport={"width": 412, "height": 823}).new_page()
    page.goto(server.url)
    height, bar = "node => node.getBoundingClientRect().height", page.locator("nav.bar")
    link = page.locator("[data-today]")
    expect(link).to_be_visible()
    for card in {LIBRARY.cards[day].title for day in PRACTICE.year.days}:
        link.evaluate("(node, title) => { node.textContent = title; }", card)
        assert link.evaluate(height) <= bar.evaluate(height), card


def test_card_of_the_day_can_be_found_without_script(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(server.url)
    expect(page.locator("[data-today]")).to_be_hidden()
    page.get_by_text("Kortet til hver dag i måneden").click()
    expect(page.locator("[data-days] li:visible")).to_have_count(31)
    page.locator("[data-days] li:nth-child(22) a").click()
    page.wait_for_url(f"**/kort/{PRACTICE.year.days[21]}")


def test_a_page_left_open_overnight_turns_the_card(server, new_context):
    page = new_context(service_workers="block").new_page()
    page.clock.install(time="2026-11-22T20:00:00+01:00")
    page.goto(server.url)
    expect(page.locator("[data-today]")).to_have_text(LIBRARY.cards[PRACTICE.year.days[21]].title)
    page.clock.set_system_time("2026-11-23T07:00:00+01:00")
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(page.locator("[data-today]")).to_have_text(LIBRARY.cards[PRACTICE.year.days[22]].title)
