"""Legal facts that change on a day: both texts with their days, no gap, no overlap, and nothing shown that is not known."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import LIBRARY, make_app
from tests.edit_content import change
from webapp.content.document import Document
from webapp.dated import range_mistakes
from webapp.law.fact import Fact

LAST, NEXT = date(2026, 12, 31), date(2027, 1, 1)
VERSION = {
    "what": "Fra nytår gælder noget andet.",
    "law_as_of": "Lov nr. 1",
    "seen": "2026-11-28",
    "reviewed": None,
    "source_url": "https://example.org/lov",
    "confidence": "high",
}
SOME = LIBRARY.law.facts["webtilgaengelighed"]


def fact(*later, first=None, until=None):
    """A fact with later versions, each given as what differs from VERSION."""
    values = SOME.model_dump(exclude={"first", "until", "later", "reviewed"}) | {"reviewed": None}
    return Fact(**values, **{"from": first, "until": until}, later=[VERSION | version for version in later])


def told(one):
    return [(mistake.field, mistake.message) for mistake in range_mistakes(one, Document("legal.yaml", {}, {}), ())]


def test_it_reads_as_it_does_on_the_day():
    one = fact({"from": NEXT, "title": "En anden titel"}, until=LAST)
    assert one.on(LAST).what == SOME.what
    after = one.on(NEXT)
    assert (after.what, after.title, after.say) == ("Fra nytår gælder noget andet.", "En anden titel", SOME.say)
    assert (after.holds, after.later) == ("fra 1. januar 2027", ())
    assert one.holds == "til og med 31. december 2026"


def test_a_change_that_is_not_confirmed_is_never_the_law_nor_ends_what_is():
    one = fact({"from": NEXT, "confidence": "low"}, until=LAST)
    assert one.coming == ()
    assert one.holds == ""
    assert one.on(NEXT) == one


@pytest.mark.parametrize(
    ("later", "until", "field", "words"),
    [
        ([{"from": "2027-01-02"}], LAST, "later.0.from", "hul"),
        ([{"from": "2026-12-31"}], LAST, "later.0.from", "To udgaver gælder 31. december 2026"),
        ([{"from": "2027-01-01"}], None, "until", "sidste dag"),
        ([{"from": "2027-01-01", "until": "2026-01-01"}], LAST, "later.0.until", "før den begynder"),
        ([{"from": "2027-01-01"}, {"from": "2028-01-01"}], LAST, "later.0.until", "sidste dag"),
        ([{"from": "2027-01-01", "until": "2027-06-30"}, {"from": "2027-06-30"}], LAST, "later.1.from", "To udgaver"),
    ],
)
def test_gap_and_overlap_are_told(later, until, field, words):
    found = told(fact(*later, until=until))
    assert [name for name, _ in found] == [field]
    assert words.lower() in found[0][1].lower()


@given(st.lists(st.integers(1, 900), min_size=1, max_size=5))
def test_versions_that_follow_each_other_cover_every_day_once(lengths):
    days = [LAST]
    later = []
    for number, length in enumerate(lengths):
        first, last = days[-1] + timedelta(days=1), days[-1] + timedelta(days=length)
        until = None if number == len(lengths) - 1 else last
        later.append({"from": first, "until": until, "what": f"Udgave {number}."})
        days.append(last)
    one = fact(*later, until=LAST)
    assert told(one) == []
    for number, day in enumerate(days[:-1]):
        assert one.on(day + timedelta(days=1)).what == f"Udgave {number}."
        assert one.on(day).what == (f"Udgave {number - 1}." if number else SOME.what)


def test_both_texts_stand_on_the_page_with_their_days(tmp_path, content):
    change(content, "legal.yaml", r"(?s)(^      - from: 2027-01-01.*?confidence: )low", r"\1medium")
    app = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content))
    page = BeautifulSoup(app.test_client().get("/kort/l55").text, "html.parser")
    coming = page.select_one("[data-from='2027-01-01']")
    assert coming.h2.get_text() == "Gælder fra 1. januar 2027"
    assert "ny hovedlov" in coming.get_text()
    assert page.select_one("[data-holds]").get_text() == "til og med 31. december 2026"


def test_the_page_tells_since_when_and_nothing_of_what_is_not_known(client):
    page = BeautifulSoup(client.get("/kort/l33").text, "html.parser")
    assert page.select_one("[data-holds]").get_text() == "fra 1. juli 2025"
    for code in ("l42", "l55"):
        page = BeautifulSoup(client.get(f"/kort/{code}").text, "html.parser")
        assert not page.select("[data-holds], [data-from]")


def test_a_fact_that_nobody_could_confirm_is_never_shown():
    unsure = SOME.model_copy(update={"confidence": "low"})
    law = replace(LIBRARY.law, facts={SOME.id: unsure})
    assert law.shown() == [] and law.by_code(SOME.code) is None
