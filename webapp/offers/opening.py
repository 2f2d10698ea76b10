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

from webapp.clock import MONTHS
from webapp.config import COPENHAGEN
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
def _begun(text: str, first: date, last: date) -> Days:
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
    begun = dict(_begun("unknown" if text is None else text, first, last))
    closed = set()
    for change in changes:
        hours = {} if change.opening_hours is None else _begun(change.opening_hours, first, last)
        for day in _dates(max(first, change.first), min(last, change.last)):
            begun[day] = hours.get(day, ())
            before = hours.get(day - timedelta(days=1), ()) if day > change.first else ()
            ran_on = any(end > DAY for _, end, _ in before)
            (closed.discard if begun[day] or ran_on else closed.add)(day)
    for day in closed:
        evening = day - timedelta(days=1)
        if evening in begun:
            begun[evening] = _cut(begun[evening])
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


_WEEKDAYS = {
    "da": ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS = {
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
    clock = _clock(wall - day * DAY, language)
    if days == 0 or (days == 1 and wall - day * DAY < NIGHT_ENDS <= minute_of_today):
        night = "" if days == 0 else {"da": " i nat", "en": " tonight"}[language]
        return f"{'kl. ' if language == 'da' else 'at ' if opens else ''}{clock}{night}"
    calendar = date.fromordinal(EPOCH + day)
    if days == 1:
        named = {"da": "i morgen", "en": "tomorrow"}[language]
    elif days < 7:
        named = _WEEKDAYS[language][calendar.weekday()]
    else:
        named = f"{calendar.day}{'.' if language == 'da' else ''} {_MONTHS[language][calendar.month - 1]}"
    return f"{named} {'kl.' if language == 'da' else 'at'} {clock}"


def _clock(minute: int, language: Language) -> str:
    """`9`, `9.30` and `24` in Danish; `9:00`, `9:30` and `24:00` in English."""
    hour, past = divmod(minute, 60)
    if language == "da":
        return f"{hour}.{past:02}" if past else f"{hour}"
    return f"{hour}:{past:02}"


# The week in words, for a page and for paper

ALL_WEEK = tuple(range(7))
LINES_YEARS = 6  # a pattern is told only when it holds in all of them; most six years have one of 53 weeks
_MOST_DATES = 12  # dates of their own that are told one by one
_TOLD = {
    "da": {
        "always": "Døgnåbent",
        "all days": "Alle dage",
        "other days": "Øvrige dage",
        "holidays": "Helligdage",
        "holidays closed": "Lukket på helligdage",
        "closed": "lukket",
        "all day": "døgnåbent",
        "not known": "ikke oplyst",
        "hours": "kl. {}",
        "next day": "{} næste dag",
        "open end": "{} og frem",
        "perhaps": "{} (måske)",
        "and": " og ",
        "weeks": ("Lige uger", "Ulige uger"),
        "in the month": "{}. {} i måneden",
        "sometimes": "Andre tider på nogle dage",
        "special days": "Kun åbent på særlige dage",
    },
    "en": {
        "always": "Open day and night",
        "all days": "Every day",
        "other days": "Other days",
        "holidays": "Public holidays",
        "holidays closed": "Closed on public holidays",
        "closed": "closed",
        "all day": "open day and night",
        "not known": "not known",
        "hours": "{}",
        "next day": "{} the next day",
        "open end": "{} onwards",
        "perhaps": "{} (perhaps)",
        "and": " and ",
        "weeks": ("Even weeks", "Odd weeks"),
        "in the month": "{} {} of the month",
        "sometimes": "Other hours on some days",
        "special days": "Open on special days only",
    },
}
_ORDINALS = ("1st", "2nd", "3rd", "4th", "5th")

Spans = tuple[Span, ...]
Week = tuple[Spans, ...]  # Monday's to Sunday's


def week_lines(
    text: str | None, changes: tuple[Change, ...], table: dict | None, language: Language = "da"
) -> list[str]:
    """The ordinary week in words, a line for each group of days: `Mandag–fredag kl. 9–16`, `Lukket på helligdage`.

    `table` is what `compiled` made of the text and the changes. Dated changes are not told here; see `change_lines`. A
    pattern (weekdays, odd and even weeks, the nth weekday of a month, months, holidays, dates) is told only when it
    holds on every day of the table's years and those that follow, six in all; else a line says that there are other
    hours on some days. `[]` when nothing is known. Raises OpeningHoursError.
    """
    if text is None or table is None:
        return []
    if "always" in table:
        return [_TOLD[language]["always"]]
    if not changes and not table["days"]:
        return list(_lines(_same_every_week(table["week"]), language))
    first = min([*table["days"], *(change.first.isoformat() for change in changes)])
    return list(_text_lines(text, int(first[:4]), language))


def change_lines(changes: tuple[Change, ...], today: date, language: Language = "da") -> list[str]:
    """Dated changes that are not over, in words: `24.–26. december: lukket`. The year is told when it is not today's.

    Raises OpeningHoursError.
    """
    told = []
    for change in changes:
        if change.last < today:
            continue
        dates = _period(change.first, change.last, language, today.year)
        if change.opening_hours is None:
            told.append(f"{dates}: {_TOLD[language]['closed']}")
        else:
            lines = _text_lines(change.opening_hours, change.first.year, language)
            told.append(f"{dates}: {'; '.join(_lowered(line, language) for line in lines)}")
    return told


def _same_every_week(week: list) -> Days:
    """A fortnight with a table's week; enough where no day differs."""
    monday = date(2026, 1, 5)
    return {
        monday + timedelta(days=day): tuple((span[0], span[1], len(span) == 2) for span in week[day % 7])
        for day in range(14)
    }


@lru_cache(maxsize=2048)
def _text_lines(text: str, year: int, language: Language) -> tuple[str, ...]:
    return _lines(_begun(text, date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)), language)


def _lines(begun: Days, language: Language) -> tuple[str, ...]:
    told = _TOLD[language]
    if set(begun.values()) == {((0, DAY, True),)}:
        return (told["always"],)
    if set(begun.values()) == {((0, DAY, False),)}:
        return ()
    for kind, key in _KINDS.items():
        for apart in (False, True):
            if found := _fitted(begun, key, apart):
                weeks, dates, holidays = found
                return (
                    *_WRITERS[kind](weeks, language),
                    *([_holiday_line(holidays, language)] if holidays is not None else []),
                    *_date_lines(dates, language),
                )
    usual = tuple(_most_common(begun, [day for day in begun if day.weekday() == weekday]) for weekday in ALL_WEEK)
    if not any(usual):
        return (told["special days"],)
    return (*_week(usual, language), told["sometimes"])


# What a day's hours may depend on besides its weekday.
_KINDS = {
    "week": lambda day: 0,
    "parity": lambda day: day.isocalendar().week % 2,
    "nth": lambda day: (day.day - 1) // 7,
    "month": lambda day: day.month,
}


def _fitted(begun: Days, key, apart: bool) -> tuple[dict[int, Week], dict[tuple[int, int], Spans], Spans | None] | None:
    """The hours as a week for each value of `key`, dates that differ every year, and the holidays' hours if they are
    kept `apart`. None when that does not tell every day."""
    holidays = _holidays(min(begun).year) if apart else frozenset()
    groups: dict[tuple[int, int], list[date]] = {}
    for day in begun:
        if day not in holidays:
            groups.setdefault((key(day), day.weekday()), []).append(day)
    usual = {place: _most_common(begun, days) for place, days in groups.items()}
    for place, spans in usual.items():  # Friday 16-24 before a Saturday that never closes is 16-8 like the others
        longer = [other for other in usual.values() if spans and _cut(other) == spans and other[-1][1] > DAY]
        if longer and all(_same(begun, day, longer[0], {}) for day in groups[place]):
            usual[place] = longer[0]
    odd = {day for place, days in groups.items() for day in days if not _same(begun, day, usual[place], holidays)}
    dates: dict[tuple[int, int], Spans] = {}
    for day in odd:
        if dates.setdefault((day.month, day.day), begun[day]) != begun[day]:
            return None
    told = {day for day in begun if (day.month, day.day) in dates}
    if any(begun[day] != dates[day.month, day.day] for day in told):
        return None
    # The evening before such a date may end at midnight; it has no line of its own.
    for day in sorted(odd):
        spans = usual[key(day), day.weekday()]
        if day + timedelta(days=1) in told and begun[day] == _cut(spans):
            dates.pop((day.month, day.day), None)
    if len(dates) > _MOST_DATES:
        return None
    rest = {begun[day] for day in holidays if day in begun and (day.month, day.day) not in dates}
    if apart and len({_cut(spans) for spans in rest}) != 1:
        return None
    values = sorted({value for value, _ in usual})
    weeks = {value: tuple(usual[value, weekday] for weekday in ALL_WEEK) for value in values}
    hours = max(rest, key=_length) if apart else None
    return weeks, dates, _cut(hours) if hours and _cut(hours) == ((0, DAY, True),) else hours


def _same(begun: Days, day: date, spans: Spans, excused) -> bool:
    """Whether a day has these hours; or has them until midnight, and then comes a day open from midnight to midnight
    or one of those `excused`."""
    if begun[day] == spans:
        return True
    after = day + timedelta(days=1)
    return begun[day] == _cut(spans) and (begun.get(after) in (None, ((0, DAY, True),)) or after in excused)


def _cut(spans: Spans) -> Spans:
    return tuple((start, min(end, DAY), sure) for start, end, sure in spans if start < DAY)


def _length(spans: Spans) -> int:
    return sum(end - start for start, end, _ in spans)


def _most_common(begun: Days, days: list[date]) -> Spans:
    return Counter(begun[day] for day in days).most_common(1)[0][0]


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Denmark's public holidays in the years that lines are told by, as the library has them."""
    return frozenset(
        day for day, spans in _begun("PH", date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)).items() if spans
    )


