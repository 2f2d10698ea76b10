"""Which offers the desk lists: what was asked for, and what fits."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from webapp.danish import danish_order, fold
from webapp.municipalities import Municipality, Places
from webapp.offers.confirming import is_due
from webapp.offers.offer import Offer
from webapp.offers.phone_number import tidy_number
from webapp.registry.ownership import may_edit, may_see, owner
from webapp.users.role import Account, Role

SHOWN = {"own": "Dem, I passer", "due": "Skal bekræftes", "closed": "Lukkede", "all": "Alle, I kan se"}
LONGEST_TEXT = 60  # characters
NATIONAL = "-"  # instead of a municipality's code: what no municipality looks after


@dataclass(frozen=True)
class Asked:
    """What was asked for: text, a municipality's code or an empty string (administrators), and which ones."""

    text: str = ""
    place: str = ""
    shown: str = "own"

    @classmethod
    def from_kept(cls, kept: object, actor: Account, places: Mapping[str, Municipality]) -> Asked:
        """As it was kept for this browser; what cannot be is left out."""
        if not isinstance(kept, dict):
            return cls()
        text, place, shown = (str(kept.get(name) or "") for name in ("q", "k", "vis"))
        may_choose = actor.role == Role.ADMINISTRATOR and (place in places or place == NATIONAL)
        return cls(text[:LONGEST_TEXT].strip(), place if may_choose else "", shown if shown in SHOWN else "own")


def listed(offers: Iterable[Offer], asked: Asked, actor: Account, places: Places, today: date) -> list[Offer]:
    """The offers that fit, in Danish order of their names."""
    words = fold(_number_or_text(asked.text)).split()
    found = [
        offer
        for offer in offers
        if _fits(offer, asked, actor, places, today) and all(word in _text(offer, places) for word in words)
    ]
    return sorted(found, key=lambda offer: (danish_order(offer.name), offer.code))


def _fits(offer: Offer, asked: Asked, actor: Account, places: Places, today: date) -> bool:
    if asked.place and (owner(offer) or NATIONAL) != asked.place:
        return False
    if asked.shown == "all":
        return may_see(actor, offer, places, today)
    if not may_edit(actor, offer):
        return False
    if asked.shown == "due":
        return is_due(offer, today)
    return offer.status == ("inactive" if asked.shown == "closed" else "active")


def _number_or_text(text: str) -> str:
    """A whole number as offers have it, however it was typed."""
    try:
        return tidy_number(text)
    except ValueError:
        return text


def _text(offer: Offer, places: Mapping[str, Municipality]) -> str:
    place = places[offer.municipality].name if offer.municipality and offer.municipality in places else ""
    said = (
        offer.code,
        offer.name,
        offer.organization,
        offer.description,
        offer.phone,
        (offer.phone or "").replace(" ", ""),
        offer.city,
        place,
    )
    return fold(" ".join(part or "" for part in said))
