"""How long a fact about an offer holds: first as it is said, then as "ring først", then not shown to citizens.

Two clocks. What we say about an offer has a date of its own: the day somebody asked the offer, else the source's date,
else the day the source was looked up. And somebody has to have looked at it at all. The months are the project's own
rule (`docs/finder.md`), chosen for services that close or change hours about once a year.
"""

from __future__ import annotations

from datetime import date

from webapp.clock import ALWAYS, minute_of, months_after
from webapp.offers.offer import Offer

RING_FIRST_AFTER = 12  # months after the date of what we say
GONE_AFTER = 24  # months after anybody looked


def known_on(offer: Offer) -> date:
    """The date of what we say about an offer. A source that gives only a month or a year counts from its first day."""
    if offer.confirmed_on:
        return offer.confirmed_on
    if offer.source_date:
        return date.fromisoformat((offer.source_date + "-01-01")[:10])
    return offer.seen


def dated(offer: Offer) -> tuple[str, str]:
    """How the date of what we say is told: the phrase (`dated.<name>`), and the day, month or year put into it."""
    if offer.confirmed_on:
        return "confirmed", offer.confirmed_on.isoformat()
    if offer.source_date:
        return "as_of", offer.source_date
    return "looked_up", offer.seen.isoformat()


def looked_at_on(offer: Offer) -> date:
    """The last day anybody asked the offer or looked its source up."""
    return max(offer.seen, offer.confirmed_on or offer.seen)


def ring_first_from(offer: Offer) -> int:
    """When "ring først" takes the place of the opening state (minutes since the epoch); at once with low confidence."""
    return ALWAYS if offer.confidence == "low" else minute_of(months_after(known_on(offer), RING_FIRST_AFTER))


def gone_from(offer: Offer) -> int:
    """When citizens are no longer shown the offer, in minutes since the epoch; with low confidence they never are."""
    return ALWAYS if offer.confidence == "low" else minute_of(months_after(looked_at_on(offer), GONE_AFTER))
