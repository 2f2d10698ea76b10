"""The desk in a real browser: the way in, a session that ran out, the way out, and everyone's way of using it."""

from __future__ import annotations

import base64
from datetime import datetime, timedelta

import pyotp
import pytest
import zxingcpp
from playwright.sync_api import expect

from tests.browser.conftest import kept_on, until, visit
from tests.browser.desk import Desk, add_kim, log_in, log_out, send_from, type_in
from tests.browser.leaving import back, has_left
from tests.browser.usable import LONG, TOO_WIDE, check_each, check_usable, tab_to, violations
from tests.conftest import LIBRARY
from tests.people import ESBJERG, PASSWORD, add_user
from webapp.audit import record
from webapp.config import COPENHAGEN
from webapp.danish import WEEKDAYS, danish_date
from webapp.database import db

TYPED = "Åse Øst, aftenvagten"
# The dots of a picture, one byte each, as a camera's reader wants them.
DOTS = """async (address) => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const { width, height } = picture;
  const pen = Object.assign(document.createElement("canvas"), { width, height }).getContext("2d");
  pen.drawImage(picture, 0, 0);
  return [width, height, Array.from(pen.getImageData(0, 0, width, height).data.filter((_, place) => place % 4 === 1))];
}"""


@pytest.fixture(scope="module")
def desk(server_of_file):
    """The app as a running server, with a koordinator and an administrator in it."""
    desk = server_of_file(Desk).start()
    add_kim(desk)
    add_user(desk.app, "administrator", email="administrator@eksempel.dk", name="Ada Administrator")
    with desk.app.app_context():
        for name in ("Person med et ret langt navn i en kommune", "Kort Navn"):
            before, after = {"rolle": "Redaktør", "kommune": ESBJERG}, {"rolle": "Koordinator", "kommune": ESBJERG}
            record("user.role", "user:1", name, by=1, municipality=ESBJERG, before=before, after=after)
        db.session.commit()
    return desk


# The way in


def test_invitation_password_and_code(desk, context):
    page, asked = context.new_page(), []
    page.on("request", lambda request: asked.append(request.url))
    link = desk.invitation("ny.administrator@eksempel.dk", "administrator", None)
    page.goto(link)
    secret = link.partition("#")[2]
    assert page.url == f"{desk.url}/intern/velkommen", "the secret has left the address"
    expect(page.locator("#token")).to_be_hidden()
    type_in(page, new_password="lommekort esbjerg")
    expect(page.locator("#new_password-error")).to_contain_text("for let at gætte")
    expect(page.locator("#token")).to_have_value(secret)
    expect(page.locator("#token")).to_be_hidden()
    page.locator("#new_password").fill(PASSWORD)
    page.get_by_label("Vis adgangskoden").check()
    expect(page.locator("#new_password")).to_have_attribute("type", "text")
    check_usable(page, "welcome")
    type_in(page, new_password=PASSWORD)
    expect(page.locator("h1")).to_have_text("Slå engangskoder til")
    picture = base64.b64encode(page.locator(".code-picture").screenshot()).decode()
    width, height, dots = context.new_page().evaluate(DOTS, f"data:image/png;base64,{picture}")
    (read,) = zxingcpp.read_barcodes(memoryview(bytes(dots)).cast("B", [height, width]))
    assert read.text.startswith("otpauth://totp/Lommekort:ny.administrator")
    code = pyotp.parse_uri(read.text)
    assert page.locator(".on-this-phone a").get_attribute("href") == read.text
    assert code.secret == page.locator("span.secret").inner_text().replace(" ", "")
    type_in(page, code=code.now(), password=PASSWORD)
    recovery = page.locator(".recovery li").all_inner_texts()
    assert len(set(recovery)) == 10
    expect(page.get_by_role("button", name="Kopiér koderne")).to_be_visible()
    page.get_by_role("link", name="Jeg har dem").click()
    expect(page.locator("h1")).to_have_text("Hej Ny Person")
    log_out(page)
    type_in(page, email="ny.administrator@eksempel.dk", password=PASSWORD)
    type_in(page, code=recovery[0])
    expect(page.locator("h1")).to_have_text("Hej Ny Person")
    assert {url.removeprefix(desk.url).split("/")[1] for url in asked} <= {"intern", "static"}, "nothing from elsewhere"
    assert not [url for url in asked if secret in url.partition("#")[0]]


