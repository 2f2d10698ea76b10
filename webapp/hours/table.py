"""The opening table: what a text of opening hours and its dated changes are compiled into. Pages and phones have the
table and nothing else. Its form is told in `docs/opening.md`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Any

from webapp.config import COPENHAGEN
from webapp.hours.change import Change
from webapp.hours.span import CALL, DAY, EPOCH, UNKNOWN, Span, cut_at_midnight, past_midnight
from webapp.hours.text import begun_between, holds_every_day, said_by_date, speaks_of_holidays

HOLIDAYS = "PH 00:00-24:00; Dec 24,Dec 31 00:00-24:00"


@lru_cache(maxsize=64)  # an offer's page asks for the same more than once, and so does who saves it again
def compiled(text: str | None, changes: tuple[Change, ...], years: range) -> dict | None:
    """The hours as the table that pages and phones have; see docs/opening.md. Cached: not to be altered.

    `years` are whole calendar years. `{"always": True}` when it never closes; None when nothing is known; otherwise
    `{"week": [Monday's, ... Sunday's], "days": {"2026-12-24": [...]}}` of intervals `[from, to]` in minutes after
    midnight on the day they begin, `[from, to, "unknown"]` when it may be open, or `[from, to, "call"]` on a holiday
    that nobody has spoken of. `"call": True` beside them says so of every holiday that is not in `days`.

    A day in `changes` has the change's hours; of several changes the last counts. A closed day is closed from midnight
    to midnight, so what began the evening before ends there; into a day with other hours it runs on. A day on which
    the change's text gives nothing is closed too.

    Raises OpeningHoursError for a text that cannot be used, ValueError without years.
    """
    if not years:
        raise ValueError("No years.")
    if text is None and not changes:
        return None
    first, last = date(years[0] - 1, 12, 31), date(years[-1], 12, 31)  # and the evening before the first day
    begun = dict(begun_between("unknown" if text is None else text, first, last))
    off_days = frozenset(map(_day, holidays(years)))
    asks = text is not None and not speaks_of_holidays(text) and any(begun.values())
    doubtful = set(off_days - said_by_date(text, first, last)) if asks and text else set()
    closed: set[date] = set()
    for change in changes:
        hours = {} if change.opening_hours is None else begun_between(change.opening_hours, first, last)
        days = _dates(max(first, change.first), min(last, change.last))
        for day in days:
            begun[day] = hours.get(day, ())
            before = hours.get(day - timedelta(days=1), ()) if day > change.first else ()
            ran_on = any(end > DAY for _, end, _ in before)
            (closed.discard if begun[day] or ran_on else closed.add)(day)
        said = _said(change, first, last)
        doubtful = (doubtful - set(days)) | (off_days & set(days) - said)
    for day in closed:
        evening = day - timedelta(days=1)
        if evening in begun:
            begun[evening] = cut_at_midnight(begun[evening])
    if set(begun.values()) == {((0, DAY, True),)} and not doubtful:
        return {"always": True}
    week = [
        Counter(spans for day, spans in begun.items() if day.weekday() == weekday).most_common(1)[0][0]
        for weekday in range(7)
    ]
    table: dict[str, Any] = {"week": [_rows(spans) for spans in week], "days": {}}
    told: dict[date, list[list]] = {}
    for day, spans in sorted(begun.items(), reverse=True):
        usual, doubted = spans == week[day.weekday()], day in doubtful
        night_into = day + timedelta(days=1)
        runs_on = night_into in told and night_into in doubtful and past_midnight(spans)
        if runs_on and not doubted:  # the day after has rows of its own, which say nothing of the night before
            told[day] = _rows(cut_at_midnight(spans)) + _rows(past_midnight(spans), CALL)
        elif runs_on or not usual or doubted != (asks and day in off_days):
            told[day] = _rows(spans, CALL if doubted else "")
    table["days"] = {day.isoformat(): told[day] for day in sorted(told)}
    return table | ({"call": True} if asks else {})


def _said(change: Change, first: date, last: date) -> frozenset[date]:
    """The days on which a change's hours hold also when they are holidays: it closes, is for a single day, speaks of
    holidays or of the day's date, or names no weekday."""
    text = change.opening_hours
    if text is None or change.first == change.last or speaks_of_holidays(text) or holds_every_day(text):
        return frozenset(_dates(max(first, change.first), min(last, change.last)))
    return said_by_date(text, first, last)


def _rows(spans: tuple[Span, ...], mark: str = "") -> list[list]:
    return [[start, end, mark or UNKNOWN] if mark or not sure else [start, end] for start, end, sure in spans]


@lru_cache(maxsize=16)
def holidays(years: range) -> tuple[int, ...]:
    """The days of these calendar years, and the evening before them, on which hours do not hold unless they say so:
    Denmark's public holidays as the library has them, and 24 and 31 December; as days since the epoch.

    Those two are no public holidays, but ordinary hours seldom hold on them. Raises ValueError without years.
    """
    if not years:
        raise ValueError("No years.")
    first, last = date(years[0] - 1, 12, 31), date(years[-1], 12, 31)
    return tuple(day.toordinal() - EPOCH for day, spans in begun_between(HOLIDAYS, first, last).items() if spans)


def _day(number: int) -> date:
    return date.fromordinal(EPOCH + number)


def _dates(first: date, last: date) -> list[date]:
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]


def covered(years: range) -> tuple[int, int]:
    """The minutes that tables made for these calendar years speak of: from the first, up to but not with the last, in
    UTC minutes since the epoch. Raises ValueError without years."""
    if not years:
        raise ValueError("No years.")
    first, last = (int(datetime(year, 1, 1, tzinfo=COPENHAGEN).timestamp()) for year in (years[0], years[-1] + 1))
    return first // 60, last // 60


def zone(years: range) -> list[list[int]]:
    """Denmark's clock in these calendar years and a month on either side, from zoneinfo: rows `[from, offset]`, the UTC
    minute since the epoch from which the clock on the wall is `offset` minutes ahead. Raises ValueError without years.
    """
    begin, end = covered(years)
    return [list(row) for row in _zone(begin - 31 * DAY, end + 31 * DAY)]


@lru_cache(maxsize=64)
def _zone(begin: int, end: int) -> tuple[tuple[int, int], ...]:
    def offset(minute: int) -> int:
        moment = datetime.fromtimestamp(minute * 60, COPENHAGEN)
        return (moment.utcoffset() or timedelta()) // timedelta(minutes=1)

    rows = [(begin, offset(begin))]
    for before in range(begin, end, DAY):
        if offset(before) != offset(before + DAY):
            change = next(at for at in range(before, before + DAY + 1) if offset(at) != offset(before))
            rows.append((change, offset(change)))
    return tuple(rows)
