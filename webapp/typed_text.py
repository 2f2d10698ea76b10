"""Text as somebody typed it: tidied for keeping, and what is wrong with it, in Danish."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Mapping
from datetime import date
from itertools import pairwise

from webapp.danish import MONTHS, WEEKDAYS, danish_date, danish_day_or_month
from webapp.security.cpr import has_cpr

HAS_CPR = (
    "Her står noget, der ligner et CPR-nummer. Slet det. Vi gemmer aldrig noget om en borger. "
    "Er det et andet nummer, så skriv foran, hvad det er: P-nummer, konto, tlf."
)
CPR_OVER_TWO = "Feltet før og dette ligner tilsammen et CPR-nummer. Slet det. Vi gemmer aldrig noget om en borger."
HAS_SLOT = "Skriv uden [[ og ]]."
BAD_DAY = "Skriv en dato, for eksempel 24.12.2026."
BAD_SOURCE_DATE = (
    "Skriv kildens dato som 21. november 2026, november 2026 eller 2026, og ikke en dag, der ikke er kommet."
)
NO_YEAR = "Skriv også året, for eksempel 24.12.2026."
NO_YEAR_OF_WEEKS = "Skriv også året, for eksempel »uge 29 2027«."


# Without Unicode's case a "K" is no Kelvin sign, and an "s" no long one.
_EMAIL = re.compile(
    r"(?=[^@]{1,64}@)[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[a-z0-9æøåÆØÅ](?:[a-z0-9æøåÆØÅ-]*[a-z0-9æøåÆØÅ])?\.)+[a-zæøåÆØÅ]{2,}",
    re.IGNORECASE | re.ASCII,
)


class InvalidForm(ValueError):
    """What was typed in a form cannot be kept: `errors` says by field, in Danish, what to mend."""

    def __init__(self, errors: dict[str, str]):
        super().__init__("; ".join(f"{field}: {message}" for field, message in errors.items()))
        self.errors = errors


_JOINERS = "\u200c\u200d"
_LIKE_PICTURES = "\ufe0f\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"  # drawn in colour, and five shades of skin


def _without_unseen(text: str, kinds: Collection[str]) -> str:
    # But for what joins pictures (the rainbow and its flag) or letters of scripts that are spelled with it.
    def is_joined(before: str, after: str) -> bool:
        is_one = [unicodedata.category(char or " ") in ("So", "Lo") for char in (before, after)]
        return is_one[1] and (is_one[0] or before in tuple(_LIKE_PICTURES))

    return "".join(
        char
        for place, char in enumerate(text)
        if unicodedata.category(char) not in kinds
        or (char in _JOINERS and is_joined(text[place - 1 : place], text[place + 1 : place + 2]))
    )


def tidy(text: str) -> str:
    """Typed text as it is kept: line ends as one character; no other control characters, and none that change the
    direction or the look of what stands around them (Unicode's categories Cc and Cf)."""
    seen = _without_unseen(text.replace("\r\n", "\n"), ("Cf", "Cs"))
    return "".join(" " if unicodedata.category(char) == "Cc" and char != "\n" else char for char in seen).strip()


def without_list_marks(lines: list[str]) -> list[str]:
    """The lines of a list as it was pasted, without the marks of its points, or its numbers where they count it up."""
    numbers = [re.match(r"([0-9]{1,3})[.)] ", line) for line in lines]
    if len(lines) > 1 and [int(found[1]) for found in numbers if found] == list(range(1, len(lines) + 1)):
        return [line.partition(" ")[2] for line in lines]
    return [re.sub(r"^(?:[•·‣◦▪●–*\uf0b7-] +)+(?=\S)", "", line) for line in lines]


def tidy_text(text: object) -> str:
    """One line of text: nothing but characters one can see, with single spaces."""
    seen = "".join(
        " " if unicodedata.category(char) in ("Cc", "Zl", "Zp", "Zs") else char
        for char in _without_unseen(str(text), ("Cf", "Cs", "Co", "Cn"))
    )
    return re.sub(" +", " ", unicodedata.normalize("NFC", seen)).strip()


def wrong_text(text: str, longest: int) -> str | None:
    """What is wrong with free text, in Danish, or None."""
    if len(text) > longest:
        return f"Det er for langt: højst {longest} tegn, her er {len(text)}."
    if has_cpr(text):
        return HAS_CPR
    return HAS_SLOT if "[[" in text or "]]" in text else None


def cpr_over_two(typed: Mapping[str, str]) -> str | None:
    """The second of two neighbouring fields of free text, empty ones passed over, that hold a personal number together
    and not each alone. None where there is none."""
    # Half a number has a digit: that is seen at once, where to look for the whole takes a part of a millisecond.
    filled = [(name, text, re.search(r"\d", text)) for name, text in typed.items() if text]
    for (_, one, in_one), (name, other, in_other) in pairwise(filled):
        if in_one and in_other and has_cpr(f"{one}\n{other}") and not has_cpr(one) and not has_cpr(other):
            return name
    return None


def whole_number(text: str | None, *, else_: int) -> int:
    """A whole number of at most nine digits, as a form's hidden field holds it; `else_` for anything else."""
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else else_


def page_number(text: str | None) -> int:
    """Which page of a list is asked for, from 1; the first for anything that is no page's number."""
    return max(1, whole_number(text, else_=1))


def is_email(text: str) -> bool:
    """Whether a text looks like a mail address in use, which may have Danish letters in its domain. Only writing to it
    tells more. At most 254 characters: RFC 5321's limit, less its brackets."""
    return len(text) <= 254 and _EMAIL.fullmatch(text) is not None


def bare_email(text: str) -> str:
    """A mail address without what programs put around it: `mailto:a@b.dk`, `<a@b.dk>`, `Anna Berg <a@b.dk>`, a full
    stop, and characters one cannot see."""
    seen = "".join(char for char in text if unicodedata.category(char) != "Cf").strip()
    found = re.fullmatch(r"(?:[^<>@]*)<([^<>\s]+)>", seen)
    return re.sub(r"^mailto:\s*", "", found[1] if found else seen, flags=re.IGNORECASE).rstrip(".,;")


_A_MONTH = "|".join(month[:3] for month in MONTHS)
_WRITTEN_DAY = re.compile(
    rf"(?:(?P<weekday>{'|'.join(day[:3] for day in WEEKDAYS)})[a-zæøå]*\.?,?\s+)?(?:den\s+|d\.\s*)?"
    rf"(?P<day>[0-9]{{1,2}})(?:[./ -]+(?P<number>[0-9]{{1,2}})|\.?[ -]*(?P<name>{_A_MONTH})[a-z]*)"
    r"(?:[./, -]+(?P<year>[1-9][0-9]{3}|[0-9]{2}))?\.?",
    re.IGNORECASE,
)


_WEEKS = re.compile(
    r"(?:(?P<before>[1-9][0-9]{3})[ ,-]+)?(?:i\s+)?uge(?:rne)?\s*(?P<first>[0-9]{1,2})"
    r"(?:\s*(?:-|til)\s*(?:uge\s*)?(?P<last>[0-9]{1,2}))?"
    r"(?:[ ,/-]+(?:i\s+)?(?P<year>[1-9][0-9]{3}))?\.?",
    re.IGNORECASE,
)


def danish_weeks(text: str) -> tuple[date, date] | None:
    """The Monday and the Sunday of weeks of a year, as Danes write them (`uge 29 2027`, `uge 28-30, 2027`); None for
    what names no week. Raises ValueError with a Danish message for weeks that do not exist or have no year."""
    plain = re.sub("[\N{HYPHEN}-\N{EM DASH}]", "-", " ".join(unicodedata.normalize("NFKC", text).split()))
    found = _WEEKS.fullmatch(plain)
    if not found:
        return None
    if not (year := found["year"] or found["before"]):
        raise ValueError(NO_YEAR_OF_WEEKS)
    first, last = int(found["first"]), int(found["last"] or found["first"])
    try:
        # "uge 52-1" ends in the next year.
        days = date.fromisocalendar(int(year), first, 1), date.fromisocalendar(int(year) + (last < first), last, 7)
    except ValueError:
        raise ValueError(f"Ugen findes ikke i {year}. {BAD_DAY}") from None
    return days


def danish_day(text: str) -> date:
    """A date as it is kept (`2026-12-24`) or as Danes write it (`24.12.2026`, `24/12 2026`, `24/12-26`, `torsdag d. 24.
    december 2026`). Raises ValueError with a Danish message: for one that does not exist, has no year, or is no such
    weekday."""
    plain = re.sub("[\N{HYPHEN}-\N{EM DASH}]", "-", " ".join(unicodedata.normalize("NFKC", text).split()))
    if found := re.fullmatch(r"([1-9][0-9]{3})([-/.])([0-9]{1,2})\2([0-9]{1,2})", plain):
        year, _, month, day = found.groups()
        weekday = ""
    elif found := _WRITTEN_DAY.fullmatch(plain):
        day, year, weekday = found["day"], found["year"], (found["weekday"] or "").lower()
        by_name = [name[:3] for name in MONTHS]
        month = found["number"] or str(by_name.index(found["name"].lower()) + 1)
        if not year:
            raise ValueError(NO_YEAR)
    else:
        raise ValueError(BAD_DAY)
    try:
        meant = date(int(year) + (2000 if len(year) == 2 else 0), int(month), int(day))
    except ValueError:
        raise ValueError(f"Datoen findes ikke. {BAD_DAY}") from None
    if weekday and weekday != WEEKDAYS[meant.weekday()][:3]:
        raise ValueError(f"{danish_date(meant)} er en {WEEKDAYS[meant.weekday()]}. Ret dagen eller datoen.")
    return meant


def _day_or_month(text: str) -> str:
    """A day (`21.11.2026`) or a month (`november 2026`, `11/2026`) as Danes write it, as it is kept. Raises
    ValueError."""
    month = re.fullmatch(r"(?:([0-9]{1,2})[./ -]+|([^\W\d]{3})[^\W\d]*\.? )([1-9][0-9]{3})", text.strip())
    names = [name[:3] for name in MONTHS]
    if month and (month[1] or month[2].lower() in names):
        return f"{month[3]}-{int(month[1] or names.index(month[2].lower()) + 1):02}"
    try:
        return danish_day(text).isoformat()
    except ValueError:
        raise ValueError(BAD_SOURCE_DATE) from None


def source_date_field(kept: str | None) -> str:
    """A source's own date as its field shows it, in words; what is no date as it was written."""
    try:
        return danish_day_or_month(kept) if kept else ""
    except (ValueError, IndexError):
        return str(kept)


def source_date(text: str, today: date) -> str:
    """A source's own date as it is kept: a day, a month (`2026-11`) or a year, also where it was written as Danes do.
    Raises ValueError with a Danish message, also for what is still to come."""
    if not re.fullmatch(r"[1-9][0-9]{3}(-[0-9]{2}(-[0-9]{2})?)?", text):
        text = _day_or_month(text)
    if text > today.isoformat()[: len(text)]:
        raise ValueError(BAD_SOURCE_DATE)
    try:
        date.fromisoformat((text + "-01-01")[:10])
    except ValueError:
        raise ValueError(BAD_SOURCE_DATE) from None
    return text