CLIPBOARDS = {
    "allowed": "undefined",
    "refused": "navigator.clipboard.writeText = () => Promise.reject(new DOMException('no', 'NotAllowedError'))",
    "not there": "Object.defineProperty(navigator, 'clipboard', { value: undefined })",
}


@pytest.mark.parametrize("clipboard", CLIPBOARDS)
def test_link_is_copied_or_marked(desk, new_context, clipboard):
    page = new_context(permissions=["clipboard-read", "clipboard-write"]).new_page()
    page.add_init_script(CLIPBOARDS[clipboard])
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/brugere/ny")
    type_in(page, name="Ny Kollega", email=f"{clipboard.replace(' ', '.')}@eksempel.dk")
    link = page.locator("[data-copy]").inner_text()
    page.get_by_role("button", name="Kopiér linket").click()
    if clipboard == "allowed":
        expect(page.get_by_text("Kopieret.")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == link
    else:
        expect(page.get_by_text("Markeret. Kopiér")).to_be_visible()
        assert page.evaluate("getSelection().toString().trim()") == link
    check_usable(page, "link")


def test_invitation_works_without_script(desk, new_context):
    page = new_context(java_script_enabled=False).new_page()
    link = desk.invitation("uden.script@eksempel.dk")
    page.goto(link)
    type_in(page, token=link, new_password=PASSWORD)
    expect(page.locator("h1")).to_have_text("Hej Ny Person")


def test_login_with_the_keyboard_alone(desk, page):
    page.goto(f"{desk.url}/intern")
    tab_to(page, "#email")
    page.keyboard.type("koordinator@eksempel.dk")
    tab_to(page, "#password")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Hej Kim Koordinator")
    tab_to(page, ".menu summary")
    page.keyboard.press("Enter")
    tab_to(page, ".menu a[href='/intern/brugere']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Brugere")
    tab_to(page, "main a[href='/intern/brugere/ny']")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Inviter en bruger")
    tab_to(page, "#name")
    page.keyboard.type("Tastatur Person")
    tab_to(page, "#email")
    page.keyboard.type("tastatur@eksempel.dk")
    tab_to(page, "main form:has(#email) button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Giv linket til Tastatur Person")
    tab_to(page, ".menu summary", "Shift+Tab")
    page.keyboard.press("Enter")
    tab_to(page, ".menu button")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_have_text("Log ind")


# The exit, and what was being typed


def shift(desk, page, form, last):
    """The exit by the keyboard. What was typed last is kept: by the request that the exit lets go, or a moment before."""
    for _ in range(3):
        page.keyboard.press("Shift")
    until(lambda: last in page.request.get(desk.url + form).text(), "what was typed is kept", every=0.2)


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_what_was_being_typed_outlives_the_exit(request, desk, new_context, engine):
    """The screen and the phone are emptied at once, and whoever comes back finds the form as it was."""
    page = new_context(request.getfixturevalue(engine)).new_page()
    moment = datetime.now(COPENHAGEN) + timedelta(days=1)
    tomorrow = f"{moment:%Y-%m-%dT%H:%M}"
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/opslag/ny")
    page.route("**/intern/kladde", lambda route: route.fulfill(status=503), times=1)
    with page.expect_response("**/intern/kladde"):
        page.locator("#title").fill(TYPED)
        page.locator("#ends").fill(tomorrow)
    shift(desk, page, "/intern/opslag/ny", tomorrow)
    assert has_left(page)
    assert page.evaluate("[...Object.keys(localStorage), ...Object.keys(sessionStorage)]") == ["luk"]
    back(page)
    assert TYPED not in page.locator("html").inner_text()

    page.goto(f"{desk.url}/intern")
    page.locator("[data-unsaved]").click()
    expect(page.locator("#title")).to_have_value(TYPED)
    expect(page.locator("#ends")).to_have_value(tomorrow)
    in_words = f"{WEEKDAYS[moment.weekday()]} den {danish_date(moment)} kl. {moment:%H.%M}"
    expect(page.locator("#ends + output")).to_have_text(in_words)  # whatever language the browser writes it in
    expect(page.locator("[data-draft]")).to_contain_text("er ikke gemt")
    page.locator("#text").fill("Kom forbi.")
    with page.expect_navigation():
        page.get_by_role("button", name="Gem", exact=False).first.click()
    page.goto(f"{desk.url}/intern/opslag/ny")
    expect(page.locator("#title")).to_have_value("")
    assert page.locator("[data-draft]").count() == 0


@pytest.mark.parametrize("engine", ["chromium", "firefox"])
def test_back_and_reload_of_a_refused_form_are_its_page_with_what_was_typed(request, desk, new_context, engine):
    """Not the browser's own page, which asks whether the form is to be sent once more."""
    page = new_context(request.getfixturevalue(engine)).new_page()
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/opslag/ny")
    page.locator("#text").fill(TYPED)
    with page.expect_response("**/intern/kladde"), page.expect_navigation():
        page.get_by_role("button", name="Gem og udgiv").click()
    expect(page.locator("#title-error")).to_be_visible()
    page.reload()
    expect(page.locator("#text")).to_have_value(TYPED)
    page.goto(f"{desk.url}/intern/tilbud")
    page.go_back()
    expect(page.locator("h1")).to_have_text("Nyt opslag")
    expect(page.locator("#text")).to_have_value(TYPED)
    # What a button sends has no page of its own; the answer stands at the page with the button.
    offer = next(offer for offer in LIBRARY.offers if offer.municipality == ESBJERG)
    send_from(page, f"{desk.url}/intern/tilbud/{offer.code}/fortryd")
    expect(page.get_by_text("Der er ikke noget at fortryde.")).to_be_visible()
    assert page.url == f"{desk.url}/intern/tilbud/{offer.code}"


def test_what_is_looked_for_is_no_draft(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud")
    kept = []
    page.on("request", lambda request: kept.append(request.url) if "kladde" in request.url else None)
    page.locator("#q").fill("havnen")
    page.evaluate("document.dispatchEvent(new Event('leaving'))")  # what is being typed is kept at once
    page.goto(f"{desk.url}/intern")
    assert kept == []


def test_a_button_shows_on_a_slow_line_that_it_was_pressed(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/opslag/ny")
    page.evaluate("addEventListener('submit', (event) => event.preventDefault())")  # as long as no answer comes
    button = page.get_by_role("button", name="Gem og udgiv")
    button.click()
    expect(button).to_have_attribute("data-sending", "")


def test_what_was_given_up_is_gone_and_a_part_comes_back_where_it_is_edited(desk, page):
    code = next(offer.code for offer in LIBRARY.offers if offer.municipality == ESBJERG)
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/tilbud/{code}")
    edit = page.locator("a[hx-get$='/ret/kontakt']")
    edit.click()
    page.locator("#city").or_(page.locator("#phone")).first.fill("70 10 20 30")
    page.context.set_offline(True)
    page.get_by_role("button", name="Gem", exact=True).click()
    expect(page.locator("form .trouble")).to_contain_text("ikke gemt. Det, du har skrevet, står her")
    expect(page.locator("#phone")).to_have_value("70 10 20 30")
    page.context.set_offline(False)
    expect(page.locator("form .trouble")).to_have_count(0)
    shift(desk, page, f"/intern/tilbud/{code}/ret/kontakt", "70 10 20 30")
    page.goto(f"{desk.url}/intern/tilbud/{code}")
    edit.click()
    expect(page.locator("#phone")).to_have_value("70 10 20 30")
    with page.expect_navigation(url=f"**/intern/tilbud/{code}"):
        page.get_by_role("link", name="Fortryd").click()
    page.goto(f"{desk.url}/intern/tilbud/{code}/ret/kontakt")
    assert page.locator("[data-draft]").count() == 0
    page.route("**/intern/kladde/slet", lambda route: None)  # a network that says nothing
    page.get_by_role("link", name="Fortryd").click()
    for _ in range(3):
        page.keyboard.press("Shift")
    page.evaluate("fetch('/healthz')")  # what was let go before it has had its chance
    assert has_left(page)


def test_long_words_never_make_a_page_of_the_desk_wider_than_the_phone(desk, new_context, subtests):
    page = new_context(viewport={"width": 320, "height": 640}).new_page()
    code = next(offer.code for offer in LIBRARY.offers if offer.municipality == ESBJERG)
    log_in(desk, page)
    offer = f"/intern/tilbud/{code}"
    for address in ("/intern", "/intern/tilbud", offer, f"{offer}/historik", f"/intern/tjek/{ESBJERG}", "/intern/log"):
        with subtests.test(address=address):
            answer = page.goto(desk.url + address)
            assert answer is not None and answer.status == 200, desk.log.read_text(errors="replace")[-2000:]
            page.locator("main :is(h1, h3, a, b, dd, li, td, p, span, blockquote):not(:has(*))").evaluate_all(LONG)
            assert page.evaluate(TOO_WIDE) == []


# A session that ran out


def test_what_was_typed_outlives_the_session(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/brugere/ny")
    desk.age_sessions(31)
    type_in(page, name=TYPED, email="aase@eksempel.dk")
    expect(page.locator(".wrong")).to_contain_text("så kan du gemme det, du skrev")
    type_in(page, email="koordinator@eksempel.dk", password="en forkert adgangskode")
    expect(page.locator(".wrong")).to_contain_text("passer ikke sammen")
    type_in(page, password=PASSWORD)
    expect(page.locator("h1")).to_have_text("Det, du skrev, er her endnu")
    expect(page.locator(".typed").first).to_have_text(TYPED)
    assert violations(page) == []
    page.get_by_role("button", name="Gem nu").click()
    expect(page.locator("h1")).to_have_text(f"Giv linket til {TYPED}")


def test_page_from_before_a_new_login_can_still_be_saved(desk, context):
    page, other = context.new_page(), context.new_page()
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/brugere/ny")
    other.goto(f"{desk.url}/intern")
    log_out(other)
    log_in(desk, other)
    type_in(page, name=TYPED, email="aase2@eksempel.dk")
    page.get_by_role("button", name="Gem nu").click()
    expect(page.locator("h1")).to_have_text(f"Giv linket til {TYPED}")


# The way out


@pytest.mark.parametrize("how", ["logged out here", "shut out meanwhile"])
def test_back_after_the_end_shows_nothing(desk, new_context, remembering, how):
    """Not in any frame, also where the browser has kept the page alive."""
    context = new_context(remembering)
    page, seen, alive = context.new_page(), set(), []
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/brugere")
    expect(page.locator("main")).to_contain_text("Kim Koordinator")
    context.expose_binding("seen", lambda _, text: seen.add(text))
    context.expose_binding("alive", lambda _: alive.append(page.url))
    page.evaluate("""() => {
      const look = () => { seen(document.documentElement.innerText); requestAnimationFrame(look); };
      addEventListener("pageshow", (event) => { if (event.persisted) { alive(); look(); } });
    }""")
    if how == "logged out here":
        log_out(page)
    else:
        page.goto(f"{desk.url}/luk")
        with desk.app.app_context(), db.engine.begin() as connection:
            connection.exec_driver_sql("DELETE FROM desk_session")
    page.evaluate("history.back()")
    expect(page.locator("h1")).to_have_text("Log ind")
    expect(page.locator("body")).not_to_contain_text("Kim Koordinator")
    page.evaluate("new Promise((shown) => requestAnimationFrame(() => requestAnimationFrame(shown)))")
    assert not [text for text in seen if "Kim Koordinator" in text]
    if how == "shut out meanwhile":
        assert alive, "the browser kept the page alive, or this would prove nothing"


def test_exit_covers_the_desk_too(desk, page):
    log_in(desk, page)
    page.goto(f"{desk.url}/intern/brugere")
    page.locator("[data-quick-exit]").click()
    expect(page).to_have_title("I dag")
    for _ in range(3):
        page.go_back()
        expect(page.locator("body")).not_to_contain_text("Kim Koordinator")


def test_public_pages_are_sent_no_cookie_and_the_worker_keeps_out(desk, page):
    log_in(desk, page)
    sent = {}
    page.on("request", lambda request: sent.update({request.url: request.all_headers().get("cookie")}))
    visit(page, f"{desk.url}/kort/3")
    page.goto(f"{desk.url}/")
    assert len(sent) > 3 and set(sent.values()) == {None}
    page.goto(f"{desk.url}/intern")
    expect(page.locator("h1")).to_have_text("Hej Kim Koordinator")
    kept = kept_on(page)
    assert kept and not [name for name in kept if "/intern" in name]
    page.context.set_offline(True)
    with pytest.raises(Exception, match="ERR_INTERNET_DISCONNECTED"):
        page.goto(f"{desk.url}/intern/log")
    page.context.set_offline(False)


# Everyone's way of using it

PAGES = {
    "nobody": ("/intern/login", "/intern/velkommen", "/intern/findes-ikke"),
    "coordinator": (
        *("/intern", "/intern/konto", "/intern/konto/adgangskode", "/intern/konto/koder", "/intern/brugere"),
        *("/intern/brugere/ny", "/intern/brugere/1", "/intern/log", "/intern/tjek", "/intern/opslag"),
        *("/intern/opslag/ny", "/intern/indstillinger"),
    ),
    "administrator": (
        *("/intern/konto/koder", "/intern/brugere/ny", "/intern/brugere/1", "/intern/log", "/intern/tjek"),
        *("/intern/opslag/ny", "/intern/overblik", "/intern/overblik/0370", "/intern/kommer", "/intern/doer"),
        "/intern/doer/0370",
    ),
}


def every_page(desk, page):
    """Goes through all pages, and through those that answer a form that is not right; their names."""
    for who, addresses in PAGES.items():
        if who != "nobody":
            log_in(desk, page, "koordinator" if who == "coordinator" else who)
        for address in addresses:
            page.goto(desk.url + address)
            yield f"{who} {address}"
        if who == "nobody":
            page.goto(f"{desk.url}/intern/login")
            type_in(page, email="ingen@eksempel.dk", password=PASSWORD)
            yield "wrong password"
            page.goto(f"{desk.url}/intern/login")
            type_in(page, email="administrator@eksempel.dk", password=PASSWORD)
            yield "code"
        else:
            page.goto(f"{desk.url}/intern/brugere/ny")
            type_in(page, name="", email="x")
            yield f"{who} wrong invitation"
            page.goto(f"{desk.url}/intern/brugere/ny")
            send_from(page, "/intern/konto/reservekoder", password="forkert")
            yield f"{who} after a form"
            page.context.clear_cookies()


def test_everyone_can_use_every_page(desk, new_context):
    page = new_context().new_page()
    check_each(page, every_page(desk, page), 26 + 2 + 4, small_only="/intern/overblik")  # a map that is moved sideways
