"""The data set of an edition: all that the finder, the search and the citizen's pages are answered from.

It is made once, at publishing, and lies in the edition's bundle. The server and the service worker answer from
the same copy, so neither can know more than the other. Parts of pages are rendered here, by Jinja, and only put
together later; what depends on the moment or on the question is a slot in them (`slots.py`).

What changes on a known day is in it already: a record says under `later` what differs from that day on, and the data
set itself too (which offers there are, and in which order). Whoever answers reads it as of the moment (`as_of`).

It is sent in parts: what is neither offer nor document, the documents, and the offers as columns (`packing.py`), which
are read value by value as somebody asks.

    now, zone, covered       the test clock (or null), Copenhagen's offsets, the minutes the opening tables cover
    holidays                 days since the epoch on which hours hold only when they say so
    hours                    opening tables by their text; an offer names one, or none with an empty string
    matrix                   the rows and columns of the overview
    places, terms            municipalities [code, name, region]; the codes of each kind of choice
    where, sides             what places are called (`towns.py`), and how the sides of violence are told apart
    foundBy                  what offers are found by and no record has (`counted.py`)
    choosing                 words that choose what a tick would have chosen (`choosing.py`)
    meanings, stopwords, laws, question   the tables a search is read with (`ranking/vocabulary.py`)
    offers                   one record each: first those that are there, in the order that does not depend on a search
    order                    the codes of those that are there, in that order (sent as stretches of rows, [first, how
                             many]; none when all are)
    closed                   codes of offers that are no more
    merged                   those of them that became another one, with its code
    documents                what the search in everything finds
    later                    what of `places`, `order`, `closed` and `merged` differs from a later minute on
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from webapp.clock import ALWAYS, NEVER
from webapp.danish import danish_order
from webapp.dated import as_of, turning_minutes, with_later
from webapp.doors.edition_part import ADDRESS as DOORS
from webapp.edition.kept import Kept
from webapp.finder.choosing import choosing_table
from webapp.finder.offer_record import RecordMaker, served_words
from webapp.finder.packing import packed
from webapp.finder.records import Records
from webapp.finder.sides import MEETS, USES, side_tables
from webapp.hours.table import covered, holidays, zone
from webapp.municipalities import Places
from webapp.offers.merged import survivors
from webapp.offers.offer import Offer, on_day
from webapp.ranking.vocabulary import meanings_of, small_words
from webapp.towns import place_tables

ADDRESS = "/data/tilbud"  # of the data set, in the bundle; the offers lie below it
OFFERS = "/data/tilbud/felter"
DOCUMENTS = "/data/opslag"
INDEX = "/data/indeks"  # of words, as bytes: see ranking/making.py


def make_dataset(offers: Iterable[Offer], library, now: datetime, fixed: bool, kept: Kept | None = None) -> dict:
    """The data set for these offers. `now` decides which calendar years the opening tables cover; with `fixed` it is
    also the test clock that whoever answers goes by. `kept` has what was made before, of the same library and on the
    same day. Needs an app context, for the templates."""
    years, today = range(now.year, now.year + 2), now.date()
    maker = RecordMaker(years, today, kept or Kept())
    offers = tuple(offers)
    days = [today, *sorted(day for day in days_of(offers, library.places) if day > today)]
    standing = [_standing(offers, library, maker, day) for day in days]
    taxonomy = library.taxonomy
    small = small_words(library.stopwords)
    shared = with_later([(day, one) for day, (one, _) in zip(days, standing, strict=True)])
    records = [(day, those) for day, (_, those) in zip(days, standing, strict=True)]
    codes = indexed(shared)
    return {
        **shared,
        "now": int(now.timestamp() // 60) if fixed else None,
        "zone": zone(years),
        "covered": list(covered(years)),
        "holidays": list(holidays(years)),
        "hours": maker.hours,
        "matrix": library.matrix.record(taxonomy),
        "terms": {
            "topics": [term.code for term in taxonomy.topics.values()],
            "contactForms": [term.code for term in taxonomy.contact_forms.values()],
            "audiences": [term.code for term in taxonomy.audience_choices()],
            "languages": [term.code for term in taxonomy.languages.values()],
        },
        "named": {
            "topics": {term.code: term.id for term in taxonomy.topics.values()},
            "ways": {term.code: term.id for term in taxonomy.contact_forms.values()},
            "audiences": {term.code: term.id for term in taxonomy.audiences.values()},
        },
        "meanings": meanings_of(((group.words, group.meant) for group in library.synonyms), small),
        "stopwords": sorted(small),
        "laws": library.laws,
        "question": library.question.as_compared().model_dump(),
        "where": place_tables(library.towns, _answered(offers)),
        "choosing": choosing_table(library.choosing),
        "sides": {
            **(sides := side_tables(library.sides)),
            "danger": _with_codes(sides["danger"], offers),
            "audience": taxonomy.audiences["udoevere"].code,
            "links": {
                USES: f"/find?m={taxonomy.audiences['udoevere'].code}",
                MEETS: f"/find?e={taxonomy.topics['vold'].code}&f={taxonomy.contact_forms['overnatning'].code}",
            },
        },
        "offers": [with_later([(day, those[code]) for day, those in records if code in those]) for code in codes],
    }


def _with_codes(danger: Iterable[dict], offers: Iterable[Offer]) -> list[dict]:
    # By their codes the offers that are to be rung for each danger. To who is hit, any shelter but those for children
    # alone is as good an answer.
    code_of = {offer.id: offer.code for offer in offers}
    shelters = [
        offer.code
        for offer in offers
        if "vold" in offer.topics
        and "overnatning" in offer.contact_forms
        and "etnisk_minoritet" not in offer.topics
        and offer.audiences != ("unge",)
    ]
    return [
        {
            **one,
            "lines": [code_of[id] for id in one["lines"] if id in code_of],
            **({} if one["phrases"] else {"enough": shelters}),
        }
        for one in danger
    ]


def indexed(shared: Mapping[str, Any]) -> list[str]:
    """The codes of all offers that there are now or on a later day, in the order that the index of words has them."""
    orders = [shared["order"], *(changed.get("order", ()) for _, changed in shared.get("later", ()))]
    return list(dict.fromkeys(code for order in orders for code in order))


def as_searched(
    offers: Iterable[Offer], places: Places, today: date, codes: Iterable[str]
) -> list[tuple[Offer, list[Offer]]]:
    """The offers of the index of words, each as it is today, or when it first comes; and as it is on other days."""
    by_code = {offer.code: offer for offer in offers}
    found = []
    for code in codes:
        one = by_code[code]
        now = on_day(one, places, max(today, one.first or today))
        others = [one, *(on_day(one, places, day) for day in sorted(places.regions.days() | set(one.days())))]
        found.append((now, [other for other in others if other != now]))
    return found


def _answered(offers: Iterable[Offer]) -> set[str]:
    # The short numbers that an offer answers, or bears in its name: 1888 is no postcode.
    return {
        digits
        for offer in offers
        for digits in re.findall("[0-9]+", f"{offer.name} · {offer.phone or ''} · {offer.sms or ''}")
    }


def days_of(offers: Iterable[Offer], places: Places) -> set[date]:
    """The days on which an offer or a region changes."""
    return places.regions.days() | {day for offer in offers if offer.status == "active" for day in offer.days()}


def _standing(offers: Iterable[Offer], library, maker: RecordMaker, day: date) -> tuple[dict, dict[str, dict]]:
    """How it all stands on a day: what changes with the day of the data set itself, and the offers' records by code."""
    places = library.places
    now = [on_day(offer, places, day) for offer in offers]
    there = sorted((one for one in now if one.status == "active" and one.stands_on(day)), key=static_order)
    codes = {one.code for one in there}
    shared = {
        "places": [[place.code, place.name, places.region_of(place.code, day)] for place in places.values()],
        "order": [one.code for one in there],
        # One that is still to come is no more to be found than one that is closed; its address answers 404.
        "closed": sorted(one.code for one in now if one.code not in codes and not (one.first and one.first > day)),
        "merged": dict(sorted(survivors(now, day).items())),
    }
    was = {offer.code: offer.on(day).service_regions for offer in offers}
    records = {one.code: maker.record(one, served_words(one, was[one.code], places, day), library) for one in there}
    return shared, records


