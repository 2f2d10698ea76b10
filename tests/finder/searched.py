"""Offers as an edition has them: their records packed, and an index that tells their words itself and one that leaves
them to be counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from tests.conftest import LIBRARY
from webapp.clock import minute_of
from webapp.config import COPENHAGEN
from webapp.edition.bundle import BUILDING
from webapp.finder.counted import counted, found_by_tables, frequent_terms, read_already, told_terms
from webapp.finder.dataset import as_searched, indexed, make_dataset
from webapp.finder.found_by import offer_document
from webapp.finder.packing import packed
from webapp.finder.records import Records
from webapp.hours.change import Change
from webapp.offers.offer import Offer, OfferVersion
from webapp.ranking.index import Index
from webapp.ranking.making import Document, Field, index_of, large_words, read
from webapp.ranking.vocabulary import small_words

NOW = datetime(2026, 11, 24, 14, 30, tzinfo=COPENHAGEN)
SMALL = small_words(LIBRARY.stopwords)
NAMES = {place.code: place.name for place in LIBRARY.places.values()}
TEXTS = ({"title": 5.0, "text": 1.0}, {"title": 5.0, "text": 1.0, "spoken": 3.0})  # documents besides the offers


@dataclass(frozen=True)
class Searched:
    """What an edition has of its offers, for a search."""

    felter: bytes
    whole: bytes
    short: bytes
    shortest: bytes  # whose reader must read all words
    tables: dict[str, Any]

    def told(self) -> Index:
        """The index that tells all words itself."""
        return Index(self.whole)

    def counted(self) -> Index:
        """The index whose offers are counted."""
        records = Records(self.felter, minute_of(NOW.date()))
        return Index(self.short, partial(counted, records, self.tables, NAMES, SMALL))


def searched(app, offers: Iterable[Offer], fewest_for_words: int) -> Searched:
    """These offers in an edition of their own."""
    offers = tuple(offers)
    with app.test_request_context("/", environ_overrides={BUILDING: True}):
        dataset = make_dataset(offers, LIBRARY, NOW, fixed=True)
    shown = as_searched(offers, LIBRARY.places, NOW.date(), indexed(dataset))
    words = [read(offer_document(one, LIBRARY, others), SMALL) for one, others in shown]
    tables = found_by_tables(dataset["offers"], words, LIBRARY)
    words += [
        read(
            Document([Field(f"{name} om vold og gæld", weight) for name, weight in fields.items()], {"109": 60}), SMALL
        )
        for fields in TEXTS
    ]
    frequent = frequent_terms(words[: len(shown)])
    felter = packed(
        dataset["offers"], fewest_for_words, is_frequent=lambda word: not frequent.isdisjoint(large_words(word, SMALL))
    )
    told = told_terms(Records(felter, 0), SMALL)
    short = index_of(words, len(shown), len(shown), fewest_for_words, told)
    return Searched(
        felter,
        index_of(words, len(shown)),
        short + read_already(Records(felter, 0), SMALL, short),
        index_of(words, len(shown), len(shown), told=told),
        tables,
    )


def offers_of_all_kinds() -> list[Offer]:
    """The shipped offers, some of them changed: what changes on a known day, comes later, or is spelled oddly."""
    offers = list(LIBRARY.offers)
    source = {"seen": date(2026, 11, 1), "source_url": "https://kommune.example/", "confidence": "high"}

    def version(**said: Any) -> OfferVersion:
        return OfferVersion.model_validate({"from": date(2027, 3, 1)} | source | said)

    changed: tuple[dict[str, Any], ...] = (
        {"later": (version(name="Ørestadens nye værested", organization="Blå Kors"),)},
        {"later": (version(phone="11 22 33 44", description="Et andet sted, der er åbent for mænd."),)},
        {"later": (version(municipality="0621", city="Kolding", audiences=("kvinder",)),)},
        {"first": date(2027, 2, 1)},
        {
            "name": "Café “Få-dag” i ØST/vest",
            "description": "Får må ikke tages med. Stof-indtagelses-rum; é, ñ og 'Жå'.",
        },
        {"name": "  Århus'  (Midtbyen)…", "city": "Nykøbing F", "municipality": "0376"},
        {"opening_hours": "24/7", "changes": (Change(first=date(2026, 12, 24), last=date(2026, 12, 26)),)},
        {
            "opening_hours": "24/7",
            "national": False,
            "service_municipalities": ("0101", "0147"),
            "municipality": "0101",
        },
        {"national": False, "service_regions": ("Sjælland", "Hovedstaden"), "service_municipalities": ()},
        {"municipality": None, "city": None, "audiences": ("alle",), "languages": ()},
    )
    for number, update in enumerate(changed):
        offers[7 * number] = offers[7 * number].model_copy(update=update)
    return offers
