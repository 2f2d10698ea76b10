"""The checklist turned round to the citizen, on paper, and as a code for a phone of one's own."""

from __future__ import annotations

import io
import re
import unicodedata

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import until, wait_ready
from tests.browser.leaving import WRITTEN
from tests.browser.ticking import NEXT, VISIBLE, choose, next_id, tick
from tests.browser.turned import HOLD, TURNED, hold, read_picture
from tests.checklist.lines import WHOLE, shown
from tests.conftest import LIBRARY

POINT = 72 / 25.4  # PostScript points in a millimetre


def test_the_citizen_sees_what_has_been_told_and_chooses_what_comes_first(server, page):
    page.goto(f"{server.url}/tjek#start")
    page.locator("[data-check=st6] > input").check()
    page.get_by_role("link", name="Vend").click()
    expect(page.locator("html")).to_have_class(TURNED)
    expect(page.locator("h1")).to_have_text(LIBRARY.meeting.heading.da)
    for point in page.locator("[data-told]").all():
        told = "st6" in point.get_attribute("data-told").split()
        expect(point.locator("em")).to_be_visible(visible=told)
    page.locator("#t5").check()
    page.locator("#t8").check()
    hold(page)
    expect(page.get_by_role("heading", name="Borgeren vil først høre om")).to_be_visible()
    first = page.locator("[data-first] > [data-check]")
    assert [line.get_attribute("data-check") for line in first.all()] == ["st5", "a1", "a3"]
    assert next_id(page) == "st5"
    expect(page.locator(NEXT)).to_be_in_viewport()
    assert tick(page) == "st5"
    assert next_id(page) == "a1"
    page.reload()
    assert next_id(page) == "a1"


def test_what_is_no_longer_asked_for_goes_back_to_its_place(server, page):
    page.goto(f"{server.url}/tjek#start")
    order = page.evaluate(VISIBLE)
    for wanted in (True, False):
        page.get_by_role("link", name="Vend").click()
        page.locator("#t4").set_checked(wanted)
        hold(page)
        assert (next_id(page) == "st3") == wanted
    assert page.evaluate(VISIBLE) == order
    expect(page.get_by_role("heading", name="Borgeren vil først høre om")).not_to_be_visible()


def test_the_short_one_brings_what_is_asked_for_too(server, page):
    page.goto(f"{server.url}/tjek/kort")
    page.get_by_role("link", name="Vend").click()
    page.locator("#t5").check()
    hold(page)
    assert next_id(page) == "st5"
    expect(page.locator(f"{NEXT} q")).to_be_in_viewport(ratio=1)


def test_danger_stands_before_what_is_asked_for(server, page):
    page.goto(f"{server.url}/tjek/kort")
    choose(page, "g7")
    page.get_by_role("link", name="Vend").click()
    page.locator("#t5").check()
    hold(page)
    at_once = shown({"g7"}, WHOLE["nu"])
    assert at_once and page.evaluate(VISIBLE)[: len(at_once) + 1] == [*at_once, "st5"]
    assert [tick(page) for _ in at_once] == at_once
    assert next_id(page) == "st5"


def test_choices_stay_in_the_other_language(server, page):
    page.goto(f"{server.url}/tjek")
    page.get_by_role("link", name="Vend").click()
    page.locator("#t4").check()
    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text(LIBRARY.meeting.heading.en)
    expect(page.get_by_label("my children")).to_be_checked()
    expect(page.get_by_label("my money")).not_to_be_checked()


def test_a_citizens_own_phone_keeps_nothing_of_it(server, page):
    page.goto(f"{server.url}/b/moede")
    page.locator("#t4").check()
    page.locator("#t1").check()
    assert page.evaluate(WRITTEN) == []
    page.reload()
    expect(page.get_by_label("mine børn")).not_to_be_checked()
    assert page.locator(HOLD).count() == 0


@pytest.mark.parametrize("language", ["", "?sprog=en"])
def test_on_paper_it_is_one_a5_sheet_with_a_code(server, chromium, language):
    page = chromium.new_page(service_workers="block")
    page.goto(f"{server.url}/b/moede{language}")
    page.evaluate("document.querySelector('.copy').open = true")
    until(lambda: page.evaluate("document.querySelector('.copy img').naturalWidth > 0"), "the code was drawn")
    [sheet] = PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert sorted(float(side) / POINT for side in (sheet.mediabox.width, sheet.mediabox.height)) == pytest.approx(
        [148, 210], abs=1
    )
    text = re.sub(r"\s", "", unicodedata.normalize("NFKC", sheet.extract_text()))
    spoken = "en" if language else "da"
    for part in LIBRARY.meeting.parts:
        for point in part.points:
            assert re.sub(r"\s", "", getattr(point, spoken)) in text
    assert "112" in text and "Luk" not in text and "127.0.0.1" not in text
    page.emulate_media(media="print")
    picture = page.locator(".copy img").bounding_box()
    assert picture["width"] >= 24 / 25.4 * 96 - 1
    page.close()


def test_a_camera_reads_the_code_the_phone_draws(network, page):
    page.goto(f"{network.url}/")
    wait_ready(page)
    network.stop()
    for language in ("", "?sprog=en"):
        page.goto(f"{network.url}/b/moede{language}")
        assert read_picture(page) == [f"{network.url}/b/moede{language}"]
