"""Which texts wait for a professional to read them through: all that are shown and have no review that still holds."""

from __future__ import annotations

from datetime import date

from webapp.cards.card import Card
from webapp.law.fact import Fact
from webapp.library import Library
from webapp.practice.scenario import Scenario
from webapp.review.review import is_current


def unreviewed(library: Library, today: date) -> list[Card | Scenario | Fact]:
    """Cards, scenarios and legal facts that nobody has reviewed, or not for too long (`review.MONTHS`)."""
    texts: tuple[Card | Scenario | Fact, ...] = (
        *library.cards.values(),
        *library.practice.scenarios.values(),
        *library.law.shown(),
    )
    return [text for text in texts if not is_current(text.reviewed, today)]
