"""Municipalities' own lines in the database: reading them, and keeping a new version.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from webapp import clock
from webapp.audit import Change, record
from webapp.checklist.models import ChecklistVersion
from webapp.checklist.own import Own, from_plain, to_plain
from webapp.database import StaleError, db


def latest(municipality: str) -> ChecklistVersion | None:
    """The version saved last, which is the one on the phones; None before the first."""
    query = _versions(municipality).order_by(ChecklistVersion.number.desc()).limit(1)
    return db.session.execute(query).scalar_one_or_none()


def own_at(municipality: str, number: int) -> Own:
    """What a version says; nothing when there is no such version."""
    if not 0 < number < 2**31:
        return Own()
    found = db.session.execute(_versions(municipality).where(ChecklistVersion.number == number)).scalar_one_or_none()
    return found.own if found else Own()


def all_own(source) -> dict[str, Own]:
    """What each municipality has laid over the checklist, by its code. `source` is the session or a connection
    (`webapp.database.reading`), so that nobody who saves waits for whoever renders."""
    newest = (
        select(ChecklistVersion.municipality, func.max(ChecklistVersion.number).label("number"))
        .group_by(ChecklistVersion.municipality)
        .subquery()
    )
    query = (
        select(ChecklistVersion.municipality, ChecklistVersion.lines)
        .join(
            newest,
            (ChecklistVersion.municipality == newest.c.municipality) & (ChecklistVersion.number == newest.c.number),
        )
        .order_by(ChecklistVersion.municipality)
    )
    return {code: from_plain(json.loads(lines)) for code, lines in source.execute(query)}


def take_turn(municipality: str) -> None:
    """Let nobody else change this municipality's lines until the transaction ends. SQLite lets one write at a time
    anyway."""
    first = _versions(municipality).where(ChecklistVersion.number == 1)
    db.session.execute(first.with_for_update().with_only_columns(ChecklistVersion.id))


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
    makes no version. Raises StaleError when someone saved meanwhile, on a database that lets both begin."""
    last = latest(municipality)
    if (last.own if last else Own()) == own:
        return
    db.session.add(
        ChecklistVersion(
            municipality=municipality,
            number=last.number + 1 if last else 1,
            saved_at=clock.now(),
            saved_by=by,
            lines=json.dumps(to_plain(own), ensure_ascii=False),
        )
    )
    record(kind, _subject(municipality), name, by=by, municipality=municipality, before=before, after=after)
    try:
        db.session.flush()
    except IntegrityError:
        db.session.rollback()
        raise StaleError from None


def last_change(municipality: str) -> Change | None:
    """What the log says about the latest version, or None before the first."""
    query = select(Change).where(Change.subject == _subject(municipality)).order_by(Change.id.desc()).limit(1)
    return db.session.execute(query).scalar_one_or_none()


def _versions(municipality: str):
    return select(ChecklistVersion).where(ChecklistVersion.municipality == municipality)


def _subject(municipality: str) -> str:
    return f"checklist:{municipality}"
