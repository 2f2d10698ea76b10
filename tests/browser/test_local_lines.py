"""A municipality's own lines and notes: written at the desk, and on a phone in a meeting, without a network."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until, visit, wait_ready
from tests.browser.desk import Desk, add_kim, choose_municipality, go, log_in
from tests.browser.leaving import EXIT, has_left
from tests.browser.ticking import NEXT, VISIBLE, choose, kept, next_id, tick, ticked
from tests.browser.turned import hold
from tests.browser.usable import TOO_SMALL, check_each, set_type, violations, wider_than_the_window
from tests.checklist.lines import shown
from tests.checklist.own_lines import LINE, NOTE, add_line, add_note
from tests.conftest import LIBRARY, WORDS
from tests.people import AARHUS, ESBJERG
from webapp.edition.edition import Editions

OWN = f"/intern/tjek/{ESBJERG}"
OURS = "[data-own]"
NAMES = {"first": "Sig, hvor der er kaffe", "st3": LINE["what"], "last": "Spørg, om vi mangler noget"}
LONG = "Ring også til vagten på forsorgshjemmet, så nogen er vågne, når borgeren kommer tilbage. Skriv i vagtbogen, at I talte om det."


@pytest.fixture(scope="module")
def esbjerg(server_of_file):
    """A server where Esbjerg has three lines at the start and two notes, and Aarhus one line."""
    server = server_of_file(Desk)
    add_kim(server)
    for after, what in NAMES.items():
        add_line(server.app, after=after, what=what)
    add_note(server.app)
    add_note(server.app, "g7a", LONG)
    add_line(server.app, AARHUS, phase="foer", after="first", what="Sig, at I er fra Aarhus")
    return server.start()


@pytest.fixture
def ours(esbjerg):
    """The ids of Esbjerg's lines, in their order."""
    return [add_line(esbjerg.app, after=after, what=what) for after, what in NAMES.items()]


def at_esbjerg(server, page, address: str = "/tjek", name: str = "Esbjerg") -> None:
    """Open a page on a phone that has chosen a municipality, and wait until what it has of its own is there."""
    page.goto(f"{server.url}/om")
    choose_municipality(page, name)
    page.goto(server.url + address)
    page.locator("[data-own], [data-note]").first.wait_for(state="attached")


def laid(names) -> list[str]:
    """The lines that are shown when nothing special holds, with these among them."""
    first, third, last = names
    whole = shown(())
    whole.insert(whole.index("st1"), first)
    whole.insert(whole.index("st4"), third)
    whole.insert(whole.index("u1"), last)
    return whole


# On the phone


def test_own_lines_are_said_in_their_turn(esbjerg, quiet, ours):
    at_esbjerg(esbjerg, quiet)
    assert quiet.evaluate(VISIBLE) == laid(ours)
    expect(quiet.locator("[data-tally=start]")).to_have_text("0 af 13")
    said = []
    while next_id(quiet):
        line, box, dock = (quiet.locator(at).bounding_box() for at in (NEXT, f"{NEXT} > input", ".thumb"))
        assert line["y"] >= 640 / 3 and box["y"] + box["height"] <= dock["y"], next_id(quiet)
        assert box["width"] >= 44 and box["height"] >= 44
        said.append(tick(quiet))
    assert said == laid(ours)
    expect(quiet.locator("[data-tally=start]")).to_have_text("13 af 13")
    expect(quiet.locator("[data-said]")).to_have_text("42 af 42 sagt. Alt er sagt.")


def test_own_lines_say_whose_they_are(esbjerg, quiet, ours):
    at_esbjerg(esbjerg, quiet)
    for name in ours:
        expect(quiet.locator(f"[data-check={name}] .label")).to_have_text("Hos os · Esbjerg")
    expect(quiet.get_by_role("checkbox", name=f"Hos os · Esbjerg {LINE['what']}")).to_be_visible()
    assert quiet.locator(".check > label .label:visible").count() == len(ours)


