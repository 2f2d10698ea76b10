"""Opening hours as a Dane writes them ("man-fre 9-16, lør lukket") as OpenStreetMap text ("Mo-Fr 09:00-16:00; Sa off").

What is not understood is refused with its place: nothing is guessed at. Where days stand twice, hours that do not
meet add to each other ("man-fre 9-12, tors 15-17"), hours that do replace ("man-fre 9-16, fre 9-14"); the desk asks
about both (`questions.py`). What is closed is closed wherever it stands, but for narrower days among it ("weekend
lukket, 1. lørdag i måneden 10-12").
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import combinations, takewhile

from webapp.hours.danish_clauses import ALL_DAY, WEEK, Clause, Days, clauses, together, weekdays_of, words_at
from webapp.hours.danish_tokens import A_DATE, DAYS, ONE_TIME, WEEKDAY, WEEKS, Token, not_read, read_tokens
from webapp.hours.rules import A_YEAR, OpeningHoursError, Rule, hours_meet, joined, overlaps, rules_of
from webapp.hours.span import DAY


def in_osm(text: str) -> str:
    """The text with Danish days, words and times as OpenStreetMap writes them. Raises OpeningHoursError with the place
    of what is not understood, and what to write instead."""
    tokens = _before_their_hours(_until(_its_days_first(_others(read_tokens(text), text)), text), text)
    read = clauses(together(tokens, text), text)
    if not read:
        raise not_read(text, 0, len(text))
    return _ordered(read, text)


def _weekdays(tokens: list[Token]) -> set[str]:
    """The weekdays that tokens name."""
    said = ("-" if token.kind == "dash" else f" {token.said}" for token in tokens if token.kind in ("day", "dash"))
    return weekdays_of("".join(said))


def _others(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with "øvrige dage" as the weekdays that are not named. Raises OpeningHoursError."""
    named = _weekdays(tokens)
    found = []
    for token in tokens:
        if token.kind == "others":
            left = [day for day in WEEK[: 5 if token.said == "Mo-Fr" else 7] if day not in named]
            if not left or not named:
                raise not_read(text, token.at, token.at + 20)
            token = Token("day", ",".join(left), token.at)
        found.append(token)
    return found


def _its_days_first(tokens: list[Token]) -> list[Token]:
    """The tokens with the days of an end alone before it: "(dog til kl. 14 om fredagen)" is "(fredag til 14)"."""
    for place in range(1, len(tokens) - 2):
        dash, clock = tokens[place : place + 2]
        if dash.kind != "dash" or clock.kind != "clock" or tokens[place - 1].kind not in ("hours", "and"):
            continue
        end = place + 2
        while end < len(tokens) and tokens[end].kind in ("day", "dash", "and") and tokens[end].said != ")":
            end += 1
        days = tokens[place + 2 : end]
        if (
            days
            and days[0].kind == "day"
            and (end == len(tokens) or tokens[end].said == ")" or tokens[end].kind == "end")
        ):
            return [*tokens[:place], *days, dash, clock, *tokens[end:]]
    return tokens


def _next_workdays(covered: set[str], number: int) -> set[str]:
    """The days after the last of those that are covered, up to Friday: "man-ons 9-15, tors til 17, fre til 12"."""
    last = max((WEEK.index(day) for day in covered), default=7)
    return set(WEEK[last + 1 : min(last + 1 + number, 5)])


def _far_apart(start: str, end: str) -> bool:
    """Whether a time in brackets is an end: "man-fre 9-15 (fre. 12)", and not "(fre. 10)", which may be a beginning."""
    return bool(start) and int(end[:2]) - int(start[:2]) > 2