def _week(week: Week, language: Language, leave: frozenset[int] = frozenset()) -> list[str]:
    """A line for each group of weekdays with the same hours; those in `leave` have lines elsewhere."""
    told = _TOLD[language]
    groups: dict[Spans, list[int]] = {}
    for weekday in ALL_WEEK:
        if weekday not in leave:
            groups.setdefault(week[weekday], []).append(weekday)
    closed = groups.pop((), [])
    lines = [_line(_days(days, language), spans, language) for spans, days in groups.items()]
    if closed:
        others = told["other days"] if len(closed) > 3 and (groups or leave) else _days(closed, language)
        lines.append(f"{others}: {told['closed']}")
    return lines


def _every_week(weeks: dict[int, Week], language: Language) -> list[str]:
    return _week(weeks[0], language)


def _by_parity(weeks: dict[int, Week], language: Language) -> list[str]:
    differ = frozenset(weekday for weekday in ALL_WEEK if weeks[0][weekday] != weeks[1][weekday])
    lines = []
    for odd in (1, 0):
        open_days = {weekday for weekday in differ if weeks[odd][weekday]}
        named = _week(weeks[odd], language, frozenset(ALL_WEEK) - open_days)
        lines += [f"{_TOLD[language]['weeks'][odd]}: {_lowered(line, language)}" for line in named]
    return lines + _week(weeks[0], language, differ)


