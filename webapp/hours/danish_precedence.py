"""Which hours hold where several are told for the same days, in opening hours as a Dane writes them: in what order the
rules stand, which add to others, and that none cuts a night of another's. What is asked: `danish_hours.py`."""

from __future__ import annotations

import re
from dataclasses import replace

from webapp.hours.danish_words import DAYS, weekdays_of, words_at
from webapp.hours.rules import A_YEAR, OpeningHoursError, Rule, hours_meet, only_on_holidays, overlaps
from webapp.hours.span import DAY

WEEKDAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
OF_THE_WEEK = re.compile(rf"(?:{'|'.join(DAYS)}|[-,])+")
_OF_A_SEASON = re.compile(rf"((?:.* )?)({OF_THE_WEEK.pattern})")
ALL_DAY_LONG = ((0, DAY, False),)
_A_WEEK = 7


def few_days(rule: Rule) -> bool:
    """Whether a rule is for some dates in a row, such as Christmas, and not for a season."""
    return rule.is_dated and sum(rule.on(*A_YEAR)) < _A_WEEK


def special_last(opened: list[Rule]) -> list[Rule]:
    """The rules with holidays and dates last, for a later rule takes its days: "juleaften 10-14, man-fre 9-15" and
    "søn- og helligdage 10-15, hverdage 9-17"."""
    ordinary, holidays, dates = [], [], []
    nights = any(rule.runs_past_midnight for rule in opened)  # no weekday's is to end for a holiday's hours
    for number, rule in enumerate(opened):
        if few_days(rule):
            dates.append(rule)
            continue
        days = rule.days.split(",")
        others = (
            [*opened[:number], *opened[number + 1 :]] if nights and rule.times != ALL_DAY_LONG else opened[number + 1 :]
        )
        after = [other for other in others if not few_days(other)]
        holiday = replace(rule, days="PH")
        if "PH" not in days or rule.is_all_week or not any(overlaps(holiday, other) for other in after):
            ordinary.append(rule)
            continue
        if weekdays := [day for day in days if day != "PH"]:
            ordinary.append(replace(rule, days=",".join(weekdays)))
        holidays.append(holiday)
    return ordinary + holidays + dates


OTHERWISE = re.compile(r"\bellers\b[^\d\n]*$", re.IGNORECASE)


def narrower_last(opened: list[Rule], text: str) -> list[Rule]:
    """The rules with those for a part of another's days behind it, for they hold there: "mandag 12-18, ellers hverdage
    9-15". Weekdays are taken out of the others' where a night would be cut ("alle dage 22-2, fredag 22-5"), and where
    "ellers" says that none of both holds beside the other."""
    found = list(opened)
    for narrow in sorted(opened, key=lambda rule: -sum(rule.on(*A_YEAR))):
        for wide in [one for one in found if one.at != narrow.at]:
            if _share_weekdays(narrow, wide) and hours_meet(narrow, wide) and narrow.times != wide.times:
                raise meet_within_a_day(text, max(narrow.at, wide.at))  # "man-tors 9-15, tors-fre 9-12"
            otherwise = narrow.at < wide.at and OTHERWISE.search(text[: wide.at])
            if not (otherwise or hours_meet(narrow, wide)) or not _is_part(narrow, wide):
                continue
            place = found.index(wide)
            nights = narrow.runs_past_midnight or wide.runs_past_midnight
            if (nights or otherwise) and OF_THE_WEEK.fullmatch(narrow.days) and OF_THE_WEEK.fullmatch(wide.days):
                found[place] = _without(wide, weekdays_of(narrow.days))
            elif place > (before := found.index(narrow)):
                found.insert(before, found.pop(place))
    return found


def _share_weekdays(one: Rule, other: Rule) -> bool:
    """Whether two rules for weekdays share some, and each has others."""
    first, second = (weekdays_of(rule.days) if OF_THE_WEEK.fullmatch(rule.days) else set() for rule in (one, other))
    return bool(first & second and first - second and second - first)


def _is_part(narrow: Rule, wide: Rule) -> bool:
    """Whether a rule is for some of another's ordinary days."""
    days = [*zip(narrow.on(*A_YEAR), wide.on(*A_YEAR), strict=True)]
    return "PH" not in narrow.days and not few_days(narrow) and (True, False) not in days and (False, True) in days


def nights_whole(opened: list[Rule], closed: list[Rule]) -> tuple[list[Rule], list[Rule]]:
    """The rules without weekdays that are closed, where a night comes into one of them, which "off" would cut: "alle
    dage undtagen lørdag 22-07", "man-fre 22-07, weekend lukket"."""
    if not any(end > DAY for rule in opened for _, end, _ in rule.times):
        return opened, closed
    weekly = [rule for rule in closed if not rule.times and OF_THE_WEEK.fullmatch(rule.days)]
    shut = {day for rule in weekly for day in weekdays_of(rule.days)}
    left = [_without(rule, shut) for rule in opened]
    still = [rule for rule in closed if rule not in weekly or any(overlaps(rule, other) for other in left)]
    return left, still


def _without(rule: Rule, weekdays: set[str]) -> Rule:
    """A rule without some of its weekdays, also where those are a season's; as it is where none would be left."""
    found = _OF_A_SEASON.fullmatch(rule.days)
    named = weekdays_of(found[2]) if found else set()
    left = ",".join(day for day in DAYS if day in named - weekdays)
    return replace(rule, days=found[1] + left) if found and left and named & weekdays else rule


def meet_within_a_day(text: str, at: int) -> OpeningHoursError:
    """What is said of a day's hours that go into each other."""
    return OpeningHoursError(
        f"Tiderne ved »{words_at(text, at)}« (tegn {at + 1}) går ind over hinanden. Skriv dag og tid for hver."
    )


def adds_to(before: list[Rule], rule: Rule, text: str) -> bool:
    """Whether a rule should add to those before: where their days meet and their hours do not; or where they do not
    meet, but a night would be cut."""
    same = [other for other in before if overlaps(other, rule)]
    if not same:
        return any(other.runs_past_midnight for other in before)
    if (rule.has_month and not all(other.has_month for other in same)) or all(
        only_on_holidays(other, rule) for other in same
    ):
        return False
    meet = [hours_meet(other, rule) for other in same]
    if any(other.runs_past_midnight for other in same) and all(_covers(rule, other) for other in same):
        return True  # "alle dage 22-2, sidste fredag i måneden 22-5" is the same, and cuts no night
    if any(meet) and not all(meet):  # "man-fre 9-12, mandag 15-17, mandag 16-18" would take what it does not meet
        raise meet_within_a_day(text, rule.at)
    return not any(meet)


def _covers(rule: Rule, other: Rule) -> bool:
    """Whether all of another rule's hours are among a rule's."""
    return all(any(start <= begins and ends <= end for start, end, _ in rule.times) for begins, ends, _ in other.times)