def _until(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with "(fre. 14)" and "fredag til 14", after hours of such a day, as those hours till then. Raises
    OpeningHoursError at any other time that stands alone."""
    found: list[Token] = []
    chained, so_far = -1, set()  # where the last such hours stand, and the days of those it leans on
    for token in tokens:
        if token.kind != "clock":
            found.append(token)
            continue
        told = bool(found) and found[-1].kind == "dash"
        before = found[:-1] if told else found
        begins = len(before)
        while begins and before[begins - 1].kind in ("day", "dash", "and", "colon"):
            begins -= 1
        days = before[begins:]
        while begins and before[begins - 1].kind == "end":  # "hverdage 9-15. Torsdag til 18"
            begins -= 1
        ordinary = before[:begins]
        starts = ordinary[-1].said if ordinary and ordinary[-1].kind == "hours" else ""
        alone = len(ordinary) < 2 or ordinary[-2].kind not in ("hours", "and") or ordinary[-2].said == "("
        own = begins
        while own and before[own - 1].kind in ("hours",):
            own -= 1
        first = own
        while first and before[first - 1].kind in ("day", "dash", "and", "colon"):
            first -= 1
        named, covered = _weekdays(days), _weekdays(before[first:own])
        covered |= so_far if own == chained else set()
        begins_then = not told and re.search(r"\bfra\s+(?:kl\.?\s*)?$", text[: token.at], re.IGNORECASE)
        if begins_then:  # "alle dage 9-15 (weekend fra 10)"
            said, follows, ordered = f"{token.said}-{starts[6:]}", False, token.said < starts[6:]
        else:
            said, follows = f"{starts[:5]}-{token.said}", named == _next_workdays(covered, len(named))
            ordered = starts[:5] < token.said <= "24:00"
        in_brackets = any(one.said == "(" for one in days) and _far_apart(starts[:5], token.said)
        fits = named and (named <= covered or follows) and re.fullmatch(r"[0-9:]{5}-[0-9:]{5}", starts)
        if not ((told or begins_then or in_brackets) and alone and fits and ordered):
            at = re.compile(ONE_TIME).match(text, token.at)
            raise not_read(text, token.at, at.end() if at else token.at + 2)
        found = [*before, Token("hours", said, token.at)]
        chained, so_far = len(found) - 1, covered | named
    return found


def _days_before(tokens: list[Token]) -> list[Token]:
    """The days that the last hours are for."""
    end = len(tokens)
    while end and tokens[end - 1].kind in ("hours", "colon"):
        end -= 1
    begins = end
    while begins and tokens[begins - 1].kind in ("day", "dash", "and"):
        begins -= 1
    return tokens[begins:end]


def _named_before(tokens: list[Token]) -> bool:
    """Whether any days, dates or weeks are named for the last hours."""
    before = takewhile(lambda token: token.kind != "end", reversed(tokens))
    return any(token.kind in ("day", "date", "week") for token in before)


def _before_their_hours(tokens: list[Token], text: str) -> list[Token]:
    """The tokens with days that stand after their hours before them: "10-18 (også helligdage)", "15-18 (sep.-maj)".

    "Døgnåbent, også i weekenden" is all days already; "9-15, også i weekenden" leaves open which others. Raises
    OpeningHoursError.
    """
    found: list[Token] = []
    place = 0
    while place < len(tokens):
        end = place
        while end < len(tokens) and tokens[end].kind in ("day", "date", "dash", "and"):
            end += 1
        run = tokens[place:end]
        bare = [token for token in run if token.kind != "and"]
        marks = [token.said for token in run if token.kind == "and"]
        last = end == len(tokens) or tokens[end].kind == "end" or (bool(run) and run[-1].said == ")")
        also = [token.said for token in takewhile(lambda token: token.kind in ("and", "dash"), run)]
        if bare and "også" in also and last and found and found[-1].kind == "hours" and not _named_before(found):
            if found[-1].said != ALL_DAY:
                raise _which_days(text, found[-1].at, _in_figures(found[-1].said))
            place = end
            continue
        holidays = bool(bare) and "også" in marks
        if holidays and (len(bare) > 1 or bare[0].said != "PH"):  # "hver dag 9-21, også i weekender og på helligdage"
            holidays = {"day"} == {token.kind for token in bare} and _weekdays(bare) <= _weekdays(_days_before(found))
        season = (
            bool(bare) and {token.kind for token in bare} <= {"date", "dash"} and run[0].said == "(" and ")" in marks
        )
        if not (found and found[-1].kind == "hours" and last and (holidays or season)):
            found.extend(run or tokens[place : place + 1])
            place = end if run else place + 1
            continue
        line = takewhile(lambda token: token.kind != "end", reversed(found))
        if season and sum(token.kind == "hours" for token in line) > 1:  # "lør 10-14, søn 13-16 (oktober-marts)"
            raise OpeningHoursError(
                f"Hvilke af tiderne gælder »{words_at(text, bare[0].at)}« (tegn {bare[0].at + 1}) for? Skriv det ved "
                "hver dag, eller skriv dagene på hver sin linje."
            )
        at = len(found)
        while at and found[at - 1].kind not in ("day", "date"):
            at -= 1
        found[at:at] = [Token("and", "også", bare[0].at), *bare] if holidays else bare
        place = end
    return found


def _ordered(read: list[Clause], text: str) -> str:
    """The rules as one text, in an order and with separators by which none takes from another what it should not."""
    opened: list[Rule] = []
    closed: list[Rule] = []
    for days, hours, off, at in read:
        for selector in _selectors(days, text, off):
            written = f"{selector} {hours}{' off' if off else ''}".strip()
            always = written in ("00:00-24:00", "Mo-Su 00:00-24:00") and len(read) == 1
            try:
                rules = rules_of("24/7" if always else written)
            except OpeningHoursError:
                raise not_read(text, at, min(len(text), at + 30)) from None
            (closed if off else opened).extend(replace(rule, at=at, adds=False) for rule in rules)
    opened = _special_last(opened)
    shut = {day for rule in closed if not rule.times and not rule.has_month for day in weekdays_of(rule.days)}
    if shut:  # "døgnet rundt undtagen søndag" says nothing of holidays
        left = ",".join(day for day in DAYS if day not in shut)
        opened = [replace(one, days=left) if one.times == _ALL_DAY_LONG and not one.days else one for one in opened]
    for rule in opened:
        alone = not rule.days and rule.times != _ALL_DAY_LONG
        if not rule.days and any(other.at < rule.at and WEEKDAY.search(other.days) for other in opened):
            raise _which_days(text, rule.at, "hele døgnet")  # "tirsdag 9-15, hele døgnet"
        whole_weeks = rule.has_month or rule.days.startswith("week")
        if alone or (whole_weeks and not _few_days(rule) and not WEEKDAY.search(rule.days)):
            raise _which_days(text, rule.at, _in_figures(rule.hours))
    if read and not opened and any(rule.days for rule in closed):
        raise OpeningHoursError("Her står kun, hvornår der er lukket. Skriv også, hvornår der er åbent.")
    if opened and any(not (rule.days or rule.times) for rule in closed):
        raise OpeningHoursError("Hvilke dage er der lukket? Skriv dagene, for eksempel »lørdag lukket«.")
    _each_season_said(read, opened, closed, text)
    _closed_while_open(opened, closed, text)
    for rule in opened:
        if any(start < end_ and start_ < end for (start, end, _), (start_, end_, _) in combinations(rule.times, 2)):
            raise OpeningHoursError(
                f"Tiderne ved »{words_at(text, rule.at)}« (tegn {rule.at + 1}) går ind over hinanden. "
                "Skriv dag og tid for hver."
            )
    within = [rule for rule in opened if _within_closed(rule, closed, text)]
    kept: list[Rule] = []
    for rule in opened:
        if rule not in within:
            kept.append(replace(rule, adds=bool(kept) and _adds(kept, rule)))
    return joined([*kept, *closed, *within])


def _within_closed(rule: Rule, closed: list[Rule], text: str) -> bool:
    """Whether all of a rule's days are among closed ones, so that it is what they leave open ("weekend lukket, 1.
    lørdag i måneden 10-12"). The very days, or some of their weekdays, are asked about. Raises OpeningHoursError."""
    mine = rule.on(*A_YEAR)
    for other in closed:
        theirs = other.on(*A_YEAR)
        if other.times or not any(mine) or not all(closes for opens, closes in zip(mine, theirs, strict=True) if opens):
            continue
        narrower = re.search(r"\[|week|\bPH\b", rule.days) or rule.has_month
        # "onsdag 10-12 (uge 29-34), ferielukket i uge 28-36"; "lukket uge 28-36, onsdag i uge 30 10-12" leaves one open
        taken_back = rule.at < other.at and all(one.days.startswith("week") for one in (rule, other))
        if mine == theirs or not narrower or taken_back:
            raise OpeningHoursError(
                f"Er der åbent eller lukket »{words_at(text, rule.at)}« (tegn {rule.at + 1})? Her står begge dele."
            )
        return True
    return False


_ALL_DAY_LONG = ((0, DAY, False),)
_A_WEEK = 7


def _few_days(rule: Rule) -> bool:
    """Whether a rule is for some dates in a row, such as Christmas, and not for a season."""
    return rule.is_dated and sum(rule.on(*A_YEAR)) < _A_WEEK


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


def _which_days(text: str, at: int, hours: str) -> OpeningHoursError:
    return OpeningHoursError(
        f"Hvilke dage gælder det i »{words_at(text, at)}« (tegn {at + 1})? Skriv dagene også, for "
        f"eksempel »man-fre {hours}« eller »alle dage {hours}«."
    )


def _in_figures(hours: str) -> str:
    """Hours as a Dane writes them: "9-15", "8.30-16"."""
    return re.sub(r"\b0?(\d{1,2}):(\d\d)", lambda time: time[1] + (f".{time[2]}" if time[2] != "00" else ""), hours)


def _each_season_said(read: list[Clause], opened: list[Rule], closed: list[Rule], text: str) -> None:
    """In "juni-august: man-tors 10-14, fre 10-12" nobody but the writer knows whether Friday's hours hold all year.

    Raises OpeningHoursError.
    """
    season = None
    for days, _, off, at in read:
        kinds = [kind for kind, *_ in days.parts] if days else []
        if "day" in kinds and (kinds[0] != "day" or _within(days)):
            season = days
        elif season and kinds and set(kinds) == {"day"} and any(WEEKDAY.search(said) for _, said, _ in days.parts):
            mine = [rule for rule in closed if rule.at == at]
            if off and not any(overlaps(one, other) for one in mine for other in opened):
                continue
            when = re.split(r"\s*[:,;\n]\s*|\s+(?=\w+dag|man|tir|ons|tor|fre|lør|søn|hver|alle)", text[season.at :])[0]
            if season.parts[0][0] == "day" and (later := re.search(_A_SEASON, text[season.at :], re.IGNORECASE)):
                when = later[0]
            raise OpeningHoursError(
                f"Gælder »{words_at(text, at)}« (tegn {at + 1}) også kun »{when.strip()}«? Skriv det igen foran, "
                "eller skriv det, der gælder hele året, først."
            )


_A_SEASON = rf"\b(?:u?lige uger?\b|uge(?:rne)?\s+{WEEKS}|{A_DATE})"


def _within(days: Days) -> bool:
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
            or _is_between(begins, ends, around)  # "9-12 og 13-15 (frokostlukket 12-13)"
            for begins, ends, _ in rule.times
        )
        if _LIKE_DATES.search(text[rule.at :]) or not inside:
            raise OpeningHoursError(
                f"Hvornår er der lukket (tegn {rule.at + 1})? Er det datoer, så skriv »23. december - 2. januar«. "
                "Er det en pause, skal den ligge i åbningstiden."
            )


