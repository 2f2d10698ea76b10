"""The page about traces: plain words, in both languages, and no promise that a page cannot keep."""

import pytest
from bs4 import BeautifulSoup
from flask.testing import FlaskClient

from tests.conftest import LIBRARY, WORDS
from webapp.citizen.traces import traces
from webapp.content.lix import EASY, lix

PROMISES = {
    "da": ("garanter", "100 %", "100%", "umuligt at se", "helt sikker", "ingen kan se", "ingen spor", "fuldstændig", "altid"),
    "en": ("guarantee", "100 %", "100%", "impossible to see", "completely safe", "nobody can see", "no trace", "always"),
}  # fmt: skip
DANGERS = {
    "da": {
        "history": "browseren husker",
        "searches": "søgt",
        "calls": "opkald",
        "the bill": "regningen",
        "texts": "sms",
        "shared accounts": "delte konti",
        "hidden programs": "skjult program",
        "pictures of the screen": "billede af skærmen",
        "the app switcher": "skifter app",
        "another phone": "en anden telefon",
        "not all at once": "spørg om råd først",
        "mail and paper": "e-boks",
        "children's devices": "et barns telefon, ipad",
        "apps that scan": "telefonens eget kamera",
    },
    "en": {
        "history": "browser remembers",
        "searches": "searched",
        "calls": "call can be seen",
        "the bill": "bill",
        "texts": "text stays",
        "shared accounts": "shared accounts",
        "hidden programs": "hidden program",
        "pictures of the screen": "screenshot",
        "the app switcher": "change app",
        "another phone": "another phone",
        "not all at once": "ask for advice first",
        "mail and paper": "e-boks",
        "children's devices": "a child’s phone, ipad",
        "apps that scan": "phone’s own camera",
    },
}


@pytest.fixture
def page(reading_app, language):
    """The page in a language."""
    client = FlaskClient(reading_app, reading_app.response_class)
    answer = client.get("/b/spor" + ("?sprog=en" if language == "en" else ""))
    assert answer.status_code == 200
    return without_template(answer)


def without_template(answer):
    """An answer as a page, without the neutral page that the exit brings."""
    page = BeautifulSoup(answer.text, "html.parser")
    page.template.extract()
    return page


def said(page):
    return " ".join(page.main.get_text(" ").split()).lower()


def test_it_is_in_its_language(page, language):
    assert page.html["lang"] == language
    assert page.title.get_text() == "Side"
    assert page.h1.get_text() == WORDS[language]["traces.heading"]


def test_it_promises_nothing_it_cannot_keep(page, language):
    text = said(page)
    assert not [promise for promise in PROMISES[language] if promise in text]
    assert {"da": "vi kan ikke slette", "en": "we cannot delete"}[language] in text


def test_it_names_every_trace(page, language):
    text = said(page)
    missing = [danger for danger, words in DANGERS[language].items() if words not in text]
    assert not missing


def test_the_most_dangerous_stands_first(page, language):
    titles = [title.get_text().lower() for title in page.select("h2")]
    assert {"da": "en anden telefon", "en": "another phone"}[language] in titles[0]
    assert {"da": "delte konti", "en": "shared accounts"}[language] in " ".join(titles[:5])


def test_it_is_easy_to_read(page, language):
    texts = [
        page.select_one("main > h1 + p").get_text(),
        *(point.p.get_text() for point in page.select(".points > li")),
    ]
    assert lix(" ".join(texts)) <= EASY
    for text in texts:
        assert lix(text) <= EASY + 12, text


def test_it_is_the_same_in_both_languages_and_leads_from_one_to_the_other(page, language):
    points = traces(LIBRARY.languages["da"].phrases)
    assert [item.h2.get_text() for item in page.select(".points > li")] == [WORDS[language][point] for point in points]
    ways = {link["lang"]: link["href"] for link in page.select(".languages a")}
    assert ways["da"] == "/b/spor" and ways["en"] == "/b/spor?sprog=en"


def test_every_page_for_a_citizen_leads_to_it(reading_app, language):
    client = FlaskClient(reading_app, reading_app.response_class)
    for address in ("/b/nu", "/b/zzzz"):
        end = "?sprog=en" if language == "en" else ""
        page = without_template(client.get(address + end))
        assert page.select(f'main a[href="/b/spor{end}"]')


def test_a_tab_of_it_has_no_icon_and_keeps_none(client):
    icon = client.get("/favicon.ico")
    assert (icon.status_code, icon.data, icon.headers["Cache-Control"]) == (204, b"", "no-store")
