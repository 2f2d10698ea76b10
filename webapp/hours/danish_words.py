"""The words of opening hours in Danish: what OpenStreetMap calls each, and the patterns that find them in a text."""

from __future__ import annotations

import re
from functools import cache

# Each day by its OpenStreetMap name, and how Danes begin it or shorten it; and in English, but "fri": a Dane's day off.
DAYS = {
    "Mo": ("mandage", "mandagen", "mandag", "man", "ma", *("mondays", "monday", "mon")),
    "Tu": ("tirsdage", "tirsdagen", "tirsdag", "tirs", "tir", "ti", *("tuesdays", "tuesday", "tue")),
    "We": ("onsdage", "onsdagen", "onsdag", "ons", "on", *("wednesdays", "wednesday", "wed")),
    "Th": ("torsdage", "torsdagen", "torsdag", "tors", "tor", "to", *("thursdays", "thursday", "thu")),
    "Fr": ("fredage", "fredagen", "fredag", "fre", "fr", *("fridays", "friday")),
    "Sa": (
        "lørdage",
        "lørdagen",
        "lørdag",
        "lør",
        "lø",
        "lordage",
        "lordag",
        "loerdag",
        *("saturdays", "saturday", "sat"),
    ),
    "Su": ("søndage", "søndagen", "søndag", "søn", "sø", "sondage", "sondag", "soendag", *("sundays", "sunday", "sun")),
}
MONTHS = {
    **{"Jan": ("januar", "jan"), "Feb": ("februar", "feb"), "Mar": ("marts", "mar"), "Apr": ("april", "apr")},
    **{"May": ("maj",), "Jun": ("juni", "jun"), "Jul": ("juli",), "Aug": ("august", "aug")},
    **{"Sep": ("september", "sept", "sep"), "Oct": ("oktober", "okt"), "Nov": ("november", "nov")},
    **{"Dec": ("december", "dec")},
}
MONTHS_IN_ORDER = tuple(MONTHS)
WEEK = tuple(DAYS)
NAMES = {word: day for names in (DAYS, MONTHS) for day, words in names.items() for word in words}
NTH = {"første": 1, "anden": 2, "andet": 2, "tredje": 3, "fjerde": 4, "femte": 5, "sidste": -1, "næstsidste": -2}


