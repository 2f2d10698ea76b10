"""Danish as it is said, sorted and compared: dates and sizes in words, names in their order, words folded."""

from __future__ import annotations

import re
import unicodedata
from datetime import date

MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")
SHORT_MONTHS = ["jan.", "feb.", "mar.", "apr.", "maj", "jun.", "jul.", "aug.", "sep.", "okt.", "nov.", "dec."]

_LETTERS = str.maketrans({"æ": "ae", "ø": "oe", "å": "aa", "Æ": "Ae", "Ø": "Oe", "Å": "Aa"})
_MARKS = re.compile("[\u0300-\u036f]")
_DOUBLE_A, _O_AND_E = re.compile("aa+"), re.compile("oe+")
_NOT_A_WORD = re.compile("[^a-z0-9]+")
_AFTER_Z = str.maketrans({"æ": "{", "ä": "{", "ø": "|", "ö": "|", "å": "}", "ü": "y"})


def without_marks(text: str) -> str:
    """Text without accents, and æ, ø and å written as ae, oe and aa; capitals stay."""
    return _MARKS.sub("", unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).translate(_LETTERS)))


def fold_letters(text: str) -> str:
    """Text with its letters folded and everything else left: lower case, no accents, one letter for å, aa and a."""
    return one_spelling(without_marks(unicodedata.normalize("NFC", text).lower()))


def one_spelling(text: str) -> str:
    """Lower-case letters without marks, with a for aa and o for oe: Aarhus, Århus and Arhus are spelled alike."""
    return _O_AND_E.sub("o", _DOUBLE_A.sub("a", text))


def fold(text: str) -> str:
    """Lower-case ASCII words with one space between: `Århus`, `Aarhus` and `Arhus` become the same."""
    return _NOT_A_WORD.sub(" ", fold_letters(text)).strip()


def danish_order(name: str) -> str:
    """A key that sorts names as Danish does: æ, ø and å last, aa as å, ü as y, other accents as if they were not there
    (Dansk Sprognævn, Retskrivningsordbogen)."""
    plain = unicodedata.normalize("NFC", name).lower().replace("aa", "å").translate(_AFTER_Z)
    return "".join(letter for letter in unicodedata.normalize("NFD", plain) if not unicodedata.combining(letter))


def danish_date(day: date) -> str:
    """`21. november 2026`."""
    return f"{day.day}. {MONTHS[day.month - 1]} {day.year}"


def typed_date(day: date) -> str:
    """`21.11.2026`, as a field asks for it."""
    return f"{day.day}.{day.month}.{day.year}"


def danish_day_or_month(value: date | str | None) -> str:
    """A day, a month (`2026-03`) or a year as it is said in Danish; `ukendt` for None."""
    if value is None:
        return "ukendt dato"
    if isinstance(value, date):
        return danish_date(value)
    parts = value.split("-")
    if len(parts) == 3:
        return danish_date(date.fromisoformat(value))
    if len(parts) == 2:
        return f"{MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return value


def short_date(day: date) -> str:
    """`21. nov.`, as the edition's line says it."""
    return f"{day.day}. {SHORT_MONTHS[day.month - 1]}"


def danish_size(size: int) -> str:
    """A size in bytes as a person says it: `84 KB` (1 KB = 1,000 bytes, rounded up), kept on one line."""
    return f"{-(-size // 1000)}\N{NO-BREAK SPACE}KB"
