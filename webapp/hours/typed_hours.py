"""Opening hours as somebody typed or pasted them, and as they are kept: OpenStreetMap's text."""

from __future__ import annotations

import re
import unicodedata

from webapp.hours.danish_hours import in_osm
from webapp.hours.rules import LONGEST_TEXT, OpeningHoursError
from webapp.hours.text import check, normalised

_MADE_A_DATE = re.compile(r"24[-./ ]+(?:jul\.?|0?7)", re.IGNORECASE)
_OSM = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH|off|open|unknown|week|easter|sunrise|sunset)\b|^\s*\d\d:\d\d|\|\|")

_IN_QUOTES = re.compile(r"""["'„“”»«]([^"'„“”»«]+)["'„“”»«]""")
_HOLIDAY_ON_A_DAY = re.compile(r"\bPH +(?:Mo|Tu|We|Th|Fr|Sa|Su)\b|\b(?:Mo|Tu|We|Th|Fr|Sa|Su) +PH\b")


def understood(text: str) -> str:
    """Typed hours as they are kept: OpenStreetMap's text is only put in order, Danish words are translated. `24-jul` is
    what Excel makes of 24/7.

    Raises OpeningHoursError, in Danish and about the text as it was typed, with the place and a proposal.
    """
    typed = (
        unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\N{NO-BREAK SPACE}", " ")
    )
    if len(typed) > LONGEST_TEXT:
        raise OpeningHoursError(f"Åbningstiden er for lang: højst {LONGEST_TEXT} tegn, her er {len(typed)}.")
    if _MADE_A_DATE.fullmatch(typed.strip()):
        return "24/7"
    if inside := _IN_QUOTES.fullmatch(typed.strip()):
        try:
            return understood(inside[1])
        except OpeningHoursError:
            pass  # what stands in quotes alone may be a comment: "efter aftale"
    one_line = re.sub(r"-23:59\b", "-24:00", re.sub(r"[ \t]+", " ", typed.strip()))
    try:
        meant = normalised(one_line)
        check(meant)
    except OpeningHoursError as error:
        refused = error
    else:
        return meant
    if _HOLIDAY_ON_A_DAY.search(one_line):
        raise refused  # "PH Su" is not "holidays and Sundays"
    try:
        meant = in_osm(typed)
        check(meant)
    except OpeningHoursError as error:
        raise (refused if _OSM.search(typed) or not typed.strip() else error) from None
    return meant
