"""Ways of writing opening hours in Danish that mean the same, made one; what nobody can know is asked about.

The text keeps its length, so that each place in it is where it was typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import NamedTuple

from webapp.hours.danish_words import (
    A_DATE,
    A_DAYS_NAME,
    A_RANGE,
    ALL_DAY,
    ALL_YEAR,
    CLOSED,
    COME,
    DAY,
    DAYS,
    EXCEPT,
    HOURS_WORD,
    MONTH,
    MONTHS,
    MONTHS_IN_ORDER,
    NAMES,
    NO_TIME,
    NUMBER,
    ONE_TIME,
    PLACE,
    SOME_WEEKS,
    TIME,
    found_by,
)
from webapp.hours.rules import OpeningHoursError


class Asked(NamedTuple):
    """What is said where a text cannot be understood; `{it}` is what was found, `{at}` its place, counted from 1."""

    says: str


_NOT_READ = "»{it}« kan ikke læses (tegn {at}). "
Step = str | Asked | Callable[[re.Match[str]], str]


def in_one_way(text: str) -> str:
    """The text with its phrases put in one way. Raises OpeningHoursError where it has two readings or none, with the
    place and what to write instead."""
    plain = re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text)
    for pattern, step in _STEPS:
        plain = found_by(pattern).sub(partial(_after, step), plain)
    return plain


def _after(step: Step, found: re.Match[str]) -> str:
    """What was found, with its part `it` (or all of it) as the step has it."""
    first, last = found.span("it" if "it" in found.re.groupindex else 0)
    if isinstance(step, Asked):
        raise OpeningHoursError(step.says.format(it=found.string[first:last].strip(), at=first + 1))
    said = step if isinstance(step, str) else step(found)
    return found.string[found.start() : first] + said.ljust(last - first) + found.string[last : found.end()]


def _dates_or_times(found: re.Match[str]) -> str:
    """ "22.12.-2.1." and "22.12-2.1" as "22/12-2/1"; "9.10-12.12" may be times."""
    first, month, dot, dash, last, until, end = found.groups()
    if not dot and int(first) <= 24 and int(last) <= 24 and len(month) == len(until) == 2:
        return found[0]
    stop = "\n" if re.match(r"\s+[A-ZÆØÅ]", found.string[found.end() :]) else " "  # "22.12-2.1. Mandag 16-18"
    return f"{first}/{month}{' ' * len(dot)}{dash}{last}/{until}{stop * len(end)}"


def _weeks_of_a_month(found: re.Match[str]) -> str:
    """ "juli (uge 29-31)" without its month. Raises OpeningHoursError for weeks that have no day in it."""
    first, last = (MONTHS_IN_ORDER.index(NAMES[name.lower()]) for name in (found[1], found[2] or found[1]))
    for week in map(int, re.findall(r"\d+", found[3])):
        months = {date.fromisocalendar(2026, week, day).month - 1 for day in (1, 7)} if 1 <= week <= 52 else set()
        if not any(first <= month <= last for month in months):
            raise OpeningHoursError(
                f"Er det måneden eller ugerne i »{found[0].strip()}« (tegn {found.start() + 1})? Skriv den ene."
            )
    return found[3].rjust(len(found[0]))


def _name_of_closed_days(found: re.Match[str]) -> str:
    """The name of a holiday left out where its sentence says that it is closed; nobody but the writer knows what
    "sommerferie: uge 28-31" means. A sentence that begins with it stays one."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    sentence = re.split(r"[.;\n](?!\d)", before)[-1] + re.split(r"[.;\n](?!\d)", after)[0]
    if not re.search(rf"\b(?:{CLOSED}|{EXCEPT})\b", sentence, re.IGNORECASE):
        return found[0]
    return "\n" if re.search(r"\.\s*$", before) else ""


def _table(found: re.Match[str]) -> str:
    """A table without its head; its lines "Mandag 9 15" as "Mandag 9-15" where that says from and to."""
    lines = found[0].lstrip().partition("\n")[2].rjust(len(found[0]))
    cells = rf"(\b{ONE_TIME})([\t ;|]+)(?={ONE_TIME}\s*$)"
    return re.sub(cells, lambda one: one[1] + "-".ljust(len(one[2])), lines, flags=re.MULTILINE) if found[1] else lines


