"""Danish personal numbers (CPR): found in what people type, however they write them, so that none is ever kept.

A number is a date of birth (day, month, year; a replacement number has 60 added to the day) and four digits. Day and
month must be possible; the check digit is not asked for, for since 2007 numbers are given that do not have it. The ten
digits may be split anywhere; what is a telephone number, a date, a clock or an account by its own form is taken out
first. `static/security/worker/cpr.js` follows the same rule on the phone, and `tests/rules/cpr.json` holds both to it.
"""

from __future__ import annotations

import re
import unicodedata

_DAY = r"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])"
_MONTH = r"(?:0[1-9]|1[0-2])"
# Years that today's adults are born in. Four digits of another year count only where a dash leads on to the last four:
# "24.12.2026 1400" is a date and a time.
_BORN = r"(?:1[89][0-9]{2}|20(?:0[0-9]|1[0-5]))"
_GROWN = r"(?:3[6-9]|[4-9][0-9])"  # a year of birth in two digits that is no year of now
_MARK = r"[^0-9A-Za-zÆØÅæøå\s]{1,2}"
_MONTH_NAME = r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)[a-z]{0,6}"
_BETWEEN = r"[\s./-]{0,3}"
# Forms with other marks than those in a run of digits, with fewer digits, or with a month's name.
_IN_PARTS = (
    # 12.03.2026-1234
    rf"{_DAY}{_BETWEEN}{_MONTH}{_BETWEEN}(?:18|19|20)[0-9]{{2}}\s?-\s?[0-9]{{4}}",
    rf"{_DAY}{_MONTH}(?:18|19|20)[0-9]{{2}}{_BETWEEN}[0-9]{{4}}",
    # 1.1.90-1234, 1.1.1990 1234, 1. januar 1990-1234
    rf"(?:{_DAY}|[1-9])[\s./-]{{1,3}}(?:{_MONTH}|[1-9])[\s./-]{{1,3}}(?:{_BORN}{_BETWEEN}|[0-9]{{2}}\s?-\s?)[0-9]{{4}}",
    rf"(?:{_DAY}|[1-9])[\s./-]{{0,3}}{_MONTH_NAME}[\s./-]{{0,3}}(?:{_BORN}{_BETWEEN}|[0-9]{{2}}\s?-\s?)[0-9]{{4}}",
    # 1/1 90 1234, 01,01,90-1234, [01][01][90][1234]
    rf"(?:{_DAY}|[1-9])[./-]\s?(?:{_MONTH}|[1-9])[\s./-]{{1,2}}{_GROWN}\s[0-9]{{4}}",
    rf"{_DAY}{_MARK}{_MONTH}{_MARK}{_GROWN}{_MARK}[0-9]{{4}}",
    # 1990-01-01-1234, 19900101 1234
    rf"{_BORN}[\s./-]?{_MONTH}[\s./-]?{_DAY}{_BETWEEN}[0-9]{{4}}",
)
_IN_PARTS_CPR = re.compile(rf"(?<![0-9+])(?:{'|'.join(_IN_PARTS)})(?![0-9])", re.ASCII | re.IGNORECASE)
# The date and the last four told apart in words: "født 1/1-1990, sidste fire 1234", "010190 streg 1234". A year of two
# digits is one that adults are born in; a number to ring, an hour and a year are not the last four.
_YEAR = rf"(?:{_BORN}|[01][0-9]|3[6-9]|[4-9][0-9])"
_SIX = rf"{_DAY}{_MONTH}(?:[01][0-9]|{_GROWN})(?![0-9])"
_BIRTH = (
    rf"(?:{_DAY}{_MONTH}{_YEAR}|(?:{_DAY}|[1-9])[\s./-]{{1,3}}(?:{_MONTH}|[1-9])(?:[\s./-]{{1,3}}|\si\s){_YEAR}"
    rf"|(?:{_DAY}|[1-9])[\s./-]{{0,3}}{_MONTH_NAME}(?:[\s./-]{{1,3}}|\si\s){_YEAR}"
    rf"|{_BORN}[./-]?{_MONTH}[./-]?{_DAY})(?![0-9])"
)
_FOUR = r"[0-9](?:[ .-]?[0-9]){3}(?![0-9])"
_NO_YEAR = r"(?!(?:19|20)[0-9]{2})"
# The last four first: 1234-010190; 1234 010190 but for a year of now, for a place or a clock may stand before a day.
_SINCE = rf"(?:[01][0-9]|{_GROWN})"
_ON_THE_HOUR = "(?!(?:[01][0-9]|2[0-4])(?:00|15|30|45))"
_TURNED_DAY = rf"{_DAY}[./-]?{_MONTH}[./-]?"
_TURNED = (
    rf"{_NO_YEAR}(?:[0-9]{{4}}(?:\s?[/,-]\s?|\s{{1,3}}){_TURNED_DAY}{_SINCE}"
    rf"|{_ON_THE_HOUR}[0-9]{{4}}\s?[/-]\s?{_TURNED_DAY}[0-9]{{2}})(?!\s?[0-9-])"
)
_LAST = (
    r"(?:(?:sidste|bagerste|fire|4) (?:sidste|bagerste|fire|4|cifre|tal)(?!\s?(?:[åÅ]r|uge|dag|m[åÅ]ned|time|gang))"
    r"|cifre|l[øØ]ben|\bender|\bslutter)"
)
_LED_TO = rf"(?:{_LAST}|\bcpr|person(?:nr|nummer)|streg\b|\bminus\b)"
_BORN_WORD = r"(?:\bf[øØ]d[a-zæøåÆØÅ]*|\bf\.|\bcpr|person(?:nr|nummer)|\bborn\b|\bbirth[a-z]*)"
_GAP = r"(?:(?!ring|tlf|tel|\bkl)[^0-9])"
_IN_WORDS = (
    # født 1/1-1990, sidste fire 1234
    rf"(?<![0-9+]){_BIRTH}[^0-9]{{1,40}}{_LED_TO}{_GAP}{{0,20}}{_FOUR}",
    # 010190 og så 1234
    rf"(?<![0-9+]){_SIX}(?=[^0-9]*\s){_GAP}{{1,25}}{_NO_YEAR}{_FOUR}",
    # født 1/1-1990, nummer 1234
    rf"{_BORN_WORD}[^0-9]{{0,15}}{_BIRTH}{_GAP}{{1,40}}{_NO_YEAR}{_FOUR}",
    # slutter på 1234, født 010190
    rf"{_LAST}{_GAP}{{0,20}}{_FOUR}[^0-9]{{1,40}}{_BIRTH}",
    # 1234 er de sidste fire, født 1/1-1990
    rf"(?<![0-9+]){_FOUR}[^0-9]{{1,12}}{_LAST}[^0-9]{{1,40}}{_BIRTH}",
    # 1234-010190, cpr 1234 010190
    rf"(?<![0-9+./-]){_TURNED}",
    rf"{_BORN_WORD}[^0-9]{{0,15}}{_FOUR}[\s./-]{{1,3}}{_SIX}",
)
_IN_WORDS_CPR = re.compile("|".join(_IN_WORDS), re.ASCII | re.IGNORECASE)
# 010190-1234, with whatever marks between.
_PLAIN_CPR = re.compile(rf"(?<![0-9+]){_DAY}{_MONTH}[0-9]{{2}}[^0-9A-Za-zÆØÅæøå]{{0,12}}[0-9]{{4}}(?![0-9])", re.ASCII)

