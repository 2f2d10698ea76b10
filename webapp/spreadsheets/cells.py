"""What was meant by a cell: spreadsheet programs make other things of what was written.

Excel and LibreOffice, in Danish: `2026-11-21` becomes `21-11-2026`, `2026-03` becomes `mar-26`, `24/7` becomes
`24-jul`, `0800` becomes `800`, `+4538643200` becomes `4538643200`, and ticks become `SAND` and `FALSK`. A Mac writes å
as two characters. All of it is read as what it was. What has been lost, as in `4,53864E+09` or `#I/T`, is told instead.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from webapp.offers.phone_number import tidy_number
from webapp.offersdesk.validation import tidy_hours
from webapp.typed_text import danish_day

DAYS = ("seen", "confirmed_on")
NUMBERS = ("phone", "sms")
ANSWERS = ("anonymous", "free", "chat", "referral")

_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10},
    **{"nov": 11, "dec": 12, "may": 5, "oct": 10},
}
_MONTH = "|".join(_MONTHS)
_MONTH_OF_YEAR = re.compile(rf"({_MONTH})[a-z]*\.?[ -]([0-9]{{4}}|[0-9]{{2}})", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    rf"([0-9]{{1,2}})\.?[ -]({_MONTH})[a-z]*\.?(?:[ -](?:[0-9]{{4}}|[0-9]{{2}}))?", re.IGNORECASE
)
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2})")
_DAY_AND_NIGHT = (24, 7)  # as a date: 24 July
# Danish postcodes that begin with 0, without it: 0555, 0783, 08.. and 09..
_LOST_ZERO = re.compile("555|783|[89][0-9]{2}")
_LOST_PLUS = re.compile("45[2-9][0-9]{7}")
_SHORTENED = re.compile(r"[0-9]([.,][0-9]+)?E\+[0-9]+")
# "#I/T", "#VÆRDI!", "#DIV/0!", and whatever else a program shouts in its own language where a formula failed.
_ERRORS = re.compile(r"#(N/A|I/T|[A-ZÆØÅ0-9_./]{2,30}[!?]|#+)|(Err|Fejl):[0-9]{3}")

_YES, _NO = ("ja", "sand", "true", "yes"), ("nej", "falsk", "false", "no")
_DONT_KNOW = ("ved ikke", "ikke oplyst", "ukendt", "unknown")
_SAID = {word: answer for words, answer in ((_YES, "yes"), (_NO, "no"), (_DONT_KNOW, "unknown")) for word in words}
_REFERRAL = {"yes": "visitation", "no": "none", "unknown": "unknown"}
_CONFIDENCE = {"høj": "high", "middel": "medium", "lav": "low"}


def same_letters(text: str) -> str:
    """Text with each letter as one character and each space as the ordinary one: what looks the same is the same."""
    return re.sub("[\u00a0\u202f]", " ", unicodedata.normalize("NFC", text))


def meant(field: str, text: str) -> str:
    """What was meant by a cell of a column; the text itself where nothing is known of it."""
    text = same_letters(text)
    if not text:
        return text
    if field in DAYS:
        day = _day(text)
        return day.isoformat() if day else text
    if field == "source_date":
        return _day_month_or_year(text)
    if field == "postcode":
        return f"0{text}" if _LOST_ZERO.fullmatch(text) else text
    if field in NUMBERS:
        return _number(text)
    if field == "hours":
        return _hours(text)
    if field in ANSWERS:
        answer = _SAID.get(text.casefold(), text)
        return _REFERRAL.get(answer, answer) if field == "referral" else answer
    if field == "confidence":
        return _CONFIDENCE.get(text.casefold(), text)
    if field == "municipality":
        return re.sub(" Kommune$", "", text, flags=re.IGNORECASE)
    if field == "region":
        return text.removeprefix("Region ")
    return text


def lost(field: str, text: str) -> tuple[str, str] | None:
    """What a program has lost of what was written in a cell, and what to do; None when nothing is."""
    if re.fullmatch("##+", text):
        return f"Her står {text}: kolonnen var for smal, da filen blev gemt.", "Gør kolonnen bredere, og gem igen."
    if _ERRORS.fullmatch(text):
        return f"Her står en fejl fra regnearket: {text}.", "Skriv det, der skulle stå, eller slet cellen."
    if field in (*NUMBERS, "code", "postcode") and _SHORTENED.fullmatch(text):
        return (
            f"Regnearket har forkortet nummeret til {text}.",
            "Gør cellen til tekst, og skriv nummeret igen med mellemrum: 75 12 34 56.",
        )
    if field == "hours" and (_day(text) or _DAY_OF_MONTH.fullmatch(text) or _MONTH_OF_YEAR.fullmatch(text)):
        return (
            f"Regnearket har gjort åbningstiden til en dato: {text}.",
            "Gør cellen til tekst, og skriv åbningstiden igen: Mo-Fr 09:00-15:00.",
        )
    return None


def _day(text: str) -> date | None:
    text = text.removesuffix(" 00:00:00")
    if found := _SHORT_YEAR.fullmatch(text):
        text = f"{found[1]}.{found[3]}.20{found[4]}"
    try:
        return danish_day(text)
    except ValueError:
        return None


def _day_month_or_year(text: str) -> str:
    if found := _MONTH_OF_YEAR.fullmatch(text):
        return f"{found[2].zfill(4) if len(found[2]) == 4 else '20' + found[2]}-{_MONTHS[found[1].casefold()]:02}"
    day = None if re.fullmatch("[0-9]{4}(-[0-9]{2})?", text) else _day(text)
    return day.isoformat() if day else text


def _number(text: str) -> str:
    try:
        return tidy_number(f"+{text}" if _LOST_PLUS.fullmatch(text) else text)
    except ValueError:
        return text


def _hours(text: str) -> str:
    day = _day(text)
    found = _DAY_OF_MONTH.fullmatch(text)
    if (day and (day.day, day.month) == _DAY_AND_NIGHT) or (
        found and (int(found[1]), _MONTHS[found[2].casefold()]) == _DAY_AND_NIGHT
    ):
        return "24/7"
    try:
        return tidy_hours(text)
    except ValueError:
        return text
