"""The ordinary week in plain words, for a page and a paper slip: only what holds, never more.

docs/opening.md tells the rules.
"""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from functools import lru_cache
from typing import Any

from webapp.hours.change import Change
from webapp.hours.opening import MONTH_NAMES, WEEKDAY_NAMES, Language, clock_words
from webapp.hours.span import DAY, Days, Spans, cut_at_midnight
from webapp.hours.text import begun_between

ALL_WEEK = tuple(range(7))
LINES_YEARS = 6  # a pattern is told only when it holds in all of them; most six years have one of 53 weeks
_MOST_DATES = 12  # dates of their own that are told one by one
_TOLD: dict[Language, dict[str, Any]] = {
    "da": {
        "always": "Døgnåbent",
        "all days": "Alle dage",
        "other days": "Øvrige dage",
        "holidays": "Helligdage",
        "holidays closed": "Lukket på helligdage",
        "holidays call": "Helligdage: ring først",
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
        "holidays call": "Public holidays: call first",
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
        lines = _lines(_same_every_week(table["week"]), language)
    else:
        first = min([*table["days"], *(change.first.isoformat() for change in changes)])
        lines = _text_lines(text, int(first[:4]), language)
    return [*lines, _TOLD[language]["holidays call"]] if lines and "call" in table else list(lines)


def weekdays(table: dict | None) -> list[tuple[str, str]]:
    """A table's commonest week, day by day: (`Mandag`, `kl. 9–16`). Empty when nothing is known."""
    if table is None:
        return []
    week = [[[0, DAY]]] * 7 if "always" in table else table["week"]
    days = []
    for name, spans in zip(WEEKDAY_NAMES["da"], week, strict=True):
        line = _line("", tuple((span[0], span[1], len(span) == 2) for span in spans), "da")
        days.append((_upper(name), line.removeprefix(":").strip()))
    return days


def change_lines(changes: tuple[Change, ...], today: date, language: Language = "da") -> list[str]:
    """Dated changes that are not over, in words. Raises OpeningHoursError."""
    return [line for _, line in dated_lines(changes, today, language)]


def dated_lines(changes: tuple[Change, ...], today: date, language: Language = "da") -> list[tuple[date, str]]:
    """Dated changes that are not over: the last day of each, and the change in words: `24.–26. december: lukket`. The
    year is told when it is not today's. Raises OpeningHoursError.
    """
    told = []
    for change in changes:
        if change.last < today:
            continue
        dates = _period(change.first, change.last, language, today.year)
        if change.opening_hours is None:
            told.append((change.last, f"{dates}: {_TOLD[language]['closed']}"))
        else:
            lines = _text_lines(change.opening_hours, change.first.year, language) or (_TOLD[language]["not known"],)
            told.append((change.last, f"{dates}: {'; '.join(_lowered(line, language) for line in lines)}"))
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
    return _lines(begun_between(text, date(year, 1, 1), date(year + LINES_YEARS - 1, 12, 31)), language)


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
        longer = [other for other in usual.values() if spans and cut_at_midnight(other) == spans and other[-1][1] > DAY]
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
        if day + timedelta(days=1) in told and begun[day] == cut_at_midnight(spans):
            dates.pop((day.month, day.day), None)
    if len(dates) > _MOST_DATES:
        return None
    rest = {begun[day] for day in holidays if day in begun and (day.month, day.day) not in dates}
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
                days = told["in the month"].format(joined, WEEKDAY_NAMES[language][weekday])
                lines.append(_line(days, spans, language))
    return lines + _week(weeks[0], language, frozenset(differ))


def _by_month(weeks: dict[int, Week], language: Language) -> list[str]:
    told, lines = _TOLD[language], []
    groups: dict[Week, list[int]] = {}
    for month, week in weeks.items():
        groups.setdefault(week, []).append(month - 1)
    for week, months in groups.items():
        named = _upper(_runs(months, MONTH_NAMES[language], language))
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
        return MONTH_NAMES[language][day.month - 1] + (f" {day.year}" if day.year != year else "")

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
    told = _TOLD[language]
    said: list[str] = []
    for start, end, sure in spans:
        if start >= DAY:  # after an open end
            said[-1] = told["open end"].format(said[-1].split("–")[0])
            continue
        hours = f"{clock_words(start, language)}–{clock_words(end if end <= DAY else end - DAY, language)}"
        hours = told["next day"].format(hours) if end > DAY else hours
        said.append(hours if sure else told["perhaps"].format(hours))
    return _joined(said, language)


def _days(days: list[int], language: Language) -> str:
    """`Mandag–fredag`, `Lørdag og søndag`, `Mandag–fredag og søndag`, `Alle dage`."""
    return _TOLD[language]["all days"] if len(days) == 7 else _upper(_runs(days, WEEKDAY_NAMES[language], language))


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
    said: list[str] = []
    for run in runs:
        said += [f"{names[run[0]]}–{names[run[-1]]}"] if len(run) > 2 else [names[number] for number in run]
    return _joined(said, language)


def _joined(parts: list[str], language: Language) -> str:
    return _TOLD[language]["and"].join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def _upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _lowered(line: str, language: Language) -> str:
    """A line after a colon. English weekdays keep their capital."""
    return line if language == "en" and line.startswith(WEEKDAY_NAMES["en"]) else line[:1].lower() + line[1:]
