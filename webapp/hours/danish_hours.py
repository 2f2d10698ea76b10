"""Opening hours as a Dane writes them ("man-fre 9-16, lør lukket") as OpenStreetMap text ("Mo-Fr 09:00-16:00; Sa off").

What is not understood is refused with its place: nothing is guessed at. Where days stand twice, hours that do not
meet add to each other ("man-fre 9-12, tors 15-17"), hours that do replace ("man-fre 9-16, fre 9-14"); what is closed
is closed wherever it stands. The desk asks about both (`questions.py`).
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from itertools import takewhile
from typing import NamedTuple

from webapp.hours.rules import OpeningHoursError, Rule, joined, rules_of
from webapp.hours.span import DAY

# Each day by its OpenStreetMap name, and how Danes begin it or shorten it.
DAYS = {
    "Mo": ("mandage", "mandag", "man", "ma"),
    "Tu": ("tirsdage", "tirsdag", "tirs", "tir", "ti"),
    "We": ("onsdage", "onsdag", "ons", "on"),
    "Th": ("torsdage", "torsdag", "tors", "tor", "to"),
    "Fr": ("fredage", "fredag", "fre", "fr"),
    "Sa": ("lørdage", "lørdag", "lør", "lø"),
    "Su": ("søndage", "søndag", "søn", "sø"),
}
MONTHS = {
    **{"Jan": ("januar", "jan"), "Feb": ("februar", "feb"), "Mar": ("marts", "mar"), "Apr": ("april", "apr")},
    **{"May": ("maj",), "Jun": ("juni", "jun"), "Jul": ("juli",), "Aug": ("august", "aug")},
    **{"Sep": ("september", "sept", "sep"), "Oct": ("oktober", "okt"), "Nov": ("november", "nov")},
    **{"Dec": ("december", "dec")},
}
_IN_ORDER = tuple(MONTHS)
_NAMES = {word: day for names in (DAYS, MONTHS) for day, words in names.items() for word in words}
SPANS = {
    **dict.fromkeys(("alle hverdage", "hverdage", "hverdagene", "hverdag"), "Mo-Fr"),
    **dict.fromkeys(("weekender", "weekenden", "weekend"), "Sa-Su"),
    **dict.fromkeys(("alle ugens dage", "alle dage", "hver dag", "dagligt", "hele ugen"), "Mo-Su"),
    **dict.fromkeys(("alle årets dage", "hele året", "året rundt"), "Mo-Su,PH"),
    **dict.fromkeys(("helligdagene", "helligdage", "helligdag"), "PH"),
    **dict.fromkeys(("juleaftensdag", "juleaften"), "Dec 24"),
    **dict.fromkeys(("nytårsaftensdag", "nytårsaften"), "Dec 31"),
    **{"nytårsdag": "Jan 1", "grundlovsdag": "Jun 5"},
    **dict.fromkeys(("ulige uger", "ulige uge"), "week 1-53/2"),
    **dict.fromkeys(("lige uger", "lige uge"), "week 2-52/2"),
}
_ALL_DAY = ("hele døgnet", "døgnet rundt", "døgnåbent", "døgnåben", "24 timer i døgnet", "24 timer", "24/7")
_CLOSED = ("holder lukket", "holdes lukket", "har lukket", "lukkede", "lukket", "ikke åbent", "ferielukket")
_EXCEPT = (
    *("undtagen", "undtaget", "bortset fra", "på nær", "dog ikke", "men ikke", "ikke"),
    *("eksklusive", "ekskl", "eks", "ex"),
)
_NTH = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sidste": -1}
_FILLER = (
    *("klokken", "kl", "fra", "om", "i", "på", "er", "vi", "har", "holder", "der", "den", "d", "åbningstiderne"),
    *("åbningstider", "åbningstid", "telefontid", "telefonen", "træffetid", "åbent", "åben", "åbner", "alle", "hver"),
    *("inklusive", "inkl", "måneden", "måned"),
)
# What people write and no clock can say, and what to do about it.
_ADVICE = (
    (r"hver anden\b|hver 2\.", "Skriv „lige uger“ eller „ulige uger“."),
    (r"efter (?:nærmere )?aftale|ring først|ring og aftal\w*|med tidsbestilling", "Skriv det i „Om åbningstiden“."),
    (r"\bjul(?:en)?\b\.?", "Er det julen eller juli? Skriv „juli“ eller datoerne, for eksempel „24.-26. december“."),
    (r"påske\w*|pinse\w*", "Skriv „helligdage“ eller datoerne som lukkedage."),
    (r"\w*ferie\w*", "Skriv datoerne, for eksempel „juli“ eller „1.-15. august“, eller skriv dem som lukkedage."),
)
_FROM_AND_TO = "Skriv fra og til, for eksempel „1. august - 30. september“, eller skriv det som en ændring med datoer."


def _any(words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DAY = _any(word for words in DAYS.values() for word in words)
_MONTH = _any(word for words in MONTHS.values() for word in words)
_NUMBER = rf"(?:[1-5]\.|{_any(_NTH)})"
_WEEKS = r"\d{1,2}\b(?:\s*-\s*\d{1,2}\b)?"
_A_DATE = rf"\d{{1,2}}\.?\s*(?:/\s*\d{{1,2}}|(?:{_MONTH})\b)|(?:{_MONTH})\b"
_WEEKDAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
_A_DAYS_NAME = rf"\b(?:{_DAY}|hverdag\w*|weekend\w*|helligdag\w*|alle|hver)\b"
_TIME = r"(\d{1,2})(?:[.:]?(\d{2}))?"
# In this order: the first that fits counts.
_TOKENS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("space", r"[^\S\n]+"),
        ("all day", rf"\b(?:{_any(_ALL_DAY)})(?!\w)"),
        ("dates", rf"\b((?:\d{{1,2}}\.[ ]*(?:,|og)[ ]*)+\d{{1,2}})\.?[ ]*({_MONTH})\b\.?"),
        ("date", rf"\b(\d{{1,2}})\.?[ ]*(?:-[ ]*(\d{{1,2}})\.?[ ]*)?({_MONTH})\b\.?"),
        ("date", r"\b(\d{1,2})\.?(?:-(\d{1,2})\.?)?/(\d{1,2})\b(?![\d/])"),
        ("nth", rf"\b({_NUMBER}(?:\s*(?:,|og)\s*{_NUMBER})*)\s+({_DAY})\b"),
        ("open end", rf"\b{_TIME}\s*(?:-?\s*og\s+frem(?:efter)?\b|\+)"),
        ("time", rf"\b{_TIME}\s*-\s*(?:kl\.?\s*)?{_TIME}(?![\d:])"),
        ("filler", rf"\bmellem(?=\s+(?:kl\.?\s*)?{_TIME}\s*-)"),
        ("between", rf"\bmellem\s+(?:kl\.?\s*)?{_TIME}\s+og\s+(?:kl\.?\s*)?{_TIME}(?![\d:])"),
        ("weeks", rf"\buge(?:rne)?\s+({_WEEKS}(?:\s*(?:,|og|&)\s*{_WEEKS}(?!\s*[-.:\d]))*)"),
        ("span", rf"\b({_any(SPANS)})\b\.?"),
        ("day", rf"\b({_DAY})\b\.?"),
        ("day", r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b"),
        ("month", rf"\b({_MONTH})\b\.?"),
        ("closed", rf"\b(?:{_any(_CLOSED)}|off|closed)\b"),
        ("except", rf"\b(?:{_any(_EXCEPT)})\b"),
        ("and", r"\b(?:og så|og|samt|også|ligeledes|plus)\b|[,&+()]|(?<=\s)/(?=\s)|(?<=[^\W\d])/(?=[^\W\d])"),
        ("end", r"[;\n]"),
        ("dash", r"-"),
        ("colon", r":"),
        ("filler", rf"\b(?:{_any(_FILLER)})\b\.?|[.•·*|]"),
    )
)


class _Token(NamedTuple):
    kind: str  # days, hours, closed, except, and, end, dash, colon
    said: str  # in OpenStreetMap's words
    at: int


class _Days(NamedTuple):
    """Days that were named together, each as (kind, in OpenStreetMap's words, whether a comma or "og" stands before
    it): day, date or week."""

    at: int
    parts: tuple[tuple[str, str, bool], ...]
    last: int  # how many of the parts stand after the last comma

    def split(self) -> tuple[_Days, _Days]:
        cut = len(self.parts) - self.last
        return self._replace(parts=self.parts[:cut], last=cut), self._replace(parts=self.parts[cut:])


def in_osm(text: str) -> str:
    """The text with Danish days, words and times as OpenStreetMap writes them. Raises OpeningHoursError with the place
    of what is not understood, and what to write instead."""
    plain = re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text)
    plain = re.sub(r"^(\s*)[-*•·]", r"\1 ", plain, flags=re.MULTILINE)  # the marks of a list
    plain = re.sub(
        r"\b(?:til og med|t\.?\s?o\.?\s?m\.?(?=\W)|t/m|til)\b\.?",
        lambda found: "-".ljust(len(found[0])),
        plain,
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"(?<=[^\W\d])-(?=\s*(?:,|og\b))", " ", plain)  # "lør- og søndag"
    plain = _sentences(plain)
    _no_one_sided_date(plain)
    _one_thing(plain)
    for pattern, advice in _ADVICE:
        if found := re.search(pattern, plain, re.IGNORECASE):
            raise OpeningHoursError(f"„{found[0].strip()}“ kan ikke læses (tegn {found.start() + 1}). {advice}")
    clauses = list(_clauses(_together(_tokens(plain, text), text), text))
    if not clauses:
        raise _not_read(text, 0, len(text))
    return _ordered(clauses, text)


def _sentences(plain: str) -> str:
    """The text with each sentence on a line of its own: "10-14. Juli lukket" is no date, "10.-14. juli" is one."""
    a_range = rf"\b{_TIME}\s*-\s*(?:kl\.?\s*)?{_TIME}".replace("(\\d", "(?:\\d")
    ended = rf"((?<!\d\.)(?<![\d.:]){a_range}|[^\W\d]{{3,}})\.(?=\s+[A-ZÆØÅ])"
    return re.sub(ended, lambda found: f"{found[1]}\n", plain)


def _no_one_sided_date(plain: str) -> None:
    """A day from which or until which hours hold has another end, that must be told. Raises OpeningHoursError."""
    for found in re.finditer(rf"(\bfra(?:\s+og\s+med)?|-)\s+(?:den\s+|d\.\s*)?({_A_DATE})", plain, re.IGNORECASE):
        before, after = plain[: found.start()], plain[found.end() :]
        if found[1] == "-":
            lacks = not re.search(rf"(?:{_A_DATE}|\d)\.?\s*$", before, re.IGNORECASE)
        else:
            lacks = not re.match(r"\.?\s*-", after)
        if lacks:
            raise OpeningHoursError(f"„{found[2]}“ (tegn {found.start(2) + 1}) har kun den ene ende. {_FROM_AND_TO}")


_BY_PHONE = re.compile(r"\btelefon\w*|\btræffetid\w*", re.IGNORECASE)
_IN_PERSON = re.compile(r"\båb[en]\w*", re.IGNORECASE)


def _one_thing(plain: str) -> None:
    """The hours of a telephone beside those of a door are two things. Raises OpeningHoursError."""
    typed = re.search(r"\d", plain)
    for found in _BY_PHONE.finditer(plain):
        others = _IN_PERSON.finditer(plain, typed.start()) if typed else ()
        if typed and (typed.start() < found.start() or any(True for _ in others)):
            raise OpeningHoursError(
                f"Her står både åbningstid og „{found[0]}“ (tegn {found.start() + 1}). Skriv kun den ene, og den anden "
                "i „Om åbningstiden“."
            )


def _not_read(text: str, at: int, end: int) -> OpeningHoursError:
    if re.fullmatch(r"\d{1,2}(?:[.:]\d{2})?", text[at:end].strip()):
        return OpeningHoursError(
            f"„{text[at:end].strip()}“ (tegn {at + 1}) har kun den ene ende. Skriv både fra og til: „9-16“. "
            "Ved ingen, hvornår der lukkes, så skriv „kl. 19 og frem“."
        )
    return OpeningHoursError(
        f"„{text[at:end].strip()[:30]}“ kan ikke læses (tegn {at + 1}). Skriv dage og klokkeslæt, for eksempel "
        "„man-fre 9-16, lør lukket“, og alt andet i „Om åbningstiden“."
    )


def _tokens(plain: str, text: str) -> list[_Token]:
    tokens, at = [], 0
    while at < len(plain):
        kind, found = next(((k, m) for k, pattern in _TOKENS if (m := pattern.match(plain, at))), ("", None))
        if found is None:
            word = re.compile(r"\w+|.").match(plain, at)
            raise _not_read(text, at, word.end() if word else at + 1)
        if kind in ("time", "between", "open end"):
            tokens.append(_Token("hours", _hours(found, text), at))
        elif kind == "all day":
            tokens.append(_Token("hours", "00:00-24:00", at))
        elif kind == "date":
            tokens.append(_Token("date", _date(found, text), at))
        elif kind == "dates":
            month = _NAMES[found[2].lower()]
            said = ",".join(f"{month} {int(day):02}" for day in re.findall(r"\d+", found[1]))
            tokens.append(_Token("date", said, at))
        elif kind == "nth":
            numbers = [_NTH.get(one, 0) or int(one[0]) for one in re.findall(_NUMBER, found[1].lower())]
            day = _NAMES[found[2].lower()]
            tokens.append(_Token("day", ",".join(f"{day}[{number}]" for number in numbers), at))
        elif kind == "weeks":
            tokens.append(_Token("week", _weeks(found), at))
        elif kind == "span":
            said = SPANS[found[1].lower()]
            named = "week" if said.startswith("week") else "date" if said[-1].isdigit() else "day"
            tokens.append(_Token(named, said, at))
        elif kind == "day":
            tokens.append(_Token("day", _NAMES.get(found[1].lower(), found[1].upper().title().replace("Ph", "PH")), at))
        elif kind == "month":
            tokens.append(_Token("date", _NAMES[found[1].lower()], at))
        elif kind not in ("space", "filler"):
            tokens.append(_Token(kind, "", at))
        at = found.end()
    return tokens


def _hours(found: re.Match[str], text: str) -> str:
    said = []
    for hour, minute in zip(found.groups()[::2], found.groups()[1::2], strict=True):
        if int(hour) * 60 + int(minute or 0) > 24 * 60 or int(minute or 0) > 59:
            raise OpeningHoursError(f"„{found[0].strip()}“ er ikke et klokkeslæt (tegn {found.start() + 1}).")
        said.append(f"{int(hour):02}:{int(minute or 0):02}")
    return "-".join(said) if len(said) > 1 else f"{said[0]}+"


def _weeks(found: re.Match[str]) -> str:
    said = []
    for each in re.findall(_WEEKS, found[1]):
        first, last = (int(number) for number in (re.findall(r"\d+", each) * 2)[:2])
        if not 1 <= first <= last <= 53:
            raise OpeningHoursError(f"Uge {each} findes ikke (tegn {found.start() + 1}).")
        said.append(f"{first:02}-{last:02}" if last > first else f"{first:02}")
    return "week " + ",".join(said)


def _date(found: re.Match[str], text: str) -> str:
    month = _NAMES[found[3].lower()] if not found[3].isdigit() else ""
    if not month:
        if not 1 <= int(found[3]) <= 12:
            raise OpeningHoursError(f"Datoen „{found[0].strip()}“ findes ikke (tegn {found.start() + 1}).")
        month = _IN_ORDER[int(found[3]) - 1]
    return f"{month} {int(found[1]):02}" + (f"-{int(found[2]):02}" if found[2] else "")


def _together(tokens: list[_Token], text: str) -> list[_Token | _Days]:
    """The tokens with days that are named together as one, and hours that are."""
    found: list[_Token | _Days] = []
    place, comma = 0, False
    while place < len(tokens):
        token = tokens[place]
        if token.kind in ("day", "date", "week"):
            said = token.said
            if place + 2 < len(tokens) and tokens[place + 1].kind == "dash":
                until = tokens[place + 2]
                if until.kind != token.kind or "-" in said + until.said or "[" in said + until.said:
                    raise _not_read(text, token.at, until.at)
                said, place = f"{said}-{until.said}", place + 2
            part = (token.kind, said, comma)
            before = found[-1] if found else None
            if isinstance(before, _Days):
                side_by_side = before.parts[-1][0] == "day" == token.kind and "PH" not in (said, before.parts[-1][1])
                if token.kind in {kind for kind, *_ in before.parts[:-1]} - {before.parts[-1][0]} and not comma:
                    raise _not_read(text, before.at, token.at + 3)  # "man-fre 9-16 juli man-fre 10-14"
                all_year = before.parts[-1][1].startswith("Mo-Su") and said.startswith("Mo-Su")
                if not comma and side_by_side and not all_year:
                    raise _not_read(text, before.at, token.at + 3)  # "ma ti to": a list, or from one to the other?
                found[-1] = before._replace(parts=(*before.parts, part), last=1 if comma else before.last + 1)
            else:
                found.append(_Days(token.at, (part,), 1))
            comma = False
        elif token.kind == "hours" and found and isinstance(found[-1], _Token) and found[-1].kind == "hours":
            found[-1] = found[-1]._replace(said=f"{found[-1].said},{token.said}")
            comma = False
        elif token.kind == "and":
            comma = True
        elif token.kind == "colon":
            pass
        elif token.kind == "dash":
            # A dash between days and hours, or before a line, says nothing.
            comma = False
        else:
            found.append(token)
            comma = False
        place += 1
    return found


def _clauses(found: list[_Token | _Days], text: str):
    """Rules as (days, hours, closed, place). `days` is None where hours or "closed" stand alone."""
    place = 0

    def at(number: int) -> str:
        if number >= len(found):
            return "end"
        return "days" if isinstance(found[number], _Days) else found[number].kind

    while place < len(found):
        kind, now = at(place), found[place]
        following = place + 1
        while kind == "days" and at(following) == "end" and following < len(found):
            following += 1  # hours on the line below their days
        if kind == "end":
            place += 1
        elif kind == "days" and at(following) == "hours":
            place = following + 1
            after = found[place] if at(place) == "days" else None
            when = _when_after(after, text, at(place + 1)) if isinstance(after, _Days) else ()
            if isinstance(after, _Days) and when:
                now = now._replace(parts=now.parts + when)  # "onsdag 19-21 i lige uger"
                if rest := after.parts[len(when) :]:
                    at_day = re.compile(_A_DAYS_NAME, re.IGNORECASE).search(text, after.at)
                    found[place] = _Days(at_day.start() if at_day else after.at, rest, min(after.last, len(rest)))
                else:
                    place += 1
            yield now, found[following].said, False, now.at
        elif kind == "days" and at(following) == "closed" and at(following + 1) not in ("hours",):
            yield now, "", True, now.at
            place = following + 1
        elif kind == "days":
            said = " ".join(part for _, part, _ in now.parts)
            raise OpeningHoursError(
                f"Der mangler et klokkeslæt ved „{_words_at(text, now.at)}“ (tegn {now.at + 1}; {said}). "
                "Skriv, hvornår der er åbent, „lukket“ eller „hele døgnet“."
            )
        elif kind in ("closed", "except"):
            if at(place + 1) == "hours":
                yield None, found[place + 1].said, True, now.at
                place += 2
            elif at(place + 1) != "days":
                yield None, "", True, now.at
                place += 1
            elif at(place + 2) == "hours":
                days = found[place + 1]
                closed, others = days.split()
                if not closed.parts:
                    yield days, found[place + 2].said, True, now.at
                else:
                    yield closed, "", True, now.at
                    yield others, found[place + 2].said, False, days.at
                place += 3
            else:
                yield found[place + 1], "", True, now.at
                place += 2
        elif at(place + 1) == "closed":
            if at(place + 2) != "end":  # "12-13 lukket fredag"
                raise _not_read(text, now.at, len(text))
            yield None, now.said, True, now.at
            place += 2
        elif at(place + 1) == "days" and not (at(place + 2) == "hours" and at(place + 3) != "days"):
            yield found[place + 1], now.said, False, now.at  # "9-15 mandag"
            place += 2
        elif at(place + 1) == "days":
            mine, others = found[place + 1].split()  # "9-15 mandag, tirsdag 10-12"
            if not mine.parts:
                yield None, now.said, False, now.at
            else:
                yield mine, now.said, False, now.at
            yield others, found[place + 2].said, False, others.at
            place += 3
        else:
            yield None, now.said, False, now.at
            place += 1


def _when_after(days: _Days, text: str, followed_by: str) -> tuple[tuple[str, str, bool], ...]:
    """Weeks or months that stand after the hours they are for: "mandag 10-12 i juli", also where another day's hours
    follow ("mandag 10-12 i juli, tirsdag 9-12")."""
    when = tuple(takewhile(lambda part: part[0] in ("week", "date") and not part[2], days.parts[:1]))
    if not when:
        return ()
    when += tuple(takewhile(lambda part: part[0] == when[0][0], days.parts[1:]))
    alone = len(when) == len(days.parts)
    if alone and followed_by in ("hours", "closed"):
        return ()
    said = re.search(r"\bi\s+(?:måneden\s+)?$", text[: days.at], re.IGNORECASE)
    weeks_alone = alone and when[0][0] == "week"
    return when if said or weeks_alone else ()


def _words_at(text: str, at: int) -> str:
    return (re.compile(r"[\w-]+").match(text, at) or re.compile(".").match(text, at))[0]


def _ordered(clauses: list, text: str) -> str:
    """The rules as one text, in an order and with separators by which none takes from another what it should not."""
    opened: list[Rule] = []
    closed: list[Rule] = []
    for days, hours, off, at in clauses:
        for selector in _selectors(days, text, off):
            written = f"{selector} {hours}{' off' if off else ''}".strip()
            always = written in ("00:00-24:00", "Mo-Su 00:00-24:00") and len(clauses) == 1
            try:
                rules = rules_of("24/7" if always else written)
            except OpeningHoursError:
                raise _not_read(text, at, min(len(text), at + 30)) from None
            (closed if off else opened).extend(replace(rule, at=at, adds=False) for rule in rules)
    opened = _special_last(opened)
    weekly = any(not rule.has_month and rule.days for rule in opened)
    for rule in opened:
        alone = not rule.days and rule.times != _ALL_DAY_LONG
        if alone or (rule.has_month and weekly and not _few_days(rule) and not _WEEKDAY.search(rule.days)):
            raise OpeningHoursError(
                f"Hvilke dage gælder det i „{_words_at(text, rule.at)}“ (tegn {rule.at + 1})? Skriv dagene også."
            )
    if clauses and not opened and any(rule.days for rule in closed):
        raise OpeningHoursError("Her står kun, hvornår der er lukket. Skriv også, hvornår der er åbent.")
    if opened and any(not (rule.days or rule.times) for rule in closed):
        raise OpeningHoursError("Hvilke dage er der lukket? Skriv dagene, for eksempel „lørdag lukket“.")
    _each_season_said(clauses, opened, closed, text)
    _closed_while_open(opened, closed, text)
    kept: list[Rule] = []
    for rule in opened:
        kept.append(replace(rule, adds=bool(kept) and _adds(kept, rule)))
    return joined([*kept, *closed])


_ALL_DAY_LONG = ((0, DAY, False),)
_A_WEEK = 7


def _few_days(rule: Rule) -> bool:
    """Whether a rule is for some dates in a row, such as Christmas, and not for a season."""
    return rule.is_dated and sum(rule.on(*_A_YEAR)) < _A_WEEK


def _special_last(opened: list[Rule]) -> list[Rule]:
    """The rules with holidays and dates last, for a later rule takes its days: "juleaften 10-14, man-fre 9-15" and
    "søn- og helligdage 10-15, hverdage 9-17"."""
    ordinary, holidays, dates = [], [], []
    for number, rule in enumerate(opened):
        if _few_days(rule):
            dates.append(rule)
            continue
        days = rule.days.split(",")
        after = [other for other in opened[number + 1 :] if not _few_days(other)]
        holiday = replace(rule, days="PH")
        if "PH" not in days or rule.is_all_week or not any(overlaps(holiday, other) for other in after):
            ordinary.append(rule)
            continue
        if weekdays := [day for day in days if day != "PH"]:
            ordinary.append(replace(rule, days=",".join(weekdays)))
        holidays.append(holiday)
    return ordinary + holidays + dates


def _each_season_said(clauses: list, opened: list[Rule], closed: list[Rule], text: str) -> None:
    """In "juni-august: man-tors 10-14, fre 10-12" nobody but the writer knows whether Friday's hours hold all year.

    Raises OpeningHoursError.
    """
    season = None
    for days, _, off, at in clauses:
        kinds = [kind for kind, *_ in days.parts] if days else []
        if "day" in kinds and (kinds[0] != "day" or _within(days)):
            season = days
        elif season and kinds and set(kinds) == {"day"} and any(_WEEKDAY.search(said) for _, said, _ in days.parts):
            mine = [rule for rule in closed if rule.at == at]
            if off and not any(overlaps(one, other) for one in mine for other in opened):
                continue
            when = re.split(r"\s*[:,;\n]\s*|\s+(?=\w+dag|man|tir|ons|tor|fre|lør|søn|hver|alle)", text[season.at :])[0]
            if season.parts[0][0] == "day" and (later := re.search(_A_SEASON, text[season.at :], re.IGNORECASE)):
                when = later[0]
            raise OpeningHoursError(
                f"Gælder „{_words_at(text, at)}“ (tegn {at + 1}) også kun „{when.strip()}“? Skriv det igen foran, "
                "eller skriv det, der gælder hele året, først."
            )


_A_SEASON = rf"\b(?:u?lige uger?\b|uge(?:rne)?\s+{_WEEKS}|{_A_DATE})"


def _within(days: _Days) -> bool:
    """Whether weekdays are those of certain weeks or months: "mandag i juli", not "lørdag og 24. december"."""
    pairs = zip(days.parts, days.parts[1:], strict=False)
    return any("day" in (one[0], other[0]) and one[0] != other[0] and not other[2] for one, other in pairs)


_A_DAY_AND_MONTH = r"\d{1,2}\.(?:0?[1-9]|1[0-2])"
_LIKE_DATES = re.compile(rf"\b{_A_DAY_AND_MONTH}\.?\s*[-–]\s*{_A_DAY_AND_MONTH}\b(?!\d)")


def _closed_while_open(opened: list[Rule], closed: list[Rule], text: str) -> None:
    """Closed hours are a pause in hours that are open ("man-fre 9-15, lukket 12-13"). What looks like dates
    ("lukket 23.12-02.01") or lies outside is asked about. Raises OpeningHoursError."""
    for rule in closed:
        if not rule.times:
            continue
        around = [other for other in opened if overlaps(rule, other)]
        inside = all(
            any(start <= begins and ends <= end for other in around for start, end, _ in other.times)
            for begins, ends, _ in rule.times
        )
        if _LIKE_DATES.search(text[rule.at :]) or not inside:
            raise OpeningHoursError(
                f"Hvornår er der lukket (tegn {rule.at + 1})? Er det datoer, så skriv „23. december - 2. januar“. "
                "Er det en pause, skal den ligge i åbningstiden."
            )


def _selectors(days: _Days | None, text: str, off: bool) -> list[str]:
    """The days as OpenStreetMap writes them. Weekdays and dates that stand beside each other ("helligdage og
    grundlovsdag", "lørdag og 24. december") are rules of their own; "mandag i juli" is one."""
    if days is None:
        return [""]
    groups: list[list[tuple[str, str]]] = []
    for kind, said, comma in days.parts:
        before = groups[-1][-1] if groups else None
        apart = before and {before[0], kind} == {"day", "date"}
        dated = any(each == "date" and re.search(r"\d", one) for each, one in ((kind, said), before or ("", "")))
        if before is None or (apart and ((comma and (off or dated)) or (dated and "PH" in (said, before[1])))):
            groups.append([(kind, said)])
        else:
            groups[-1].append((kind, said))
    for group in groups:
        one_day = any(kind == "date" and re.fullmatch(r"[A-Z][a-z]{2} \d+", said) for kind, said in group)
        if one_day and any(kind == "day" and said != "PH" for kind, said in group):
            raise OpeningHoursError(
                f"Skriv datoen uden ugedag (tegn {days.at + 1}): den falder på en anden ugedag næste år."
            )
    return [_selector(group, days.at, text) for group in groups]


def _selector(named: list[tuple[str, str]], at: int, text: str) -> str:
    parts = {kind: [said for each, said in named if each == kind] for kind in ("week", "date", "day")}
    if len(parts["week"]) > 1:
        if any("/" in week for week in parts["week"]):
            raise _not_read(text, at, min(len(text), at + 30))
        parts["week"] = ["week " + ",".join(week.removeprefix("week ") for week in parts["week"])]
    if len(parts["day"]) > 1 and any(day.startswith("Mo-Su") for day in parts["day"]):
        # "hver uge mandag" is Monday, "alle dage og helligdage" both
        parts["day"] = ["Mo-Su", *(["PH"] if any("PH" in day for day in parts["day"]) else [])]
    return " ".join(filter(None, (",".join(parts["date"]), "".join(parts["week"]), ",".join(parts["day"]))))


_A_YEAR = (date(2026, 1, 1), 366)


def overlaps(one: Rule, other: Rule) -> bool:
    """Whether two rules speak of the same day."""
    return any(both == (True, True) for both in zip(one.on(*_A_YEAR), other.on(*_A_YEAR), strict=True))


def hours_meet(one: Rule, other: Rule) -> bool:
    """Whether two rules have a time in common."""
    return any(start < end_ and start_ < end for start, end, _ in one.times for start_, end_, _ in other.times)


def _adds(before: list[Rule], rule: Rule) -> bool:
    """Whether a rule should add to those before: where their days meet and their hours do not; or where they do not
    meet, but a night would be cut."""
    same = [other for other in before if overlaps(other, rule)]
    if same:
        special = rule.has_month and not all(other.has_month for other in same)
        return not special and not any(hours_meet(other, rule) for other in same)
    return any(other.runs_past_midnight for other in before)
