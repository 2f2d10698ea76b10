"""The pattern that hours are told by says of every day what the text says."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as some

from webapp.hours.pattern import LINES_YEARS, Pattern, days_of_weeks, pattern_of, week_runs
from webapp.hours.span import Spans, cut_at_midnight
from webapp.hours.text import begun_between

FIRST, LAST = date(2026, 1, 1), date(2026 + LINES_YEARS - 1, 12, 31)
HOLIDAYS = begun_between("PH", FIRST, LAST)


def hours(pattern: Pattern, day: date) -> Spans:
    """What somebody expects who has read a pattern's lines, the narrowest last."""
    week = day.isocalendar().week
    nth = (day.day - 1) // 7
    from_end = -((monthrange(day.year, day.month)[1] - day.day) // 7) - 1
    value = {
        "week": 0,
        "parity": week % 2,
        "numbers": week if week in pattern.weeks else 0,
        "nth": nth,
        "last": -1 if from_end == -1 else nth,
        "from_end": from_end,
        "month": day.month,
    }[pattern.kind]
    if (day.month, day.day) in pattern.dates:
        return pattern.dates[day.month, day.day]
    if week in pattern.closed_weeks or day.month in pattern.closed_months:
        return ()
    for first, last in pattern.closed_periods:
        here = (day.month, day.day)
        if first <= here <= last if first <= last else not last < here < first:
            return ()
    if HOLIDAYS[day] and pattern.holidays is not None:
        return pattern.holidays
    return pattern.weeks[value][day.weekday()]


selectors = some.sampled_from(
    (
        *("Mo-Fr", "Mo,We", "Th", "Sa-Su", "Mo-Su", "week 1-53/2 Tu", "week 2-52/2 Mo-We", "Th[1]", "Mo[1],Mo[3]"),
        *("Fr[-1]", "Tu[-2]", "week 36-50 Th", "Sep-May Mo-Fr", "Jul-Aug We", "PH"),
    )
)
times = some.sampled_from(["09:00-15:00", "10:00-12:00", "16:00-18:00", "10:00-12:00,13:00-15:00", "20:00-08:00"])
weeks = some.lists(some.integers(1, 53), min_size=1, max_size=4, unique=True).map(
    lambda all_: ",".join(map("{:02}".format, sorted(all_)))
)
closed = (
    weeks.map("week {}".format)
    | some.sampled_from(
        ["week 28-30", "week 52-53,01-01", "PH", "Jul", "Jul 01-Aug 15", "Dec 20-Jan 05", "Dec 24", "Fr[-1]"]
    )
    | some.sampled_from(["We[1]", "week 29 Fr", "week 42 Mo-We"])
)


@given(
    some.lists(some.tuples(selectors, times), min_size=1, max_size=3),
    some.lists(closed, max_size=3, unique=True),
)
@settings(deadline=None)
def test_a_pattern_tells_every_day(opened, shut):
    text = "; ".join([f"{days} {clock}" for days, clock in opened] + [f"{days} off" for days in shut])
    pattern = pattern_of(text, FIRST.year)
    if pattern is None:
        return
    for day, spans in begun_between(text, FIRST, LAST).items():
        expected = hours(pattern, day)
        # An evening before a closed day may end at midnight; it has no line of its own.
        assert spans == expected or cut_at_midnight(expected) == cut_at_midnight(spans), (day, pattern)


@given(some.frozensets(some.integers(1, 53), min_size=1))
def test_weeks_in_a_row_are_those_weeks(numbers):
    told = set()
    for first, last in week_runs(tuple(numbers)):
        told |= set(range(first, last + 1)) if first <= last else {*range(first, 54), *range(1, last + 1)}
    assert told == numbers


@given(some.integers(1, 53), some.integers(0, 52), some.integers(2020, 2040))
def test_the_days_of_weeks_are_whole_weeks_with_those_numbers(first, more, year):
    last = (first + more - 1) % 53 + 1
    found = days_of_weeks(first, last, year)
    if found is None:
        assert first == 53 and date(year, 12, 28).isocalendar().week == 52
        return
    begin, end = found
    assert begin.isocalendar()[:] == (year, first, 1)
    if last >= first:
        assert end.isocalendar()[1:] in ((last, 7), (52, 7)) and end.isocalendar().year == year
    else:
        assert end.isocalendar()[:] == (year + 1, last, 7)
