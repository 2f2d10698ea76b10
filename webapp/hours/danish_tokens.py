"""The tokens of opening hours as a Dane writes them: days, dates, times and the small words between, each in
OpenStreetMap's words and with its place. What they say together: `danish_hours.py`."""

from __future__ import annotations

import re
from collections.abc import Callable
from difflib import get_close_matches
from typing import NamedTuple

from webapp.hours.danish_phrases import in_one_way
from webapp.hours.danish_words import (
    A_DATE,
    A_DAYS_NAME,
    ALL_DAY,
    ALSO,
    CLOSED,
    DAY,
    DAYS,
    EXCEPT,
    MONTH,
    MONTHS,
    MONTHS_IN_ORDER,
    NAMED,
    NAMES,
    NO_TIME,
    NTH,
    NUMBER,
    ONE_TIME,
    PLACE,
    SAYING_NOTHING,
    TIME,
    WEEKS,
    WEEKS_END,
    found_by,
)
from webapp.hours.rules import OpeningHoursError


class Token(NamedTuple):
    """A piece of a text: what kind of thing it says, and where it stands in the text, counted from 0."""

    kind: str  # day, date, week, hours, clock, closed, except, others, and, end, dash, colon
    said: str  # in OpenStreetMap's words
    at: int


def read_tokens(text: str) -> list[Token]:
    """A text's days, dates, times and words one by one. Raises OpeningHoursError with the place of what is not
    understood, and what to write instead."""
    plain, tokens, at = in_one_way(text), [], 0
    while at < len(plain):
        read = next(
            ((kind, said, found) for kind, said, one in _TOKENS if (found := found_by(one).match(plain, at))), None
        )
        if read is None:
            word = re.compile(r"\w+|.").match(plain, at)
            raise not_read(text, at, word.end() if word else at + 1)
        kind, said, found = read
        if kind:
            tokens.append(Token(kind, said if isinstance(said, str) else said(found), at))
        at = found.end()
    return _exceptions(tokens, text)


# Small words before an exception, and before what each says nothing: "dog lukket", "men torsdag", "kun 8-12".
_DAYS = {"day", "date", "week"}
_BEFORE = {
    "dog": {*_DAYS, "closed", "except", "dash"},
    "men": {"day", "closed"},
    "ellers": {"day"},
    "kun": {"hours", "dash", "clock"},
    "de": {"week"},
}


def _exceptions(tokens: list[Token], text: str) -> list[Token]:
    """The tokens without "dog" and "kun"; "dog 8-14 fredage" begins anew. Raises OpeningHoursError where such a word
    may say more."""
    found: list[Token] = []
    for number, token in reversed(list(enumerate(tokens))):
        if token.kind != "though":
            found.insert(0, token)
            continue
        after = [one.kind for one in found[:2]] + ["end", "end"]
        before = tokens[number - 1].kind if number else ""
        if after[0] in _BEFORE[token.said] or (token.said == "dog" and before in _DAYS and after[0] == "hours"):
            continue
        if token.said == "kun" and not before and after[0] == "day":
            continue
        if token.said != "dog" or after[:2] != ["hours", "day"]:
            raise not_read(text, token.at, token.at + len(token.said))
        found.insert(0, Token("end", "", token.at))
    return found


_WELL_KNOWN = (
    *(word for words in (*DAYS.values(), *MONTHS.values()) for word in words[:3] if len(word) > 4),
    *("hverdage", "weekend", "helligdage", "lukket", "undtagen", "døgnåbent", "måneden", "alle dage"),
)


def not_read(text: str, at: int, end: int) -> OpeningHoursError:
    """What is said about a piece of a text that cannot be read, with what it may have been meant to be."""
    said, place = text[at:end].strip(), f"tegn {at + 1}"
    if found := re.fullmatch(r"(0?[1-9]|[12]\d|3[01])\.(0?[1-9]|1[0-2])", said):
        date = f"{int(found[1])}. {MONTHS[MONTHS_IN_ORDER[int(found[2]) - 1]][0]}"
        return OpeningHoursError(
            f"»{said}« ({place}): Er det en dato, så skriv »{date}«. Er det et klokkeslæt, så skriv både fra og "
            "til: »9-16«."
        )
    if re.fullmatch(ONE_TIME, said):
        return OpeningHoursError(
            f"»{said}« ({place}) har kun den ene ende. Skriv både fra og til: »9-16«. "
            "Ved ingen, hvornår der lukkes, så skriv »kl. 19 og frem«."
        )
    near = get_close_matches(said.lower(), _WELL_KNOWN, 1, 0.8)
    if near and not said.lower().startswith(near[0]):  # "mandag -" is one already
        return OpeningHoursError(f"»{said}« kan ikke læses ({place}). Mente du »{near[0]}«?")
    return OpeningHoursError(
        f"»{said[:30]}« kan ikke læses ({place}). Skriv dage og klokkeslæt, for eksempel "
        "»man-fre 9-16, lør lukket«, og alt andet i »Om åbningstiden«."
    )


