"""What a local agreement says, and the rules for it (VIVE 2025, core element 2: what, when and how).

An agreement is a mapping from the names of fields to text, or to a list of codes where something is ticked; a field
that is empty is left out. Internal fields name people and are shown only after login: they never reach the edition.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import SequenceMatcher

from webapp.danish import danish_date
from webapp.security.cpr import has_cpr
from webapp.typed_text import CPR_OVER_TWO, cpr_over_two, tidy, without_list_marks

Values = Mapping[str, "str | list[str]"]

LINE, LINES, DAY, NUMBER, ONE, SEVERAL = "line", "lines", "day", "number", "one", "several"
LONGEST = {LINE: 120, LINES: 1500, DAY: 10, NUMBER: 2}  # characters
EARLIEST, LATEST = date(2020, 1, 1), date(2099, 12, 31)  # of a day: what lies outside is a slip of the finger

HAS_CPR = "Der står noget, der ligner et CPR-nummer. Slet det, og gem igen. Aftalen må aldrig sige noget om en borger."
NOT_YET = "Den dag er ikke kommet endnu. Skriv den, når det er sket."
NO_DAY = "Skriv datoen som dag, måned og år, fx 1. marts 2027."
NO_NUMBER = "Skriv et tal fra 1 til 99."
UNKNOWN = "Vælg blandt det, der står her."


@dataclass(frozen=True)
class Field:
    """One thing to agree on. `options` are codes with their words, for fields that are chosen rather than written."""

    name: str
    label: str
    kind: str
    hint: str = ""
    internal: bool = False
    options: Mapping[str, str] | None = None


@dataclass(frozen=True)
class AgreementPart:
    """Fields that belong together, under a heading."""

    title: str
    fields: tuple[Field, ...]
    about: str = ""


SIGNS = {
    "s1": "trækker sig",
    "s2": "udebliver",
    "s3": "flytter tit",
    "s4": "uro og angst",
    "s5": "fjernt blik",
    "s6": "gør livet kønnere, end det er",
    "s7": "nye skader",
    "s8": "ny gæld",
}
WHEN = {
    "to": "to tegn inden for en måned",
    "en": "én ting, der nager",
    "selv": "borgeren siger det selv",
}
WRITING = {
    "sag": "Ja, i en sag",
    "anonym": "Nej, vi er en åben rådgivning",
    "forskel": "Det kommer an på, hvem af os det er",
}
CHILDREN_WHEN = {"start": "ved mødets start", "skift": "når emnet skifter"}
CHILDREN_FIRST = {
    "ja": "Vi siger det helst til borgeren, før vi sender en underretning, men ikke til forældre under mistanke"
}
FIRST_STEPS = (
    "Tal med en kollega.",
    "Fortæl borgeren om vores pligter.",
    "Spørg roligt, alene og uden skema.",
    "Tilbyd tre steder.",
    "Aftal, hvornår I ses igen.",
)

PARTS = (
    AgreementPart(
        "Hvem aftalen gælder for",
        (
            Field("team", "Sted eller hold", LINE, "Fx Gadeplan og forsorgshjem."),
            Field("said_yes", "Ledelsen har sagt ja den", DAY),
        ),
    ),
    AgreementPart(
        "Det reagerer vi på",
        (
            Field("signs", "Tegn, vi ser efter", SEVERAL, options=SIGNS),
            Field("own_signs", "Vores egne tegn", LINES, "Ét tegn på hver linje."),
        ),
        "Et tegn er ikke et bevis. Det er en grund til at spørge. Nye skader og ny gæld er vores bud, ikke rapportens.",
    ),
    AgreementPart(
        "Hvornår",
        (
            Field("when", "Vi gør noget ved", SEVERAL, options=WHEN),
            Field("own_when", "Også når", LINES, "Én ting på hver linje."),
        ),
        "Samme dag: liv i fare, barn i fare eller vold lige nu.",
    ),
    AgreementPart(
        "Hvordan",
        (
            Field("steps", "Trin for trin", LINES, "Ét trin på hver linje."),
            Field("colleague_by", "Vi taler med en kollega senest", LINE, "Fx samme dag eller inden for to dage."),
        ),
    ),
    AgreementPart(
        "Hvem",
        (
            Field("contact", "Kontaktperson", LINE, internal=True),
            Field("substitute", "Afløser", LINE, internal=True),
            Field("sparring", "Faglig sparring", LINE, internal=True),
            Field("lawyer", "Jurist", LINE, internal=True),
            Field("leader", "Leder, når I er i tvivl", LINE, internal=True),
        ),
        "Navne og numre ses kun her efter login. De kommer aldrig ud på telefonerne.",
    ),
    AgreementPart(
        "Bagefter",
        (
            Field("writing", "Skriver vi noget?", ONE, options=WRITING),
            Field("where_written", "Hvor skriver vi det?", LINE),
            Field("waiting", "Det gør vi, mens borgeren venter", LINES),
            Field("tries", "Er der stille, prøver vi så mange gange", NUMBER),
            Field("weeks", "over så mange uger", NUMBER),
        ),
    ),
    AgreementPart(
        "Penge og sexsalg",
        (
            Field("lawyer_said", "Afklaret med en jurist den", DAY, "Uden en dato kommer denne del ikke på telefonen."),
            Field("authority", "Hvem i teamet er myndighed?", LINES, "Skriv roller, ikke navne."),
            Field("income", "Det gør vi med viden om indtægt", LINES),
            Field("said_first", "Det siger vi til borgeren på forhånd", LINES),
        ),
        "Få det afklaret, før I spørger nogen. Aftalen er ikke et løfte til borgeren om, at noget er uden følger.",
    ),
    AgreementPart(
        "Før et skema",
        (
            Field("why", "Hvorfor spørger vi?", LINES),
            Field("told", "Hvordan får borgeren besked?", LINES),
            Field("offered", "Hvad kan vi tilbyde bagefter?", LINES),
            Field("tools", "Redskaber, vi bruger", LINES, "Ét på hver linje."),
            Field("trained", "Hvem er oplært i redskaberne?", LINES, internal=True),
        ),
        "Har I ikke svar på alle tre spørgsmål, så vent med skemaet.",
    ),
    AgreementPart(
        "Børn",
        (
            Field("children_when", "Vi fortæller om underretningspligten", SEVERAL, options=CHILDREN_WHEN),
            Field("children_first", "Før vi sender", SEVERAL, options=CHILDREN_FIRST),
            Field("children", "Det gør vi også", LINES),
        ),
    ),
    AgreementPart(
        "Næste gennemsyn",
        (
            Field("review", "Vi ser aftalen efter senest den", DAY),
            Field("calls", "Hvem indkalder til gennemsyn?", LINE, internal=True),
            Field("lacking", "Hvad virkede ikke sidst?", LINES, internal=True),
        ),
    ),
)
FIELDS = {field.name: field for part in PARTS for field in part.fields}
MONEY = ("authority", "income", "said_first")  # shown to nobody in the field before a lawyer has been asked

# What has to be there before the agreement can go out: what, when, how, and a day on which it is looked at again.
NEEDED = (
    (("signs", "own_signs"), "Skriv, hvad I reagerer på."),
    (("when", "own_when"), "Skriv, hvornår I reagerer."),
    (("steps",), "Skriv, hvordan I gør, trin for trin."),
    (("said_yes",), "Skriv, hvornår ledelsen sagde ja."),
    (("review",), "Skriv, hvornår I ser aftalen efter igen."),
)

# Ways of promising what nobody can keep (core element 5). They are pointed out, not refused: "lov aldrig, at det bliver
# mellem os" is good advice.
_PROMISE = re.compile(
    r"mellem os|mellem jer|siger det ikke (videre|til nogen)|sker (der )?(ikke noget|intet)|ingen følger"
    r"|ingen konsekvens|garanter|vi lover|jeg lover|kan love",
    re.IGNORECASE,
)


def read(sent: Mapping[str, Iterable[str]]) -> dict[str, str | list[str]]:
    """An agreement from what a form sent: tidied, in the order of the fields, without what is empty or unknown.

    Text is kept as it was typed where it breaks a rule (`mistakes` says which), so that nothing is lost.
    """
    values: dict[str, str | list[str]] = {}
    for field in FIELDS.values():
        given = [str(one) for one in sent.get(field.name, ())]
        if field.kind == SEVERAL:
            ticked = [code for code in field.options or () if code in given]
            if ticked:
                values[field.name] = ticked
        elif given and (text := _tidied(given[0], field.kind)):
            values[field.name] = text
    return values


def whole(values: Values) -> dict[str, str | list[str]]:
    """An agreement with every field, also those that say nothing."""
    return {name: values.get(name, [] if field.kind == SEVERAL else "") for name, field in FIELDS.items()}


def _tidied(text: str, kind: str) -> str:
    text = tidy(re.sub("\r\n?", "\n", text))
    lines = [" ".join(line.split()) for line in text.split("\n")]
    if kind != LINES:
        return " ".join(" ".join(lines).split())
    return "\n".join(without_list_marks([line for line in lines if line]))


def mistakes(values: Values, today: date = date.max) -> dict[str, str]:
    """What has to be mended before a draft can be kept, by field, in Danish."""
    found = {}
    for name, value in values.items():
        field = FIELDS[name]
        if isinstance(value, list):
            continue
        if has_cpr(value):
            found[name] = HAS_CPR
        elif field.kind == DAY:
            day = day_of(value)
            if day is None:
                found[name] = NO_DAY
            elif day > today and name != "review":
                found[name] = NOT_YET
        elif field.kind == NUMBER:
            if not re.fullmatch("[1-9][0-9]?", value):
                found[name] = NO_NUMBER
        elif field.kind == ONE:
            if value not in (field.options or ()):
                found[name] = UNKNOWN
        elif len(value) > LONGEST[field.kind]:
            found[name] = f"Det er for langt. Skriv højst {LONGEST[field.kind]} tegn."
    texts = {name: str(values.get(name, "")) for name, field in FIELDS.items() if field.kind in (LINE, LINES)}
    if second := cpr_over_two(texts):
        found.setdefault(second, CPR_OVER_TWO)
    return found


def missing(values: Values) -> dict[str, str]:
    """What is still to be written before the agreement can go out to the phones, by field, in Danish."""
    return {names[0]: words for names, words in NEEDED if not any(values.get(name) for name in names)}


def promises(values: Values) -> list[str]:
    """Lines that sound like a promise nobody can keep, among those that go out."""
    return [
        line
        for name, value in public(values).items()
        for line in (value.split("\n") if isinstance(value, str) else ())
        if FIELDS[name].kind in (LINE, LINES) and _PROMISE.search(line)
    ]


def public(values: Values) -> dict[str, str | list[str]]:
    """The part of an agreement that goes out to the phones: nothing internal, and nothing on money before a lawyer has
    been asked."""
    return {
        name: value
        for name, value in values.items()
        if not FIELDS[name].internal and (name not in MONEY or values.get("lawyer_said"))
    }


def day_of(text: str) -> date | None:
    """The day in a date field (`2026-03-01`), or None when it is none."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if EARLIEST <= day <= LATEST else None


