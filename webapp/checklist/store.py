"""Municipalities' own lines in the database: reading them, and keeping a new version.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import select

from webapp import database
from webapp.audit import Change, record
from webapp.checklist.models import ChecklistVersion
from webapp.checklist.own import Own, from_plain, to_plain
from webapp.database import Readable, db
from webapp.versions import Versions

versions = Versions(ChecklistVersion)


def own_at(municipality: str, number: int) -> Own:
    """What a version says; nothing when there is no such version."""
    found = versions.numbered(municipality, number)
    return found.own if found else Own()


def all_own(source: Readable) -> dict[str, Own]:
    """What each municipality has laid over the checklist, by its code. `source` is the session or a connection."""
    kept = versions.latest_of_each(ChecklistVersion.lines, source)
    return {code: from_plain(json.loads(lines)) for code, lines in kept}


def take_turn(municipality: str) -> None:
    """Let nobody else change this municipality's lines until the transaction ends."""
    database.take_turn(f"checklist {municipality}")


def save(
    municipality: str,
    own: Own,
    kind: str,
    name: str,
    *,
    by: int,
    before: dict[str, Any] | None = None,
    after: dict[str, Any] | None = None,
) -> None:
    """Keep what a change has made as a new version, and log the change (`webapp/audit.py`). The same as before
    makes no version. It is whose turn it is who saves (`take_turn`)."""
    last = versions.latest(municipality)
    if (last.own if last else Own()) == own:
        return
    versions.add(municipality, last, by=by, lines=json.dumps(to_plain(own), ensure_ascii=False))
    record(kind, _subject(municipality), name, by=by, municipality=municipality, before=before, after=after)


def last_change(municipality: str) -> Change | None:
    """What the log says about the latest version, or None before the first."""
    query = select(Change).where(Change.subject == _subject(municipality)).order_by(Change.id.desc()).limit(1)
    return db.session.execute(query).scalar_one_or_none()


def _subject(municipality: str) -> str:
    return f"checklist:{municipality}"