def test_notes_stand_under_their_lines_and_are_read_out(esbjerg, quiet):
    at_esbjerg(esbjerg, quiet)
    expect(quiet.locator("[data-check=st4] [data-note]")).to_contain_text(NOTE)
    expect(quiet.locator("#t-st4")).to_have_accessible_description(f"Hos os · Esbjerg {NOTE}")
    choose(quiet, "g7")
    expect(quiet.locator("[data-check=g7a] [data-note]")).to_contain_text(LONG)
    expect(quiet.locator(f"{NEXT} a[href='tel:112']")).to_be_in_viewport(ratio=1)
    tick(quiet)
    expect(quiet.locator("[data-check=g7a] [data-note]")).to_be_hidden()


def test_the_short_one_stays_five_things_with_their_notes(esbjerg, quiet):
    at_esbjerg(esbjerg, quiet, "/tjek/kort")
    assert quiet.evaluate(VISIBLE) == list(LIBRARY.checklist.short)
    expect(quiet.locator("[data-check=st4] [data-note]")).to_contain_text(NOTE)
    assert quiet.locator(OURS).count() == 0
    expect(quiet.locator("[data-tally=alle]")).to_have_text("0 af 5")


def test_ticks_are_remembered_on_the_phone_without_a_network_and_gone_after_the_exit(esbjerg, page, ours):
    page.goto(f"{esbjerg.url}/tjek")
    assert page.locator(OURS).count() == 0
    wait_ready(page)
    page.get_by_role("link", name="Vælg kommune").click()
    page.locator("#k").fill("Esbjerg")
    page.locator("#k").dispatch_event("change")
    until(lambda: page.evaluate("localStorage.getItem('kommune')") == "Esbjerg", "the municipality is remembered")
    page.context.set_offline(True)
    page.goto(f"{esbjerg.url}/tjek#start")
    page.locator(OURS).first.wait_for()
    done = [tick(page) for _ in range(6)]
    assert done == [ours[0], "st1", "st9", "st2", "st3", ours[1]]
    page.reload()
    page.locator(OURS).first.wait_for()
    assert ticked(page) == done and next_id(page) == "st4"
    assert kept(page)["ticks"] == done
    page.locator(EXIT).click()
    expect(page).to_have_title("I dag")
    page.goto(f"{esbjerg.url}/tjek")
    expect(page.locator("[data-tally=start]")).to_have_text("0 af 10")
    assert ticked(page) == [] and page.locator(f"{OURS}, [data-note]").count() == 0


def test_the_exit_and_another_municipality_are_followed_in_other_tabs(esbjerg, page, ours):
    at_esbjerg(esbjerg, page, "/tjek#start")
    tick(page)
    other = page.context.new_page()
    other.goto(f"{esbjerg.url}/om")
    choose_municipality(other, "Aarhus")
    until(lambda: page.locator(OURS).count() == 1, "Aarhus's own line came")
    expect(page.locator(OURS)).to_contain_text("Sig, at I er fra Aarhus")
    assert page.locator("[data-note]").count() == 0 and page.locator("#t-st4[aria-describedby]").count() == 0
    assert page.locator("input:checked").count() == 0, "a tick of Esbjerg's is none of Aarhus's"
    expect(page.locator("[data-tally=foer]")).to_have_text("0 af 9")
    choose_municipality(other, "Esbjerg")
    until(lambda: page.locator(OURS).count() == 3, "Esbjerg's are back")
    assert ticked(page) == ours[:1] and page.evaluate(VISIBLE) == laid(ours)
    other.locator(EXIT).click()
    until(lambda: has_left(page), "this tab was left too")


HOLD_BACK = """() => {
  const real = fetch;
  const wait = new Promise((go) => { globalThis.letGo = go; });
  globalThis.fetch = async (...asked) => { await wait; return real(...asked); };
}"""


def held_back_at_esbjerg(server, page, address: str) -> None:
    """Open a page on a phone that has chosen Esbjerg, to which what Esbjerg has comes when the page calls `letGo`."""
    page.goto(f"{server.url}/om")
    choose_municipality(page, "Esbjerg")
    page.add_init_script(f"({HOLD_BACK})()")
    page.goto(server.url + address)


