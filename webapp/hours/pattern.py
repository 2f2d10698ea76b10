"""What repeats in opening hours: a week, odd and even weeks, weeks by their numbers, the nth or the last weekday of a
month, months; and the months, weeks, dates and holidays that differ.

A pattern is found by trying: it holds on every day of six years, or it is none. The text only says which are worth a
try. `docs/opening.md` tells what each is called.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator
from datetime import date, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

from webapp.hours.rules import MONTHS, rules_of
from webapp.hours.span import DAY, Days, Spans, cut_at_midnight
from webapp.hours.text import begun_between

ALL_WEEK = tuple(range(7))
LINES_YEARS = 6  # a pattern is told only when it holds in all of them; most six years have one of 53 weeks
LAST, LAST_BUT_ONE = -1, -2  # of the weekdays of a month
_ALL_BUT_ONE = 4  # of five weekdays of a month
_MOST_DATES = 12  # dates of their own that are told one by one
_ALL_ODD_OR_EVEN = 26  # weeks
_MOST_PERIODS = 4  # longer stretches of them that are told by their first and last day
Week = tuple[Spans, ...]  # Monday's to Sunday's
MonthDay = tuple[int, int]


class Pattern(NamedTuple):
    """What a day's hours depend on besides its weekday (`kind`), and a week for each of its values: `week` has 0,
    `parity` 1 for odd weeks and 0, `numbers` the weeks that are named and 0 for the others, `nth` 0 to 4, `last` 0 to 3
    and LAST, `from_end` LAST to -5, `month` 1 to 12.

    `holidays` are the hours of public holidays where they are the text's own. The rest is closed: months, weeks, and
    periods of dates every year by their first and last day, both included.
    """

    kind: str
    weeks: dict[int, Week]
    dates: dict[MonthDay, Spans]
    holidays: Spans | None
    closed_months: tuple[int, ...] = ()
    closed_weeks: tuple[int, ...] = ()
    closed_periods: tuple[tuple[MonthDay, MonthDay], ...] = ()

    def value(self, day: date) -> int:
        """Which of `weeks` a day belongs to."""
        return _KEYS[self.kind](day) if self.kind in _KEYS else _one_of(day.isocalendar().week, self.weeks)

    def is_closed(self, day: date) -> bool:
        """Whether a day lies in a month, week or period that is closed."""
        here = (day.month, day.day)
        return (
            day.month in self.closed_months
            or day.isocalendar().week in self.closed_weeks
            or any(
                first <= here <= last if first <= last else not last < here < first
                for first, last in self.closed_periods
            )
        )


def _nth(day: date) -> int:
    return (day.day - 1) // 7


def _from_end(day: date) -> int:
    return -((monthrange(day.year, day.month)[1] - day.day) // 7) - 1


_KEYS: dict[str, Callable[[date], int]] = {
    "week": lambda day: 0,
    "parity": lambda day: day.isocalendar().week % 2,
    "nth": _nth,
    "last": lambda day: LAST if _from_end(day) == LAST else _nth(day),
    "from_end": _from_end,
    "month": lambda day: day.month,
}


@lru_cache(maxsize=2048)
def pattern_of(text: str, year: int) -> Pattern | None:
    """The pattern of hours from the first day of a year on; None where none tells every day.

    Raises OpeningHoursError."""
    begun = begun_between(text, date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31))
    return next(_patterns(begun, text), None)


def _patterns(begun: Days, text: str) -> Iterator[Pattern]:
    """The patterns that tell every day, the plainest first."""
    never = frozenset(range(1, 13)) - {day.month for day, spans in begun.items() if spans}
    kinds = _kinds(text)
    repeating = [kind for kind in kinds if kind != "month"]
    weeks, numbered = _closed_weeks(text, begun), _numbered_weeks(text)
    periods, in_periods = _closed_periods(text, begun)
    if weeks:
        shut = in_periods.union(day for day in begun if day.isocalendar().week in weeks)
        for found in _fitting(begun, kinds, shut, _MOST_PERIODS):
            yield found._replace(closed_weeks=weeks, closed_periods=periods)
    if numbered:
        yield from _fitting(begun, ["numbers"], frozenset(), _MOST_PERIODS, numbered)
    for found in _fitting(begun, kinds, frozenset(), 0):
        # Of a month that is closed all through, no single dates are told.
        if not never & {month for month, _ in found.dates}:
            yield found
    shut = frozenset(day for day in begun if day.month in never)
    for found in _fitting(begun, repeating, shut, _MOST_PERIODS):
        yield found._replace(closed_months=tuple(sorted(never)))
    if periods:
        for found in _fitting(begun, kinds, in_periods, _MOST_PERIODS):
            yield found._replace(closed_periods=periods)


def _kinds(text: str) -> list[str]:
    """The kinds that a text may have: nobody writes the nth weekday without its number, nor odd weeks without weeks."""
    kinds = ["week"]
    if "week" in text:
        kinds.append("parity")
    if "[" in text:
        kinds += ["nth", "last", "from_end"] if "[-" in text else ["nth"]
    return [*kinds, "month"]


_WEEKS = re.compile(r"\bweek *(\d[\d,/ -]*)", re.IGNORECASE)
_A_RANGE_OF_WEEKS = re.compile(r" *(\d+)(?: *- *(\d+))?(?: */ *(\d+))? *")
_ONLY_WEEKS = re.compile(r"week *[\d, -]+", re.IGNORECASE)


def _weeks_of(days: str) -> frozenset[int]:
    """The weeks that the days of a rule name by their numbers; none for all odd or all even ones."""
    numbers: set[int] = set()
    for said in _WEEKS.findall(days):
        for part in said.split(","):
            if found := _A_RANGE_OF_WEEKS.fullmatch(part):
                first, last, step = found.groups()
                weeks = range(int(first), int(last or first) + 1, int(step or 1))
                numbers |= set(weeks) if len(weeks) < _ALL_ODD_OR_EVEN or not step else set()
    return frozenset(numbers)


def _numbered_weeks(text: str) -> frozenset[int]:
    return frozenset[int]().union(*(_weeks_of(rule.days) for rule in rules_of(text)))


def _closed_weeks(text: str, begun: Days) -> tuple[int, ...]:
    """The weeks that a text closes, and in which no rule opens anything."""
    said = [_weeks_of(rule.days) for rule in rules_of(text) if rule.is_off and _ONLY_WEEKS.fullmatch(rule.days)]
    weeks = frozenset[int]().union(*said)
    opened = {day.isocalendar().week for day, spans in begun.items() if spans} if weeks else set()
    return tuple(sorted(weeks - opened))


_A_PERIOD = re.compile(rf"({'|'.join(MONTHS)})(?: *(\d+))?(?: *- *(?:({'|'.join(MONTHS)}) *)?(\d+)?)?", re.IGNORECASE)


def _closed_periods(text: str, begun: Days) -> tuple[tuple[tuple[MonthDay, MonthDay], ...], frozenset[date]]:
    """The periods of dates that a text closes and in which no rule opens anything, and all their days."""
    periods: list[tuple[MonthDay, MonthDay]] = []
    shut: set[date] = set()
    for rule in rules_of(text):
        said = [_A_PERIOD.fullmatch(part) for part in rule.days.split(",")]
        if not rule.is_off or not rule.has_month or not all(said):
            continue
        spoken_of = rule.on(min(begun), len(begun))
        days = {day for day, here in zip(sorted(begun), spoken_of, strict=True) if here}
        if not any(begun[day] for day in days):
            periods += [_period(found) for found in said if found]
            shut |= days
    return tuple(dict.fromkeys(periods)), frozenset(shut)


def _period(found: re.Match[str]) -> tuple[MonthDay, MonthDay]:
    first = MONTHS.index(found[1].lower()) + 1
    last = MONTHS.index(found[3].lower()) + 1 if found[3] else first
    end = int(found[4] or found[2] or 0) if not (found[3] and not found[4]) else 0
    return (first, int(found[2] or 1)), (last, end or monthrange(2000, last)[1])


def _fitting(
    begun: Days,
    kinds: list[str],
    shut: frozenset[date],
    most_periods: int,
    numbered: frozenset[int] = frozenset(),
) -> Iterator[Pattern]:
    """The patterns of these kinds that tell every day that is not `shut`; with the holidays among the other days, or
    apart."""
    for kind in kinds:
        key = _KEYS.get(kind) or (lambda day: _one_of(day.isocalendar().week, numbered))
        for apart in (False, True):
            if found := _fitted(begun, key, apart, shut, most_periods):
                weeks, dates, holidays = found
                if _has_names(kind, weeks):
                    yield Pattern(kind, weeks, dates, holidays)


def _one_of(number: int, numbers: Collection[int]) -> int:
    return number if number in numbers else 0


def by_value(weeks: dict[int, Week], weekday: int) -> dict[Spans, list[int]]:
    """A weekday's hours, and the values of the kind's key that have them."""
    groups: dict[Spans, list[int]] = {}
    for value, week in weeks.items():
        groups.setdefault(week[weekday], []).append(value)
    return groups


def ordinary(kind: str, groups: dict[Spans, list[int]]) -> Spans | None:
    """The hours that a weekday has but for the nth or last ones of a month: on all but one of them, or on those without
    a name (the fourth has none where it is another's when it is the last). None where each is named by itself."""
    if kind == "nth":
        return next((spans for spans, values in groups.items() if len(values) >= _ALL_BUT_ONE), None)
    if kind == "last":
        return next((spans for spans, values in groups.items() if 3 in values and LAST not in values), None)
    if kind == "from_end":
        return next((spans for spans, values in groups.items() if -3 in values), None)
    return None


def _has_names(kind: str, weeks: dict[int, Week]) -> bool:
    """Whether each nth weekday of the month that has hours of its own has a name: "the fourth from the end" is none."""
    for weekday in ALL_WEEK:
        groups = by_value(weeks, weekday)
        usual = ordinary(kind, groups)
        if any(value < LAST_BUT_ONE for spans, values in groups.items() if spans != usual for value in values):
            return False
    return True


def _fitted(
    begun: Days, key: Callable[[date], int], apart: bool, shut: frozenset[date], most_periods: int
) -> tuple[dict[int, Week], dict[MonthDay, Spans], Spans | None] | None:
    """The hours as a week for each value of `key`, dates that differ every year, and the holidays' hours if they are
    kept `apart`. The days in `shut` are left out. None when that does not tell every day.

    More dates than are told one by one may stand in `most_periods` stretches, where two days of the week are open: one
    alone does not come on each date in six years, and a stretch would be told too short."""
    holidays = _holidays(min(begun).year) if apart else frozenset()
    groups: dict[tuple[int, int], list[date]] = {}
    for day in begun:
        if day not in holidays and day not in shut:
            groups.setdefault((key(day), day.weekday()), []).append(day)
    usual = {place: _most_common(begun, days) for place, days in groups.items()}
    for place, spans in usual.items():  # Friday 16-24 before a Saturday that never closes is 16-8 like the others
        longer = [other for other in usual.values() if spans and cut_at_midnight(other) == spans and other[-1][1] > DAY]
        if longer and all(_same(begun, day, longer[0], {}) for day in groups[place]):
            usual[place] = longer[0]
    excused = holidays | shut
    odd = {day for place, days in groups.items() for day in days if not _same(begun, day, usual[place], excused)}
    dates: dict[MonthDay, Spans] = {}
    for day in odd:
        if dates.setdefault((day.month, day.day), begun[day]) != begun[day]:
            return None
    told = {day for day in begun if (day.month, day.day) in dates}
    told -= {day for day in told & shut if not dates[day.month, day.day]}
    if any(begun[day] != dates[day.month, day.day] for day in told):
        return None
    # The evening before such a date may end at midnight; it has no line of its own.
    for day in sorted(odd):
        spans = usual[key(day), day.weekday()]
        if day + timedelta(days=1) in told and begun[day] == cut_at_midnight(spans):
            dates.pop((day.month, day.day), None)
    if len(dates) > _MOST_DATES:
        open_days = {weekday for (_, weekday), spans in usual.items() if spans}
        if len(open_days) < 2 or len(date_runs(dates)) > most_periods:
            return None
    rest = {begun[day] for day in holidays - shut if day in begun and (day.month, day.day) not in dates}
    if apart and len({cut_at_midnight(spans) for spans in rest}) != 1:
        return None
    values = sorted({value for value, _ in usual})
    weeks = {value: tuple(usual.get((value, weekday), ()) for weekday in ALL_WEEK) for value in values}
    hours = max(rest, key=_length) if apart else None
    return weeks, dates, cut_at_midnight(hours) if hours and cut_at_midnight(hours) == ((0, DAY, True),) else hours


def _same(begun: Days, day: date, spans: Spans, excused) -> bool:
    """Whether a day has these hours; or has them until midnight, and then comes a day open from midnight to midnight
    or one of those `excused`."""
    if begun[day] == spans:
        return True
    after = day + timedelta(days=1)
    return begun[day] == cut_at_midnight(spans) and (begun.get(after) in (None, ((0, DAY, True),)) or after in excused)


def _length(spans: Spans) -> int:
    return sum(end - start for start, end, _ in spans)


def _most_common(begun: Days, days: list[date]) -> Spans:
    return Counter(begun[day] for day in days).most_common(1)[0][0]


def usual_week(begun: Days) -> Week:
    """Each weekday's commonest hours."""
    return tuple(_most_common(begun, [day for day in begun if day.weekday() == weekday]) for weekday in ALL_WEEK)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Denmark's public holidays in the years that lines are told by, as the library has them."""
    return frozenset(
        day
        for day, spans in begun_between("PH", date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)).items()
        if spans
    )


