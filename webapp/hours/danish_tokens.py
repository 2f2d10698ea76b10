"""The tokens of opening hours as a Dane writes them: days, dates, times and the small words between, each in
OpenStreetMap's words and with its place. What they say together: `danish_hours.py`."""

from __future__ import annotations

import re
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple

from webapp.hours.rules import OpeningHoursError

# Each day by its OpenStreetMap name, and how Danes begin it or shorten it.
DAYS = {
    "Mo": ("mandage", "mandagen", "mandag", "man", "ma"),
    "Tu": ("tirsdage", "tirsdagen", "tirsdag", "tirs", "tir", "ti"),
    "We": ("onsdage", "onsdagen", "onsdag", "ons", "on"),
    "Th": ("torsdage", "torsdagen", "torsdag", "tors", "tor", "to"),
    "Fr": ("fredage", "fredagen", "fredag", "fre", "fr"),
    "Sa": ("lørdage", "lørdagen", "lørdag", "lør", "lø", "lordage", "lordag", "loerdag"),
    "Su": ("søndage", "søndagen", "søndag", "søn", "sø", "sondage", "sondag", "soendag"),
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
    **dict.fromkeys(("alle hverdage", "hverdage", "hverdagene", "hverdag", "hverd"), "Mo-Fr"),
    **dict.fromkeys(("weekender", "weekenden", "weekend"), "Sa-Su"),
    **dict.fromkeys(
        ("alle ugens dage", "alle dage", "hver dag", "dagligt", "daglig", "dagl", "dgl", "hele ugen"), "Mo-Su"
    ),
    **dict.fromkeys(("alle ugens 7 dage", "alle ugens syv dage", "alle 7 dage", "alle syv dage"), "Mo-Su"),
    **dict.fromkeys(("7 dage om ugen", "syv dage om ugen", "7 dage i ugen", "ugens 7 dage"), "Mo-Su"),
    **dict.fromkeys(("alle nætter", "hver nat"), "Mo-Su"),
    **dict.fromkeys(("alle årets dage", "alle årets 365 dage", "årets 365 dage", "365 dage om året"), "Mo-Su,PH"),
    **dict.fromkeys(("hele året rundt", "hele året", "året rundt"), "Mo-Su,PH"),
    **dict.fromkeys(("helligdagene", "helligdage", "helligdag"), "PH"),
    **dict.fromkeys(("juleaftensdag", "juleaften"), "Dec 24"),
    **dict.fromkeys(("nytårsaftensdag", "nytårsaften"), "Dec 31"),
    **{"nytårsdag": "Jan 1", "grundlovsdag": "Jun 5"},
    **dict.fromkeys(("ulige uger", "ulige uge", "ulige ugenumre"), "week 1-53/2"),
    **dict.fromkeys(("lige uger", "lige uge", "lige ugenumre"), "week 2-52/2"),
}
_ALL_DAY = (
    *("hele døgnet", "døgnet rundt", "døgnåbent", "døgnåben", "døgnåbne", "24 timer i døgnet", "24 timer", "24/7/365"),
    *("24/7", "døgnbemandet", "døgnbemandede", "døgnbemanding", "i døgndrift", "døgnets 24 timer"),
    *("24 timer døgnet rundt", "altid åbent", "altid åben", "åbent altid"),
)
_CLOSED = (
    *(
        "altid lukket",
        "holder lukket",
        "holdes lukket",
        "har lukket",
        "lukkede",
        "lukket",
        "ikke åbent",
        "ferielukket",
        "sommerlukket",
    ),
    *("sommerferielukket", "juleferielukket", "efterårsferielukket", "vinterferielukket", "julelukket"),
    *("sommerlukning", "julelukning", "ferielukning"),
    *("pause", "frokostpause", "frokostlukket"),
)
_EXCEPT = (
    *("undtagen", "undtaget", "bortset fra", "på nær", "dog ikke", "men ikke", "ikke"),
    *("eksklusive", "ekskl", "excl", "eks", "ex", "undt"),
)
_NTH = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sidste": -1, "næstsidste": -2}
_FILLER = (
    *("klokken", "kl", "fra", "om", "i", "på", "er", "vi", "har", "holder", "der", "den", "d", "åbningstiderne"),
    *("åbningstider", "åbningstid", "telefontid", "telefonen", "træffetid", "åbent", "åben", "åbner", "alle", "hver"),
    *("telefontider", "telefonisk åbningstid", "telefonisk henvendelse", "tlf.tid", "tlf. tid", "kontortid"),
    *("telefonerne", "kontortider", "bemandet", "vores", "åbne", "for alle", "kører ud", "kører"),
    *("for drop-in", "for drop in", "for besøg", "for besøgende", "for borgere", "for henvendelse"),
    *("for henvendelser", "tidsrummet", "frokostpausen", "pt", "p.t"),
    *("inklusive", "inkl", "incl", "måneden", "måned", "månederne", "begge dage", "ugedage", "ugedag", "allerede"),
    *("næste morgen", "næste dag", "dagen efter", "om morgenen", "om aftenen", "om natten"),
)
# What a place calls itself before its hours, also as the end of a compound; two of them are two things.
_PLACE = (
    r"(?:(?:åben|anonym|gratis|akut|social)\s+)*"
    r"(?:[^\W\d]*(?:caf[eé](?:en)?|stuen?|stedet|sted|herberget|herberg|center|cent(?:e)?ret|rådgivningen|rådgivning"
    r"|klinikken|klinik|kontoret|kontor|receptionen|reception|sekretariatet|sekretariat|huset|rummet|teamet|team|linjen"
    r"|linje|chatten|chat|klubben|klub|kirken|kirke|ambulatoriet|ambulatorium|modtagelsen|modtagelse|overnatningen|overnatning"
    r"|afdelingen|afdeling|gruppen|gruppe|apoteket|apotek|biblioteket|bibliotek|vagten|retshjælpen|retshjælp|butikken|bussen|telefonen|telefon)"
    r"|personligt fremmøde|borgerservice|drop-in|drop in|åbent hus)\b"
)
# How a sentence begins that tells when to come or to ring.
_COME = (
    r"(?:(?:du|i|man)\s+kan\s+(?:ringe(?:\s+(?:ind|-\s+os))?|komme(?:\s+(?:forbi|ind))?|kigge\s+(?:forbi|ind)|møde\s+op"
    r"|besøge\s+os|kontakte\s+os)|ring(?:\s+-\s+os)?|kom(?:\s+(?:forbi|ind))?|kig\s+(?:forbi|ind)|mød\s+op|besøg\s+os)\b"
)
# What people write and no clock can say, and what to do about it.
_ADVICE = (
    (r"hver\s*anden\b|hver 2\.|hver\s+(?:14\.?|fjortende)\s+dag", "Skriv »lige uger« eller »ulige uger«."),
    (r"\bhalv\s+\w+|\bkvart\s+(?:i|over)\s+\w+", "Skriv klokkeslættet med tal, for eksempel »9.30« eller »21.30«."),
    (
        r"\bnat(?:ten)?\s+(?:-\s+|mellem\s+)[^\W\d]+",
        "Skriv den dag, natten begynder: natten mellem fredag og lørdag er »fredag 22-05«.",
    ),
    (r"\b(?:store|st\.)\s*bededag\w*", "Store bededag har ikke været helligdag siden 2024. Slet den."),
    (
        r"\b(?:første|1\.|sidste|næstsidste)\s+hverdag\b",
        "Skriv ugedagen, for eksempel »første mandag i måneden« eller »4. fredag i måneden«.",
    ),
    (
        r"\bden\s+\d{1,2}\.\s+(?:i\s+(?:hver\s+)?|hver\s+)måned\w*",
        "Den dato falder på en ny ugedag hver måned. Skriv det i »Om åbningstiden«.",
    ),
    (
        r"hver (?:[3-5]\.|tredje|fjerde|femte)(?!\s*(?:,|og\b))\s+[^\W\d]+(?!\s+i\s+(?:hver\s+)?måned)(?![^\W\d])",
        "Skriv »3. lørdag i måneden«, hvis det er den. Er det hver tredje uge, så skriv ugerne: »uge 3, 6, 9 og 12«.",
    ),
    (
        r"^\s*1\.\s+[^\W\d]+(?=[^\n]*\n\s*2\.\s)(?![^\n]*\bmåned)",
        "Er det nummeret i en liste, så slet det. Er det dagen, så skriv »1. mandag i måneden«.",
    ),
    (r"efter (?:nærmere )?aftale|ring først|ring og aftal\w*|med tidsbestilling", "Skriv det i »Om åbningstiden«."),
    (
        r"\b(?:mellem|ml\.?)\s+jul(?:en)?\s+og\s+nytår\b|\bjuledage\w*",
        "Skriv datoerne, for eksempel »lukket 24. december - 1. januar«.",
    ),
    (r"\bjul(?:en)?\b\.?", "Er det julen eller juli? Skriv »juli« eller datoerne, for eksempel »24.-26. december«."),
    (
        r"(?<!i )\b(?:jan|maj|august|april|juni)\s+(?:holder|har|svarer|sidder|tager)\s+(?!lukket|vi\b|der\b)[^\W\d]+",
        "Er det et navn, så slet det. Er det måneden, så skriv »i januar«.",
    ),
    (r"\b(?:lukk|ikke\b)[^.;\n]*\bdog\b", "Skriv det, der er åbent, for sig: »torsdag 10-12«."),
    (
        r"(?:[12]\.\s*)?(?:påske|pinse)\w*|\b(?:langfredag|skærtorsdag)\w*"
        r"|\b(?:fredag\w*\s+efter\s+)?(?:kristi\s+)?himmelfart\w*",
        "Skriv »helligdage« eller datoerne som lukkedage.",
    ),
    (
        r"\w*ferie(?!luk)\w*|\bskole(?:året|år|tid|dage?)\b",
        "Skriv datoerne, for eksempel »juli« eller »1.-15. august«, eller skriv dem som lukkedage.",
    ),
)
_FROM_AND_TO = "Skriv fra og til, for eksempel »1. august - 30. september«, eller skriv det som en ændring med datoer."


