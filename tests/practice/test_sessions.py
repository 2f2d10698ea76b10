"""Ten-minute sessions and the plan for the year."""

import pytest

from tests.conftest import LIBRARY, ROOT
from tests.practice.reading import HARDEST
from webapp.content.document import ContentError
from webapp.content.lix import lix
from webapp.practice.session import read_session

FILES = sorted((ROOT / "content" / "practice" / "sessions").glob("*.yaml"))
PRACTICE = LIBRARY.practice


def test_there_are_twelve_in_order():
    assert list(PRACTICE.sessions) == [str(number) for number in range(1, 13)]
    assert len(FILES) == 12


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_session_is_ten_minutes_and_every_point_is_a_whole_sentence(path):
    session = read_session(path)
    assert [(step.number, step.minutes) for step in session.steps] == [(1, 2), (2, 5), (3, 2), (4, 1)]
    assert session.goal and session.bring and session.stuck
    for step in session.steps:
        for point in (*step.show, *step.lead):
            # A comma in a YAML list cuts a sentence in two; then its rest begins small or its beginning never ends.
            assert point[0].isupper() and point[-1] in ".?!…", point


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_session_is_easy_to_read(path):
    session = read_session(path)
    points = [point for step in session.steps for point in (*step.show, *step.lead)]
    points += [point if point[-1] in ".?!" else point + "." for point in session.bring]
    assert lix(" ".join([session.goal, *points, *session.stuck])) <= HARDEST


def test_every_element_has_a_session():
    assert {card for session in PRACTICE.sessions.values() for card in session.cards} >= set("12345")


def test_year_has_each_session_once_and_each_element():
    assert sorted(month.session for month in PRACTICE.year.months) == sorted(PRACTICE.sessions)
    cards = [month.card for month in PRACTICE.year.months]
    assert len(set(cards)) == 12
    assert set(cards) >= {"1", "2", "3", "4", "5", "m1", "m2", "m3", "m4"}


def test_days_hold_all_core_elements_groups_and_situations():
    kinds = ("kerneelement", "maalgruppe", "situation")
    assert set(PRACTICE.year.days) >= {card.id for kind in kinds for card in LIBRARY.of_kind(kind)}


def test_missing_step_is_told(tmp_path):
    text = FILES[0].read_text(encoding="utf-8").replace("\nsay:\n", "\nsag:\n")
    path = tmp_path / FILES[0].name
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_session(path)
    assert sorted((mistake.field, mistake.message.split(".")[0]) for mistake in caught.value.mistakes) == [
        ("sag", "Feltet kendes ikke"),
        ("say", "Feltet mangler"),
    ]
