"""The ordinary week in plain words, for a page and a paper slip: only what holds, never more.

docs/opening.md tells the rules.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date
from functools import lru_cache

from webapp.hours.change import Change
from webapp.hours.pattern import (
    ALL_WEEK,
    LAST,
    LAST_BUT_ONE,
    LINES_YEARS,
    MonthDay,
    Pattern,
    Week,
    by_value,
    date_runs,
    days_of_weeks,
    in_a_row,
    ordinary,
    pattern_of,
    usual_week,
    week_runs,
)
from webapp.hours.span import DAY, Spans
from webapp.hours.text import begun_between
from webapp.languages.words import Expression, Words

_MOST_DATED_WEEKS = 4  # more stretches of weeks are told without their dates
_MANY_MONTHS = 6  # closed: then the others are named
_WEEK_53_COMES = 9  # years: so long it may take until there is one again


def week_lines(
    text: str | None,
    changes: tuple[Change, ...],
    table: dict | None,
    words: Words,
    today: date | None = None,
    *,
    can_ring: bool = True,
) -> list[str]:
    """The ordinary week in words, a line for each group of days: `Mandag–fredag kl. 9–16`, `Lukket på helligdage`.
    Raises OpeningHoursError."""
    return [words.line(line) for line in week_said(text, changes, table, today, can_ring=can_ring)]


def week_said(
    text: str | None,
    changes: tuple[Change, ...],
    table: dict | None,
    today: date | None = None,
    *,
    can_ring: bool = True,
) -> list[Expression]:
    """What the ordinary week's lines say, in no language (`Words.said`), a line for each group of days.

    `table` is what `compiled` made of the text and the changes. Dated changes are not told here; see `change_lines`. A
    pattern (`pattern.py`) is told only when it holds on every day of the table's years and those that follow, six in
    all; else a line says that there are other hours on some days. Weeks by their numbers are told with the dates on
    which they come next from `today` on. Holidays that the text does not speak of are to be rung about first, and not
    told where nobody can be rung. `[]` when nothing is known. Raises OpeningHoursError.
    """
    if text is None or table is None:
        return []
    if "always" in table:
        return [["always"]]
    if not changes and not table["days"]:
        lines = _week_alone(tuple(tuple((span[0], span[1], len(span) == 2) for span in day) for day in table["week"]))
    else:
        first = min([*table["days"], *(change.first.isoformat() for change in changes)])
        lines = _text_lines(text, int(first[:4]), today)
    if not lines or "call" not in table:
        return list(lines)
    return [*lines, ["holidays_call"] if can_ring else ["day_unknown", {"days": ["holidays"]}]]


def weekdays(table: dict | None, words: Words) -> list[tuple[str, str]]:
    """A table's commonest week, day by day: (`Mandag`, `kl. 9–16`). Empty when nothing is known."""
    if table is None:
        return []
    week = [[[0, DAY]]] * 7 if "always" in table else table["week"]
    days = []
    for weekday, spans in enumerate(week):
        line = words.said(_line(["d", weekday], tuple((span[0], span[1], len(span) == 2) for span in spans)))
        name = words.said(["d", weekday])
        days.append((words.line(["d", weekday]), line.removeprefix(name).removeprefix(":").strip()))
    return days


def change_lines(changes: tuple[Change, ...], today: date, words: Words) -> list[str]:
    """Dated changes that are not over, in words: `24.–26. december: lukket`. Raises OpeningHoursError."""
    return [words.line(line) for _, line in changes_said(changes, today)]


def changes_said(changes: tuple[Change, ...], today: date) -> list[tuple[date, Expression]]:
    """Dated changes that are not over: the last day of each, and what its line says, in no language (`Words.said`). The
    year is told when it is not today's. Raises OpeningHoursError.
    """
    told: list[tuple[date, Expression]] = []
    for change in changes:
        if change.last < today:
            continue
        dates = _period(change.first, change.last, today.year)
        if change.opening_hours is None:
            told.append((change.last, ["day_closed", {"days": dates}]))
        else:
            lines: tuple[Expression, ...] = _text_lines(change.opening_hours, change.first.year) or (["unknown"],)
            told.append((change.last, [":", dates, ["lines", *lines]]))
    return told


@lru_cache(maxsize=2048)
def _text_lines(text: str, year: int, today: date | None = None) -> tuple[Expression, ...]:
    begun = begun_between(text, date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31))
    usual = usual_week(begun)
    if len(set(begun.values())) == 1:
        return _week_alone(usual)
    if pattern := pattern_of(text, year):
        return tuple(_pattern_lines(pattern, today))
    return (*_week(usual), ["sometimes"]) if any(usual) else (["special_days"],)


def _week_alone(week: Week) -> tuple[Expression, ...]:
    """The lines of hours that are the same every week."""
    if set(week) == {((0, DAY, True),)}:
        return (["always"],)
    return () if set(week) == {((0, DAY, False),)} else tuple(_week(week))


