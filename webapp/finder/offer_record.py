"""One offer's record in the data set: what is known of it by the side that answers, its hours, and its parts of pages,
rendered here by Jinja with slots for what differs (`outline.py`)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from functools import partial
from typing import Any

from flask import render_template

from webapp.clock import minute_of
from webapp.danish import danish_date
from webapp.edition.kept import Kept
from webapp.finder.found_by import kinds_of, side_of
from webapp.finder.outline import Outline, outline
from webapp.hours.hours_text import changes_said, week_said
from webapp.hours.table import compiled
from webapp.municipalities import Places
from webapp.offers import freshness
from webapp.offers.describe import OfferDescriber
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import EVERY_GENDER, EVERYONE, GENDERS, Taxonomy


class RecordMaker:
    """Makes the records of offers; what they share is made once: opening tables (`hours`, by the text they were made
    of), what is told of them, and the parts of pages by the outline they were rendered from."""

    def __init__(self, years: range, today: date, kept: Kept):
        self.years, self.today, self._kept = years, today, kept
        self.hours: dict[str, dict | None] = {}
        self._told: dict[tuple[str, bool], dict] = {}
        self._rendered: dict[Outline, dict[str, str]] = {}
        self._records: dict[str, tuple[object, dict]] = {}

    def record(self, offer: Offer, served: list[str], library) -> dict:
        """The record of an offer; the one that was made last where the offer is the same."""
        made_of = offer, served
        known = self._records.get(offer.code)
        if known is None or known[0] != made_of:
            told = self._kept.as_json("record", made_of, partial(record, offer, served, library)) | self.told(offer)
            known = self._records[offer.code] = made_of, told | self.parts(outline(offer, told))
        return known[1]

    def told(self, offer: Offer) -> dict:
        """The fields that tell an offer's hours."""
        changes = "".join(f" | {one.first} {one.last} {one.opening_hours or 'off'}" for one in offer.changes)
        known = offer.opening_hours is not None or offer.changes
        name = f"{offer.opening_hours or 'unknown'}{changes}" if known else ""
        key = (name, bool(offer.phone))
        if key not in self._told:
            table, self._told[key] = self._kept.as_json(
                "hours", (*key, offer.opening_hours, offer.changes), partial(self._tell, name, offer)
            )
            if name:
                self.hours[name] = table
        return self._told[key]

    def _tell(self, name: str, offer: Offer) -> tuple[dict | None, dict]:
        table = compiled(offer.opening_hours, offer.changes, self.years) if name else None
        changes = changes_said(offer.changes, self.today)
        return table, {
            "hours": name,
            "week": week_said(offer.opening_hours, offer.changes, table, self.today, can_ring=bool(offer.phone)),
            "changes": [[minute_of(last + timedelta(days=1)), line] for last, line in changes],
        }

    def parts(self, one: Outline) -> dict[str, str]:
        """The parts of pages for offers with an outline."""
        if one not in self._rendered:
            self._rendered[one] = self._kept.as_json("parts", one, partial(_parts, one))
        return self._rendered[one]


def _parts(one: Outline) -> dict[str, str]:
    given = {"offer": one, "place": "[[field place]]", "week": one.hours}
    return {
        "line": _tight(render_template("finder/_line.html", **given)),
        "page": _tight(render_template("finder/_offer.html", **given)),
        "citizen": _tight(render_template("citizen/_offer.html", **given)) if one.confidence != "low" else "",
    }


