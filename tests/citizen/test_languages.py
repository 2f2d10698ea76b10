"""A citizen's pages in every language: chosen by the address, taken along, said to be unread, and right in every part."""

from __future__ import annotations

import json
import re

import brotli
import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, WORDS
from webapp.languages.edition_part import ADDRESS, parts

KB = 1024
LANGUAGES = [one for one in LIBRARY.languages.values() if one.is_shown]
OTHERS = [one for one in LANGUAGES if one.code != "da"]
SHOWN = [one for one in LIBRARY.offers if one.confidence != "low"]
CODES = [one.code for one in SHOWN[:6]]
NAMES = ("nu", "spor", "moede", CODES[0], "-".join(CODES), "zzzz", "-".join([one.code for one in SHOWN[:7]]))


def opened(client, name, code):
    """A page in a language, without the neutral page that the exit brings."""
    page = BeautifulSoup(client.get(f"/b/{name}" + (f"?sprog={code}" if code != "da" else "")).text, "html.parser")
    page.template.extract()
    return page


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_page_is_in_its_language_and_takes_it_along(reading_app, language):
    client, end = reading_app.test_client(), "" if language.code == "da" else f"?sprog={language.code}"
    for name in NAMES:
        page = opened(client, name, language.code)
        assert page.html["lang"] == language.code
        assert page.html.get("dir", "ltr") == language.direction
        onward = [one["href"] for one in page.select('a[href^="/b/"]:not([hreflang])')]
        assert all(href.endswith(end) for href in onward)
        assert all(one["src"].endswith(f"/qr.svg{end}") for one in page.select("img"))
        row = [(one["lang"], one.get_text()) for one in page.select(".languages a")]
        assert row == [(one.code, one.name) for one in LANGUAGES]
        assert [one["lang"] for one in page.select(".languages [aria-current]")] == [language.code]


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_page_says_in_both_languages_that_nobody_has_read_it(reading_app, language):
    for name in NAMES:
        page = opened(reading_app.test_client(), name, language.code)
        told = page.select_one(".unread")
        assert WORDS[language.code]["page.unchecked"] in told.get_text()
        danish = told.select_one("[lang=da]")
        assert "Oversat uden gennemlæsning. Brug en tolk til det vigtige." in danish.get_text()
        assert not danish.a["href"].count("sprog") and danish.a.get_text() == "Hvad står der?"
        assert told.find_next("h1"), "before everything else"


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_nothing_is_said_in_danish_that_is_not_marked_so(reading_app, language):
    danish = {text for text in WORDS["da"]._phrases.values() if isinstance(text, str) and len(text) > 6}
    same = {text for text in WORDS[language.code]._phrases.values() if isinstance(text, str)}
    for name in NAMES:
        page = opened(reading_app.test_client(), name, language.code)
        for marked in page.select("[lang=da], .languages"):
            marked.extract()
        texts = {" ".join(text.split()) for text in page.main.stripped_strings}
        assert not texts & (danish - same), name


@pytest.mark.parametrize("language", OTHERS, ids=lambda one: one.code)
def test_an_offer_without_a_text_is_told_by_what_it_is(reading_app, language):
    offer = next(one for one in SHOWN if one.description_en and len(one.topics) > 1)
    page = opened(reading_app.test_client(), offer.code, language.code)
    text, words = page.main.get_text(" "), WORDS[language.code]
    if language.code == "en":
        assert offer.description_en in text
        return
    assert offer.description not in text and offer.description_en not in text
    keys = [f"topics.{name}" for name in offer.topics] + [f"audiences.{name}" for name in offer.audiences]
    for key in (*keys, *(f"ways.{name}" for name in offer.contact_forms)):
        assert words[key] in text, key


@pytest.mark.parametrize("page", ["citizen", "find"])
def test_every_pictogram_is_drawn_and_stands_beside_its_words(reading_app, page):
    """No pictogram says anything alone, and each that is pointed at is on the page once."""
    client, seen = reading_app.test_client(), set()
    for start in range(0, len(SHOWN), 6):
        address = "/b/" + "-".join(one.code for one in SHOWN[start : start + 6]) + "?sprog=th"
        if page == "find":
            address = f"/find?s={1 + start // 6}"
        html = BeautifulSoup(client.get(address).text, "html.parser")
        drawn = [one["id"] for one in html.select("symbol")]
        assert len(drawn) == len(set(drawn))
        for picture in html.select("svg.picto"):
            name = picture.use["href"].removeprefix("#")
            assert name in drawn and picture["aria-hidden"] == "true" and picture.parent.get_text(strip=True), name
            seen.add(name)
    assert {"p-seng", "p-kom", "p-kvinder", "p-aaben", "p-lukket", "p-spoerg", "p-navn"} <= seen