def _named(found: re.Match[str]) -> str:
    return NAMES[found[1].lower()]


def _dates(found: re.Match[str]) -> str:
    return ",".join(f"{NAMES[found[2].lower()]} {int(day):02}" for day in re.findall(r"\d+", found[1]))


def _date(found: re.Match[str]) -> str:
    if found[3].isdigit() and not 1 <= int(found[3]) <= 12:
        raise OpeningHoursError(f"Datoen »{found[0].strip()}« findes ikke (tegn {found.start() + 1}).")
    # "søndag 9-12 juli lukket"
    name = rf"{A_DAYS_NAME}\.?[:,]?|(?:\b(?:{MONTH})|\d|uger|måned(?:en)?|\))\.?(?=\s)"
    before = rf"(?:{name}|\d *(?:og|samt|[,&+]))[^\S\n]*(?:fra\s*)?(?:kl\.?\s*)?$"
    hours = re.search(before, found.string[: found.start()], re.IGNORECASE)
    if (
        found[2]
        and "." not in found[0].partition("-")[0]
        and "/" not in found[0]
        and (hours or int(found[2]) < int(found[1]))
    ):
        raise OpeningHoursError(
            f"»{found[0].strip()}« kan ikke læses (tegn {found.start() + 1}). Er det datoer, så skriv "
            f"»{found[1]}.-{found[2]}. {found[3]}«. Er det tider, så sæt et komma bagefter."
        )
    month = MONTHS_IN_ORDER[int(found[3]) - 1] if found[3].isdigit() else NAMES[found[3].lower()]
    return f"{month} {int(found[1]):02}" + (f"-{int(found[2]):02}" if found[2] else "")


def _nth(found: re.Match[str]) -> str:
    numbers = [NTH.get(one, 0) or int(one[0]) for one in re.findall(NUMBER, found[1].lower())]
    return ",".join(f"{NAMES[found[2].lower()]}[{number}]" for number in numbers)


def _weeks(found: re.Match[str]) -> str:
    said: list[str] = []
    for each in re.findall(WEEKS, found[1]):
        first, last = (int(number) for number in (re.findall(r"\d+", each) * 2)[:2])
        if said and "-" in each and first <= last <= 24 and first <= int(said[-1][-2:]):  # "uge 38-42, 10-12"
            raise OpeningHoursError(
                f"Er »{each}« (tegn {found.start() + 1}) uger eller klokkeslæt? Skriv »kl. {each}« om tider."
            )
        if 1 <= last < first <= 53 and "-" in each:  # "uge 51-1"
            said += [f"{first:02}-53", f"01-{last:02}"]
            continue
        if not 1 <= first <= last <= 53:
            raise OpeningHoursError(f"Uge {each} findes ikke (tegn {found.start() + 1}).")
        said.append(f"{first:02}-{last:02}" if last > first else f"{first:02}")
    return "week " + ",".join(said)


def _clock(found: re.Match[str]) -> str:
    """ "9", "9.30" and "0930" as "09:00" and "09:30". Raises OpeningHoursError."""
    said = []
    for hour, minute in zip(found.groups()[::2], found.groups()[1::2], strict=True):
        if int(hour) * 60 + int(minute or 0) > 24 * 60 or int(minute or 0) > 59:
            raise OpeningHoursError(f"»{found[0].strip()}« er ikke et klokkeslæt (tegn {found.start() + 1}).")
        said.append(f"{int(hour):02}:{int(minute or 0):02}")
    return "-".join(said)


def _moment(found: re.Match[str]) -> str:
    """A time alone, which may be no time: "24.12"."""
    hour, _, minute = found[0].replace(".", ":").partition(":")
    return f"{int(hour):02}:{minute or '00'}"


def _hours(found: re.Match[str]) -> str:
    """Two times as hours. Of "9-3" and "1-4" is asked whether they are of twelve hours, as people say them: nobody is
    to find a place closed at night that was meant for the day. "09-03", "20-8" and, with its minutes, "5.30-11" are not
    asked about.

    Raises OpeningHoursError."""
    hours = _clock(found).replace("-23:59", "-24:00")  # as programs write midnight
    begins, ends = hours.split("-")
    first, last = found[1], found[3]
    early = first == "5" and (found[2] or found[4])
    if first.startswith("0") or last.startswith("0") or int(last) > 11 or early:
        return hours
    past_midnight = 6 <= int(first) <= 15 and int(last) <= 8 and ends <= begins and int(first) < int(last) + 12
    if not past_midnight and not (int(first) <= 5 and begins < ends):
        return hours
    by_day = f"{begins if past_midnight else f'{int(first) + 12}{begins[2:]}'}-{int(last) + 12}{ends[2:]}"
    raise OpeningHoursError(
        f"Er »{' '.join(found[0].split())}« (tegn {found.start() + 1}) om dagen eller om natten? "
        f"Skriv »{by_day}« eller »{hours}«."
    )


