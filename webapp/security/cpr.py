"""Danish personal numbers (CPR): found in what people type, however they write them, so that none is ever kept.

A number is a date of birth (day, month, year; a replacement number has 60 added to the day) and four digits. Day and
month must be possible; the check digit is not asked for, for since 2007 numbers are given that do not have it.
`static/security/worker/cpr.js` follows the same rule on the phone, and `tests/rules/cpr.json` holds both to it.
"""

from __future__ import annotations

import re
import unicodedata

# Between the parts: spaces, points, strokes and dashes, of any kind and a few together, as word processors and people
# put them. The four digits at the end stand together, so that a telephone number in pairs is none.
_BETWEEN = r"[\s./-]{0,3}"
_DAY = r"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
# A year of four digits counts where it is written together, is one that today's adults are born in, or a dash leads on:
# "24.12.2026 1400" is a date and a time.
_BORN = r"(?:1[89][0-9]{2}|20(?:0[0-9]|1[0-5]))"
_YEAR = rf"(?:[0-9]{{2}}{_BETWEEN}|{_BORN}{_BETWEEN}|(?:18|19|20)[0-9]{{2}}\s?-\s?)"
_MONTH_NAME = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}"
_WRITTEN = (
    # 010190-1234, with whatever marks between
    rf"{_DAY}{_MONTH}[0-9]{{2}}[^0-9A-Za-zÆØÅæøå]{{0,6}}[0-9]{{4}}",
    rf"{_DAY}{_MONTH}[0-9]{{2}}\s?-\s?[0-9]{{2}}\s[0-9]{{2}}(?!\s?[0-9])",
    rf"{_DAY}{_MONTH}(?:18|19|20)[0-9]{{2}}{_BETWEEN}[0-9]{{4}}",
    # 01.01.90-1234
    rf"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}[0-9]{{4}}",
    # 1.1.90-1234, 1. januar 1990-1234
    rf"(?:{_DAY}|[1-9])[\s./-]{{1,3}}(?:{_MONTH}|[1-9])[\s./-]{{1,3}}(?:{_BORN}|[0-9]{{2}})\s?-\s?[0-9]{{4}}",
    rf"(?:{_DAY}|[1-9])[\s./-]{{0,3}}{_MONTH_NAME}[\s./-]{{1,3}}(?:{_BORN}|[0-9]{{2}})\s?-\s?[0-9]{{4}}",
    # 1990-01-01-1234
    rf"{_BORN}-?{_MONTH}-?{_DAY}\s?-\s?[0-9]{{4}}",
    # 0 1 0 1 9 0 - 1 2 3 4
    r"[0-9](?:\s[0-9]){5}\s?-\s?[0-9](?:\s[0-9]){3}(?!\s[0-9])",
)
_CPR = re.compile(rf"(?<![0-9+])(?:{'|'.join(_WRITTEN)})(?![0-9])", re.ASCII | re.IGNORECASE)

# A meeting's date with its hours only looks like a number: in "kl. 10-14 12.03.2026" whole clocks stand before a whole
# date, in "12.03.2026 1000-1400" after it. The years are those that people write of now, not those of birth.
_CLOCK = r"(?:[01]?[0-9]|2[0-4])(?:[.:][0-5][0-9])?"
_CLOCKS = rf"(?:kl\.?\s?{_CLOCK}|{_CLOCK}\s?(?:-|til|og)\s?(?:kl\.?\s?)?{_CLOCK})"
_LONG_CLOCK = r"(?:[01][0-9]|2[0-4])[0-5][0-9]"
_MEETING = re.compile(
    rf"(?<![0-9./-]){_CLOCKS}(?:[\s,(]{{1,2}}|\s-\s)"
    rf"(?:{_DAY}([./-]){_MONTH}\1(?:20[2-4][0-9])|20[2-4][0-9]-{_MONTH}-{_DAY})(?!\s?[./-]?\s?[0-9]{{4}})(?![0-9-])"
    rf"|(?<![0-9./-])(?<![0-9]\s){_DAY}([./-]){_MONTH}(?:\2(?:20[2-4][0-9]))?\.?\s(?:-\s|kl\.?\s)?"
    rf"{_LONG_CLOCK}\s?-\s?{_LONG_CLOCK}(?![0-9-])",
    re.ASCII | re.IGNORECASE,
)

HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og send igen. Vi gemmer aldrig noget om en borger."


def has_cpr(text: str) -> bool:
    """Whether a text holds something that looks like a personal number."""
    return _CPR.search(_MEETING.sub("x", _plain(text))) is not None


def _plain(text: str) -> str:
    # All digits as ASCII, all dashes as one, all spaces as one; what cannot be seen is gone (Unicode's category Cf).
    plain = []
    for char in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(char)
        if kind == "Cf":
            continue
        if kind == "Nd":
            char = str(unicodedata.decimal(char))
        elif kind == "Pd" or char in "\u2212\u2044\u00b7\u2022":
            char = "-"
        elif char.isspace():
            char = " "
        plain.append(char)
    return "".join(plain)
