"""Personal numbers: what is refused and what is taken, by one table for the server and the phone."""

import json
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


BETWEEN = some.text(" .-–—‑/\u00a0\u200b", max_size=3)


@given(some.dates(), some.integers(0, 9999), BETWEEN, BETWEEN, BETWEEN)
def test_any_day_with_anything_between_is_seen(day, serial, one, two, three):
    assert has_cpr(f"Født {day.day:02}{one}{day.month:02}{two}{day.year % 100:02}{three}{serial:04}, sagde hun")


@given(some.text("0123456789 ", max_size=30).filter(lambda text: max(map(len, text.split()), default=0) <= 3))
def test_numbers_in_pairs_and_threes_are_telephone_numbers(text):
    assert not has_cpr(text)
