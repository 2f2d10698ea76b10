"""An editor's whole week in a browser: from the invitation to what a colleague's phone shows in a basement."""

from __future__ import annotations

import pyotp
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import until, visit
from tests.browser.desk import Desk, go, log_out, press, type_in
from tests.people import ESBJERG, PASSWORD
from webapp.clock import now
from webapp.edition.edition import Editions
from webapp.registry.report import keep
from webapp.registry.store import find

REPORTED, ASKED, GONE, TWICE = "4cr4", "x7fq", "q9w5", "5dhp"  # offers of Esbjerg's, as shipped
NOTE = "Ring på hos naboen"
SIGN = "Lader døren stå åben om natten"


@pytest.fixture
def desk(server_of_file):
    """The app as a running server of the file's one test, with a report from the field."""
    desk = server_of_file(Desk).start()
    with desk.app.app_context():
        keep(REPORTED, "2", "Åbner først kl. 10", now().date())
    return desk


def is_confirmed(desk, code: str) -> bool:
    """Whether an offer was confirmed today."""
    with desk.app.app_context():
        return find(code).confirmed_on == now().date()


def test_from_invitation_to_a_phone_without_a_network(desk, new_context):
    phone = new_context().new_page()
    visit(phone, desk.url)
    phone.evaluate("localStorage.setItem('kommune', 'Esbjerg')")
    phone.goto(f"{desk.url}/find/{GONE}")
    expect(phone.locator(f"[data-offer='{GONE}']")).to_be_visible()

    # Monday: the invitation, a password, one-time codes; and in again with a code.
    page = new_context().new_page()
    page.goto(desk.invitation("ny@eksempel.dk", "coordinator"))
    type_in(page, new_password=PASSWORD)
    page.goto(f"{desk.url}/intern/konto/koder")
    secret = page.locator("span.secret").inner_text().replace(" ", "")
    type_in(page, code=pyotp.TOTP(secret).now(), password=PASSWORD)
    recovery = page.locator(".recovery li").all_inner_texts()
    page.get_by_role("link", name="Jeg har dem").click()
    log_out(page)
    type_in(page, email="ny@eksempel.dk", password=PASSWORD)
    type_in(page, code=recovery[0])
    expect(page.locator("h1")).to_have_text("Hej Ny Person")

    # Tuesday: the queue. A report is answered by an edit, one offer is confirmed with one tap.
    go(page, "Bekræft")
    expect(page.locator(".load")).to_contain_text("Denne uge")
    reported = page.locator(f".due[data-offer='{REPORTED}']").first
    expect(reported).to_contain_text("Åbner først kl. 10")
    reported.get_by_role("link", name="Ret tilbuddet").click()
    page.get_by_label("Åbningstid", exact=True).fill("man-fre 10-16")
    page.get_by_label("Om åbningstiden").fill(NOTE)
    page.get_by_role("radio", name="Besøg").check()
    press(page, "Gem")
    expect(page.locator(".said")).to_have_text("Gemt og bekræftet.")
    go(page, "Bekræft")
    press(page, "Rettet")
    expect(page.locator(".said")).to_have_text("Meldingen er lukket.")
    with page.expect_navigation():
        page.locator(f".due[data-offer='{ASKED}']").get_by_role("button", name="Uændret: telefon").click()
    expect(page.locator(f".due[data-offer='{ASKED}']")).to_have_count(0)
    assert is_confirmed(desk, REPORTED) and is_confirmed(desk, ASKED)

    # Wednesday: a place has shut for good.
    page.goto(f"{desk.url}/intern/tilbud/{GONE}")
    press(page, "Luk tilbuddet")
    expect(page.locator("main")).to_contain_text("Det står ikke på lommekortene.")

    # Two entries turn out to be one.
    page.goto(f"{desk.url}/intern/tilbud/{TWICE}/flet")
    page.get_by_label("Det, der skal blive").select_option(REPORTED)
    press(page, "Sammenlign")
    press(page, "Flet dem")
    expect(page.locator(".said")).to_contain_text("De to er nu ét.")

    # Thursday: the team's agreement, as a draft, as it will look, and out.
    go(page, "Vores aftale")
    page.get_by_role("link", name="Skriv aftalen").or_(page.get_by_role("link", name="Ret", exact=True)).first.click()
    page.get_by_label("Vores egne tegn").fill(SIGN)
    page.get_by_label("borgeren siger det selv").check()
    page.get_by_label("Ledelsen har sagt ja den").fill("2026-11-02")
    page.get_by_label("Vi ser aftalen efter senest den").fill("2027-11-01")
    page.get_by_label("Kontaktperson").fill("Kim Kontakt")
    press(page, "Gem udkast")
    expect(page.locator(".agreement")).to_contain_text(SIGN)
    press(page, "Udgiv til telefonerne")
    expect(page.locator(".said")).to_contain_text("Aftalen er udgivet")
    go(page, "Log")
    expect(page.locator("main")).to_contain_text("Ny Person lukkede tilbuddet")

    # Friday: a colleague's phone, which had a network for a moment and then none.
    def has_it_all() -> bool:
        """Whether the phone has the newest edition: it looks for one each time it is opened."""
        visit(phone, f"{desk.url}/kort/2")
        current = Editions(desk.folder / "instance").current().version
        return phone.locator("html").get_attribute("data-edition") == current

    local = f"{desk.url}/data/lokalt/{ESBJERG}.json"
    until(lambda: SIGN in page.request.get(local).text(), "the agreement was published")
    until(has_it_all, "the newest edition reached the phone")
    phone.context.set_offline(True)
    assert phone.goto(f"{desk.url}/find/{GONE}").status == 410
    expect(phone.locator(f"[data-offer='{GONE}']")).to_have_count(0)
    assert phone.goto(f"{desk.url}/b/{TWICE}/qr.svg").status == 200
    assert phone.goto(f"{desk.url}/b/{TWICE}-{REPORTED}").status == 200
    expect(phone.locator("[data-offer]")).to_have_count(1)
    expect(phone.locator(f"[data-offer='{REPORTED}']")).to_be_visible()
    phone.goto(f"{desk.url}/find/{TWICE}")
    assert phone.url == f"{desk.url}/find/{REPORTED}"
    expect(phone.locator("main")).to_contain_text(NOTE)
    expect(phone.locator("main")).to_contain_text("kl. 10–16")
    phone.goto(f"{desk.url}/kort/2")
    expect(phone.locator("[data-local='kort 2']")).to_contain_text(SIGN)
    phone.goto(f"{desk.url}/aftale")
    expect(phone.locator(f"[data-agreement='{ESBJERG}']")).to_contain_text(SIGN)
    assert "Kim Kontakt" not in phone.content()
