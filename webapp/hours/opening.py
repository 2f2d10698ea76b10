"""What an opening table says at a moment, and in words. `static/hours/worker/opening.js` is the same, function by
function, and must answer the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from webapp.hours.span import CALL, DAY, EPOCH, NIGHT_ENDS, UNKNOWN
from webapp.languages.words import Words

SOON = 60  # minutes: "lukker om 40 min"
HORIZON = 14 * DAY  # how far ahead a change is looked for

Kind = Literal["open", "closed", "call", "unknown"]


class Opening(NamedTuple):
    """What the hours say at a moment.

    `kind` "call": it is a holiday, the hours do not speak of holidays, and on another day it would be open.
    `until` is the moment of the next change, in UTC minutes since the epoch; None when nothing changes within
    14 days, or when what follows is not known. `always`: open now, and nothing says that it closes within 14 days.
    """

    kind: Kind
    until: int | None = None
    always: bool = False


def opening(
    table: dict | None,
    zone_rows: list[list[int]],
    holidays: Sequence[int],
    years: tuple[int, int] | list[int],
    now_minute: int,
) -> Opening:
    """What the hours say at a moment.

    `table`, `zone_rows`, `holidays` and `years` as `compiled`, `zone`, `holidays` and `covered` gave them for the same
    calendar years; `now_minute` in UTC minutes since the epoch. Outside the years all is unknown: an old copy on a
    phone must not guess.
    """
    begin, end = years
    if table is None or not begin <= now_minute < end:
        return Opening("unknown")
    if "always" in table:
        return Opening("open", None, True)
    spans = _spans(table, zone_rows, holidays, end, now_minute)
    kind = _kind_at(spans, end, now_minute)
    edges = {end}.union(*((start, stop) for start, stop, _ in spans))
    for edge in sorted(edge for edge in edges if now_minute < edge <= now_minute + HORIZON):
        follows = _kind_at(spans, end, edge)
        if follows != kind:
            return Opening(kind, edge if follows in ("open", "closed") else None)
    return Opening(kind, None, kind == "open")


def _kind_at(spans: list[tuple[int, int, str]], end: int, minute: int) -> Kind:
    """Open where any interval says so, else to be rung first, else unknown where any says so, or from `end` on;
    otherwise closed."""
    marks = {mark for start, stop, mark in spans if start <= minute < stop}
    if "" in marks:
        return "open"
    if CALL in marks:
        return "call"
    return "unknown" if marks or minute >= end else "closed"


def _spans(
    table: dict, zone_rows: list[list[int]], holidays: Sequence[int], end: int, now_minute: int
) -> list[tuple[int, int, str]]:
    """The intervals that begin from yesterday until past the horizon: from and to in UTC minutes, and their mark.

    On a holiday that the table does not speak of they are marked, also the night that comes into it.
    """
    today = (now_minute + _offset(zone_rows, now_minute)) // DAY
    after = (end + _offset(zone_rows, end)) // DAY  # the first day that the table does not know
    spans = []
    for day in range(today - 1, min(today + HORIZON // DAY + 2, after)):
        doubtful, next_doubtful = (_is_doubtful(table, holidays, one) for one in (day, day + 1))
        for start, stop, *marks in table["days"].get(_iso(day), table["week"][(day + 3) % 7]):
            mark = CALL if doubtful else marks[0] if marks else ""
            pieces = [(start, stop, mark)]
            if next_doubtful and stop > DAY:
                pieces = [(start, DAY, mark), (DAY, stop, CALL)] if start < DAY else [(start, stop, CALL)]
            for begins, ends, said in pieces:
                spans.append((_utc(zone_rows, day * DAY + begins), _utc(zone_rows, day * DAY + ends), said))
    return spans


def _is_doubtful(table: dict, holidays: Sequence[int], day: int) -> bool:
    return "call" in table and day in holidays and _iso(day) not in table["days"]


def _iso(day: int) -> str:
    return date.fromordinal(EPOCH + day).isoformat()


def _offset(zone_rows: list[list[int]], minute: int) -> int:
    """How many minutes the clock on the wall is ahead of UTC at a UTC minute."""
    offset = zone_rows[0][1]
    for start, ahead in zone_rows:
        if start <= minute:
            offset = ahead
    return offset


def _utc(zone_rows: list[list[int]], wall: int) -> int:
    """The first UTC minute at which the clock on the wall shows `wall` (minutes since the epoch) or later: a time in
    the hour that is skipped in March is the moment of the change, one in the hour that comes twice is the first."""
    for (start, offset), (change, _) in pairwise(zone_rows):
        if wall - offset < change:
            return max(start, wall - offset)
    return wall - zone_rows[-1][1]


def words(state: Opening, zone_rows: list[list[int]], now_minute: int, said: Words) -> str:
    """An opening in words, as a list or a page says it: `Åbent til kl. 16`. `now_minute` as `opening` was given it."""
    if state.kind in (UNKNOWN, CALL):
        return said[f"state.{state.kind}"]
    if state.until is None:
        return said["state.always" if state.always else f"state.{state.kind}"]
    verb = "closes" if state.kind == "open" else "opens"
    left = state.until - now_minute
    if left <= SOON:
        return said.counted(f"state.{verb}_soon", left)
    return _moment(state.until, zone_rows, now_minute, said, f"state.{verb}")


def _moment(minute: int, zone_rows: list[list[int]], now_minute: int, said: Words, verb: str) -> str:
    """A moment to come, said from now: `kl. 16`, `kl. 3 i nat`, `i morgen kl. 8`, `mandag kl. 8`, `3. januar kl. 8`.

    Midnight is 24 of the day that ends.
    """
    wall = minute + _offset(zone_rows, minute)
    day = (wall - 1) // DAY
    today, minute_of_today = divmod(now_minute + _offset(zone_rows, now_minute), DAY)
    days = day - today
    time = said.clock(wall - day * DAY)
    if days == 0:
        return said.put(f"{verb}_today", time=time)
    if days == 1 and wall - day * DAY < NIGHT_ENDS <= minute_of_today:
        return said.put(f"{verb}_tonight", time=time)
    if days == 1:
        return said.put(f"{verb}_tomorrow", time=time)
    calendar = date.fromordinal(EPOCH + day)
    if days < 7:
        return said.put(f"{verb}_day", day=said.said(["d", calendar.weekday()]), time=time)
    return said.put(f"{verb}_date", date=said.said(["day", calendar.month - 1, calendar.day]), time=time)
