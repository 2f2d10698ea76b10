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
# A year of four digits counts where it is written together, or a dash leads on: "24.12.2026 1400" is a date and a time.
_YEAR = rf"(?:[0-9]{{2}}{_BETWEEN}|(?:18|19|20)[0-9]{{2}}\s?-\s?)"
_SIX = rf"{_DAY}{_MONTH}[0-9]{{2}}[\s./,_:*-]{{0,3}}[0-9]{{4}}"
_TOGETHER = rf"{_DAY}{_MONTH}(?:18|19|20)[0-9]{{2}}{_BETWEEN}[0-9]{{4}}"
_APART = rf"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}{_YEAR}[0-9]{{4}}"
_CPR = re.compile(rf"(?<![0-9+])(?:{_SIX}|{_TOGETHER}|{_APART})(?![0-9])", re.ASCII)

HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og send igen. Vi gemmer aldrig noget om en borger."


def has_cpr(text: str) -> bool:
    """Whether a text holds something that looks like a personal number."""
    return _CPR.search(_plain(text)) is not None


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