# A word, also right beside a figure or another's capital: "10-14Tirsdag", "kl10-12", "OnsdagLukket".
_BEGINS = r"(?:(?<![^\W\d])|(?<=(?-i:[a-zæøå]))(?=(?-i:[A-ZÆØÅ])))"
_ENDS = r"(?:(?![^\W\d])|(?<=(?-i:[a-zæøå]))(?=(?-i:[A-ZÆØÅ])))"
_SEASON = r"\b(?:sommer|vinter)(?:åbent?|åbning\w*|tid|perioden|halvåret|en)?\b"
# In this order: the first that fits counts. Each as (kind, what it says in OpenStreetMap's words, pattern).
_TOKENS: tuple[tuple[str, str | Callable[[re.Match[str]], str], str], ...] = (
    ("", "", r" "),
    ("hours", "00:00-24:00", rf"\b(?:{ALL_DAY})(?!\w)"),
    ("date", _dates, rf"\b((?:\d{{1,2}}\. *(?:,|og) *(?:d\. *|den )?)+\d{{1,2}})\.? *({MONTH})\b\.?"),
    ("date", _date, rf"(?<!kl\s)(?<!kl\.)(?<!kl\.\s)\b(\d{{1,2}})\.? *(?:- *(\d{{1,2}})\.? *)?({MONTH})\b\.?"),
    ("date", _date, r"\b(\d{1,2})\.?(?:-(\d{1,2})\.?)?/(\d{1,2})\b(?![\d/])"),
    ("day", _nth, rf"\b({NUMBER}(?: *(?:,|og|[&+]) *(?:den |d\. *)?{NUMBER})*) ({DAY})\b"),
    ("hours", lambda found: f"{_clock(found)}+", rf"\b{TIME} *(?:-? *og frem(?:efter)?\b|\+)"),
    # "til 16 - 1. søndag i måneden" ends before its number
    ("hours", _hours, rf"(?<!\d){TIME} *- *(?:kl\.? *)?{TIME}(?![\d:]|\. ?(?:{DAY}) i (?:hver )?måned)"),
    ("", "", rf"\b(?:i?mellem|ml\.?)(?= (?:kl\.? *)?{TIME} *-)"),
    ("hours", _hours, rf"\b(?:i?mellem|ml\.?) (?:kl\.? *)?{TIME} (?:og|&) (?:kl\.? *)?{TIME}(?![\d:])"),
    ("week", _weeks, rf"\buge(?:rne)? ({WEEKS}(?: *(?:,|og|samt|&|\+) *{WEEKS}{WEEKS_END})*)"),
    ("others", "Mo-Fr", r"\b(?:alle )?(?:de )?(?:øvrige|andre|resterende) hverdage\b"),
    ("others", "Mo-Su", r"\b(?:alle )?(?:de )?(?:øvrige|andre|resterende) (?:uge)?dage\b"),
    ("", "", rf"\bperioden(?= (?:fra )?(?:den |d\. *)?(?:\d{{1,2}}\.? *- *)?(?:{A_DATE}))|\bhele(?= (?:{MONTH})\b)"),
    ("", "", rf"{_SEASON}(?= *[:(]* *(?:fra )?(?:{A_DATE}))"),
    *((kind, said, rf"{_BEGINS}(?:{pattern}){_ENDS}\.?") for kind, said, pattern in NAMED),
    ("day", _named, rf"{_BEGINS}({DAY}){_ENDS}\.?"),
    ("day", lambda found: found[0].title().replace("Ph", "PH"), r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH)\b"),
    ("date", _named, rf"\b({MONTH})\b\.?"),
    ("closed", "", rf"{_BEGINS}(?:{CLOSED}){_ENDS}|{NO_TIME}|\b(?:undtage[nt]|ikke)\b(?=\s*(?:[,.;)\n]|\Z))"),
    ("except", "", rf"\b(?:{EXCEPT})\b"),
    ("and", lambda found: found[0].lower(), rf"\b(?:{ALSO})\b|[,&+()]|(?<=\s)/(?=\s)|(?<=[^\W\d])/(?=[^\W\d])"),
    ("and", "/", rf"(?<=[^\W\d]\.)/(?=[^\W\d])|(?<=\d)/(?=(?:{DAY})\b)"),
    ("end", "", r"[;\n]|//"),
    ("dash", "", r"-"),
    ("colon", "", r":"),
    ("though", lambda found: found[0].lower(), r"\b(?:dog|men|kun|ellers)\b|\bde(?= u?lige uge)"),
    ("", "", rf"{_BEGINS}(?:{SAYING_NOTHING}){_ENDS}\.?|[.…_•·⋅∙*|=]"),
    ("", "", rf"\b{PLACE}(?= (?:holder|har|er|åben|åbent|åbner|kører)\b|s? *(?:åbningstid\w* *)?:)"),
    ("clock", _moment, rf"\b{ONE_TIME}(?!\d|[.:]\d)"),
)