def said(field: Field, value: str | list[str] | None) -> list[str]:
    """A field's value as lines of Danish; none when it is empty."""
    if not value:
        return []
    options = field.options or {}
    if isinstance(value, list):
        return [options[code] for code in value if code in options]
    if field.kind == ONE:
        return [options.get(value, value)]
    if field.kind == DAY:
        day = day_of(value)
        return [danish_date(day) if day else value]
    return value.split("\n")


def label(name: str) -> str:
    """A field by its label, after the part that it belongs to."""
    part = next(part for part in PARTS if FIELDS[name] in part.fields)
    return f"{part.title}: {FIELDS[name].label}"


@dataclass(frozen=True)
class Difference:
    """A field in which two agreements differ: its lines, each with `-` (only before), `+` (only after) or a space."""

    part: AgreementPart
    field: Field
    lines: tuple[tuple[str, str], ...]


def differences(before: Values, after: Values) -> list[Difference]:
    """Where two agreements differ, in the order of the fields."""
    return [
        Difference(part, field, tuple(_marked(said(field, before.get(field.name)), said(field, after.get(field.name)))))
        for part in PARTS
        for field in part.fields
        if before.get(field.name) != after.get(field.name)
    ]


def _marked(before: list[str], after: list[str]) -> Iterable[tuple[str, str]]:
    for change, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if change == "equal":
            yield from ((" ", line) for line in before[a:b])
        else:
            yield from (("-", line) for line in before[a:b])
            yield from (("+", line) for line in after[c:d])


def log_words(before: Values, after: Values) -> tuple[dict[str, str], dict[str, str]]:
    """What differs as the log writes it: labels with their text, before and after."""
    old, new = {}, {}
    for difference in differences(before, after):
        field, name = difference.field, label(difference.field.name)
        if field.name in before:
            old[name] = " / ".join(said(field, before[field.name]))
        if field.name in after:
            new[name] = " / ".join(said(field, after[field.name]))
    return old, new
