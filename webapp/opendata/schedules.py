"""Opening hours as HSDS schedules: rows of RFC 5545's recurrence that whoever knows HSDS alone reads rightly. No row
covers a day on which it is closed by way of exception."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta

from webapp.hours.change import Change
from webapp.hours.pattern import ALL_WEEK, LINES_YEARS, Pattern, Week, by_value, ordinary, pattern_of
from webapp.hours.span import DAY, Spans
from webapp.hours.table import compiled

DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_MOST_STRETCHES = 16  # in two years; hours that are broken up more often are told in words alone


def rows(text: str, changes: Collection[Change], today: date) -> list[dict]:
    """The ordinary hours of a text from today on, but for the days of dated changes; `changes` by their first day.

    Where every week is the same, rows without an end. Odd and even weeks, weeks by their numbers, the nth weekday of a
    month and months are told until the end of next year, with closed weeks, months and dates left out. What cannot be
    told so is a row of dates alone: the words and the OpenStreetMap text beside it tell it. Raises OpeningHoursError.
    """
    if always := weekly(compiled(text, (), range(today.year, today.year + LINES_YEARS))):
        return [row | days for days in _between(changes, today) for row in always]
    pattern = pattern_of(text, today.year)
    return (_until_next_year(pattern, changes, today) if pattern else []) or _between(changes, today)


def weekly(table: dict | None) -> list[dict]:
    """The week as iCal rows, when every week is the same; else none."""
    if table is None:
        return []
    week = [[[0, DAY]]] * 7 if "always" in table else table["week"]
    if table.get("days") or any(len(span) > 2 for spans in week for span in spans):
        return []
    return _weekly(tuple(tuple((start, end, True) for start, end in spans) for spans in week))


def _weekly(week: Week) -> list[dict]:
    return [{"freq": "WEEKLY", "byday": ",".join(days)} | _clocks(span) for span, days in _by_span(week).items()]


def _by_span(week: Week) -> dict[tuple[int, int], list[str]]:
    found: dict[tuple[int, int], list[str]] = {}
    for number, spans in enumerate(week):
        for start, end, _ in spans:
            found.setdefault((start, min(end, start + DAY)), []).append(DAYS[number])
            if end > start + DAY:  # through a night and the next day's morning: two rows
                found.setdefault((start, end - DAY), []).append(DAYS[(number + 1) % 7])
    return found


def _clocks(span: tuple[int, int]) -> dict:
    start, end = span
    # HSDS tells a whole day as 00:00 to 23:59; the same time twice would be no time at all.
    return {"opens_at": _clock(start), "closes_at": _clock(end if end - start < DAY else end - 1)}


def _clock(minute: int) -> str:
    # With seconds, as the tabular form's `time` asks for.
    return f"{minute // 60 % 24:02}:{minute % 60:02}:00"


def _between(changes: Collection[Change], today: date) -> list[dict]:
    """The stretches of days, from today on, that no dated change has."""
    stretches, start = [], None
    for change in changes:
        before = change.first - timedelta(days=1)
        if before >= (start or today):
            stretches.append(_days(start, before))
        start = max(start or change.first, change.last + timedelta(days=1))
    return [*stretches, _days(start, None)]


def _days(first: date | None, last: date | None) -> dict:
    said = {"valid_from": first and first.isoformat(), "valid_to": last and last.isoformat()}
    return {name: day for name, day in said.items() if day}


def _until_next_year(pattern: Pattern, changes: Collection[Change], today: date) -> list[dict]:
    if pattern.dates or pattern.holidays is not None or not _can_be_told(pattern):
        return []
    stretches = [one for one in _stretches(pattern, changes, today.year) if one[2] >= today]
    if len(stretches) > _MOST_STRETCHES:
        return []
    return [row for value, first, last in stretches for row in _stretch(pattern, value, first, last)]


def _stretches(pattern: Pattern, changes: Collection[Change], year: int) -> list[tuple[int, date, date]]:
    """The days of a year and the next that are ordinary, in a row as (the pattern's value where rows do not tell it by
    themselves, first, last)."""
    alike = {
        value: next(other for other, its in pattern.weeks.items() if its == week)
        for value, week in pattern.weeks.items()
    }
    found: list[tuple[int, date, date]] = []
    for number in range((date(year + 2, 1, 1) - date(year, 1, 1)).days):
        day = date(year, 1, 1) + timedelta(days=number)
        if pattern.is_closed(day) or any(change.first <= day <= change.last for change in changes):
            continue
        value = alike[pattern.value(day)] if pattern.kind in ("numbers", "month") else 0
        if found and found[-1][0] == value and found[-1][2] == day - timedelta(days=1):
            found[-1] = value, found[-1][1], day
        else:
            found.append((value, day, day))
    return found


def _can_be_told(pattern: Pattern) -> bool:
    spans = [span for week in pattern.weeks.values() for spans in week for span in spans]
    return all(sure and end - start <= DAY for start, end, sure in spans)


def _stretch(pattern: Pattern, value: int, first: date, last: date) -> list[dict]:
    days = _days(first, last)
    if pattern.kind == "parity":
        return _by_parity(pattern, first, last)
    if pattern.kind in ("nth", "last", "from_end"):
        return [row | days for row in _by_nth(pattern)]
    return [row | days for row in _weekly(pattern.weeks[value])]


def _by_nth(pattern: Pattern) -> list[dict]:
    """The nth weekdays of a month; none where other hours hold but for those."""
    week: list[Spans] = list(next(iter(pattern.weeks.values())))
    monthly: dict[tuple[int, int], list[str]] = {}
    for weekday in ALL_WEEK:
        groups = by_value(pattern.weeks, weekday)
        if len(groups) == 1:
            continue
        if pattern.kind != "nth" and ordinary(pattern.kind, groups):
            return []
        week[weekday] = ()
        for spans, values in groups.items():
            for start, end, _ in spans:
                named = [f"{value + 1 if value >= 0 else value}{DAYS[weekday]}" for value in values]
                monthly.setdefault((start, end), []).extend(named)
    told = [{"freq": "MONTHLY", "byday": ",".join(named)} | _clocks(span) for span, named in monthly.items()]
    return told + _weekly(tuple(week))


def _by_parity(pattern: Pattern, first: date, last: date) -> list[dict]:
    """Every second week, anew in each year of weeks (ISO 8601): after week 53 comes another odd one."""
    same = tuple(one if one == other else () for one, other in zip(pattern.weeks[0], pattern.weeks[1], strict=True))
    told = [row | _days(first, last) for row in _weekly(same)]
    for year in range(first.isocalendar().year, last.isocalendar().year + 1):
        begin = max(first, date.fromisocalendar(year, 1, 1))
        end = min(last, date.fromisocalendar(year + 1, 1, 1) - timedelta(days=1))
        for odd in (1, 0):
            week = tuple(() if spans == usual else spans for spans, usual in zip(pattern.weeks[odd], same, strict=True))
            for span, names in _by_span(week).items():
                there = [
                    day
                    for day in (begin + timedelta(days=number) for number in range(min(14, (end - begin).days + 1)))
                    if day.isocalendar().week % 2 == odd and DAYS[day.weekday()] in names
                ]
                if there:
                    every = {"freq": "WEEKLY", "interval": 2, "dtstart": there[0].isoformat()}
                    told.append(every | {"byday": ",".join(names)} | _clocks(span) | _days(begin, end))
    return told
