"""The index that is fast answers the finder's rule as it is told plainly."""

from __future__ import annotations

import pytest
from hypothesis import given, settings

from tests.finder.worlds import (
    NOW,
    PER_PAGE,
    REGION_OF,
    answer,
    found,
    in_static_order,
    index_of,
    nearness,
    needs,
    record,
    serves,
    worlds,
)
from webapp.danish import danish_order
from webapp.finder.need import Need
from webapp.finder.render import distance
from webapp.ranking.question import Question


@settings(max_examples=100)
@given(worlds, needs)
def test_index_answers_the_rule(offers, need):
    expected = answer(offers, need)
    got = found(offers, need)
    pages = max(1, -(-len(expected) // PER_PAGE))
    page = min(need.page, pages)
    assert (got.total, got.pages, got.page) == (len(expected), pages, page)
    shown = [offers[position]["code"] for position in got.positions]
    assert shown == [offer["code"] for offer in expected[(page - 1) * PER_PAGE : page * PER_PAGE]]


@given(worlds, needs)
def test_pages_have_every_offer_once(offers, need):
    index = index_of(offers)
    first = found(offers, Need(**(vars(need) | {"page": 1})), index)
    seen = []
    for page in range(1, first.pages + 1):
        got = found(offers, Need(**(vars(need) | {"page": page})), index)
        assert got.page == page and len(got.positions) <= PER_PAGE
        seen += got.positions
    assert len(seen) == len(set(seen)) == first.total
    assert {offers[number]["code"] for number in seen} == {offer["code"] for offer in answer(offers, need)}


@given(worlds, needs)
def test_distance_that_is_said_is_the_distance_that_orders(offers, need):
    for offer in offers:
        if need.municipality and serves(offer, need.municipality):
            said = distance(offer, need.municipality, REGION_OF)
            assert said == ("own", "region", "national")[nearness(offer, need.municipality)]


# What each step of the order weighs, one at a time


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # Open now goes before near.
        (record(name="z", hours=0), record(name="a", municipalities=["0561"], anonymous="yes")),
        # Hours too old to believe, and unknown hours, do not count as open.
        (record(name="z", hours=0), record(name="a", hours=0, callFrom=NOW, anonymous="yes")),
        (record(name="z", hours=0), record(name="a", hours=-1, anonymous="yes")),
        # Near goes before anonymous: own, region, the country.
        (record(name="z", municipalities=["0561"]), record(name="a", regions=["Syddanmark"], anonymous="yes")),
        (record(name="z", municipality="0561", region="Syddanmark"), record(name="a", regions=["Syddanmark"])),
        (record(name="z", regions=["Syddanmark"]), record(name="a", anonymous="yes")),
        (record(name="z", region="Syddanmark"), record(name="a", region="Hovedstaden", anonymous="yes")),
        # Anonymous goes before no referral; "unknown" is no better than "no".
        (record(name="z", anonymous="yes"), record(name="a", noReferral="yes")),
        (record(name="a", anonymous="no"), record(name="b", anonymous="unknown")),
        # No referral goes before the name, and the name is Danish.
        (record(name="z", noReferral="yes"), record(name="a")),
        (record(name="Zoneterapi"), record(name="Aalborg")),
        (record(name="Østerbro"), record(name="Aabenraa")),
    ],
)
def test_order(better, worse):
    offers = in_static_order([worse, better])
    names = [offers[number]["name"] for number in found(offers, Need(municipality="0561")).positions]
    assert names == [better["name"], worse["name"]]


def test_shelter_elsewhere_that_serves_everybody_is_national():
    offers = [record(municipality="0101", region="Hovedstaden")]
    assert found(offers, Need(municipality="0561")).total == 1
    offers = [record(national=False, municipalities=["0101"], municipality="0561")]
    assert found(offers, Need(municipality="0561")).total == 0  # it lies here and serves others


def test_names_stand_as_danish_sorts_them():
    names = ["Amager", "Ballerup", "Café Exit", "Cafeen", "Mylder", "Müllers hus", "Zebra", "Ærø", "Ødis", "Øst"]
    names += ["Aabenraa", "Aalborg", "Ålen", "Aarhus", "Århus-huset", "åse"]
    assert sorted(reversed(names), key=danish_order) == names


def test_order_of_names_does_not_depend_on_how_letters_are_put_together():
    assert danish_order("A\u030arhus") == danish_order("Århus") == danish_order("Aarhus")


# With words the order is another: nearness, strength of the words, open now, finer score


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        # Near goes before a better word, and before open.
        (record(name="z", text=" herbergsplads", municipalities=["0561"]), record(name="a", text=" herberg", hours=0)),
        # A much better word goes before open.
        (record(name="z", text=" herberg"), record(name="a", text=" " + "bolig " * 30 + "herbergsplads", hours=0)),
        # Open goes before a word that is only a little better.
        (record(name="z", text=" herberg mad", hours=0), record(name="a", text=" herberg")),
        # As strong and as open: the finer score, and then anonymous.
        (record(name="z", text=" herberg"), record(name="a", text=" herberg mad seng bad")),
        (record(name="z", text=" herberg", anonymous="yes"), record(name="a", text=" herberg")),
    ],
)
def test_order_with_words(better, worse):
    offers = in_static_order([worse, better])
    need = Need(municipality="0561", question=Question(["herberg"], [False]))
    names = [offers[number]["name"] for number in found(offers, need).positions]
    assert names == [better["name"], worse["name"]]