# Digits that belong together, with at most four marks where they are split.
_RUN = re.compile(r"\+?[0-9]+(?:[ ./_()-]{1,4}\+?[0-9]+)*", re.ASCII)
_GROUP = re.compile(r"\+?[0-9]+", re.ASCII)
_TEN = re.compile(rf"{_DAY}{_MONTH}[0-9]{{6}}", re.ASCII)
_TWELVE = re.compile(rf"{_DAY}{_MONTH}{_BORN}[0-9]{{4}}", re.ASCII)

# What a whole run may be made of and be nobody's: telephone numbers, hours, dates. Years of two digits are those that
# people write of now, not those of birth.
_THE_DAY = r"(?:0?[1-9]|[12][0-9]|3[01])"
_THE_MONTH = r"(?:0?[1-9]|1[0-2])"
_NOW = r"20(?:1[6-9]|[2-4][0-9])"
_DATE = rf"{_THE_DAY}(?:\. ?|/){_THE_MONTH}"
# A day that a year of birth and four digits follow is one of birth: "01. 02. 2004 1234" is no day and a telephone,
# "10.10. 2004 1234" no clock and one, and "08 - 01 - 2004 1234" no hours and one.
_YEAR_AND_FOUR = rf"{_BORN}[ .-]{{1,3}}[0-9]{{2}}[ .-]?[0-9]{{2}}(?![0-9])"
_NO_BIRTH = rf"(?!{_BETWEEN}{_YEAR_AND_FOUR})"
_OF_YEAR = rf"(?:\. ?|[/ -])(?:{_NOW}|2[0-9]|3[0-5])"
_DATE_NOW = (
    rf"(?:{_THE_DAY}\.{_THE_MONTH}\.{_NOW}|{_THE_DAY}-{_THE_MONTH}-{_NOW}|(?:19|20)[0-9]{{2}}-{_MONTH}-{_THE_DAY})"
)
_DATE_EVER = rf"{_THE_DAY}(?:\.{_THE_MONTH}\.|/{_THE_MONTH}/|-{_THE_MONTH}-)(?:19|20)[0-9]{{2}}"
_LONG_CLOCK = r"(?:[01][0-9]|2[0-4])\.?(?:00|15|30|45)"  # 1900, and not most years of birth
_HOUR = r"(?:[01]?[0-9]|2[0-4])"
_CLOCK = rf"{_HOUR}(?:\.[0-5][05])?"
_DENMARK = r"(?:\(?\+45[ )-]{0,2}|(?:00 ?)?45[ -])?"