def _any(words) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_DAY = _any(word for words in DAYS.values() for word in words)
_MONTH = _any(word for words in MONTHS.values() for word in words)
_NUMBER = rf"(?:[1-5]\.|{_any(_NTH)})"
WEEKS = r"\d{1,2}\b(?:\s*-\s*\d{1,2}\b)?"
# No week is second in "uge 7 og 9.30" and "uge 7 og 8. maj"; one is in "uge 7 og 42." and "uge 7 og 40-52:".
_WEEKS_END = r"(?!\s*-|\d|[.:]\d|\.[^\S\n]*\w|\s*/)"
A_DATE = rf"\d{{1,2}}\.?\s*(?:/\s*\d{{1,2}}|(?:{_MONTH})\b)|(?:{_MONTH})\b|uge\s+\d{{1,2}}\b"
WEEKDAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su)\b")
A_DAYS_NAME = rf"\b(?:{_DAY}|hverdag\w*|weekend\w*|helligdag\w*|alle|hver)\b"
_TIME = r"(\d{1,2})(?:[.:]?(\d{2}))?"
ONE_TIME = r"\d{1,2}(?:[.:]\d{2})?"
_A_RANGE = rf"\b{_TIME}\s*-\s*(?:kl\.?\s*)?{_TIME}".replace("(\\d", "(?:\\d")
_NO_TIME = "\N{SYMBOL FOR NULL}"  # in the place of a dash that says that a day has no hours
# In this order: the first that fits counts.
_TOKENS = tuple(
    (kind, re.compile(pattern, re.IGNORECASE))
    for kind, pattern in (
        ("space", r"[^\S\n]+"),
        ("all day", rf"\b(?:{_any(_ALL_DAY)})(?!\w)"),
        ("dates", rf"\b((?:\d{{1,2}}\.[ ]*(?:,|og)[ ]*)+\d{{1,2}})\.?[ ]*({_MONTH})\b\.?"),
        ("date", rf"\b(\d{{1,2}})\.?[ ]*(?:-[ ]*(\d{{1,2}})\.?[ ]*)?({_MONTH})\b\.?"),
        ("date", r"\b(\d{1,2})\.?(?:-(\d{1,2})\.?)?/(\d{1,2})\b(?![\d/])"),
        ("nth", rf"\b({_NUMBER}(?:\s*(?:,|og|[&+])\s*(?:den\s+|d\.\s*)?{_NUMBER})*)\s+({_DAY})\b"),
        ("open end", rf"\b{_TIME}\s*(?:-?\s*og\s+frem(?:efter)?\b|\+)"),
        ("time", rf"\b{_TIME}\s*-\s*(?:kl\.?\s*)?{_TIME}(?![\d:])"),
        ("filler", rf"\b(?:mellem|ml\.?)(?=\s+(?:kl\.?\s*)?{_TIME}\s*-)"),
        (
            "between",
            rf"\b(?:mellem|ml\.?)\s+(?:kl\.?\s*)?{_TIME}\s+(?:og|&)\s+(?:kl\.?\s*)?{_TIME}(?![\d:])",
        ),
        ("weeks", rf"\buge(?:rne)?\s+({WEEKS}(?:\s*(?:,|og|samt|&|\+)\s*{WEEKS}{_WEEKS_END})*)"),
        ("others", r"\b(?:de\s+)?(?:øvrige|andre|resterende)\s+(hver|uge)?dage\b"),
        ("span", r"\b(M\s*-\s*F)\b"),
        (
            "filler",
            rf"\bperioden(?=\s+(?:fra\s+)?(?:den\s+|d\.\s*)?(?:{A_DATE}))|\b(?:sommer|vinter)(?:åbent?|åbning\w*|tid|perioden|halvåret|en)?\b(?=\s*[:(]*\s*(?:fra\s+)?(?:{A_DATE}))|\bhele(?=\s+(?:{_MONTH})\b)",
        ),
        ("span", rf"\b({_any(SPANS)})\b\.?"),
        ("day", rf"\b({_DAY})\b\.?"),
        ("day", r"\b(Mo|Tu|We|Th|Fr|Sa|Su|PH)\b"),
        ("month", rf"\b({_MONTH})\b\.?"),
        ("closed", rf"\b(?:{_any(_CLOSED)}|off|closed)\b|{_NO_TIME}|\b(?:undtage[nt]|ikke)\b(?=\s*(?:[,.;)\n]|$))"),
        ("except", rf"\b(?:{_any(_EXCEPT)})\b"),
        (
            "and",
            r"\b(?:og så|og igen|og|samt|også|ligeledes|desuden|derudover|tillige|plus)\b|[,&+()]|(?<=\s)/(?=\s)"
            r"|(?<=[^\W\d])/(?=[^\W\d])|(?<=[^\W\d]\.)/(?=[^\W\d])"
            rf"|(?<=\d)/(?=(?:{_DAY})\b)",
        ),
        ("end", rf"[;\n]|//|\bdog(?=\s+(?:kun\s+)?(?:kl\.?\s*)?{_A_RANGE}\s+(?:på\s+|om\s+|i\s+)?{A_DAYS_NAME})"),
        ("dash", r"-"),
        ("colon", r":"),
        (
            "filler",
            rf"\b(?:{_any(_FILLER)})\b\.?|[.…_•·*|]|\Akun(?=\s+{A_DAYS_NAME})|\bmen(?=\s+{A_DAYS_NAME})|\bkun(?=\s+(?:-\s*)?(?:kl\.?\s*)?\d)",
        ),
        (
            "filler",
            rf"\bdog(?=\s+(?:på\s+|kun\s+)?(?:-|{A_DAYS_NAME}))|(?<=dag )dog\b(?! ikke)|(?<=aften )dog\b(?! ikke)"
            rf"|\b(?<=(?:tors|tirs)[. ] )dog\b(?! ikke)|(?<=(?:man|ons|fre|lør|søn|tor|tir)[. ] )dog\b(?! ikke)"
            rf"|(?<=måneden )dog(?=\s+(?:kl\.?\s*)?\d)|\bde(?=\s+u?lige\s+uge)"
            rf"|\bdog(?=\s+(?:holder\s+|er\s+(?:der\s+)?)?lukket\b)"
            rf"|\bellers(?=\s+(?:åbent?\s+)?{A_DAYS_NAME})",
        ),
        ("filler", rf"\b{_PLACE}(?=\s+(?:holder|har|er|åben|åbent|åbner|kører)\b|s?\s*(?:åbningstid\w*\s*)?:)"),
        ("clock", rf"\b{ONE_TIME}(?!\d|[.:]\d)"),
    )
)


