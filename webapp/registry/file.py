"""The offers' file: one row an offer, in words a person can edit, read into what the rules and pages use."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from webapp.content.document import Checked, ContentError, Document, Mistake, past_date, read_csv, read_yaml
from webapp.dated import Dated, range_mistakes
from webapp.hours.text import OpeningHoursError, check
from webapp.municipalities import Municipality, Places, Regions
from webapp.offers.offer import Address, Answer, Confidence, Number, Offer, OfferVersion, Text, version_mistakes
from webapp.offers.taxonomy import Taxonomy
from webapp.registry.codes import code_for
from webapp.typed_text import is_email

# The day the file was collected: every row's source was looked up that day, and nobody has rung.
COLLECTED = date(2026, 11, 21)

NATIONAL, REGION = "landsdaekkende", "Region "
NO_SOURCE, NO_SOURCE_NOTE = "general knowledge", "Almen viden."
# A shelter whose address stands in the file although a shelter's address must not: it publishes the address itself.
# Take it out of here when its address is taken out of the file.
OPEN_SHELTERS = frozenset({"o060"})

_TERMS = {"topics": "topics", "audience": "audiences", "mode": "contact_forms", "languages": "languages"}
_NO_REFERRAL: dict[str, Answer] = {"none": "yes", "visitation": "no", "unknown": "unknown"}


def _listed(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";")) if text else ()


def _a_source(value: str) -> str | None:
    return None if value in ("", NO_SOURCE) else value


def _an_address(value: str | None) -> str | None:
    if value is not None and not is_email(value):
        raise ValueError(f"{value!r} er ikke en mailadresse.")
    return value


def _readable_hours(value: str | None) -> str | None:
    if value is not None:
        try:
            check(value)
        except OpeningHoursError as error:
            raise ValueError(str(error)) from None
    return value


_or_none = BeforeValidator(lambda value: value or None)


class Row(Checked):
    """A row as it stands in the file; what it refers to is looked up afterwards."""

    id: Text
    name: Text
    organisation: str
    summary_da: Text
    topics: Text
    audience: Text
    area: Text
    municipality: str
    address: str
    postcode: Annotated[str | None, Field(pattern="^[0-9]{4}$"), _or_none]
    city: str
    phone: Annotated[Number | None, _or_none]
    sms: Annotated[Number | None, _or_none]
    email: Annotated[str | None, AfterValidator(_an_address), _or_none]
    website: Annotated[Address | None, _or_none]
    chat: Annotated[Literal["yes", "no"], BeforeValidator(lambda value: value or "no")]
    hours: Annotated[str | None, AfterValidator(_readable_hours), _or_none]
    hours_note_da: str
    anonymous: Answer
    free: Answer
    referral: Literal["none", "visitation", "unknown"]
    mode: Text
    languages: str
    legal_basis: str
    notes_da: str
    source_url: Annotated[Address | None, BeforeValidator(_a_source)]
    source_date: Annotated[str | None, AfterValidator(past_date), _or_none]
    confidence: Confidence
    neutral_name: Text
    region: str
    summary_en: str = ""
    children: Answer = "unknown"
    dogs: Answer = "unknown"


def read_offers(path: Path, taxonomy: Taxonomy, places: Places) -> tuple[Offer, ...]:
    """The offers in a file, in its order. Raises ContentError with every mistake in it."""
    document = read_csv(path)
    by_name = {place.name: place for place in places.values()}
    offers: list[Offer] = []
    codes: set[str] = set()
    for number, row in enumerate(checked_rows(document, taxonomy, places)):
        code = code_for(row.id, codes)
        codes.add(code)
        offers.append(offer_of(row, code, by_name, document.values[number]["source_url"] == NO_SOURCE))
    return tuple(offers)


class Days(Dated):
    """The days that the offer with an id holds as its row has it, and what it says afterwards."""

    offer: Text
    later: tuple[OfferVersion, ...] = ()


def read_later(path: Path, offers: Iterable[Offer], taxonomy: Taxonomy, places: Places) -> tuple[Offer, ...]:
    """The offers with what a file says of them from a later day on. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    document.only("offers")
    found = {offer.id: offer for offer in offers}
    mistakes: list[Mistake] = []
    told = set()
    for number, days in enumerate(document.each(Days, ("offers",))):
        place = ("offers", number)
        if days.offer not in found or days.offer in told:
            wrong = "står to gange" if days.offer in told else "findes ikke i offers.csv"
            mistakes.append(document.mistake((*place, "offer"), f"Tilbuddet {days.offer!r} {wrong}."))
            continue
        told.add(days.offer)
        mistakes += range_mistakes(days, document, place)
        for count, version in enumerate(days.later):
            wrong_fields = version_mistakes(version, taxonomy, places)
            mistakes += [document.mistake((*place, "later", count, *field), text) for field, text in wrong_fields]
        dates = {"first": days.first, "until": days.until, "later": days.later}
        found[days.offer] = found[days.offer].model_copy(update=dates)
    if mistakes:
        raise ContentError(mistakes)
    return tuple(found.values())


