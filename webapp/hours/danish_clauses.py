"""Which hours belong to which days, in opening hours as a Dane writes them: tokens made into clauses, each of days and
their hours, or closed. What the clauses come to together: `danish_hours.py`."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile
from typing import NamedTuple, cast

from webapp.hours.danish_order import ALL_DAY
from webapp.hours.danish_tokens import Token, not_read
from webapp.hours.danish_words import A_DAYS_NAME, WEEK, weekdays_of, words_at
from webapp.hours.rules import OpeningHoursError

Parts = tuple[tuple[str, str, str], ...]


class Days(NamedTuple):
    """Days that were named together, each as (kind, in OpenStreetMap's words, the comma or "og" that stands before it,
    else empty): day, date or week."""

    at: int
    parts: Parts
    last: int  # how many of the parts stand after the last comma

    def split(self) -> tuple[Days, Days]:
        cut = len(self.parts) - self.last
        return self._replace(parts=self.parts[:cut], last=cut), self._replace(parts=self.parts[cut:])


def together(tokens: list[Token], text: str) -> list[Token | Days]:
    """The tokens with days that are named together as one, and hours that are."""
    found: list[Token | Days] = []
    place, comma = 0, ""
    while place < len(tokens):
        token, before = tokens[place], found[-1] if found else None
        if token.kind in ("day", "date", "week"):
            said = token.said
            _, dash, until = (*tokens[place : place + 3], token, token)[:3]
            # in "mandag - 9-15", "fredag - lukket" and "lige uger - mandag" it says nothing; "til" does
            apart = not text[dash.at].isalpha() and (until.kind in ("hours", "closed") or "/" in said + until.said)
            if dash.kind == "dash" and not apart and not said.startswith("Mo-Su"):
                both = said + until.said  # "mandag - mandag" may be two sentences
                if until.kind != token.kind or said == until.said or "-" in both or "[" in both:
                    raise not_read(text, token.at, until.at)
                said, place = f"{said}-{until.said}", place + 2
            part = (token.kind, said, comma)
            if not isinstance(before, Days):
                found.append(Days(token.at, (part,), 1))
            elif _unclear(before, part):
                raise not_read(text, before.at, token.at + 3)
            else:
                found[-1] = before._replace(parts=(*before.parts, part), last=1 if comma else before.last + 1)
        elif (
            token.kind == "hours"
            and isinstance(before, Token)
            and before.kind == "hours"
            and (token.said == ALL_DAY) == (before.said == ALL_DAY)  # "15-8 og hele døgnet i weekender"
            and not (
                comma == "(" and [one.kind for one in tokens[place + 1 : place + 2]] == ["closed"]
            )  # "(12-13 lukket)"
        ):
            if tokens[place - 1].kind == "dash":
                raise not_read(text, tokens[place - 2].at, token.at + 2)  # "10-12-14-16"
            found[-1] = before._replace(said=f"{before.said},{token.said}")
        elif token.kind not in (
            "and",
            "colon",
            "dash",
        ):  # a dash between days and hours, or before a line, says nothing
            found.append(token)
        if token.kind not in ("colon", "dash"):  # "(undtagen juli) - helligdage lukket"
            comma = token.said if token.kind == "and" else ""
        place += 1
    return found


def _unclear(before: Days, part: tuple[str, str, str]) -> bool:
    """Whether days that stand behind others may be those of something else, or a part of them."""
    kind, said, comma = part
    last_kind, last, _ = before.parts[-1]
    if not comma and kind in {one for one, *_ in before.parts[:-1]} - {last_kind}:
        return True  # "man-fre 9-16 juli man-fre 10-14"
    if before.parts[0][0] == "day" and before.parts[0][2] == "(" and comma == ")":
        return True  # "man-fre 10-12 (sidste fredag i måneden). dog mandag 9-15"
    if not comma and {kind, last_kind} == {"week", "date"} and "/" not in said + last:
        return True  # "lukket uge 7 24. december": no week is that of a date every year
    if not last_kind == kind == "day" or "PH" in (said, last):
        return False
    if comma == "(":
        return _in_part(last, said)  # "hverdage (mandag, onsdag og fredag) 9-15"
    all_and_some = last.startswith("Mo-Su") != said.startswith("Mo-Su")
    if not comma and f"{last[-2:]}{said}" in ("MoTu", "TuWe", "WeTh", "ThFr", "FrSa", "SaSu"):
        return False  # a list and from one to the other are the same days
    # "hver dag, lørdag 10-14"; and "ma ti to": a list, or from one to the other?
    return all_and_some if comma == "," else not comma and (last + said).count("Mo-Su") != 2


def _in_part(one: str, other: str) -> bool:
    """Whether two names of days have weekdays in common, and are not the same days."""
    first, second = weekdays_of(one), weekdays_of(other)
    return bool(first & second) and first != second


class Clause(NamedTuple):
    """Hours, or that it is closed (`off`: then or all day), with the days named for it; None where none are. Days left
    out of others' hours (`but`) may have hours of their own."""

    days: Days | None
    hours: str
    off: bool
    at: int
    but: bool = False