def _sentence(found: re.Match[str]) -> str:
    """ "Bemærk:" and "OBS!" as the beginning of a sentence; in brackets they say nothing."""
    return "" if found.string[: found.start()].rstrip().endswith("(") else "\n"


def _other_weeks(found: re.Match[str]) -> str:
    """ "i ulige uger (lige uger lukket)" without what is so anyway."""
    weeks = re.findall(r"\bu?lige\b", found[0].lower())
    return "" if len(weeks) == len({*weeks}) == 2 else found["it"]


def _dog(found: re.Match[str]) -> str:
    """ "undtagen onsdag, hvor der er" as "dog onsdag"."""
    return "dog".ljust(len(found["but"] or found["but_"])) + (found["days"] or "") + " " * len(found["where"] or "")


def _of_24(found: re.Match[str]) -> str:
    """ "9 am" as "9", "3.30 pm" as "15.30"."""
    hour, half = int(found["hour"]), 12 if found["half"].lower() == "p" else 0
    return f"{hour % 12 + half}{found['minutes'] or ''}" if 1 <= hour <= 12 else found[0]


def _one_night(found: re.Match[str]) -> str:
    """ "fredag kl. 22 til lørdag kl. 5" as "fredag 22-5", where the one day follows the other and it is one night."""
    week = list(DAYS)
    begins, ends = (week.index(NAMES[found[name].lower()]) for name in ("day", "next"))
    first, last = (int(re.split("[.:]", found[name])[0]) for name in ("from", "to"))
    if ends != (begins + 1) % 7 or not last < first or last > 12:
        return found[0]
    return f"{found['day']} {found['from']}-{found['to'].rjust(2, '0')}"


def _one_sided(found: re.Match[str]) -> str:
    """ "- uge 25" as it is, where a date or its number stands before it. Raises OpeningHoursError."""
    before = found.string[: found.start()]
    first = re.search(rf"(?:{A_DATE}|\d)\.?\s*$", before, re.IGNORECASE)
    if not first or re.search(rf"(?<!\d\.)(?<!uge ){A_RANGE}\s*$", before):  # "15-18 til uge 25"
        _after(_ONE_END, found)
    return found["it"]


_A_YEAR = Asked(
    _NOT_READ
    + "Gælder det hvert år, så skriv datoen uden årstal. Gælder det kun dét år, så skriv det som en ændring med datoer."
)
_PHONE_AND_DOOR = Asked(
    "Her står både åbningstid og »{it}« (tegn {at}). Skriv kun den ene, og den anden i »Om åbningstiden«."
)
_ONE_END = Asked(
    "»{it}« (tegn {at}) har kun den ene ende. Skriv fra og til, for eksempel »1. august - 30. september«, eller skriv "
    "det som en ændring med datoer."
)


def _two_places(found: re.Match[str]) -> str:
    """The hours of two places are two things, and of one, named after hours of nobody's. Raises OpeningHoursError."""
    named = [
        one[0].lower()
        for one in found_by(rf"(?<!for\s)(?<!for\spersonligt\s)\b{PLACE}(?: (?:i|på) {PLACE})?").finditer(found[0])
    ]
    if len(set(named)) > 1:
        raise OpeningHoursError(
            f"Her står tiden for både »{'« og »'.join(sorted(set(named)))}«. Skriv kun den ene, og den anden i "
            "»Om åbningstiden«."
        )
    return found[0]


# The hours at which a part of the day begins, and those at which it ends.
_PARTS = {
    "morgen": (range(5, 12), range(5, 13)),
    "formiddag": (range(6, 13), range(8, 14)),
    "eftermiddag": (range(12, 19), range(12, 20)),
    "aften": (range(16, 24), (*range(17, 25), *range(4))),
    "nat": (range(0), (*range(22, 25), *range(9))),
}


