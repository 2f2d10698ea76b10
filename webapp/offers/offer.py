"""An offer: what a citizen can turn to, as the rules and pages see it.

The words are Open Referral HSDS 3.0's (organization, service, location, phone, schedule, language, service area) where
HSDS has one. The database keeps an offer in HSDS's tables (`models.py`); the rules read this one value.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from webapp.content.document import Checked, Day
from webapp.hours.change import Change

Answer = Literal["yes", "no", "unknown"]
Confidence = Literal["high", "medium", "low"]
Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
Number = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*[0-9]$", max_length=20)]


class Offer(Checked):
    """One offer (HSDS: a service with its organization, location, phone, schedule, languages and service area)."""

    id: Text  # in the content file, or given by the database; never shown
    code: Annotated[str, Field(pattern=r"^[a-z2-9]{4}$")]  # in addresses; stable for the offer's lifetime
    status: Literal["active", "inactive"] = "active"  # inactive: closed, its address answers 410

    name: Text
    neutral_name: Text  # for the citizen's slip; tells a stranger nothing
    organization: Text
    description: Text  # one line, for staff and citizens
    description_en: str | None = None

    topics: tuple[str, ...]  # ids of the taxonomy, as are the next three
    audiences: tuple[str, ...]
    contact_forms: tuple[str, ...]
    languages: tuple[str, ...] = ()

    # Service area: whom it serves. Nationwide, or these regions and municipalities (codes).
    national: bool
    service_regions: tuple[str, ...] = ()
    service_municipalities: tuple[str, ...] = ()

    # Location: where it lies. A secret address does not exist here; `address` is None.
    municipality: str | None = None  # code
    region: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None

    phone: Number | None = None
    sms: Number | None = None
    email: str | None = None
    website: Address | None = None
    chat: bool = False  # on the website

    opening_hours: str | None = None  # OpenStreetMap text; None means unknown
    hours_note: str | None = None
    changes: tuple[Change, ...] = ()

    anonymous: Answer
    free: Answer
    no_referral: Answer  # yes: one can come without being referred

    legal_basis: str | None = None
    notes: str | None = None  # for staff only, as is the source
    source_url: Address | None = None
    source_date: str | None = None  # the source's own date: a day, a month (2026-03) or a year; None when it has none
    seen: Day  # the day somebody last looked the source up
    confirmed_on: date | None = None  # the day somebody last asked the offer itself
    confidence: Confidence