def clauses(found: list[Token | Days], text: str) -> list[Clause]:
    """What was found, as clauses. Raises OpeningHoursError where two readings are possible, or hours are missing."""
    return _Reader(found, text).read()


class _Reader:
    """Goes through what was found from left to right. Each method takes one way of writing, and the place behind it."""

    def __init__(self, found: list[Token | Days], text: str):
        self._found, self._text = list(found), text
        self._place = 0
        self._beside: Days | None = None  # the days just before on the same line, that no week or month was named for
        self._clauses: list[Clause] = []

    def read(self) -> list[Clause]:
        forms = {"end": self._end, "days": self._days, "closed": self._closed, "except": self._closed}
        while self._place < len(self._found):
            forms.get(self._kind(self._place), self._hours)()
        return self._clauses

    def _kind(self, place: int) -> str:
        if place >= len(self._found):
            return "end"
        one = self._found[place]
        return "days" if isinstance(one, Days) else one.kind

    def _kinds(self, place: int, *kinds: str) -> bool:
        return all(self._kind(place + number) == kind for number, kind in enumerate(kinds))

    def _days_at(self, place: int) -> Days | None:
        one = self._found[place] if place < len(self._found) else None
        return one if isinstance(one, Days) else None

    def _said(self, place: int) -> str:
        one = self._found[place]
        return one.said if isinstance(one, Token) else ""

    def _take(self, clause: Clause, behind: int) -> None:
        """Keep a clause, and go on at the place behind it."""
        self._clauses.append(clause)
        self._place = behind

    def _not_read(self, begins: int, ends: int) -> OpeningHoursError:
        return not_read(self._text, begins, ends)

    def _end(self) -> None:
        self._place, self._beside = self._place + 1, None

    def _days(self) -> None:
        days, place = cast(Days, self._found[self._place]), self._place + 1
        while self._kind(place) == "end" and place < len(self._found):
            place += 1  # hours on the line below their days
        if self._kinds(place, "except", "days", "hours"):
            self._days_but_some(days, place)
        elif self._kind(place) == "hours":
            self._days_open(days, place)
        elif place > self._place + 1 and self._kinds(place, "closed", "days"):
            raise self._no_time(days)  # "tirsdag\nlukket fredag": no row of a table
        elif self._kinds(place, "closed", "hours", "end") and not self._apart(days, place):
            self._take(Clause(days, self._said(place + 1), True, days.at), place + 2)  # "fredag lukket 12-13"
        elif self._kind(place) == "closed" and self._kind(place + 1) != "hours":
            self._days_closed(days, place)
        else:
            raise self._no_time(days)

    def _no_time(self, days: Days) -> OpeningHoursError:
        said = " ".join(part for _, part, _ in days.parts)
        return OpeningHoursError(
            f"Der mangler et klokkeslæt ved »{words_at(self._text, days.at)}« (tegn {days.at + 1}; {said}). "
            "Skriv, hvornår der er åbent, »lukket« eller »hele døgnet«."
        )

    def _days_but_some(self, days: Days, place: int) -> None:
        """ "Alle dage på nær mandag 12-17"; `place` is where "på nær" stands."""
        left_out = cast(Days, self._found[place + 1])
        without, named = (weekdays_of(",".join(part for _, part, _ in one.parts)) for one in (left_out, days))
        mixed = left_out.parts[0][0] != "day" and any(
            kind == "day" and said != "PH" for kind, said, _ in left_out.parts
        )
        # "søndag undtaget hverdage 9-15", "hele året undtagen juli: man-fre 9-15"
        if mixed or (named and without - named):
            raise self._not_read(days.at, left_out.at + 10)
        self._take(Clause(days, self._said(place + 2), False, days.at), place + 3)
        self._take(Clause(left_out, "", True, left_out.at, but=True), place + 3)

    def _days_open(self, days: Days, place: int) -> None:
        """ "Mandag 9-12", also with weeks or months behind ("onsdag 19-21 i lige uger"); `place` is where the hours
        stand, on a line of their own or on that of their days."""
        hours, below = self._said(place), place > self._place + 1
        self._place = place + 1
        while self._kinds(self._place, "end", "hours", "end") and (below or self._goes_on(days, hours)):
            hours, self._place = f"{hours},{self._said(self._place + 1)}", self._place + 2
        after = self._days_at(self._place)
        follows = self._kind(self._place + 1)
        if after and follows == "closed" and self._apart(after, self._place + 1):
            follows = "end"  # "fredag 8-12 i lige uger, lukket 9-9.30"
        when = when_after(after, self._text, follows) if after else ()
        if after and when:
            days = self._within(days, after, when)
        elif after and self._may_belong_before(after, "," in hours):
            raise self._not_read(days.at, after.at)
        elif after and self._days_of_dates(days, after):
            days, self._place = days._replace(parts=days.parts + after.parts), self._place + 1
        elif after and self._some_closed(after):
            raise self._not_read(after.at, self._found[self._place + 1].at + 6)
        self._beside = None if when or {part[0] for part in days.parts} != {"day"} else days
        self._take(Clause(days, hours, False, days.at), self._place)

    def _goes_on(self, days: Days, hours: str) -> bool:
        """Whether the hours on the line below are later ones of the same weekday: "mandag 9-12", below it "13-15"."""
        one_day = len(days.parts) == 1 and days.parts[0][1] in WEEK
        return one_day and self._text[self._found[self._place].at] == "\n" and hours[-5:] < self._said(self._place + 1)

    def _may_belong_before(self, after: Days, two: bool) -> bool:
        """Whether days that stand behind two hours may go with the second: "hverdage 9-12, 13-15 lørdag, søndag 10-12",
        "mandag 9-12, 13-15 fre, 9-15 søn", "mandag 9-12, 13-15 fre. lukket lørdag 10-12"; or a season behind one with
        it: "onsdag 9-15 i juli / 8-12 søndag"."""
        follows = self._kind(self._place + 1)
        if after.parts[0][2]:  # "man-fre 10-12 (sidste fredag i måneden), lørdag 9-15"
            of_these = follows in ("hours", "closed") and after.parts[0][0] == "day" and after.parts[0][2] == "("
            return of_these and ")" in self._text[after.at : self._found[self._place + 1].at]
        if not two:
            season = {kind for kind, *_ in after.parts} <= {"week", "date"}
            said = re.search(r"(?:\bi\s+|\(\s*)$", self._text[: after.at], re.IGNORECASE)
            return bool(season and said) and self._kinds(self._place + 1, "hours", "days")
        several = follows == "closed" or (follows == "hours" and after.last < len(after.parts))
        comma = follows == "hours" and "," in self._text[after.at : self._found[self._place + 1].at]
        return several or comma or self._kinds(self._place + 1, "closed", "days", "hours")

    def _days_of_dates(self, days: Days, after: Days) -> bool:
        """Whether weekdays behind hours are those of the dates before them: "1. dec - 28. feb: 20-9 hver dag"."""
        dated = "day" not in [kind for kind, *_ in days.parts] and any(
            re.search(r"\d", said) for _, said, _ in days.parts
        )
        line = self._text[: days.at].rpartition("\n")[2]
        of_days = {kind for kind, *_ in after.parts} == {"day"} and not after.parts[0][2]
        return dated and of_days and not re.search(r"\d", line) and self._kind(self._place + 1) == "end"

    def _some_closed(self, after: Days) -> bool:
        """Whether the first of some weeks behind hours may be when those hold, and only the last are closed: "torsdag
        9-15 i uge 31, uge 34: lukket", "søndag 10-14 i juli 24. december lukket", "fredag 8-12 i lige uger lukket
        9-10"."""
        weeks = {kind for kind, *_ in after.parts} <= {"week", "date"} and not after.parts[0][2]
        then = self._place + 1
        return weeks and (
            self._kinds(then, "closed", "hours") or (len(after.parts) > 1 and self._kind(then) == "closed")
        )

    def _within(self, days: Days, after: Days, when: Parts) -> Days:
        """The days with the weeks or months that stand behind their hours; the rest of `after` is the next clause's."""
        if rest := after.parts[len(when) :]:
            named = re.compile(A_DAYS_NAME, re.IGNORECASE).search(self._text, after.at)
            at = named.start() if named else after.at
            self._found[self._place] = Days(at, rest, min(after.last, len(rest)))
        else:
            self._place += 1
        if self._beside:
            raise OpeningHoursError(
                f"Gælder »{words_at(self._text, after.at, 3)}« (tegn {after.at + 1}) også "
                f"»{words_at(self._text, self._beside.at)}«? Skriv det ved hver dag, eller skriv dagene på hver sin "
                "linje."
            )
        return days._replace(parts=days.parts + when)

    def _days_closed(self, days: Days, place: int) -> None:
        """ "Fredag lukket"; `place` is where "lukket" stands."""
        if self._kind(place + 1) == "days":
            behind = self._text[self._found[place].at : self._found[place + 1].at]
            bracket = re.search(r"\((?!.*\))", self._text[days.at : self._found[place].at])
            season = "day" not in {kind for kind, *_ in days.parts} and not re.search(r"[,.;:)]", behind)
            # "man-fre, lukket søndag, 9-15", "i juli lukket fredag, man-fre 9-15"
            if season or ((bracket or self._apart(days, place)) and ")" not in behind):
                raise self._not_read(self._found[place].at, self._found[place + 1].at + 10)
        self._take(Clause(days, "", True, days.at), place + 1)

    def _apart(self, days: Days, place: int) -> bool:
        """Whether a comma or full stop stands between days and the "lukket" behind them."""
        between = self._text[days.at : self._found[place].at]
        marks = r"[,/;(]\s*(?:(?:og|samt|dog)\s+)*$|\b(?:og|samt)\s+$"
        return bool(re.search(marks, between))

    def _closed(self) -> None:
        """ "Lukket", "undtagen" and the hours or days behind."""
        now, place = self._found[self._place], self._place + 1
        days = self._days_at(place)
        last = self._clauses[-1] if self._clauses and self._kind(self._place - 1) != "end" else None
        if self._kind(self._place) == "except" and last and last.off and not last.but:
            raise OpeningHoursError(  # "lukket i juli, undtagen uge 30"
                f"Hvornår er der åbent »{words_at(self._text, days.at if days else now.at)}« (tegn {now.at + 1})? "
                "Skriv dag og tid for det, der er undtaget fra det lukkede."
            )
        if self._kind(place) == "hours":
            behind = self._days_at(place + 1)
            if behind and behind.parts[0][2]:
                behind = None
            several = behind and "," in [comma for *_, comma in behind.parts]
            if behind and (several or self._kind(place + 2) != "end"):  # "lukket 12-13 fredag, lørdag 10-12"
                raise self._not_read(self._found[place].at, behind.at + 5)
            self._take(Clause(behind, self._said(place), True, now.at), place + (2 if behind else 1))
        elif not days:
            self._take(Clause(None, "", True, now.at), place)
        elif self._kind(place + 1) == "hours":
            self._closed_then_open(days, self._said(place + 1), place + 2)
        else:
            again = self._kinds(place + 1, "closed", "end") and not self._apart(days, place + 1)
            borders = [comma for (before, *_), (kind, _, comma) in pairwise(days.parts) if kind != before]
            if again and borders[-1:] == [""]:  # "lukket uge 28-30 torsdag lukket"
                raise self._not_read(days.at, self._found[place + 1].at)
            but = cast(Token, now).kind == "except"
            self._take(Clause(days, "", True, now.at, but), place + 1 + again)  # "lukket uge 29, 24. december lukket"

    def _closed_then_open(self, days: Days, hours: str, behind: int) -> None:
        """ "Lukket fredag 12-13" and "lukket fredag, lørdag 10-12"; "lukket torsdag og fredag 9-12" is asked about."""
        (closed, others), at = days.split(), self._found[self._place].at
        # "lukket på helligdage 24/12 10-12"
        run_together = not closed.parts and not all(comma for *_, comma in days.parts[1:])
        between = self._text[days.at : self._found[behind - 1].at]  # "lukket på helligdage, 8-11 tirsdag"
        run_together |= not closed.parts and bool(re.search(r",\s*(?:(?:kl\.?|fra)\s*)*$", between, re.IGNORECASE))
        if self._kind(self._place) == "except" or run_together or (closed.parts and others.parts[0][2] != ","):
            raise OpeningHoursError(
                f"Er der åbent eller lukket {hours} »{words_at(self._text, days.at)}« (tegn {days.at + 1})? "
                "Skriv for eksempel »fredag 9-13« eller »fredag lukket«."
            )
        if closed.parts:
            self._found[behind - 2] = others  # with what may stand behind their hours
            self._take(Clause(closed, "", True, at), behind - 2)
        else:
            self._take(Clause(days, hours, True, at), behind)

    def _hours(self) -> None:
        """Hours before their days, or without any."""
        now, said, place = self._found[self._place], self._said(self._place), self._place + 1
        days = self._days_at(place)
        if self._kind(place) == "closed" and not (said == ALL_DAY and self._kind(place + 1) == "days"):
            if self._kind(place + 1) != "end":  # "12-13 lukket fredag"
                raise self._not_read(now.at, len(self._text))
            self._take(Clause(None, said, True, now.at), place + 1)
        elif not days or (self._kind(place + 1) == "closed" and days.parts[0][2]):
            # Alone, as in "24/7 (lukket 24. december)" and "døgnet rundt, lørdag lukket 12-13".
            self._take(Clause(None, said, False, now.at), place)
        elif self._kind(place + 1) == "closed" and not self._apart(days, place + 1):
            mine, others = days.split()  # "9-15 mandag, tirsdag lukket"
            if not mine.parts or others.parts[0][2] not in (",", "("):
                raise self._not_read(now.at, self._found[place + 1].at + 6)
            self._take(Clause(mine, said, False, now.at), place + 2)
            self._take(Clause(others, "", True, others.at), place + 2)
        elif self._kind(place + 1) == "closed" and self._closes_before(place + 1):
            raise self._not_read(now.at, self._found[place + 1].at + 6)  # "9-15 mandag / tirsdag (lukket)"
        elif self._kinds(place + 1, "hours", "days") and self._of_either(days, place + 1):
            raise self._not_read(now.at, days.at + 10)  # "19-21 søndag, fredag 16-18 onsdag"
        elif not (self._kind(place + 1) == "hours" and self._kind(place + 2) != "days"):
            self._take(Clause(days, said, False, now.at), place + 1)  # "9-15 mandag"
        else:
            commas = [comma for *_, comma in days.parts]
            # "9-15 mandag, tirsdag og torsdag 10-12", "9-13 tors og fre. helligdage 10-14"
            if len([comma for comma in commas if comma]) > 1 or (commas[1:] and not commas[-1]):
                raise self._not_read(now.at, self._found[place + 1].at)
            mine, others = days.split()  # "9-15 mandag, tirsdag 10-12"
            self._found[place] = others
            self._take(Clause(mine if mine.parts else None, said, False, now.at), place)

    def _closes_before(self, place: int) -> bool:
        """Whether "lukket" at a place is of what stands before it, and of no days behind."""
        behind = self._days_at(place + 1)
        return not behind or ")" in self._text[self._found[place].at : behind.at]

    def _of_either(self, days: Days, place: int) -> bool:
        """Whether the last of some days may be those of the hours behind them, which stand at the place, and not of
        those before: "19-21 søndag, fredag 16-18, 10-12 onsdag"; a comma before the hours tells."""
        between = self._text[days.at : self._found[place].at]
        parted = re.search(r"[,/]\s*(?:(?:og|samt|kl\.?|fra)\s*)*$", between, re.IGNORECASE)
        listed = any(comma in (",", "/", "(") for *_, comma in days.parts[1:])
        return listed and ("," in self._said(place) or not parted)


