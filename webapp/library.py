"""All content together, with every reference from one file to another checked."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from webapp.acute.line import Line, read_lines, unlike
from webapp.boxes.box import Box, read_boxes
from webapp.cards.card import Card, read_cards
from webapp.checklist.checklist import Checklist, places, read_checklist
from webapp.citizen.meeting import Meeting, points, read_meeting
from webapp.coming.known import KnownChange, read_changes
from webapp.content.document import ContentError, Mistake, read_yaml
from webapp.doors.contact import Contacts, read_contacts
from webapp.finder.choosing import ChoosingFields, read_choosing
from webapp.finder.sentences import Sentences, read_sentences
from webapp.finder.synonyms import (
    Group,
    Kind,
    SidesOfViolence,
    read_kinds,
    read_laws,
    read_sides,
    read_stopwords,
    read_synonyms,
)
from webapp.glossary.term import Term, read_glossary
from webapp.languages.language import SOURCE, Language, read_languages
from webapp.languages.words import Words, words_of
from webapp.law.fact import Fact, Law, read_law
from webapp.meeting.aftercare import Aftercare, read_aftercare
from webapp.meeting.screening import Gate, read_gate
from webapp.meeting.walkthrough import Walkthrough, read_walkthrough
from webapp.municipalities import Places, read_places
from webapp.offers.describe import OfferDescriber
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import Taxonomy, read_taxonomy
from webapp.overview.matrix import Matrix, read_matrix
from webapp.overview.tiles import Tile, read_tiles
from webapp.pages.source import Source, read_sources
from webapp.practice.practice import Practice, dead_references, read_practice
from webapp.ranking.vocabulary import QuestionWords, read_question_words
from webapp.registry.file import read_later, read_offers
from webapp.towns import Town, read_towns

# What a line that asks for a name says of it, where we can tell: on the pages that a Danish team reads themselves.
ASKS_FOR_A_NAME = {"da": "navn", "en": "name"}


@dataclass(frozen=True)
class Library:
    """Everything the app says: cards, sources and boxes by id, legal facts, the lines to ring at once, and what offers
    are found and told by. `offers` are those the database is seeded with; what is shown comes from the database."""

    cards: dict[str, Card]
    law: Law
    sources: dict[str, Source]
    lines: tuple[Line, ...]
    boxes: dict[str, Box]
    glossary: tuple[Term, ...]
    languages: dict[str, Language]
    checklist: Checklist
    meeting: Meeting
    gate: Gate
    aftercare: Aftercare
    walkthrough: Walkthrough
    practice: Practice
    synonyms: tuple[Group, ...]
    stopwords: tuple[str, ...]
    kinds: tuple[Kind, ...]
    laws: dict[str, str]
    sides: SidesOfViolence
    question: QuestionWords
    sentences: Sentences
    choosing: ChoosingFields
    towns: tuple[Town, ...]
    taxonomy: Taxonomy
    places: Places
    contacts: Contacts
    matrix: Matrix
    tiles: dict[str, Tile]
    changes: tuple[KnownChange, ...]
    offers: tuple[Offer, ...]
    folder: Path

    @cached_property
    def danish(self) -> Words:
        """The words of the Danish pages."""
        return words_of(self.languages[SOURCE])

    @cached_property
    def describer(self) -> OfferDescriber:
        """Says an offer's values in Danish."""
        return OfferDescriber(self.taxonomy, self.places)

    def forget_files(self) -> None:
        """Keep no longer where in the files everything stands. For whoever looks for no more mistakes."""
        practice = self.practice
        documents = [self.law.document, practice.year.document]
        documents += [card.document for card in self.cards.values()]
        documents += [language.document for language in self.languages.values()]
        documents += [one.document for one in (*practice.scenarios.values(), *practice.sessions.values())]
        for document in documents:
            document.forget()

    def of_kind(self, kind: str) -> list[Card]:
        """The cards of a kind (`kerneelement`, `maalgruppe`, `situation`, `metode`), in their order."""
        return [card for card in self.cards.values() if card.kind == kind]

    def named(self, names: Iterable[str]) -> list[Card]:
        """The cards with these ids, in their order."""
        return [self.cards[name] for name in names]

    def facts_behind(self, card: Card) -> list[Fact]:
        """The legal facts behind a card; those that are not confirmed are left out."""
        return [fact for name in card.law if (fact := self.law.facts[name]).shown]

    def cards_with(self, fact: Fact) -> list[Card]:
        """The cards a legal fact stands behind."""
        return [card for card in self.cards.values() if fact.id in card.law]


