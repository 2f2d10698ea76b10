"""What was done about a report from the field: who, when, and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, bindparam, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.audit import record
from webapp.database import Base, Moment, db
from webapp.offers.offer import Offer
from webapp.prepared import Prepared
from webapp.registry import report
from webapp.registry.models import Service
from webapp.registry.ownership import owner
from webapp.registry.report import Report

OUTCOMES = {"fixed": "Rettet", "right": "Det passede", "unclear": "Kunne ikke afgøres"}
LONGEST = 200  # characters of a note


class ReportAnswer(Base):
    """A report that somebody has dealt with. One without is open."""

    __tablename__ = "report_answer"
    __table_args__ = (
        CheckConstraint("outcome IN ('fixed', 'right', 'unclear')", name="report_answer_outcome"),
        CheckConstraint(f"length(note) <= {LONGEST}", name="report_answer_note_length"),
    )

    report_id: Mapped[int] = mapped_column(
        Integer, ForeignKey("report.id", ondelete="CASCADE"), primary_key=True, autoincrement=False
    )
    at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)
    outcome: Mapped[str] = mapped_column(String(7), nullable=False)
    note: Mapped[str] = mapped_column(String(LONGEST), nullable=False)


_OPEN_OF_ONE = Prepared(
    select(Report.id, Report.kind, Report.text, Report.day)
    .join(Service, Report.service_id == Service.id)
    .outerjoin(ReportAnswer)
    .where(ReportAnswer.report_id.is_(None), Service.code == bindparam("of_code"))
    .order_by(Report.day, Report.id)
)


def open_reports() -> dict[str, list[Report]]:
    """The reports nobody has dealt with, by the offer's code, the oldest first."""
    query = (
        select(Service.code, Report)
        .join(Report, Report.service_id == Service.id)
        .outerjoin(ReportAnswer)
        .where(ReportAnswer.report_id.is_(None))
        .order_by(Report.day, Report.id)
    )
    found: dict[str, list[Report]] = {}
    for code, one in db.session.execute(query):
        found.setdefault(code, []).append(one)
    return found


def count_open_reports() -> int:
    """How many reports nobody has dealt with, in all municipalities."""
    query = select(func.count()).select_from(Report).outerjoin(ReportAnswer).where(ReportAnswer.report_id.is_(None))
    return db.session.execute(query).scalar_one()


def open_reports_of(code: str) -> Sequence[Any]:
    """The reports about one offer that nobody has dealt with, the oldest first: what a `Report` has."""
    return _OPEN_OF_ONE.all(db.session, of_code=code)


def answer(by: int, offer: Offer, one: Report, outcome: str, note: str) -> None:
    """Close a report, with a line in the log. The caller has checked the note, and commits."""
    db.session.add(ReportAnswer(report_id=one.id, at=clock.now(), by_id=by, outcome=outcome, note=note))
    after = {"Meldt": kind_of(one), "Svar": OUTCOMES[outcome]} | ({"Note": note} if note else {})
    record("report.closed", f"offer:{offer.code}", offer.name, by=by, municipality=owner(offer), after=after)


def is_own_answer(by: int, number: int, outcome: str, note: str) -> bool:
    """Whether somebody has answered just this to a report."""
    kept = db.session.get(ReportAnswer, number)
    return kept is not None and (kept.by_id, kept.outcome, kept.note) == (by, outcome, note)


def move_reports(merged: str, survivor: str) -> None:
    """Give the open reports about a merged offer to the one that stays."""
    codes = {row.code: row.id for row in db.session.execute(select(Service.code, Service.id))}
    same = {
        (one.kind, one.text, one.day)
        for one in db.session.execute(select(Report).where(Report.service_id == codes[survivor])).scalars()
    }
    for one in open_reports_of(merged):
        if (one.kind, one.text, one.day) not in same:
            db.session.execute(update(Report).where(Report.id == one.id).values(service_id=codes[survivor]))


def kind_of(one: Report) -> str:
    """A report's kind, in Danish."""
    return next(kind.label for kind in report.KINDS if kind.code == one.kind)
