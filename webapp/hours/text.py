"""Reading the text of opening hours: OpenStreetMap's `opening_hours`, by the library opening-hours-py and Denmark's
holidays. The server alone does it. The rules are told in `docs/opening.md`.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError, State

from webapp.hours.span import DAY, NIGHT_ENDS, Days, Span

LONGEST_TEXT = 500  # characters


class OpeningHoursError(ValueError):
    """Hours that cannot be used. The message is Danish and made for whoever wrote them."""


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