def test_whoever_was_brought_to_the_next_line_stays_there_when_own_lines_come(esbjerg, new_context, ours):
    page = new_context(service_workers="block").new_page()
    held_back_at_esbjerg(esbjerg, page, "/tjek#start")
    assert next_id(page) == "st1"
    before = page.locator(NEXT).bounding_box()["y"]
    page.evaluate("letGo()")
    page.locator(OURS).first.wait_for()
    assert next_id(page) == ours[0]
    page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    assert abs(page.locator(NEXT).bounding_box()["y"] - before) < 5


@pytest.mark.parametrize("address", ["/tjek", "/tjek#start"])
def test_whoever_reads_elsewhere_goes_on_reading_there(esbjerg, new_context, ours, address):
    page = new_context(service_workers="block").new_page()
    held_back_at_esbjerg(esbjerg, page, address)
    page.locator("[data-check=u4]").scroll_into_view_if_needed()
    page.locator("#t-u4").focus()
    before = page.locator("[data-check=u4]").bounding_box()["y"]
    page.evaluate("letGo()")
    page.locator(OURS).first.wait_for(state="attached")
    page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    assert abs(page.locator("[data-check=u4]").bounding_box()["y"] - before) < 2
    expect(page.locator("#t-u4")).to_be_focused()


def test_what_the_citizen_asks_for_first_moves_past_own_lines_and_back(esbjerg, quiet, ours):
    at_esbjerg(esbjerg, quiet)
    topic = LIBRARY.checklist.topics[0]
    quiet.evaluate("(name) => meeting.write({ first: [name] })", topic.id)
    assert quiet.locator("[data-first] > .check").count() >= 1
    choose_municipality(quiet, "Odense")
    quiet.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(lambda: quiet.locator(OURS).count() == 0, "they are gone")
    choose_municipality(quiet, "Esbjerg")
    quiet.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    until(lambda: quiet.locator(OURS).count() == 3, "they are back")
    quiet.evaluate("meeting.write({ first: [] })")
    assert quiet.evaluate(VISIBLE) == laid(ours)


def test_own_lines_come_and_go_while_the_phone_is_turned(esbjerg, page, ours):
    at_esbjerg(esbjerg, page)
    page.get_by_role("link", name="Vend").click()
    expect(page.locator("h1")).to_have_text(WORDS["da"]["meeting.heading"])
    expect(page.locator("body")).not_to_contain_text(LINE["what"])
    expect(page.locator("body")).not_to_contain_text("Hos os")
    assert page.locator("[data-local]").count() == 0
    other = page.context.new_page()
    other.goto(f"{esbjerg.url}/om")
    choose_municipality(other, "Aarhus")
    page.bring_to_front()
    hold(page)
    until(lambda: page.locator(OURS).count() == 1, "Aarhus's own line is there when the phone comes back")
    expect(page.locator("[data-tally=start]")).to_have_text("0 af 10")
    expect(page.locator("[data-tally=foer]")).to_have_text("0 af 9")