def _part_of_day(found: re.Match[str]) -> str:
    """ "torsdag aften 19-21" without "aften", "hver aften" as "hver dag"; "torsdag aften 7-9" and "7-9 om aftenen" are
    asked about. Raises OpeningHoursError."""
    after = "every" not in found.re.groupindex
    if not after:  # "mandag formiddag lukket, man-fre 9-15", "lukket mandag formiddag, man-fre 9-15"
        before = re.split(r"[,;.\n\d]", found.string[: found.start()])[-1]
        between = found.string[found.end("it") : found.start("hours")]
        shut = found_by(rf"\b(?:{CLOSED}|{EXCEPT})\b")
        if shut.search(between) or (shut.search(before) and re.search(r"[,.]", between)):
            return found["it"]
    part, said = found["part"].lower(), found["hours"].strip()
    times = re.findall(TIME, re.sub(r"kl\.?", "", said, flags=re.IGNORECASE))
    hour = int(times[-1 if after else 0][0])
    if hour not in _PARTS[part][after]:
        later = "-".join(f"{int(hour) + 12}" + (f".{minute}" if minute else "") for hour, minute in times)
        raise OpeningHoursError(
            f"Er »{said}« (tegn {found.start('hours') + 1}) om {part}en?".replace("naten", "natten")
            + (f" Skriv »{later}«, hvis det er dét." if hour + 12 in _PARTS[part][after] else "")
        )
    return found["it"] if after else {"hver": "dag", "alle": "dage"}.get((found["every"] or "").lower(), "")


def _both_parts(found: re.Match[str]) -> str:
    """ "8 morgen - 22 aften" as "8-22", where both ends are in their part of the day."""
    ends = [(int(re.split("[.:]", found[name])[0]), found[f"{name}_part"].lower()) for name in ("from", "to")]
    fits = all(hour in _PARTS[part][after] for after, (hour, part) in enumerate(ends))
    return f"{found['from']}-{found['to']}" if fits else found[0]


