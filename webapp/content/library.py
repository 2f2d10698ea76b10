"""All content together, with every reference from one file to another checked."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from webapp.about.source import Source, read_sources
from webapp.acute.line import Line, read_lines
from webapp.cards.card import Card, read_cards
from webapp.content.document import ContentError, Mistake
from webapp.law.fact import Fact, Law, read_law


@dataclass(frozen=True)
class Library:
    """Everything the app says: cards by id, legal facts, sources by id, and the lines to ring at once."""

    cards: dict[str, Card]
    law: Law
    sources: dict[str, Source]
    lines: tuple[Line, ...]

    def of_kind(self, kind: str) -> list[Card]:
        """The cards of a kind (`kerneelement`, `maalgruppe`, `situation`, `metode`), in their order."""
        return [card for card in self.cards.values() if card.kind == kind]

    def facts_behind(self, card: Card) -> list[Fact]:
        """The legal facts behind a card; those that are not confirmed are left out."""
        return [fact for name in card.law if (fact := self.law.facts[name]).shown]

    def cards_with(self, fact: Fact) -> list[Card]:
        """The cards a legal fact stands behind."""
        return [card for card in self.cards.values() if fact.id in card.law]


def read_library(folder: Path) -> Library:
    """All content in a folder. Raises ContentError with every mistake of every file, dead references included."""
    parts, mistakes = {}, []
    for name, read, path in (
        ("cards", read_cards, folder / "cards"),
        ("law", read_law, folder / "legal.yaml"),
        ("sources", read_sources, folder / "sources.yaml"),
        ("lines", read_lines, folder / "help.yaml"),
    ):
        try:
            parts[name] = read(path)
        except ContentError as error:
            mistakes += error.mistakes
    if not mistakes:
        library = Library(**parts)
        mistakes = list(_dead_references(library))
    if mistakes:
        raise ContentError(sorted(mistakes, key=lambda mistake: (mistake.file, mistake.line)))
    return library


def _dead_references(library: Library):
    places = {
        "next": lambda card: [card.next],
        "related": lambda card: card.related,
        "law": lambda card: card.law,
        "sources": lambda card: card.sources,
    }
    known = {"next": library.cards, "related": library.cards, "law": library.law.facts, "sources": library.sources}
    what = {"next": "Kortet", "related": "Kortet", "law": "Reglen", "sources": "Kilden"}
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
