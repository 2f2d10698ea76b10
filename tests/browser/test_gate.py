"""Before any form: the gate in a real browser."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.leaving import WRITTEN
from tests.browser.ticking import besides_icons
from tests.conftest import LIBRARY


def test_the_gate_opens_for_three_answers_and_keeps_none(server, quiet):
    asked = []
    quiet.goto(f"{server.url}/tjek/skema", wait_until="networkidle")
    quiet.context.on("request", lambda request: asked.append(request.url))
    tools = [LIBRARY.cards[name].title for name in LIBRARY.gate.open.cards]
    for number, question in enumerate(LIBRARY.gate.questions):
        expect(quiet.get_by_role("heading", name="Ikke i dag")).to_be_visible()
        for tool in tools:
            expect(quiet.get_by_role("link", name=tool)).not_to_be_visible()
        quiet.get_by_text("Ikke endnu").nth(number).click()
        expect(quiet.get_by_role("heading", name="Ikke i dag")).to_be_visible()
        quiet.get_by_text(question.answer).click()
    expect(quiet.get_by_role("heading", name="Ikke i dag")).not_to_be_visible()
    for tool in tools:
        expect(quiet.get_by_role("link", name=tool)).to_be_visible()
    assert besides_icons(asked) == [] and [name for name in quiet.evaluate(WRITTEN) if name != "kommune"] == []
    quiet.reload()
    expect(quiet.get_by_role("heading", name="Ikke i dag")).to_be_visible()


def test_the_gate_works_without_script(server, new_context):
    page = new_context(java_script_enabled=False).new_page()
    page.goto(f"{server.url}/tjek/skema")
    for question in LIBRARY.gate.questions:
        page.get_by_text(question.answer).click()
    expect(page.get_by_role("heading", name=LIBRARY.gate.open.title)).to_be_visible()