def _pattern_lines(pattern: Pattern, today: date | None) -> list[Expression]:
    lines = _by_number(pattern, today) if pattern.kind == "numbers" else _WRITERS[pattern.kind](pattern)
    if len(pattern.closed_months) > _MANY_MONTHS:
        months = _runs([month for month in range(12) if month + 1 not in pattern.closed_months], "m")
        said = [line for line in lines if line[0] != "day_closed" or line[1]["days"][0] == "of_month"]
        lines = [*([":", months, line] for line in said), _line(["other_days"], ())]
    elif pattern.closed_months:
        lines.append(_line(_runs([month - 1 for month in pattern.closed_months], "m"), ()))
    if pattern.closed_weeks:
        lines.append(_line(_weeks(pattern.closed_weeks, today), ()))
    if pattern.holidays is not None:
        lines.append(_line(["holidays"], pattern.holidays) if pattern.holidays else ["holidays_closed"])
    lines += [_line(_yearly(*period), ()) for period in pattern.closed_periods]
    return lines + _date_lines(pattern.dates)


def _week(week: Week, leave: frozenset[int] = frozenset()) -> list[Expression]:
    """A line for each group of weekdays with the same hours; those in `leave` have lines elsewhere."""
    groups: dict[Spans, list[int]] = {}
    for weekday in ALL_WEEK:
        if weekday not in leave:
            groups.setdefault(week[weekday], []).append(weekday)
    closed = groups.pop((), [])
    lines = [_line(_days(days), spans) for spans, days in groups.items()]
    if closed:
        others = ["other_days"] if len(closed) > 3 and (groups or leave) else _days(closed)
        lines.append(_line(others, ()))
    return lines


def _by_parity(pattern: Pattern) -> list[Expression]:
    weeks = pattern.weeks
    differ = frozenset(weekday for weekday in ALL_WEEK if weeks[0][weekday] != weeks[1][weekday])
    lines: list[Expression] = []
    for odd, name in ((1, "odd_weeks"), (0, "even_weeks")):
        open_days = {weekday for weekday in differ if weeks[odd][weekday]}
        lines += [[name, {"line": line}] for line in _week(weeks[odd], frozenset(ALL_WEEK) - open_days)]
    return lines + _week(weeks[0], differ)


def _by_nth(pattern: Pattern) -> list[Expression]:
    """A line for the nth or last weekdays with hours of their own; where the others have hours as well, those are the
    weekday's, and the nth are closed or other hours among them."""
    lines: list[Expression] = []
    week, differ = list(next(iter(pattern.weeks.values()))), set()
    for weekday in ALL_WEEK:
        groups = by_value(pattern.weeks, weekday)
        if len(groups) == 1:
            continue
        usual = ordinary(pattern.kind, groups)
        if usual:
            week[weekday] = usual
        else:
            differ.add(weekday)
            groups.pop((), None)
        for spans, values in sorted(groups.items(), key=lambda group: min(map(_counted, group[1]))):
            if spans != usual:
                nths = _listed([[_nth_name(value)] for value in sorted(values, key=_counted)])
                lines.append(_line(["of_month", {"nth": nths, "day": ["d", weekday]}], spans))
    return lines + _week(tuple(week), frozenset(differ))


def _nth_name(value: int) -> str:
    return {LAST: "nth_last", LAST_BUT_ONE: "nth_last_but_one"}.get(value, f"nth_{value + 1}")


def _counted(value: int) -> int:
    """In the order in which they come in a month."""
    return value if value >= 0 else 10 + value


def _by_month(pattern: Pattern) -> list[Expression]:
    lines: list[Expression] = []
    groups: dict[Week, list[int]] = {}
    for month, week in pattern.weeks.items():
        groups.setdefault(week, []).append(month - 1)
    for week, months in groups.items():
        named = _runs(months, "m")
        closed = frozenset(weekday for weekday in ALL_WEEK if not week[weekday])
        of_week = _week(week, closed) if any(week) else [["closed"]]
        lines += [[":", named, line] for line in of_week]
    if any(any(week) and not all(week) for week in groups):
        lines.append(_line(["other_days"], ()))
    return lines


def _by_number(pattern: Pattern, today: date | None) -> list[Expression]:
    """The ordinary week, and beside it weeks by their numbers: closed, or with the hours in which they differ."""
    usual = pattern.weeks.get(0, ((),) * len(ALL_WEEK))
    lines = _week(usual) if any(usual) else []
    groups: dict[Week, list[int]] = {}
    for number, week in pattern.weeks.items():
        if week != usual:
            groups.setdefault(week, []).append(number)
    for week, numbers in groups.items():
        named = _weeks(tuple(numbers), today)
        if not any(week):
            lines.append(_line(named, ()))
            continue
        same = frozenset(weekday for weekday in ALL_WEEK if week[weekday] == usual[weekday])
        lines += [[":", named, line] for line in _week(week, same)]
    if not any(usual):
        lines.append(_line(["other_days"], ()))
    return lines