def _items(*patterns: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(rf"(?:{pattern})(?![0-9])", re.ASCII) for pattern in patterns)


_TELEPHONES = _items(  # no Danish one begins with 0 or 1
    rf"{_DENMARK}[2-9][0-9](?:[ .-]?[0-9]{{2}}){{3}}",
    rf"{_DENMARK}[2-9][0-9](?:[ .-]?[0-9]{{2}}){{3}} {_LONG_CLOCK}-{_LONG_CLOCK}",
    rf"{_DENMARK}[2-9][0-9](?:[ .-][0-9]{{3}}){{2}}",
    rf"{_DENMARK}[2-9][0-9]{{3}}[ .-][0-9]{{4}}",
    rf"{_DENMARK}[2-9][0-9]{{2}}[ .-](?:[0-9]{{2}}[ .-][0-9]{{3}}|[0-9]{{3}}[ .-][0-9]{{2}})",
    r"\+(?!45)[1-9][0-9]{0,2}(?:[ -]\(?[0-9]{1,8}\)?){1,5}",
    r"11[234]|18(?:13|81|88)|116[ .]?[0-9]{3}|24/7",
)
_TIMES = _items(
    rf"(?!00? ?- ?00?(?![0-9.]))(?:{_CLOCK} ?- ?{_CLOCK})(?! ?- ?{_YEAR_AND_FOUR})",
    rf"{_HOUR}\.[0-5][05]{_NO_BIRTH}",
    rf"(?:{_THE_DAY}\.? ?- ?)?{_DATE}{_NO_BIRTH}\.?",
    rf"(?:{_THE_DAY}\.? ?- ?)?{_DATE}{_OF_YEAR}",
    rf"{_DATE}(?:{_OF_YEAR})?\.? ?- ?{_DATE}{_NO_BIRTH}",
    rf"{_DATE}(?:{_OF_YEAR})?\.? ?- ?{_DATE}{_OF_YEAR}",
    _DATE_NOW,
    rf"{_DATE_NOW} {_HOUR}",
    rf"{_DATE_EVER} ?- ?{_DATE_EVER}",
    rf"{_THE_DAY}{_MONTH}(?:2[0-9]|3[0-5]) [0-2][0-9] [0-5][05]",
)
_AND = re.compile(r"[.-]?[ ()/][ ()/-]{0,2}", re.ASCII)
_AND_IN_TEN = re.compile(r" / |/(?=[0-9.]{1,5}-)|\.?[ ()]{1,3}", re.ASCII)

