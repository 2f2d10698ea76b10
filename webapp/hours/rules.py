"""The rules a text of opening hours is made of: OpenStreetMap's `opening_hours`, one rule after another.

`Mo-Fr 09:00-16:00; PH off` is two rules. After `;` a rule replaces what stands before on its days, after `, ` it adds
to it. Which days a rule speaks of is asked of the library opening-hours-py, with Denmark's holidays; the rest is here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from opening_hours import OpeningHours, ParserError

from webapp.hours.span import DAY

A_YEAR = (date(2026, 1, 1), 366)  # a first day and how many: two rules that meet do so within it

LONGEST_TEXT = 500  # characters
MOST_RULES = 20  # in one text: a week day by day, twice a year, and some holidays

_QUOTED = re.compile(r'"[^"]*"')
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_A_MONTH = "|".join(MONTHS)
_DATE = re.compile(rf"\b({_A_MONTH})\s*(\d{{1,2}})(?!\d|:)(?:\s*-\s*(\d{{1,2}})(?!\d|:))?")
# What the library reads, but in a way that is not true here, or that people and libraries read differently.
_REFUSED = (
    (re.compile(r"\b(sunrise|sunset|dawn|dusk)\b"), "Solens tider kan ikke bruges. Skriv klokkeslæt."),
    (re.compile(r"\bsh\b"), "Skoleferier (SH) kan ikke bruges, for de er forskellige i kommunerne. Skriv datoerne."),
    (re.compile(r":\d{2}\s*/"), "Gentagne tidspunkter (som 10:00-16:00/01:00) kan ikke bruges. Skriv åbningstiden."),
    (re.compile(r"\|\|"), "To streger (||) læses forskelligt. Skriv det, der gælder ellers, i »Om åbningstiden«."),
    (
        re.compile(r"\bph +(?:mo|tu|we|th|fr|sa|su)\b|\b(?:mo|tu|we|th|fr|sa|su) +ph\b"),
        "Helligdage og ugedage skal have komma imellem. Skriv for eksempel »PH,Su« for helligdage og søndage.",
    ),
)
_CLOCK = r"(\d{1,2}):(\d{2})"
_TIME = re.compile(rf"{_CLOCK}(?:\s*-\s*{_CLOCK}(\+)?|(\+))")
_TIMES = rf"{_TIME.pattern}(?:\s*,\s*{_TIME.pattern})*".replace("(\\d", "(?:\\d").replace("(\\+)", "(?:\\+)")
_RULE = re.compile(
    rf"(?P<days>.*?)\s*(?P<times>{_TIMES})?\s*(?P<state>\b(?:off|closed|open|unknown)\b)?\s*(?P<comment>\"+)?",
    re.IGNORECASE,
)
_ENDED = re.compile(r'(?:\d:\d{2}\+?|\b(?:off|closed|open|unknown)|24/7|")\s*$', re.IGNORECASE)
_HOLIDAYS = re.compile(r"\bPH\b", re.IGNORECASE)
_DATED = re.compile(rf"\b(?:{_A_MONTH})\s*\d{{1,2}}\b|\beaster\b", re.IGNORECASE)
_MONTH = re.compile(rf"\b(?:{_A_MONTH})\b", re.IGNORECASE)


class OpeningHoursError(ValueError):
    """Hours that cannot be used. The message is Danish and made for whoever wrote them."""


@dataclass(frozen=True)
class Rule:
    """One rule: the days it speaks of (empty: all), and the hours on them.

    `times` are (from, to, open end), in minutes of the day it begins on; empty when none are written. `adds`: it adds
    to what stands before. `at` is where it begins in the text.
    """

    at: int
    days: str
    times: tuple[tuple[int, int, bool], ...]
    state: str  # open, off, unknown, or empty when none is written
    comment: str
    adds: bool
    hours: str  # times, state and comment as they were written

    @property
    def text(self) -> str:
        """The rule as OpenStreetMap writes it."""
        return f"{self.days} {self.hours}".strip()

    @property
    def is_off(self) -> bool:
        """Whether it closes its days altogether."""
        return self.state == "off" and not self.times

    @property
    def is_sure(self) -> bool:
        """Whether its hours are surely open. A comment is a condition that nobody here can judge; and who writes a day
        without a time has not said that it is open all day."""
        return self.state in ("", "open") and not self.comment and bool(self.times)

    @property
    def runs_past_midnight(self) -> bool:
        """Whether its hours end on the next day."""
        return any(end > DAY or open_end for _, end, open_end in self.times)

    @property
    def is_all_week(self) -> bool:
        """Whether it speaks of every day, by its weekdays."""
        return self.days.lower() in ("", "mo-su", "mo-su,ph", "ph,mo-su")

    @property
    def speaks_of_holidays(self) -> bool:
        """Whether it names public holidays, or is open day and night on every day."""
        return bool(_HOLIDAYS.search(self.days)) or (self.is_all_week and [t[:2] for t in self.times] == [(0, DAY)])

    @property
    def is_dated(self) -> bool:
        """Whether it is for certain dates, such as `Dec 24` or `easter`."""
        return bool(_DATED.search(self.days))

    @property
    def has_month(self) -> bool:
        """Whether it is for certain months or dates."""
        return bool(_MONTH.search(self.days))

    def on(self, first: date, number: int) -> tuple[bool, ...]:
        """Whether it speaks of each of `number` days from `first`."""
        return _days(self.days, first, number)


def joined(rules: list[Rule]) -> str:
    """The rules as one text."""
    text = ""
    for rule in rules:
        text += (", " if rule.adds else "; ") + rule.text if text else rule.text
    return text


@lru_cache(maxsize=1024)
def rules_of(text: str) -> tuple[Rule, ...]:
    """The rules of a text. Raises OpeningHoursError, in Danish and with the place of the mistake, for what the library
    refuses, and for what it would misread: the sun's times (it has no place), school holidays (Denmark has no common
    ones), points in time, fallback rules (`||`), `PH Su` and dates that do not exist.

    A list may have spaces after its commas (`Sa, Su off`), as people write it. By the letter a new rule begins there,
    and opening-hours-py has Saturday open day and night; opening_hours.js reads a list.
    """
    if not text.strip():
        raise OpeningHoursError("Åbningstiden er tom.")
    if len(text) > LONGEST_TEXT:
        raise OpeningHoursError(f"Åbningstiden er for lang: højst {LONGEST_TEXT} tegn, her er {len(text)}.")
    if bad := re.search(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]", text):
        raise OpeningHoursError(f"Åbningstiden har et ugyldigt tegn (tegn {bad.start() + 1}).")
    masked = _QUOTED.sub(lambda quoted: '"' * len(quoted[0]), text)
    plain = masked.lower()
    for pattern, message in _REFUSED:
        if found := pattern.search(plain):
            raise OpeningHoursError(f"{message} (Tegn {found.start() + 1}.)")
    for found in _DATE.finditer(plain):
        longest = monthrange(2000, MONTHS.index(found[1]) + 1)[1]
        if not all(1 <= int(day) <= longest for day in (found[2], found[3]) if day):
            wrong = text[found.start() : found.end()]
            raise OpeningHoursError(f"Datoen »{wrong}« findes ikke (tegn {found.start() + 1}).")
    rules: list[Rule] = []
    for start, stop, adds in _cut(masked):
        rules += _rules_at(text, masked, start, stop, adds)
    if len(rules) > MOST_RULES:
        at = rules[MOST_RULES].at + 1
        raise OpeningHoursError(f"Der er for mange regler: højst {MOST_RULES} (tegn {at}). Slå dage sammen.")
    return tuple(rules)


def overlaps(one: Rule, other: Rule) -> bool:
    """Whether two rules speak of the same day."""
    return any(both == (True, True) for both in zip(one.on(*A_YEAR), other.on(*A_YEAR), strict=True))


def hours_meet(one: Rule, other: Rule) -> bool:
    """Whether two rules have a time in common."""
    return any(start < end_ and start_ < end for start, end, _ in one.times for start_, end_, _ in other.times)


def only_on_holidays(one: Rule, later: Rule) -> bool:
    """Whether a later rule for holidays meets an earlier one that does not speak of them on nothing else: it holds in
    its place, as whoever writes "hverdage 9-17, søn- og helligdage 10-15" means."""
    days = later.days.split(",")
    if "PH" not in days or one.speaks_of_holidays:
        return False
    weekdays = ",".join(day for day in days if day != "PH")
    return not weekdays or not overlaps(one, replace(later, days=weekdays))


def _cut(masked: str) -> Iterator[tuple[int, int, bool]]:
    """Where each rule begins and ends, and whether it adds. A comma begins a rule only after a time or a state."""
    start, adds = 0, False
    for found in re.finditer(r"[;,]", masked):
        here, after = found.start(), masked[found.end() :].lstrip()
        if found[0] == "," and not (_ENDED.search(masked[start:here]) and not re.match(r"\d{1,2}:", after)):
            continue
        if found[0] == ";" and not after:
            break
        yield start, here, adds
        start, adds = found.end(), found[0] == ","
    yield start, len(masked.rstrip().rstrip(";")), adds


def _rules_at(text: str, masked: str, start: int, stop: int, adds: bool) -> list[Rule]:
    """The rule written between two places; two where it lists weekdays and dates together."""
    start += len(masked[start:stop]) - len(masked[start:stop].lstrip())
    piece = masked[start:stop].rstrip()
    if not piece:
        raise OpeningHoursError(f"Åbningstiden er ikke skrevet rigtigt. Der mangler noget ved tegn {start + 1}.")
    always = piece.lower().startswith("24/7")
    read = _RULE.fullmatch("00:00-24:00" + piece[4:] if always else piece)
    if read is None:
        _ask(text[start:stop].strip(), start, text)
        raise _unreadable(text, start)
    days = re.sub(r"\s*,\s*", ",", re.sub(r"\s+", " ", read["days"])).strip()
    first = min((read.start(name) for name in ("times", "state", "comment") if read[name]), default=len(piece))
    hours = re.sub(r"(\d)\s*,\s*(?=\d)", r"\1,", text[start + first : start + len(piece)])
    times = tuple(_time(found) for found in _TIME.finditer(read["times"] or ""))
    state = (read["state"] or "").lower().replace("closed", "off")
    rule = Rule(start, days, times, state, read["comment"] or "", adds, re.sub(r"\s+", " ", hours).strip())
    parts = _kinds(days)
    for part in parts:
        _ask(f"{part} {rule.hours}".strip(), start, text)
    return [replace(rule, days=part, adds=adds and number == 0) for number, part in enumerate(parts)]


def _kinds(days: str) -> list[str]:
    """The days of a rule, apart where weekdays or holidays and dates stand in one list (`PH,Dec 24`)."""
    parts = days.split(",")
    kinds = ["date" if _MONTH.search(part) or "easter" in part.lower() else "day" for part in parts]
    plain = all(re.fullmatch(r"[A-Za-z]{2}(-[A-Za-z]{2})?|[A-Za-z]{3}( \d+(-\d+)?)?|easter.*", part) for part in parts)
    if len(set(kinds)) < 2 or not plain:
        return [days]
    together: list[list[str]] = []
    for number, part in enumerate(parts):
        if number and kinds[number] == kinds[number - 1]:
            together[-1].append(part)
        else:
            together.append([part])
    return [",".join(group) for group in together]


def _time(found: re.Match[str]) -> tuple[int, int, bool]:
    start = int(found[1]) * 60 + int(found[2])
    if found[3] is None:
        return start, DAY, True
    end = int(found[3]) * 60 + int(found[4])
    return start, end + DAY if end <= start else end, False


def _ask(rule: str, at: int, text: str) -> None:
    """Whether the library can read a rule by itself. Raises OpeningHoursError with its place in the whole text."""
    try:
        OpeningHours(rule, country="DK")
    except ParserError as error:
        place = re.search(r"--> \d+:(\d+)", str(error))
        raise _unreadable(text, at + int(place[1]) - 1 if place else at) from None


def _unreadable(text: str, at: int) -> OpeningHoursError:
    rest = text[at:][:20].strip()
    what = f"Den kan ikke læses fra tegn {at + 1}: »{rest}«." if rest else f"Der mangler noget ved tegn {at + 1}."
    return OpeningHoursError(f"Åbningstiden er ikke skrevet rigtigt. {what}")


# "Feb,May Th[1]": opening-hours-py has all of February and a Thursday in May.
_MONTHS_NTH = re.compile(r"((?:[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?,)+[A-Z][a-z]{2}(?:-[A-Z][a-z]{2})?) (\S*\[\S*)")


@lru_cache(maxsize=2048)
def _days(days: str, first: date, number: int) -> tuple[bool, ...]:
    if not days:
        return (True,) * number
    if listed := _MONTHS_NTH.fullmatch(days):
        each = [_days(f"{months} {listed[2]}", first, number) for months in listed[1].split(",")]
        return tuple(map(any, zip(*each, strict=True)))
    midnight = datetime.combine(first, time())
    spoken_of = [False] * number
    hours = OpeningHours(f"{days} 00:00-24:00", country="DK")
    for begins, ends, state, _ in hours.intervals(midnight, midnight + timedelta(days=number)):
        if str(state) == "open":
            for day in range((begins - midnight).days, (ends - midnight).days):
                spoken_of[day] = True
    return tuple(spoken_of)