def _by_nth(weeks: dict[int, Week], language: Language) -> list[str]:
    told, lines, differ = _TOLD[language], [], set()
    for weekday in ALL_WEEK:
        groups: dict[Spans, list[int]] = {}
        for nth, week in weeks.items():
            groups.setdefault(week[weekday], []).append(nth)
        if len(groups) > 1:
            differ.add(weekday)
            groups.pop((), None)
            for spans, numbers in groups.items():
                names = [str(nth + 1) if language == "da" else _ORDINALS[nth] for nth in numbers]
                joined = _joined([f"{name}." if language == "da" else name for name in names], language).removesuffix(
                    "."
                )
                days = told["in the month"].format(joined, _WEEKDAYS[language][weekday])
                lines.append(_line(days, spans, language))
    return lines + _week(weeks[0], language, frozenset(differ))


def _by_month(weeks: dict[int, Week], language: Language) -> list[str]:
    told, lines = _TOLD[language], []
    groups: dict[Week, list[int]] = {}
    for month, week in weeks.items():
        groups.setdefault(week, []).append(month - 1)
    for week, months in groups.items():
        named = _upper(_runs(months, _MONTHS[language], language))
        closed = frozenset(weekday for weekday in ALL_WEEK if not week[weekday])
        of_week = _week(week, language, closed) if any(week) else [told["closed"]]
        lines += [f"{named}: {_lowered(line, language)}" for line in of_week]
    if any(any(week) and not all(week) for week in groups):
        lines.append(f"{told['other days']}: {told['closed']}")
    return lines


