"""Whose an offer is: who may change it, and who may see it at the desk."""

from __future__ import annotations

from datetime import date

from webapp.municipalities import Places
from webapp.offers.offer import Offer
from webapp.users.role import Account, sees_municipality


def owner(offer: Offer) -> str | None:
    """The municipality that looks after an offer; None: the administrators do.

    What lies in a municipality is that one's, also a shelter for the whole country: they can walk over and ask. What
    lies nowhere and serves one municipality alone is that one's too.
    """
    if offer.municipality:
        return offer.municipality
    if not offer.national and not offer.service_regions and len(offer.service_municipalities) == 1:
        return offer.service_municipalities[0]
    return None


def may_edit(actor: Account, offer: Offer) -> bool:
    """Whether someone looks after an offer."""
    return sees_municipality(actor, owner(offer))


def may_see(actor: Account, offer: Offer, places: Places, today: date) -> bool:
    """Whether someone may read about an offer at the desk: it is theirs, or it serves their municipality."""
    if may_edit(actor, offer) or offer.national or actor.municipality in offer.service_municipalities:
        return True
    return places.lies_in(actor.municipality, offer.service_regions, today)
