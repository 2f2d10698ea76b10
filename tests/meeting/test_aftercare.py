"""After contact: a minute that is a minute, numbers that are known, and no way round a duty."""

from bs4 import BeautifulSoup

from tests.conftest import LIBRARY

CARE = LIBRARY.aftercare


def test_the_minute_is_a_minute():
    assert sum(step.seconds for step in CARE.minute) == 60


def test_numbers_are_those_of_the_lines_to_ring(client):
    page = BeautifulSoup(client.get("/tjek/efter").text, "html.parser")
    numbers = [link["href"].removeprefix("tel:") for link in page.select("main a[href^='tel:']")]
    assert numbers == ["1888", "112"]
    assert set(numbers) <= {line.number for line in LIBRARY.lines}


def test_doubt_about_money_goes_to_a_lawyer_and_nothing_is_hidden():
    assert "afklares med jurist lokalt" in CARE.doubt
    left_out = " ".join(CARE.leave_out).lower()
    assert "penge" not in left_out and "indtægt" not in left_out


def test_the_duties_behind_it_are_shown(client):
    page = client.get("/tjek/efter").text
    for name in CARE.law:
        assert f"/kort/{LIBRARY.law.facts[name].code}" in page
