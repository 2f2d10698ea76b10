"""Agreements in the database: saving a version, putting one in force, taking it down, and reading them back.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from sqlalchemy import select

from webapp import clock
from webapp.agreement.agreement import Values, log_words
from webapp.agreement.models import AgreementInForce, AgreementVersion
from webapp.audit import record
from webapp.database import Readable, db, take_turn
from webapp.versions import Versions

versions = Versions(AgreementVersion)


@dataclass(frozen=True)
class InForce:
    """A municipality's published agreement: the version's number and what it says."""

    municipality: str
    number: int
    values: dict[str, str | list[str]]


def in_force(municipality: str) -> AgreementVersion | None:
    """The version that phones are shown, or None."""
    shown = db.session.get(AgreementInForce, municipality)
    return db.session.get(AgreementVersion, shown.version_id) if shown else None


def all_in_force(source: Readable) -> list[InForce]:
    """Every municipality's published agreement, by the municipality's code. `source` is the session or a connection
    (`webapp.database.reading`), so that nobody who saves waits for whoever renders."""
    query = (
        select(AgreementVersion.municipality, AgreementVersion.number, AgreementVersion.fields)
        .join(AgreementInForce, AgreementInForce.version_id == AgreementVersion.id)
        .order_by(AgreementVersion.municipality)
    )
    return [InForce(code, number, json.loads(fields)) for code, number, fields in source.execute(query)]


def save(municipality: str, name: str, values: Values, base: int, *, by: int) -> AgreementVersion:
    """Keep a new version, made from version `base` (0: from none); `name` is the municipality's. The same text again
    makes no new version. Raises StaleError when `base` is no longer the latest."""
    _take_turn(municipality)
    before = versions.latest(municipality)
    if before is not None and before.values == values:
        return before
    versions.at(municipality, base)
    made = versions.add(municipality, before, by=by, fields=json.dumps(values, ensure_ascii=False))
    old, new = log_words(before.values if before else {}, values)
    _log("agreement.saved", municipality, name, made.number, by, old, new)
    return made


def put_in_force(chosen: AgreementVersion, name: str, *, by: int) -> None:
    """Have phones be shown this version. The same again changes nothing."""
    _take_turn(chosen.municipality)
    shown = db.session.get(AgreementInForce, chosen.municipality)
    before = db.session.get(AgreementVersion, shown.version_id) if shown else None
    if before is chosen:
        return
    if shown is None:
        shown = AgreementInForce(municipality=chosen.municipality)
        db.session.add(shown)
    shown.version_id, shown.since = chosen.id, clock.now()
    old, new = log_words(before.values if before else {}, chosen.values)
    _log("agreement.published", chosen.municipality, name, chosen.number, by, old, new)


def take_down(municipality: str, name: str, *, by: int) -> None:
    """Have phones be shown no agreement. Without one nothing changes."""
    _take_turn(municipality)
    shown = db.session.get(AgreementInForce, municipality)
    if shown is None:
        return
    number = db.session.get_one(AgreementVersion, shown.version_id).number
    db.session.delete(shown)
    _log("agreement.withdrawn", municipality, name, number, by, None, None)


def _take_turn(municipality: str) -> None:
    take_turn(f"agreement {municipality}")


def _log(kind: str, municipality: str, name: str, number: int, by: int, before, after) -> None:
    record(
        kind,
        f"agreement:{municipality}",
        f"aftalen for {name}, version {number}",
        by=by,
        municipality=municipality,
        before=before,
        after=after,
    )