# A meeting's date with its hours only looks like a number: "kl. 10-14 12.03.2026", "12/3-26 (1000-1400)". The years are
# those that people write of now, not those of birth.
_CLOCK_AT = r"(?:[01]?[0-9]|2[0-4])(?:\.?[0-5][0-9])?"
_HOURS = (
    rf"(?:(?:kl\.?\s?)?{_CLOCK_AT}\s?(?:-|til|og)\s?(?:kl\.?\s?)?{_CLOCK_AT}|kl\.?\s?{_CLOCK_AT}"
    r"|(?:[01]?[0-9]|2[0-4])\.[0-5][05])"
)
_YEAR_NOW = r"(?:20[2-4][0-9]|2[0-9]|3[0-5])"
_DAY_NOW = (
    rf"(?:{_THE_DAY}(?:\. ?|[/-]){_THE_MONTH}(?:\. ?|[/ -]){_YEAR_NOW}|20[2-4][0-9]-{_MONTH}-{_THE_DAY}(?![0-9]))"
)
_ONE_DAY = rf"(?:{_DATE_NOW}|{_DAY_NOW})"
_DAY_IN_ONE = rf"(?:0[1-9]|[12][0-9]|3[01]){_MONTH}{_YEAR_NOW}"  # 120326: a dash might lead on to the last four
_GAP_TO_HOURS = r"(?:\.?[\s,:(]{1,2}|\.?\s-\s)"
_MEETING = re.compile(
    rf"(?<![0-9./-]){_HOURS}(?:(?:[\s,(]{{1,2}}|\s-\s){_DAY_NOW}|[\s,(]{{1,2}}{_DAY_IN_ONE})"
    r"(?!\s?[./-]?\s?[0-9]{4})(?![0-9-])"
    rf"|(?<![0-9./-])(?<![0-9]\s)(?:(?:{_DAY_NOW}{_GAP_TO_HOURS}|{_DAY_IN_ONE}[\s,:(]{{1,2}}){_HOURS}"
    rf"|{_DAY}[./-]{_MONTH}{_GAP_TO_HOURS}{_LONG_CLOCK}\s?-\s?{_LONG_CLOCK})(?![0-9]|[.-]\s?[0-9])",
    re.ASCII | re.IGNORECASE,
)

# Told by the words beside them.
_SUM = r"[0-9]{1,3}(?:\.[0-9]{3})+"
_TOLD = (
    # a book's and an article's
    r"\bISBN(?:-10)?:?\s?[0-9]{9}[0-9X](?![0-9])|\b97[89](?:[ -]?[0-9]){10}(?![0-9])",
    r"\bdoi(?:\.org/|[: ]{1,2})10\.[0-9]{4,5}/",
    # a business's
    r"\b(?:P-nummer:?\s?1[0-9]{2}|(?:P[- ]?nr|produktionsenhed[a-z]*)[.:]{0,2}\s?10[0-3])[0-9]{7}(?![0-9])",
    # a telephone abroad
    r"(?:\+|(?<![0-9.,:+-])(?<![0-9]\s)00)(?!45)[1-9][0-9]{0,2}[ -]?(?:\(0\) ?)?(?:[0-9]{1,4} )?[0-9]{6,11}(?![0-9-])",
    # a time on the clock, from one day to another, weeks
    r"(?<![0-9:])(?:[01]?[0-9]|2[0-4]):[0-5][0-9](?![0-9:])",
    rf"(?<![0-9./-]){_ONE_DAY} ?(?:-|til) ?{_ONE_DAY}(?![0-9-])",
    r"\buge(?:r|rne)? [0-9]{1,2}(?: ?- ?[0-9]{1,2})?(?![0-9])",
    # a place's, accounts
    r"\b(?:EAN|GLN)[^0-9]{0,12}[0-9](?:[ -]?[0-9]){12}(?![0-9])",
    r"\b[A-Z]{2}[0-9]{2}(?: ?[0-9]{4}){3,6}(?: ?[0-9]{1,3})?(?![0-9])",
    r"\bkonto(?:nr|nummer)?[^0-9]{0,3}(?:[0-9]{4}[ -]{1,3})?[0-9]{6,10}(?![0-9]|[ -]{1,3}[0-9]{4}(?![0-9]))",
    # a telephone
    r"\b(?:tlf|tel|telefon|mobil|ring|sms)[^0-9+]{0,5}(?!45)[2-9][0-9](?: [0-9]{2}){3}(?![0-9])",
    # a sum of money, how long something takes
    rf"\b(?:kr\.?|DKK) ?{_SUM}(?: ?- ?{_SUM})?(?![0-9])|(?<![0-9.-]){_SUM}(?: ?- ?{_SUM})? ?(?:kr\b|,-|DKK\b)",
    r"(?<![0-9])[0-9]{1,2} (?:timer|døgn|dage|måneder|år|minutter|min|kr)\b",
    # a page's day in its address
    r"(?<=[a-z]/)(?:19|20)[0-9]{2}/(?=[0-9]{1,2}/)",
)
_NOBODYS = re.compile("|".join(_TOLD), re.ASCII | re.IGNORECASE)
# Letters that pass for a nought or a one among digits: O1O190-1234.
_LIKE_DIGITS = re.compile(r"(?<![0-9A-Za-zÆØÅæøå])[OoIl]*[0-9][0-9OoIl]*(?![0-9A-Za-zÆØÅæøå])", re.ASCII)
_DIGIT_MEANT = str.maketrans("OoIl", "0011")
# What pages and addresses write in place of a mark between: 010190%2D1234, 010190&ndash;1234, 010190<br>1234.
_CODED = re.compile(r"(?:%[0-9a-f]{2})+|&#?[0-9a-z]{1,8};|<[^<>]{0,20}>", re.IGNORECASE)

