"""Opening hours as a Dane writes them ("man-fre 9-16, lør lukket") as OpenStreetMap text ("Mo-Fr 09:00-16:00; Sa off").

What is not understood is refused with its place: nothing is guessed at. Where days stand twice, hours that do not
meet add to each other ("man-fre 9-12, tors 15-17"), hours that do replace ("man-fre 9-16, fre 9-14"); the desk asks
about both (`questions.py`). What is closed is closed wherever it stands, but for narrower days among it ("weekend
lukket, 1. lørdag i måneden 10-12").
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations

from webapp.hours.danish_clauses import Clause, Days, clauses, together
from webapp.hours.danish_order import days_first, in_figures, which_days, which_hours
from webapp.hours.danish_phrases import INSTEAD
from webapp.hours.danish_precedence import (
    ALL_DAY_LONG,
    OF_THE_WEEK,
    OTHERWISE,
    WEEKDAY,
    adds_to,
    few_days,
    meet_within_a_day,
    narrower_last,
    nights_whole,
    special_last,
)
from webapp.hours.danish_tokens import not_read, read_tokens
from webapp.hours.danish_words import A_DATE, A_RANGE, DAYS, WEEKS, found_by, weekdays_of, words_at
from webapp.hours.rules import A_YEAR, OpeningHoursError, Rule, joined, overlaps, rules_of


def in_osm(text: str) -> str:
    """The text with Danish days, words and times as OpenStreetMap writes them. Raises OpeningHoursError with the place
    of what is not understood, and what to write instead."""
    read = clauses(together(days_first(read_tokens(text), text), text), text)
    if not read:
        raise not_read(text, 0, len(text))
    return _ordered(read, text)


def _ordered(read: list[Clause], text: str) -> str:
    """The rules as one text, in an order and with separators by which none takes from another what it should not."""
    opened: list[Rule] = []
    closed: list[Rule] = []
    for days, hours, off, at, but in read:
        if but and any(other.days and _same(days, other.days) for other in read if other.at > at and not other.off):
            continue  # "hverdage undtagen torsdag 9-14. Torsdag 12-18"
        for selector in _selectors(days, text, off):
            written = f"{selector} {hours}{' off' if off else ''}".strip()
            always = written in ("00:00-24:00", "Mo-Su 00:00-24:00") and len(read) == 1
            try:
                rules = rules_of("24/7" if always else written)
            except OpeningHoursError:
                raise not_read(text, at, min(len(text), at + 30)) from None
            (closed if off else opened).extend(replace(rule, at=at, adds=False) for rule in rules)
    opened = special_last(opened)
    shut = {day for rule in closed if not rule.times and not rule.has_month for day in weekdays_of(rule.days)}
    if shut:  # "døgnet rundt undtagen søndag" says nothing of holidays
        left = ",".join(day for day in DAYS if day not in shut)
        opened = [replace(one, days=left) if one.times == ALL_DAY_LONG and not one.days else one for one in opened]
    for rule in opened:
        alone = not rule.days and rule.times != ALL_DAY_LONG
        if not rule.days and any(other.at < rule.at and WEEKDAY.search(other.days) for other in opened):
            hours = "hele døgnet" if rule.times == ALL_DAY_LONG else in_figures(rule.hours)
            raise which_days(text, rule.at, hours)  # "tirsdag 9-15, hele døgnet"
        whole_weeks = rule.has_month or rule.days.startswith("week")
        if alone or (whole_weeks and not few_days(rule) and not WEEKDAY.search(rule.days)):
            raise which_days(text, rule.at, in_figures(rule.hours))
    if read and not opened and any(rule.days for rule in closed):
        raise OpeningHoursError("Her står kun, hvornår der er lukket. Skriv også, hvornår der er åbent.")
    if opened and any(not (rule.days or rule.times) for rule in closed):
        raise OpeningHoursError("Hvilke dage er der lukket? Skriv dagene, for eksempel »lørdag lukket«.")
    _whose_closed(read, text)
    _each_season_said(read, opened, closed, text)
    _closed_while_open(opened, closed, text)
    for rule in opened:
        if any(start < end_ and start_ < end for (start, end, _), (start_, end_, _) in combinations(rule.times, 2)):
            raise meet_within_a_day(text, rule.at)
    within = [rule for rule in opened if _within_closed(rule, closed, text)]
    instead = [range(*found.span("days")) for found in found_by(INSTEAD).finditer(text)]
    opened = narrower_last(opened, text)
    if not within:
        opened, closed = nights_whole(opened, closed)
    kept: list[Rule] = []
    for rule in opened:
        if rule not in within:
            adds = bool(kept) and adds_to(kept, rule, text) and not any(rule.at in days for days in instead)
            adds &= not any(other.at > rule.at and OTHERWISE.search(text[: other.at]) for other in kept)
            kept.append(replace(rule, adds=adds))
    always = all(rule.times == ALL_DAY_LONG and OF_THE_WEEK.fullmatch(rule.days) for rule in kept)
    if always and not closed and weekdays_of(",".join(rule.days for rule in kept)) == {*DAYS}:  # a row for each day
        return "24/7"
    return joined([*kept, *closed, *within])


def _within_closed(rule: Rule, closed: list[Rule], text: str) -> bool:
    """Whether all of a rule's days are among closed ones, so that it is what they leave open ("weekend lukket, 1.
    lørdag i måneden 10-12"). The very days, or some of their weekdays, are asked about. Raises OpeningHoursError."""
    mine = rule.on(*A_YEAR)
    for other in closed:
        theirs = other.on(*A_YEAR)
        if other.times or not any(mine) or not all(closes for opens, closes in zip(mine, theirs, strict=True) if opens):
            continue
        narrower = re.search(r"\[|week|\bPH\b", rule.days) or rule.has_month
        # "onsdag 10-12 (uge 29-34), ferielukket i uge 28-36"; "lukket uge 28-36, onsdag i uge 30 10-12" leaves one open
        seasons = all(one.days.startswith("week") or (one.has_month and not one.is_dated) for one in (rule, other))
        taken_back = rule.at < other.at and seasons
        # "onsdag i juli 9-12, juli og august lukket"
        in_it = WEEKDAY.search(rule.days) and any(rule.days.startswith(f"{one} ") for one in other.days.split(","))
        each = other.days.split(",") if other.is_dated else []  # "24/12 10-12, lukket 24. og 31. december"
        very_days = mine == theirs or any(replace(other, days=days).on(*A_YEAR) == mine for days in each)
        if very_days or not narrower or taken_back or in_it:
            raise OpeningHoursError(
                f"Er der åbent eller lukket »{words_at(text, rule.at)}« (tegn {rule.at + 1})? Her står begge dele."
            )
        return True
    return False