class Token(NamedTuple):
    """A piece of a text: what kind of thing it says, and where it stands in the text, counted from 0."""

    kind: str  # day, date, week, hours, clock, closed, except, others, and, end, dash, colon
    said: str  # in OpenStreetMap's words
    at: int


def read_tokens(text: str) -> list[Token]:
    """A text's days, dates, times and words one by one. Raises OpeningHoursError with the place of what is not
    understood, and what to write instead."""
    plain = re.sub("[\N{HYPHEN}-\N{HORIZONTAL BAR}\N{MINUS SIGN}]", "-", text)
    plain = re.sub(r"^(\s*)[-*•·]", r"\1 ", plain, flags=re.MULTILINE)  # the marks of a list
    if found := _DATE_AND_YEAR.search(plain):
        year = next(number for number in (1, 2, 3) if found[number])
        raise OpeningHoursError(
            f"»{found[year]}« kan ikke læses (tegn {found.start(year) + 1}). Gælder det hvert år, så skriv datoen uden "
            "årstal. Gælder det kun dét år, så skriv det som en ændring med datoer."
        )
    plain = _dates_with_a_month(plain)
    plain = re.sub(
        r"\b(?:til og med|t\.?\s?o\.?\s?m\.?(?=\W)|t/m|til)\b\.?",
        lambda found: "-".ljust(len(found[0])),
        plain,
        flags=re.IGNORECASE,
    )
    plain = re.sub(r"(?<=[^\W\d])-(?=\s*(?:,|og\b))", " ", plain)  # "lør- og søndag"
    plain = re.sub(r"(\buge\s+\d{1,2}\s*-\s*)uge(?=\s+\d)", r"\1   ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bfra og med\b", "fra".ljust(10), plain, flags=re.IGNORECASE)
    plain = _holiday_weeks(plain)
    plain = re.sub(r"\bhver\s*anden\s+uge,?(?=\s*\(?(?:i\s+)?u?lige\s+uge)", _blank, plain, flags=re.IGNORECASE)
    plain = re.sub(_OF_SOME_WEEKS, lambda found: found[1].rjust(len(found[0]) - 1) + " ", plain, flags=re.IGNORECASE)
    plain = _OF_DAYS_ALL_YEAR.sub(_blank_last, plain)
    plain = re.sub(_ALL_YEAR_WEEKDAYS, _blank, plain, flags=re.IGNORECASE)
    if found := re.search(_WHICH_OF_THEM, plain, re.IGNORECASE):
        raise OpeningHoursError(
            f"Er det hver »{found[1]}« (tegn {found.start(1) + 1})? Skriv nummeret ved hver dag: »1. torsdag og 1. "
            "fredag i måneden«."
        )
    plain = re.sub(_EVERY_OTHER, lambda found: "hver".ljust(len(found[0])), plain, flags=re.IGNORECASE)
    plain = re.sub(rf"\b{_CLOSES_AT}", lambda found: "-".ljust(len(found[0])), plain, flags=re.IGNORECASE)
    plain = _table(plain)
    plain = _sentences(plain)
    plain = _no_times(_times(plain))
    _no_one_sided_date(plain)
    _one_thing(plain)
    plain = _introduction(plain)
    plain = _part_of_day(plain)
    for pattern, advice in _ADVICE:
        if found := re.search(pattern, plain, re.IGNORECASE):
            raise OpeningHoursError(f"»{found[0].strip()}« kan ikke læses (tegn {found.start() + 1}). {advice}")
    return _tokens(plain, text)


