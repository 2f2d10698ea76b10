"""The tokens of Danish opening hours put in one order: days before their hours, and an end alone ("fredag til 14") as
hours. Which hours belong to which days: `danish_clauses.py`."""

from __future__ import annotations

import re
from itertools import pairwise, takewhile

from webapp.hours.danish_tokens import Token, not_read
from webapp.hours.danish_words import ONE_TIME, WEEK, weekdays_of, words_at
from webapp.hours.rules import OpeningHoursError

ALL_DAY = "00:00-24:00"
_BETWEEN = ("dash", "and", "colon")
_OF_DAYS = ("day", *_BETWEEN)


def days_first(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with days before their hours, and no time alone. Raises OpeningHoursError."""
    return _before_their_hours(_until(_its_days_first(_others(_labelled(tokens, text), text)), text), text)


def which_days(text: str, at: int, hours: str) -> OpeningHoursError:
    """What is asked where hours have no days."""
    return OpeningHoursError(
        f"Hvilke dage gælder det i »{words_at(text, at)}« (tegn {at + 1})? Skriv dagene også, for "
        f"eksempel »man-fre {hours}« eller »alle dage {hours}«."
    )


def which_hours(text: str, at: int) -> OpeningHoursError:
    """What is asked where days may be those of several hours."""
    return OpeningHoursError(
        f"Hvilke af tiderne gælder »{words_at(text, at)}« (tegn {at + 1}) for? Skriv det ved hver dag, eller skriv "
        "dagene på hver sin linje."
    )


def in_figures(hours: str) -> str:
    """Hours as a Dane writes them: "9-15", "8.30-16"."""
    return re.sub(r"\b0?(\d{1,2}):(\d\d)", lambda time: time[1] + (f".{time[2]}" if time[2] != "00" else ""), hours)


def _ending_with(tokens: list[Token], *kinds: str) -> tuple[list[Token], list[Token]]:
    """The tokens parted before those of these kinds that they end with."""
    last = len(list(takewhile(lambda token: token.kind in kinds, reversed(tokens))))
    return tokens[: len(tokens) - last], tokens[len(tokens) - last :]


def _weekdays(tokens: list[Token]) -> set[str]:
    """The weekdays that tokens name."""
    return weekdays_of("".join({"dash": "-", "day": f" {one.said}"}.get(one.kind, "") for one in tokens))


def _labelled(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with the season of a heading before each day below it: "ulige uger: man 9-12, tors 13-16. Lige uger:
    tirs 9-12". Only where the text begins with one heading and has another of its kind: nobody knows how far a
    single one goes. Raises OpeningHoursError at another season below one."""
    heads = []
    for place, token in enumerate(tokens):
        before, label = _ending_with(tokens[:place], "week", "date", "dash") if token.kind == "colon" else ([], [])
        then = next((one.kind for one in tokens[place:] if one.kind not in (*_BETWEEN, "end")), "")
        if label and then != "closed" and (not before or before[-1].kind in ("and", "end")):
            heads.append((len(before), place + 1))
    if len(heads) < 2 or heads[0][0] or len({tokens[begins].kind for begins, _ in heads}) > 1:
        return tokens
    found: list[Token] = []
    for (begins, under), (ends, _) in pairwise([*heads, (len(tokens), 0)]):
        found += tokens[begins:under]
        if own := next((one for one in tokens[under:ends] if one.kind in ("week", "date")), None):
            raise not_read(text, own.at, own.at + 10)  # "juli: man 9-12, tors i ulige uger 10-14"
        own_line = tokens[under].kind == "end" if under < ends else False
        below = tokens[under + own_line : ends]  # what stands on the lines below a heading belongs to it
        first = next((one.kind for one in below if one.kind not in _BETWEEN), "")
        last, told, over = "", False, first != "day"
        for token in below:
            if token.kind == "day" and told and not over:
                found += tokens[begins : under - 1]
            if token.kind not in _BETWEEN:
                over |= token.kind == "end" and not own_line
                told = (
                    token.kind == "hours"
                    or (token.kind == "closed" and last == "day")
                    or (told and token.kind == "end")
                )
                last = token.kind
            found.append(token)
    return found


def _numbered(days: list[Token], weekdays: list[Token]) -> bool:
    """Whether days are some weeks' of a weekday that stands alone."""
    named = [token.said for token in weekdays if token.kind in ("day", "dash")]
    return len(named) == 1 and all(token.said.startswith(f"{named[0]}[") for token in days)


def _others(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with "øvrige dage" as the weekdays that are not named. Raises OpeningHoursError."""
    named = _weekdays(tokens)
    holidays = any(token.said == "PH" for token in tokens)  # "helligdage lukket, øvrige dage 8-22"
    found = []
    for token in tokens:
        if token.kind == "others":
            left = [day for day in WEEK[: 5 if token.said == "Mo-Fr" else 7] if day not in named]
            if not left or not (named or holidays):
                raise not_read(text, token.at, token.at + 20)
            token = Token("day", ",".join(left), token.at)
        found.append(token)
    return found


def _its_days_first(tokens: list[Token]) -> list[Token]:
    """The tokens with the days of an end alone before it: "(dog til kl. 14 om fredagen)" is "(fredag til 14)"."""
    for place in range(1, len(tokens) - 2):
        before, dash, clock, *after = tokens[place - 1 :]
        if (before.kind in ("hours", "and"), dash.kind, clock.kind) != (True, "dash", "clock"):
            continue
        days = list(takewhile(lambda one: one.kind in ("day", "dash", "and") and one.said != ")", after))
        rest = after[len(days) :]
        if days and days[0].kind == "day" and (not rest or rest[0].kind == "end" or rest[0].said == ")"):
            return [*tokens[:place], *days, dash, clock, *rest]
    return tokens


_BEGINS = re.compile(r"\b(?:fra|først|åbne[rs](?:\s+(?:vi|der|dog))*)\s+(?:kl\.?\s*)?$", re.IGNORECASE)


def _until(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with "(fre. 14)" and "fredag til 14", after hours of such a day or of the days before it, as those
    hours till then, and "(weekend fra 10)" from then. Raises OpeningHoursError at any other time that stands alone."""
    found: list[Token] = []
    chained = -1  # where the last such hours stand
    so_far: set[str] = set()  # the days of those it leans on
    for token in tokens:
        if token.kind != "clock":
            found.append(token)
            continue
        told = bool(found) and found[-1].kind == "dash"
        before, days = _ending_with(found[:-1] if told else found, "date", *_OF_DAYS)
        whose, hours = _ending_with(_ending_with(before, "end")[0], "hours")  # "hverdage 9-15. Torsdag til 18"
        begins, _, ends = hours[0].said.partition("-") if len(hours) == 1 else ("", "", "")
        if whose and whose[-1].kind == "and" and whose[-1].said != "(":
            ends = ""  # "9-12 og 13-15, fredag til 14"
        dated = {*WEEK} if any(one.kind == "date" for one in days) else set()  # "24/12 til 14" after hours of all days
        rest, theirs = _ending_with(whose, *_OF_DAYS)
        named, covered = _weekdays(days) | dated, _weekdays(theirs)
        named |= {one.said[:2] for one in days if "[" in one.said}  # "den sidste fredag i måneden til 12"
        if rest and rest[-1].kind == "hours":  # "12-18 ons, fre-søn 9-12, ons til 19"
            covered = set()
        covered |= so_far if len(whose) == chained else set()
        if not told and _BEGINS.search(text[: token.at]):
            said, fits = f"{token.said}-{ends}", token.said < ends and named <= covered
        else:
            said, fits = f"{begins}-{token.said}", begins < token.said <= "24:00"
            fits &= named <= covered or (named == _next_workdays(covered, len(named)) and not named & _weekdays(before))
            # "(fre. 12)" is an end, and "(fre. 10)" may be a beginning
            fits &= told or (any(one.said == "(" for one in days) and int(token.said[:2]) - int(begins[:2] or 24) > 2)
        if not (ends and named and fits):
            at = re.compile(ONE_TIME).match(text, token.at)
            raise not_read(text, token.at, at.end() if at else token.at + 2)
        found = [*before, *days, Token("hours", said, token.at)]
        chained, so_far = len(found) - 1, covered | named
    return found


def _next_workdays(covered: set[str], number: int) -> set[str]:
    """The days after the last of those that are covered, up to Friday: "man-ons 9-15, tors til 17, fre til 12"."""
    last = max((WEEK.index(day) for day in covered), default=7)
    return set(WEEK[last + 1 : min(last + 1 + number, 5)])


def _before_their_hours(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with days that stand after their hours before them: "10-18 (også helligdage)", "15-18 (sep.-maj)".

    "Døgnåbent, også i weekenden" is all days already; "9-15, også i weekenden" leaves open which others. Raises
    OpeningHoursError.
    """
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        run = list(takewhile(lambda token: token.kind in ("day", "date", "dash", "and"), tokens[place:]))
        closing = next((number for number, token in enumerate(run) if token.said == ")"), 0)
        if closing and run[0].said == "(" and {one.kind for one in run[:closing]} <= {"and", "day", "date", "dash"}:
            run = run[: closing + 1]  # "tors 9-12 (juli), helligdage lukket"
        first = next((number for number, token in enumerate(run) if token.kind == "day"), 0)
        also = "også" in [token.said for token in run[:first]]
        too = also and run[first].said == "PH"
        cut = too and [token.said for token in run[first + 1 : first + 2]] in ([","], ["("])
        if cut:  # "også helligdage, 1. tirsdag i måneden 10-12"
            run = run[: first + 1]
        found, ends = _ending_with(found, "end") if too else (found, [])  # "man-fre 10-16. Også helligdage"
        end = place + len(run)
        bare = [token for token in (run[first:] if too else run) if token.kind != "and"]
        kinds = {token.kind for token in bare}
        marks = [token.said for token in run if token.kind == "and"]
        follows = tokens[end].kind if end < len(tokens) else "end"
        last = cut or follows in ("end", "except") or marks[-1:] == [")"] == [run[-1].said]
        line = list(takewhile(lambda token: token.kind != "end", reversed(found)))
        if cut and line and line[0].kind == "day":  # "10-16 hverdage. Også helligdage (mandag lukket)"
            raise which_hours(text, bare[0].at)
        if not (bare and last and line and line[0].kind == "hours"):
            found += ends + (run or tokens[place : place + 1])
            place = max(end, place + 1)
            continue
        if also and not any(token.kind in ("day", "date", "week") for token in line):
            if found[-1].said != ALL_DAY:
                raise which_days(text, found[-1].at, in_figures(found[-1].said))
            place = end
            continue
        holidays = "også" in marks
        if holidays and [token.said for token in bare] != ["PH"]:  # "hver dag 9-21, også i weekender og på helligdage"
            whose = _ending_with(_ending_with(found, "hours", "colon")[0], "day", "dash", "and")[1]
            holidays = kinds == {"day"} and _weekdays(bare) <= _weekdays(whose)
        season = kinds <= {"date", "dash"} and run[0].said == "(" and ")" in marks
        so_far = found if too and ")" not in marks else line[::-1]
        told = [token.kind for token in so_far if token.kind in ("hours", "day", "date")]
        # "lør 10-14, søn 13-16 (oktober-marts)"; in "lør 10-14 (april-juni), søn 13-16 (juli)" each has its own
        several = len(re.findall("(?<!date )hours|hours(?= hours)", " ".join(told))) > 1
        if too:  # "man-fre 9-15, lør 10-13, også helligdage"; "lør 10-14, søn 10-14, også helligdage" says enough
            differ = len({token.said for token in so_far if token.kind == "hours"}) > 1
            nearest = run[0].said == "også" and text[run[0].at].lower() == "i"  # "weekend 10-15 inkl. helligdage"
            several = differ and not nearest and "day" in told[told.index("hours") :]
        then = next((token.kind for token in tokens[end:] if token.kind not in ("and", "dash")), "end")
        if (several and (season or too)) or (season and then == "hours"):  # "9-12 (august-juni), 13-15"
            raise which_hours(text, bare[0].at)
        named, its = _ending_with(found[:-1], "day", "dash", "and", "colon")
        if kinds == {"day"} and run[0].said == "(" and _numbered(bare, its):  # "lørdag 11-14 (1. lørdag i måneden)"
            found = [*named, *bare, found[-1]]
        elif holidays or season:
            at = len(found)
            while at and found[at - 1].kind not in ("day", "date"):
                at -= 1
            found[at:at] = [Token("and", "også", bare[0].at), *bare] if holidays else bare
            found += ends
        else:
            found += run
        place = end
    return found
