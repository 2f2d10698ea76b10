"""Sentences on a card that change on a known day: both stand there, each on its days; a gap or an overlap is refused."""

import re

import pytest
from bs4 import BeautifulSoup

from tests.conftest import make_app
from tests.edit_content import change
from webapp.content.document import ContentError
from webapp.library import read_library

LINE = r"^- Læs ét kort, før du går ud. Bare ét.$"


@pytest.fixture
def file(content):
    """The file of card 1."""
    paths = (content / "cards").iterdir()
    return f"cards/{next(path for path in paths if re.search(LINE, path.read_text('utf-8'), re.MULTILINE)).name}"


def test_both_sentences_stand_with_their_days(content, file, tmp_path):
    change(content, file, LINE, "- Gør som før. [VIVE; til 2026-12-31]\n- Gør som nu. [tillæg] [fra 2027-01-01]")
    app = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content))
    page = BeautifulSoup(app.test_client().get("/kort/1").text, "html.parser")
    before, after = page.select("li[data-holds-until='2026-12-31'], li[data-holds-from='2027-01-01']")[:2]
    assert "Gør som før." in before.get_text() and "Gælder til og med 31. december 2026." in before.get_text()
    assert "Gør som nu." in after.get_text() and "Gælder fra 1. januar 2027." in after.get_text()
    assert before.cite.get_text() == "VIVE" and after.select_one(".addition") and not before.has_attr("data-holds-from")


@pytest.mark.parametrize(
    ("first", "until", "words"),
    [
        ("2027-01-02", "2026-12-31", "hul"),
        ("2026-12-31", "2026-12-31", "To udgaver"),
        ("2027-02-29", "2027-02-28", "Datoen kan ikke læses"),
    ],
)
def test_what_cannot_be_stops_the_start_with_its_line(content, file, first, until, words):
    line = change(content, file, LINE, f"- Gør som før. [til {until}]\n- Gør som nu. [fra {first}]")
    with pytest.raises(ContentError, match=words) as caught:
        read_library(content)
    assert [mistake.line for mistake in caught.value.mistakes] == [line + 1]


@pytest.mark.parametrize(
    "point",
    [
        "Gør som nu. [fra 2027-1-1]",
        "Gør som nu. [fra 1. januar 2027]",
        "Gør som nu. [Fra 2027-01-01]",
        "Gør som nu. [fra og med 2027-01-01]",
        "Gør som nu. [gælder til: 2026-12-31]",
        "Gør som nu. [VIVE 3.2; til 31-12-2026]",
        "Gør som nu. [fra 2027-01-01, til 2027-12-31]",
        "Gør som nu. [fra 2027-01-01] [fra 2028-01-01]",
        "Gør [fra 2027-01-01] som nu.",
    ],
)
def test_a_day_written_otherwise_is_not_taken_for_a_reference(content, file, point):
    line = change(content, file, LINE, f"- {point}")
    with pytest.raises(ContentError, match="til sidst i punktet") as caught:
        read_library(content)
    assert [mistake.line for mistake in caught.value.mistakes] == [line]


@pytest.mark.parametrize(
    "days", [("2028-02-29", "2028-03-01"), ("2027-02-28", "2027-03-01"), ("2027-03-28", "2027-03-29")]
)
def test_one_that_ends_the_day_before_the_next_begins_is_taken(content, file, days):
    change(content, file, LINE, "- Gør som før. [til {}]\n- Gør som nu. [fra {}]".format(*days))
    read_library(content)