# "1. november 2026", "1/11-26", "01.11.2026"
_DATE_AND_YEAR = re.compile(
    rf"(?<![\d.:-])\b\d{{1,2}}\.?\s*(?:(?:{_MONTH})\b\.?\s*((?:19|20)\d\d)"
    r"|[/.]\s*(?:0?[1-9]|1[0-2])\s*[/. -]\s*(20\d\d)"
    r"|/(?:0?[1-9]|1[0-2])[-/](2[4-9]|3\d)(?!\s*/))(?![\d/])",
    re.IGNORECASE,
)
# "(kun lige uger)" and "(uge 36-40)"; "hver anden tirsdag kl. 17-19 i lige uger" is every Tuesday of those
_SOME_WEEKS = rf"uge(?:rne)?\s+{WEEKS}(?:\s*(?:,|og|&|\+|samt)\s*(?:uge(?:rne)?\s+)?{WEEKS})*"
_OF_SOME_WEEKS = rf"\(\s*(?:kun\s+)?(?:i\s+)?(u?lige\s+uge(?:r|numre)?|{_SOME_WEEKS})\)"
_EVERY_OTHER = (
    rf"\bhver\s*anden(?=\s+(?:{_DAY})\b\.?,?\s+(?:kl\.?\s*)?(?:fra\s+)?(?:{_A_RANGE})?,?\s*\(?(?:i\s+)?u?lige\s+uge)"
)


# "hverdage, hele året" is no more days than "hverdage"
_ALL_YEAR = r"(?:hele\s+året(?:\s+rundt)?|året\s+rundt)"
_SOME_DAYS = rf"(?:alle\s+|hver\s+)?(?:{_DAY}|hverdag\w*|weekend\w*)\b"
_OF_DAYS_ALL_YEAR = re.compile(
    rf"(\b{_SOME_DAYS}(?:(?!{_ALL_YEAR})[^\n])*?)(,?\s+(?:i\s+)?{_ALL_YEAR})\b", re.IGNORECASE
)
_ALL_YEAR_WEEKDAYS = rf"\b(?:i\s+)?{_ALL_YEAR}\b[,:]?(?=\s+(?:på\s+|om\s+)?{_SOME_DAYS})"
# "1. og 3. torsdag og fredag i måneden"
_WHICH_OF_THEM = rf"\b{_NUMBER}\s+(?:{_DAY})\s*(?:og|samt|[,&/])\s*({_DAY})\s+i\s+(?:hver\s+)?måned"


def _blank_last(found: re.Match[str]) -> str:
    return found[1].ljust(len(found[0]))


_DAY_OF_MONTH = r"(0?[1-9]|[12]\d|3[01])"
_MONTH_OF_YEAR = r"(0?[1-9]|1[0-2])"


