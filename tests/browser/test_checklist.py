"""The checklist in a real browser: the next sentence under the thumb, and ticks that never leave the phone and are gone
in time."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until, visit
from tests.browser.leaving import EXIT, WRITTEN, has_left
from tests.browser.ticking import NEXT, VISIBLE, besides_icons, choose, kept, next_id, tick, ticked
from tests.browser.turned import HOLD, TURNED, hold
from tests.browser.usable import set_type, tab_to, violations, wider_than_the_window
from tests.checklist.lines import BRANCHES, SHORT, SUBSETS, shown
from tests.conftest import LIBRARY, WORDS

CHECKLIST = LIBRARY.checklist
LINES = CHECKLIST.lines()


# The next line


@pytest.mark.parametrize("address", ["/tjek", "/tjek/kort"])
def test_the_next_line_and_its_tick_are_under_the_thumb(server, quiet, address):
    """With one hand at 360 x 640: from the first line to the last, in the lower two thirds and not under the buttons."""
    quiet.goto(server.url + address)
    said = []
    while next_id(quiet):
        line, box = (quiet.locator(selector).bounding_box() for selector in (NEXT, f"{NEXT} > input"))
        dock = quiet.locator(".thumb").bounding_box()
        assert line["y"] >= 640 / 3, (next_id(quiet), line)
        assert box["y"] + box["height"] <= dock["y"], (next_id(quiet), box)
        words = quiet.locator(f"{NEXT} q").bounding_box()
        assert words["y"] + words["height"] <= dock["y"], next_id(quiet)
        assert box["width"] >= 44 and box["height"] >= 44
        said.append(tick(quiet))
    assert said == (shown(()) if address == "/tjek" else list(CHECKLIST.short))
    expect(quiet.locator("[data-next]")).to_have_text("Alt er sagt")


def test_from_home_the_next_honest_sentence_is_one_tap_away(server, quiet):
    quiet.goto(server.url)
    quiet.locator(".moments").get_by_text("I samtalen").click()
    expect(quiet.locator(f"{NEXT} q")).to_have_text(LINES[CHECKLIST.short[0]].say)
    expect(quiet.locator(f"{NEXT} q")).to_be_in_viewport(ratio=1)


def test_a_phase_is_one_tap_away_and_progress_is_told_for_each(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    quiet.get_by_role("navigation", name="Mødets faser").get_by_text("Slut").click()
    assert next_id(quiet) == "a1"
    expect(quiet.locator(NEXT)).to_be_in_viewport()
    tick(quiet)
    phase = quiet.get_by_role("link", name="Slut 1 af 8")
    expect(phase).to_have_attribute("aria-current", "step")
    assert next_id(quiet) == "a2"


def test_a_link_leads_into_a_phase_or_a_choice(server, quiet):
    quiet.goto(f"{server.url}/tjek#undervejs")
    assert next_id(quiet) == "u1"
    expect(quiet.locator(NEXT)).to_be_in_viewport()
    quiet.goto("about:blank")
    quiet.goto(f"{server.url}/tjek#g3")
    expect(quiet.locator("#saerligt")).to_be_visible()
    expect(quiet.locator("#g3")).to_be_focused()
    assert not quiet.locator("#g3").is_checked()


def test_a_mistaken_tick_can_be_taken_back(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    first = tick(quiet)
    quiet.locator(f"[data-check={first}] > input").uncheck()
    assert next_id(quiet) == first and ticked(quiet) == []


# Choices

# Which lines are seen right after each choice of branches.
CHOOSE_EACH = f"""([choices, branches]) => choices.map((chosen) => {{
  for (const name of branches) {{
    const box = document.getElementById(name);
    if (box.checked !== chosen.includes(name)) box.click();
  }}
  return ({VISIBLE})();
}})"""


@pytest.mark.parametrize("address", ["/tjek", "/tjek/kort"])
def test_choices_change_the_lines_at_once_as_the_rules_say(server, quiet, address):
    quiet.goto(server.url + address)
    quiet.get_by_role("button", name="Særligt").click()
    seen = quiet.evaluate(CHOOSE_EACH, [[sorted(chosen) for chosen in SUBSETS], BRANCHES])
    for chosen, lines in zip(SUBSETS, seen, strict=True):
        assert lines == (shown(chosen) if address == "/tjek" else shown(chosen, SHORT)), chosen


def test_a_choice_says_what_it_changed(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    quiet.get_by_role("button", name="Særligt").click()
    quiet.locator("#g3").check()
    expect(quiet.locator("#saerligt [role=status]")).to_have_text("6 linjer lagt til, 3 taget væk.")
    quiet.get_by_role("button", name="Færdig").click()
    expect(quiet.locator("#saerligt")).not_to_be_visible()
    assert next_id(quiet) == "g3a"
    expect(quiet.get_by_role("button", name="Særligt 1")).to_be_visible()


def test_danger_comes_before_everything_with_a_number_to_ring(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    tick(quiet)
    choose(quiet, "g3", "g7")
    assert next_id(quiet) == "g7a"
    line = quiet.locator(NEXT).bounding_box()
    assert line["y"] >= 640 / 3
    ring = quiet.locator(f"{NEXT} a[href='tel:112']")
    expect(ring).to_be_in_viewport(ratio=1)


def test_the_phone_is_not_to_be_handed_over_while_someone_looks_on(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    expect(quiet.get_by_role("link", name="Vend")).to_be_visible()
    choose(quiet, "g3")
    expect(quiet.get_by_role("link", name="Vend")).not_to_be_visible()


def test_without_script_ticks_and_choices_still_work(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/tjek")
    page.get_by_role("button", name="Særligt").click()
    page.locator("#g2").check()
    page.get_by_role("button", name="Færdig").click()
    expect(page.locator("[data-check=g2a]")).to_be_visible()
    expect(page.locator("[data-check=g5a]")).not_to_be_visible()
    page.locator("[data-check=f1] > input").check()
    expect(page.locator("[data-check=f1] q")).not_to_be_visible()
    page.get_by_role("button", name="Begynd forfra").click()
    expect(page.locator("[data-check=f1] > input")).not_to_be_checked()
    assert page.url == f"{server.url}/tjek"


def test_safe_contact_is_asked_and_remembered(server, quiet):
    quiet.goto(f"{server.url}/tjek#afslutning")
    answers = {question.id: "ja" if question.id in ("c1", "c5") else "nej" for question in CHECKLIST.contact}
    for name, answer in answers.items():
        question = next(question for question in CHECKLIST.contact if question.id == name)
        quiet.get_by_role("group", name=question.ask).get_by_text("Ja" if answer == "ja" else "Nej", exact=True).click()
    quiet.reload()
    for name, answer in answers.items():
        expect(quiet.locator(f"#{name}-{answer}")).to_be_checked()
    assert kept(quiet)["contact"] == answers


# Only on the phone


def test_thirty_ticks_make_no_request(server, quiet):
    quiet.goto(f"{server.url}/tjek", wait_until="networkidle")
    asked = []
    quiet.context.on("request", lambda request: asked.append(request.url))
    choose(quiet, "g2", "g5")
    for _ in range(30):
        tick(quiet)
    assert len(ticked(quiet)) == 30
    assert besides_icons(asked) == []
    quiet.reload()
    assert len(ticked(quiet)) == 30
    assert not [url for url in asked if "?" in url or "moede" in url]


def test_ticks_survive_a_reload_and_a_closed_page(server, context):
    page = context.new_page()
    page.goto(f"{server.url}/tjek/kort")
    done = [tick(page), tick(page)]
    page.reload()
    assert ticked(page) == done
    page.close()
    again = context.new_page()
    again.goto(f"{server.url}/tjek/kort")
    assert ticked(again) == done
    again.goto(f"{server.url}/tjek")
    assert set(ticked(again)) == set(done), "the short one and the whole are the same list"
    assert context.cookies() == []


def test_ticks_survive_a_restart_of_the_browser(server, open_profile):
    context = open_profile()
    page = context.new_page()
    page.goto(f"{server.url}/tjek/kort")
    done = tick(page)
    context.close()
    page = open_profile().new_page()
    page.goto(f"{server.url}/tjek/kort")
    assert ticked(page) == [done]


START = datetime(2026, 11, 23, 9, 0)


@pytest.mark.parametrize(
    ("later", "remembered"),
    [(timedelta(hours=11, minutes=59), True), (timedelta(hours=12, minutes=1), False), (-timedelta(days=1), False)],
)
def test_after_twelve_hours_and_by_a_clock_that_was_set_back_it_is_forgotten(server, context, later, remembered):
    page = context.new_page()
    page.clock.install(time=START)
    page.goto(f"{server.url}/tjek")
    tick(page)
    tick(page)
    page.close()
    page = context.new_page()
    page.clock.install(time=START + later)
    page.goto(f"{server.url}/kort/5")  # any page of ours
    assert bool(kept(page)) == remembered
    page.goto(f"{server.url}/tjek")
    assert len(ticked(page)) == (2 if remembered else 0)


def test_a_page_left_open_forgets_by_itself(server, context):
    page = context.new_page()
    page.clock.install(time=START)
    page.goto(f"{server.url}/tjek")
    tick(page)
    page.clock.fast_forward("11:00:00")
    tick(page)  # goes on counting from the first tick
    assert len(ticked(page)) == 2
    page.clock.fast_forward("01:00:01")
    assert ticked(page) == [] and kept(page) is None


@pytest.mark.parametrize("text", ["{", "[]", "null", '{"begun": "x", "ticks": 7}', '{"ticks": ["f1"]}', '"f1"'])
def test_what_is_not_ours_under_the_name_is_nothing(server, quiet, text):
    quiet.goto(f"{server.url}/tjek")
    quiet.evaluate("(text) => localStorage.setItem('moede', text)", text)
    quiet.reload()
    assert ticked(quiet) == [] and next_id(quiet) == "f1"
    tick(quiet)
    assert kept(quiet)["ticks"] == ["f1"]


def test_ticks_stay_where_the_browser_refuses_to_keep_them(server, new_context):
    page = new_context(service_workers="block").new_page()
    page.add_init_script("Storage.prototype.setItem = () => { throw new DOMException('no', 'QuotaExceededError'); };")
    page.goto(f"{server.url}/tjek/kort")
    done = [tick(page), tick(page)]
    assert ticked(page) == done and next_id(page) == CHECKLIST.short[2]
    choose(page, "g2")
    assert ticked(page) == done and page.locator("#g2").is_checked()
    page.get_by_role("button", name="Begynd forfra").click()
    until(lambda: ticked(page) == [], "it was forgotten")


@pytest.mark.parametrize("way", ["button", "shift", "turned"])
def test_the_exit_wipes_it(server, quiet, way):
    quiet.goto(f"{server.url}/tjek")
    tick(quiet)
    choose(quiet, "g2")
    if way == "turned":
        quiet.get_by_role("link", name="Vend").click()
        quiet.locator("#t4").check()
    assert kept(quiet)
    if way == "shift":
        for _ in range(3):
            quiet.keyboard.press("Shift")
    else:
        quiet.locator(EXIT).click()
    assert has_left(quiet)
    assert "moede" not in quiet.evaluate(WRITTEN)
    quiet.goto(f"{server.url}/tjek")
    assert ticked(quiet) == [] and not quiet.locator("#g2").is_checked()


def test_the_exit_wipes_it_in_other_tabs(server, context):
    one, other = context.new_page(), context.new_page()
    for page in (one, other):
        page.goto(f"{server.url}/tjek")
    tick(one)
    until(lambda: ticked(other) == ["f1"], "the other tab followed")
    one.locator(EXIT).click()
    until(lambda: ticked(other) == [], "the other tab forgot")
    assert kept(other) is None


def test_begin_again_forgets(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    tick(quiet)
    choose(quiet, "g6")
    quiet.get_by_role("button", name="Begynd forfra").click()
    until(lambda: kept(quiet) is None and ticked(quiet) == [] and next_id(quiet) == "f1", "it was forgotten")
    assert not quiet.locator("#g6").is_checked()
    quiet.reload()
    assert ticked(quiet) == []


def test_removing_everything_removes_it(server, page):
    visit(page, f"{server.url}/tjek")
    tick(page)
    page.goto(f"{server.url}/fjern")
    page.locator("[data-remove] button").click()
    page.get_by_role("heading", name="Fjernet").or_(page.locator("[data-remove-page] h1")).wait_for()
    until(lambda: page.evaluate("localStorage.length") == 0, "it was removed")


# Without a network, and for everybody


def test_it_works_from_first_to_last_without_a_network(network, page):
    visit(page, network.url)
    network.stop()
    page.locator(".moments").get_by_text("I samtalen").click()
    said = [tick(page) for _ in range(5)]
    assert said == list(CHECKLIST.short)
    page.get_by_role("link", name="Hele tjeklisten").click()
    page.wait_for_url("**/tjek#start")
    assert set(ticked(page)) == set(said)
    choose(page, "g5")
    page.get_by_role("link", name="Vend").click()
    expect(page.locator("h1")).to_have_text(WORDS["da"]["meeting.heading"])
    page.locator("#t5").check()
    hold(page)
    assert next_id(page) == "g5a"
    page.locator(f"{NEXT} summary").click()
    page.locator(f"{NEXT} .duties a").first.click()
    page.locator("[data-card=l2]").wait_for()
    page.go_back()
    assert next_id(page) == "g5a" and set(ticked(page)) == set(said)
    page.get_by_role("link", name="Tres sekunder til dig").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tres sekunder til dig")
    page.goto(f"{network.url}/forloeb")
    page.get_by_role("link", name="Før et skema").click()
    expect(page.get_by_role("heading", name="Ikke i dag")).to_be_visible()
    page.goto(f"{network.url}/tjek")
    page.get_by_role("button", name="Begynd forfra").click()
    until(lambda: ticked(page) == [], "it began again")


def test_keyboard_alone_ticks_chooses_and_turns(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    tab_to(quiet, "#t-st3")
    quiet.keyboard.press("Space")
    expect(quiet.locator("[data-said]")).to_have_text("1 af 5 sagt. Næste: Fortæl om pligten om penge")
    tab_to(quiet, "#t-st5")
    quiet.keyboard.press("Enter")  # no form is sent by it
    assert quiet.url == f"{server.url}/tjek/kort"
    tab_to(quiet, ".thumb button")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#saerligt")).to_be_visible()
    tab_to(quiet, "#g1")
    quiet.keyboard.press("Space")
    quiet.keyboard.press("Escape")
    expect(quiet.locator("#saerligt")).not_to_be_visible()
    expect(quiet.locator("[data-check=g1a]")).to_be_visible()
    tab_to(quiet, ".thumb [data-next]")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("#t-g1a")).to_be_focused()
    tab_to(quiet, ".thumb [data-turn]")
    quiet.keyboard.press("Enter")
    expect(quiet.locator("h1")).to_be_focused()
    quiet.locator(HOLD).focus()
    quiet.keyboard.down("Enter")
    expect(quiet.locator("html")).not_to_have_class(TURNED)
    quiet.keyboard.up("Enter")


def test_screen_readers_are_told_name_role_state_and_progress(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    box = quiet.get_by_role("checkbox", name=re.compile(r"^Sig, hvornår du ikke må tie\s+Jeg har tavshedspligt"))
    expect(box).not_to_be_checked()
    box.check()
    expect(quiet.get_by_role("checkbox", name="Sig, hvornår du ikke må tie")).to_be_checked()
    expect(quiet.get_by_role("status").filter(has_text="1 af 5 sagt")).to_be_attached()
    expect(quiet.locator("body")).to_match_aria_snapshot("""
        - main:
          - heading "Det korte tjek" [level=1]
          - list:
            - listitem:
              - checkbox /Sig, hvornår du ikke må tie/ [checked]
            - listitem:
              - checkbox /Fortæl om pligten om penge/
              - group: /Hvorfor/
    """)


def test_axe_finds_nothing_in_any_state(server, quiet):
    quiet.set_viewport_size({"width": 320, "height": 640})
    quiet.goto(f"{server.url}/tjek")
    tick(quiet)
    quiet.get_by_role("button", name="Særligt").click()
    for branch in BRANCHES:
        quiet.locator(f"#{branch}").check()
    assert violations(quiet, unfolded=False) == []
    quiet.get_by_role("button", name="Færdig").click()
    quiet.evaluate("document.querySelectorAll('details').forEach((details) => (details.open = true))")
    assert violations(quiet, unfolded=False) == []
    quiet.goto(f"{server.url}/tjek/skema")
    for question in LIBRARY.gate.questions:
        quiet.locator(f"#{question.id}-ja").check()
    assert violations(quiet, unfolded=False) == []


def test_it_can_be_used_with_text_twice_as_large(server, quiet):
    set_type(quiet, 32)
    quiet.goto(f"{server.url}/tjek/kort")
    for _ in range(5):
        expect(quiet.locator(f"{NEXT} q")).to_be_visible()
        tick(quiet)
    choose(quiet, *BRANCHES)
    assert wider_than_the_window(quiet) == 0
    assert next_id(quiet) == "g7a"