def _same(days: Days | None, other: Days) -> bool:
    """Whether the same days are named, by whatever commas."""
    return days is not None and {one[:2] for one in days.parts} == {one[:2] for one in other.parts}


def _whose_closed(read: list[Clause], text: str) -> None:
    """Weeks or months closed that are told in the middle of several days' hours, in brackets or before hours, may be
    those of one of them: "man-fre 9-15 (lukket uge 29), lørdag 10-12", "man-fre 9-15, lørdag (ikke juli) 10-12".
    Raises OpeningHoursError."""
    for clause in read:
        if not (clause.off and clause.days) or clause.hours or "day" in [kind for kind, *_ in clause.days.parts]:
            continue
        before = re.split(r"[;\n]", text[: clause.at])[-1]
        behind = re.split(r"[;\n]", text[clause.at :])[0]
        line = range(len(text[: clause.at]) - len(before), clause.at + len(behind))
        opened = [other.at for other in read if not other.off and other.at in line]
        inside = re.search(r"\([^()]*$", before) and (clause.but or clause.at < opened[-1] if opened else False)
        if len(opened) > 1 and (inside or (clause.but and found_by(rf"[^,\d]*{A_RANGE}").match(behind))):
            raise which_hours(text, clause.days.at)


def _each_season_said(read: list[Clause], opened: list[Rule], closed: list[Rule], text: str) -> None:
    """In "juni-august: man-tors 10-14, fre 10-12" nobody but the writer knows whether Friday's hours hold all year.

    Raises OpeningHoursError.
    """
    season: Days | None = None
    shut: set[str] = set()  # the season's weekdays, where those are closed
    for days, _, off, at, _ in read:
        if days is None:
            continue
        kinds = [kind for kind, *_ in days.parts]
        named = weekdays_of(",".join(said for _, said, _ in days.parts))
        if "day" in kinds and (kinds[0] != "day" or _within(days)):
            season, shut = days, named if off else set()
        elif season and set(kinds) == {"day"} and any(WEEKDAY.search(said) for _, said, _ in days.parts):
            mine = [rule for rule in closed if rule.at == at]
            if off and not any(overlaps(one, other) for one in mine for other in opened):
                continue
            if not off and shut and shut < named:  # "lukket onsdage i juli, ellers hverdage 9-15"
                continue
            of_season = weekdays_of(",".join(said for _, said, _ in season.parts))
            if not off and of_season == named and OTHERWISE.search(text[:at]):  # "mandag i juli 12-18, ellers mandag"
                continue
            of_a_day = [kind for kind, *_ in season.parts][:2] == ["day", "week"]
            if of_a_day and "\n" in text[season.at : at]:  # each day on a line of its own, "Onsdag i lige uger 10-12"
                continue
            when = re.split(r"\s*[:,;\n]\s*|\s+(?=\w+dag|man|tir|ons|tor|fre|lør|søn|hver|alle)", text[season.at :])[0]
            if season.parts[0][0] == "day" and (later := re.search(_A_SEASON, text[season.at :], re.IGNORECASE)):
                when = later[0]
            raise OpeningHoursError(
                f"Gælder »{words_at(text, at)}« (tegn {at + 1}) også kun »{when.strip()}«? Skriv det igen foran, "
                "eller skriv det, der gælder hele året, først."
            )


