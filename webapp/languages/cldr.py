"""Asks Babel for what Unicode CLDR says of a language. `python -m webapp.languages.cldr` writes it down (`cldr.json`).

Babel's data of one language take a megabyte of memory and a good part of a start, for a few lines that are used.
"""

from __future__ import annotations

import json
import re
from typing import Any

import babel
from babel.core import UnknownLocaleError

from webapp.languages.calendar import END, KEPT, LEFT_TO_RIGHT, MOST_COUNTED, Locale

REGIONS = {"en": "en_GB"}  # as English is written in Europe
_FIELD = re.compile(r"'([^']*)'|([dMLyG])\2*|([^'dMLyG]+)")
_NAMES = {"d": "{d}", "M": "{m}", "L": "{m}", "y": "{y}"}
_CONTROLS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def ask(code: str) -> Locale:
    """What CLDR says of a language by its ISO 639 code. Raises ValueError when it knows none."""
    try:
        found = babel.Locale.parse(REGIONS.get(code, code))
    except (UnknownLocaleError, ValueError, TypeError) as error:
        raise ValueError(str(error)) from None
    forms = (*sorted(found.plural_form.rules), "other")
    return Locale(forms, _calendar(found, forms), found.get_language_name("da") or code)


def _calendar(locale: babel.Locale, forms: tuple[str, ...]) -> dict[str, Any]:
    era = locale.eras["abbreviated"][1]
    skeletons, spans = locale.datetime_skeletons, locale.interval_formats["MMMMd"]
    full = locale.date_formats["long"].pattern
    month = skeletons["yMMMM"].pattern
    if "G" in full and "G" not in month:  # where other years than ours are counted, it is told which are meant
        month = month.replace("y", "G y")
    begins, ends = spans["d"]
    listed = locale.list_patterns["standard"]
    return {
        "days": [locale.days["format"]["wide"][day] for day in range(7)],
        "months": [locale.months["format"]["wide"][number] for number in range(1, 13)],
        "alone": [locale.months["stand-alone"]["wide"][number] for number in range(1, 13)],
        "day": _pattern(skeletons["MMMMd"].pattern, era),
        "full": _pattern(full, era),
        "month": _pattern(month, era),
        "year": f"{era} {{y}}" if "G" in full else "{y}",
        "span": _span(_pattern(begins, era), _pattern(ends, era), locale.text_direction == "rtl"),
        "between": _dash(re.split("[MLd]+", spans["M"][0])[-1], spaced=True),
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


def main() -> None:
    """Write down, for each language of the texts, what CLDR says of it."""
    from webapp.languages.language import ORDER

    said = {
        code: {"forms": list(found.forms), "calendar": found.calendar, "danish": found.danish}
        for code in ORDER
        if (found := ask(code))
    }
    KEPT.write_text(json.dumps(said, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
