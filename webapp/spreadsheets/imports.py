"""An import: what was sent waits for its sender's yes; then all of it is done or nothing; the last can be undone."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.audit import record
from webapp.database import Base, Moment, StaleError, db
from webapp.library import Library
from webapp.municipalities import Places
from webapp.offers.offer import Offer, on_day
from webapp.registry import revision, store
from webapp.registry.codes import code_for
from webapp.registry.ownership import owner
from webapp.spreadsheets.columns import cells_of
from webapp.spreadsheets.plan import Plan
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import Table
from webapp.users.role import Account, Role

CHANGED = "Et tilbud er ændret, siden du så ændringerne. Intet er gemt. Se dem igen herunder."


class Refused(Exception):
    """It cannot be done now; the message says why and what to do."""


class DataImport(Base):
    """One import. `municipality` is the one it could touch (None: all). What it did stands in the offers' revisions;
    `made` says which of them are its own."""

    __tablename__ = "data_import"
    __table_args__ = (
        CheckConstraint("applied_at IS NULL OR made IS NOT NULL", name="data_import_kept"),
        CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="data_import_undone"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), index=True)
    municipality: Mapped[str | None] = mapped_column(String(4))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    sent: Mapped[str] = mapped_column(Text)  # the table, as JSON
    made: Mapped[str | None] = mapped_column(Text)  # the version it made of each offer, by code, as JSON

    @property
    def table(self) -> Table:
        """What was sent."""
        values = json.loads(self.sent)
        rows = [(row, cells) for row, cells in values["rows"]]
        return Table(values["headings"], rows, notes=[(where, text) for where, text in values.get("notes", [])])

    @property
    def versions(self) -> dict[str, int]:
        """The version it made of each offer, by code."""
        return json.loads(self.made or "{}")

    @property
    def count(self) -> int:
        """How many offers it changed or brought in."""
        return len(self.versions)


def scope_of(actor: Account) -> str | None:
    """The municipality whose offers someone may import; None for all."""
    return None if actor.role == Role.ADMINISTRATOR else actor.municipality


def offers_in(scope: str | None, places: Places, source) -> list[Offer]:
    """The offers somebody with this scope exports, as they stand today."""
    return [offer for offer in _offers_today(places, source) if scope is None or owner(offer) == scope]


def _offers_today(places: Places, source) -> list[Offer]:
    today = clock.now().date()
    return [on_day(offer, places, today) for offer in store.all_offers(source)]


def plan_for(table: Table, scope: str | None, library: Library) -> Plan:
    """What a table would do now."""
    return _plan(table, scope, library, _offers_today(library.places, db.session))


def _plan(table: Table, scope: str | None, library: Library, offers: Iterable[Offer]) -> Plan:
    return plan_import(table, offers, scope, library.taxonomy, library.places, clock.now().date())


def keep(actor: Account, table: Table) -> DataImport:
    """Let a table wait for its sender's yes, in place of what that person sent before. The caller commits."""
    mine = DataImport.by_id == actor.id, DataImport.applied_at.is_(None)
    db.session.execute(delete(DataImport).where(*mine))
    told = {"headings": table.headings, "rows": table.rows, "notes": table.notes}
    sent = json.dumps(told, ensure_ascii=False)
    kept = DataImport(by_id=actor.id, municipality=scope_of(actor), sent_at=clock.now(), sent=sent)
    db.session.add(kept)
    db.session.flush()
    return kept


def waiting(actor: Account) -> DataImport | None:
    """What someone has sent and not said yes to."""
    query = select(DataImport).where(DataImport.by_id == actor.id, DataImport.applied_at.is_(None))
    kept = db.session.execute(query.order_by(DataImport.id.desc()).limit(1)).scalar_one_or_none()
    return kept if kept is not None and kept.municipality == scope_of(actor) else None


def last_applied(actor: Account) -> DataImport | None:
    """The last import of what someone looks after, if it has not been undone."""
    query = select(DataImport).where(DataImport.applied_at.is_not(None))
    if actor.role != Role.ADMINISTRATOR:
        query = query.where(DataImport.municipality == actor.municipality)
    last = db.session.execute(query.order_by(DataImport.applied_at.desc(), DataImport.id.desc()).limit(1)).scalar()
    return last if last is not None and last.undone_at is None else None


def apply(actor: Account, kept: DataImport, basis: str, library: Library) -> int:
    """Do all that an import would, in the transaction at hand; the caller commits. Answers how many offers it was.

    `basis` is that of the plan its sender saw. Raises Refused when an offer was changed since.
    """
    versions = store.versions()
    offers = {offer.code: offer for offer in _offers_today(library.places, db.session)}
    plan = _plan(kept.table, kept.municipality, library, offers.values())
    if plan.faults or plan.basis != basis or not plan.planned:
        raise Refused(CHANGED)
    made: dict[str, int] = {}
    taken, describer = set(offers), library.describer
    for each in plan.planned:
        after, before = each.offer, None
        if each.before is None:
            after = after.model_copy(update={"code": code_for(f"import {kept.id} {each.row}", taken)})
            taken.add(after.code)
        else:
            before = offers[after.code]
        version = versions.get(after.code, 0)
        try:
            revision.change(actor.id, before, after, "imported", describer, version=version)
        except StaleError:
            raise Refused(CHANGED) from None
        made[after.code] = version + 1
    kept.applied_at, kept.made = clock.now(), json.dumps(made)
    kept.sent = json.dumps({"headings": [], "rows": []})
    _tell(actor, "data.imported", kept)
    return len(made)


def undo(actor: Account, kept: DataImport, library: Library) -> int:
    """Put back what an import changed and close what it brought in; the caller commits. Answers how many offers it was.

    What somebody has taken back already stays as it is. Raises Refused when an offer has been changed otherwise since:
    that would be lost.
    """
    versions = store.versions()
    offers = {offer.code: offer for offer in _offers_today(library.places, db.session)}
    changed, back = [], []
    for code, version in kept.versions.items():
        here, line = offers[code], revision.which_made(code, version)
        if line is None:
            continue
        earlier = line.offer_before or line.offer_after.model_copy(update={"status": "inactive"})
        earlier = on_day(earlier, library.places, clock.now().date())
        made = on_day(line.offer_after, library.places, clock.now().date())
        cells = cells_of(here, library.places)
        if cells == cells_of(earlier, library.places):
            continue
        if cells != cells_of(made, library.places):
            changed.append(here.name)
        # Changed days are no part of an import; they may have been changed since, and stay.
        back.append((here, earlier.model_copy(update={"changes": here.changes})))
    if changed:
        names = ", ".join(changed[:5]) + (f" og {len(changed) - 5} til" if len(changed) > 5 else "")
        raise Refused(f"Kan ikke fortrydes: {names} er ændret siden. Ret dem enkeltvis, eller send en ny fil.")
    describer = library.describer
    for here, earlier in back:
        try:
            revision.change(actor.id, here, earlier, "taken_back", describer, version=versions[here.code])
        except StaleError:
            raise Refused(f"Kan ikke fortrydes: {here.name} bliver ændret lige nu. Prøv igen.") from None
    kept.undone_at = clock.now()
    _tell(actor, "data.undone", kept)
    return len(back)


def _tell(actor: Account, kind: str, kept: DataImport) -> None:
    record(
        kind,
        f"import:{kept.id}",
        f"{kept.count} tilbud",
        by=actor.id,
        municipality=kept.municipality,
    )
