"""The columns of the table that offers are exported to and imported from: those of the content file, and four more."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from webapp.danish import WEEKDAYS, danish_date
from webapp.municipalities import Municipality, Places
from webapp.offers.describe import ANSWERS, CONFIDENCE, STATUS
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import Taxonomy
from webapp.offersdesk.validation import NEUTRAL_NAMES
from webapp.registry.file import NATIONAL, REGION
from webapp.spreadsheets.sandboxed_reader import heading
from webapp.typed_text import source_date_field


@dataclass(frozen=True)
class Column:
    """One column: its name in the content file, its heading, and what to write in it."""

    field: str
    label: str
    hint: str


ANSWER = "yes, no eller unknown. Gæt aldrig."
COLUMNS = tuple(
    Column(*parts)
    for parts in (
        ("code", "Kode", "Ret den aldrig. Lad den stå tom i en ny række."),
        ("status", "Status", "active, eller inactive, når tilbuddet er lukket."),
        ("name", "Navn", "Tilbuddets navn."),
        ("organisation", "Organisation", "Hvem der står bag. Tomt: det samme som navnet."),
        (
            "neutral_name",
            "Neutralt navn",
            f"Ordet på borgerens seddel, som intet siger, hvis en anden finder den. Et af: {', '.join(NEUTRAL_NAMES)}.",
        ),
        ("summary_da", "Beskrivelse", "Én linje på dansk."),
        ("summary_en", "Beskrivelse på engelsk", "Én linje på enkelt engelsk, eller tomt."),
        ("topics", "Emner", "Ord fra arket Ord i det hentede regneark, med semikolon imellem."),
        ("audience", "Målgruppe", "Ord fra arket Ord i det hentede regneark, med semikolon imellem."),
        ("area", "Dækker", f"{NATIONAL}, {REGION}Syddanmark, eller kommuner med semikolon imellem."),
        ("municipality", "Kommune", "Kommunen, det ligger i, uden ordet Kommune."),
        ("region", "Region", "Regionens navn uden ordet Region. Følger kommunen, når den er skrevet."),
        ("address", "Adresse", "Vej og nummer. En hemmelig adresse må aldrig stå her."),
        ("postcode", "Postnummer", "For eksempel 6700."),
        ("city", "By", "Byens navn."),
        ("phone", "Telefon", "Cifre og mellemrum, evt. + først: 75 12 34 56."),
        ("sms", "Sms", "Cifre og mellemrum, evt. + først: 75 12 34 56."),
        ("email", "Mail", "En mailadresse: navn@eksempel.dk."),
        ("website", "Hjemmeside", "Hele adressen: https://eksempel.dk."),
        ("chat", "Chat", "yes, hvis der er chat på hjemmesiden, ellers no."),
        ("hours", "Åbningstid", "Som OpenStreetMap skriver den: Mo-Fr 09:00-15:00; PH off. Tomt, når den er ukendt."),
        ("hours_note_da", "Om åbningstiden", "Det, der ellers er at sige om tiderne."),
        ("anonymous", "Anonymt", ANSWER),
        ("free", "Gratis", ANSWER),
        ("referral", "Henvisning", "none (kom bare), visitation eller unknown."),
        ("children", "Børn med", ANSWER),
        ("dogs", "Hund med", ANSWER),
        ("mode", "Kontaktform", "Ord fra arket Ord i det hentede regneark, med semikolon imellem."),
        ("languages", "Sprog", "Ord fra arket Ord i det hentede regneark, med semikolon imellem, eller tomt."),
        ("legal_basis", "Lovgrundlag", "Paragraffen, eller tomt."),
        ("notes_da", "Noter", "Kun for medarbejdere. Skriv aldrig noget om en borger."),
        ("source_url", "Kilde", "Hele adressen, hvor det er læst, eller tomt."),
        ("source_date", "Kildens dato", "2026, 2026-03, 2026-03-14 eller tomt."),
        ("confidence", "Sikkerhed", "high, medium eller low. low vises kun til medarbejdere."),
        ("seen", "Slået op", "Dagen, nogen sidst så kilden: 2026-11-21. Tomt i en ny række: i dag."),
        ("confirmed_on", "Bekræftet", "Dagen, nogen sidst spurgte tilbuddet selv: 2026-11-21, eller tomt."),
    )
)
FIELDS = tuple(column.field for column in COLUMNS)
DAY = "day:"  # begins the field of a column with the hours of a weekday
OPENS, CLOSES = "|opens", "|closes"  # end that of a column with the one end of them
# What people call the columns in sheets of their own.
_ALSO = {
    "name": ("tilbud", "navn på tilbud", "tilbuddets navn", "titel"),
    "organisation": ("udbyder", "leverandør", "forening"),
    "summary_da": ("kort beskrivelse", "om tilbuddet", "beskrivelse på dansk"),
    "area": ("område", "dækningsområde"),
    "topics": ("emne",),
    "audience": ("målgrupper",),
    "address": ("adr", "gade", "vej", "vej og nr", "gade og nummer"),
    "postcode": ("postnr", "post nr", "postnr. og by", "postnummer og by", "postnr og by"),
    "city": ("bynavn", "postby", "postdistrikt"),
    "phone": ("tlf", "tlf. nr", "tlf.nr", "tlf nr", "telefonnummer", "telefonnr", "telefon nr", "telefonnumre"),
    "email": ("e-mail", "e-post", "mailadresse", "e-mailadresse"),
    "website": ("web", "website", "websted", "www", "link", "hjemmesideadresse"),
    "hours": ("åbningstider", "åbent"),
    "anonymous": ("anonym", "anonymitet"),
    "referral": ("kræver henvisning", "visitation"),
    "children": ("børn",),
    "dogs": ("hund", "hunde", "hunde tilladt"),
    "mode": ("kontaktformer",),
}
HEADINGS = {
    **{heading(each.field): each.field for each in COLUMNS},
    **{heading(each.label): each.field for each in COLUMNS},
    **{heading(word): field for field, said in _ALSO.items() for word in said},
    **{day: f"{DAY}{day}" for day in WEEKDAYS},
    **{short: f"{DAY}{day}" for day in WEEKDAYS for short in (day[:3], day.removesuffix("dag"))},
}
_DAY = "|".join(sorted((each for each in HEADINGS if HEADINGS[each].startswith(DAY)), key=len, reverse=True))
_DAYS = re.compile(rf"(?:{_DAY})(?: ?(?:-|–|til|og|/|,) ?(?:{_DAY}))+|hverdage|weekend")
_ONE_END = re.compile(rf"(?:({_DAYS.pattern}|{_DAY})\.? ?[-:(]? ?)?(åbner|lukker|fra|til)\)?")
# Columns that count or name the rows for somebody else, of which nothing is lost.
PASSED_OVER = ("nr", "nummer", "løbenr", "løbenummer", "#", "id", "række")
BY_FIELD = {column.field: column for column in COLUMNS}
# Not in the content file: judged in `judge.py`.
OURS = ("code", "status", "seen", "confirmed_on")
# Columns that a file fetched before they were may lack; its rows keep what is known.
YOUNGER = ("children", "dogs")
# Columns that a sheet of somebody's own may lack: rows keep what is known, new ones have nothing there.
MAY_LACK = ("summary_en", "sms", "chat", "hours_note_da", "languages", "legal_basis", "notes_da", "source_date", "seen",
            "confirmed_on", "status")  # fmt: skip
# Answers that a new row may leave empty: nobody has told.
UNTOLD = ("anonymous", "free", "referral", "children", "dogs")
REFERRAL = {"none": "Kom bare", "visitation": "Visitation", "unknown": ANSWERS["unknown"]}
_REFERRAL = {"yes": "none", "no": "visitation", "unknown": "unknown"}


def choices(places: Places, today: date) -> dict[str, tuple[str, ...]]:
    """The columns that take one of a few words, with the words."""
    answer = ("yes", "no", "unknown")
    return {
        "status": ("active", "inactive"),
        "neutral_name": NEUTRAL_NAMES,
        "municipality": tuple(place.name for place in places.values()),
        "region": places.regions.names_on(today),
        "chat": ("yes", "no"),
        "anonymous": answer,
        "free": answer,
        "referral": ("none", "visitation", "unknown"),
        "children": answer,
        "dogs": answer,
        "confidence": ("high", "medium", "low"),
    }


def words(taxonomy: Taxonomy) -> dict[str, list[tuple[str, str]]]:
    """The columns that take words of the taxonomy, with (word, what it means)."""
    kinds = {"topics": "topics", "audience": "audiences", "mode": "contact_forms", "languages": "languages"}
    return {
        field: [(term.id, term.label) for term in getattr(taxonomy, kind).values()] for field, kind in kinds.items()
    }


def in_danish(taxonomy: Taxonomy) -> Callable[[str, str], str]:
    """What says a cell, by its column, as the desk says it elsewhere: codes and days in Danish words."""
    answers = dict.fromkeys(("chat", "anonymous", "free", "children", "dogs"), ANSWERS)
    said = {
        "status": STATUS,
        "referral": REFERRAL,
        "confidence": CONFIDENCE,
        "area": {NATIONAL: "Hele landet"},
    } | answers
    said |= {field: dict(terms) for field, terms in words(taxonomy).items()}

    def say(field: str, text: str) -> str:
        if field in said:
            return "; ".join(said[field].get(part, part) for part in text.split(";"))
        if field in ("seen", "confirmed_on") and text:
            return danish_date(date.fromisoformat(text))
        return source_date_field(text) if field == "source_date" else text

    return say


def cells_of(offer: Offer, places: dict[str, Municipality]) -> dict[str, str]:
    """An offer as a row of the table, by column; read back it gives the same offer. `places` are by code."""
    area = [NATIONAL] if offer.national else []
    area += [REGION + region for region in offer.service_regions]
    area += [places[code].name for code in offer.service_municipalities if code in places]
    place = places.get(offer.municipality or "")
    cells = {
        "code": offer.code,
        "status": offer.status,
        "name": offer.name,
        "organisation": offer.organization,
        "neutral_name": offer.neutral_name,
        "summary_da": offer.description,
        "summary_en": offer.description_en,
        "topics": ";".join(offer.topics),
        "audience": ";".join(offer.audiences),
        "area": ";".join(area),
        "municipality": place.name if place else "",
        "region": offer.region,
        "address": offer.address,
        "postcode": offer.postal_code,
        "city": offer.city,
        "phone": offer.phone,
        "sms": offer.sms,
        "email": offer.email,
        "website": offer.website,
        "chat": "yes" if offer.chat else "no",
        "hours": offer.opening_hours,
        "hours_note_da": offer.hours_note,
        "anonymous": offer.anonymous,
        "free": offer.free,
        "referral": _REFERRAL[offer.no_referral],
        "children": offer.children,
        "dogs": offer.dogs,
        "mode": ";".join(offer.contact_forms),
        "languages": ";".join(offer.languages),
        "legal_basis": offer.legal_basis,
        "notes_da": offer.notes,
        "source_url": offer.source_url,
        "source_date": offer.source_date,
        "confidence": offer.confidence,
        "seen": offer.seen.isoformat(),
        "confirmed_on": offer.confirmed_on.isoformat() if offer.confirmed_on else "",
    }
    return {field: tidy(cells[field] or "") for field in FIELDS}


def tidy(text: str) -> str:
    """A cell's text as it is compared: line ends as one character, nothing around it."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()


