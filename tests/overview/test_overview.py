"""The overview says what the finder finds: each cell's number is what its link leads to, on any day and anywhere."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from html import unescape
from urllib.parse import parse_qs, urlsplit

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY, make_app
from webapp.finder.index import NATIONAL, OWN, REGION
from webapp.finder.need import read_need
from webapp.finder.render import distance as nearness
from webapp.offers.offer import on_day
from webapp.overview.render import cells, overview_page, to_ring
from webapp.registry.store import seed

MEN = LIBRARY.taxonomy.audiences["maend"].code
AUDIENCES = ["", *(term.code for term in LIBRARY.taxonomy.audience_choices())]
EVE, DAY = 29979299, 29979301  # a minute before and after New Year 2027 in Denmark
PLACES = sorted(LIBRARY.places)
NEED_ROWS = len(LIBRARY.matrix.needs)


@pytest.fixture(scope="module")
def lives(tmp_path_factory):
    """What the shipped edition answers from: on an afternoon, and on both sides of New Year."""
    app = make_app(tmp_path_factory.mktemp("overview"), LOMMEKORT_NOW="2026-11-24T14:30")
    with app.app_context():
        seed(LIBRARY.offers)
        answers = app.extensions["answers"].current()
        return [answers, answers.on(EVE), answers.on(DAY)]


def found(answers, address: str, **more) -> int:
    """How many the finder finds for a link."""
    return finding(answers, parse_qs(urlsplit(unescape(address)).query) | more).total


def finding(answers, params):
    """What the finder finds for parameters it understands."""
    minute = answers.minute()
    need = read_need(params, answers.choices)
    assert not need.notes
    return answers.index.find(need, (), lambda hours: answers.is_open(hours, minute), minute)


@given(some.sampled_from(PLACES), some.integers(0, 2), some.sampled_from(AUDIENCES))
def test_each_number_is_what_the_finder_finds(lives, place, which, audience):
    answers = lives[which]
    page = BeautifulSoup(overview_page(answers, {"k": [place], "m": [audience]}), "html.parser")
    links = page.select(".matrix td a:not(.ring)")
    made = [cell for row in cells(answers, place, answers.minute(), audience) for cell in row]
    assert len(links) == len(made) == NEED_ROWS * 5
    for link, cell in zip(links, made, strict=True):
        total = found(answers, link["href"])
        if cell.total:
            assert link.b.get_text() == str(cell.total) == str(total)
            assert found(answers, link["href"], a=["1"]) == cell.anonymous
            assert found(answers, link["href"], n=["1"]) == cell.open
        else:  # never a dead end
            assert "gap" in link["class"] and (total > 0 or "se andet" in link.get_text())


def takes_in(offer, audience: str) -> bool:
    """Whether an offer is for an audience, by what its file says."""
    genders = ("maend", "kvinder", "transpersoner")
    return (
        not audience
        or audience in offer.audiences
        or "alle" in offer.audiences
        or ("alle_koen" in offer.audiences and audience in genders)
    )


def how_near(offer, place: str, day: date) -> str:
    """How near an offer is to a municipality on a day, or that it does not serve it."""
    region = LIBRARY.places.region_of(place, day)
    if not (offer.national or place in offer.service_municipalities or region in offer.service_regions):
        return ""
    if place in (*offer.service_municipalities, offer.municipality):
        return OWN
    lies_in = LIBRARY.places.region_of(offer.municipality, day) if offer.municipality else offer.region
    return REGION if region in (*offer.service_regions, lies_in) else NATIONAL


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize(("place", "audience"), [("0370", "maend"), ("0400", "transpersoner"), ("0665", "")])
def test_each_number_is_what_somebody_counts_in_the_file(lives, which, place, audience):
    """Næstved, Bornholm and Lemvig, counted offer by offer without the finder."""
    answers, day = lives[which], (date(2026, 11, 24), date(2026, 12, 31), date(2027, 1, 1))[which]
    standing = [on_day(offer, LIBRARY.places, day) for offer in LIBRARY.offers if offer.status == "active"]
    near = [(how_near(offer, place, day), offer) for offer in standing if takes_in(offer, audience)]
    code = LIBRARY.taxonomy.audiences[audience].code if audience else ""
    groups = [*(group.topic for group in LIBRARY.matrix.groups), ""]
    for need, row in zip(LIBRARY.matrix.needs, cells(answers, place, answers.minute(), code), strict=True):
        for group, cell in zip(groups, row, strict=True):
            mine = [
                (distance, offer)
                for distance, offer in near
                if distance
                and (not need.topics or set(need.topics) & set(offer.topics))
                and (not need.forms or set(need.forms) & set(offer.contact_forms))
                and (not group or group in offer.topics)
            ]
            counted = Counter(distance for distance, _ in mine)
            assert cell.near == {kind: counted[kind] for kind in (OWN, REGION, NATIONAL)}, (need.label, group)
            assert cell.anonymous == sum(offer.anonymous == "yes" for _, offer in mine), (need.label, group)


@given(some.sampled_from(PLACES), some.integers(0, 2), some.sampled_from(AUDIENCES))
def test_whom_to_ring_is_the_nearest_with_a_number(lives, place, which, audience):
    answers = lives[which]
    minute = answers.minute()

    groups = {code for _label, code in answers.matrix["groups"]}

    def turn(position: int) -> tuple[int, bool, bool]:
        offer = answers.offers[position]
        is_open = offer["callFrom"] > minute and answers.is_open(offer["hours"], minute)
        apart = bool(groups & set(offer["topics"]))
        return (OWN, REGION, NATIONAL).index(nearness(offer, place, answers.region_of)), apart, not is_open

    chosen = to_ring(answers, place, minute, audience)
    for (_label, topics, forms), offer in zip(answers.matrix["needs"], chosen, strict=True):
        asked = {"k": [place], "e": topics, "f": forms, "m": [audience]}
        pages = [finding(answers, asked)]
        pages += [finding(answers, asked | {"s": [str(number)]}) for number in range(2, pages[0].pages + 1)]
        able = {
            answers.offers[position]["code"]: turn(position)
            for page in pages
            for position in page.positions
            if answers.offers[position]["phone"] and answers.offers[position]["citizen"]
        }
        assert able[offer["code"]] == min(able.values()) if offer else not able


def test_a_new_worker_in_naestved_sees_whom_to_ring_tonight(lives):
    def tonight(page: str):
        bodies = BeautifulSoup(page, "html.parser").select(".matrix tbody")
        night = next(body for body in bodies if body.th.get_text() == "Et sted i nat")
        assert night.select_one("a.ring[href^='tel:']").small.get_text()
        return night.select("td a:not(.ring)")

    for_men = overview_page(lives[0], {"k": ["Næstved"], "m": [MEN]})
    sexsalg, *_, everybody = tonight(for_men)  # every bed for those who sell sex is for women: it is said, not counted
    assert "Ingen" in sexsalg.get_text() and f"m={MEN}" in sexsalg["href"] and "her" in sexsalg.get_text()
    assert int(everybody.b.get_text()) > 0
    text = overview_page(lives[0], {"k": ["Næstved"]})
    page = BeautifulSoup(text, "html.parser")
    sexsalg, *_, everybody = tonight(text)
    assert sexsalg.get_text(" ", strip=True).startswith("Et sted i nat, Sexsalg:")
    assert int(everybody.b.get_text()) > 0 and "her" in everybody.get_text()
    assert page.select_one("[data-door]") and page.select_one(".acute-lines a[href='tel:112']")


@pytest.mark.parametrize("place", ["0370", "0101", "0825"])
def test_a_number_for_some_groups_alone_says_which(lives, place):
    answers = lives[0]
    labels = {code: label for label, code in answers.matrix["groups"]}
    page = BeautifulSoup(overview_page(answers, {"k": [place]}), "html.parser")
    for call, offer in zip(page.select(".matrix tbody"), to_ring(answers, place, answers.minute()), strict=True):
        said = call.select_one("a.ring small")
        told = said.get_text().split(" · ")[2:] if said else []
        assert told == [label for code, label in labels.items() if offer and code in offer["topics"]]


def test_without_a_municipality_it_says_how_to_choose(client):
    page = BeautifulSoup(client.get("/overblik").text, "html.parser")
    assert page.select_one("[data-choose]") and page.select_one("form#overblik input[name=k]")
    assert not page.select(".matrix, .sheet-link")
    wrong = client.get("/overblik?k=<b>Atlantis&ark=1")
    assert "Vi kender ikke målgruppen" in client.get("/overblik?k=0101&m=99").text
    assert wrong.status_code == 200 and "Vi kender ikke den kommune" in wrong.text and "<b>Atlantis" not in wrong.text
    assert client.post("/overblik").status_code == 405


def test_the_sheet_has_only_what_may_be_shown_and_says_what_to_ring_first(lives):
    answers = lives[0]
    low = {offer.name for offer in LIBRARY.offers if offer.confidence == "low"}
    for place in ("0101", "0370", "0825"):
        page = BeautifulSoup(overview_page(answers, {"k": [place], "ark": ["1"]}), "html.parser").select_one(".wall")
        assert len(page.select("section")) == NEED_ROWS
        names = [line.span.get_text() for line in page.select("li") if line.span]
        assert names and len(names) == len(set(names)) <= 2 * NEED_ROWS and not low & set(names)
        for need in page.select("section"):
            numbers = [line.b.get_text() for line in need.select("li:has(b)")]
            assert len(numbers) == len(set(numbers))
        for line in page.select("li:has(b)"):
            assert re.match(r"\+?[0-9 ]+$", line.b.get_text()) and line.small.get_text().strip()
