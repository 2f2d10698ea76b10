"""What changes on a known day: told apart by the day, refused with a gap or an overlap, and the same however it is sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from itertools import pairwise

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as some

from tests.conftest import LIBRARY
from tests.edit_content import change
from webapp.clock import minute_of
from webapp.config import COPENHAGEN
from webapp.dated import as_of, overdue_from, turning_minutes, with_later
from webapp.municipalities import read_places
from webapp.offers.offer import Offer, OfferVersion, on_day

EVE, DAY = date(2026, 12, 31), date(2027, 1, 1)
SOME = LIBRARY.offers[10]
SOURCE = {"seen": "2026-11-28", "source_url": "https://example.org/ny", "confidence": "high"}


def offer(*later, **values) -> Offer:
    """An offer with later versions, each given as what differs."""
    versions = tuple(OfferVersion(**{**SOURCE, **version}) for version in later)
    return SOME.model_copy(update={"first": None, "until": None, **values, "later": versions})


def test_a_minute_before_midnight_in_denmark_and_a_minute_after():
    one = offer({"from": "2027-01-01", "phone": "11 22 33 44", "hours_note": None}, until=EVE)
    before, after = one.on(EVE), one.on(DAY)
    assert (before.phone, before.hours_note) == (SOME.phone, SOME.hours_note)
    assert (after.phone, after.hours_note, after.name) == ("11 22 33 44", None, SOME.name)
    assert after.holds == "fra 1. januar 2027" and after.later_source == "https://example.org/ny"
    # What the version says nothing of is no fresher for it.
    assert (after.source_date, after.seen, after.confidence) == (SOME.source_date, SOME.seen, SOME.confidence)
    assert datetime.fromtimestamp(minute_of(DAY) * 60, COPENHAGEN).isoformat() == "2027-01-01T00:00:00+01:00"


@pytest.mark.parametrize("day", ["2028-02-29", "2028-03-01", "2027-03-28", "2027-10-31", "2027-03-29", "2027-11-01"])
def test_leap_day_and_the_nights_the_clock_is_moved_begin_at_midnight(day):
    first = date.fromisoformat(day)
    midnight = datetime.fromtimestamp(minute_of(first) * 60, COPENHAGEN)
    assert (midnight.date(), midnight.hour, midnight.minute) == (first, 0, 0)
    one = offer({"from": first, "phone": "11 22 33 44"}, until=first - timedelta(days=1))
    assert one.on(first).phone == "11 22 33 44" != one.on(first - timedelta(days=1)).phone


def test_one_that_ends_is_gone_the_day_after_and_one_to_come_is_not_there_yet():
    ends = offer(until=EVE)
    assert ends.stands_on(EVE) and not ends.stands_on(DAY) and list(ends.days()) == [DAY]
    comes = offer(first=DAY)
    assert comes.stands_on(DAY) and not comes.stands_on(EVE) and list(comes.days()) == [DAY]
    # An end that only makes room for what nobody has confirmed is no end.
    unsure = offer({"from": "2027-01-01", "phone": "11 22 33 44", "confidence": "low"}, until=EVE)
    assert unsure.stands_on(DAY) and unsure.on(DAY) == unsure and list(unsure.days()) == []


def test_a_kept_version_says_no_more_than_was_written():
    one = offer({"from": "2027-01-01", "phone": None}, until=EVE)
    again = Offer.model_validate_json(one.model_dump_json())
    assert again == one and again.on(DAY).phone is None and again.on(DAY).sms == SOME.sms


def test_two_regions_are_one_from_the_day():
    regions, places = LIBRARY.places.regions, LIBRARY.places
    assert regions.names_on(EVE) == ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")
    assert regions.names_on(DAY) == ("Østdanmark", "Syddanmark", "Midtjylland", "Nordjylland")
    assert (places.region_of("0370", EVE), places.region_of("0370", DAY)) == ("Sjælland", "Østdanmark")
    assert sum(places.region_of(code, DAY) == "Østdanmark" for code in places) == 46
    # Both names are understood on both days: what was written before, and what is written too early.
    assert regions.on(("Sjælland",), DAY) == regions.on(("Østdanmark", "Hovedstaden"), DAY) == ("Østdanmark",)
    assert regions.on(("Østdanmark",), EVE) == ("Hovedstaden", "Sjælland")
    zealand = next(region for region in regions.all if region.name == "Sjælland")
    heard = tuple(version.model_copy(update={"confidence": "low"}) for version in zealand.later)
    assert zealand.names == ("Sjælland", "Østdanmark")
    assert zealand.model_copy(update={"later": heard}).names == ("Sjælland",), "what nobody has confirmed is no name"
    assert places.lies_in("0370", ("Hovedstaden",), DAY) and not places.lies_in("0370", ("Hovedstaden",), EVE)


def test_the_emergency_lines_cover_no_more_than_they_did():
    # No source says that 1813 and 1818 change with the region. Næstved must not be sent to 1813.
    capital, zealand = (next(one for one in LIBRARY.offers if one.id == name) for name in ("o003", "o004"))
    for one, inside, outside in ((capital, "0101", "0370"), (zealand, "0370", "0101")):
        assert LIBRARY.places.lies_in(inside, one.service_regions, EVE)
        now = on_day(one, LIBRARY.places, DAY)
        assert inside in now.service_municipalities and outside not in now.service_municipalities
        assert now.service_regions == () and not now.national and now.phone == one.phone


def test_a_municipality_may_be_written_by_the_new_name_already(content):
    change(content, "municipalities.csv", ",Sjælland$", ",Østdanmark", count=0)
    places = read_places(content / "municipalities.csv")
    assert places.region_of("0370", DAY) == "Østdanmark"


records = some.dictionaries(some.sampled_from("abcd"), some.integers(0, 3), min_size=4, max_size=4)
standings = some.lists(
    some.tuples(some.integers(0, 400), records), min_size=1, max_size=6, unique_by=lambda one: one[0]
)


@given(standings, some.integers(0, 420))
def test_a_record_stands_as_it_did_whatever_is_sent(standing, asked):
    start = date(2026, 11, 28)
    days = sorted((start + timedelta(days=number), record) for number, record in standing)
    sent = with_later(days)
    day = start + timedelta(days=asked)
    right = next((record for first, record in reversed(days) if first <= day), days[0][1])
    for minute in (minute_of(day), minute_of(day + timedelta(days=1)) - 1):
        assert as_of(sent, minute) == right
    changes = [first for (_, one), (first, other) in pairwise(days) if one != other]
    assert turning_minutes([sent]) == [minute_of(first) for first in changes]


@pytest.mark.parametrize(
    ("held", "months", "told"),
    [("2026-11-21", 12, "2027-11-22"), ("2028-02-29", 12, "2029-03-01"), ("2026-08-31", 6, "2027-03-01")],
)
def test_a_text_has_waited_too_long_the_day_after_its_months(held, months, told):
    assert overdue_from(date.fromisoformat(held), months) == date.fromisoformat(told)


@pytest.mark.parametrize(
    "page",
    [
        "/kort/2",
        "/kort/l55",
        "/kort/s17",
        "/tjek",
        "/tjek/kort",
        "/tjek/efter",
        "/tjek/skema",
        "/forloeb",
        "/oev/1",
        "/laer/1",
    ],
)
def test_a_staff_page_tells_by_itself_when_it_was_held_up_against_its_source_too_long_ago(reading_app, page):
    """In words of its own beside each day, hidden until then; `static/dated/dated.js` shows them by the phone's clock."""
    html = BeautifulSoup(reading_app.test_client().get(page).text, "html.parser")
    told = [
        one for one in html.select("main b[data-holds-from]") if one.get_text().startswith("Det er over et år siden")
    ]
    assert told and all(one.has_attr("hidden") for one in told)
    days = {date.fromisoformat(one["datetime"]) for one in html.select("main time[datetime]")}
    assert date.fromisoformat(told[-1]["data-holds-from"]) in {overdue_from(day) for day in days}
