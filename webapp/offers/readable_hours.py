"""Hours that were kept by earlier rules, or put into the database by hand, and cannot be read any more.

They never stop the publishing, and nobody guesses at them: what is published says that they are not known, and the desk
asks for them.
"""

from __future__ import annotations

from webapp.hours.text import is_readable
from webapp.offers.offer import Offer

NOT_KNOWN = "unknown"  # in OpenStreetMap's words: it may be open


def has_readable_hours(offer: Offer) -> bool:
    """Whether an offer's hours and all its dated changes can be read. None at all can."""
    return all(text is None or is_readable(text) for text in _texts(offer))


def with_readable_hours(offer: Offer) -> Offer:
    """The offer, with hours that cannot be read as not known; the very same where all can be read."""
    if has_readable_hours(offer):
        return offer
    hours = offer.opening_hours if offer.opening_hours and is_readable(offer.opening_hours) else None
    changes = tuple(
        change
        if change.opening_hours is None or is_readable(change.opening_hours)
        else change.model_copy(update={"opening_hours": NOT_KNOWN})
        for change in offer.changes
    )
    return offer.model_copy(update={"opening_hours": hours, "changes": changes})


def _texts(offer: Offer):
    yield offer.opening_hours
    yield from (change.opening_hours for change in offer.changes)
