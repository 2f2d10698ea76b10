"""The editor's way through the offers on a small phone: find, change, see the week, save, take back, confirm."""

from __future__ import annotations

from contextlib import closing

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until
from tests.browser.desk import Desk, add_kim, go, log_in, press
from tests.browser.usable import TOO_SMALL, check_each, check_usable, violations, wider_than_the_window
from webapp.clock import now
from webapp.edition.edition import Editions
from webapp.registry.report import keep
from webapp.sqlite import sqlite3

CODE = "4cr4"  # Reden Esbjerg, in the shipped offers


@pytest.fixture(scope="module")
def desk(server_of_file):
    """The app as a running server, with a coordinator of Esbjerg and a report about an offer there."""
    desk = server_of_file(Desk).start()
    add_kim(desk)
    with desk.app.app_context():
        keep(CODE, "2", "Åbner først kl. 10", now().date())
    return desk


def in_force(desk) -> str:
    """The version of the edition in force."""
    return Editions(desk.folder / "instance").current().version


def test_change_is_saved_published_and_taken_back(desk, page):
    log_in(desk, page)
    before = in_force(desk)
    go(page, "Tilbud")
    page.get_by_label("Navn, nummer eller by").fill("reden")
    press(page, "Vis")
    assert page.url == f"{desk.url}/intern/tilbud", "what was looked for is in no address"
    page.locator(f"[data-offer='{CODE}']").click()
    page.get_by_role("link", name="Ret det hele").click()
    page.get_by_label("Åbningstid", exact=True).fill("Mo-Fr 10:00-hver dag")
    press(page, "Gem")
    expect(page.locator(".where mark")).to_contain_text("hver dag")
    page.get_by_label("Åbningstid", exact=True).fill("Tu 10:00-12:00")
    page.get_by_role("button", name="Se ugen").click()
    expect(page.locator("#uge")).to_contain_text("Tirsdag kl. 10–12")
    page.get_by_label("Telefon", exact=True).first.fill("76543210")
    press(page, "Gem")
    expect(page.locator(".said")).to_have_text("Gemt.")
    expect(page.locator("main")).to_contain_text("76 54 32 10")
    until(lambda: in_force(desk) != before, "another edition")
    reader = page.context.request
    until(lambda: "76 54 32 10" in reader.get(f"{desk.url}/find/{CODE}").text(), "the number on the public page")
    changed = in_force(desk)
    press(page, "Fortryd den seneste ændring")
    expect(page.locator(".said")).to_contain_text("fortrudt")
    until(lambda: in_force(desk) != changed, "yet another edition")


def test_a_number_is_changed_where_it_stands(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}")
    page.get_by_role("link", name="Ret åbningstid og lukkedage").click()
    hours = page.get_by_label("Åbningstid", exact=True)
    hours.fill("tirs og tors kl. 10-12")
    assert page.url == f"{desk.url}/intern/tilbud/{CODE}", "it was opened where it stands"
    page.get_by_role("button", name="Se ugen").click()
    expect(page.locator("#uge")).to_contain_text("Tirsdag og torsdag kl. 10–12")
    expect(hours).to_have_value("tirs og tors kl. 10-12")
    assert violations(page) == [] and page.evaluate(TOO_SMALL) == []
    press(page, "Gem")
    expect(page.locator(".said")).to_have_text("Gemt.")
    expect(page.locator("#uge")).to_contain_text("Tirsdag og torsdag kl. 10–12")
    press(page, "Fortryd den seneste ændring")


def test_hours_are_read_back_as_they_are_typed_and_a_question_is_answered_with_a_tap(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}")
    page.get_by_role("link", name="Ret åbningstid og lukkedage").click()
    page.get_by_label("Om åbningstiden").fill("Bank på")
    page.get_by_label("Åbningstid", exact=True).fill("man-fre 9-12, tors 15-17")
    page.get_by_label("Om åbningstiden").focus()  # leaving the field is enough
    expect(page.locator("#uge tr").nth(3)).to_have_text("Torsdagkl. 9–12 og 15–17")
    question = page.get_by_role("group", name="Torsdag står to gange. Er 15:00-17:00 også, eller i stedet?")
    assert violations(page) == [] and page.evaluate(TOO_SMALL) == [] and wider_than_the_window(page) == 0
    question.get_by_role("button").click()
    expect(page.locator("#uge tr").nth(3)).to_have_text("Torsdagkl. 15–17")
    expect(page.get_by_label("Åbningstid", exact=True)).to_have_value("Mo-Fr 09:00-12:00; Th 15:00-17:00")
    expect(page.locator("#uge")).to_be_focused()
    expect(page.get_by_label("Om åbningstiden")).to_have_value("Bank på")
    assert page.url == f"{desk.url}/intern/tilbud/{CODE}"


