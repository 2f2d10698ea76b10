"""Texts that nobody has held up against their source for too long. They are still shown: with the day it was last done,
and on staff pages with a word on it (`templates/macros/dated.html`).

The months are the project's own rule. Law and numbers change with the year; a report stays what it is, so its address
is looked up less often. Offers have their own clock: `webapp/offers/freshness.py`.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from webapp.content.document import Document, Mistake, Place
from webapp.danish import danish_date
from webapp.dated import HELD_FOR, overdue_from
from webapp.library import Library

CARD, LAW, LINE, SOURCE = HELD_FOR, HELD_FOR, 6, 24  # months


def overdue(library: Library, documents: list[Document], today: date) -> Iterator[Mistake]:
    """A mistake for every card, rule, line to ring and source last looked at more than its months ago."""
    files = {document.file.rpartition("/")[2]: document for document in documents}
    rows: list[tuple[Document, Place, date, int]] = []
    rows += [(card.document, ("confirmed",), card.confirmed, CARD) for card in library.cards.values()]
    law, lines, sources = (files[name] for name in ("legal.yaml", "help.yaml", "sources.yaml"))
    facts = library.law.facts.values()
    rows += [(law, ("entries", number, "seen"), fact.seen, LAW) for number, fact in enumerate(facts) if fact.shown]
    rows += [(lines, ("lines", number, "seen"), line.seen, LINE) for number, line in enumerate(library.lines)]
    rows += [(sources, (number, "seen"), one.seen, SOURCE) for number, one in enumerate(library.sources.values())]
    for document, place, day, months in rows:
        if overdue_from(day, months) <= today:
            message = (
                f"Sidst set efter {danish_date(day)}, for mere end {months} måneder siden. "
                "Læs kilden igen, ret teksten, og skriv dagens dato."
            )
            yield document.mistake(place, message)
