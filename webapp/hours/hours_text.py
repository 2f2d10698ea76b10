"""The ordinary week in plain words, for a page and a paper slip: only what holds, never more.

docs/opening.md tells the rules.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache

from webapp.hours.change import Change
from webapp.hours.span import DAY, Days, Spans, cut_at_midnight
from webapp.hours.text import begun_between
from webapp.languages.words import Expression, Words

ALL_WEEK = tuple(range(7))
LINES_YEARS = 6  # a pattern is told only when it holds in all of them; most six years have one of 53 weeks
_MOST_DATES = 12  # dates of their own that are told one by one
_MOST_PERIODS = 4  # longer stretches of them that are told by their first and last day
Week = tuple[Spans, ...]  # Monday's to Sunday's


def week_lines(
    text: str | None, changes: tuple[Change, ...], table: dict | None, words: Words, *, can_ring: bool = True
) -> list[str]:
    """The ordinary week in words, a line for each group of days: `Mandag–fredag kl. 9–16`, `Lukket på helligdage`.
    Raises OpeningHoursError."""
    return [words.line(line) for line in week_said(text, changes, table, can_ring=can_ring)]


def week_said(
    text: str | None, changes: tuple[Change, ...], table: dict | None, *, can_ring: bool = True
) -> list[Expression]:
    """What the ordinary week's lines say, in no language (`Words.said`), a line for each group of days.

    `table` is what `compiled` made of the text and the changes. Dated changes are not told here; see `change_lines`. A
    pattern (weekdays, odd and even weeks, the nth weekday of a month, months, holidays, dates) is told only when it
    holds on every day of the table's years and those that follow, six in all; else a line says that there are other
    hours on some days. Holidays that the text does not speak of are to be rung about first, and not told where nobody
    can be rung. `[]` when nothing is known. Raises OpeningHoursError.
    """
    if text is None or table is None:
        return []
    if "always" in table:
        return [["always"]]
    if not changes and not table["days"]:
        lines = _lines(_same_every_week(table["week"]))
    else:
        first = min([*table["days"], *(change.first.isoformat() for change in changes)])
        lines = _text_lines(text, int(first[:4]))
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


def _same_every_week(week: list) -> Days:
    """A fortnight with a table's week; enough where no day differs."""
    monday = date(2026, 1, 5)
    return {
        monday + timedelta(days=day): tuple((span[0], span[1], len(span) == 2) for span in week[day % 7])
        for day in range(14)
    }


@lru_cache(maxsize=2048)
def _text_lines(text: str, year: int) -> tuple[Expression, ...]:
    return _lines(begun_between(text, date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)))


def _lines(begun: Days) -> tuple[Expression, ...]:
    if set(begun.values()) == {((0, DAY, True),)}:
        return (["always"],)
    if set(begun.values()) == {((0, DAY, False),)}:
        return ()
    closed = frozenset(range(1, 13)) - {day.month for day, spans in begun.items() if spans}
    for kind, key in _KINDS.items():
        for apart in (False, True):
            found = _fitted(begun, key, apart)
            # Of a month that is closed all through, no single dates are told.
            if found and not closed & {month for month, _ in found[1]}:
                weeks, dates, holidays = found
                return (
                    *_WRITERS[kind](weeks),
                    *([_holiday_line(holidays)] if holidays is not None else []),
                    *_date_lines(dates),
                )
    if lines := _with_closed_periods(begun, closed):
        return lines
    usual = tuple(_most_common(begun, [day for day in begun if day.weekday() == weekday]) for weekday in ALL_WEEK)
    if not any(usual):
        return (["special_days"],)
    return (*_week(usual), ["sometimes"])


def _with_closed_periods(begun: Days, closed: frozenset[int]) -> tuple[Expression, ...]:
    """Lines for a pattern that holds but for whole months that are `closed` ("1. onsdag i måneden, ikke i juli") or for
    a few long stretches of dates ("lukket 1. juli - 15. august"); none where that does not tell every day."""
    for kind in ("week", "parity", "nth"):
        for apart in (False, True):
            if found := _fitted(begun, _KINDS[kind], apart, closed, _MOST_PERIODS):
                weeks, dates, holidays = found
                return (
                    *_WRITERS[kind](weeks),
                    *([_line(_runs([month - 1 for month in sorted(closed)], "m"), ())] if closed else []),
                    *([_holiday_line(holidays)] if holidays is not None else []),
                    *_date_lines(dates),
                )
    return ()


# What a day's hours may depend on besides its weekday.
_KINDS = {
    "week": lambda day: 0,
    "parity": lambda day: day.isocalendar().week % 2,
    "nth": lambda day: (day.day - 1) // 7,
    "month": lambda day: day.month,
}


