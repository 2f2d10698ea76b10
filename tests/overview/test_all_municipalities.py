"""Every municipality on one page: a square and a row each, in any order, and how old what we say is."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.answers import page_of
from tests.conftest import LIBRARY
from tests.people import AARHUS, ESBJERG, add_user, logged_in
from webapp.finder.index import OWN
from webapp.offers.freshness import known_on
from webapp.overview.age import months_old, steps, typical_age
from webapp.overview.gaps import gaps
from webapp.registry.store import seed

TODAY = date(2026, 11, 23)
SOME = LIBRARY.offers[0]


def confirmed(day: date):
    """An offer that somebody asked on a day."""
    return SOME.model_copy(update={"confirmed_on": day})


@given(some.lists(some.dates(date(2008, 1, 1), TODAY)))
def test_every_offer_is_in_one_step_of_age(days):
    offers = [confirmed(day) for day in days]
    found = steps(offers, TODAY)
    assert sum(step.count for step in found) == len(offers)
    old = sum(step.count for step in found if step.ring_first)
    assert old == sum(months_old(offer, TODAY) >= 12 for offer in offers)
    half = typical_age(offers, TODAY)
    if offers:
        assert 2 * sum(months_old(offer, TODAY) <= half for offer in offers) >= len(offers)
    else:
        assert half is None


@pytest.mark.parametrize(
    ("day", "months"), [("2026-11-23", 0), ("2026-10-24", 0), ("2026-10-23", 1), ("2025-11-23", 12), ("2024-02-29", 32)]
)
def test_months_are_whole_ones(day, months):
    assert months_old(confirmed(date.fromisoformat(day)), TODAY) == months


def test_each_has_a_square_and_a_row_with_the_same_age(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
    client = logged_in(desk, add_user(desk, "administrator"))
    page = page_of(client, "/intern/overblik?efter=friskest")
    rows = {row.a["href"]: [cell.get_text() for cell in row.select("td")] for row in page.select("tbody tr")}
    squares = {tile["href"]: tile.select_one(".figure").get_text() for tile in page.select("svg .tile")}
    assert rows.keys() == squares.keys() and len(rows) == 98
    ages = [cells[4] for cells in rows.values()]
    assert [squares[at] for at in rows] == [age.removesuffix(" md.") for age in ages]
    known = [int(age.split()[0]) for age in ages if age != "–"]
    assert known == sorted(known) and ages[len(known) :] == ["–"] * (98 - len(known))
    oldest = page_of(client, "/intern/overblik?efter=aeldst").select("tbody tr td:nth-of-type(5)")
    assert [cell.get_text() for cell in oldest][: len(known)] == [f"{age} md." for age in sorted(known, reverse=True)]
    for order in ("ingenher", "unavngivet", "bekraeft"):
        assert page_of(client, f"/intern/overblik?efter={order}").select_one("th[aria-sort=descending]")
    place = page_of(client, f"/intern/overblik/{AARHUS}")
    form = page_of(client, place.select_one(".fill")["href"])
    assert form.select_one("[name=municipality] [selected]")["value"] == AARHUS


def test_the_picture_has_the_figures_beneath_it(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
    page = page_of(logged_in(desk, add_user(desk)), "/intern/overblik")
    drawn = [figure.get_text() for figure in page.select("[data-ages] svg .figure")]
    told = [row.td.get_text() for row in page.select("[data-ages] tbody tr")]
    own = [offer for offer in LIBRARY.offers if offer.municipality == ESBJERG]
    assert drawn == told == [str(step.count) for step in steps(own, TODAY)] and sum(map(int, told)) == len(own) > 0
    assert min(known_on(offer) for offer in own) <= TODAY


def test_neighbours_are_of_the_region_and_have_what_is_missing(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
        answers = desk.extensions["answers"].current()
        found = gaps(answers, "0370", answers.minute())
        assert any(gap.neighbours for gap in found)
        for gap in found:
            for code, name, count in gap.neighbours:
                assert answers.region_of[code] == answers.region_of["0370"] and code != "0370"
                own = answers.index.near(code)[OWN] & answers.index.having("forms", gap.forms)
                assert 0 < count <= own.bit_count() and LIBRARY.places[code].name == name
