"""Personal numbers: what is refused and what is taken, by one table for the server and the phone, and by rule."""

import json
from datetime import date
from itertools import combinations, pairwise, product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from webapp.security.cpr import has_cpr

CASES = json.loads((Path(__file__).parent.parent / "rules" / "cpr.json").read_text())


@pytest.mark.parametrize("text", CASES["refused"])
def test_number_is_seen_however_it_is_written(text):
    assert has_cpr(text)


@pytest.mark.parametrize("text", CASES["taken"])
def test_other_numbers_pass(text):
    assert not has_cpr(text)


@pytest.mark.parametrize("number", ["0101901234", "3112990000", "6101901234", "010119901234"])
def test_number_is_seen_wherever_it_is_split_in_two_or_three(number):
    marks = (" ", "-", ".", "/", "–", "\u00a0", " - ")
    for cuts in (one for count in (0, 1, 2) for one in combinations(range(1, len(number)), count)):
        ends = (0, *cuts, len(number))
        parts = [number[begin:end] for begin, end in pairwise(ends)]
        for between in product(marks, repeat=len(cuts)):
            written = parts[0] + "".join(mark + part for mark, part in zip(between, parts[1:], strict=True))
            assert has_cpr(written), written


BETWEEN = some.text(" .-–—‑/\u00a0\u200b", max_size=3)


@given(some.dates(), some.integers(0, 9999), BETWEEN, BETWEEN, BETWEEN)
def test_any_day_with_anything_between_is_seen(day, serial, one, two, three):
    assert has_cpr(f"Født {day.day:02}{one}{day.month:02}{two}{day.year % 100:02}{three}{serial:04}, sagde hun")


@given(
    some.dates(),
    some.integers(0, 9999),
    some.sets(some.integers(1, 9)),
    some.sampled_from([" ", "-", ".", "–", " - ", "\u00a0", "_"]),
)
def test_any_number_is_seen_split_everywhere_by_one_mark(day, serial, cuts, mark):
    number = f"{day.day:02}{day.month:02}{day.year % 100:02}{serial:04}"
    written = "".join((mark if place in cuts else "") + digit for place, digit in enumerate(number))
    assert has_cpr(written) and has_cpr(f"Født {written}, sagde hun")


EIGHT = some.integers(20_000_000, 99_999_999).map(str)
TELEPHONE = some.one_of(
    EIGHT,
    EIGHT.map(lambda number: " ".join(number[place : place + 2] for place in range(0, 8, 2))),
    EIGHT.map(lambda number: f"{number[:4]} {number[4:]}"),
    EIGHT.map(lambda number: f"{number[:2]} {number[2:5]} {number[5:]}"),
)
ABROAD_OR_HERE = some.builds("{}{}".format, some.sampled_from(["", "+45 ", "0045 ", "00 45 ", "+45"]), TELEPHONE)
HOURS = some.builds(
    "{}{}{}".format,
    some.integers(0, 23).map(str) | some.integers(0, 23).map("{:02}.30".format),
    some.sampled_from(["-", " - ", "–"]),
    some.integers(1, 24).map(str) | some.integers(1, 23).map("{:02}.15".format),
)
DATE = some.dates(date(2026, 1, 1), date(2028, 12, 31)).flatmap(
    lambda day: some.sampled_from([day.strftime(form) for form in ("%d.%m.%Y", "%d/%m %Y", "%d-%m-%Y", "%Y-%m-%d")])
)
LISTED = some.sampled_from([", ", " / ", " og ", "\n", "; "])


@given(some.lists(ABROAD_OR_HERE, min_size=1, max_size=4), LISTED)
def test_telephone_numbers_pass(numbers, between):
    assert not has_cpr("Tlf. " + between.join(numbers))


@given(some.lists(HOURS, min_size=1, max_size=4), LISTED)
def test_hours_pass(hours, between):
    assert not has_cpr("Mandag " + between.join(hours))


@given(some.lists(DATE, min_size=1, max_size=4), LISTED, HOURS)
def test_dates_of_now_with_their_hours_pass(dates, between, hours):
    assert not has_cpr("Lukket " + between.join(dates)) and not has_cpr(f"{dates[0]} kl. {hours}")


@given(EIGHT, some.integers(0, 9_999_999_999))
def test_numbers_of_businesses_and_places_pass(cvr, ean):
    pairs = " ".join(cvr[place : place + 2] for place in range(0, 8, 2))
    assert not has_cpr(f"CVR {pairs}, EAN 579{ean:010}") and not has_cpr(f"CVR-nr. {cvr} · EAN-nr. 579 {ean:010}")
