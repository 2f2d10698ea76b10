"""Hours that were kept by earlier rules, or put into the database by hand, and cannot be read any more.

They never stop the publishing, and nobody guesses at them: what is published says that they are not known, and the desk
asks for them.
"""

from __future__ import annotations

from collections.abc import Iterator

from webapp.hours.text import is_readable
from webapp.offers.offer import Offer

NOT_KNOWN = "unknown"  # in OpenStreetMap's words: it may be open


def has_readable_hours(offer: Offer) -> bool:
    """Whether an offer's hours and all its dated changes can be read. None at all can."""
    return all(map(_can_be_read, _texts(offer)))


def with_readable_hours(offer: Offer) -> Offer:
    """The offer, with hours that cannot be read as not known; the very same where all can be read."""
    if has_readable_hours(offer):
        return offer
    changes = tuple(
        change if _can_be_read(change.opening_hours) else change.model_copy(update={"opening_hours": NOT_KNOWN})
        for change in offer.changes
    )
    later = tuple(
        version if _can_be_read(version.opening_hours) else version.model_copy(update={"opening_hours": None})
        for version in offer.later
    )
    hours = offer.opening_hours if _can_be_read(offer.opening_hours) else None
    return offer.model_copy(update={"opening_hours": hours, "changes": changes, "later": later})


def _can_be_read(text: str | None) -> bool:
    return text is None or is_readable(text)


def _texts(offer: Offer) -> Iterator[str | None]:
    yield offer.opening_hours
    yield from (part.opening_hours for part in offer.changes)
    yield from (part.opening_hours for part in offer.later)