def _dates_with_a_month(plain: str) -> str:
    """The text with dates that are no times of day as "22/12-2/1": "22.12.-2.1." and "1.11-31.3"; "1. og 2. juledag" as
    dates; and "d. 24. og d. 31. december" as one list."""

    def dates(found: re.Match[str]) -> str:
        first, month, dot, dash, last, until, end = found.groups()
        if not dot and int(first) <= 24 and int(last) <= 24:
            return found[0]
        return f"{first}/{month}{' ' * len(dot)}{dash}{last}/{until}{' ' * len(end)}"

    either = rf"(?<![\d.:]){_DAY_OF_MONTH}\.{_MONTH_OF_YEAR}(\.?)(\s*-\s*){_DAY_OF_MONTH}\.{_MONTH_OF_YEAR}(?!\d)(\.?)"
    plain = re.sub(either, dates, plain)
    plain = re.sub(
        r"\b1\.\s*(og|\+|&)\s*2\.\s*juledag\b",
        lambda found: "25. og 26. dec".ljust(len(found[0])),
        plain,
        flags=re.IGNORECASE,
    )
    plain = re.sub(
        r"\b([12])\.\s*juledag\b",
        lambda found: f"{24 + int(found[1])}. dec".ljust(len(found[0])),
        plain,
        flags=re.IGNORECASE,
    )
    return re.sub(
        r"(?<=\d\.)(\s*(?:,|og)\s*)(?:d\.|den)(?=\s*\d{1,2}\.)", lambda found: found[1].ljust(len(found[0])), plain
    )


_SOME_DATES = (
    rf"(?:den\s+|d\.\s*)?\d{{1,2}}\.?\s*(?:{_MONTH}|/\s*\d{{1,2}})?\s*-\s*\d{{1,2}}\.?\s*(?:{_MONTH}|/\s*\d{{1,2}})"
)


def _holiday_weeks(plain: str) -> str:
    """The text with the name of a holiday or a month that stands beside its weeks left out: "lukket i efterårsferien
    (uge 42)", "ferielukket i juli (uge 29-31)", and "vi holder sommerferie i uge 29-31" as closed.

    Raises OpeningHoursError for weeks outside their month, and for weeks with dates, which part from each other every
    year: "uge 28-30 (6.-26. juli)"."""
    both = rf"{_SOME_WEEKS}\s*\(\s*(?:fra\s+)?{_SOME_DATES}\s*\)?|{_SOME_DATES}\s*\(\s*(?:i\s+)?{_SOME_WEEKS}\s*\)"
    if found := re.search(both, plain, re.IGNORECASE):
        raise OpeningHoursError(
            f"Er det ugerne eller datoerne (tegn {found.start() + 1})? De følges ikke ad fra år til år. Skriv kun "
            "ugerne, hvis det er hvert år, eller skriv datoerne som en ændring med datoer."
        )
    month = rf"\b(?:i\s+)?({_MONTH})(?:\s*(?:-|og|/)\s*({_MONTH}))?\s*\(\s*(?:i\s+)?({_SOME_WEEKS})\s*\)"
    for found in list(re.finditer(month, plain, re.IGNORECASE)):
        first, last = (_IN_ORDER.index(_NAMES[name.lower()]) for name in (found[1], found[2] or found[1]))
        weeks = [int(number) for number in re.findall(r"\d+", found[3])]
        if not all(_in_months(week, first, last) for week in weeks):
            raise OpeningHoursError(
                f"Er det måneden eller ugerne i »{found[0].strip()}« (tegn {found.start() + 1})? Skriv den ene."
            )
        plain = plain[: found.start()] + found[3].rjust(len(found[0])) + plain[found.end() :]
    plain = re.sub(_ON_HOLIDAY, lambda one: "lukket".ljust(len(one[0])), plain, flags=re.IGNORECASE)
    return re.sub(_HOLIDAYS_NAME, _unless_not_closed, plain, flags=re.IGNORECASE)


def _unless_not_closed(found: re.Match[str]) -> str:
    """The name left out where its sentence says that it is closed; nobody but the writer knows what "sommerferie: uge
    28-31" means. A sentence that begins with it stays one."""
    before, after = found.string[: found.start()], found.string[found.end() :]
    sentence = re.split(r"[.;\n](?!\d)", before)[-1] + re.split(r"[.;\n](?!\d)", after)[0]
    if not re.search(rf"\b(?:{_any(_CLOSED)}|{_any(_EXCEPT)})\b", sentence, re.IGNORECASE):
        return found[0]
    return ("\n" if re.search(r"\.\s*$", before) else " ").ljust(len(found[0]))


_ON_HOLIDAY = r"\b(?:vi\s+)?(?:holder|har)\s+(?:vi\s+)?[^\W\d]*ferie(?=\s+(?:i\s+)?uge)"
_HOLIDAYS_NAME = (
    rf"\b(?:i\s+)?(?:[^\W\d]+s\s+)?[^\W\d]*ferie(?:n|rne)?(?=\s*[(:,]?\s*(?:i\s+)?{_SOME_WEEKS})"
    r"|(?<=\d)\s*\((?:[^\W\d]+s\s+)?[^\W\d]*ferien?\)"
)


def _in_months(week: int, first: int, last: int) -> bool:
    """Whether a week has days in the months from one to another, counted from 0."""
    if not 1 <= week <= 52:
        return False
    months = {date.fromisocalendar(2026, week, day).month - 1 for day in (1, 7)}
    return any(first <= month <= last for month in months)