def test_marks_say_what_the_offer_is(reading_app):
    words, client = WORDS["fa"], reading_app.test_client()
    for start in range(0, len(SHOWN), 6):
        page = opened(client, "-".join(one.code for one in SHOWN[start : start + 6]), "fa")
        for offer in SHOWN[start : start + 6]:
            marks = [one.get_text() for one in page.select(f"[data-offer='{offer.code}'] .marks li")]
            wanted = [words[f"ways.{way}"] for way in ("overnatning", "fremmoede") if way in offer.contact_forms]
            if offer.audiences == ("kvinder",):
                wanted.append(f"{words['offer.for_whom']}: {words['audiences.kvinder']}")
            assert marks == wanted, offer.code


@pytest.mark.parametrize("language", [one for one in LANGUAGES if one.direction == "rtl"], ids=lambda one: one.code)
def test_figures_names_and_addresses_are_runs_of_their_own(reading_app, language):
    client = reading_app.test_client()
    for start in range(0, len(SHOWN) - 5, 6):
        page = opened(client, "-".join(one.code for one in SHOWN[start : start + 6]), language.code)
        for offer in SHOWN[start : start + 6]:
            part = page.select_one(f"[data-offer='{offer.code}']")
            apart = [one.get_text() for one in part.select("bdi, a[dir=ltr]")]
            wanted = [offer.name, offer.neutral_name, *filter(None, (offer.phone, offer.sms))]
            assert not [one for one in wanted if one not in apart]
            for one in part.select("bdi, a[dir=ltr]"):
                one.extract()
            assert not re.search(r"\d[:.–]\d", part.get_text()), offer.code


@pytest.mark.parametrize(
    "asked", ["xx", "", "DA", "da-DK", "xx&sprog=ar", "ar%00", "../da", "so", "ar,en", "arab", "-ar", "a" * 5000]
)
def test_an_unknown_language_is_danish_with_the_row_of_languages(reading_app, asked):
    client = reading_app.test_client()
    for name in ("nu", CODES[0]):
        answer = client.get(f"/b/{name}?sprog={asked}")
        assert answer.status_code == 200 and answer.text == client.get(f"/b/{name}").text
        assert len(BeautifulSoup(answer.text, "html.parser").select(".languages a")) == len(LANGUAGES)


@pytest.mark.parametrize(
    ("asked", "code"), [("AR", "ar"), ("ar-EG", "ar"), ("en_GB", "en"), ("De-latn-AT", "de"), ("uk-", "uk")]
)
def test_a_language_is_understood_in_any_case_and_of_any_region(reading_app, asked, code):
    client = reading_app.test_client()
    for name in ("nu", CODES[0], f"{CODES[0]}/qr.svg"):
        assert client.get(f"/b/{name}?sprog={asked}").text == client.get(f"/b/{name}?sprog={code}").text


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda one: one.code)
def test_what_cannot_be_shown_is_told_in_the_language_and_neutrally(reading_app, language, monkeypatch):
    """A wrong method, a body too large and a failure of the server: none shows a page for staff."""
    client, end = reading_app.test_client(), f"?sprog={language.code}"

    def broken(*_):
        raise RuntimeError

    asked = {405: lambda: client.post(f"/b/nu{end}"), 413: lambda: client.post(f"/b{end}", data=b"x" * 300_000)}
    asked[500] = lambda: client.get(f"/b/nu{end}")
    for status, ask in asked.items():
        if status == 500:
            monkeypatch.setattr("webapp.citizen.routes._answers", broken)
            monkeypatch.setitem(reading_app.extensions, "answers", None)
        answer = ask()
        assert answer.status_code == status and (status != 405 or "GET" in answer.headers["Allow"])
        page = BeautifulSoup(answer.text, "html.parser")
        page.template.extract()
        assert (page.html["lang"], page.html.get("dir", "ltr")) == (language.code, language.direction)
        assert page.h1.get_text() == WORDS[language.code]["page.failed"] and page.title.get_text() == "Side"
        assert {one["href"] for one in page.select("a")} >= {"tel:112", f"/b/nu{end if language.code != 'da' else ''}"}
        assert not page.select("link[rel=manifest], nav, form"), "nothing of the app"
        if language.code != "da":
            assert "Hvad står der?" in page.get_text()


def test_a_page_is_light_in_every_language(reading_app):
    client = reading_app.test_client()
    for language in LANGUAGES:
        for name in NAMES:
            body = client.get(f"/b/{name}?sprog={language.code}").data
            assert len(brotli.compress(body, quality=5)) <= 14 * KB, (language.code, name)


def test_all_languages_together_add_little_to_the_edition():
    sent = parts(LIBRARY.languages, [line.hours_said for line in LIBRARY.lines])
    pressed = {
        address: len(brotli.compress(json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode(), quality=9))
        for address, part in sent.items()
    }
    assert sum(size for address, size in pressed.items() if address != f"{ADDRESS}/da") <= 40 * KB