def record(offer: Offer, served: list[str], library) -> dict:
    """What is known of an offer by the side that answers, but for its hours and its parts of pages. `served` tells whom
    it serves."""
    taxonomy, places = library.taxonomy, library.places
    kinds = kinds_of(offer, library.kinds)
    return {
        "code": offer.code,
        "topics": [taxonomy.topics[name].code for name in offer.topics],
        "topicWords": _labels(taxonomy.topics, offer.topics),
        "forms": [taxonomy.contact_forms[name].code for name in offer.contact_forms],
        "formWords": _labels(taxonomy.contact_forms, offer.contact_forms),
        "who": [taxonomy.audiences[name].code for name in offer.audiences],
        "audiences": [taxonomy.audiences[name].code for name in suits(offer.audiences, taxonomy)],
        "audienceWords": _labels(taxonomy.audiences, offer.audiences),
        "languages": [taxonomy.languages[name].code for name in offer.languages],
        "languageWords": _labels(taxonomy.languages, offer.languages),
        "anonymous": offer.anonymous,
        "free": offer.free,
        "side": side_of(offer, kinds),
        "kinds": list(map(library.kinds.index, kinds)),
        "noReferral": offer.no_referral,
        "national": offer.national,
        "regions": list(offer.service_regions),
        "municipalities": list(offer.service_municipalities),
        "served": ", ".join(served),
        "municipality": offer.municipality or "",
        "region": offer.region or "",
        "callFrom": freshness.ring_first_from(offer),
        "goneFrom": freshness.gone_from(offer),
        "place": place_words(offer, places),
        "name": offer.name,
        "neutralName": offer.neutral_name,
        "organization": offer.organization,
        "description": offer.description,
        "descriptionEn": offer.description_en or "",
        "phone": offer.phone or "",
        "sms": offer.sms or "",
        "email": offer.email or "",
        "website": offer.website or "",
        "address": address_words(offer),
        "city": offer.city or "",
        "town": offer.city or (places[offer.municipality].name if offer.municipality else ""),
        "hoursNote": offer.hours_note or "",
        "legalBasis": offer.legal_basis or "",
        "holds": offer.holds,
        "sourceHost": _host(offer.source_url),
        "laterSourceHost": _host(offer.later_source),
        "coming": OfferDescriber(taxonomy, places).coming(offer) if offer.later or offer.until else [],
        "known": freshness.known_on(offer).isoformat(),
        "dated": list(freshness.dated(offer)),
        "seen": danish_date(offer.seen),
    }


def served_words(offer: Offer, was: tuple[str, ...], places: Places, day: date) -> list[str]:
    """Whom an offer serves on a day, in words. A region that has become part of a larger one is named as well: nobody
    has said that the offer is for more people than before. `was` are the regions as they were written down."""
    regions = places.regions
    gone = [name for name in was if regions.is_gone(name, day)]
    before = f" (før {', '.join(gone)}; spørg, om det gælder hele den nye region)" if gone else ""
    return [
        *(f"Region {name}{before if name in regions.on(gone, day) else ''}" for name in offer.service_regions),
        *(places[code].name for code in offer.service_municipalities),
    ]


def _labels(terms: Mapping[str, Any], names: Iterable[str]) -> str:
    return ", ".join(terms[name].label for name in names)


def _host(address: str | None) -> str:
    return address.split("/")[2] if address else ""


def suits(audiences: Iterable[str], taxonomy: Taxonomy) -> list[str]:
    """Whom an offer is for, spelled out: "everybody" is every audience, "every gender" is each of them."""
    named = set(audiences)
    if EVERYONE in named:
        named |= set(taxonomy.audiences)
    if EVERY_GENDER in named:
        named |= set(GENDERS)
    return [name for name in taxonomy.audiences if name in named and name not in (EVERYONE, EVERY_GENDER)]


def address_words(offer: Offer) -> str:
    """The address on one line, or an empty string when there is none, or none that may be told."""
    if not offer.address:
        return ""
    return f"{offer.address}, {offer.postal_code or ''} {offer.city or ''}".rstrip(" ,")


def place_words(offer: Offer, places: dict) -> str:
    """Where an offer is: its municipality, else whom it serves."""
    if offer.municipality:
        return places[offer.municipality].name
    if offer.national:
        return "Hele landet"
    if offer.service_regions:
        return "Region " + offer.service_regions[0]
    return places[offer.service_municipalities[0]].name


# To the characters after z in ASCII.
def _tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)
