"""A notice: what may be written, from when until when it may stand, and how its times are read and told.

The limits are the project's own. A title fits on one or two lines of a small phone, a text on six. What holds for more
than a month (31 days, so that any month fits) belongs in an offer's hours or in the agreement: on a front page it would
no longer be read. More than three at once would push the cards off the screen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from webapp.config import COPENHAGEN
from webapp.danish import MONTHS
from webapp.offers.phone_number import tidy_number
from webapp.typed_text import InvalidForm, danish_day, tidy_text, wrong_text

LONGEST = {"title": 60, "text": 240}  # characters
LONGEST_STAND = timedelta(days=31)
FURTHEST = timedelta(days=366)  # ahead a notice may begin; beyond that the year is mistyped
MOST = 3  # notices of one municipality at the same time
MOST_FOR_ALL = 1  # and of those to everybody, which come on top
WEEKDAYS = ("mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag", "søndag")

# Words that tell a bystander too much on a front page: pointed out, never refused. `HARMLESS` hold one and tell
# nothing.
SENSITIVE = (
    *("vold", "sex", "krise", "misbrug", "lgbt", "prostitu", "overgreb", "senfølge", "senfoelge", "incest", "voldtæg"),
    *("escort", "herberg", "selvmord", "traume", "rusmid", "udsat", "offer", "stalk", "homo", "trans"),
)
HARMLESS = ("transport", "udsat til", "udsat fra")

NO_TITLE = "Skriv en overskrift."
NO_CODE = "Skriv kun almindelig tekst, ikke kode."
BAD_MOMENT = "Skriv dag og klokkeslæt, for eksempel 24.12.2026 kl. 20.00."
NO_SUCH_TIME = "Det klokkeslæt findes ikke: Uret bliver stillet frem den nat. Vælg et andet."
END_FIRST = "Slutningen skal ligge efter begyndelsen."
OVER_ALREADY = "Slutningen er forbi. Vælg et senere tidspunkt."
TOO_LONG = "Et opslag kan højst stå i 31 dage. Gælder det længere, så skriv det i tilbuddet eller i aftalen."
TOO_FAR = "Er årstallet rigtigt? Et opslag kan højst begynde om et år."
NO_SUCH_OFFER = "Det tilbud kan vi ikke finde blandt dem, kommunen kan se. Vælg et fra listen."
FULL = f"Der står {MOST} opslag i forvejen i den tid. Slut et af dem, eller vælg en anden tid."
FULL_FOR_ALL = "Der står et opslag til alle i forvejen i den tid. Slut det, eller vælg en anden tid."

_MOMENT = re.compile(
    r"(?P<day>[0-9./ -]{8,16}?)(?:T|[ ,]+(?:kl\.? *)?)(?P<hour>[0-9]{1,2})(?:[.:](?P<minute>[0-9]{2}))?(?::[0-9]{2})?"
)


@dataclass(frozen=True)
class Written:
    """A notice as it may be kept: from the moment `starts` until the moment `ends` (UTC, whole minutes)."""

    title: str
    text: str
    starts: datetime
    ends: datetime
    phone: str | None = None
    offer: str | None = None  # an offer's code


def parse_form(
    values: Mapping[str, object],
    now: datetime,
    sees: Callable[[str], bool],
    others: Iterable[tuple[datetime, datetime]],
    for_all: bool = False,
) -> Written:
    """The notice that was typed. `sees` answers whether the municipality sees an open offer with a code; `others` are
    the times of the municipality's other notices (of those to everybody, `for_all`). Raises InvalidForm."""
    errors: dict[str, str] = {}
    title, text = (_text(values, name, errors) for name in ("title", "text"))
    if not title:
        errors.setdefault("title", NO_TITLE)
    phone = _phone(str(values.get("phone") or ""), errors)
    offer = offer_code(str(values.get("offer") or "")) or None
    if offer and not sees(offer):
        errors["offer"] = NO_SUCH_OFFER
    starts, ends = (_moment(values, name, errors) for name in ("starts", "ends"))
    if starts and ends:
        errors |= _wrong_times(starts, ends, now)
        most = MOST_FOR_ALL if for_all else MOST
        if "starts" not in errors and "ends" not in errors and at_once(starts, ends, others) > most:
            errors["starts"] = FULL_FOR_ALL if for_all else FULL
    if errors or starts is None or ends is None:  # a moment that is missing is among the errors
        raise InvalidForm(errors)
    return Written(title, text, starts, ends, phone, offer)


def offer_code(text: str) -> str:
    """The code in what was typed for an offer: the code itself, or the address of its page."""
    return tidy_text(text).lower().rstrip("/").rpartition("/")[2][:40]