_WRITERS = {
    **{
        "week": lambda pattern: _week(pattern.weeks[0]),
        "parity": _by_parity,
        "nth": _by_nth,
        "last": _by_nth,
        "from_end": _by_nth,
    },
    "month": _by_month,
}


def _weeks(numbers: tuple[int, ...], today: date | None) -> Expression:
    """`Uge 42`, `Uge 7 og 28–30`; a few with the dates on which they come next: `Uge 28–30 (6.–26. juli 2026)`."""
    runs = week_runs(numbers)
    if today is None or len(runs) > _MOST_DATED_WEEKS:
        return _numbered_weeks(runs)
    dated: list[Expression] = []
    for run in runs:
        coming = (days_of_weeks(*run, year) for year in range(today.year - 1, today.year + _WEEK_53_COMES))
        first, last = next(days for days in coming if days and days[1] >= today)
        dated.append(["dated_weeks", {"weeks": _numbered_weeks([run]), "dates": _dated_period(first, last)}])
    return _listed(dated)


def _dated_period(first: date, last: date) -> Expression:
    """Days with their year, which is told once."""
    if first.year != last.year or first.month == last.month:
        return _period(first, last, 0)
    return ["between", ["day", first.month - 1, first.day], ["day", last.month - 1, last.day, last.year]]


def _numbered_weeks(runs: list[tuple[int, int]]) -> Expression:
    said: list[Expression] = [["n", one] if one == end else ["–", ["n", one], ["n", end]] for one, end in runs]
    alone = len(runs) == 1 and runs[0][0] == runs[0][1]
    return ["week" if alone else "weeks", {"weeks": _listed(said)}]


def _yearly(first: MonthDay, last: MonthDay) -> Expression:
    """A period of dates that comes every year; whole months by their names."""
    if first[1] == 1 and last[1] == monthrange(2000, last[0])[1]:
        months = range(first[0] - 1, last[0] + (12 if last < first else 0))
        return _runs([month % 12 for month in months], "m")
    if last < first:
        return ["between", ["day", first[0] - 1, first[1]], ["day", last[0] - 1, last[1]]]
    return _period(date(2000, *first), date(2000, *last), 2000)


def _date_lines(dates: dict[tuple[int, int], Spans]) -> list[Expression]:
    """Dates with hours of their own every year; days in a row with the same hours in one line."""
    return [_line(_period(run[0], run[-1], 2000), dates[run[0].month, run[0].day]) for run in date_runs(dates)]


def _period(first: date, last: date, year: int) -> Expression:
    """`24. december`, `24.–26. december`, `30. december – 2. januar 2027`."""

    def named(day: date) -> list:
        return ["day", day.month - 1, day.day, *([day.year] if day.year != year else [])]

    if first == last:
        return named(first)
    if (first.year, first.month) == (last.year, last.month):
        return ["span", first.month - 1, first.day, last.day, *named(last)[3:]]
    return ["between", named(first), named(last)]


def _line(days: Expression, spans: Spans) -> Expression:
    if not spans:
        return ["day_closed", {"days": days}]
    if spans == ((0, DAY, True),):
        return ["day_always", {"days": days}]
    if spans == ((0, DAY, False),):
        return ["day_unknown", {"days": days}]
    return ["day_open", {"days": days, "hours": _hours(spans)}]


def _hours(spans: Spans) -> Expression:
    said: list[Expression] = []
    for start, end, sure in spans:
        if start >= DAY:  # after an open end
            said[-1] = ["open_end", {"time": _begins(said[-1])}]
            continue
        hours: Expression = ["–", ["t", start], ["t", end if end <= DAY else end - DAY]]
        hours = ["next_day", {"hours": hours}] if end > DAY else hours
        said.append(hours if sure else ["perhaps", {"hours": hours}])
    return _listed(said)


def _begins(hours: Expression) -> Expression:
    return hours[1] if hours[0] == "–" else _begins(hours[1]["hours"])


def _days(days: list[int]) -> Expression:
    """`Mandag–fredag`, `Lørdag og søndag`, `Mandag–fredag og søndag`, `Alle dage`."""
    return ["every_day"] if len(days) == 7 else _runs(days, "d")


def _runs(numbers: list[int], kind: str) -> Expression:
    """Weekdays (`d`) or months (`m`) in order, three or more in a row as `first–last`; months in a circle, so that a
    winter is in a row."""
    runs = in_a_row(numbers, lambda one, other: other == one + 1)
    if kind == "m" and len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 11:
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    said: list[Expression] = []
    for run in runs:
        said += [["–", [kind, run[0]], [kind, run[-1]]]] if len(run) > 2 else [[kind, number] for number in run]
    return _listed(said)


def _listed(said: list[Expression]) -> Expression:
    return ["list", *said] if len(said) > 1 else said[0]