def when_after(days: Days, text: str, followed_by: str) -> Parts:
    """Weeks or months that stand after the hours they are for: "mandag 10-12 i juli", also where another day's hours
    follow ("mandag 10-12 i juli, tirsdag 9-12")."""
    when = tuple(takewhile(lambda part: part[0] in ("week", "date") and not part[2], days.parts[:1]))
    if not when:
        return ()
    when += tuple(takewhile(lambda part: part[0] == when[0][0], days.parts[1:]))
    alone = len(when) == len(days.parts)
    named = re.compile(A_DAYS_NAME, re.IGNORECASE).search(text, days.at)
    if named and re.match(r"[^,\n;]*:(?!\d)", text[days.at : named.start()]):  # "fre 16-18 i uge 10-20: mandag 9-12"
        if len([kind for kind, *_ in days.parts if kind != "day"]) > 1:  # "9-12 i november-marts i juli: søndag 10-14"
            raise not_read(text, days.at, named.start())
        return ()
    if not alone:  # "torsdag 10-12 i uge 22, uge 23: tirsdag 10-12"
        when = when[:1] + tuple(takewhile(lambda part: part[2] not in (",", "(", ")"), when[1:]))
    if alone and followed_by in ("hours", "closed"):
        return ()
    told = r"(?:\bi\s+(?:måneden\s+|månederne\s+|perioden\s+)?|\bfra\s+(?:den\s+|d\.\s*)?|\(\s*(?:kun\s+)?)$"
    said = re.search(told, text[: days.at], re.IGNORECASE)
    weeks_alone = alone and when[0][0] == "week"
    return when if said or weeks_alone else ()