def _readers() -> tuple[tuple[Any, ...], ...]:
    """Each part of the library: what reads it, its file or folder, and the parts it needs, read before it."""
    return (
        ("cards", read_cards, "cards"),
        ("law", read_law, "legal.yaml"),
        ("sources", read_sources, "sources.yaml"),
        ("lines", read_lines, "help.yaml"),
        ("boxes", read_boxes, "boxes.yaml"),
        ("glossary", read_glossary, "glossary.yaml"),
        ("languages", read_languages, "languages"),
        ("checklist", read_checklist, "checklist.yaml"),
        ("meeting", read_meeting, "meeting.yaml"),
        ("gate", read_gate, "screening.yaml"),
        ("aftercare", read_aftercare, "aftercare.yaml"),
        ("walkthrough", read_walkthrough, "walkthrough.yaml"),
        ("practice", read_practice, "practice"),
        ("synonyms", read_synonyms, "synonyms.yaml"),
        ("stopwords", read_stopwords, "stopwords.yaml"),
        ("kinds", read_kinds, "kinds.yaml"),
        ("laws", read_laws, "laws.yaml"),
        ("sides", read_sides, "sides.yaml"),
        ("question", read_question_words, "question.yaml"),
        ("choosing", read_choosing, "choosing.yaml"),
        ("sentences", read_sentences, "finder.yaml"),
        ("towns", read_towns, "towns.csv"),
        ("taxonomy", read_taxonomy, "taxonomy.yaml"),
        ("places", read_places, "municipalities.csv"),
        ("changes", read_changes, "changes.yaml"),
        ("matrix", read_matrix, "overview.yaml", "taxonomy"),
        ("contacts", read_contacts, "municipality-contacts.csv", "places"),
        ("tiles", read_tiles, "tiles.csv", "places"),
        ("shipped", read_offers, "offers.csv", "taxonomy", "places"),
        ("offers", read_later, "offers-later.yaml", "shipped", "taxonomy", "places"),
    )