def test_what_could_not_be_saved_is_sent_again(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret/aabent")
    page.locator("#hours_note").fill("Bank på bagdøren")
    database = desk.folder / "instance" / "lommekort.sqlite3"
    with closing(sqlite3.connect(database, timeout=20, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        press(page, "Gem")
        expect(page.locator("h1")).to_have_text("Det er ikke gemt")
        expect(page.locator(".wrong[role=alert]")).to_contain_text("Andre gemmer lige nu")
        expect(page.locator(".typed")).to_contain_text(["Bank på bagdøren"])
        check_usable(page, "not saved")
    press(page, "Prøv igen")
    expect(page.locator(".said")).to_have_text("Gemt.")
    expect(page.locator("main")).to_contain_text("Bank på bagdøren")


def test_it_all_works_without_script(desk, new_context):
    page = new_context(java_script_enabled=False).new_page()
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret")
    page.locator("#opening_hours").fill("Sa 10:00-11:00")
    press(page, "Se ugen")
    expect(page.locator("#uge")).to_contain_text("Lørdag kl. 10–11")
    expect(page.locator("#opening_hours")).to_have_value("Sa 10:00-11:00")
    page.goto(f"{desk.url}/intern/bekraeft")
    press(page, "Kunne ikke afgøres")
    expect(page.locator(".said")).to_have_text("Meldingen er lukket.")


def test_two_editors_meet(desk, new_context):
    one, other = new_context().new_page(), new_context().new_page()
    for page in (one, other):
        log_in(desk, page)
        page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret")
    one.locator("#hours_note").fill("Ring på døren")
    press(one, "Gem")
    other.locator("#hours_note").fill("Bank på vinduet")
    press(other, "Gem")
    expect(other.locator(".conflict")).to_contain_text("Ring på døren")
    expect(other.locator("#hours_note")).to_have_value("Bank på vinduet")
    assert violations(other) == [] and wider_than_the_window(other) == 0
    press(other, "Gem")
    expect(other.locator("main")).to_contain_text("Bank på vinduet")


def every_page(desk, page):
    """Goes through all pages, and through one that answers a form that is not right; their names."""
    log_in(desk, page)
    places = ("", "/ret", "/ret/aabent", "/historik", "/flet", "/kommer")
    offers = ("", "/ny", *(f"/{CODE}{place}" for place in places), "/fj6s")
    for address in ("/intern/bekraeft", *(f"/intern/tilbud{offer}" for offer in offers)):
        page.goto(desk.url + address)
        yield address
    page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret")
    page.locator("#phone").fill("12")
    page.locator("#changes-0-first").fill("i går")
    press(page, "Gem")
    yield "wrong"


def test_everyone_can_use_every_page(desk, new_context):
    page = new_context().new_page()
    check_each(page, every_page(desk, page), 11)


def test_session_that_ended_leads_to_the_login_with_what_was_typed(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret")
    page.get_by_label("Åbningstid", exact=True).fill("We 08:00-09:00")
    desk.age_sessions(31)
    page.get_by_role("button", name="Se ugen").click()
    expect(page.locator(".wrong")).to_contain_text("så kan du gemme det, du skrev")
    assert page.locator("input[name=kept]").input_value()


def test_mistake_begins_the_title_and_its_summary_has_the_focus(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{CODE}/ret")
    page.get_by_label("Navn", exact=True).fill("")
    press(page, "Gem")
    expect(page.locator(".wrong")).to_be_focused()
    expect(page.locator(".wrong h2")).to_be_visible()
    assert page.title().startswith("Fejl: ")
