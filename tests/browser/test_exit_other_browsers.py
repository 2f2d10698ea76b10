"""The exit's core promise outside Chromium: one tap leaves, and Back three times shows nothing of ours."""

from __future__ import annotations

from selenium.webdriver.common.by import By

from tests.browser.conftest import until

# Home, the deck, a card, the next card within the page, a card by a link: the selector to follow and what then is there.
JOURNEY = (
    (".pocket", "document.title === 'Kort · Lommekort'"),
    ("a[href='/kort/s2']", "document.querySelector('[data-card=s2]')"),
    (".dock [rel=next]", "document.querySelector('[data-card=s3]')"),
    (".onward", "!document.querySelector('[data-card=s3]')"),
)
TEXT = "document.documentElement.innerText"


def lines(text: str) -> set[str]:
    """What could give a page away."""
    return {line.strip() for line in text.splitlines() if line.strip()}


def check_exit(ask, open_page, click, tap, back, url):
    """`ask` evaluates an expression in the page, and may fail while another page is coming."""

    def arrived(sign):
        try:
            return ask(f"document.readyState === 'complete' && Boolean({sign})")
        except Exception:  # each driver has its own for a page that is going
            return False

    def visible():
        until(lambda: arrived("document.title"), "the page is there")
        return lines(ask(TEXT))

    open_page(url)
    ours = visible()
    for link, sign in JOURNEY:
        click(link)
        until(lambda sign=sign: arrived(sign), f"{link} led to {sign}")
        ours |= visible()
    assert len(ours) > 100

    tap("[data-quick-exit]")
    assert ask("location.pathname") == "/luk"
    assert ask("document.title") == "I dag"
    assert not visible() & ours
    for path in ("/luk", "/luk", "/luk"):
        back()
        until(lambda path=path: arrived(f"location.pathname === '{path}'"), "Back led to the neutral page")
        assert not visible() & ours

    open_page(f"{url}/kort/s2")
    assert "Borgeren lukker ned eller skifter emne" in visible()


def test_exit_in_firefox(server, firefox, new_context):
    page = new_context(firefox).new_page()
    check_exit(
        ask=page.evaluate,
        open_page=page.goto,
        click=lambda link: page.locator(link).first.click(),
        tap=lambda link: page.locator(link).click(),
        back=lambda: page.go_back(wait_until="commit"),
        url=server.url,
    )


def test_exit_in_webkit(server, webkit):
    with webkit() as driver:

        def found(link):
            return driver.find_element(By.CSS_SELECTOR, link)

        check_exit(
            ask=lambda expression: driver.execute_script(f"return {expression}"),
            open_page=driver.get,
            click=lambda link: driver.execute_script("arguments[0].click()", found(link)),  # wherever on the page
            tap=lambda link: found(link).click(),
            back=driver.back,
            url=server.url,
        )
