"""What turns by itself on a known day: regions, offers, legal facts and municipalities' contacts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from webapp.doors.contact import Contacts
from webapp.municipalities import Places
from webapp.offers.offer import Offer


@dataclass(frozen=True)
class Turn:
    """One thing that turns on a day: its name, and for each field what it says before and after."""

    day: date
    name: str
    differences: tuple[tuple[str, str, str], ...]


def turns(offers: Iterable[Offer], library, contacts: Contacts, today: date) -> list[Turn]:
    """Everything that turns after today, the soonest first. A version that could not be confirmed turns nothing."""
    offers = [offer for offer in offers if offer.status == "active"]
    found = [*_regions(library, today), *_offers(offers, library, today), *_law(library, today)]
    found += _contacts(library.places, contacts, today)
    return sorted(found, key=lambda turn: (turn.day, turn.name))


def _regions(library, today: date):
    for region in library.places.regions.all:
        for day in region.days():
            if day > today:
                before, after = region.on(day - timedelta(days=1)).name, region.on(day).name
                yield Turn(day, f"Region {before}", (("Navn", f"Region {before}", f"Region {after}"),))


def _offers(offers: Iterable[Offer], library, today: date):
    describer = library.describer
    for offer in offers:
        for day in offer.days():
            if day <= today:
                continue
            eve = day - timedelta(days=1)
            before, after = offer.on(eve), offer.on(day)
            told: tuple[tuple[str, str, str], ...]
            if not offer.stands_on(day):
                told = (("Status", "Åbent", "Lukket"),)
            elif not offer.stands_on(eve):
                told = (("Status", "Findes ikke endnu", "Åbent"),)
            else:
                told = tuple(describer.differences(_undated(before), _undated(after)))
            yield Turn(day, offer.name, told)


def _undated(offer: Offer) -> Offer:
    return offer.model_copy(update={"first": None, "until": None, "later": ()})


def _law(library, today: date):
    for fact in library.law.shown():
        for version in fact.coming:
            if version.first > today:
                before = fact.on(version.first - timedelta(days=1))
                yield Turn(version.first, fact.title, (("Reglen", before.what, version.what),))


def _contacts(places: Places, contacts: Contacts, today: date):
    for row in contacts.rows:
        if row.shown and row.first and row.first > today:
            now = contacts.of(row.code, row.first - timedelta(days=1)).get(row.kind)
            before = (now.phone or now.website or now.name) if now else "intet"
            name = f"{places[row.code].name} Kommune"
            yield Turn(row.first, name, (("Kontakt", before or "", row.phone or row.website or row.name),))
