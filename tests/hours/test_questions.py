"""What the desk asks about typed hours, and what each answer makes of them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tests.hours.differential import REAL_LIFE, generated
from webapp.hours.danish_hours import in_osm
from webapp.hours.questions import questions
from webapp.hours.rules import OpeningHoursError
from webapp.hours.text import check

OFFICE = "Mo-Fr 09:00-16:00"
HOLIDAYS = "Er der åbent på helligdage? Indtil du ved det, står der »ring først«."
CLOSED_DAYS = ("24. december", "31. december", "1. maj", "5. juni (grundlovsdag)")


def answers(text: str, about: str) -> dict[str, str]:
    """The answers to the question that has these words, and the hours each makes."""
    [question] = [one for one in questions(text) if about in one.text]
    return {says: made for says, made, _ in question.answers}


def asked(text: str | None) -> list[str]:
    return [question.text for question in questions(text)]


def test_ordinary_hours_are_asked_about_holidays_and_the_days_on_which_many_close():
    assert asked(OFFICE) == [HOLIDAYS, *(f"Er der lukket {day}?" for day in CLOSED_DAYS)]


def test_an_answer_that_was_given_is_not_asked_for_again():
    text = OFFICE
    for about in ("helligdage", *CLOSED_DAYS):
        [text] = answers(text, about).values()
        check(text)
    assert text == f"{OFFICE}; PH off; Dec 24 off; Dec 31 off; May 1 off; Jun 5 off"
    assert asked(text) == []


@pytest.mark.parametrize("text", [None, "24/7", "unknown", "off", "Mo-Su,PH 00:00-24:00"])
def test_nothing_is_asked_where_there_is_nothing_to_ask(text):
    assert asked(text) == []


def test_places_that_are_closed_on_a_day_anyway_are_not_asked_about_it():
    assert asked("Sa 10:00-14:00; PH off") == []  # in 2026 none of the days is a Saturday
    assert asked(f"{OFFICE}; Dec 20-31 off; PH off") == [
        "Er der lukket 1. maj?",
        "Er der lukket 5. juni (grundlovsdag)?",
    ]


def test_a_place_with_the_same_hours_every_day_can_have_them_on_holidays_too():
    assert answers("Mo-Su 20:00-08:00", "helligdage") == {
        "Lukket": "Mo-Su 20:00-08:00; PH off",
        "Åbent som de andre dage": "Mo-Su,PH 20:00-08:00",
    }


@pytest.mark.parametrize(
    ("typed", "about", "also", "instead"),
    [
        (
            "man-fre 9-12, tors 15-17",
            "Torsdag står to gange. Er 15:00-17:00 også, eller i stedet?",
            "Mo-Fr 09:00-12:00, Th 15:00-17:00",
            "Mo-Fr 09:00-12:00; Th 15:00-17:00",
        ),
        (
            "man-fre 9-16, fre 9-14",
            "Fredag står to gange. Er 09:00-14:00 også, eller i stedet?",
            "Mo-Fr 09:00-16:00, Fr 09:00-14:00",
            "Mo-Fr 09:00-16:00; Fr 09:00-14:00",
        ),
        (
            "Mo-Th 17:00-01:00; Fr 17:00-03:00",
            "Fredag har egne tider. Hvor længe er der åbent natten før?",
            "Mo-Th 17:00-01:00, Fr 17:00-03:00",
            "Mo-Th 17:00-01:00; Fr 17:00-03:00",
        ),
        (
            "man-tors 22-06, helligdage 10-14",
            "Helligdage har egne tider. Hvor længe er der åbent natten før?",
            "Mo-Th 22:00-06:00, PH 10:00-14:00",
            "Mo-Th 22:00-06:00; PH 10:00-14:00",
        ),
    ],
)
def test_days_told_twice_and_nights_that_are_cut_are_asked_about(typed, about, also, instead):
    text = typed if typed.startswith("Mo") else in_osm(typed)
    assert list(answers(text, about).values()) == [also, instead]
    [now] = [
        made for question in questions(text) if question.text == about for _, made, is_now in question.answers if is_now
    ]
    assert now == text


@given(some.sampled_from([*REAL_LIFE, *generated()[:400]]))
def test_every_answer_can_be_kept(text):
    """Where the text itself can."""
    try:
        check(text)
    except OpeningHoursError:
        return
    for question in questions(text):
        for _, made, is_now in question.answers:
            check(made)
            assert is_now == (made == text)
