"""What a worker says is wrong with an offer. Kept: the offer, the kind, a short text and the day; nothing about who."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import CheckConstraint, Date, ForeignKey, Integer, String, UniqueConstraint, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, db, take_turn
from webapp.registry.models import Location, Service
from webapp.security.cpr import has_cpr

LONGEST = 500  # characters
# Reports with text a day, about one offer and about those of one municipality; beyond that somebody is playing. One
# without text is only ever kept once a day for each kind, so it is always taken.
MOST_FOR_ONE, MOST_FOR_MUNICIPALITY = 20, 100


@dataclass(frozen=True)
class Kind:
    """What can be wrong; `code` stands in the form and the database."""

    code: str
    label: str


KINDS = (
    Kind("1", "Nummeret virker ikke"),
    Kind("2", "Åbningstiden er forkert"),
    Kind("3", "Stedet er lukket"),
    Kind("4", "Noget andet"),
)

ENOUGH = "Vi har fået mange beskeder i dag og tager ikke imod flere. Prøv igen i morgen."
NOT_NOW = "Vi kan ikke tage imod beskeden lige nu. Den står her endnu. Vent lidt, og send igen."
THANKS = "Tak. Beskeden er sendt."


class Report(Base):
    """One report. The same words about the same offer on the same day are one report, however often they arrive."""

    __tablename__ = "report"
    __table_args__ = (
        CheckConstraint("kind IN ('1', '2', '3', '4')", name="report_kind"),
        CheckConstraint(f"length(text) <= {LONGEST}", name="report_text_length"),
        UniqueConstraint("service_id", "kind", "text", "day", name="report_once"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False, index=True)
    kind: Mapped[str] = mapped_column(String(1), nullable=False)
    text: Mapped[str] = mapped_column(String(LONGEST), nullable=False)
    day: Mapped[date] = mapped_column(Date, nullable=False)


def mistake(kind: str, text: str) -> str:
    """What is to be mended before a report can be taken, by the name of its sentence in `content/finder.yaml`; empty
    when nothing is. `offer_page.js` says the same offline."""
    if kind not in {known.code for known in KINDS}:
        return "no_kind"
    if len(text) > LONGEST:
        return "too_long"
    return "cpr" if has_cpr(text) else ""


def keep(code: str, kind: str, text: str, day: date) -> bool:
    """Keep a report about the offer with a code; False when there have been too many today. Commits."""
    take_turn("reports")
    of_service = select(Service.id, Location.municipality).outerjoin(Location, Location.service_id == Service.id)
    service, municipality = db.session.execute(of_service.where(Service.code == code)).one()
    of_today = select(func.count()).select_from(Report).where(Report.day == day, Report.text != "")
    in_all = of_today.outerjoin(Location, Location.service_id == Report.service_id).where(
        Location.municipality.is_not_distinct_from(municipality)
    )
    same = select(Report.id).where(
        Report.service_id == service, Report.kind == kind, Report.text == text, Report.day == day
    )
    if db.session.execute(same).first() is None:
        if text and (
            db.session.execute(of_today.where(Report.service_id == service)).scalar_one() >= MOST_FOR_ONE
            or db.session.execute(in_all).scalar_one() >= MOST_FOR_MUNICIPALITY
        ):
            db.session.rollback()
            return False
        db.session.execute(insert(Report).values(service_id=service, kind=kind, text=text, day=day))
    db.session.commit()
    return True
