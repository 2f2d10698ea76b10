"""Dead ends: a card nobody comes to, a term or source nothing uses, a rule on no card.

What a file refers to is read from its fields, whatever file it is, so that scenarios or checklists count as well.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from webapp.cards.explained import stands_in
from webapp.content.document import Document, Mistake
from webapp.library import Library
from webapp.proofreading.passage import Passage, values_in

ABOUT_THE_APP = "appen"  # the group of rules about the app itself: they belong on no card
_NAMES = {
    "cards": ("next", "related", "card", "cards"),
    "sources": ("source", "sources"),
    "law": ("law", "fact", "facts"),
}


def lost_cards(library: Library, documents: list[Document]) -> Iterator[Mistake]:
    """A mistake for every card that no way leads to: from the five core cards, which stand on the home page, along
    `next` and `related`, or straight from another kind of text. The glossary is a place to look up, not a way."""
    ways = {card.id: {card.next, *card.related} for card in library.cards.values()}
    elsewhere = [
        document for document in documents if not document.file.startswith("cards/") and "glossary" not in document.file
    ]
    reached: set[str] = set()
    ahead = {card.id for card in library.of_kind("kerneelement")} | _used("cards", elsewhere) & set(ways)
    while ahead:
        reached |= ahead
        ahead = {name for card in ahead for name in ways[card]} - reached
    for card in library.cards.values():
        if card.id not in reached:
            message = f"Intet kort fører hertil. Skriv {card.id} i related på et kort, der hører sammen med det."
            yield card.document.mistake(("id",), message)


def idle_terms(library: Library, documents: list[Document], passages: list[Passage]) -> Iterator[Mistake]:
    """A mistake for every term that stands in no text and belongs to no card."""
    document = _document("glossary.yaml", documents)
    texts = [passage.text for passage in passages if passage.language == "da" and passage.file != document.file]
    for number, term in enumerate(library.glossary):
        if term.card is None and not any(stands_in(term, text) for text in texts):
            message = f"Ingen tekst bruger ordet »{term.term}«. Skriv i card, hvor det hører hjemme, eller slet det."
            yield document.mistake((number, "term"), message)


def idle_sources(library: Library, documents: list[Document]) -> Iterator[Mistake]:
    """A mistake for every source that no text rests on."""
    document = _document("sources.yaml", documents)
    used = _used("sources", [other for other in documents if other is not document])
    for number, source in enumerate(library.sources.values()):
        if source.id not in used:
            message = f"Ingen tekst bygger på kilden {source.id}. Skriv den i sources på et kort, eller slet den."
            yield document.mistake((number, "id"), message)


def idle_boxes(library: Library, documents: list[Document]) -> Iterator[Mistake]:
    """A mistake for every box that no text shows."""
    document = _document("boxes.yaml", documents)
    used = {value for one in documents for place, value in values_in(one.values) if "boxes" in place}
    for number, name in enumerate(library.boxes):
        if name not in used:
            message = f"Ingen tekst viser boksen {name}. Skriv boxes: [{name}], hvor den hører til, eller slet den."
            yield document.mistake((number, "id"), message)


def idle_rules(library: Library, documents: list[Document]) -> Iterator[Mistake]:
    """One mistake that names every rule that is shown and stands on no card, but for those about the app itself. It can
    still be found, in the list of duties and rights and by search, so nobody has to mend it today."""
    document = library.law.document
    used = _used("law", [other for other in documents if other.file != document.file])
    idle = [
        (("entries", number, "id"), fact.code)
        for number, fact in enumerate(library.law.facts.values())
        if fact.shown and fact.group != ABOUT_THE_APP and not {fact.id, fact.code} & used
    ]
    if idle:
        named = ", ".join(f"{code} (linje {document.line(place)})" for place, code in idle)
        message = f"Ingen kort bruger {named}. Skriv reglens id i law på et kort, hvor man får brug for den."
        yield document.mistake(idle[0][0], message)


def _used(what: str, documents: list[Document]) -> set[str]:
    names = _NAMES[what]
    return {value for document in documents for value in _under(names, document.values)}


def _under(names: tuple[str, ...], value: Any, named: bool = False) -> Iterator[str]:
    """Every text in a field of one of these names, also in a list there."""
    if isinstance(value, dict):
        for key, inner in value.items():
            # Most values are texts of other fields, and there are a hundred thousand of them.
            if key in names or not isinstance(inner, str):
                yield from _under(names, inner, key in names)
    elif isinstance(value, list):
        for inner in value:
            yield from _under(names, inner, named)
    elif named and isinstance(value, str):
        yield value


def _document(name: str, documents: list[Document]) -> Document:
    return next(document for document in documents if document.file.endswith("/" + name))
