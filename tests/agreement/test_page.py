"""The page at /aftale, as the server answers it."""

from __future__ import annotations

import re

import pytest
from bs4 import BeautifulSoup

from tests.agreement.agreements import INTERNAL, WHOLE, add_agreement
from tests.conftest import make_app
from tests.people import AARHUS, ESBJERG, START, set_clock
from webapp.agreement.edition_part import late_from
from webapp.config import COPENHAGEN


@pytest.fixture(scope="module")
def own(tmp_path_factory):
    """An app with two agreements out, one of them overdue, and a draft; nobody writes in it afterwards."""
    app = make_app(tmp_path_factory.mktemp("own") / "instance")
    set_clock(app, START)
    add_agreement(app, ESBJERG, out=True, own_signs="[[code]] <b>$&</b>\n[[agreement]]")
    add_agreement(app, AARHUS, out=True, review="2026-03-01", lawyer_said="")
    add_agreement(app, "0101")
    return app


def main_of(answer):
    """The page's own part."""
    return BeautifulSoup(answer.data, "html.parser").select_one("main#indhold")


def ask(own, typed):
    return main_of(own.test_client().get("/aftale", query_string={"k": typed}))


def test_without_a_municipality_it_asks_for_one(own):
    for answer in (own.test_client().get("/aftale"), own.test_client().post("/aftale", data={"k": ""})):
        assert "Skriv din kommune" in main_of(answer).get_text()


@pytest.mark.parametrize("typed", ["Esbjerg", "esbjerg kommune", ESBJERG, " ESBJERG "])
def test_agreement_is_found_by_name_and_code(own, typed):
    for main in (ask(own, typed), main_of(own.test_client().post("/aftale", data={"k": typed}))):
        assert main.select_one(f"[data-agreement='{ESBJERG}']")
        assert main.select_one("#k")["value"] == "Esbjerg"


def test_everything_public_is_said_and_nothing_internal(own):
    text = " ".join(ask(own, "Esbjerg").get_text(" ").split())
    left_out = (
        "signs",
        "own_signs",
        "when",
        "writing",
        "said_yes",
        "lawyer_said",
        "children_when",
        "children_first",
        "review",
    )
    for name, value in WHOLE.items():
        if name in left_out or value in INTERNAL:
            continue
        for line in value.split("\n"):
            assert line in text, name
    for words in ("trækker sig", "uro og angst", "borgeren siger det selv", "Ja, i en sag", "ved mødets start og når emnet skifter",
                  "1. oktober 2026", "15. september 2026", "ses efter senest 1. marts 2027", "3 gange over 1 uge"):  # fmt: skip
        assert words in text
    for value in INTERNAL:
        assert value not in text


def test_typed_text_is_text_and_no_slot(own):
    main = ask(own, "Esbjerg")
    assert "[[code]] <b>$&</b>" in main.get_text() and "[[agreement]]" in main.get_text()


def test_money_waits_for_a_lawyer(own):
    text = ask(own, "Aarhus").get_text()
    assert "ikke afklaret med en jurist endnu" in text and WHOLE["income"] not in text


def test_overdue_review_comes_first_and_is_told_to_everybody(own):
    main = ask(own, "Aarhus")
    first = main.select("#aftalen > *")[1]  # after the notes
    assert "Aftalen skulle være set efter 1. marts 2026." in first.get_text()


def test_draft_is_nobodys_business(own):
    text = ask(own, "København").get_text()
    assert "København har ikke lagt en aftale her endnu" in text and "Går uden om" not in text


@pytest.mark.parametrize("typed", ["Atlantis", "<script>", "[[code]]", "\0", "x" * 500])
def test_unknown_municipality_is_told_and_shown_again(own, typed):
    main = ask(own, typed)
    assert "Vi kender ikke den kommune" in main.get_text() or typed == "\0"
    assert not main.select("[data-agreement]")


def test_overdue_from_the_day_after_in_denmark():
    from datetime import date, datetime

    last = int(datetime(2027, 3, 28, 23, 59, tzinfo=COPENHAGEN).timestamp() // 60)  # the day the clock goes forward
    assert late_from(date(2027, 3, 28)) == last + 1


@pytest.mark.parametrize("card", ["2", "5"])
def test_cards_lead_to_it(client, card):
    page = client.get(f"/kort/{card}").get_data(as_text=True)
    assert re.search(r'<a href="/aftale">Jeres aftale</a>', page)


def test_other_cards_do_not(client):
    assert 'href="/aftale"' not in client.get("/kort/1").get_data(as_text=True)
