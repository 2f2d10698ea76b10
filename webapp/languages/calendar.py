"""Days, dates, clock times, lists and plurals of a language, as CLDR has them (Unicode CLDR, by way of Babel).

Only the server asks Babel. What is needed of it is written into a record that goes along in the edition: a phone then
says the same without a library, whichever version of CLDR its browser has.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from babel import Locale
from babel.core import UnknownLocaleError

REGIONS = {"en": "en_GB"}  # as English is written in Europe
MOST_COUNTED = 60  # what is counted in a phrase: minutes until a place opens or closes
_FIELD = re.compile(r"'([^']*)'|([dMLyG])\2*|([^'dMLyG]+)")
_NAMES = {"d": "{d}", "M": "{m}", "L": "{m}", "y": "{y}"}
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
LEFT_TO_RIGHT, END = "\u2066", "\u2069"  # isolates: LRI, PDI (Unicode Bidirectional Algorithm)


def locale_of(code: str) -> Locale:
    """CLDR's locale of a language by its ISO 639 code. Raises ValueError when there is none."""
    try:
        return Locale.parse(REGIONS.get(code, code))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise ValueError(str(error)) from None


@cache
def plural_forms(locale: Locale) -> tuple[str, ...]:
    """The plural forms that a language has, `other` last."""
    return (*sorted(locale.plural_form.rules), "other")


@cache
def stands_for_one_number(locale: Locale, form: str) -> bool:
    """Whether a plural form is one number's alone, so that the number need not be said: Arabic's `two`."""
    return [locale.plural_form(number) for number in range(MOST_COUNTED + 1)].count(form) == 1


def calendar_of(locale: Locale) -> dict[str, Any]:
    """What a language's dates and times are written by.

    days, months, alone   names from Monday and January; months as they stand in a date, and by themselves
    day, full, month, year, span   patterns of a date, one with its year, a month, a year, days of one month (d to e)
    between               between two dates
    hour                  what parts hours from minutes; `whole` whether a full hour goes without its minutes
    two, more, last       how two are listed; how more are, and the last of them
    plural                the plural form of each number from 0 to 60, by its place among the forms (`plural_forms`)
    """
    era = locale.eras["abbreviated"][1]
    skeletons, spans = locale.datetime_skeletons, locale.interval_formats["MMMMd"]
    full = locale.date_formats["long"].pattern
    month = skeletons["yMMMM"].pattern
    if "G" in full and "G" not in month:  # where other years than ours are counted, it is told which are meant
        month = month.replace("y", "G y")
    begins, ends = spans["d"]
    listed, forms = locale.list_patterns["standard"], plural_forms(locale)
    return {
        "days": [locale.days["format"]["wide"][day] for day in range(7)],
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "alone": [locale.months["stand-alone"]["wide"][number] for number in range(1, 13)],
        "day": _pattern(skeletons["MMMMd"].pattern, era),
        "full": _pattern(full, era),
        "month": _pattern(month, era),
        "year": f"{era} {{y}}" if "G" in full else "{y}",
        "span": _span(_pattern(begins, era), _pattern(ends, era), locale.text_direction == "rtl"),
        "between": _dash(re.split("[ML]+", spans["M"][0])[-1], spaced=True),
        "hour": re.sub("[^.:]", "", skeletons["Hm"].pattern)[:1],
        "whole": locale.language == "da",
        **{name: _CONTROLS.sub("", listed[key]) for name, key in (("two", "2"), ("more", "middle"), ("last", "end"))},
        "plural": "".join(str(forms.index(locale.plural_form(number))) for number in range(MOST_COUNTED + 1)),
    }


def _pattern(cldr: str, era: str) -> str:
    def named(found: re.Match) -> str:
        literal, letter, between = found.groups()
        return era if letter == "G" else _NAMES[letter] if letter else between if literal is None else literal

    return _FIELD.sub(named, cldr)


def _span(begins: str, ends: str, mirrored: bool) -> str:
    # Figures with a dash between are read from the left, also where words are read from the right.
    begins, ends = _dash(begins), ends.replace("{d}", "{e}", 1)
    if mirrored and begins.endswith("–"):
        return f"{LEFT_TO_RIGHT}{begins}{{e}}{END}{ends.removeprefix('{e}')}"
    return begins + ends


def _dash(text: str, spaced: bool = False) -> str:
    return re.sub(r"\s*[–—]\s*", " – " if spaced else "–", text)