def _fitted(
    begun: Days, key, apart: bool, closed: frozenset[int] = frozenset(), most_periods: int = 0
) -> tuple[dict[int, Week], dict[tuple[int, int], Spans], Spans | None] | None:
    """The hours as a week for each value of `key`, dates that differ every year, and the holidays' hours if they are
    kept `apart`. The months in `closed` are left out. None when that does not tell every day.

    More dates than are told one by one may stand in `most_periods` stretches, where two days of the week are open: one
    alone does not come on each date in six years, and a stretch would be told too short."""
    holidays = _holidays(min(begun).year) if apart else frozenset()
    shut = frozenset(day for day in begun if day.month in closed)
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
        if day + timedelta(days=1) in told and begun[day] == cut_at_midnight(spans):
            dates.pop((day.month, day.day), None)
    if len(dates) > _MOST_DATES:
        open_days = {weekday for (_, weekday), spans in usual.items() if spans}
        if len(open_days) < 2 or len(_date_runs(dates)) > most_periods:
            return None
    rest = {begun[day] for day in holidays - shut if day in begun and (day.month, day.day) not in dates}
    if apart and len({cut_at_midnight(spans) for spans in rest}) != 1:
        return None
    values = sorted({value for value, _ in usual})
    weeks = {value: tuple(usual[value, weekday] for weekday in ALL_WEEK) for value in values}
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


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    """Denmark's public holidays in the years that lines are told by, as the library has them."""
    return frozenset(
        day
        for day, spans in begun_between("PH", date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)).items()
        if spans
    )


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


def _every_week(weeks: dict[int, Week]) -> list[Expression]:
    return _week(weeks[0])


def _by_parity(weeks: dict[int, Week]) -> list[Expression]:
    differ = frozenset(weekday for weekday in ALL_WEEK if weeks[0][weekday] != weeks[1][weekday])
    lines: list[Expression] = []
    for odd, name in ((1, "odd_weeks"), (0, "even_weeks")):
        open_days = {weekday for weekday in differ if weeks[odd][weekday]}
        lines += [[name, {"line": line}] for line in _week(weeks[odd], frozenset(ALL_WEEK) - open_days)]
    return lines + _week(weeks[0], differ)


def _by_nth(weeks: dict[int, Week]) -> list[Expression]:
    lines, differ = [], set()
    for weekday in ALL_WEEK:
        groups: dict[Spans, list[int]] = {}
        for nth, week in weeks.items():
            groups.setdefault(week[weekday], []).append(nth)
        if len(groups) > 1:
            differ.add(weekday)
            groups.pop((), None)
            for spans, numbers in groups.items():
                nths = ["list", *([f"nth_{nth + 1}"] for nth in numbers)]
                lines.append(_line(["of_month", {"nth": nths, "day": ["d", weekday]}], spans))
    return lines + _week(weeks[0], frozenset(differ))


def _by_month(weeks: dict[int, Week]) -> list[Expression]:
    lines: list[Expression] = []
    groups: dict[Week, list[int]] = {}
    for month, week in weeks.items():
        groups.setdefault(week, []).append(month - 1)
    for week, months in groups.items():
        named = _runs(months, "m")
        closed = frozenset(weekday for weekday in ALL_WEEK if not week[weekday])
        of_week = _week(week, closed) if any(week) else [["closed"]]
        lines += [[":", named, line] for line in of_week]
    if any(any(week) and not all(week) for week in groups):
        lines.append(_line(["other_days"], ()))
    return lines


_WRITERS = {"week": _every_week, "parity": _by_parity, "nth": _by_nth, "month": _by_month}


def _holiday_line(spans: Spans) -> Expression:
    return _line(["holidays"], spans) if spans else ["holidays_closed"]


def _date_lines(dates: dict[tuple[int, int], Spans]) -> list[Expression]:
    """Dates with hours of their own every year; days in a row with the same hours in one line."""
    return [_line(_period(run[0], run[-1], 2000), dates[run[0].month, run[0].day]) for run in _date_runs(dates)]


def _date_runs(dates: dict[tuple[int, int], Spans]) -> list[list[date]]:
    """Dates in a row with the same hours, in a leap year."""
    runs: list[list[date]] = []
    for day in sorted(date(2000, month, number) for month, number in dates):
        before = runs[-1][-1] if runs else None
        if before and (day - before).days == 1 and dates[day.month, day.day] == dates[before.month, before.day]:
            runs[-1].append(day)
        else:
            runs.append([day])
    return runs


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
    return ["list", *said] if len(said) > 1 else said[0]


def _begins(hours: Expression) -> Expression:
    return hours[1] if hours[0] == "–" else _begins(hours[1]["hours"])


def _days(days: list[int]) -> Expression:
    """`Mandag–fredag`, `Lørdag og søndag`, `Mandag–fredag og søndag`, `Alle dage`."""
    return ["every_day"] if len(days) == 7 else _runs(days, "d")


def _runs(numbers: list[int], kind: str) -> Expression:
    """Weekdays (`d`) or months (`m`) in order, three or more in a row as `first–last`; months in a circle, so that a
    winter is in a row."""
    runs: list[list[int]] = []
    for number in numbers:
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    if kind == "m" and len(runs) > 1 and runs[0][0] == 0 and runs[-1][-1] == 11:
        runs = [*runs[1:-1], runs[-1] + runs[0]]
    said: list[Expression] = []
    for run in runs:
        said += [["–", [kind, run[0]], [kind, run[-1]]]] if len(run) > 2 else [[kind, number] for number in run]
    return ["list", *said] if len(said) > 1 else said[0]
