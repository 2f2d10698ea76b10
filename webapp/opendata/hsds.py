"""An offer as HSDS 3.0 records, nested as its JSON has them. What must not reach the public is left out here."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date
from urllib.parse import quote, urlsplit

from webapp.clock import minute_of
from webapp.hours.hours_text import change_lines, week_lines
from webapp.hours.table import compiled
from webapp.hours.text import speaks_of_holidays
from webapp.languages.words import Words
from webapp.municipalities import Places
from webapp.offers.freshness import gone_from, known_on
from webapp.offers.merged import survivors
from webapp.offers.offer import ANSWERED, Offer, on_day
from webapp.offers.taxonomy import Taxonomy
from webapp.opendata import schedules
from webapp.opendata.profile import ISO_LANGUAGES, Vocabulary, stable_id, term_records, vocabularies
from webapp.registry.file import OPEN_SHELTERS, is_shelter

COUNTRY = "DK"
OSM = "OpenStreetMap opening_hours: "
SELF = "Man kan selv henvende sig. Det kræver ingen henvisning."
REFERRED = "Man skal henvises eller visiteres."
_TERMS = {"topic": "topics", "audience": "audiences", "contact_form": "contact_forms"}
_IN_URI = "%!$&'()*+,/:;=?@~"  # what may stand in a URI as it is, besides letters and digits
_LONE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")


def is_public(offer: Offer, today: date) -> bool:
    """Whether an offer is open data: what a citizen's page would show. Low confidence and what nobody has looked at for
    two years never are, nor what is closed."""
    there = offer.status == "active" and offer.stands_on(today)
    return there and offer.confidence != "low" and gone_from(offer) > minute_of(today)


def has_secret_address(offer: Offer) -> bool:
    """Whether an offer's address must not be told, though it should stand in the database."""
    return is_shelter(offer.topics, offer.contact_forms) and offer.id not in OPEN_SHELTERS


def as_uri(address: str) -> str | None:
    """A web address as HSDS asks for it: without letters such as æ, ø and å, which people may well type. None for the
    rare one that cannot be told so."""
    try:
        scheme, host, *rest = urlsplit(address)
        site = host.encode("idna").decode()
    except ValueError:
        return None
    path, query, fragment = (quote(_LONE_PERCENT.sub("%25", part), safe=_IN_URI) for part in rest)
    return f"{scheme}://{site}{path}" + (f"?{query}" if query else "") + (f"#{fragment}" if fragment else "")


def as_email(address: str) -> str | None:
    """A mail address as HSDS asks for it, in the same way. None when the part before the @ has such letters."""
    who, _, host = address.rpartition("@")
    try:
        return f"{who}@{host.encode('idna').decode()}" if who.isascii() else None
    except ValueError:
        return None


