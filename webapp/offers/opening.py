"""Opening hours: OpenStreetMap's text, the small table it is compiled into, and what the table says at a moment.

The server alone reads the text, with the library opening-hours-py and Denmark's holidays. Pages and phones have only
the table. `zone`, `opening` and `words` exist a second time in `static/offers/worker/opening.js` and must answer the
same there. The rules are told in `docs/opening.md`.
"""

from __future__ import annotations

import re
from collections import Counter
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from opening_hours import OpeningHours, ParserError, State

from webapp.config import COPENHAGEN
from webapp.danish import MONTHS
from webapp.offers.offer import Change

DAY = 1440  # minutes
LONGEST_TEXT = 500  # characters
NIGHT_ENDS = 360  # minutes after midnight: "3 i nat", but "i morgen kl. 8"
SOON = 60  # minutes: "lukker om 40 min"
HORIZON = 14 * DAY  # how far ahead a change is looked for
EPOCH = date(1970, 1, 1).toordinal()
UNKNOWN = "unknown"  # the mark of hours in which it may be open

Language = Literal["da", "en"]
Span = tuple[int, int, bool]  # from, to (minutes of the day it begins on; `to` may lie past midnight), surely open
Spans = tuple[Span, ...]
Days = dict[date, tuple[Span, ...]]


class OpeningHoursError(ValueError):
    """Hours that cannot be used. The message is Danish and made for whoever wrote them."""


class Opening(NamedTuple):
    """What the hours say at a moment.

    `until` is the moment of the next change, in UTC minutes since the epoch; None when nothing changes within
    14 days, or when what follows is not known. `always`: open now, and nothing says that it closes within 14 days.
    """

    kind: Literal["open", "closed", "unknown"]
    until: int | None = None
    always: bool = False


# Reading the text

_QUOTED = re.compile(r'"[^"]*"')
_RANGE = re.compile(r"\b(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})\+?")
_OPEN_END = re.compile(r"(-\s*)?\b(\d{1,2}):(\d{2})\+")
_DATE = re.compile(
    r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\s*(\d{1,2})(?!\d|:)(?:\s*-\s*(\d{1,2})(?!\d|:))?"
)
_LONG_MONTHS = ("jan", "mar", "may", "jul", "aug", "oct", "dec")
# What the library reads, but in a way that is not true here.
_REFUSED = (
    (re.compile(r"\b(sunrise|sunset|dawn|dusk)\b"), "Solens tider kan ikke bruges. Skriv klokkeslæt."),
    (re.compile(r"\bsh\b"), "Skoleferier (SH) kan ikke bruges, for de er forskellige i kommunerne. Skriv datoerne."),
    (re.compile(r":\d{2}\s*/"), "Gentagne tidspunkter (som 10:00-16:00/01:00) kan ikke bruges. Skriv åbningstiden."),
)


def check(text: str) -> None:
    """Whether hours can be used: OpenStreetMap's `opening_hours`, as opening-hours-py reads it for Denmark.

    Raises OpeningHoursError, in Danish and with the place of the mistake, for what the library refuses, and for what it
    would misread: the sun's times (it has no place), school holidays (Denmark has no common ones), points in time and
    dates that do not exist.
    """
    _parsed(text)


@lru_cache(maxsize=1024)
def _parsed(text: str) -> OpeningHours:
    if not text.strip():
        raise OpeningHoursError("Åbningstiden er tom.")
    if len(text) > LONGEST_TEXT:
        raise OpeningHoursError(f"Åbningstiden er for lang: højst {LONGEST_TEXT} tegn, her er {len(text)}.")
    if bad := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text):
        raise OpeningHoursError(f"Åbningstiden har et ugyldigt tegn (tegn {bad.start() + 1}).")
    try:
        hours = OpeningHours(text, country="DK")
    except ParserError as error:
        place = re.search(r"--> \d+:(\d+)", str(error))
        at = int(place[1]) if place else 1
        rest = text[at - 1 :][:20].strip()
        what = f"Den kan ikke læses fra tegn {at}: „{rest}“." if rest else f"Der mangler noget ved tegn {at}."
        raise OpeningHoursError(f"Åbningstiden er ikke skrevet rigtigt. {what}") from None
    plain = _without_comments(text).lower()
    for pattern, message in _REFUSED:
        if found := pattern.search(plain):
            raise OpeningHoursError(f"{message} (Tegn {found.start() + 1}.)")
    for found in _DATE.finditer(plain):
        longest = 31 if found[1] in _LONG_MONTHS else 29 if found[1] == "feb" else 30
        if not all(1 <= int(day) <= longest for day in (found[2], found[3]) if day):
            wrong = text[found.start() : found.end()]
            raise OpeningHoursError(f"Datoen „{wrong}“ findes ikke (tegn {found.start() + 1}).")
    return hours


