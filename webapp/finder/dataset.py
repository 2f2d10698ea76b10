"""The data set of an edition: all that the finder, the search and the citizen's pages are answered from.

It is made once, at publishing, and lies in the edition's bundle as JSON. The server and the service worker answer from
the same copy, so neither can know more than the other. Parts of pages are rendered here, by Jinja, and only put
together later; what depends on the moment or on the question is a slot in them (`slots.py`).

It is sent in parts, so that a small change is a small update: what is neither offer nor document, the documents, and
the offers by the first character of their code.

    now, zone, covered       the test clock (or null), Copenhagen's offsets, the minutes the opening tables cover
    hours                    opening tables by their text; an offer names one, or none with an empty string
    places, terms            municipalities [code, name, region]; the codes of each kind of choice
    where, sides             what places are called (`towns.py`), and how the sides of violence are told apart
    meanings, stopwords, laws   the tables a search is read with (`ranking/vocabulary.py`)
    offers                   one record each, in the order that does not depend on a search (sent as `order`: codes)
    closed                   codes of offers that are no more
    documents                what the search in everything finds
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime

from flask import render_template

from webapp.danish import danish_date, danish_order
from webapp.finder.found_by import side_of
from webapp.finder.sides import MEETS, USES, side_tables
from webapp.hours.hours_text import change_lines, week_lines
from webapp.hours.table import compiled, covered, zone
from webapp.offers import freshness
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import EVERY_GENDER, EVERYONE, GENDERS, Taxonomy
from webapp.ranking.vocabulary import meanings_of, small_words
from webapp.towns import place_tables

ADDRESS = "/data/tilbud"  # of the data set, in the bundle; its offers lie below it
DOCUMENTS = "/data/opslag"
INDEX = "/data/indeks"  # of words, as bytes: see ranking/making.py


def make_dataset(offers: Iterable[Offer], library, now: datetime, fixed: bool) -> dict:
    """The data set for these offers. `now` decides which calendar years the opening tables cover; with `fixed` it is
    also the test clock that whoever answers goes by. Needs an app context, for the templates."""
    years = range(now.year, now.year + 2)
    tables = _Tables(years, now.date())
    records = [record(offer, library, tables) for offer in active(offers)]
    taxonomy = library.taxonomy
    small = small_words(library.stopwords)
    return {
        "now": int(now.timestamp() // 60) if fixed else None,
        "zone": zone(years),
        "covered": list(covered(years)),
        "hours": tables.made,
        "places": [[place.code, place.name, place.region] for place in library.places.values()],
        "terms": {
            "topics": [term.code for term in taxonomy.topics.values()],
            "contactForms": [term.code for term in taxonomy.contact_forms.values()],
            "audiences": [term.code for term in taxonomy.audience_choices()],
            "languages": [term.code for term in taxonomy.languages.values()],
        },
        "meanings": meanings_of(((group.words, group.means) for group in library.synonyms), small),
        "stopwords": sorted(small),
        "laws": library.laws,
        "where": place_tables(library.towns, _answered(offers)),
        "sides": {
            **side_tables(library.sides.acts, library.sides.uses, library.sides.meets),
            "audience": taxonomy.audiences["udoevere"].code,
            "links": {
                USES: f"/find?m={taxonomy.audiences['udoevere'].code}",
                MEETS: f"/find?e={taxonomy.topics['vold'].code}&f={taxonomy.contact_forms['overnatning'].code}",
            },
        },
        "offers": records,
        "closed": sorted(offer.code for offer in offers if offer.status != "active"),
    }


def _answered(offers: Iterable[Offer]) -> set[str]:
    # The short numbers that an offer answers, or bears in its name: 1888 is no postcode.
    return {
        digits
        for offer in offers
        for digits in re.findall("[0-9]+", f"{offer.name} · {offer.phone or ''} · {offer.sms or ''}")
    }


def active(offers: Iterable[Offer]) -> list[Offer]:
    """The offers that are shown, in the order that does not depend on a search."""
    return sorted((offer for offer in offers if offer.status == "active"), key=static_order)


def parts_of(dataset: dict) -> dict[str, object]:
    """A data set as the parts it is sent in, by their addresses."""
    shared = {key: value for key, value in dataset.items() if key not in ("offers", "documents")}
    parts: dict[str, object] = {
        ADDRESS: shared | {"order": [offer["code"] for offer in dataset["offers"]]},
        DOCUMENTS: dataset["documents"],
    }
    for offer in sorted(dataset["offers"], key=lambda offer: offer["code"]):
        parts.setdefault(f"{ADDRESS}/{offer['code'][0]}", []).append(offer)
    return parts


def whole(parts: Mapping[str, object]) -> dict:
    """The data set that parts were made of."""
    by_code = {offer["code"]: offer for at, part in parts.items() if at.startswith(ADDRESS + "/") for offer in part}
    shared = dict(parts[ADDRESS])
    order = shared.pop("order")
    return shared | {"offers": [by_code[code] for code in order], "documents": parts[DOCUMENTS]}


class _Tables:
    """The opening tables of a data set, each once, by the text they were made of."""

    def __init__(self, years: range, today: date):
        self.years, self.today = years, today
        self.made: dict[str, dict] = {}

    def name(self, offer: Offer) -> str:
        if offer.opening_hours is None and not offer.changes:
            return ""
        changes = "".join(f" | {one.first} {one.last} {one.opening_hours or 'off'}" for one in offer.changes)
        name = f"{offer.opening_hours or 'unknown'}{changes}"
        if name not in self.made:
            self.made[name] = compiled(offer.opening_hours, offer.changes, self.years)
        return name

    def of(self, offer: Offer) -> dict | None:
        return self.made.get(self.name(offer))


def record(offer: Offer, library, tables: _Tables) -> dict:
    """What is known of an offer by the side that answers: what it is found by, and its parts of pages."""
    taxonomy, places = library.taxonomy, library.places
    weeks = {
        language: [
            *week_lines(offer.opening_hours, offer.changes, tables.of(offer), language),
            *change_lines(offer.changes, tables.today, language),
        ]
        for language in ("da", "en")
    }
    shown_to_citizens = offer.confidence != "low"
    parts = {
        "offer": offer,
        "place": place_words(offer, places),
        "served": [
            *(f"Region {name}" for name in offer.service_regions),
            *(places[code].name for code in offer.service_municipalities),
        ],
        "weeks": weeks,
        "week": weeks["da"],
    }
    return {
        "code": offer.code,
        "topics": [taxonomy.topics[name].code for name in offer.topics],
        "forms": [taxonomy.contact_forms[name].code for name in offer.contact_forms],
        "audiences": [taxonomy.audiences[name].code for name in suits(offer.audiences, taxonomy)],
        "languages": [taxonomy.languages[name].code for name in offer.languages],
        "anonymous": offer.anonymous,
        "free": offer.free,
        "side": side_of(offer, library),
        "noReferral": offer.no_referral,
        "national": offer.national,
        "regions": list(offer.service_regions),
        "municipalities": list(offer.service_municipalities),
        "municipality": offer.municipality or "",
        "region": offer.region or "",
        "hours": tables.name(offer),
        "callFrom": freshness.ring_first_from(offer),
        "goneFrom": freshness.gone_from(offer),
        "place": parts["place"],
        "name": offer.name,
        "neutralName": offer.neutral_name,
        "organization": offer.organization,
        "description": offer.description,
        "descriptionEn": offer.description_en or "",
        "phone": offer.phone or "",
        "sms": offer.sms or "",
        "website": offer.website or "",
        "address": address_words(offer),
        "week": weeks["da"],
        "weekEn": weeks["en"],
        "known": freshness.known_on(offer).isoformat(),
        "dated": freshness.dated(offer, "da"),
        "datedEn": freshness.dated(offer, "en"),
        "seen": danish_date(offer.seen),
        "line": _tight(render_template("finder/_line.html", **parts)),
        "page": _tight(render_template("finder/_offer.html", library=library, **parts)),
        "da": _tight(render_template("citizen/_offer.html", language="da", **parts)) if shown_to_citizens else "",
        "en": _tight(render_template("citizen/_offer.html", language="en", **parts)) if shown_to_citizens else "",
    }


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


def static_order(offer: Offer):
    """The part of the order that is the same for every search: anonymous, no referral, name as Danish sorts it."""
    return offer.anonymous != "yes", offer.no_referral != "yes", danish_order(offer.name), offer.code


# To the characters after z in ASCII.
def _tight(html: str) -> str:
    return re.sub(r"\s*\n\s*", "", html)