FEWEST_DIGITS = 7  # 1. jan 90-1234
HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og send igen. Vi gemmer aldrig noget om en borger."


def has_cpr(text: str) -> bool:
    """Whether a text holds something that looks like a personal number."""
    plain = _plain(text)
    if sum(map(str.isdigit, plain)) < FEWEST_DIGITS:  # most texts: a start asks of thousands
        return False
    plain = _MEETING.sub("x", _NOBODYS.sub("x", _CODED.sub(" ", plain)))
    if _PLAIN_CPR.search(plain) or _IN_WORDS_CPR.search(plain):
        return True
    rest = _RUN.sub(lambda run: "x" if _is_nobodys(run[0]) else run[0], plain)
    return _IN_PARTS_CPR.search(rest) is not None or any(map(_holds_one, _RUN.findall(rest)))


def _is_nobodys(run: str) -> bool:
    """Whether digits that belong together, ten or more, are telephone numbers, hours and dates alone."""
    digits = sum(map(str.isdigit, run))
    if digits == 10:  # they are no telephone number with something after it
        return _is_made_of(_TIMES, _AND_IN_TEN, run)
    return digits > 10 and _is_made_of(_TELEPHONES + _TIMES, _AND, run)


def _holds_one(run: str) -> bool:
    """Whether digits that belong together hold ten (twelve with a whole year) that are a number, split anywhere."""
    groups = _GROUP.findall(run)
    for first, begins in enumerate(groups):
        digits = ""
        for group in groups[first : first + 12] if begins[0] != "+" else ():
            digits += group.removeprefix("+")
            if _TEN.fullmatch(digits) or _TWELVE.fullmatch(digits):
                return True
    return False


def _is_made_of(items: tuple[re.Pattern[str], ...], between: re.Pattern[str], run: str) -> bool:
    """Whether a run is such items from its beginning to its end."""
    reached = [False] * (len(run) + 1)
    reached[0] = True
    for at in range(len(run)):
        for item in items if reached[at] else ():
            if not (found := item.match(run, at)):
                continue
            if found.end() == len(run):
                return True
            if gap := between.match(run, found.end()):
                reached[gap.end()] = True
    return False


def _plain(text: str) -> str:
    # All digits as ASCII, letters among them that look like one too; all dashes as one, all spaces as one. What cannot
    # be seen is gone, and what is drawn over a digit (Unicode's categories Cf, Mn and Me, and letters that are blank).
    plain = []
    for char in unicodedata.normalize("NFKC", text):
        kind = unicodedata.category(char)
        if kind in ("Cf", "Mn", "Me") or char in "\u115f\u1160\u2800":
            continue
        if kind == "Nd":
            char = str(unicodedata.decimal(char))
        elif kind == "Pd" or char in "\u2212\u2044\u00b7\u2022":
            char = "-"
        elif char.isspace():
            char = " "
        plain.append(char)
    return _LIKE_DIGITS.sub(lambda word: word[0].translate(_DIGIT_MEANT), "".join(plain))