def parts_of(dataset: dict, is_frequent: Callable[[str], bool] = lambda _word: False) -> dict[str, Any]:
    """A data set as the parts it is sent in, by their addresses: what is written as JSON, and the offers as bytes.
    `is_frequent` tells which words have a number in them (`packing.py`)."""
    codes = {offer["code"]: row for row, offer in enumerate(dataset["offers"])}
    shared = {key: value for key, value in dataset.items() if key not in ("offers", "documents")}
    shared["order"] = _runs([codes[code] for code in shared["order"]])
    shared["later"] = [
        [minute, changed | ({"order": _runs([codes[code] for code in changed["order"]])} if "order" in changed else {})]
        for minute, changed in shared.get("later", ())
    ]
    if shared["order"] == ([[0, len(codes)]] if codes else []):
        shared["order"] = None  # all of them, in the order that they lie in
    offers = packed(dataset["offers"], is_frequent=is_frequent)
    return {ADDRESS: shared, DOCUMENTS: dataset["documents"], OFFERS: offers}


def _runs(rows: Iterable[int]) -> list[list[int]]:
    # Rows as stretches in which each is one more than the one before it: [first, how many].
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == sum(runs[-1]):
            runs[-1][1] += 1
        else:
            runs.append([row, 1])
    return runs


def rows_of(runs: Iterable[Sequence[int]] | None) -> list[int] | None:
    """The rows that such stretches are."""
    return None if runs is None else [row for first, many in runs for row in range(first, first + many)]


def whole(parts: Mapping[str, Any], offers: bytes, minute: int) -> dict:
    """The data set that parts were made of, as it stands at a minute since the epoch. `since` and `until` are the
    minutes between which it stays so."""
    shared = as_of(parts[ADDRESS], minute)
    records = Records(offers, minute, rows_of(shared["order"]))
    doors = parts.get(DOORS, {})
    turns = [*turning_minutes([parts[ADDRESS], *parts[DOCUMENTS], *doors.values()]), *records.turns]
    return shared | {
        "offers": records,
        "documents": [as_of(document, minute) for document in parts[DOCUMENTS]],
        "doors": {name: as_of(door, minute)["html"] for name, door in doors.items()},
        "since": max((turn for turn in turns if turn <= minute), default=ALWAYS),
        "until": min((turn for turn in turns if turn > minute), default=NEVER),
    }


def static_order(offer: Offer):
    """The part of the order that is the same for every search: anonymous, no referral, name as Danish sorts it."""
    return offer.anonymous != "yes", offer.no_referral != "yes", danish_order(offer.name), offer.code
