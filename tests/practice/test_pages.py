"""The pages of practice and learning as the server renders them: whole without script, neutral, and linked together."""

from urllib.parse import urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ADDRESSES, LIBRARY
from webapp.practice.scenario import START

SCENARIOS = LIBRARY.practice.scenarios
SESSIONS = LIBRARY.practice.sessions


def page(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return BeautifulSoup(answer.get_data(as_text=True), "html.parser")


def links(soup):
    """The addresses within the app that a page leads to."""
    return {tag["href"] for tag in soup.select("body a[href^='/']")}


@pytest.mark.parametrize("number", SCENARIOS)
def test_all_of_a_scenario_is_on_one_page_and_every_answer_leads_somewhere(client, number):
    soup = page(client, f"/oev/{number}")
    steps = {step["id"]: step for step in soup.select(".step")}
    assert list(steps) == [step.place for step in SCENARIOS[number].steps()]
    reached = {START}
    for name, step in steps.items():
        answers = [tag["href"][1:] for tag in step.select(".answers a")]
        assert all(answer in steps for answer in answers)
        assert len(answers) >= 2 or step.select_one(".learnt .list a[href^='/kort/']"), name
        reached.update(answers)
    assert reached == set(steps)
    assert soup.title.get_text() == f"Øvelse {number} · Lommekort"
    assert SCENARIOS[number].source in soup.get_text()


@pytest.mark.parametrize("number", SCENARIOS)
def test_from_a_scenario_one_gets_to_the_card_the_checklist_and_offers(client, number):
    scenario = SCENARIOS[number]
    there = links(page(client, f"/oev/{number}"))
    assert {f"/kort/{card}" for card in scenario.field.cards} <= there
    assert {f"/tjek#{check}" for check in scenario.field.checks} <= there
    for topic in scenario.field.topics:
        address = f"/find?e={LIBRARY.taxonomy.topics[topic].code}"
        assert address in there
        assert page(client, address).select("[data-offer]"), f"no offer for {topic}"


@pytest.mark.parametrize("card", [card.id for card in LIBRARY.of_kind("situation")])
def test_a_situation_card_leads_back_to_its_scenarios(client, card):
    practised = {scenario.address for scenario in SCENARIOS.values() if card in scenario.field.cards}
    assert practised
    there = {address for address in links(page(client, f"/kort/{card}")) if address.startswith("/oev/")}
    assert there == practised


@pytest.mark.parametrize("number", SESSIONS)
def test_a_session_has_notes_and_a_screen_that_need_no_script(client, number):
    soup = page(client, f"/laer/{number}")
    session = SESSIONS[number]
    assert soup.title.get_text() == f"Ti minutter {number} · Lommekort"
    notes, screen = soup.select_one(".notes").get_text(), soup.select_one("#skaerm").get_text()
    for step in session.steps:
        assert all(point in screen and point in notes for point in step.show)
        assert all(point in notes and point not in screen for point in step.lead)
    assert [tag["data-minutes"] for tag in soup.select("[data-minutes]")] == ["2", "5", "2", "1"]
    assert soup.select_one("[data-clock]").has_attr("hidden"), "the clock is the script's"


def test_plan_for_the_year_names_a_session_and_a_card_for_each_month(client):
    rows = page(client, "/laer").select(".year li")
    assert [row.b.get_text() for row in rows][::11] == ["Januar", "December"]
    for row, month in zip(rows, LIBRARY.practice.year.months, strict=True):
        assert [tag["href"] for tag in row.select("a")] == [f"/laer/{month.session}", f"/kort/{month.card}"]


def test_home_has_a_card_for_each_day_and_the_way_to_practice(client):
    soup = page(client, "/")
    days = [tag["href"] for tag in soup.select("[data-days] a")]
    assert days == [f"/kort/{name}" for name in LIBRARY.practice.year.days]
    assert soup.select_one("[data-today]").has_attr("hidden"), "without script the list tells the card by its date"
    for address in ("/", "/kort"):
        assert {"/oev", "/laer"} <= links(page(client, address))


@pytest.mark.parametrize("address", ["/oev/0", "/oev/99", "/oev/x", "/laer/99", "/laer/1x"])
def test_what_is_not_there_is_not_found(client, address):
    assert client.get(address).status_code == 404


@pytest.mark.parametrize(("words", "address"), [("regnearket", "/oev/2"), ("stafetten medarbejder", "/laer/8")])
def test_practice_is_found_by_the_search_in_everything(client, words, address):
    assert address in links(page(client, f"/soeg?q={words}"))


def test_every_practice_page_belongs_to_the_edition():
    practised = {item.address for item in (*SCENARIOS.values(), *SESSIONS.values())}
    assert practised | {"/oev", "/laer"} <= set(ADDRESSES)


def test_every_card_scenario_and_session_is_three_taps_from_home(client):
    """By the real links of the real pages, however one goes."""
    taps, near = {"/": 0}, ["/"]
    for tap in (1, 2, 3):
        following = []
        for address in near:
            for target in links(page(client, address)):
                path = urlsplit(target).path
                if path in ADDRESSES and path not in taps:
                    taps[path] = tap
                    following.append(path)
        near = following
    wanted = [f"/kort/{name}" for name in LIBRARY.cards]
    wanted += [f"/kort/{fact.code}" for fact in LIBRARY.law.shown()]
    wanted += [item.address for item in (*SCENARIOS.values(), *SESSIONS.values())]
    assert [address for address in wanted if address not in taps] == []
