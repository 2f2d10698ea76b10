"""What is asked at the desk about hours that were typed: what a text leaves open, and what each answer makes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from webapp.danish import WEEKDAYS
from webapp.hours.rules import (
    LONGEST_TEXT,
    MOST_RULES,
    OpeningHoursError,
    Rule,
    hours_meet,
    joined,
    only_on_holidays,
    overlaps,
    rules_of,
)
from webapp.hours.text import check, said_by_date, speaks_of_holidays

_MONDAY = date(2026, 1, 5)
# Days on which many places close though they are no public holidays (Jun 5: Constitution Day), and a year's date.
_ASKED_DAYS = (
    ("Dec 24", "24. december", date(2026, 12, 24)),
    ("Dec 31", "31. december", date(2026, 12, 31)),
    ("May 1", "1. maj", date(2026, 5, 1)),
    ("Jun 5", "5. juni (grundlovsdag)", date(2026, 6, 5)),
)


@dataclass(frozen=True)
class Question:
    """A question in Danish, and answers as (what it says, the hours it makes, whether the text says so now)."""

    text: str
    answers: tuple[tuple[str, str, bool], ...]


def questions(text: str | None) -> list[Question]:
    """What to ask about hours as they are kept. Raises OpeningHoursError."""
    if text is None:
        return []
    rules = list(rules_of(text))
    asked = [question for number in range(1, len(rules)) if (question := _of_days_told_twice(rules, number))]
    if any(rule.times and rule.state != "off" for rule in rules) and not _never_closes(rules):
        asked += _of_holidays(text, rules)
    return asked


def _never_closes(rules: list[Rule]) -> bool:
    return any(rule.is_all_week and rule.speaks_of_holidays and rule.is_sure for rule in rules)


def _of_days_told_twice(rules: list[Rule], number: int) -> Question | None:
    """Whether a rule's hours come beside those of an earlier rule for the same days, or in their place; or whether a
    night should end where the next day has a rule of its own."""
    rule = rules[number]
    if rule.is_off or rule.state == "off" or rule.has_month:
        return None
    before = [other for other in rules[:number] if other.times and other.state != "off"]
    same = [other for other in before if overlaps(other, rule) and not only_on_holidays(other, rule)]
    if not same:
        if rule.adds or not any(other.runs_past_midnight and _comes_after(other, rule) for other in before):
            return None
        also, instead = "Natten varer til sit klokkeslæt", "Natten slutter kl. 24"
        asked = f"{_named(rule)} har egne tider. Hvor længe er der åbent natten før?"
    else:
        also, instead = "Også: begge tider gælder", f"I stedet: kun {rule.hours} gælder"
        asked = f"{_named(rule)} står to gange. Er {rule.hours} også, eller i stedet?"
        if any(hours_meet(other, rule) for other in same) and rule.adds:
            asked += " Tiderne går ind over hinanden."
    answers = []
    for says, adds in ((also, True), (instead, False)):
        made = joined([*rules[:number], replace(rule, adds=adds), *rules[number + 1 :]])
        if rule.adds == adds or _can_be_kept(made):
            answers.append((says, made, rule.adds == adds))
    return Question(asked, tuple(answers)) if len(answers) > 1 else None


def _can_be_kept(text: str) -> bool:
    try:
        check(text)
    except OpeningHoursError:
        return False
    return True


def _comes_after(one: Rule, other: Rule) -> bool:
    """Whether a day of the other rule follows one of this."""
    return any(a and b for a, b in zip(one.on(_MONDAY, 366), other.on(_MONDAY, 367)[1:], strict=True))


def _named(rule: Rule) -> str:
    if rule.days == "PH":
        return "Helligdage"
    days = [name for name, here in zip(WEEKDAYS, rule.on(_MONDAY, 7), strict=True) if here]
    return " og ".join([", ".join(days[:-1]), days[-1]] if len(days) > 1 else days).capitalize() or "Dagene"


def _of_holidays(text: str, rules: list[Rule]) -> list[Question]:
    if len(rules) >= MOST_RULES or len(text) + 20 > LONGEST_TEXT:
        return []
    asked = []
    if not speaks_of_holidays(text):
        answers = [("Lukket", f"{text}; PH off", False)]
        if len(rules) == 1 and rules[0].days in ("", "Mo-Su"):
            whole = replace(rules[0], days="Mo-Su,PH")
            answers.append(("Åbent som de andre dage", joined([whole]), False))
        asked.append(Question("Er der åbent på helligdage? Indtil du ved det, står der »ring først«.", tuple(answers)))
    for day, name, example in _ASKED_DAYS:
        spoken_of = said_by_date(text, example, example)
        if not spoken_of and any(rule.on(example, 1)[0] and not rule.is_off for rule in rules):
            asked.append(Question(f"Er der lukket {name}?", ((f"Lukket {name}", f"{text}; {day} off", False),)))
    return asked
