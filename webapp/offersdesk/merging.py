"""Two entries for the same offer: how alike they are, and what the one that stays takes over."""

from __future__ import annotations

from webapp.danish import fold
from webapp.offers.offer import Offer

# What the one that stays takes over where it has nothing itself.
TAKEN_OVER = (
    *("description_en", "address", "postal_code", "city", "phone", "sms", "email", "website"),
    *("opening_hours", "hours_note", "legal_basis", "source_url", "source_date"),
)


def alike(one: Offer, other: Offer) -> int:
    """How alike two offers are; only to put the likeliest first. A shared hotline's number says little."""
    same = sum(2 for name in ("sms", "website", "email", "address") if _both(one, other, name))
    same += 3 if _both(one, other, "phone") and one.phone != "1888" else 0
    same += len(set(fold(one.name).split()) & set(fold(other.name).split()))
    return same + (fold(one.organization) == fold(other.organization))


def _both(one: Offer, other: Offer, name: str) -> bool:
    return getattr(one, name) is not None and getattr(one, name) == getattr(other, name)


def filled_up(survivor: Offer, merged: Offer) -> Offer:
    """The offer that stays, with what it lacked and the other one had, and with the languages of both. A shelter gets
    no address this way."""
    update = {
        name: getattr(merged, name)
        for name in TAKEN_OVER
        if getattr(survivor, name) is None and getattr(merged, name) is not None
    }
    shelter = "overnatning" in survivor.contact_forms and "vold" in survivor.topics
    if shelter or survivor.municipality != merged.municipality:
        for name in ("address", "postal_code", "city"):
            update.pop(name, None)
    update["languages"] = (*survivor.languages, *(code for code in merged.languages if code not in survivor.languages))
    for name, form in (("phone", "telefon"), ("sms", "sms")):
        if name in update and form not in survivor.contact_forms:
            update["contact_forms"] = (*update.get("contact_forms", survivor.contact_forms), form)
    return survivor.model_copy(update=update)
