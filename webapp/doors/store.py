"""Municipalities' own doors in the database, laid over those of the content file.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from webapp import clock
from webapp.audit import record
from webapp.database import Readable, take_turn
from webapp.doors.contact import Contact, Contacts, Kind
from webapp.doors.form import Written, contact_of, plain
from webapp.doors.models import DoorVersion
from webapp.offers.describe import CONFIDENCE
from webapp.typed_text import source_date_field
from webapp.versions import Versions

versions = Versions(DoorVersion)

WORDS: dict[Kind, str] = {"main": "Hovednummer", "website": "Hjemmeside", "night": "Aften og nat"}
Own = dict[Written, Contact | None]


def contacts_now(file: Contacts, source: Readable) -> Contacts:
    """The contacts of the content file, with what municipalities have written themselves instead."""
    kept = versions.latest_of_each(DoorVersion.contacts, source)
    return file.with_own({code: _read(code, contacts) for code, contacts in kept})


def own_at(municipality: str, number: int) -> Own:
    """What a version says, by kind; nothing at number 0, where the content file alone speaks. Raises KeyError."""
    found = versions.numbered(municipality, number)
    if found is None and number != 0:
        raise KeyError(number)
    return _read(municipality, found.contacts) if found else {}


def save(municipality: str, name: str, own: Own, number: int, file: Contacts, *, by: int) -> bool:
    """Keep what a municipality's editors have written as the version after `number`; `name` is the municipality's.
    Answers whether anything was new. Raises StaleError when `number` is not the latest any more."""
    take_turn(f"door {municipality}")
    latest = versions.at(municipality, number)
    before = own_at(municipality, number)
    if own == before:
        return False
    kept = {kind: plain(contact) if contact else None for kind, contact in own.items()}
    versions.add(municipality, latest, by=by, contacts=json.dumps(kept, ensure_ascii=False, sort_keys=True))
    today = clock.now().date()
    record(
        "door.edited",
        f"door:{municipality}",
        name,
        by=by,
        municipality=municipality,
        before=_said(file.with_own({municipality: before}).of(municipality, today)),
        after=_said(file.with_own({municipality: own}).of(municipality, today)),
    )
    return True


def _read(municipality: str, contacts: str) -> Own:
    kept = json.loads(contacts)
    return {kind: contact_of(municipality, kind, values) if values else None for kind, values in kept.items()}


def _said(known: Mapping[Kind, Contact]) -> dict[str, str]:
    said = {}
    for kind, word in WORDS.items():
        row = known.get(kind)
        if row:
            found = (
                row.source_url,
                source_date_field(row.source_date),
                f"sikkerhed {CONFIDENCE[row.confidence].lower()}",
            )
            parts = (row.phone, row.site if row.website else "", row.name, row.note, *found)
            said[word] = ", ".join(part for part in parts if part)
    return said