_A_SEASON = rf"\b(?:u?lige uger?\b|uge(?:rne)?\s+{WEEKS}|{A_DATE})"


def _within(days: Days) -> bool:
    """Whether weekdays are those of certain weeks or months: "mandag i juli", not "lørdag og 24. december"."""
    pairs = zip(days.parts, days.parts[1:], strict=False)
    return any("day" in (one[0], other[0]) and one[0] != other[0] and not other[2] for one, other in pairs)


_A_DAY_AND_MONTH = r"\d{1,2}\.(?:0?[1-9]|1[0-2])"
_LIKE_DATES = re.compile(rf"\b{_A_DAY_AND_MONTH}\.?\s*[-–]\s*{_A_DAY_AND_MONTH}\b(?!\d)")


def _closed_while_open(opened: list[Rule], closed: list[Rule], text: str) -> None:
    """Closed hours are a pause in hours that are open ("man-fre 9-15, lukket 12-13"). What looks like dates
    ("lukket 23.12-02.01") or lies outside is asked about. Raises OpeningHoursError."""
    for rule in closed:
        if not rule.times:
            continue
        around = [other for other in opened if overlaps(rule, other)]
        if not rule.days and len({other.at < rule.at for other in around}) > 1:
            hours = in_figures(rule.hours).removesuffix(" off")  # "man-tors 9-15 (frokostlukket 12-12.30), fre 9-13"
            raise OpeningHoursError(
                f"Hvilke dage er der lukket {hours} (tegn {rule.at + 1})? Skriv det ved hver dag, eller til sidst, "
                "hvis det er alle dagene."
            )
        inside = all(
            any(start <= begins and ends <= end for other in around for start, end, _ in other.times)
            or _is_between(begins, ends, around)  # "9-12 og 13-15 (frokostlukket 12-13)"
            for begins, ends, _ in rule.times
        )
        if _LIKE_DATES.search(text[rule.at :]) or not inside:
            raise OpeningHoursError(
                f"Hvornår er der lukket (tegn {rule.at + 1})? Er det datoer, så skriv »23. december - 2. januar«. "
                "Er det en pause, skal den ligge i åbningstiden."
            )