# "fredag lukker vi kl. 14" is until 14
_CLOSES_AT = (
    r"(?:hvor\s+)?(?:(?:vi|der)\s+)?(?:lukkes|lukker)(?:\s+(?:vi|der))?(?:\s+allerede)?"
    r"(?=\s+(?:kl\.?\s*)?\d)"
)
_A_TABLES_HEAD = re.compile(
    r"^\s*(?:uge)?dage?[\t ;|]+(?:(?:fra|åbner)[\t ;|]+(til|lukker|-)|tid|tider|tidspunkt|klokkeslæt|åbent)[\t ;|]*$",
    re.IGNORECASE | re.MULTILINE,
)


def _table(plain: str) -> str:
    """The text without a table's head, and where that says from and to, the two times of a line as hours."""
    head = _A_TABLES_HEAD.search(plain)
    if not head:
        return plain
    plain = plain[: head.start()] + " " * len(head[0]) + plain[head.end() :]
    if not head[1]:
        return plain
    cells = rf"(\b{ONE_TIME})([\t ;|]+)(?={ONE_TIME}\s*$)"
    return re.sub(cells, lambda found: found[1] + "-".ljust(len(found[2])), plain, flags=re.MULTILINE)


def _blank(found: re.Match[str]) -> str:
    return " " * len(found[0])


