"""An offer as the templates see it: which texts it has and what it answers, but not what the texts say.

Every text is the slot that it is filled from when somebody asks (`{{ offer.city }}` writes `[[field city]]`), or empty
where the offer has none. So offers that are alike in this share the parts of pages that are rendered from it: there are
some hundred of them among thousands of offers.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.offers.offer import Offer


@dataclass(frozen=True)
class Outline:
    """What may decide how a part of a page looks."""

    name: str
    organization: str  # the name's slot where the two are the same
    phone: str
    sms: str
    email: str
    website: str
    source_host: str
    later_source_host: str
    address: str
    city: str
    town: str  # where it lies: its city, else its municipality
    topics: str
    audiences: str
    forms: str
    languages: str
    served: str
    legal_basis: str
    hours_note: str
    holds: str
    hours: bool  # whether they are known
    changes: bool
    coming: bool  # whether it will be another on a known day
    chat: bool
    national: bool
    asks_for_its_name: bool
    women_only: bool
    contact_forms: tuple[str, ...]
    anonymous: str
    free: str
    no_referral: str
    children: str
    dogs: str
    confidence: str


def outline(offer: Offer, record: Mapping[str, Any]) -> Outline:
    """The outline of an offer; `record` has its texts by the names of their slots."""

    def slot(name: str) -> str:
        return f"[[field {name}]]" if record[name] else ""

    return Outline(
        name=slot("name"),
        organization=slot("organization" if offer.organization != offer.name else "name"),
        phone=slot("phone"),
        sms=slot("sms"),
        email=slot("email"),
        website=slot("website"),
        source_host=slot("sourceHost"),
        later_source_host=slot("laterSourceHost"),
        address=slot("address"),
        city=slot("city"),
        town=slot("town"),
        topics=slot("topicWords"),
        audiences=slot("audienceWords"),
        forms=slot("formWords"),
        languages=slot("languageWords"),
        served=slot("served"),
        legal_basis=slot("legalBasis"),
        hours_note=slot("hoursNote"),
        holds=slot("holds"),
        hours=bool(record["week"]),
        changes=bool(record["changes"]),
        coming=bool(record["coming"]),
        chat=offer.chat,
        national=offer.national,
        asks_for_its_name=offer.asks_for_its_name,
        women_only=tuple(offer.audiences) == ("kvinder",),
        contact_forms=offer.contact_forms,
        anonymous=offer.anonymous,
        free=offer.free,
        no_referral=offer.no_referral,
        children=offer.children,
        dogs=offer.dogs,
        confidence=offer.confidence,
    )
