"""The dynamic pages of an edition, as published: pages with slots, and the data set that fills them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import partial

from flask import Flask, render_template

from webapp.agreement import edition_part
from webapp.agreement.store import all_in_force
from webapp.citizen.render import SHEETS, SKELETON
from webapp.citizen.skeletons import skeleton
from webapp.clock import now
from webapp.database import reading
from webapp.doors.edition_part import ADDRESS as DOORS
from webapp.doors.edition_part import records
from webapp.doors.store import contacts_now
from webapp.edition.bundle import BUILDING, FILE, TEMPLATE, Entry
from webapp.edition.kept import Kept
from webapp.finder.counted import found_by_tables, frequent_terms, read_already, told_terms
from webapp.finder.dataset import INDEX, OFFERS, as_searched, indexed, make_dataset, parts_of
from webapp.finder.found_by import offer_document
from webapp.finder.packing import FEWEST_FOR_WORDS
from webapp.finder.records import Records
from webapp.finder.sentences import ADDRESS as SENTENCES
from webapp.finder.sides import sides_of
from webapp.languages.edition_part import parts
from webapp.languagesdesk.store import languages_now
from webapp.library import Library
from webapp.offers.offer import Offer
from webapp.offers.readable_hours import with_readable_hours
from webapp.overlay.files import overlay_files
from webapp.publishing.overlays import SOURCES
from webapp.ranking.making import index_of, large_words, read
from webapp.ranking.vocabulary import small_words
from webapp.registry.report import KINDS
from webapp.registry.store import all_offers
from webapp.search.documents import documents, found_by, listed

HTML, JSON, BYTES = "text/html; charset=utf-8", "application/json", "application/octet-stream"


def render_dynamic(app: Flask, rendered: Mapping[str, str] | None = None, kept: Kept | None = None) -> list[Entry]:
    """The dynamic pages, the data set and the overlays, from the database and the texts in the library. `rendered` are
    the edition's other pages by address, which the search reads; `kept` has what was made for an edition before, of the
    same texts and on the same day."""
    library: Library = app.extensions["library"]
    kept = kept or Kept()
    with app.test_request_context("/", environ_overrides={BUILDING: True}):
        with reading() as connection:  # of one moment, and so that an editor who saves need not wait for the rendering
            offers = tuple(map(with_readable_hours, all_offers(connection)))
            in_force = all_in_force(connection)
            contacts = contacts_now(library.contacts, connection)
            in_languages = languages_now(library.languages, connection)
            overlays = overlay_files(connection, library.places, SOURCES)
        dataset = make_dataset(offers, library, now(), fixed=app.extensions["settings"].now is not None, kept=kept)
        found = listed(library)
        sides = sides_of(library.sides)
        dataset["documents"] = kept.as_json("documents", (), lambda: documents(found, sides))
        shown = as_searched(offers, library.places, now().date(), indexed(dataset))
        small = small_words(library.stopwords)

        def words(offer: Offer, others: list[Offer]) -> list:
            return read(offer_document(offer, library, others), small)

        def words_of_pages() -> list[list]:
            return [read(document, small) for document in found_by(found, rendered or {})]

        searched = [kept.as_json("words", one, partial(words, *one)) for one in shown]
        searched += kept.as_json("words of pages", rendered, words_of_pages)
        dataset["foundBy"] = found_by_tables(dataset["offers"], searched[: len(shown)], library)
        sentences = library.sentences.model_dump()
        agreements = edition_part.records(in_force, library.places)
        doors = records(contacts, library.places, now().date())
        pages = kept.as_json("dynamic pages", (), lambda: dynamic_pages(library))
        languages = parts(in_languages, [line.hours_said for line in library.lines])
        many = len(shown)
        frequent = frequent_terms(searched[:many]) if many >= FEWEST_FOR_WORDS else frozenset()
        data = parts_of(dataset, lambda word: not frequent.isdisjoint(large_words(word, small)))
        records_packed = Records(data[OFFERS], 0)
        told = told_terms(records_packed, small)
        make_index = partial(index_of, searched, many, many, told=told)
        index = kept.as_bytes("index", (searched, sorted(told)), make_index)
        index += read_already(records_packed, small, index)
    return [
        *(Entry(address, HTML, page.encode(), TEMPLATE) for address, page in pages.items()),
        *(_data(address, part) for address, part in data.items()),
        *(Entry(address, JSON, _json(part), TEMPLATE) for address, part in languages.items()),
        Entry(SENTENCES, JSON, _json(sentences), TEMPLATE),
        Entry(INDEX, BYTES, index, TEMPLATE),
        *(Entry(address, JSON, _json(part), TEMPLATE) for address, part in agreements.items()),
        *(Entry(address, JSON, _json(part), FILE) for address, part in overlays.items()),
        Entry(DOORS, JSON, _json(doors), FILE),
    ]


def _data(address: str, part: object) -> Entry:
    return (
        Entry(address, BYTES, part, TEMPLATE)
        if isinstance(part, bytes)
        else Entry(address, JSON, _json(part), TEMPLATE)
    )


def _json(part: object) -> bytes:
    return json.dumps(part, ensure_ascii=False, separators=(",", ":")).encode()


def dynamic_pages(library: Library) -> dict[str, str]:
    """Every dynamic page by its address, with its slots open. Needs a request context that is building an edition."""
    return {
        "/find": render_template("finder/index.html", library=library),
        "/find/-": render_template("finder/show.html", library=library, kinds=KINDS),
        "/overblik": render_template("overview/index.html", library=library),
        "/overblik/ark": render_template("overview/sheet.html", library=library),
        "/aftale": render_template("agreement/show.html", library=library),
        "/soeg": render_template("search/index.html", library=library),
        "/b": skeleton("", library),
        **{SKELETON.format(name): skeleton(name, library) for name in SHEETS},
        "/410.html": render_template("finder/gone.html", library=library),
    }
