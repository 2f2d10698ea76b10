"""An offer as it stands in the form, and what was typed there as an offer. The rules of what may be written.

A form's values are plain text, lists and ticks, by field. `parse_form` turns them into an offer or says, field by
field and in Danish, what to mend.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from typing import Any

from pydantic import ValidationError

from webapp.danish import typed_date
from webapp.hours.change import Change
from webapp.hours.rules import LONGEST_TEXT, OpeningHoursError
from webapp.hours.typed_hours import understood
from webapp.municipalities import Municipality, Places, Regions
from webapp.offers.link import tidy_link
from webapp.offers.offer import ANSWERED, Offer
from webapp.offers.phone_number import tidy_number
from webapp.offers.taxonomy import Taxonomy
from webapp.registry.file import OPEN_SHELTERS, is_shelter
from webapp.security.cpr import has_cpr
from webapp.typed_text import (
    CPR_OVER_TWO,
    HAS_CPR,
    InvalidForm,
    bare_email,
    cpr_over_two,
    danish_day,
    danish_weeks,
    is_email,
    source_date,
    source_date_field,
    tidy_text,
    wrong_text,
)

# What a slip of paper may call an offer: each tells a stranger nothing.
NEUTRAL_NAMES = (
    *("Hjemmesiden", "Huset", "Klinikken", "Kontoret", "Lægevagten", "Mødet", "Nødnummeret", "Onlinemødet"),
    *("Rådgivningen", "Teamet", "Telefonlinjen", "Værestedet"),
)
LONGEST = {
    **{"name": 100, "organization": 100, "description": 200, "description_en": 200, "address": 100, "city": 60},
    **{"hours_note": 250, "legal_basis": 100, "notes": 1500},
}
NEEDED = {
    "name": "Skriv tilbuddets navn.",
    "neutral_name": "Vælg det navn, der skal stå på sedlen.",
    "description": "Skriv med én linje, hvad man kan få hjælp til.",
    "topics": "Vælg mindst ét emne.",
    "audiences": "Vælg, hvem tilbuddet er for.",
    "contact_forms": "Vælg mindst én måde at få kontakt på.",
}
TERMS = ("topics", "audiences", "contact_forms", "languages")
POSTAL = "postal"  # the form's name for `postal_code`: a field with "code" in its name is taken for a secret
MOST_CHANGES = 30
FURTHEST = 3 * 366  # days ahead a dated change may lie

UNKNOWN_CHOICE = "Vælg en af mulighederne."
NO_AREA = "Vælg hele landet, en region, eller skriv mindst én kommune."
BAD_EMAIL = "Skriv en mailadresse, for eksempel post@stedet.dk."
ONE_EMAIL = "Skriv kun én mailadresse. Den anden kan stå i noterne."
BAD_POSTCODE = "Et postnummer er fire tal."
LOWEST_POSTCODE = 555  # 0555, for parcels; streets begin at 0800
NO_SHELTER_ADDRESS = "Et krisecenters adresse må ikke stå her. Slet adressen. Byen må gerne stå."
CHAT_NEEDS_SITE = "Skriv hjemmesiden, når man kan chatte på den."


def form_values(offer: Offer, places: Mapping[str, Municipality]) -> dict[str, Any]:
    """The form's values of an offer."""
    values: dict[str, Any] = {
        name: getattr(offer, name) or ""
        for name in (
            *("name", "neutral_name", "organization", "description", "description_en", "municipality", "region"),
            *("address", "city", "phone", "sms", "email", "website", "opening_hours", "hours_note"),
            *(*ANSWERED, "legal_basis", "notes", "source_url", "confidence"),
        )
    }
    values["source_date"] = source_date_field(offer.source_date)
    values |= {name: list(getattr(offer, name)) for name in (*TERMS, "service_regions")}
    values |= {"national": offer.national, "chat": offer.chat}
    values[POSTAL] = offer.postal_code or ""
    values["service_municipalities"] = _names_of(offer.service_municipalities, places)
    values["changes"] = [
        {
            "first": typed_date(change.first),
            "last": typed_date(change.last),
            "opening_hours": change.opening_hours or "",
            "note": change.note or "",
        }
        for change in offer.changes
    ]
    return values


def _names_of(codes: Iterable[str], places: Mapping[str, Municipality]) -> str:
    return ", ".join(places[code].name for code in codes)


def empty() -> dict[str, Any]:
    """The form's values of an offer that nobody has written yet."""
    values: dict[str, Any] = dict.fromkeys(
        (
            *("name", "neutral_name", "organization", "description", "description_en", "municipality", "region"),
            *("address", "city", "phone", "sms", "email", "website", "opening_hours", "hours_note"),
            *("legal_basis", "notes", "source_url", "source_date", "service_municipalities", POSTAL),
        ),
        "",
    )
    values |= dict.fromkeys(ANSWERED, "unknown")
    values |= {name: [] for name in (*TERMS, "service_regions", "changes")}
    return values | {"national": False, "chat": False, "confidence": "medium"}


