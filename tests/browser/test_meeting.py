"""The checklist turned round to the citizen, on paper, and as a code for a phone of one's own."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until, visit
from tests.browser.leaving import WRITTEN
from tests.browser.paper import millimetres, printed, tight, tight_text
from tests.browser.ticking import NEXT, VISIBLE, choose, next_id, tick
from tests.browser.turned import HOLD, TURNED, hold, read_picture
from tests.checklist.lines import WHOLE, shown
from tests.conftest import LIBRARY, WORDS


def test_the_citizen_sees_what_has_been_told_and_chooses_what_comes_first(server, quiet):
    quiet.goto(f"{server.url}/tjek#start")
    quiet.locator("[data-check=st6] > input").check()
    quiet.get_by_role("link", name="Vend").click()
    expect(quiet.locator("html")).to_have_class(TURNED)
    expect(quiet.locator("h1")).to_have_text(WORDS["da"]["meeting.heading"])
    for point in quiet.locator("[data-told]").all():
        told = "st6" in point.get_attribute("data-told").split()
        expect(point.locator("em")).to_be_visible(visible=told)
    quiet.locator("#t5").check()
    quiet.locator("#t8").check()
    hold(quiet)
    expect(quiet.get_by_role("heading", name="Borgeren vil først høre om")).to_be_visible()
    first = quiet.locator("[data-first] > [data-check]")
    assert [line.get_attribute("data-check") for line in first.all()] == ["st5", "a1", "a3"]
    assert next_id(quiet) == "st5"
    expect(quiet.locator(NEXT)).to_be_in_viewport()
    assert tick(quiet) == "st5"
    assert next_id(quiet) == "a1"
    quiet.reload()
    assert next_id(quiet) == "a1"


def test_what_is_no_longer_asked_for_goes_back_to_its_place(server, quiet):
    quiet.goto(f"{server.url}/tjek#start")
    order = quiet.evaluate(VISIBLE)
    for wanted in (True, False):
        quiet.get_by_role("link", name="Vend").click()
        quiet.locator("#t4").set_checked(wanted)
        hold(quiet)
        assert (next_id(quiet) == "st3") == wanted
    assert quiet.evaluate(VISIBLE) == order
    expect(quiet.get_by_role("heading", name="Borgeren vil først høre om")).not_to_be_visible()


def test_the_short_one_brings_what_is_asked_for_too(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    quiet.get_by_role("link", name="Vend").click()
    quiet.locator("#t5").check()
    hold(quiet)
    assert next_id(quiet) == "st5"
    expect(quiet.locator(f"{NEXT} q")).to_be_in_viewport(ratio=1)


def test_danger_stands_before_what_is_asked_for(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    choose(quiet, "g7")
    quiet.get_by_role("link", name="Vend").click()
    quiet.locator("#t5").check()
    hold(quiet)
    at_once = shown({"g7"}, WHOLE["nu"])
    assert at_once and quiet.evaluate(VISIBLE)[: len(at_once) + 1] == [*at_once, "st5"]
    assert [tick(quiet) for _ in at_once] == at_once
    assert next_id(quiet) == "st5"


DUTIES = [
    "Vi må som regel ikke fortælle andre om dig. Men nogle ting skal vi sige videre.",
    "Bliver vi bekymret for et barn, skal kommunen vide det.",
    "Er et liv i fare, skal vi hjælpe.",
    "Vil nogen gøre stor skade, skal vi prøve at stoppe det.",
]
MONEY = "Får du penge fra kommunen? Så skal du selv sige til, hvis du får andre penge."
FREE = ["Du må sige nej.", "Du må springe over.", "Du må holde pause."]
FREE.append("Du må gå igen. Er mødet et krav, siger vi det.")
WRITTEN_DOWN = ["Har du en sag, skriver vi noget ned. Du må se det.", "Vi siger, hvem der kan se det."]


def read_as_told(page) -> list[str]:
    """What the citizen reads as told on the turned page, without the mark; the worker turns it back afterwards."""
    page.get_by_role("link", name="Vend").click()
    expect(page.locator("html")).to_have_class(TURNED)
    mark = WORDS["da"]["meeting.told"]
    points = [point for point in page.locator("[data-told]").all() if point.locator("em").is_visible()]
    read = [point.inner_text().removesuffix(mark).strip() for point in points]
    hold(page)
    return read


def tick_until(page, last: str) -> list[str]:
    """Tick the next line, as the page gives them, until this one is ticked."""
    ticked = [tick(page)]
    while ticked[-1] != last:
        ticked.append(tick(page))
    return ticked


def test_with_a_minor_every_duty_is_told_before_the_age_is_asked_for(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    choose(quiet, "g1")
    assert tick_until(quiet, "g1a") == ["st3", "g1a"]
    assert read_as_told(quiet) == DUTIES
    tick_until(quiet, "st6")
    assert read_as_told(quiet) == [*FREE, "Du må tage en ven med.", *DUTIES, *WRITTEN_DOWN, MONEY]


def test_violence_now_marks_nothing_until_it_was_said(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    choose(quiet, "g7")
    at_once = shown({"g7"}, WHOLE["nu"])
    assert [tick(quiet) for _ in at_once] == at_once
    assert read_as_told(quiet) == []
    quiet.goto(f"{server.url}/tjek#start")
    assert tick_until(quiet, "st3")[-1] == "st3"
    assert [point for point in read_as_told(quiet) if point in DUTIES] == DUTIES
    tick_until(quiet, "st6")
    told = read_as_told(quiet)
    assert set(told) >= {*FREE, *DUTIES, *WRITTEN_DOWN, MONEY}
    rights = [WORDS["da"][f"meeting.{point}"] for point in ("p20", "p21", "p22")]
    assert not set(told) & set(rights)  # its line is not said in danger


def test_with_money_at_stake_the_duty_is_told_and_advice_without_a_name(server, quiet):
    quiet.goto(f"{server.url}/tjek/kort")
    choose(quiet, "g5")
    tick_until(quiet, "g5a")
    assert MONEY in read_as_told(quiet)
    assert "Du kan lade være med at sige dit navn." not in read_as_told(quiet)
    tick_until(quiet, "g5b")
    told = read_as_told(quiet)
    assert {MONEY, "I åben rådgivning kan du få gratis råd.", "Du kan lade være med at sige dit navn."} <= set(told)
    assert "Så starter vi ikke en sag." not in told  # nobody has said so


def test_choices_stay_in_the_other_language(server, quiet):
    quiet.goto(f"{server.url}/tjek")
    quiet.get_by_role("link", name="Vend").click()
    quiet.locator("#t4").check()
    quiet.get_by_role("link", name="English").click()
    expect(quiet.locator("h1")).to_have_text(WORDS["en"]["meeting.heading"])
    expect(quiet.get_by_label("my children")).to_be_checked()
    expect(quiet.get_by_label("my money")).not_to_be_checked()


def test_a_citizens_own_phone_keeps_nothing_of_it(server, quiet):
    quiet.goto(f"{server.url}/b/moede")
    quiet.locator("#t4").check()
    quiet.locator("#t1").check()
    assert quiet.evaluate(WRITTEN) == []
    quiet.reload()
    expect(quiet.get_by_label("mine børn")).not_to_be_checked()
    assert quiet.locator(HOLD).count() == 0


@pytest.mark.parametrize("spoken", ["da", "en", "de", "uk", "pl"])
def test_on_paper_it_is_one_a5_sheet_with_a_code(server, quiet, spoken):
    quiet.goto(f"{server.url}/b/moede?sprog={spoken}")
    quiet.evaluate("dispatchEvent(new Event('beforeprint'))")  # it is fetched however far down it stands
    until(lambda: quiet.evaluate("document.querySelector('.copy img').naturalWidth > 0"), "the code was drawn")
    sheets = printed(quiet)
    assert [millimetres(sheet) for sheet in sheets] == [[148, 210]]
    text = tight_text(sheets)
    for part in LIBRARY.meeting.parts:
        for point in part.points:
            assert tight(WORDS[spoken][f"meeting.{point}"]) in text
    assert "112" in text and "Luk" not in text and "127.0.0.1" not in text
    quiet.emulate_media(media="print")
    picture = quiet.locator(".copy img").bounding_box()
    assert picture["width"] >= 24 / 25.4 * 96 - 1
    quiet.set_viewport_size({"width": round((148 - 18) / 25.4 * 96), "height": 900})
    assert quiet.locator(".meeting .copy img").evaluate(UNDER) == []


# What is written where an element lies.
UNDER = """(element) => {
  const there = element.getBoundingClientRect();
  const range = document.createRange();
  return Array.from(document.querySelectorAll(".meeting :is(li, p)"), (part) => (range.selectNodeContents(part), [part.textContent, ...range.getClientRects()]))
    .filter(([, ...lines]) => lines.some(({ left, right, top, bottom }) =>
      right > there.left && left < there.right && bottom > there.top && top < there.bottom))
    .map(([text]) => text);
}"""


def test_a_camera_reads_the_code_the_phone_draws(network, page):
    visit(page, f"{network.url}/")
    network.stop()
    for language in ("", "?sprog=en"):
        page.goto(f"{network.url}/b/moede{language}")
        assert read_picture(page) == [f"{network.url}/b/moede{language}"]