def checked_rows(document: Document, taxonomy: Taxonomy, places: Places) -> list[Row]:
    """The rows of a table, the content file or one that was sent in. Raises ContentError with every mistake."""
    _check_columns(document)
    mistakes = list(_dead_references(document, taxonomy, places))
    rows: list[Row] = []
    try:
        rows = document.each(Row)
    except ContentError as error:
        mistakes += error.mistakes
    if mistakes:
        raise ContentError(sorted(mistakes, key=lambda mistake: mistake.line))
    return rows


def offer_of(row: Row, code: str, places: dict[str, Municipality], no_source: bool) -> Offer:
    """The offer a checked row tells. `places` are by name; `no_source`: its source is general knowledge."""
    area = _listed(row.area)
    place = places.get(row.municipality)
    forms = dict.fromkeys(_listed(row.mode))
    if row.phone:
        forms["telefon"] = None
    if row.sms:
        forms["sms"] = None
    if row.chat == "yes":
        forms["chat"] = None
    return Offer(
        id=row.id,
        code=code,
        name=row.name,
        neutral_name=row.neutral_name,
        organization=row.organisation or row.name,
        description=row.summary_da,
        description_en=row.summary_en or None,
        topics=_listed(row.topics),
        audiences=_listed(row.audience),
        contact_forms=tuple(forms),
        languages=_listed(row.languages),
        national=NATIONAL in area,
        service_regions=tuple(part.removeprefix(REGION) for part in area if part.startswith(REGION)),
        service_municipalities=tuple(places[part].code for part in area if part in places),
        municipality=place.code if place else None,
        region=row.region or (place.region if place else None),
        address=row.address or None,
        postal_code=row.postcode,
        city=row.city or None,
        phone=row.phone,
        sms=row.sms,
        email=row.email,
        website=row.website,
        chat=row.chat == "yes",
        opening_hours=row.hours,
        hours_note=row.hours_note_da or None,
        anonymous=row.anonymous,
        free=row.free,
        no_referral=_NO_REFERRAL[row.referral],
        children=row.children,
        dogs=row.dogs,
        legal_basis=row.legal_basis or None,
        notes=" ".join(part for part in (NO_SOURCE_NOTE if no_source else "", row.notes_da) if part) or None,
        source_url=row.source_url,
        source_date=row.source_date,
        seen=COLLECTED,
        confidence=row.confidence,
    )


def _check_columns(document: Document) -> None:
    columns = document.values[0]
    mistakes = [
        Mistake(document.file, document.line(()), name, "Kolonnen kendes ikke. Er den stavet rigtigt?")
        for name in columns
        if name not in Row.model_fields
    ]
    mistakes += [
        Mistake(document.file, document.line(()), name, "Kolonnen mangler.")
        for name, field in Row.model_fields.items()
        if field.is_required() and name not in columns
    ]
    if mistakes:
        raise ContentError(mistakes)


def is_shelter(topics: Collection[str], contact_forms: Collection[str]) -> bool:
    """Whether an offer is a shelter from violence; its address is secret unless it is in `OPEN_SHELTERS`."""
    return "overnatning" in contact_forms and "vold" in topics


def _dead_references(document: Document, taxonomy: Taxonomy, all_places: Places):
    ids = set()
    places = {place.name: place for place in all_places.values()}
    regions = all_places.regions
    for number, row in enumerate(document.values):
        found = []
        if row["id"] in ids:
            found.append(("id", f"{row['id']!r} står to gange."))
        ids.add(row["id"])
        for column, kind in _TERMS.items():
            known = getattr(taxonomy, kind)
            found += _wrong_parts(column, row[column], lambda part, known=known: part in known)
        found += _wrong_parts("area", row["area"], lambda part: _is_an_area(part, places, regions))
        place = places.get(row["municipality"])
        if row["municipality"] and place is None:
            found.append(("municipality", f"Kommunen {row['municipality']!r} findes ikke."))
        if row["region"] and row["region"] not in regions.known():
            found.append(("region", f"Regionen {row['region']!r} findes ikke: {', '.join(regions.known())}."))
        elif row["region"] and place and row["region"] not in regions.names_of(place.region):
            found.append(("region", f"{place.name} ligger i {place.region}, ikke i {row['region']}."))
        shelter = is_shelter(_listed(row["topics"]), _listed(row["mode"]))
        if shelter and row["address"] and row["id"] not in OPEN_SHELTERS:
            found.append(("address", "Et krisecenters adresse må ikke stå her."))
        yield from (document.mistake((number, column), message) for column, message in found)


def _wrong_parts(column: str, text: str, is_known):
    parts = _listed(text)
    for part in dict.fromkeys(parts):
        if not is_known(part):
            yield column, f"{part!r} findes ikke."
        if parts.count(part) > 1:
            yield column, f"{part!r} står to gange."


def _is_an_area(part: str, places: Mapping[str, Municipality], regions: Regions) -> bool:
    known = part.startswith(REGION) and part.removeprefix(REGION) in regions.known()
    return part == NATIONAL or part in places or known
