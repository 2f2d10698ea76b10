"""The lines to ring at once: what staff is told about them a citizen is told too, and nothing more is claimed than known."""

import re
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, ROOT, WORDS
from webapp.acute.line import unlike
from webapp.citizen.traces import traces
from webapp.content.document import read_yaml

LINES = {line.number: line for line in LIBRARY.lines}
OFFERS = {offer.id: offer for offer in LIBRARY.offers}
CHECK = {"da": "tjek åbningstiden", "en": "check the hours"}


def shown(client, language):
    """The page for the citizen: the text of each line by its number, and its sentences."""
    page = BeautifulSoup(client.get("/b/nu" + ("?sprog=en" if language == "en" else "")).text, "html.parser")
    page.template.extract()
    lines = {item.select_one(".call").get_text(): item.get_text(" ") for item in page.select(".lines li")}
    texts = [" ".join(paragraph.get_text(" ").split()) for paragraph in page.select("main p")]
    return lines, [one for text in texts for one in re.split(r"(?<=[.?!:])\s", text)]


@pytest.mark.parametrize("line", LIBRARY.lines, ids=lambda line: line.number)
def test_a_line_and_its_offer_say_the_same(line):
    assert unlike(line, OFFERS[line.offer]) == []


@pytest.mark.parametrize(
    ("field", "value"),
    [("hours", "alle dage kl. 10-05"), ("free", "no"), ("anonymous", "unknown"), ("number", "70 201 202")],
)
def test_a_difference_from_the_offer_is_told_with_its_field(field, value):
    line = LINES["70 201 201"]
    assert unlike(line.model_copy(update={field: value}), OFFERS[line.offer]) == [field]


@pytest.mark.parametrize("language", ["da", "en"])
def test_hours_that_nobody_could_confirm_say_so_and_no_others_do(client, language):
    lines, _ = shown(client, language)
    assert {number for number, text in lines.items() if CHECK[language] in text} == {
        line.number for line in LIBRARY.lines if not line.hours_sure
    }
    assert not LINES["70 201 201"].hours_sure
    assert all((CHECK["da"] in line.hours_told) != line.hours_sure for line in LIBRARY.lines)  # as staff are told


@pytest.mark.parametrize(
    ("hours", "daily", "opens"),
    [("hele døgnet", "", ""), ("alle dage kl. 9-17", "540-1020", "9"), ("alle dage kl. 9.30-05", "570-1740", "9.30")],
)
def test_a_line_that_is_open_past_midnight_closes_the_next_day(hours, daily, opens):
    line = LINES["70 201 201"].model_copy(update={"hours": hours})
    assert (line.daily, line.opens) == (daily, opens)


@pytest.mark.parametrize("language", ["da", "en"])
def test_who_asks_for_a_name_is_told_to_the_one_who_rings(client, language):
    lines, _ = shown(client, language)
    asking = [line.number for line in LIBRARY.lines if line.anonymous == "no"]
    assert "82 12 12 12" in asking
    for number in asking:
        assert re.search(r"dit navn og CPR" if language == "da" else r"your name and CPR", lines[number])


@pytest.mark.parametrize("language", ["da", "en"])
def test_nobody_is_advised_to_delete_a_call(client, language):
    _, sentences = shown(client, language)
    about = [one for one in sentences if re.search(r"slet|delete", one, re.IGNORECASE)]
    assert about, "the page says that it can be dangerous"
    for one, following in pairwise([*sentences, ""]):
        if one in about:
            assert re.match(r"Slet ikke|Do not delete", one), one
            assert re.search(r"farlig|dangerous", one + following), one


@pytest.mark.parametrize("language", ["da", "en"])
def test_traces_tell_to_take_out_one_entry_at_most(language):
    advice, single = {
        "da": (r"\bslet (?!ikke)|\btag kun", r"kun (den ene|vores)"),
        "en": (r"\bdelete only|\btake out", r"only (that one|our)"),
    }[language]
    found = []
    for point in traces(LIBRARY.languages["da"].phrases):
        sentences = re.split(r"(?<=[.?!:])\s", WORDS[language][f"{point}_text"])
        found += [one for one in sentences if re.search(advice, one, re.IGNORECASE)]
    assert len(found) == 2
    assert all(re.search(single, one) for one in found), found


def test_the_file_names_its_fields():
    assert read_yaml(ROOT / "content" / "help.yaml").values.keys() == {"lines"}