def field_of(text: str) -> str | None:
    """The column a heading means: by the heading we write, its name in the content file, or what people call it. That
    of a weekday, or of several, is `DAY` with what they are called; with `OPENS` or `CLOSES` it is one end of them."""
    called = re.sub(r" ?\((engelsk|dansk)\)", r" på \1", heading(text))
    first, second = (HEADINGS.get(heading(one)) for one in (*called.split("/"), "", "")[:2])
    if (first and first == second) or (first, second) == ("postcode", "city"):  # "hjemmeside/link", "postnr./by"
        return first
    if (end := _ONE_END.fullmatch(called)) and (end[1] or end[2].endswith("er")):  # "til" alone may be of whom or when
        return f"{DAY}{end[1] or ''}{OPENS if end[2] in ('åbner', 'fra') else CLOSES}"
    return HEADINGS.get(called) or (f"{DAY}{called}" if _DAYS.fullmatch(called) else None)


def nearest(text: str) -> str | None:
    """The heading of ours that a heading comes nearest to; None when none is near."""
    near = get_close_matches(re.sub(r" ?[(/].*", "", heading(text)), HEADINGS, 1, 0.75)
    field = HEADINGS[near[0]] if near else ""
    return BY_FIELD[field].label if field in BY_FIELD else None


def in_order(offers: Iterable[Offer]) -> list[Offer]:
    """Offers as they stand in a file: by code, which never changes."""
    return sorted(offers, key=lambda offer: offer.code)
