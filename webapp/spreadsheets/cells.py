"""What was meant by a cell: spreadsheet programs make other things of what was written.

Excel and LibreOffice, in Danish: `2026-11-21` becomes `21-11-2026`, `2026-03` becomes `mar-26`, `24/7` becomes
`24-jul`, `0800` becomes `800`, `+4538643200` becomes `4538643200`, and ticks become `SAND` and `FALSK`. A Mac writes å
as two characters. A day whose cell shows a number is `46347`, the days since 1900. All of it is read as what it was.
What has been lost, as in `4,53864E+09` or `#I/T`, is told instead.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterable
from datetime import date, timedelta

from webapp.offers.link import tidy_link
from webapp.offers.phone_number import tidy_number
from webapp.offersdesk.validation import tidy_hours
from webapp.spreadsheets.letters import mended
from webapp.typed_text import bare_email, danish_day

DAYS = ("seen", "confirmed_on")
NUMBERS = ("phone", "sms")
LINKS = ("website", "source_url")
LISTS = ("topics", "audience", "area", "mode", "languages")
ANSWERS = ("anonymous", "free", "chat", "referral", "children", "dogs")

_MONTHS = {
    **{"jan": 1, "feb": 2, "mar": 3, "apr": 4, "maj": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "okt": 10},
    **{"nov": 11, "dec": 12, "may": 5, "oct": 10},
}
_MONTH = "|".join(_MONTHS)
_MONTH_OF_YEAR = re.compile(rf"({_MONTH})[a-z]*\.?[ -]([0-9]{{4}}|[0-9]{{2}})", re.IGNORECASE)
_DAY_OF_MONTH = re.compile(
    rf"([0-9]{{1,2}})\.?[ -]({_MONTH})[a-z]*\.?(?:[ -](?:[0-9]{{4}}|[0-9]{{2}}))?", re.IGNORECASE
)
_IN_WORDS = re.compile(
    rf"(?:(?:man|tir|tirs|ons|tor|tors|fre|lør|søn)(?:dag)?\.?,? )?(?:den )?"
    rf"([0-9]{{1,2}})\.? ({_MONTH})[a-z]*\.?,? ([0-9]{{4}})",
    re.IGNORECASE,
)
_ENGLISH = re.compile(rf"(?:[a-z]{{3,9}},? )?({_MONTH})[a-z]*\.? ([0-9]{{1,2}}),? ([0-9]{{4}})", re.IGNORECASE)
# A time behind a day, as programs write it; with Z that of another zone, which is a day of ours at midnight alone.
_CLOCK = re.compile(
    r"[ T](?:kl\. )?(?:(?:0?0[:.]00(?:[:.]00(?:\.0+)?)?|12:00(?::00)? AM)Z?"
    r"|[0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: [AP]M)?)$",
    re.IGNORECASE,
)
# Two numbers that may be day and month, or in America month and day.
_SLASHES = re.compile(r"([0-9]{1,2})/([0-9]{1,2})/(?:[0-9]{2}|[0-9]{4})")
# A day as the days since 30 December 1899; those of 1998 to 2091, so that a year is not taken for one.
_SERIAL = re.compile(r"(3[6-9][0-9]{3}|[4-6][0-9]{4})(?:[.,]0+)?")
_DAY_0 = date(1899, 12, 30)
_WHOLE = re.compile(r"([0-9]+)[.,]0{1,2}")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+")
_SHORT_YEAR = re.compile(r"([0-9]{1,2})([./-])([0-9]{1,2})\2([0-9]{2})")
_DAY_AND_NIGHT = (24, 7)  # as a date: 24 July
# Danish postcodes that begin with 0, without it: 0555, 0783, 08.. and 09..
_LOST_ZERO = re.compile("555|783|[89][0-9]{2}")
_LOST_PLUS = re.compile("45[2-9][0-9]{7}")
_SHORTENED = re.compile(r"[0-9]([.,][0-9]+)?E\+?[0-9]+", re.IGNORECASE)
# "#I/T", "#VÆRDI!", "#DIV/0!", and whatever else a program shouts in its own language where a formula failed.
_ERRORS = re.compile(r"#(N/A|I/T|[A-ZÆØÅ0-9_./]{2,30}[!?]|#+)|(Err|Fejl):[0-9]{3}")

_YES, _NO = ("ja", "j", "sand", "sandt", "true", "yes", "y"), ("nej", "n", "falsk", "false", "no")
_TICKS = ("x", "✓", "✔", "☑", "1")
_NOTHING = ("", "-", "–", "—", "n/a", "ikke oplyst")
_DONT_KNOW = ("ved ikke", "ikke oplyst", "ukendt", "unknown", "?", "-", "–", "n/a")
_SAID = {"0": "no"} | {
    word: answer for words, answer in ((_YES, "yes"), (_NO, "no"), (_DONT_KNOW, "unknown")) for word in words
}
_REFERRAL = {word: "none" for word in ("no", "kom bare", "ingen")} | {
    word: "visitation" for word in ("yes", "visitation")
}
_STATUS = {"aktiv": "active", "åben": "active", "åbent": "active", "inaktiv": "inactive", "lukket": "inactive"}
_CONFIDENCE = {"høj": "high", "middel": "medium", "lav": "low", "lav: ikke bekræftet": "low"}


def same_letters(text: str) -> str:
    """Text with each letter as one character and each space as the ordinary one: what looks the same is the same. A
    letter that a homepage wrote as HTML (`&aelig;`) is that letter."""
    text = re.sub(r"&(?:#\d+|[A-Za-z]+\d?);", lambda sign: html.unescape(sign[0]), text)
    return re.sub("[\u00a0\u202f]", " ", unicodedata.normalize("NFC", text))


def meant(field: str, text: str) -> str:
    """What was meant by a cell of a column; the text itself where nothing is known of it."""
    text = same_letters(text)
    if text.casefold() in _NOTHING and field not in (*ANSWERS, "chat"):
        return ""
    if field in DAYS:
        day = _day(text)
        return day.isoformat() if day else text
    if field == "source_date":
        return _day_month_or_year(text)
    if field == "postcode":
        text = _plain_number(re.sub("^DK[- ]?", "", text, flags=re.IGNORECASE).replace(" ", ""))
        return f"0{text}" if _LOST_ZERO.fullmatch(text) else text
    if field in NUMBERS:
        return _number(text)
    if field == "email":
        return bare_email(text)
    if field == "hours":
        return _hours(text)
    if field in ANSWERS:
        said = text.casefold().rstrip(" .!")
        answer = "yes" if said in _TICKS else _SAID.get(said, text)
        return _REFERRAL.get(answer, _REFERRAL.get(said, answer)) if field == "referral" else answer
    if field == "confidence":
        return _CONFIDENCE.get(text.casefold(), text)
    if field == "status":
        return _STATUS.get(text.casefold(), text)
    if field in LINKS:
        return _link(text)
    if field in LISTS:
        parts = (part.strip() for part in re.split(r"[;,\n]", text))
        return ";".join(_area(part) if field == "area" else part for part in parts if part)
    if field == "municipality":
        return re.sub(" Kommune$", "", text, flags=re.IGNORECASE)
    if field == "region":
        return text.removeprefix("Region ")
    return " ".join(text.split()) if field in ("name", "organisation", "city") else text


def lost(field: str, text: str) -> tuple[str, str] | None:
    """What a program has lost of what was written in a cell, and what to do; None when nothing is."""
    if re.fullmatch("##+", text):
        return f"Her står {text}: kolonnen var for smal, da filen blev gemt.", "Gør kolonnen bredere, og gem igen."
    if _ERRORS.fullmatch(text):
        return f"Her står en fejl fra regnearket: {text}.", "Skriv det, der skulle stå, eller slet cellen."
    if (whole := mended(text)) is not None:
        return (
            f"Bogstaverne er gået i stykker: »{_near(text)}«.",
            f"Skulle der stå »{_near(whole)}«? Skriv det igen, eller gem filen som CSV UTF-8.",
        )
    if field == "code" and (_DAY_OF_MONTH.fullmatch(text) or _SHORTENED.fullmatch(text)):
        return f"Regnearket har lavet koden om til {text}.", "Gør cellen til tekst, og skriv koden igen."
    if field in (*NUMBERS, "postcode") and _SHORTENED.fullmatch(text):
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


def _near(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:57]} …"


def american(texts: Iterable[str]) -> bool | None:
    """Whether the days of a table have their month first, as American programs write them: 5/27/2026. None when all of
    them could be either, 5/7/2026."""
    for text in texts:
        found = _SLASHES.fullmatch(_CLOCK.sub("", text))
        if found and max(int(found[1]), int(found[2])) > 12:
            return int(found[2]) > 12
    return None


def month_first(text: str) -> str:
    """A day of an American table, 5/27/2026, with the day first; the text itself when it is no such day."""
    is_one = _SLASHES.fullmatch(_CLOCK.sub("", text))
    return re.sub(r"^([0-9]{1,2})/([0-9]{1,2})/", r"\2/\1/", text) if is_one else text


def either_way(text: str) -> bool:
    """Whether a text is a day that means another one where the month stands first: 5/7/2026."""
    found = _SLASHES.fullmatch(_CLOCK.sub("", text))
    return found is not None and found[1] != found[2] and max(int(found[1]), int(found[2])) <= 12


def _day(text: str) -> date | None:
    text = _CLOCK.sub("", text)
    if found := _SERIAL.fullmatch(text):
        return _DAY_0 + timedelta(days=int(found[1]))
    if found := _SHORT_YEAR.fullmatch(text):
        text = f"{found[1]}.{found[3]}.20{found[4]}"
    elif found := _IN_WORDS.fullmatch(text):
        text = f"{found[1]}.{_MONTHS[found[2].casefold()]}.{found[3]}"
    elif found := _ENGLISH.fullmatch(text):
        text = f"{found[2]}.{_MONTHS[found[1].casefold()]}.{found[3]}"
    try:
        return danish_day(text)
    except ValueError:
        return None


def _day_month_or_year(text: str) -> str:
    if found := _MONTH_OF_YEAR.fullmatch(text):
        return f"{found[2].zfill(4) if len(found[2]) == 4 else '20' + found[2]}-{_MONTHS[found[1].casefold()]:02}"
    text = _WHOLE.sub(r"\1", text) if re.match(r"(?:19|20)\d\d[.,]", text) else text
    day = None if re.fullmatch("[0-9]{4}(-[0-9]{2})?", text) else _day(text)
    return day.isoformat() if day else text


def _number(text: str) -> str:
    text = _plain_number(re.sub(r"^(?:tlf|tel|telefon|mobil|mob|sms|nr)\b[.:]*\s*", "", text, flags=re.IGNORECASE))
    try:
        return tidy_number(f"+{text}" if _LOST_PLUS.fullmatch(text) else text)
    except ValueError:
        return text


def _link(text: str) -> str:
    try:
        return text if text.startswith(("https://", "http://")) else tidy_link(text)
    except ValueError:
        return text


def _area(text: str) -> str:
    plain = re.sub(" Kommune$", "", text, flags=re.IGNORECASE)
    return (
        "landsdaekkende" if plain.casefold() in ("hele landet", "hele danmark", "danmark", "landsdækkende") else plain
    )


def _plain_number(text: str) -> str:
    """A number without the decimals and thousands that a program put on it, or the mark of a text that somebody did:
    `38643200,0`, `38,643,200`, `'38643200`."""
    text = re.sub("^['’](?=[0-9+])", "", text)
    if found := _WHOLE.fullmatch(text):
        return found[1]
    return text.replace(",", "") if _THOUSANDS.fullmatch(text) else re.sub(r"^([0-9])\.([0-9]{3})$", r"\1\2", text)


def _hours(text: str) -> str:
    if text.casefold() in _DONT_KNOW:
        return ""
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
