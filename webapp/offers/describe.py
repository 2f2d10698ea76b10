"""An offer's fields in Danish, for comparing two versions of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from webapp.danish import danish_date, typed_date
from webapp.hours.change import Change
from webapp.municipalities import Municipality
from webapp.offers.offer import ANSWERED, Offer, OfferVersion
from webapp.offers.taxonomy import Taxonomy
from webapp.typed_text import source_date_field

LABELS = {
    "status": "Åbent eller lukket",
    "name": "Navn",
    "neutral_name": "Navn på sedlen",
    "organization": "Hvem står bag",
    "description": "Det kan man få",
    "description_en": "På engelsk",
    "topics": "Emner",
    "audiences": "For hvem",
    "contact_forms": "Sådan får man kontakt",
    "languages": "Sprog",
    "national": "Hele landet",
    "service_regions": "Dækker regioner",
    "service_municipalities": "Dækker kommuner",
    "municipality": "Ligger i kommune",
    "region": "Region",
    "address": "Adresse",
    "postal_code": "Postnummer",
    "city": "By",
    "phone": "Telefon",
    "sms": "Sms",
    "email": "Mail",
    "website": "Hjemmeside",
    "chat": "Chat på hjemmesiden",
    "opening_hours": "Åbningstid",
    "hours_note": "Om åbningstiden",
    "changes": "Lukkedage og andre tider",
    "anonymous": "Anonymt",
    "free": "Gratis",
    "no_referral": "Uden henvisning",
    "children": "Børn med",
    "dogs": "Hund med",
    "legal_basis": "Lov",
    "notes": "Noter",
    "source_url": "Kilde",
    "source_date": "Kildens dato",
    "seen": "Slået op",
    "confirmed_on": "Bekræftet",
    "confidence": "Sikkerhed",
    "first": "Gælder fra",
    "until": "Sidste dag",
    "later": "Det, der kommer",
}
ANSWERS = {"yes": "Ja", "no": "Nej", "unknown": "Ved ikke"}
CONFIDENCE = {"high": "Høj", "medium": "Middel", "low": "Lav: ikke bekræftet"}
STATUS = {"active": "Åbent", "inactive": "Lukket"}
NOTHING = "ikke skrevet"


class OfferDescriber:
    """Says an offer's values in Danish, with the words of the library's terms and places."""

    def __init__(self, taxonomy: Taxonomy, places: Mapping[str, Municipality]):
        self._terms = {
            name: {term.id: term.label for term in getattr(taxonomy, name).values()}
            for name in ("topics", "audiences", "contact_forms", "languages")
        }
        self._places = {code: place.name for code, place in places.items()}

    def differences(self, before: Offer | None, after: Offer) -> list[tuple[str, str, str]]:
        """What differs, as (label, before, after); all that is written when there is no before."""
        found = []
        for field, label in LABELS.items():
            then, now = getattr(before, field) if before else None, getattr(after, field)
            if then != now and not (before is None and now in (None, (), False)):
                found.append((label, self.value(field, then) if before else NOTHING, self.value(field, now)))
        return found

    def coming(self, offer: Offer) -> list[str]:
        """What a colleague may know of what comes, a line for each confirmed version: from when, and what then is. The
        last line tells the last day, where there is one. Notes are the desk's own."""
        lines = [
            f"{version.holds[:1].upper()}{version.holds[1:]}: "
            + "; ".join(
                f"{label}: {after}"
                for label, _, after in self.differences(offer, offer.model_copy(update=version.said | {"notes": None}))
                if label != LABELS["notes"]
            )
            for version in offer.coming
        ]
        last = offer.coming[-1].until if offer.coming else offer.last
        if last and len(offer.coming) == len(offer.later):
            lines.append(f"Det slutter {danish_date(last)}.")
        return lines

    def value(self, field: str, value: Any) -> str:
        """One value in Danish, as an offer or its form has it."""
        if value in (None, "", (), []):
            return NOTHING
        if field in self._terms:
            return ", ".join(self._terms[field].get(part, part) for part in value)
        if field == "service_municipalities" and not isinstance(value, str):
            return ", ".join(self._places.get(code, code) for code in value)
        if field == "municipality":
            return self._places.get(value, value)
        if field == "changes":
            return "; ".join(self._change(change) for change in value)
        if isinstance(value, bool):
            return "Ja" if value else "Nej"
        if field in ("seen", "confirmed_on", "first", "until"):
            return danish_date(value)
        if field == "source_date":
            return source_date_field(value)
        if field == "later":
            return "; ".join(f"{version.holds}: {self._version(version)}" for version in value)
        words = {"status": STATUS, "confidence": CONFIDENCE} | dict.fromkeys(ANSWERED, ANSWERS)
        if field in words:
            return words[field].get(value, str(value))
        return ", ".join(value) if isinstance(value, tuple | list) else str(value)

    def _version(self, version: OfferVersion) -> str:
        said = [f"{LABELS[name]} {self.value(name, value)}" for name, value in version.said.items() if name in LABELS]
        return ", ".join([*said, f"sikkerhed {CONFIDENCE[version.confidence].lower()}"])

    def _change(self, change: Change | Mapping[str, str]) -> str:
        if isinstance(change, Change):
            first, last = typed_date(change.first), typed_date(change.last)
            hours, note = change.opening_hours, change.note
        else:
            first, last, hours, note = (change.get(name) or "" for name in ("first", "last", "opening_hours", "note"))
        days = first if first == last or not last else f"{first} til {last}"
        return f"{days}: {hours or 'lukket'}" + (f" ({note})" if note else "")
