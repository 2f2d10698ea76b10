"""Days, dates, clock times, lists and plurals of a language, as CLDR has them (Unicode CLDR, by way of Babel).

What is needed of CLDR is a record that goes along in the edition: a phone then says the same without a library,
whichever version of CLDR its browser has. The records of our languages lie in `cldr.json`, which `cldr.py` writes.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

KEPT = Path(__file__).with_name("cldr.json")
MOST_COUNTED = 60  # what is counted in a phrase: minutes until a place opens or closes
LEFT_TO_RIGHT, END = "\u2066", "\u2069"  # isolates: LRI, PDI (Unicode Bidirectional Algorithm)


@dataclass(frozen=True)
class Locale:
    """What CLDR says of a language: its plural forms, `other` last, its calendar (`calendar_of`), its Danish name."""

    forms: tuple[str, ...]
    calendar: dict[str, Any]
    danish: str


@cache
def locale_of(code: str) -> Locale:
    """CLDR's locale of a language by its ISO 639 code. Raises ValueError when there is none."""
    if kept := _kept().get(code):
        return Locale(tuple(kept["forms"]), kept["calendar"], kept["danish"])
    from webapp.languages.cldr import ask  # a language that is new here

    return ask(code)


@cache
def _kept() -> dict[str, Any]:
    return json.loads(KEPT.read_text(encoding="utf-8"))


def plural_forms(locale: Locale) -> tuple[str, ...]:
    """The plural forms that a language has, `other` last."""
    return locale.forms


def stands_for_one_number(locale: Locale, form: str) -> bool:
    """Whether a plural form is one number's alone, so that the number need not be said: Arabic's `two`."""
    return form in locale.forms and locale.calendar["plural"].count(str(locale.forms.index(form))) == 1


def calendar_of(locale: Locale) -> dict[str, Any]:
    """What a language's dates and times are written by.

    days, months, alone   names from Monday and January; months as they stand in a date, and by themselves
    day, full, month, year, span   patterns of a date, one with its year, a month, a year, days of one month (d to e)
    between               between two dates
    hour                  what parts hours from minutes; `whole` whether a full hour goes without its minutes
    two, more, last       how two are listed; how more are, and the last of them
    plural                the plural form of each number from 0 to 60, by its place among the forms (`plural_forms`)
    """
    return locale.calendar