def in_a_row(items: Iterable, follows: Callable[[Any, Any], bool]) -> list[list]:
    """Items in runs, in each of which one follows the other."""
    runs: list[list] = []
    for item in items:
        if runs and follows(runs[-1][-1], item):
            runs[-1].append(item)
        else:
            runs.append([item])
    return runs


def date_runs(dates: dict[MonthDay, Spans]) -> list[list[date]]:
    """Dates in a row with the same hours, in a leap year."""
    days = sorted(date(2000, month, number) for month, number in dates)
    hours = {day: dates[day.month, day.day] for day in days}
    return in_a_row(days, lambda one, other: (other - one).days == 1 and hours[one] == hours[other])


def week_runs(numbers: tuple[int, ...]) -> list[tuple[int, int]]:
    """Weeks in a row by their first and last number. After 53 comes 1."""
    runs = [(run[0], run[-1]) for run in in_a_row(sorted(numbers), lambda one, other: other == one + 1)]
    if len(runs) > 1 and runs[0][0] == 1 and runs[-1][1] == _MOST_WEEKS:
        runs = [*runs[1:-1], (runs[-1][0], runs[0][1])]
    return runs


_MOST_WEEKS = 53


def days_of_weeks(first: int, last: int, year: int) -> tuple[date, date] | None:
    """The first and last day of weeks that begin in a year of weeks (ISO 8601); week 53 is left out where there is
    none. None when nothing is left."""
    ends = date(year, 12, 28).isocalendar().week
    if first > ends:
        return None
    begin = date.fromisocalendar(year, first, 1)
    if last < first:
        return begin, date.fromisocalendar(year + 1, last, 7)
    return begin, date.fromisocalendar(year, min(last, ends), 7)