def test_without_script_the_list_is_the_national_one(esbjerg, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{esbjerg.url}/tjek")
    assert page.locator(f"{OURS}, [data-note]").count() == 0
    expect(page.locator("[data-check=st4]")).to_be_visible()


@pytest.mark.parametrize("address", ["/tjek", "/tjek/kort"])
def test_everyone_can_use_it(esbjerg, new_context, address):
    page = new_context(service_workers="block", viewport={"width": 320, "height": 640}).new_page()
    at_esbjerg(esbjerg, page, address)
    choose(page, "g7")
    assert violations(page) == []
    for width, height in ((320, 568), (360, 640), (1280, 800), (320, 256)):
        page.set_viewport_size({"width": width, "height": height})
        assert wider_than_the_window(page) == 0 and page.evaluate(TOO_SMALL) == []
    page.set_viewport_size({"width": 360, "height": 640})
    set_type(page, 32)
    page.reload()
    page.locator("[data-note]").first.wait_for(state="attached")
    assert wider_than_the_window(page) == 0


# At the desk


def press(page, name: str, within: str = "main") -> None:
    """Press a button that sends a form, and wait for the answer."""
    with page.expect_navigation():
        page.locator(within).get_by_role("button", name=name).first.click()


def test_a_line_goes_from_the_desk_to_another_phone(esbjerg, new_context):
    desk, phone = new_context().new_page(), new_context().new_page()
    phone.goto(f"{esbjerg.url}/tjek")
    choose_municipality(phone, "Esbjerg")
    log_in(esbjerg, desk)
    before = Editions(esbjerg.folder / "instance").current().version
    go(desk, "Tjeklisten")
    desk.get_by_role("link", name="Ny linje").click()
    desk.locator("#what").fill("Skriv i vagtbogen")
    desk.locator("#say").fill("Jeg skriver to linjer i vagtbogen.")
    desk.locator("#why").fill("Så ved aftenholdet det.")
    desk.locator("#place").select_option("efter e3")
    press(desk, "Se den først")
    expect(desk.locator(".as-phone")).to_contain_text("Jeg skriver to linjer i vagtbogen.")
    press(desk, "Gem")
    expect(desk.locator(".said")).to_contain_text("Linjen »Skriv i vagtbogen« er gemt.")
    line = desk.locator(".laid-own", has_text="Skriv i vagtbogen")
    name = line.get_attribute("id")
    press(desk, "Op", f"#{name}")
    expect(desk.locator(f"#{name} + li")).to_have_attribute("id", "n-e3")
    until(lambda: Editions(esbjerg.folder / "instance").current().version != before, "it was published")

    def arrived():
        visit(phone, f"{esbjerg.url}/tjek")
        phone.locator(OURS).first.wait_for(state="attached")
        return phone.locator(f"[data-check={name}] + [data-check=e3]").count() == 1

    until(arrived, "the phone has taken the new edition")
    phone.context.set_offline(True)
    phone.reload()
    phone.locator(f"[data-check={name}] > input").check()
    phone.reload()
    expect(phone.locator(f"[data-check={name}] > input")).to_be_checked()
    press(desk, "Fjern", f"#{name}")
    expect(desk.locator(".said")).to_contain_text("er fjernet")
    expect(desk.locator("section[aria-labelledby=fjernet]")).to_contain_text("Skriv i vagtbogen")
    expect(phone.locator(f"[data-check={name}]")).to_be_visible()


def desk_pages(server, page):
    """Goes through the pages of own lines, and those that answer a form that is not right; their names."""
    name = add_line(server.app, after="st3", what=LINE["what"])
    log_in(server, page)
    for address in ("", "/telefon", "/ny", f"/{name}/ret", "/forklar/st4", "/forklar/g7a"):
        page.goto(f"{server.url}{OWN}{address}")
        yield OWN + address
    page.goto(f"{server.url}{OWN}/{name}/ret")
    page.locator("#say").fill("Født 010190-1234")
    press(page, "Gem")
    expect(page.locator("#say-error")).to_contain_text("ligner et CPR-nummer")
    yield "refused"
    page.locator("#say").fill("Det bliver mellem os.")
    press(page, "Se den først")
    expect(page.locator(".advice")).to_contain_text("løfte")
    yield "seen"
    page.evaluate("document.querySelector('[name=base]').value = '0'")
    press(page, "Gem")
    expect(page.locator(".conflict")).to_contain_text("har gemt imens")
    expect(page.locator("#say")).to_have_value("Det bliver mellem os.")
    yield "stale"


def test_everyone_can_use_the_desk(esbjerg, new_context):
    page = new_context().new_page()
    check_each(page, desk_pages(esbjerg, page), 9, small_only="/telefon|0561")


def test_the_desk_works_without_script(esbjerg, new_context):
    page = new_context(java_script_enabled=False).new_page()
    log_in(esbjerg, page)
    page.goto(f"{esbjerg.url}{OWN}/forklar/u1")
    page.locator("#note").fill("Vi spørger to ad gangen.")
    press(page, "Se den først")
    expect(page.locator(".as-phone")).to_contain_text("Vi spørger to ad gangen.")
    press(page, "Gem")
    expect(page.locator("#n-u1")).to_contain_text("Vi spørger to ad gangen.")
    press(page, "Fortryd det")
    expect(page.locator("#n-u1")).not_to_contain_text("Vi spørger to ad gangen.")
