"""Whether a professional has read a text through is said with the text, and on the page of sources."""

from datetime import date

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, make_app
from tests.edit_content import change
from webapp.review.review import MISSING, MONTHS, Review, in_words, is_current

PLACES = {
    "/kort/s2": ("cards/s2.md", r"^reviewed: null"),
    "/oev/1": ("practice/scenarios/1.yaml", r"^reviewed: null"),
    "/kort/l1": ("legal.yaml", r"^    reviewed: null"),
}


@pytest.mark.parametrize("address", PLACES)
def test_a_text_nobody_has_reviewed_says_so(client, address):
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert MISSING in page.select_one("main [data-reviewed='']").get_text()


@pytest.mark.parametrize("address", PLACES)
def test_a_review_is_told_by_profession_and_day(content, tmp_path, address):
    file, none = PLACES[address]
    indent = "    " if file == "legal.yaml" else ""
    change(content, file, none, f"{indent}reviewed: {{by: socialrådgiver, date: 2026-03-02}}")
    client = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content)).test_client()
    for where in (address, "/kilder"):
        page = BeautifulSoup(client.get(where).text, "html.parser")
        assert "Gennemset af socialrådgiver 2. marts 2026" in page.select_one("[data-reviewed='2026-03-02']").get_text()


def test_the_page_of_sources_lists_every_text(client):
    page = BeautifulSoup(client.get("/kilder").text, "html.parser")
    named = {link["href"] for link in page.select("[data-reviewed] a")}
    assert named == {
        *(f"/kort/{name}" for name in LIBRARY.cards),
        *(f"/oev/{name}" for name in LIBRARY.practice.scenarios),
        *(f"/kort/{fact.code}" for fact in LIBRARY.law.shown()),
    }


def test_a_review_holds_for_a_time():
    review = Review(by="jurist", date=date(2024, 3, 15))
    assert MONTHS == 24
    assert is_current(review, date(2026, 3, 15))
    assert not is_current(review, date(2026, 3, 16))
    assert not is_current(None, date(2026, 3, 15))
    assert in_words(None) == MISSING