def read_library(folder: Path) -> Library:
    """All content in a folder. Raises ContentError with every mistake of every file, dead references included."""
    parts: dict[str, Any] = {}
    mistakes: list[Mistake] = []
    for name, read, file, *needed in _readers():
        if all(part in parts for part in needed):
            try:
                parts[name] = read(folder / file, *(parts[part] for part in needed))
            except ContentError as error:
                mistakes += error.mistakes
    if not mistakes:
        del parts["shipped"]  # as they were before what is said of them from a later day on
        library = Library(**parts, folder=folder)
        mistakes = [*_dead_references(library), *_dead_names(library), *_never_said(library)]
        mistakes += [*_lines_unlike_their_offers(library), *_unsaid(library)]
    if mistakes:
        raise ContentError(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    return library


def _dead_references(library: Library):
    places = {
        "next": lambda card: [card.next],
        "related": lambda card: card.related,
        "law": lambda card: card.law,
        "sources": lambda card: card.sources,
        "boxes": lambda card: card.boxes,
    }
    known: dict[str, Collection[str]]
    known = {"next": library.cards, "related": library.cards, "law": library.law.facts, "sources": library.sources}
    known["boxes"] = library.boxes
    what = {"next": "Kortet", "related": "Kortet", "law": "Reglen", "sources": "Kilden", "boxes": "Boksen"}
    for card in library.cards.values():
        for name, references in places.items():
            for number, reference in enumerate(references(card)):
                place = (name,) if name == "next" else (name, number)
                line = card.document.line(place)
                if reference not in known[name]:
                    message = f"{what[name]} {reference!r} findes ikke."
                elif name in ("next", "related") and reference == card.id:
                    message = "Kortet henviser til sig selv."
                elif name == "law" and not library.law.facts[reference].shown:
                    message = f"Reglen {reference!r} er ikke bekræftet (confidence: low) og må ikke vises."
                else:
                    continue
                yield Mistake(card.document.file, line, name, message)
    topics = set(library.taxonomy.topics)
    branches = {branch.id for branch in library.checklist.branches}
    yield from dead_references(library.practice, library.cards, library.law.facts, topics, branches, library.boxes)


def _lines_unlike_their_offers(library: Library) -> Iterator[Mistake]:
    document, offers = read_yaml(library.folder / "help.yaml"), {offer.id: offer for offer in library.offers}
    for number, line in enumerate(library.lines):
        if line.offer not in offers:
            yield document.mistake(("lines", number, "offer"), f"Tilbuddet {line.offer!r} findes ikke i offers.csv.")
            continue
        for name in unlike(line, offers[line.offer]):
            message = f"Står ikke som på tilbuddet {line.offer!r} i offers.csv. Ret det, så de to er ens."
            yield document.mistake(("lines", number, name), message)


# A name in a content file that stands for something in another one: the file, the place in it, what it names, the name.
Name = tuple[str, tuple[str | int, ...], str, str]


def _dead_names(library: Library) -> Iterator[Mistake]:
    known: dict[str, Collection[str | None]] = {
        "Kortet": library.cards,
        "Kilden": library.sources,
        "Reglen": library.law.facts,
        "Nummeret": {*(line.number for line in library.lines), *(offer.phone for offer in library.offers)},
        "Punktet": {point for _, point in points(library.meeting)},
        "Boksen": library.boxes,
        "Emnet": library.taxonomy.topics,
        "Målgruppen": library.taxonomy.audiences,
    }
    documents = {}
    for file, place, what, name in _names(library):
        if name in known[what] and not (what == "Reglen" and not library.law.facts[name].shown):
            continue
        if file not in documents:
            documents[file] = read_yaml(library.folder / file)
        if name in known[what]:
            message = f"Reglen {name!r} er ikke bekræftet (confidence: low) og må ikke vises."
        else:
            message = f"{what} {name!r} findes ikke."
        yield documents[file].mistake(place, message)


def _names(library: Library) -> Iterator[Name]:
    for number, term in enumerate(library.glossary):
        for field, what in (("card", "Kortet"), ("source", "Kilden")):
            if getattr(term, field) is not None:
                yield "glossary.yaml", (number, field), what, getattr(term, field)

    def each(file: str, place: tuple[str | int, ...], what: str, names: Iterable[str]) -> Iterator[Name]:
        return ((file, (*place, number), what, name) for number, name in enumerate(names))

    for place, line in places(library.checklist):
        yield from each("checklist.yaml", (*place, "law"), "Reglen", line.law)
        if line.call is not None:
            yield "checklist.yaml", (*place, "call"), "Nummeret", line.call
        yield from each("checklist.yaml", (*place, "boxes"), "Boksen", line.boxes)
        yield from each("checklist.yaml", (*place, "says"), "Punktet", line.says)
    for number, branch in enumerate(library.checklist.branches):
        yield from each("checklist.yaml", ("branches", number, "boxes"), "Boksen", branch.boxes)
    for number, kind in enumerate(library.kinds):
        for field, what in (("audience", "Målgruppen"), ("topic", "Emnet")):
            if getattr(kind, field) is not None:
                yield "kinds.yaml", (number, field), what, getattr(kind, field)
    for number, box in enumerate(library.boxes.values()):
        yield from each("boxes.yaml", (number, "calls"), "Nummeret", box.calls)
        yield from each("boxes.yaml", (number, "sources"), "Kilden", box.sources)
    yield from each("meeting.yaml", ("law",), "Reglen", library.meeting.law)
    for side in ("closed", "open"):
        yield from each("screening.yaml", (side, "cards"), "Kortet", getattr(library.gate, side).cards)
    yield from each("aftercare.yaml", ("cards",), "Kortet", library.aftercare.cards)
    yield from each("aftercare.yaml", ("law",), "Reglen", library.aftercare.law)
    yield from each("aftercare.yaml", ("boxes",), "Boksen", library.aftercare.boxes)
    for number, contact in enumerate(library.aftercare.ring):
        if contact.number is not None:
            yield "aftercare.yaml", ("ring", number, "number"), "Nummeret", contact.number
    for number, stage in enumerate(library.walkthrough.stages):
        yield from each("walkthrough.yaml", ("stages", number, "boxes"), "Boksen", stage.boxes)
        for count, step in enumerate(stage.steps):
            yield from each("walkthrough.yaml", ("stages", number, "steps", count, "cards"), "Kortet", step.cards)
    for file, part in (
        ("checklist.yaml", library.checklist),
        ("screening.yaml", library.gate),
        ("aftercare.yaml", library.aftercare),
        ("walkthrough.yaml", library.walkthrough),
    ):
        yield from each(file, ("sources",), "Kilden", part.sources)


def _never_said(library: Library) -> Iterator[Mistake]:
    """Points of the citizen's page that no line of the checklist says: they would claim what nobody is led to tell."""
    said = library.checklist.saying()
    for place, point in points(library.meeting):
        if point not in said:
            message = (
                f"Ingen linje i checklist.yaml siger {point!r}, så det kan aldrig blive fortalt. "
                "Skriv det i says på en linje, hvis ord siger det, eller slet punktet."
            )
            yield read_yaml(library.folder / "meeting.yaml").mistake(place, message)


def _unsaid(library: Library) -> Iterator[Mistake]:
    """Phrases that a citizen's page needs and Danish has not, or has and nothing needs; and a line that asks for a name
    and does not tell the one who rings."""
    danish = library.languages[SOURCE]
    needed = {
        "lines": {line.key for line in library.lines},
        "topics": {f"topics.{name}" for name in library.taxonomy.topics},
        "ways": {f"ways.{name}" for name in library.taxonomy.contact_forms},
        "audiences": {f"audiences.{name}" for name in library.taxonomy.audiences},
    }
    for section, keys in needed.items():
        there = {key for key in danish.phrases if key.startswith(f"{section}.")}
        for key in keys - there:
            yield danish.document.mistake(danish.place(key), "Nøglen mangler: Siden bruger den.")
        for key in there - keys:
            yield danish.document.mistake(danish.place(key), "Ingen side bruger nøglen. Slet den, eller ret den.")
    meeting = library.meeting
    named = [*(part.id for part in meeting.parts), *(point for _, point in points(meeting))]
    for name in [*named, *(topic.id for topic in library.checklist.topics)]:
        if f"meeting.{name}" not in danish.phrases:
            yield danish.document.mistake(danish.place(f"meeting.{name}"), "Nøglen mangler: Siden om mødet bruger den.")
    for line in library.lines:
        for code, word in ASKS_FOR_A_NAME.items():
            language = library.languages.get(code)
            said = str(language.phrases.get(line.key, "")) if language else word
            if language and line.anonymous == "no" and word not in said.lower():
                message = f"Linjen spørger om navn. Skriv det her ({word})."
                yield language.document.mistake(language.place(line.key), message)