def _is_between(begins: int, ends: int, around: list[Rule]) -> bool:
    """Whether a pause is just what open hours leave out."""
    return bool(around) and all(
        any(end == begins for _, end, _ in other.times) and any(start == ends for start, _, _ in other.times)
        for other in around
    )


def _selectors(days: Days | None, text: str, off: bool) -> list[str]:
    """The days as OpenStreetMap writes them. Weekdays and dates that stand beside each other ("helligdage og
    grundlovsdag", "lørdag og 24. december") are rules of their own; "mandag i juli" is one."""
    if days is None:
        return [""]
    groups: list[list[tuple[str, str]]] = []
    for kind, said, comma in days.parts:
        before = groups[-1][-1] if groups else None
        apart = before and {before[0], kind} == {"day", "date"}
        if before and comma and "week" in (before[0], kind) and before[0] != kind:
            holidays = off and "PH" in (said, before[1])
            if kind == "date" or before[0] == "date" or (off and comma != ",") or holidays:  # "lukket uge 7 og 8. maj"
                groups.append([(kind, said)])
                continue
            if off or (kind == "day" and "day" in {each for each, _ in groups[-1]}):  # "mandag i lige uger og tirsdag"
                raise not_read(text, days.at, min(len(text), days.at + 30))
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
            raise not_read(text, at, min(len(text), at + 30))
        parts["week"] = ["week " + ",".join(week.removeprefix("week ") for week in parts["week"])]
    if len(parts["day"]) > 1 and any(day.startswith("Mo-Su") for day in parts["day"]):
        # "hver uge mandag" is Monday, "alle dage og helligdage" both
        parts["day"] = ["Mo-Su", *(["PH"] if any("PH" in day for day in parts["day"]) else [])]
    return " ".join(filter(None, (",".join(parts["date"]), "".join(parts["week"]), ",".join(parts["day"]))))


def _adds(before: list[Rule], rule: Rule) -> bool:
    """Whether a rule should add to those before: where their days meet and their hours do not; or where they do not
    meet, but a night would be cut."""
    same = [other for other in before if overlaps(other, rule)]
    if same:
        special = rule.has_month and not all(other.has_month for other in same)
        return not special and not any(hours_meet(other, rule) for other in same)
    return any(other.runs_past_midnight for other in before)