def _times(plain: str) -> str:
    """The text with times as most people write them: "9,00-15,30", "18-midnat", "9-12/13-16", "åbner kl. 20 og lukker
    kl. 9", and "onsdag -" on a line as closed."""
    minutes = r"(?:00|15|30|45)(?!\d|[.:]\d|\s*-)"
    plain = re.sub(r"(?<![-\d.:,])(\d{1,2}),(?=(?:00|15|30|45)\s*-\s*(?:kl\.?\s*)?\d)", r"\1.", plain)
    plain = re.sub(rf"(\d\s*-\s*(?:kl\.?\s*)?\d{{1,2}}),(?={minutes})", r"\1.", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bklokken\b", "kl.    ", plain, flags=re.IGNORECASE)
    plain = re.sub(r"(\bkl\.?\s*)24(?=(?:[.:]00)?\s*-)", r"\g<1>00", plain, flags=re.IGNORECASE)
    plain = re.sub(r"\bfra midnat\b", "fra 00".ljust(10), plain, flags=re.IGNORECASE)
    plain = re.sub(
        r"(?<=-)(\s*)midnat\b", lambda found: f"{found[1]}24".ljust(len(found[0])), plain, flags=re.IGNORECASE
    )
    plain = re.sub(rf"((?<![\d/.])\b{_A_RANGE})/(?={_A_RANGE}(?!\s*/))", r"\1,", plain)
    plain = _OVER_NIGHT.sub(_over_night, plain)
    also = r"\bin[ck]l(?:usive)?\b\.?(?=\s+(?:på\s+|i\s+)?(?:helligdag|weekend|lør|søn))"
    plain = re.sub(also, lambda found: "også".ljust(len(found[0])), plain, flags=re.IGNORECASE)
    plain = re.sub(
        rf"(\båbner\s+(?:vi\s+|der\s+)?(?:kl\.?\s*)?{ONE_TIME})\s+og(?=\s+-)",
        lambda found: found[1].ljust(len(found[0])),
        plain,
        flags=re.IGNORECASE,
    )
    return plain


_OVER_NIGHT = re.compile(
    rf"\b(?P<day>{_DAY})\b\.?,?\s+(?:kl\.?\s*)?(?P<from>{ONE_TIME})\s*-\s*(?P<next>{_DAY})\b\.?\s+(?:morgen\s+)?"
    rf"(?:kl\.?\s*)?(?P<to>{ONE_TIME})\b(?!\s*-|[.:]?\d)",
    re.IGNORECASE,
)


def _over_night(found: re.Match[str]) -> str:
    """ "fredag kl. 22 til lørdag kl. 5" as "fredag 22-5", where the one day follows the other and it is one night."""
    week = list(DAYS)
    begins, ends = (week.index(_NAMES[found[name].lower()]) for name in ("day", "next"))
    first, last = (int(re.split("[.:]", found[name])[0]) for name in ("from", "to"))
    if ends != (begins + 1) % 7 or not last < first or last > 12:
        return found[0]
    return f"{found['day']} {found['from']}-{found['to'].rjust(2, '0')}".ljust(len(found[0]))


def _no_times(plain: str) -> str:
    """The text with "onsdag -" on a line of its own, or between semicolons, as closed, among others with hours."""
    if not re.search(r"\d\s*(?:;|$)", plain, re.MULTILINE):
        return plain
    a_line = rf"((?:^|;)[^\S\n]*(?:{_DAY})[^\S\n]*:?[^\S\n]*)-(?=[^\S\n]*(?:;|$))"
    return re.sub(a_line, rf"\1{_NO_TIME}", plain, flags=re.IGNORECASE | re.MULTILINE)


# What may follow a place's name or "du kan ringe til os" straight away.
_WHEN = (
    r"(?:kl\b|klokken\b|fra\s+(?:kl\.?\s*)?\d|\d|(?:på|i|om|mellem)\b"
    rf"|{_NUMBER}\s|(?:{_any(_ALL_DAY)})\b|{A_DAYS_NAME})"
)


def _introduction(plain: str) -> str:
    """The text without the place or sentence it begins with: "Natcafé kl. 22-07", "Du kan ringe til os mandag 9-12"."""
    return re.sub(rf"^\s*(?:{_COME}|{_PLACE})(?=\s+{_WHEN})", _blank, plain, count=1, flags=re.IGNORECASE)


# The hours at which a part of the day begins, and those at which it ends.
_PARTS = {
    "morgen": (range(5, 12), range(5, 13)),
    "formiddag": (range(6, 13), range(8, 14)),
    "eftermiddag": (range(12, 19), range(12, 20)),
    "aften": (range(16, 24), (*range(17, 25), *range(4))),
    "nat": (range(0), (*range(22, 25), *range(9))),
}


def _part_of_day(plain: str) -> str:
    """The text without "aften" in "torsdag aften 19-21", where the hours are those of an evening; "torsdag aften 7-9"
    and "7-9 om aftenen" are asked about. Raises OpeningHoursError."""
    named = "|".join(_PARTS)
    alone = named.removesuffix("|nat")  # "lørdag nat 1-5" may be Friday's
    before = rf"(?<![^\W\d])(?<!næste )(?P<part>{alone})(?:en|e|er|s)?\b\.?(?=[^\d\n;]{{0,40}}?(?P<hours>{_A_RANGE}))"
    after = rf"(?P<hours>{_A_RANGE})\s+om\s+(?P<part>{named})(?:en|ten)\b"
    for pattern, end in ((after, True), (before, False)):
        for found in list(re.finditer(pattern, plain, re.IGNORECASE)):
            times = re.findall(_TIME, re.sub(r"kl\.?", "", found["hours"], flags=re.IGNORECASE))
            hour, (part, said) = int(times[-1 if end else 0][0]), (found["part"].lower(), found["hours"].strip())
            if hour not in _PARTS[part][end]:
                by = f" Skriv »{_twelve_later(times)}«, hvis det er dét." if hour + 12 in _PARTS[part][end] else ""
                raise OpeningHoursError(
                    f"Er »{said}« (tegn {found.start('hours') + 1}) om {part}en?".replace("naten", "natten") + by
                )
            if not end:
                every = re.search(r"\b(hver|alle)\s+$", plain[: found.start()], re.IGNORECASE)
                day = {"hver": "dag", "alle": "dage"}[every[1].lower()] if every else ""
                plain = plain[: found.start()] + day.ljust(len(found[0])) + plain[found.end() :]
    return plain


def _twelve_later(times: list[tuple[str, str]]) -> str:
    return "-".join(f"{int(hour) + 12}" + (f".{minute}" if minute else "") for hour, minute in times)


def _sentences(plain: str) -> str:
    """The text with each sentence on a line of its own: "10-14. Juli lukket" is no date, "10.-14. juli" is one."""
    last = rf"(?<!\d\.)(?<![\d.:]){_A_RANGE}|[^\W\d]{{3,}}|\b\d{{1,2}}/\d{{1,2}}|\buge(?:rne)?\s[\d\s,og&+-]*\d"
    plain = re.sub(rf"((?:{last})[ )]*)\.(?=\s+[A-ZÆØÅ])", r"\1\n", plain)
    return re.sub(
        rf"((?<!\d\.)(?<![\d.:]){_A_RANGE})\.(?=\s+(?:kl\.?\s*)?{_A_RANGE})", r"\1\n", plain
    )  # "mandag 9-12. 10-14 fredag"


def _no_one_sided_date(plain: str) -> None:
    """A day from which or until which hours hold has another end, that must be told. Raises OpeningHoursError."""
    begins = r"\bfra(?:\s+og\s+med)?|\båbner(?:\s+igen)?"
    for found in re.finditer(rf"({begins}|-)\s+(?:i\s+|den\s+|d\.\s*)?({A_DATE})", plain, re.IGNORECASE):
        before, after = plain[: found.start()], plain[found.end() :]
        if found[1] == "-":
            lacks = not re.search(rf"(?:{A_DATE}|\d)\.?\s*$", before, re.IGNORECASE)
            lacks = lacks or bool(re.search(rf"(?<!\d\.)(?<!uge ){_A_RANGE}\s*$", before))  # "15-18 til uge 25"
        else:
            lacks = not re.match(r"\.?\s*-", after)
        if lacks:
            raise OpeningHoursError(f"»{found[2]}« (tegn {found.start(2) + 1}) har kun den ene ende. {_FROM_AND_TO}")


_A_PLACE = re.compile(rf"\b{_PLACE}", re.IGNORECASE)
_BY_PHONE = re.compile(r"\b\w*telefon\w*|\btlf\b|\bring\w*|\btræffetid\w*", re.IGNORECASE)
_IN_PERSON = re.compile(r"\båb[en]\w*|\bperson\w*|\bfremmøde\w*|\bkom(?:me)?\b", re.IGNORECASE)


def _one_thing(plain: str) -> None:
    """The hours of a telephone beside those of a door are two things. Raises OpeningHoursError."""
    named = [found for found in _A_PLACE.finditer(plain)]
    places = {found[0].lower() for found in named}
    if len(places) > 1:
        raise OpeningHoursError(
            f"Her står tiden for både »{'« og »'.join(sorted(places))}«. Skriv kun den ene, og den anden i "
            "»Om åbningstiden«."
        )
    typed = re.search(r"\d", plain)
    if typed and named and typed.start() < named[0].start():  # "man-fre 9-15, drop-in: tirsdag 13-15"
        raise OpeningHoursError(
            f"Er det kun »{named[0][0]}« (tegn {named[0].start() + 1}), tiden bagefter gælder for? Skriv kun den ene "
            "tid, og den anden i »Om åbningstiden«."
        )
    for found in _BY_PHONE.finditer(plain):
        others = _IN_PERSON.finditer(plain, typed.start()) if typed else ()
        if typed and (typed.start() < found.start() or any(True for _ in others)):
            raise OpeningHoursError(
                f"Her står både åbningstid og »{found[0]}« (tegn {found.start() + 1}). Skriv kun den ene, og den anden "
                "i »Om åbningstiden«."
            )


_WELL_KNOWN = (
    *(word for words in (*DAYS.values(), *MONTHS.values()) for word in words[:3] if len(word) > 4),
    *("hverdage", "weekend", "helligdage", "lukket", "undtagen", "døgnåbent", "måneden", "alle dage"),
)


def not_read(text: str, at: int, end: int) -> OpeningHoursError:
    alone = text[at:end].strip()
    if found := re.fullmatch(rf"{_DAY_OF_MONTH}\.{_MONTH_OF_YEAR}", alone):
        date = f"{int(found[1])}. {MONTHS[_IN_ORDER[int(found[2]) - 1]][0]}"
        return OpeningHoursError(
            f"»{alone}« (tegn {at + 1}): Er det en dato, så skriv »{date}«. Er det et klokkeslæt, så skriv både fra og "
            "til: »9-16«."
        )
    if re.fullmatch(r"\d{1,2}(?:[.:]\d{2})?", alone):
        return OpeningHoursError(
            f"»{text[at:end].strip()}« (tegn {at + 1}) har kun den ene ende. Skriv både fra og til: »9-16«. "
            "Ved ingen, hvornår der lukkes, så skriv »kl. 19 og frem«."
        )
    if near := get_close_matches(text[at:end].strip().lower(), _WELL_KNOWN, 1, 0.8):
        return OpeningHoursError(f"»{text[at:end].strip()}« kan ikke læses (tegn {at + 1}). Mente du »{near[0]}«?")
    return OpeningHoursError(
        f"»{text[at:end].strip()[:30]}« kan ikke læses (tegn {at + 1}). Skriv dage og klokkeslæt, for eksempel "
        "»man-fre 9-16, lør lukket«, og alt andet i »Om åbningstiden«."
    )


def _tokens(plain: str, text: str) -> list[Token]:
    tokens, at = [], 0
    while at < len(plain):
        kind, found = next(((k, m) for k, pattern in _TOKENS if (m := pattern.match(plain, at))), ("", None))
        if found is None:
            word = re.compile(r"\w+|.").match(plain, at)
            raise not_read(text, at, word.end() if word else at + 1)
        if kind in ("time", "between", "open end"):
            tokens.append(Token("hours", _hours(found, text), at))
        elif kind == "all day":
            tokens.append(Token("hours", "00:00-24:00", at))
        elif kind == "date":
            tokens.append(Token("date", _date(found, text), at))
        elif kind == "dates":
            month = _NAMES[found[2].lower()]
            said = ",".join(f"{month} {int(day):02}" for day in re.findall(r"\d+", found[1]))
            tokens.append(Token("date", said, at))
        elif kind == "nth":
            numbers = [_NTH.get(one, 0) or int(one[0]) for one in re.findall(_NUMBER, found[1].lower())]
            day = _NAMES[found[2].lower()]
            tokens.append(Token("day", ",".join(f"{day}[{number}]" for number in numbers), at))
        elif kind == "weeks":
            tokens.append(Token("week", _weeks(found), at))
        elif kind == "span":
            said = SPANS.get(found[1].lower(), "Mo-Fr")
            named = "week" if said.startswith("week") else "date" if said[-1].isdigit() else "day"
            tokens.append(Token(named, said, at))
        elif kind == "clock":
            hour, _, minute = found[0].replace(".", ":").partition(":")
            tokens.append(Token("clock", f"{int(hour):02}:{minute or '00'}", at))
        elif kind == "others":
            tokens.append(Token("others", "Mo-Fr" if (found[1] or "").lower() == "hver" else "Mo-Su", at))
        elif kind == "day":
            tokens.append(Token("day", _NAMES.get(found[1].lower(), found[1].upper().title().replace("Ph", "PH")), at))
        elif kind == "month":
            tokens.append(Token("date", _NAMES[found[1].lower()], at))
        elif kind not in ("space", "filler"):
            tokens.append(Token(kind, found[0] if kind == "and" else "", at))
        at = found.end()
    return tokens


def _hours(found: re.Match[str], text: str) -> str:
    said = []
    for hour, minute in zip(found.groups()[::2], found.groups()[1::2], strict=True):
        if int(hour) * 60 + int(minute or 0) > 24 * 60 or int(minute or 0) > 59:
            raise OpeningHoursError(f"»{found[0].strip()}« er ikke et klokkeslæt (tegn {found.start() + 1}).")
        said.append(f"{int(hour):02}:{int(minute or 0):02}")
    if said[-1] == "23:59" and len(said) > 1:
        said[-1] = "24:00"  # as programs write midnight
    if len(said) > 1:
        _day_or_night(found, said)
    return "-".join(said) if len(said) > 1 else f"{said[0]}+"


def _day_or_night(found: re.Match[str], said: list[str]) -> None:
    """Whether "9-3" and "1-4" are of twelve hours, as people say them: nobody is to find a place closed at night that
    was meant for the day. "09-03" and "20-8" are not asked about. Raises OpeningHoursError."""
    first, last = found[1], found[3]
    if len(last) > 1 or not 1 <= int(last) <= 8 or first.startswith("0"):
        return
    past_midnight = 6 <= int(first) <= 15 and said[1] <= said[0] and int(first) < int(last) + 12
    if not past_midnight and not (int(first) <= 5 and said[0] < said[1]):
        return
    begins = said[0] if past_midnight else f"{int(first) + 12}{said[0][2:]}"
    by_day, by_night = f"{begins}-{int(last) + 12}{said[1][2:]}", f"{said[0]}-{said[1]}"
    raise OpeningHoursError(
        f"Er »{found[0].strip()}« (tegn {found.start() + 1}) om dagen eller om natten? "
        f"Skriv »{by_day}« eller »{by_night}«."
    )


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


def _date(found: re.Match[str], text: str) -> str:
    month = _NAMES[found[3].lower()] if not found[3].isdigit() else ""
    if not month:
        if not 1 <= int(found[3]) <= 12:
            raise OpeningHoursError(f"Datoen »{found[0].strip()}« findes ikke (tegn {found.start() + 1}).")
        month = _IN_ORDER[int(found[3]) - 1]
    return f"{month} {int(found[1]):02}" + (f"-{int(found[2]):02}" if found[2] else "")
