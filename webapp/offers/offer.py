"""An offer: what a citizen can turn to, as the rules and pages see it.

The words are Open Referral HSDS 3.0's (organization, service, location, phone, schedule, language, service area) where
HSDS has one. The database keeps an offer in HSDS's tables (`models.py`); the rules read this one value.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_serializer

from webapp.content.document import Day
from webapp.dated import Dated, Version
from webapp.hours.change import Change
from webapp.hours.text import OpeningHoursError, check
from webapp.municipalities import Places
from webapp.offers.taxonomy import Taxonomy

Answer = Literal["yes", "no", "unknown"]
ANSWERED = ("anonymous", "free", "no_referral", "children", "dogs")  # the fields that hold an Answer
Confidence = Literal["high", "medium", "low"]
Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s<>\"]+$")]
Number = Annotated[str, Field(pattern=r"^\+?[0-9][0-9 ]*[0-9]$", max_length=20)]


_NEEDED = (
    *("name", "neutral_name", "organization", "description", "topics", "audiences", "contact_forms", "languages"),
    *("national", "service_regions", "service_municipalities", "chat"),
    *ANSWERED,
)


# Numbers that several offers share, and whose each is: whoever answers the national line on violence puts one through.
SHARED_LINES = {"1888": "Lev Uden Vold"}


class OfferVersion(Version):
    """What an offer says from a later day on: the fields that are written change, the others stay."""

    name: Text | None = None
    neutral_name: Text | None = None
    organization: Text | None = None
    description: Text | None = None
    description_en: str | None = None
    topics: tuple[str, ...] | None = None
    audiences: tuple[str, ...] | None = None
    contact_forms: tuple[str, ...] | None = None
    languages: tuple[str, ...] | None = None
    national: bool | None = None
    service_regions: tuple[str, ...] | None = None
    service_municipalities: tuple[str, ...] | None = None
    municipality: str | None = None
    region: str | None = None
    address: str | None = None
    postal_code: str | None = None
    city: str | None = None
    phone: Number | None = None
    sms: Number | None = None
    email: str | None = None
    website: Address | None = None
    chat: bool | None = None
    opening_hours: str | None = None
    hours_note: str | None = None
    anonymous: Answer | None = None
    free: Answer | None = None
    no_referral: Answer | None = None
    children: Answer | None = None
    dogs: Answer | None = None
    legal_basis: str | None = None
    notes: str | None = None

    @property
    def said(self) -> dict[str, Any]:
        """The fields it changes. The offer's own date and source stay: what the version says nothing of is no fresher
        for it. Where the version was read, `later_source` tells."""
        own = {"seen", "source_url", "confidence"}
        said = {name: value for name, value in super().said.items() if name not in own}
        return said | {"later_source": self.source_url}

    @model_serializer(mode="wrap")
    def _only_what_changes(self, dumped) -> dict[str, Any]:
        # A field that is not written stays as it was; one that is written as None becomes empty.
        return {name: value for name, value in dumped(self).items() if name in self.model_fields_set}


class Offer(Dated):
    """One offer (HSDS: a service with its organization, location, phone, schedule, languages and service area)."""

    id: Text  # in the content file, or given by the database; never shown
    code: Annotated[str, Field(pattern=r"^[a-z2-9]{4}$")]  # in addresses; stable for the offer's lifetime
    status: Literal["active", "inactive"] = "active"  # inactive: closed, its address answers 410
    merged_into: str | None = None  # the code of the offer that a closed one became; its address leads there

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
    children: Answer = "unknown"  # whether one may bring one's children, and one's dog
    dogs: Answer = "unknown"

    legal_basis: str | None = None
    notes: str | None = None  # for staff only, as is the source
    source_url: Address | None = None
    source_date: str | None = None  # the source's own date: a day, a month (2026-03) or a year; None when it has none
    seen: Day  # the day somebody last looked the source up
    confirmed_on: date | None = None  # the day somebody last asked the offer itself
    confidence: Confidence

    later: tuple[OfferVersion, ...] = ()
    later_source: Address | None = None  # where the version in force was read, when it is not the first

    @property
    def on_shared_line(self) -> bool:
        """Whether its number is one that several offers share, so that the number does not tell which it is."""
        return self.phone in SHARED_LINES

    @property
    def asks_for_its_name(self) -> bool:
        """Whether one has to say its name to whoever answers: they answer for others than their own."""
        return self.on_shared_line and self.organization != SHARED_LINES.get(self.phone or "")


def on_day(offer: Offer, places: Places, day: date) -> Offer:
    """The offer as it stands on a day: its version of that day, and its regions by the names of that day."""
    now = offer.on(day)
    regions = places.regions.on(now.service_regions, day)
    lies_in = places.region_of(now.municipality, day)
    if lies_in is None and now.region:
        # Before two regions became one it is not known in which of them an offer without a municipality lay.
        meant = places.regions.on((now.region,), day)
        lies_in = meant[0] if len(meant) == 1 else now.region
    if regions == now.service_regions and lies_in == now.region:
        return now
    return now.model_copy(update={"service_regions": regions, "region": lies_in})


def version_mistakes(
    version: OfferVersion, taxonomy: Taxonomy, places: Places
) -> list[tuple[tuple[str | int, ...], str]]:
    """What is wrong with a later version, as (field, message): what must not be empty, hours that cannot be read, and
    terms and places that nobody knows."""
    said = version.said
    wrong: list[tuple[tuple[str | int, ...], str]] = [
        ((name,), "Feltet må ikke være tomt. Lad det være, når det ikke ændrer sig.")
        for name in _NEEDED
        if name in said and said[name] is None
    ]
    if said.get("opening_hours"):
        try:
            check(said["opening_hours"])
        except OpeningHoursError as error:
            wrong.append((("opening_hours",), str(error)))
    for name in ("topics", "audiences", "contact_forms", "languages"):
        terms = getattr(taxonomy, name)
        wrong += [
            ((name, n), f"{one!r} findes ikke.") for n, one in enumerate(said.get(name) or ()) if one not in terms
        ]
    unknown = "Kommunen {!r} findes ikke. Skriv dens firecifrede kode."
    codes: list[tuple[tuple[str | int, ...], str]] = []
    codes += [(("municipality",), said["municipality"])] if said.get("municipality") else []
    codes += [(("service_municipalities", n), code) for n, code in enumerate(said.get("service_municipalities") or ())]
    wrong += [(field, unknown.format(code)) for field, code in codes if code not in places]
    regions: list[tuple[tuple[str | int, ...], str]] = []
    regions += [(("region",), said["region"])] if said.get("region") else []
    regions += [(("service_regions", n), name) for n, name in enumerate(said.get("service_regions") or ())]
    known = places.regions.known()
    wrong += [(field, f"Regionen {name!r} findes ikke.") for field, name in regions if name not in known]
    return wrong