def any_of(words) -> str:
    """A pattern for any of these words, the longest first."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


DAY = any_of(word for words in DAYS.values() for word in words)
MONTH = any_of(word for words in MONTHS.values() for word in words)
# Days, dates and weeks with a name of their own, as (kind, in OpenStreetMap's words, pattern).
NAMED = (
    ("day", "Mo-Fr", r"(?:alle )?(?:ugens )?hverdag(?:ene|e)?|hverd|M\s*-\s*F|mon\s*-\s*fri|weekdays"),
    ("day", "Sa-Su", r"weekend(?:en|er|s)?"),
    ("day", "Mo-Su,PH", r"alle årets(?: 365)? dage|(?:årets )?365 dage(?: om året)?|hele året(?: rundt)?|året rundt"),
    (
        "day",
        "Mo-Su",
        r"alle(?: ugens)?(?: (?:7|syv))? dage|alle ugens dage?|(?:ugens )?(?:7|syv) dage(?: (?:om|i) ugen)?",
    ),
    (
        "day",
        "Mo-Su",
        r"alle (?:ugens )?nætter|hver (?:eneste )?(?:dag|nat)|dagligt?|dagl|dgl|hele ugen|every day|daily",
    ),
    ("day", "PH", r"helligdag(?:ene|e)?|public holidays?"),
    ("date", "Dec 24", r"juleaften(?:sdag)?"),
    ("date", "Dec 31", r"nytårsaften(?:sdag)?"),
    ("date", "Jan 1", r"nytårsdag"),
    ("date", "Jun 5", r"grundlovsdag"),
    ("week", "week 1-53/2", r"ulige uge(?:r|numre)?"),
    ("week", "week 2-52/2", r"lige uge(?:r|numre)?"),
)
ALL_DAY = (
    r"hele døgnet|døgnet rundt|døgnåb(?:ent?|ne)|(?:døgnets )?24 (?:timer|hours)(?: (?:i døgnet|døgnet rundt))?"
    r"|(?:365/)?24/7(?:/365)?|døgnbemand(?:et|ede|ing)|i døgndrift|altid åbent?|åbent altid"
)
CLOSED = (
    r"(?:(?:altid|holder|holdes|har) )?lukke(?:t|de)(?: (?:for|i|under|til) frokost(?:en|pausen)?)?|\w+luk(?:ket|ning)"
    r"|ikke åbent?|\w*pause|off|closed"
)
EXCEPT = r"undtage[nt]|undt|bortset fra|på nær|(?:dog |men )?(?:ikke|ej)|eks(?:kl(?:usive)?)?|ex(?:cl)?"
ALSO = r"og(?: så| igen)?|and|samt|også|ligeledes|desuden|derudover|tillige|plus"
HOURS_WORD = r"(?:åbnings|telefon|kontor|træffe|ekspeditions)tid(?:e[nr]|erne)?"
_HOW = "(?:personlig|telefonisk)[et]?"
_ASKING = rf"(?:{_HOW}(?: og {_HOW})? )?(?:henvendelser?(?: kan ske)?|fremmøde)|personlig (?:betjening|ekspedition)"
SAYING_NOTHING = (
    r"næste (?:morgen|dag)|dagen efter|om (?:morgenen|aftenen|natten)|telefonisk (?:åbningstid|henvendelse)"
    rf"|for (?:alle|drop(?:-| )in|besøg(?:ende)?|borgere|{_ASKING})|kører(?: ud)?|begge dage|med(?= (?:{CLOSED})\b)"
    r"|fra(?: og med)?"
    r"|klokken|kl|om|i|på|er|her|helt|længe|vi|har|holder|der|den|d|alle|hver|vores|pt|p\.t|allerede|tidsrummet|frokostpausen"
    rf"|(?:åben )?{HOURS_WORD}|tlf\.? ?tid|telefonen|telefonerne|bemandet"
    r"|åbent?|åbne[rs]?|opening hours|open|from|in[ck]l|inklusive?|måned(?:en|erne)?|mdr?|ugedage?"
)
# What a place calls itself, also as the end of a compound; two of them are two things.
PLACE = (
    r"(?:(?:åben|anonym|gratis|akut|social) )*"
    r"(?:(?:[^\W\d]+-)?[^\W\d]*(?:caf[eé]|stue|sted|herberg|cent(?:er|r)|rådgivning|klinik|kontor|reception|sekretariat|hus|rum|team|linje"
    r"|chat|klub|kirke|ambulatori(?:um)?|modtagelse|overnatning|afdeling|gruppe|apotek|bibliotek|vagt|retshjælp|butik"
    rf"|bus|telefon|ekspedition|skranke|hjem)(?:[bkmst]?e[nt]|n|t)?(?:s(?= {HOURS_WORD}))?"
    rf"|{_ASKING}|borgerservice|drop(?:-| )in|åbent hus)\b"
)
# How a sentence begins that tells when to come or to ring.
COME = (
    r"(?:(?:du|i|man|alle) er (?:altid )?velkom(?:men|ne)|(?:du|i|man) kan "
    r"(?:ringe(?: ind| - os)?|komme(?: forbi| ind)?|kigge (?:forbi|ind)|møde op|(?:besøge|kontakte) os)"
    r"|ring(?: - os)?|kom(?: forbi| ind)?|kig (?:forbi|ind)|mød op|besøg os)\b"
)

NUMBER = rf"(?:[1-5]\.|{any_of(NTH)})"
WEEKS = r"\d{1,2}\b(?:\s*-\s*\d{1,2}\b)?"
# No week is second in "uge 7 og 9.30" and "uge 7 og 8. maj"; one is in "uge 7 og 42." and "uge 7 og 40-52:".
WEEKS_END = r"(?!\s*-|\d|[.:]\d|\.[^\S\n]*\w|\s*/)"
SOME_WEEKS = rf"uge(?:rne)?\s+{WEEKS}(?:\s*(?:,|og|&|\+|samt)\s*(?:uge(?:rne)?\s+)?{WEEKS})*"
A_DATE = rf"\d{{1,2}}\.?\s*(?:/\s*\d{{1,2}}\b|(?:{MONTH})\b)|(?:{MONTH})\b|uge\s+\d{{1,2}}\b"
A_DAYS_NAME = rf"\b(?:{DAY}|hverdag\w*|weekend\w*|helligdag\w*|alle|hver)\b"
TIME = r"(\d{1,2})(?:[.:]?(\d{2}))?"
ONE_TIME = r"\d{1,2}(?:[.:]\d{2})?"
A_RANGE = rf"\b{TIME}\s*-\s*(?:kl\.?\s*)?{TIME}".replace("(\\d", "(?:\\d")
ALL_YEAR = r"(?:hele\s+året(?:\s+rundt)?|året\s+rundt)"
NO_TIME = "\N{SYMBOL FOR NULL}"  # in the place of a dash that says that a day has no hours


@cache
def found_by(pattern: str) -> re.Pattern[str]:
    """The pattern, in which capitals do not matter and a space stands for any number of them on a line."""
    spaced = re.sub(" [*?]", r"[^\\S\\n]*", pattern).replace(" ", r"[^\S\n]+")
    return re.compile(spaced, re.IGNORECASE | re.MULTILINE)


def weekdays_of(said: str) -> set[str]:
    """The weekdays in OpenStreetMap's words; not those of some weeks of the month."""
    named: set[str] = set()
    for first, last in re.findall(r"\b([A-Z][a-z])\b(?!\[)(?:\s*-\s*([A-Z][a-z])\b(?!\[))?", said):
        if {first, last or first} <= set(WEEK):
            begin, end = WEEK.index(first), WEEK.index(last or first)
            named |= {WEEK[day % 7] for day in range(begin, end + 1 if end >= begin else end + 8)}
    return named


def words_at(text: str, at: int, most: int = 1) -> str:
    """The first words from a place in a text."""
    at += len(text[at:]) - len(text[at:].lstrip())
    words = re.compile(rf"[\w-]+(?: [\w-]+){{0,{most - 1}}}")
    found = words.match(text, at)
    return found[0] if found else text[at : at + 1]
