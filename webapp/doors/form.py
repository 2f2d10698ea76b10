"""A municipality's door as its editors write it: the form's values, and what may be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Literal

from webapp.doors.contact import Contact, Kind
from webapp.offers.link import tidy_link
from webapp.offers.phone_number import tidy_number
from webapp.typed_text import InvalidForm, source_date, source_date_field, tidy_text, wrong_text

Written = Literal["main", "website", "night"]
KINDS: tuple[Written, ...] = ("main", "website", "night")
FIELDS: dict[Written, tuple[str, ...]] = {
    "main": ("phone", "source_url", "source_date", "confidence"),
    "website": ("website", "source_url", "source_date", "confidence"),
    "night": ("phone", "name", "note", "scope", "source_url", "source_date", "confidence"),
}
LONGEST = {"name": 60, "note": 120}  # characters

NEEDS_SITE = "Skriv kommunens hjemmeside. Den er der altid."
NO_SOURCE = "Skriv siden, det står på. Kan ingen side nævnes, så vælg »Lav: ikke bekræftet«."
BAD_CHOICE = "Vælg en af mulighederne."
NO_SCOPE = "Vælg, hvem siden handler om. Står der kun noget om børn, skal det siges."
NO_NIGHT = "Skriv et nummer eller hvem der svarer, eller tøm det hele."


def form_values(known: Mapping[Kind, Contact]) -> dict[str, str]:
    """The form's values of a door, by field: `night_phone` is the number at night."""
    values = {}
    for kind, names in FIELDS.items():
        row = known.get(kind)
        for name in names:
            value = getattr(row, name) if row else None
            if name == "source_date":
                value = source_date_field(value)
            values[f"{kind}_{name}"] = value or ("medium" if name == "confidence" else "")
    return values


def parse_door(
    values: Mapping[str, str], known: Mapping[Kind, Contact], municipality: str, today: date
) -> dict[Written, Contact | None]:
    """The door that was typed, by kind; None where nothing is known. What nobody touched is kept to the letter, and
    what somebody did counts as seen today. Raises InvalidForm."""
    errors: dict[str, str] = {}
    before, found = form_values(known), {}
    for kind in KINDS:
        typed = {name: str(values.get(f"{kind}_{name}") or "").strip() for name in FIELDS[kind]}
        if all(value == before[f"{kind}_{name}"] for name, value in typed.items()):
            found[kind] = known.get(kind)
            continue
        if not any(value for name, value in typed.items() if name in ("phone", "website", "name")):
            found[kind] = None
            if kind == "website":
                errors["website_website"] = NEEDS_SITE
            elif kind == "night" and typed["note"]:
                errors["night_phone"] = NO_NIGHT
            continue
        wrong = _tidied(kind, typed, today)
        errors |= {f"{kind}_{name}": message for name, message in wrong.items()}
        if not wrong:
            found[kind] = contact_of(municipality, kind, typed | {"seen": today.isoformat()})
    if errors:
        raise InvalidForm(errors)
    return found


def contact_of(municipality: str, kind: Written, values: Mapping[str, str]) -> Contact:
    """A row of the content file's kind out of what an editor wrote."""
    blank = dict.fromkeys(("name", "phone", "website", "note", "scope", "source_url", "source_date", "from"), "")
    row = blank | {"until": "", "staff_note": ""} | dict(values) | {"code": municipality, "kind": kind}
    return Contact.model_validate(row)


def plain(contact: Contact) -> dict[str, str]:
    """What is kept of a contact that an editor wrote."""
    names = (*FIELDS[contact.kind], "seen")  # type: ignore[index]
    return {name: getattr(contact, name) or "" for name in names}


def _tidied(kind: Written, typed: dict[str, str], today: date) -> dict[str, str]:
    """Tidy what was typed, in place; what is wrong with it, by field."""
    wrong: dict[str, str] = {}
    tidied: dict[str, Callable[[str], str]] = {
        "phone": tidy_number,
        "website": tidy_link,
        "source_url": tidy_link,
        "source_date": lambda text: source_date(text, today),
    }
    for name, tidy in tidied.items():
        if typed.get(name):
            try:
                typed[name] = tidy(typed[name])
            except ValueError as error:
                wrong[name] = str(error)
    if typed.get("phone", "").startswith("+"):
        wrong["phone"] = "Skriv et dansk nummer: otte tal, eller et kort nummer som 112."
    for name, longest in LONGEST.items():
        if name in typed:
            typed[name] = tidy_text(typed[name])
            if message := wrong_text(typed[name], longest):
                wrong[name] = message
    if typed["confidence"] not in ("high", "medium", "low"):
        wrong["confidence"] = BAD_CHOICE
    elif not typed["source_url"] and typed["confidence"] != "low":
        wrong["source_url"] = NO_SOURCE
    if kind == "night" and typed["scope"] not in ("children", "everybody"):
        wrong["scope"] = NO_SCOPE
    return wrong
