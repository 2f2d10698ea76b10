"""Reading the text of opening hours: which texts are taken, and what is open on each day by them.

The server alone does it. The rules are told in `docs/opening.md`.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

from webapp.hours.rules import A_YEAR, Rule, joined, rules_of
from webapp.hours.rules import OpeningHoursError as OpeningHoursError
from webapp.hours.span import DAY, NIGHT_ENDS, Days, Spans

_FEW_DAYS = 31  # a rule for so few days of a year is about them


def check(text: str) -> None:
    """Whether hours can be used as they stand: OpenStreetMap's `opening_hours`, written so that nobody reads it
    otherwise.

    Raises OpeningHoursError, in Danish, with the place and a proposal: for what cannot be read (`rules_of`), for a day
    without a time, for spaces that would begin a new rule, and for closed days that a later rule opens again.
    """
    rules = rules_of(text)
    for rule in rules:
        all_day = f"Åbent hele døgnet: »{f'{rule.days} 00:00-24:00'.strip()}«."
        if not rule.hours:
            raise OpeningHoursError(
                f"Der mangler et klokkeslæt ved »{rule.days}« (tegn {rule.at + 1}). Skriv for eksempel "
                f"»{rule.days} 10:00-16:00« eller »{rule.days} off« (lukket). {all_day}"
            )
        if rule.state == "open" and not rule.times and not rule.comment:
            raise OpeningHoursError(f"Skriv et klokkeslæt i stedet for »open« (tegn {rule.at + 1}). {all_day}")
        for start, end, _ in rule.times:
            if end - start == DAY and start:
                raise OpeningHoursError(f"Fra og til er det samme (tegn {rule.at + 1}). Skriv, hvornår der lukkes.")
    if lost := _opened_again(rules):
        last = [rule for rule in rules if rule is not lost]
        proposal = joined([*last, lost])
        raise OpeningHoursError(
            f"»{lost.text}« (tegn {lost.at + 1}) gælder ikke, for det, der står bagefter, åbner dagene igen. "
            f"Skriv det sidst: »{proposal}«."
        )
    if (meant := joined(list(rules))) != text:
        at = next((n for n, (one, other) in enumerate(zip(text, meant, strict=False)) if one != other), len(meant))
        raise OpeningHoursError(f"Der er mellemrum, som kan misforstås (tegn {at + 1}). Skriv: »{meant}«.")


def is_readable(text: str) -> bool:
    """Whether a text can be read at all, by whatever rules it was kept."""
    try:
        rules_of(text)
    except OpeningHoursError:
        return False
    return True


def normalised(text: str) -> str:
    """The text as OpenStreetMap writes it, without spaces that would begin a new rule. Raises OpeningHoursError."""
    return joined(list(rules_of(" ".join(text.split()))))


def _opened_again(rules: tuple[Rule, ...]) -> Rule | None:
    """A rule for closed days that a later and wider rule replaces on some of them. A later rule for a few of the days
    only (`Sa off; Dec 12 10:00-14:00`) is meant so."""
    for number, rule in enumerate(rules):
        if rule.is_off:
            closed = rule.on(*A_YEAR)
            for later in rules[number + 1 :]:
                opened = later.on(*A_YEAR)
                both = sum(one and other for one, other in zip(closed, opened, strict=True))
                if later.state != "off" and not later.adds and both and both * 2 < sum(opened):
                    return rule
    return None


def speaks_of_holidays(text: str) -> bool:
    """Whether hours say anything of public holidays: a rule for `PH`, or open day and night."""
    return any(rule.speaks_of_holidays for rule in rules_of(text))


def holds_every_day(text: str) -> bool:
    """Whether hours are written without days, so that they are the same on every day."""
    return all(not rule.days for rule in rules_of(text))


def said_by_date(text: str, first: date, last: date) -> frozenset[date]:
    """The days that a text speaks of by their dates (`Dec 24`, `easter`, a closed July), so that what it says of them
    holds also when they are holidays."""
    number, said = (last - first).days + 1, set()
    for rule in rules_of(text):
        if not rule.has_month and not rule.is_dated:
            continue
        spoken_of = rule.on(first, number)
        if rule.is_off or (rule.is_dated and sum(rule.on(*A_YEAR)) <= _FEW_DAYS):
            said |= {first + timedelta(days=day) for day in range(number) if spoken_of[day]}
    return frozenset(said)


@lru_cache(maxsize=512)
def begun_between(text: str, first: date, last: date) -> Days:
    """For each day from `first` to `last`, the intervals that begin on it.

    On each day the last rule after `;` that speaks of it counts, and what is added to it after `, `. What runs past
    midnight ends there when the next day belongs to a later rule: OpenStreetMap's rule, and opening_hours.js's.
    opening-hours-py ends it also when the next day belongs to an earlier one. An evening that did not take place has
    no night: there we leave opening-hours-py, which keeps it.
    """
    rules, number = rules_of(text), (last - first).days + 2
    spoken_of = list(zip(*(rule.on(first, number) for rule in rules), strict=True))
    known: dict[tuple, Spans] = {}
    begun = {}
    for day in range(number - 1):
        today, tomorrow = spoken_of[day], spoken_of[day + 1]
        if (today, tomorrow) not in known:
            known[today, tomorrow] = _spans(rules, today, _base(rules, tomorrow))
        begun[first + timedelta(days=day)] = known[today, tomorrow]
    return begun


def _base(rules: tuple[Rule, ...], spoken_of: tuple[bool, ...]) -> int:
    """The number of the last rule that takes a day for itself; -1 when none does."""
    return max((n for n, rule in enumerate(rules) if spoken_of[n] and _takes_the_day(rule)), default=-1)


def _takes_the_day(rule: Rule) -> bool:
    return rule.is_off or not (rule.adds or rule.state == "off")


def _spans(rules: tuple[Rule, ...], spoken_of: tuple[bool, ...], tomorrows: int) -> Spans:
    """What begins on a day; `tomorrows` is the number of the rule that the next day belongs to."""
    sure: list[tuple[int, int]] = []
    unsure: list[tuple[int, int]] = []
    nights: list[tuple[int, int]] = []  # of rules that a later one replaced: they go on where that is open at midnight
    for number, rule in enumerate(rules):
        if not spoken_of[number]:
            continue
        if _takes_the_day(rule):
            nights += [(DAY, end) for _, end in sure if end > DAY]
            sure, unsure = [], []
        for start, stop, open_end in rule.times or (() if rule.state == "off" else ((0, DAY, False),)):
            end = min(stop, DAY) if tomorrows > number else stop
            if rule.state == "off":
                sure, unsure = _less(sure, start, end), _less(unsure, start, end)
                continue
            (sure if rule.is_sure else unsure).append((start, end))
            if open_end and tomorrows <= number and not any(start < begins for begins, *_ in rule.times):
                unsure.append((DAY, DAY + NIGHT_ENDS))
    if any(start < DAY <= end for start, end in sure):
        sure += nights
    whole = _merged(sure)
    rest = _merged(unsure)
    for start, end in whole:
        rest = _less(rest, start, end)
    return tuple(sorted([(start, end, True) for start, end in whole] + [(start, end, False) for start, end in rest]))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(merged[-1][1], end))
        else:
            merged.append((start, end))
    return merged


def _less(spans: list[tuple[int, int]], start: int, end: int) -> list[tuple[int, int]]:
    """The spans without what lies between `start` and `end`."""
    left = []
    for begins, ends in spans:
        left += [(begins, min(ends, start)), (max(begins, end), ends)]
    return [(begins, ends) for begins, ends in left if begins < ends]