def _without_comments(text: str) -> str:
    return _QUOTED.sub(lambda quoted: " " * len(quoted[0]), text)


def _evenings_only(text: str) -> OpeningHours:
    """The hours with everything that runs past midnight cut there: what is open on a day because of that day alone."""

    def cut(found: re.Match) -> str:
        start, end = (int(hour) * 60 + int(minute) for hour, minute in (found.group(1, 2), found.group(3, 4)))
        return f"{found[1]}:{found[2]}-24:00" if end <= start or end > DAY else found[0]

    return OpeningHours(_RANGE.sub(cut, text), country="DK")


def _open_ends_cut(text: str) -> OpeningHours | None:
    """The hours with every open end (`18:00+`) a minute after it begins; None without such an end."""

    def cut(found: re.Match) -> str:
        hour, minute = int(found[2]), int(found[3])
        return found[0] if found[1] or minute == 59 else f"{hour:02}:{minute:02}-{hour:02}:{minute + 1:02}"

    shorter = _OPEN_END.sub(cut, text)
    return OpeningHours(shorter, country="DK") if shorter != text else None


def _pieces(hours: OpeningHours, day: date) -> list[Span]:
    """What of one day, from midnight to midnight by the clock on the wall, is open or may be. The library is asked for
    one day at a time: over longer stretches it loses days after a fallback rule (`||`)."""
    midnight = datetime.combine(day, time())
    pieces: list[Span] = []
    for begins, ends, state, comment in hours.intervals(midnight, midnight + timedelta(days=1)):
        if state == State.CLOSED:
            continue
        start, end = ((moment - midnight) // timedelta(minutes=1) for moment in (begins, ends))
        sure = state == State.OPEN and not comment  # a comment is a condition that nobody here can judge
        if pieces and pieces[-1][1:] == (start, sure):
            start = pieces.pop()[0]
        pieces.append((start, end, sure))
    return pieces


def _without(pieces: list[Span], others: list[Span]) -> list[Span]:
    """What is left of the pieces where none of the others is; sure and unsure ones do not touch each other."""
    left = []
    for start, end, sure in pieces:
        for other_start, other_end, other_sure in others:
            if sure == other_sure and start < other_end and other_start < end:
                if start < other_start:
                    left.append((start, other_start, sure))
                start = max(start, other_end)
        if start < end:
            left.append((start, end, sure))
    return left


@lru_cache(maxsize=512)
def begun_between(text: str, first: date, last: date) -> Days:
    """For each day from `first` to `last`, the intervals that begin on it.

    Here we leave the library in one thing: it lets what runs past midnight go on after an evening that was closed
    (`Mo-Su 18:00-07:00; Dec 24 off` is open to it on 25 December from 0 to 7). Nobody opened, so it is closed.
    """
    hours, evenings, shorter = _parsed(text), _evenings_only(text), _open_ends_cut(text)
    days = [first + timedelta(days=number) for number in range((last - first).days + 2)]
    whole = [_pieces(hours, day) for day in days]
    nights = [_without(all_, _pieces(evenings, day)) for day, all_ in zip(days, whole, strict=True)]
    begun = {}
    for number, day in enumerate(days[:-1]):
        own = _without(whole[number], nights[number])
        if own and own[-1][1] == DAY:
            if shorter and own[-1][2] and not shorter.is_open(datetime.combine(day, time(23, 59))):
                own.append((DAY, DAY + NIGHT_ENDS, False))
            for start, end, sure in nights[number + 1]:
                if start == 0 and own[-1][1:] == (DAY, sure):
                    own[-1] = (own[-1][0], DAY + end, sure)
                else:
                    own.append((DAY + start, DAY + end, sure))
        begun[day] = tuple(own)
    return begun


# The table


@lru_cache(maxsize=4096)
def cut_at_midnight(spans: Spans) -> Spans:
    return tuple((start, min(end, DAY), sure) for start, end, sure in spans if start < DAY)


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


# What the table says. From here to the end of `words`, opening.js is the same.


def opening(
    table: dict | None, zone_rows: list[list[int]], years: tuple[int, int] | list[int], now_minute: int
) -> Opening:
    """What the hours say at a moment.

    `table`, `zone_rows` and `years` as `compiled`, `zone` and `covered` gave them for the same calendar years;
    `now_minute` in UTC minutes since the epoch. Outside the years all is unknown: an old copy on a phone must not
    guess.
    """
    begin, end = years
    if table is None or not begin <= now_minute < end:
        return Opening("unknown")
    if "always" in table:
        return Opening("open", None, True)
    spans = _spans(table, zone_rows, end, now_minute)
    kind = _kind_at(spans, end, now_minute)
    edges = {end}.union(*((start, stop) for start, stop, _ in spans))
    for edge in sorted(edge for edge in edges if now_minute < edge <= now_minute + HORIZON):
        follows = _kind_at(spans, end, edge)
        if follows != kind:
            return Opening(kind, None if follows == UNKNOWN else edge)
    return Opening(kind, None, kind == "open")


def _kind_at(spans: list[tuple[int, int, bool]], end: int, minute: int) -> Literal["open", "closed", "unknown"]:
    """Open where any interval says so, else unknown where any says so, or from `end` on; otherwise closed."""
    kind = UNKNOWN if minute >= end else "closed"
    for start, stop, sure in spans:
        if start <= minute < stop:
            if sure:
                return "open"
            kind = UNKNOWN
    return kind


def _spans(table: dict, zone_rows: list[list[int]], end: int, now_minute: int) -> list[tuple[int, int, bool]]:
    """The intervals that begin from yesterday until past the horizon: from and to in UTC minutes, and surely open."""
    today = (now_minute + _offset(zone_rows, now_minute)) // DAY
    after = (end + _offset(zone_rows, end)) // DAY  # the first day that the table does not know
    spans = []
    for day in range(today - 1, min(today + HORIZON // DAY + 2, after)):
        own = table["days"].get(date.fromordinal(EPOCH + day).isoformat(), table["week"][(day + 3) % 7])
        for span in own:
            start, stop = (_utc(zone_rows, day * DAY + minute) for minute in span[:2])
            spans.append((start, stop, len(span) == 2))
    return spans


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


WEEKDAY_NAMES = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
MONTH_NAMES = {
    "da": MONTHS,
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}
# {} takes the minutes, or the moment as `_moment` says it.
_WORDS = {
    "da": {
        "unknown": "Åbningstid ukendt",
        "always": "Døgnåbent",
        "open": "Åbent · lukketid ukendt",
        "closes soon": "Åbent · lukker om {} min",
        "closes": "Åbent til {}",
        "closed": "Lukket",
        "opens soon": "Lukket · åbner om {} min",
        "opens": "Lukket · åbner {}",
    },
    "en": {
        "unknown": "Opening hours not known",
        "always": "Open day and night",
        "open": "Open · closing time not known",
        "closes soon": "Open · closes in {} min",
        "closes": "Open until {}",
        "closed": "Closed",
        "opens soon": "Closed · opens in {} min",
        "opens": "Closed · opens {}",
    },
}


def words(state: Opening, zone_rows: list[list[int]], now_minute: int, language: Language) -> str:
    """An opening in words, as a list or a page says it: `Åbent til kl. 16`. `now_minute` as `opening` was given it."""
    said = _WORDS[language]
    if state.kind == UNKNOWN:
        return said["unknown"]
    if state.until is None:
        return said["always" if state.always else state.kind]
    verb = "closes" if state.kind == "open" else "opens"
    left = state.until - now_minute
    if left <= SOON:
        return said[f"{verb} soon"].format(left)
    return said[verb].format(_moment(state.until, zone_rows, now_minute, language, verb == "opens"))


def _moment(minute: int, zone_rows: list[list[int]], now_minute: int, language: Language, opens: bool) -> str:
    """A moment to come, said from now: `kl. 16`, `kl. 3 i nat`, `i morgen kl. 8`, `mandag kl. 8`, `3. januar kl. 8`.

    Midnight is 24 of the day that ends.
    """
    wall = minute + _offset(zone_rows, minute)
    day = (wall - 1) // DAY
    today, minute_of_today = divmod(now_minute + _offset(zone_rows, now_minute), DAY)
    days = day - today
    clock = clock_words(wall - day * DAY, language)
    if days == 0 or (days == 1 and wall - day * DAY < NIGHT_ENDS <= minute_of_today):
        night = "" if days == 0 else {"da": " i nat", "en": " tonight"}[language]
        return f"{'kl. ' if language == 'da' else 'at ' if opens else ''}{clock}{night}"
    calendar = date.fromordinal(EPOCH + day)
    if days == 1:
        named = {"da": "i morgen", "en": "tomorrow"}[language]
    elif days < 7:
        named = WEEKDAY_NAMES[language][calendar.weekday()]
    else:
        named = f"{calendar.day}{'.' if language == 'da' else ''} {MONTH_NAMES[language][calendar.month - 1]}"
    return f"{named} {'kl.' if language == 'da' else 'at'} {clock}"


def clock_words(minute: int, language: Language) -> str:
    """`9`, `9.30` and `24` in Danish; `9:00`, `9:30` and `24:00` in English."""
    hour, past = divmod(minute, 60)
    if language == "da":
        return f"{hour}.{past:02}" if past else f"{hour}"
    return f"{hour}:{past:02}"


# The week in words, for a page and for paper