_WRITERS = {"week": _every_week, "parity": _by_parity, "nth": _by_nth, "month": _by_month}


def _holiday_line(spans: Spans, language: Language) -> str:
    told = _TOLD[language]
    return _line(told["holidays"], spans, language) if spans else told["holidays closed"]


def _date_lines(dates: dict[tuple[int, int], Spans], language: Language) -> list[str]:
    """Dates with hours of their own every year; days in a row with the same hours in one line."""
    runs: list[list[date]] = []
    for day in sorted(date(2000, month, number) for month, number in dates):
        before = runs[-1][-1] if runs else None
        if before and (day - before).days == 1 and dates[day.month, day.day] == dates[before.month, before.day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return [_line(_period(run[0], run[-1], language, 2000), dates[run[0].month, run[0].day], language) for run in runs]


def _period(first: date, last: date, language: Language, year: int) -> str:
    """`24. december`, `24.–26. december`, `30. december – 2. januar 2027`."""
    point = "." if language == "da" else ""

    def month(day: date) -> str:
        return _MONTHS[language][day.month - 1] + (f" {day.year}" if day.year != year else "")

    if first == last:
        return f"{first.day}{point} {month(first)}"
    if month(first) == month(last):
        return f"{first.day}{point}–{last.day}{point} {month(last)}"
    return f"{first.day}{point} {month(first)} – {last.day}{point} {month(last)}"


def _line(days: str, spans: Spans, language: Language) -> str:
    told = _TOLD[language]
    if not spans:
        return f"{days}: {told['closed']}"
    if spans == ((0, DAY, True),):
        return f"{days}: {told['all day']}"
    if spans == ((0, DAY, False),):
        return f"{days}: {told['not known']}"
    return f"{days} {told['hours'].format(_hours(spans, language))}"


def _hours(spans: Spans, language: Language) -> str:
    told, said = _TOLD[language], []
    for start, end, sure in spans:
        if start >= DAY:  # after an open end
            said[-1] = told["open end"].format(said[-1].split("–")[0])
            continue
        hours = f"{_clock(start, language)}–{_clock(end if end <= DAY else end - DAY, language)}"
        hours = told["next day"].format(hours) if end > DAY else hours
        said.append(hours if sure else told["perhaps"].format(hours))
    return _joined(said, language)


def _days(days: list[int], language: Language) -> str:
    """`Mandag–fredag`, `Lørdag og søndag`, `Mandag–fredag og søndag`, `Alle dage`."""
    return _TOLD[language]["all days"] if len(days) == 7 else _upper(_runs(days, _WEEKDAYS[language], language))


def _runs(numbers: list[int], names: tuple[str, ...], language: Language) -> str:
    """Names in order, three or more in a row as `first–last`; months in a circle, so that a winter is in a row."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if len(names) == 12 and len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 11:
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    said = []
    for run in runs:
        said += [f"{names[run[0]]}–{names[run[-1]]}"] if len(run) > 2 else [names[number] for number in run]
    return _joined(said, language)


def _joined(parts: list[str], language: Language) -> str:
    return _TOLD[language]["and"].join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(line: str, language: Language) -> str:
    """A line after a colon. English weekdays keep their capital."""
    return line if language == "en" and line.startswith(_WEEKDAYS["en"]) else line[:1].lower() + line[1:]