def read_moment(text: str, *, last: bool = False) -> datetime:
    """A moment in Denmark, as browsers send it (`2026-12-24T20:00`) or Danes write it (`24.12.2026 kl. 20`), in UTC.

    Kl. 24 is the midnight that ends the day. In the hour that comes twice in October it is the first of the two, or
    with `last` the second: a notice stands rather too long than too short. Raises ValueError with a Danish message.
    """
    found = _MOMENT.fullmatch(tidy_text(text)[:60])
    if not found:
        raise ValueError(BAD_MOMENT)
    hour, minute = int(found["hour"]), int(found["minute"] or 0)
    try:
        day = danish_day(found["day"].strip())
    except ValueError:
        raise ValueError(BAD_MOMENT) from None
    midnight = (hour, minute) == (24, 0)
    if not 2000 <= day.year <= 2200 or minute > 59 or (hour > 23 and not midnight):
        raise ValueError(BAD_MOMENT)
    clock = datetime.combine(day + timedelta(days=midnight), time(0 if midnight else hour, minute))
    moment = clock.replace(tzinfo=COPENHAGEN, fold=int(last)).astimezone(UTC)
    if moment.astimezone(COPENHAGEN).replace(tzinfo=None) != clock:
        raise ValueError(NO_SUCH_TIME)
    return moment


def moment_field(moment: datetime) -> str:
    """A moment as a field for day and time holds it."""
    return f"{moment.astimezone(COPENHAGEN):%Y-%m-%dT%H:%M}"


def whole_minute(moment: datetime) -> datetime:
    """The beginning of a moment's minute, in UTC."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def minute_at(moment: datetime) -> int:
    """The minute since the epoch that a moment lies in; phones count so."""
    return int(moment.timestamp() // 60)


def at_once(starts: datetime, ends: datetime, others: Iterable[tuple[datetime, datetime]]) -> int:
    """How many notices stand at the same time at most while this one does, itself included."""
    others = list(others)
    # The most at once is reached where one of them begins.
    edges = [starts, *(start for start, _ in others if starts < start < ends)]
    return 1 + max(sum(start <= edge < end for start, end in others) for edge in edges)


def until(ends: datetime) -> str:
    """Until when, in Danish: `tirsdag 24. november kl. 20.00`; at midnight the day that is over then."""
    local = ends.astimezone(COPENHAGEN)
    if (local.hour, local.minute) == (0, 0):
        return f"og med {_day(local.date() - timedelta(days=1))}"
    return f"{_day(local.date())} kl. {local:%H.%M}"


def since(starts: datetime) -> str:
    """From when, in Danish: `tirsdag 24. november kl. 20.00`."""
    local = starts.astimezone(COPENHAGEN)
    return f"{_day(local.date())} kl. {local:%H.%M}"


def telling_words(*texts: str | None) -> list[str]:
    """The words in a notice that tell a bystander too much, as they are written, each once."""
    found = []
    for text in texts:
        plain = (text or "").lower()
        for harmless in HARMLESS:
            plain = plain.replace(harmless, " ")
        found += [word for word in re.findall(r"\w+", plain) if any(part in word for part in SENSITIVE)]
    return list(dict.fromkeys(found))


def _day(day: date) -> str:
    return f"{WEEKDAYS[day.weekday()]} {day.day}. {MONTHS[day.month - 1]}"


def _text(values: Mapping[str, object], name: str, errors: dict[str, str]) -> str:
    text = tidy_text(values.get(name) or "")
    wrong = wrong_text(text, LONGEST[name])
    if not wrong and re.search(r"javascript\s*:", text, re.IGNORECASE):
        wrong = NO_CODE
    if wrong:
        errors[name] = wrong
    return text


def _phone(text: str, errors: dict[str, str]) -> str | None:
    if not text.strip():
        return None
    try:
        return tidy_number(text)
    except ValueError as error:
        errors["phone"] = str(error)
        return None


def _moment(values: Mapping[str, object], name: str, errors: dict[str, str]) -> datetime | None:
    try:
        return read_moment(str(values.get(name) or ""), last=name == "ends")
    except ValueError as error:
        errors[name] = str(error)
        return None


def _wrong_times(starts: datetime, ends: datetime, now: datetime) -> dict[str, str]:
    if starts >= ends:
        return {"ends": END_FIRST}
    if ends <= now:
        return {"ends": OVER_ALREADY}
    if starts > now + FURTHEST:
        return {"starts": TOO_FAR}
    # By the clock on the wall, so that a night in which it is moved neither gives nor takes.
    wall = [moment.astimezone(COPENHAGEN).replace(tzinfo=None) for moment in (starts, ends)]
    return {"ends": TOO_LONG} if wall[1] - wall[0] > LONGEST_STAND else {}