class Records:
    """Public offers as records: `services`, nested, and the `organizations` behind them."""

    def __init__(self, offers: Iterable[Offer], taxonomy: Taxonomy, places: Places, today: date, danish: Words):
        self.vocabularies = vocabularies(taxonomy)
        self._terms = {record["id"]: record for each in self.vocabularies.values() for record in term_records(each)}
        self._taxonomy, self._places, self._today, self._danish = taxonomy, places, today, danish
        everyone = [on_day(offer, places, today) for offer in offers]
        offers = [offer for offer in everyone if is_public(offer, today)]
        names: dict[str, list[str]] = {}
        for offer in offers:
            names.setdefault(offer.organization, []).append(offer.name)
        self.organizations = {name: _organization(name, runs) for name, runs in names.items()}
        self.services = [self._service(offer) for offer in offers]
        # What is still to come was never there.
        everyone = [offer for offer in everyone if not (offer.first and offer.first > today)]
        self.gone = _gone(everyone, {offer.code for offer in offers}, self.organizations, today)

    def _service(self, offer: Offer) -> dict:
        organization = self.organizations[offer.organization]
        own = stable_id("service", offer.code)
        address = None if has_secret_address(offer) else self._address(offer)
        record = {
            "id": own,
            "organization_id": organization["id"],
            "name": offer.name,
            "alternate_name": offer.neutral_name,
            "description": offer.description,
            "url": offer.website and as_uri(offer.website),
            "email": offer.email and as_email(offer.email),
            "status": "active",
            "application_process": {"yes": SELF, "no": REFERRED}.get(offer.no_referral),
            "fees_description": "Gratis." if offer.free == "yes" else None,
            "eligibility_description": self._whom(offer),
            "assured_date": known_on(offer).isoformat(),
            "organization": organization,
            "phones": list(_phones(offer, own)),
            "schedules": self._schedules(offer, own),
            "service_areas": list(self._areas(offer, own)),
            "service_at_locations": [_at_location(offer, own, address)] if address else [],
            "languages": list(self._languages(offer, own)),
            "attributes": list(self._attributes(offer, own)),
        }
        return {name: value for name, value in record.items() if value not in (None, [])}

    def _whom(self, offer: Offer) -> str:
        return ", ".join(self._taxonomy.audiences[name].label for name in offer.audiences) + "."

    def _address(self, offer: Offer) -> dict | None:
        place = self._places.get(offer.municipality or "")
        region = offer.region or self._places.region_of(offer.municipality, self._today)
        # HSDS asks for all of them; where one is missing, the service area tells the place.
        if not (offer.address and offer.postal_code and offer.city and region):
            return None
        return {
            "id": stable_id("address", offer.code),
            "location_id": stable_id("location", offer.code),
            "address_1": offer.address,
            "city": offer.city,
            "region": place.name if place else region,
            "state_province": f"Region {region}",
            "postal_code": offer.postal_code,
            "country": COUNTRY,
            "address_type": "physical",
        }

    def _schedules(self, offer: Offer, service: str) -> list[dict]:
        """The hours as rows that whoever knows HSDS alone reads rightly: no row covers a day on which it is closed by
        way of exception, the ordinary rows stop before changed days and go on after them."""
        rows: list[dict] = []
        years = range(self._today.year, self._today.year + 1)
        changes = sorted((one for one in offer.changes if one.last >= self._today), key=lambda one: one.first)
        told = change_lines(tuple(changes), date.min, self._danish)  # always with its year: copies are read much later
        if offer.opening_hours is not None:
            table = compiled(offer.opening_hours, (), years)
            ordinary = week_lines(offer.opening_hours, (), table, self._danish, self._today, can_ring=bool(offer.phone))
            told = [*ordinary, *told]
            same = {
                "description": "; ".join([*told, *filter(None, [offer.hours_note])]),
                "notes": OSM + offer.opening_hours,
            }
            rows += [row | same for row in schedules.rows(offer.opening_hours, changes, self._today)]
        elif told or offer.hours_note:
            rows.append({"description": "; ".join([*told, *filter(None, [offer.hours_note])])})
        for change in changes:
            if change.opening_hours is None:
                continue
            days = {"valid_from": change.first.isoformat(), "valid_to": change.last.isoformat()}
            same = {"description": change.note or "Andre åbningstider", "notes": OSM + change.opening_hours}
            table = compiled(change.opening_hours, (), range(change.first.year, change.last.year + 1))
            rows += [row | days | same for row in schedules.weekly(table) or [{}]]
        return [
            {"id": stable_id("schedule", offer.code, str(number)), "service_id": service} | row
            for number, row in enumerate(rows)
        ]

    def _areas(self, offer: Offer, service: str):
        found = [("Danmark", COUNTRY)] if offer.national else []
        found += [(f"Region {name}", name) for name in offer.service_regions]
        found += [(self._places[code].name, code) for code in offer.service_municipalities if code in self._places]
        for name, extent in found:
            yield {
                "id": stable_id("area", offer.code, extent),
                "service_id": service,
                "name": name,
                "extent": extent,
                "extent_type": "text",
            }

    def _languages(self, offer: Offer, service: str):
        for name in offer.languages:
            yield {
                "id": stable_id("language", offer.code, name),
                "service_id": service,
                "name": self._taxonomy.languages[name].label_en,
                "code": ISO_LANGUAGES.get(name, name),
            }

    def _attributes(self, offer: Offer, service: str):
        for kind, field in _TERMS.items():
            for term in getattr(offer, field):
                yield self._attribute(offer, service, kind, term)
        for kind in ANSWERED:
            yield self._attribute(offer, service, kind, getattr(offer, kind))
        yield self._attribute(offer, service, "holidays", _holidays(offer))
        yield self._attribute(offer, service, "known_by", *_known_by(offer))
        for term, text in (("description_en", offer.description_en), ("legal_basis", offer.legal_basis)):
            if text:
                yield self._attribute(offer, service, "text", term, text)

    def _attribute(self, offer: Offer, service: str, kind: str, term: str, value: str | None = None) -> dict:
        vocabulary: Vocabulary = self.vocabularies[kind]
        record = {
            "id": stable_id("attribute", offer.code, kind, term),
            "link_id": service,
            "taxonomy_term_id": vocabulary.term_id(term),
            "link_type": kind,
            "link_entity": "service",
            "value": value,
            "taxonomy_term": self._terms[vocabulary.term_id(term)],
        }
        return {name: value for name, value in record.items() if value is not None}


def _gone(
    offers: Iterable[Offer], public: set[str], organizations: Collection[str], today: date
) -> dict[str, str | None]:
    """The ids of records that are no longer there, with the id of the one that has taken its place, if one has."""
    offers = tuple(offers)
    become = survivors(offers, today)
    found: dict[str, str | None] = {}
    for offer in offers:
        if offer.code not in public:
            other = become.get(offer.code)
            for kind in ("service", "service_at_location"):
                found[stable_id(kind, offer.code)] = stable_id(kind, other) if other in public else None
        if offer.organization not in organizations:
            found[stable_id("organization", offer.organization)] = None
    return found


def _organization(name: str, runs: list[str]) -> dict:
    return {"id": stable_id("organization", name), "name": name, "description": f"Står bag: {', '.join(runs)}."}


def _phones(offer: Offer, service: str):
    for kind, number in (("voice", offer.phone), ("text", offer.sms)):
        if number:
            yield {
                "id": stable_id("phone", offer.code, kind),
                "service_id": service,
                "number": number,
                "type": kind,
            }


def _at_location(offer: Offer, service: str, address: dict) -> dict:
    location = {"id": address["location_id"], "location_type": "physical", "name": offer.name, "addresses": [address]}
    return {
        "id": stable_id("service_at_location", offer.code),
        "service_id": service,
        "location_id": location["id"],
        "location": location,
    }


def _holidays(offer: Offer) -> str:
    if offer.opening_hours is None:
        return "unknown"
    if "PH" in offer.opening_hours:
        return "own_hours"
    return "as_usual" if speaks_of_holidays(offer.opening_hours) else "unknown"


def _known_by(offer: Offer) -> tuple[str, str]:
    if offer.confirmed_on:
        return "confirmed", offer.confirmed_on.isoformat()
    return ("stated", offer.source_date) if offer.source_date else ("looked_up", offer.seen.isoformat())
