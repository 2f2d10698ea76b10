"""An import: what was sent waits for its sender's yes; then all of it is done or nothing; the last can be undone."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.changes.change import record
from webapp.content.library import Library
from webapp.data.columns import BY_FIELD, FIELDS, cells_of
from webapp.data.judge import Plan, Planned, judge
from webapp.data.read import Table
from webapp.database import Base, Moment, db
from webapp.offers.codes import code_for
from webapp.offers.offer import Offer
from webapp.offers.store import all_offers, save
from webapp.users.role import Account, Role


class Refused(Exception):
    """It cannot be done now; the message says why and what to do."""


class DataImport(Base):
    """One import. `municipality` is the one it could touch (None: all); `before` and `after` are there to undo it."""

    __tablename__ = "data_import"
    __table_args__ = (
        CheckConstraint("applied_at IS NULL OR (before IS NOT NULL AND after IS NOT NULL)", name="data_import_kept"),
        CheckConstraint("undone_at IS NULL OR applied_at IS NOT NULL", name="data_import_undone"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    by_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), index=True)
    municipality: Mapped[str | None] = mapped_column(String(4))
    sent_at: Mapped[datetime] = mapped_column(Moment)
    applied_at: Mapped[datetime | None] = mapped_column(Moment)
    undone_at: Mapped[datetime | None] = mapped_column(Moment)
    sent: Mapped[str] = mapped_column(Text)  # the table, as JSON
    before: Mapped[str | None] = mapped_column(Text)  # offers by code, whole; null for those that came in
    after: Mapped[str | None] = mapped_column(Text)  # cells by code

    @property
    def table(self) -> Table:
        """What was sent."""
        values = json.loads(self.sent)
        return Table(values["headings"], [(row, cells) for row, cells in values["rows"]])

    @property
    def count(self) -> int:
        """How many offers it changed or brought in."""
        return len(json.loads(self.after or "{}"))


def scope_of(actor: Account) -> str | None:
    """The municipality whose offers someone may import; None for all."""
    return None if actor.role == Role.ADMINISTRATOR else actor.municipality


def offers_in(scope: str | None, source) -> list[Offer]:
    """The offers somebody with this scope exports."""
    return [offer for offer in all_offers(source) if scope is None or offer.municipality == scope]


def plan_for(table: Table, scope: str | None, library: Library) -> Plan:
    """What a table would do now."""
    offers = all_offers(db.session)
    return judge(table, offers, scope, library.taxonomy, library.places, clock.now().date())


def keep(actor: Account, table: Table) -> DataImport:
    """Let a table wait for its sender's yes, in place of what that person sent before. The caller commits."""
    mine = DataImport.by_id == actor.id, DataImport.applied_at.is_(None)
    db.session.execute(delete(DataImport).where(*mine))
    sent = json.dumps({"headings": table.headings, "rows": table.rows}, ensure_ascii=False)
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
    offers = {offer.code: offer for offer in all_offers(db.session)}
    plan = plan_for(kept.table, kept.municipality, library)
    if plan.faults or plan.basis != basis or not plan.planned:
        raise Refused("Et tilbud er ændret, siden du så ændringerne. Intet er gemt. Se dem igen herunder.")
    before: dict[str, Any] = {}
    after: dict[str, dict[str, str]] = {}
    taken = set(offers)
    for each in plan.planned:
        offer = each.offer
        if each.before is None:
            offer = offer.model_copy(update={"code": code_for(f"import {kept.id} {each.row}", taken)})
            taken.add(offer.code)
        save(offer)
        here = offers.get(offer.code)
        before[offer.code] = here.model_dump(mode="json") if here else None
        after[offer.code] = cells_of(offer, library.places)
        _tell(actor, "offer.imported", offer, each)
    kept.applied_at = clock.now()
    kept.before, kept.after = json.dumps(before, ensure_ascii=False), json.dumps(after, ensure_ascii=False)
    kept.sent = json.dumps({"headings": [], "rows": []})
    _tell_whole(actor, "data.imported", kept)
    return len(after)


def undo(actor: Account, kept: DataImport, library: Library) -> int:
    """Put back what an import changed and close what it brought in; the caller commits. Answers how many offers it was.

    Raises Refused when one of them has been changed since: that would be lost.
    """
    offers = {offer.code: offer for offer in all_offers(db.session)}
    after, before = json.loads(kept.after or "{}"), json.loads(kept.before or "{}")
    changed = [code for code, cells in after.items() if cells_of(offers[code], library.places) != cells]
    if changed:
        names = ", ".join(offers[code].name for code in changed[:5])
        raise Refused(f"Kan ikke fortrydes: {names} er ændret siden. Ret dem enkeltvis, eller send en ny fil.")
    for code, values in before.items():
        here = offers[code]
        if values is None:
            offer = here.model_copy(update={"status": "inactive"})
        else:
            # Changed days are no part of an import; they may have been changed since, and stay.
            offer = Offer.model_validate(values).model_copy(update={"changes": here.changes})
        save(offer)
        cells = cells_of(offer, library.places)
        _tell(actor, "offer.taken_back", offer, Planned(0, offer, after[code], cells))
    kept.undone_at = clock.now()
    _tell_whole(actor, "data.undone", kept)
    return len(after)


def _tell(actor: Account, kind: str, offer: Offer, planned: Planned) -> None:
    before = planned.before or dict.fromkeys(FIELDS, "")
    differ = [name for name in FIELDS if before[name] != planned.after[name] and name != "code"]
    record(
        kind,
        f"offer:{offer.code}",
        offer.name[:200],
        by=actor.id,
        municipality=offer.municipality,
        before={BY_FIELD[name].label: before[name] or None for name in differ},
        after={BY_FIELD[name].label: planned.after[name] or None for name in differ},
    )


def _tell_whole(actor: Account, kind: str, kept: DataImport) -> None:
    record(
        kind,
        f"import:{kept.id}",
        f"{kept.count} tilbud",
        by=actor.id,
        municipality=kept.municipality,
    )