_MARK = r"(?:bemærk|obs|n\.?b|vigtigt|husk|vær opmærksom på)(?![^\W\d])(?: også)?(?: venligst)?[!.:,]*(?: at\b)?"
_WE = rf"(?:(?:vi|der|{PLACE}) )?"
_BUT = "undtage[nt]|bortset fra|på nær"
_DAYS = r"(?:\d\.|[^.;\n()])*"
_IS = rf"{_WE}(?:er|har|holde[rs]) "
_CELL = r"[\t\x20;|]"
_MONTH_NUMBER = r"(?:0?[1-9]|1[0-2])"
_DAY_AND_MONTH = rf"(0?[1-9]|[12]\d|3[01])\.({_MONTH_NUMBER})"
_SOME_DATES = rf"(?:den |d\. *)?\d{{1,2}}\.? *(?:{MONTH}|/ *\d{{1,2}})? *- *\d{{1,2}}\.? *(?:{MONTH}|/ *\d{{1,2}})"
_WEEKS_OF_TWO = r"\(?(?:i )?u?lige uge"
_SOME_DAYS = rf"(?:alle |hver )?(?:{DAY}|hverdag\w*|weekend\w*)\b"
_HOURS = r"(?:kl\.? *)?"
_RANGES = rf"{A_RANGE}(?: *(?:,|og|samt|[&/]) *{_HOURS}{A_RANGE})*"
_MINUTES = r"(?=(?:00|15|30|45)"
# What may follow a place's name or "du kan ringe til os" straight away.
_WHEN = (
    rf"(?:kl\b|klokken\b|fra {_HOURS}\d|\d|(?:på|i|om|mellem|kun)\b|{NUMBER} |(?:{ALL_DAY})\b|{A_DAYS_NAME}|{A_DATE}"
    rf"|{HOURS_WORD})"
)
_PART = "|".join(_PARTS)
_BY_DAY = _PART.removesuffix("|nat")  # "lørdag nat 1-5" may be Friday's
_A_TABLES_HEAD = (
    rf"^\s*(?:uge)?dage?{_CELL}+(?:(?:fra|åbner){_CELL}+(til|lukker|-)|tid|tider|tidspunkt|klokkeslæt|åbent){_CELL}*$"
)
_PHONE = r"\b\w*telefon\w*|\btlf\b|\bring\w*|\btræffetid\w*"
_DOOR = r"\båb[en]\w*|\bperson\w*|\bfremmøde\w*|\bkom(?:me)?\b"
_ENDS_A_SENTENCE = rf"(?<!\d\.)(?<![\d.:]){A_RANGE}|[^\W\d]{{3,}}|\b\d{{1,2}}/\d{{1,2}}|\buge(?:rne)?\s[\d\s,og&+-]*\d"
# Whole words and numbers: what follows their full stop is another sentence. "man." and "okt." are shortened.
_WHOLE_WORDS = ("dag", "dage", "uger", *(names[0] for names in MONTHS.values()))
_ENDED = rf"\b\d{{1,2}}/\d{{1,2}}|\buge(?:rne)?\s[\d\s,og&+-]*(?:[6-9]|[1-5]\d)(?!\.\s+(?:{MONTH})\b)|" + "|".join(
    f"(?<={word})" for word in _WHOLE_WORDS
)
# What no calendar or clock can say, and what to do about it.
_ADVICE = (
    (
        r"hver *anden\b|hver 2\.(?! [^\W\d]+ i (?:hver )?måned)|hver (?:14\.?|fjortende) dag",
        "Skriv »lige uger« eller »ulige uger«.",
    ),
    (
        r"\bhalv \w+|\bkvart (?:i|over) \w+",
        "Skriv klokkeslættet med tal, for eksempel »9.30« eller »21.30«.",
    ),
    (
        r"\bnat(?:ten)? (?:- |mellem )[^\W\d]+",
        "Skriv den dag, natten begynder: natten mellem fredag og lørdag er »fredag 22-05«.",
    ),
    (
        r"\b(?:store|st\.) *bededag\w*",
        "Store bededag har ikke været helligdag siden 2024. Slet den.",
    ),
    (
        r"\b(?:første|1\.|sidste|næstsidste) hverdag\b",
        "Skriv ugedagen, for eksempel »første mandag i måneden« eller »4. fredag i måneden«.",
    ),
    (
        r"\bden \d{1,2}\. (?:i (?:hver )?|hver )måned\w*",
        "Den dato falder på en ny ugedag hver måned. Skriv det i »Om åbningstiden«.",
    ),
    (
        r"hver (?:[3-5]\.|tredje|fjerde|femte)(?! *(?:,|og\b)) [^\W\d]+(?! i (?:hver )?måned)(?![^\W\d])",
        "Skriv »3. lørdag i måneden«, hvis det er den. Er det hver tredje uge, så skriv ugerne: »uge 3, 6, 9 og 12«.",
    ),
    (
        r"\A\s*1\. [^\W\d]+(?=[^\n]*\n *2\.\s)(?![^\n]*\bmåned)",
        "Er det nummeret i en liste, så slet det. Er det dagen, så skriv »1. mandag i måneden«.",
    ),
    (
        r"efter (?:nærmere )?aftale|ring først|ring og aftal\w*|med tidsbestilling",
        "Skriv det i »Om åbningstiden«.",
    ),
    (
        r"\b(?:mellem|ml\.?) jul(?:en)? og nytår\b|\bjuledage\w*",
        "Skriv datoerne, for eksempel »lukket 24. december - 1. januar«.",
    ),
    (
        r"\bjul(?:en)?\b\.?",
        "Er det julen eller juli? Skriv »juli« eller datoerne, for eksempel »24.-26. december«.",
    ),
    (
        r"(?<!i\s)\b(?:jan|maj|august|april|juni) (?:holder|har|svarer|sidder|tager) (?!lukket|vi\b|der\b)[^\W\d]+",
        "Er det et navn, så slet det. Er det måneden, så skriv »i januar«.",
    ),
    (
        r"\b(?:lukk|ikke\b)[^.;\n]*\bdog\b",
        "Skriv det, der er åbent, for sig: »torsdag 10-12«.",
    ),
    (
        r"(?:[12]\. *)?(?:påske|pinse)\w*|\b(?:langfredag|skærtorsdag)\w*"
        r"|\b(?:fredag\w* efter )?(?:kristi )?himmelfart\w*",
        "Skriv »helligdage« eller datoerne som lukkedage.",
    ),
    (
        r"\w*ferie(?!luk)\w*|\bskole(?:året|år|tid|dage?)\b",
        "Skriv datoerne, for eksempel »juli« eller »1.-15. august«, eller skriv dem som lukkedage.",
    ),
)
# Days that have other hours than those they are left out of: none of both holds beside the other.
INSTEAD = rf"\b(?:{_BUT}|dog)\b(?P<days>{_DAYS}?),? hvor {_IS}åbent?\b"
# One after another: what is found becomes what stands behind it, or is asked about.
_STEPS: tuple[tuple[str, Step], ...] = (
    # a search engine's box: "Lukket ⋅ Åbner kl. 08.00 man." and below it the week
    (r"\A\s*(?:(?:åbent?|lukket)(?: nu)?|(?:åbner|lukker) snart) *[⋅·•] *(?:åbner|lukker)\b[^\n]*\n", ""),
    (rf"(?P<it>(?<![^\W\d]){_MARK})", _sentence),
    ("!", "."),
    # "1. november 2026", "01.11.2026", "1/11-26"
    (r"(?<!\d)(?<!\d{3}-)(?<!\d{3}\s-\s)(?P<it>20[2-9]\d)(?!\d|:\d| *-)", _A_YEAR),
    (rf"(?<![\d.:-])\b\d{{1,2}}\.? */{_MONTH_NUMBER}[-/](?P<it>2[4-9]|3\d)(?![\d/]| */)", _A_YEAR),
    (rf"(?<![\d.:]){_DAY_AND_MONTH}(\.?)( *- *){_DAY_AND_MONTH}(?!\d)(\.?)", _dates_or_times),
    (r"\b1\. *(?:og|\+|&) *2\. *juledag\b", "25. og 26. dec"),
    (r"\b1\. *juledag\b", "25. dec"),
    (r"\b2\. *juledag\b", "26. dec"),
    (r"\b(?:til og med|t\.? ?o\.? ?m\.?(?=\W)|t/m|indtil|til)\b\.?", "-"),
    (r"(?<=[^\W\d])-(?=\s*(?:,|og\b))", ""),  # "lør- og søndag"
    (r"\buge \d{1,2} *- *(?P<it>uge)(?= \d)", ""),
    (
        rf"{SOME_WEEKS} *\( *(?:fra )?{_SOME_DATES} *\)?|{_SOME_DATES} *\( *(?:i )?{SOME_WEEKS} *\)",
        Asked(
            "Er det ugerne eller datoerne (tegn {at})? De følges ikke ad fra år til år. Skriv kun ugerne, hvis det "
            "er hvert år, eller skriv datoerne som en ændring med datoer."
        ),
    ),
    (rf"\b(?:i )?({MONTH})(?: *(?:-|og|/) *({MONTH}))? *\( *(?:i )?({SOME_WEEKS}) *\)", _weeks_of_a_month),
    (r"\b(?:vi )?(?:holder|har) (?:vi )?[^\W\d]*ferie(?= (?:i )?uge)", "lukket"),
    (
        rf"\b(?:i )?(?:[^\W\d]+s )?[^\W\d]*ferie(?:n|rne)?(?= *[(:,]? *(?:lukket )?(?:i )?{SOME_WEEKS})"
        r"|(?<=\d) *\((?:[^\W\d]+s )?[^\W\d]*ferien?\)",
        _name_of_closed_days,
    ),
    (rf"\bhver *anden uge,?(?= *{_WEEKS_OF_TWO})", ""),
    (rf"\bhver *anden(?= (?:{DAY})\b\.?,? {_HOURS}(?:fra )?(?:{A_RANGE})?,? *{_WEEKS_OF_TWO})", "hver"),
    (
        rf"\( *(?:kun )?(?:i )?(u?lige uge(?:r|numre)?|{SOME_WEEKS})\)",
        lambda found: found[1].rjust(len(found[0]) - 1),
    ),
    (r"\b(?:sommer|vinter)[^\W\d]* *(?P<it>\([^()\n]+\))(?= *:)", lambda found: f" {found['it'][1:-1]} "),
    # "hverdage, hele året" is no more days than "hverdage"
    (rf"\b{_SOME_DAYS}(?:(?!{ALL_YEAR})[^\n])*?(?P<it>,? (?:i )?{ALL_YEAR}| \(?-? *{ALL_YEAR}\)?)(?!\w)", ""),
    (rf"\b(?:i )?{ALL_YEAR}\b[,:]?(?= (?:på |om )?{_SOME_DAYS})", ""),
    (
        rf"\b{NUMBER} (?:{DAY}) *(?:og|samt|[,&/]) *(?P<it>{DAY}) i (?:hver )?måned",
        Asked("Er det hver »{it}« (tegn {at})? Skriv nummeret ved hver dag: »1. torsdag og 1. fredag i måneden«."),
    ),
    (
        rf"\b(?:alle(?: ugens)? dage|hver dag|dagligt?)\b[^\n\d]*{_RANGES} *[,(]? *(?P<it>(?:- *)?{ALL_YEAR})\b",
        "også PH,",
    ),
    (
        r"(?P<it>[,.;-]? *\(?(?:men |og )?ellers (?:er der |holder vi )?lukket *\)?)[\s.]*\Z",
        "",
    ),  # as is every other day
    (rf"\b(?:u?lige) uger?\b[^\n;()]*(?P<it>\((?:i )?(?P<other>u?lige) uger?:? (?:{CLOSED})\))", _other_weeks),
    # "undtagen onsdag, hvor der er lukket", "på nær torsdag, hvor vi har åbent 12-18" are "dog onsdag lukket" and so on
    (
        rf"\b(?P<but>{_BUT}|dog)\b(?P<days>{_DAYS}?)(?P<where>,? (?:hvor|der) {_IS})(?=(?:{CLOSED}|åbent?)\b)"
        rf"|\b(?P<but_>{_BUT})\b(?={_DAYS}?,? hvor {_WE}(?:først )?(?:lukke|åbne)[rs]\b)",
        _dog,
    ),
    (rf"\b(?:{_BUT})\b{_DAYS}(?P<it>\((?:{CLOSED})\))", ""),
    # "fredag lukker vi kl. 14" is until 14
    (rf"\b(?:hvor )?{_WE}lukke[rs](?: (?:vi|der))?(?: allerede)?(?= {_HOURS}\d)", "-"),
    (rf"\b(?P<it>hvor {_WE})(?=(?:dog |først )*åbne[rs] (?:først )?{_HOURS}\d)", ""),
    (rf"{_A_TABLES_HEAD}(?:.|\n)*", _table),
    # a sentence's end: "10-14. Juli lukket" is no date, "10.-14. juli" is one
    (rf"(?:{_ENDS_A_SENTENCE})[\s)]*(?P<it>\.)(?=\s+(?-i:[A-ZÆØÅ]))", "\n"),
    (rf"(?:{_ENDED})\)?(?P<it>\.)(?=\s+(?!og\b|samt\b)\w)", "\n"),  # "i juli. lukket i uge 7"
    (rf"(?<!\d\.)(?<![\d.:]){A_RANGE}(?P<it>\.)(?= {_HOURS}{A_RANGE})", "\n"),  # "mandag 9-12. 10-14 fredag"
    # English: "Monday to Friday 9 am to 3.30 pm"
    (r"\b(?:[a-z]+day|[ap]\.?m\.?) (?P<it>to)\b", "-"),
    (
        rf"\b[1-7](?:[.:]\d\d)? *- *{ONE_TIME} ?p\.?m\b|\b12(?:[.:]00)? ?a\.?m\b",
        Asked("Er »{it}« (tegn {at}) om dagen eller om natten? Skriv klokkeslættene fra 0 til 24: »13-16«."),
    ),
    (r"\b(?P<hour>\d{1,2})(?P<minutes>[.:]\d\d)? ?(?P<half>[ap])\.?m\b\.?", _of_24),
    # times as most people write them: "9,00-15,30", "18-midnat", "9-12/13-16", "åbner kl. 20 og lukker kl. 9"
    (rf"(?<![-\d.:,])\d{{1,2}}(?P<it>,){_MINUTES} *- *{_HOURS}\d)", "."),
    (rf"\d *- *{_HOURS}\d{{1,2}}(?P<it>,){_MINUTES}(?!\d|[.:]\d| *-))", "."),
    (r"\b\d{1,2}[.:]\d\d(?P<it>[.:]00)\b", ""),  # a program's seconds
    (r"\bklokken\b", "kl."),
    (r"\bkl\.? *(?P<it>24)(?=(?:[.:]00)? *-)", "00"),
    (r"\bfra midnat\b", "fra 00"),
    (r"-\s*(?P<it>midnat)\b", "24"),
    (rf"(?<![\d/.])\b{A_RANGE}(?P<it>/)(?={A_RANGE}(?! */))", ","),
    (
        rf"\b(?P<day>{DAY})\b\.?,? {_HOURS}(?P<from>{ONE_TIME}) *- *(?P<next>{DAY})\b\.? (?:morgen )?{_HOURS}"
        rf"(?P<to>{ONE_TIME})\b(?! *-|[.:]?\d)",
        _one_night,
    ),
    (r"\bin[ck]l(?:usive?)?\b\.?(?= (?:på |i )?(?:helligdag|weekend|lør|søn))", "også"),
    (rf"\b(?:åbner|fra) (?:vi |der )?{_HOURS}{ONE_TIME}(?P<it> og|,)(?= -)", ""),
    (
        rf"\b(?P<it>(?:dog )?først) (?=(?:åbne[rs] |fra )?{_HOURS}{ONE_TIME}\b(?! *-|[.:]?\d))",
        "",
    ),  # "torsdag åbner vi først kl. 12"
    (rf"(?:^|;) *(?:{DAY}) *:? *(?P<it>-)(?= *(?:;|$))", NO_TIME),
    (rf"{A_RANGE}(?P<it> -)\x20(?=(?:{A_DATE})[^\n;.\d]*\b(?:{CLOSED})\b)", ","),  # "9-12 - juli lukket"
    # what is told by one end
    (rf"\b(?:(?<!bortset\s)fra(?: og med)?|åbner(?: igen)?) (?:i |den |d\. *)?(?P<it>{A_DATE})(?!\.? *-)", _ONE_END),
    (rf"- (?:i |den |d\. *)?(?P<it>{A_DATE})", _one_sided),
    (rf"\A[^\d()]*{A_RANGE}(?P<it>\s*\(\s*{PLACE}\s*\))\s*\Z", ""),
    (rf"\A\s*(?:{ALL_DAY}) (?P<it>{PLACE})(?!(?:.|\n)*{A_RANGE})", ""),  # "døgnåbent krisecenter"
    # two things: two places, a place after hours of nobody's, a telephone and a door
    (r"\A(?:.|\n)*\Z", _two_places),
    (
        rf"\A(?:(?!\b{PLACE})\D)*\d(?:.|\n)*?\b(?P<it>{PLACE})",
        Asked(
            "Er det kun »{it}« (tegn {at}), en af tiderne gælder for? Skriv kun den ene tid, og den anden i "
            "»Om åbningstiden«."
        ),
    ),
    (rf"\A\D*\d(?:.|\n)*?(?P<it>{_PHONE})", _PHONE_AND_DOOR),
    (rf"\A\D*?(?P<it>{_PHONE})\D*\d(?:.|\n)*?(?:{_DOOR})", _PHONE_AND_DOOR),
    # parts of the day
    (
        rf"(?<![-\d.:])\b(?P<from>{ONE_TIME}) (?:om )?(?P<from_part>{_PART})(?:t?en)?"
        rf" *- *{_HOURS}(?P<to>{ONE_TIME}) (?:om )?(?P<to_part>{_PART})(?:t?en)?\b",
        _both_parts,
    ),
    (rf"(?P<hours>{A_RANGE})(?P<it> )om (?P<part>{_PART})t?en\b", _part_of_day),
    (
        rf"(?<![^\W\d])(?<!næste\s)(?:(?P<every>hver|alle) )?(?P<it>(?P<part>{_BY_DAY})(?:en|e|er|s|s?åbent?)?\b\.?)"
        rf"(?=[^\d\n;]{{0,40}}?(?P<hours>{A_RANGE}))",
        _part_of_day,
    ),
    *((pattern, Asked(_NOT_READ + advice)) for pattern, advice in _ADVICE),
    # the place's name, or the sentence, that a text begins with
    (rf"\A\s*(?P<it>{PLACE}) *\n", ""),
    (rf"\A\s*(?P<it>{COME}|{PLACE}(?: -)?)(?= {_WHEN})", ""),
)