def parse_form(
    values: Mapping[str, Any],
    before: Offer,
    taxonomy: Taxonomy,
    places: Places,
    today: date,
) -> Offer:
    """The offer that was typed over `before`, which gives what no field has (code, status, dates of confirmation).

    What is untouched is kept to the letter and in its order, also where it was written by other rules. Raises
    InvalidForm.
    """
    reader = _Reader(values, before)
    changed: dict[str, Any] = {name: reader.text(name) for name in LONGEST}
    if name := cpr_over_two(changed):
        reader.refuse(name, CPR_OVER_TWO)
    changed["organization"] = changed["organization"] or changed["name"]
    changed["neutral_name"] = reader.choice("neutral_name", {*NEUTRAL_NAMES, before.neutral_name})
    changed |= {name: reader.choice(name, ("yes", "no", "unknown")) for name in ANSWERED}
    changed["confidence"] = reader.choice("confidence", ("high", "medium", "low"))
    changed |= {name: reader.choices(name, getattr(taxonomy, name)) for name in TERMS}
    changed["service_regions"] = reader.regions(places.regions, today)
    changed["service_municipalities"] = reader.municipalities(places)
    changed |= {"national": bool(values.get("national")), "chat": bool(values.get("chat"))}
    for name, tidy in (("phone", tidy_number), ("sms", tidy_number), ("website", tidy_link), ("source_url", tidy_link)):
        changed[name] = reader.tidied(name, tidy)
    changed["email"] = reader.tidied("email", tidy_email)
    changed["postal_code"] = reader.tidied("postal_code", _postcode, POSTAL)
    changed["source_date"] = reader.tidied("source_date", lambda text: source_date(text, today))
    changed["opening_hours"] = reader.tidied("opening_hours", tidy_hours)
    changed["changes"] = reader.changes(today)
    _put_place(changed, reader, places, today)
    _add_contact_forms(changed)

    for name, message in NEEDED.items():
        if not changed[name]:
            reader.refuse(name, message)
    if not (changed["national"] or changed["service_regions"] or changed["service_municipalities"]):
        reader.refuse("service_municipalities", NO_AREA)
    if changed["chat"] and not changed["website"]:
        reader.refuse("website", CHAT_NEEDS_SITE)
    if (
        is_shelter(changed["topics"], changed["contact_forms"])
        and changed["address"]
        and before.id not in OPEN_SHELTERS
    ):
        reader.refuse("address", NO_SHELTER_ADDRESS)
    if reader.errors:
        raise InvalidForm(reader.errors)
    try:
        return Offer.model_validate({name: getattr(before, name) for name in Offer.model_fields} | changed)
    except ValidationError as error:  # a rule of the offer's own that has no words above
        fields = {str(one["loc"][0]): "Det kan ikke bruges her. Skriv det på en anden måde." for one in error.errors()}
        raise InvalidForm(fields) from None


