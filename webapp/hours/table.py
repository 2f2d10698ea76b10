"""The opening table: what a text of opening hours and its dated changes are compiled into. Pages and phones have the
table and nothing else. Its form is told in `docs/opening.md`.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta
from functools import lru_cache

from webapp.config import COPENHAGEN
from webapp.hours.change import Change
from webapp.hours.span import DAY, UNKNOWN, Span, cut_at_midnight
from webapp.hours.text import begun_between


def compiled(text: str | None, changes: tuple[Change, ...], years: range) -> dict | None:
    """The hours as the table that pages and phones have; see docs/opening.md. Cached: not to be altered.

    `years` are whole calendar years. `{"always": True}` when it never closes; None when nothing is known; otherwise
    `{"week": [Monday's, ... Sunday's], "days": {"2026-12-24": [...]}}` of intervals `[from, to]` in minutes after
    midnight on the day they begin, or `[from, to, "unknown"]` when it may be open.

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
    closed = set()
    for change in changes:
        hours = {} if change.opening_hours is None else begun_between(change.opening_hours, first, last)
        for day in _dates(max(first, change.first), min(last, change.last)):
            begun[day] = hours.get(day, ())
            before = hours.get(day - timedelta(days=1), ()) if day > change.first else ()
            ran_on = any(end > DAY for _, end, _ in before)
            (closed.discard if begun[day] or ran_on else closed.add)(day)
    for day in closed:
        evening = day - timedelta(days=1)
        if evening in begun:
            begun[evening] = cut_at_midnight(begun[evening])
    if set(begun.values()) == {((0, DAY, True),)}:
        return {"always": True}
    week = [
        Counter(spans for day, spans in begun.items() if day.weekday() == weekday).most_common(1)[0][0]
        for weekday in range(7)
    ]
    return {
        "week": [_rows(spans) for spans in week],
        "days": {day.isoformat(): _rows(spans) for day, spans in begun.items() if spans != week[day.weekday()]},
    }


def _rows(spans: tuple[Span, ...]) -> list[list]:
    return [[start, end] if sure else [start, end, UNKNOWN] for start, end, sure in spans]


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
        return datetime.fromtimestamp(minute * 60, COPENHAGEN).utcoffset() // timedelta(minutes=1)

    rows = [(begin, offset(begin))]
    for before in range(begin, end, DAY):
        if offset(before) != offset(before + DAY):
            change = next(at for at in range(before, before + DAY + 1) if offset(at) != offset(before))
            rows.append((change, offset(change)))
    return tuple(rows)