def _is_between(begins: int, ends: int, around: list[Rule]) -> bool:
    """Whether a pause is just what open hours leave out."""
    return bool(around) and all(
        any(end == begins for _, end, _ in other.times) and any(start == ends for start, _, _ in other.times)
        for other in around
    )


def _selectors(days: Days | None, text: str, off: bool) -> list[str]:
    """The days as OpenStreetMap writes them. Weekdays and dates that stand beside each other ("helligdage og
    grundlovsdag", "lørdag og 24. december") are rules of their own; "mandag i juli" is one."""
    if days is None:
        return [""]
    behind_hours = re.search(r"\d[^\n;(]*\(\s*$", text[: days.at])  # "ons 9-12 (1. nov - 31. mar), tors 9-12"
    groups: list[list[tuple[str, str]]] = []
    for kind, said, comma in days.parts:
        before = groups[-1][-1] if groups else None
        apart = before and {before[0], kind} == {"day", "date"}
        if before and comma and "week" in (before[0], kind) and before[0] != kind:
            holidays = off and "PH" in (said, before[1])
            if kind == "date" or before[0] == "date" or (off and comma != ",") or holidays:  # "lukket uge 7 og 8. maj"
                groups.append([(kind, said)])
                continue
            if off or (kind == "day" and "day" in {each for each, _ in groups[-1]}):  # "mandag i lige uger og tirsdag"
                raise not_read(text, days.at, min(len(text), days.at + 30))
        dates = [one for each, one in ((kind, said), before or ("", "")) if each == "date" and re.search(r"\d", one)]
        # "1/10-30/4, alle dage" and "alle dage (1. dec - 28. feb)" are a season's days
        season = comma in (",", "(", ")") and not behind_hours
        dated = any(not season or few_days(rules_of(f"{one} off")[0]) for one in dates)
        if before is None or (apart and ((comma and (off or dated)) or (dated and "PH" in (said, before[1])))):
            groups.append([(kind, said)])
        else:
            groups[-1].append((kind, said))
    for group in groups:
        one_day = any(kind == "date" and re.fullmatch(r"[A-Z][a-z]{2} \d+", said) for kind, said in group)
        if one_day and any(kind == "day" and said != "PH" for kind, said in group):
            raise OpeningHoursError(
                f"Skriv datoen uden ugedag (tegn {days.at + 1}): den falder på en anden ugedag næste år."
            )
    return [_selector(group, days.at, text) for group in groups]


def _selector(named: list[tuple[str, str]], at: int, text: str) -> str:
    parts = {kind: [said for each, said in named if each == kind] for kind in ("week", "date", "day")}
    if len(parts["week"]) > 1:
        if any("/" in week for week in parts["week"]):
            raise not_read(text, at, min(len(text), at + 30))
        parts["week"] = ["week " + ",".join(week.removeprefix("week ") for week in parts["week"])]
    if len(parts["day"]) > 1 and any(day.startswith("Mo-Su") for day in parts["day"]):
        # "hver uge mandag" is Monday, "alle dage og helligdage" both
        parts["day"] = ["Mo-Su", *(["PH"] if any("PH" in day for day in parts["day"]) else [])]
    return " ".join(filter(None, (",".join(parts["date"]), "".join(parts["week"]), ",".join(parts["day"]))))