class _Reader:
    """Takes values one by one and remembers what is wrong with them."""

    def __init__(self, values: Mapping[str, Any], before: Offer):
        self.values, self.before = values, before
        self.errors: dict[str, str] = {}

    def refuse(self, field: str, message: str) -> None:
        self.errors.setdefault(field, message)

    def text(self, name: str) -> str | None:
        kept = getattr(self.before, name)
        given = str(self.values.get(name) or "")
        if given.replace("\r\n", "\n") == (kept or ""):
            return kept
        text = tidy_text(given)
        if wrong := wrong_text(text, LONGEST[name]):
            self.refuse(name, wrong)
        return text or None

    def tidied(self, name: str, tidy: Callable[[str], str], field: str = "") -> str | None:
        field = field or name
        kept = getattr(self.before, name)
        text = str(self.values.get(field) or "").strip()
        if text == (kept or ""):
            return kept
        if not text:
            return None
        try:
            return tidy(text)
        except ValueError as error:
            self.refuse(field, str(error))
            return None

    def choice(self, name: str, known) -> str:
        value = str(self.values.get(name) or "")
        if value not in known:
            self.refuse(name, UNKNOWN_CHOICE if value else NEEDED.get(name, UNKNOWN_CHOICE))
        return value

    def choices(self, name: str, known) -> tuple[str, ...]:
        chosen = set(self.values.get(name) or ())
        if not chosen <= set(known):
            self.refuse(name, UNKNOWN_CHOICE)
        kept = [value for value in getattr(self.before, name) if value in chosen]
        return (*kept, *(value for value in known if value in chosen and value not in kept))

    def regions(self, regions: Regions, today: date) -> tuple[str, ...]:
        """Those chosen, by the names of today: a form may have been opened, and an offer saved, before a region
        changed."""
        chosen = set(regions.on(self.values.get("service_regions") or (), today))
        known = regions.names_on(today)
        if not chosen <= set(known):
            self.refuse("service_regions", UNKNOWN_CHOICE)
        kept = [name for name in regions.on(self.before.service_regions, today) if name in chosen]
        return (*kept, *(name for name in known if name in chosen and name not in kept))

    def municipalities(self, places: Mapping[str, Municipality]) -> tuple[str, ...]:
        typed, kept = str(self.values.get("service_municipalities") or ""), self.before.service_municipalities
        if typed == _names_of(kept, places):
            return kept
        by_name = {place.name.lower(): code for code, place in places.items()}
        codes = []
        for part in re.split(r"[,;\n]", typed):
            name = tidy_text(part).lower().removesuffix(" kommune")
            if not name:
                continue
            if name not in by_name:
                near = difflib.get_close_matches(name, by_name, 1)
                meant = f" Mener du {places[by_name[near[0]]].name}?" if near else ""
                self.refuse("service_municipalities", f"Kommunen »{tidy_text(part)[:40]}« findes ikke.{meant}")
            else:
                codes.append(by_name[name])
        return tuple(dict.fromkeys(codes))

    def changes(self, today: date) -> tuple[Change, ...]:
        read, kept = [], {change.opening_hours for change in self.before.changes}
        rows = list(self.values.get("changes") or ())
        if len(rows) > MOST_CHANGES:
            self.refuse("changes", f"Der kan højst stå {MOST_CHANGES} lukkedage. Slet dem, der er forbi.")
        for number, row in enumerate(rows[:MOST_CHANGES]):
            place = f"changes-{number}-"
            days = {}
            for name in ("first", "last"):
                text = str(row.get(name) or row.get("first") or "").strip()  # one day needs only the first
                try:
                    weeks = danish_weeks(text)  # from the Monday of the first, until the Sunday of the last
                    days[name] = weeks[name == "last"] if weeks else danish_day(text)
                except ValueError as error:
                    self.refuse(place + name, str(error))
            hours = str(row.get("opening_hours") or "").strip() or None
            note = tidy_text(row.get("note") or "") or None
            try:
                if hours and hours not in kept:
                    hours = tidy_hours(hours)
            except ValueError as error:
                self.refuse(place + "opening_hours", str(error))
            if note and (wrong := wrong_text(note, 100)):
                self.refuse(place + "note", wrong)
            if len(days) == 2:
                if days["last"] < days["first"]:
                    self.refuse(place + "last", "Den sidste dag ligger før den første.")
                elif not date(2000, 1, 1) <= days["first"] <= days["last"] <= today + timedelta(days=FURTHEST):
                    self.refuse(place + "first", "Er årstallet rigtigt? Det kan højst ligge tre år fremme.")
                else:
                    read.append(Change(first=days["first"], last=days["last"], opening_hours=hours, note=note))
        return tuple(read)


def _put_place(changed: dict, reader: _Reader, places: Places, today: date) -> None:
    code = str(reader.values.get("municipality") or "")
    region = str(reader.values.get("region") or "")
    if code and code not in places:
        reader.refuse("municipality", UNKNOWN_CHOICE)
    if region:
        meant = places.regions.on((region,), today)
        region = meant[0] if len(meant) == 1 else region
    if region and region not in places.regions.known():
        reader.refuse("region", UNKNOWN_CHOICE)
    changed["municipality"] = code or None
    changed["region"] = places.region_of(code, today) or region or None


def _add_contact_forms(changed: dict) -> None:
    # As the content file does: what has a number to ring can be rung.
    for there, form in ((changed["phone"], "telefon"), (changed["sms"], "sms"), (changed["chat"], "chat")):
        if there and form not in changed["contact_forms"]:
            changed["contact_forms"] += (form,)


def tidy_email(text: str) -> str:
    """A mail address as it is kept. Raises ValueError with a Danish message."""
    text = bare_email(text)
    if text.count("@") > 1:
        raise ValueError(ONE_EMAIL)
    if not is_email(text):
        raise ValueError(BAD_EMAIL)
    if has_cpr(text):
        raise ValueError(HAS_CPR)
    return text


def _postcode(text: str) -> str:
    code = re.sub(r"^DK-?|\s", "", unicodedata.normalize("NFKC", text), flags=re.IGNORECASE)
    if re.match(r"[0-9]{4}[^\W\d]", code):
        raise ValueError(f"{BAD_POSTCODE} Skriv byen i feltet By.")
    if not re.fullmatch("[0-9]{4}", code) or int(code) < LOWEST_POSTCODE:
        raise ValueError(BAD_POSTCODE)
    return code


def tidy_hours(text: str) -> str:
    """Opening hours as they are kept: OpenStreetMap's text, also where they were written in Danish words. Raises
    OpeningHoursError, in Danish and about the text as it was typed."""
    if wrong := wrong_text(text, LONGEST_TEXT):
        raise OpeningHoursError(wrong)
    return understood(text)
