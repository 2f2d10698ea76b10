"""Two entries for the same offer: how alike they are, what the one that stays takes over, and what an editor has to
decide because both have something written."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import Any

from webapp.danish import fold
from webapp.hours.change import Change
from webapp.offers.offer import ANSWERED, Offer
from webapp.offersdesk.validation import LONGEST
from webapp.registry.file import is_shelter

# What the one that stays takes over where it has nothing itself. What belongs together comes together: a postcode is
# no good to another street, nor a date to another source.
TAKEN_OVER = (
    *(("description_en",), ("address", "postal_code", "city"), ("phone",), ("sms",), ("email",), ("website", "chat")),
    *(("opening_hours",), ("hours_note",), ("legal_basis",), ("source_url", "source_date")),
)
# Where both have something, an editor may take the closing one's instead, or as well.
INSTEAD = (
    *("name", "neutral_name", "organization", "description", "description_en", "phone", "sms", "email", "website"),
    *("opening_hours", "hours_note", *ANSWERED, "legal_basis", "notes"),
)
AS_WELL = ("topics", "audiences", "contact_forms", "service_regions", "service_municipalities")
CHOICES = (*INSTEAD, *AS_WELL, "national", "changes")


def alike(one: Offer, other: Offer) -> int:
    """How alike two offers are; only to put the likeliest first. A shared hotline's number says little."""
    same = sum(2 for name in ("sms", "website", "email", "address") if _both(one, other, name))
    same += 3 if _both(one, other, "phone") and not one.on_shared_line else 0
    same += len(set(fold(one.name).split()) & set(fold(other.name).split()))
    return same + (fold(one.organization) == fold(other.organization))


def _both(one: Offer, other: Offer, name: str) -> bool:
    return getattr(one, name) is not None and getattr(one, name) == getattr(other, name)


def filled_up(survivor: Offer, merged: Offer, today: date, chosen: Collection[str] = ()) -> Offer:
    """The offer that stays, with what it lacked and the other one had, with the languages, notes and closed days of
    both, and with the fields that were `chosen` (of `CHOICES`) from the one that is closed. A shelter gets no address
    this way."""
    update: dict[str, Any] = {}
    for names in TAKEN_OVER:
        if not any(getattr(survivor, name) for name in names):
            update |= {name: getattr(merged, name) for name in names if getattr(merged, name)}
    shelter = is_shelter(survivor.topics, survivor.contact_forms)
    if shelter or survivor.municipality != merged.municipality:
        for name in ("address", "postal_code", "city"):
            update.pop(name, None)
    for name in ANSWERED:
        if getattr(survivor, name) == "unknown":
            update[name] = getattr(merged, name)
    update |= {name: getattr(merged, name) for name in INSTEAD if name in chosen}
    for name in ("languages", *(name for name in AS_WELL if name in chosen)):
        update[name] = _joined(getattr(survivor, name), getattr(merged, name))
    if "national" in chosen:
        update["national"] = survivor.national or merged.national
    if "notes" not in chosen:
        notes = "\n".join(dict.fromkeys(note for note in (survivor.notes, merged.notes) if note))
        update["notes"] = notes if 0 < len(notes) <= LONGEST["notes"] else survivor.notes
    others = "changes" in chosen or "opening_hours" in update
    update["changes"] = _changes(survivor.changes, merged.changes, today, others)
    forms = tuple(form for name, form in (("phone", "telefon"), ("sms", "sms"), ("chat", "chat")) if update.get(name))
    update["contact_forms"] = _joined(update.get("contact_forms", survivor.contact_forms), forms)
    return survivor.model_copy(update=update)


def left_behind(survivor: Offer, merged: Offer, today: date) -> list[str]:
    """The fields whose value would go with the offer that is closed, unless somebody chooses it."""
    after = filled_up(survivor, merged, today)
    return [name for name in CHOICES if filled_up(survivor, merged, today, [name]) != after]


def _joined(own: Iterable[str], others: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*own, *others)))


def _changes(own: tuple[Change, ...], others: tuple[Change, ...], today: date, with_hours: bool) -> tuple[Change, ...]:
    """The changed days of both. Days on which the one that stays has its own say stay as they are; closed days hold
    for the place whatever its hours, other hours only with the hours they were written for (`with_hours`)."""
    come = [
        change
        for change in others
        if change.last >= today
        and (with_hours or change.opening_hours is None)
        and not any(change.first <= known.last and known.first <= change.last for known in own)
    ]
    return tuple(sorted((*own, *come), key=lambda change: change.first)) if come else own


def rows(survivor: Offer, merged: Offer, today: date, labels: Mapping[str, str]) -> list[tuple[str, str, bool]]:
    """The fields in which the two differ, as (field, label, whether there is something to choose)."""
    behind = left_behind(survivor, merged, today)
    return [
        (field, label, field in behind)
        for field, label in labels.items()
        if getattr(survivor, field) != getattr(merged, field)
    ]
