"""The table of notices."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment


class Notice(Base):
    """A notice of a municipality's, or without one to everybody. Never deleted: one that was called off before it began
    ends where it starts. `offer` is an offer's code; the offer may have been closed since."""

    __tablename__ = "notice"
    __table_args__ = (
        CheckConstraint("municipality IS NULL OR length(municipality) = 4", name="notice_municipality"),
        CheckConstraint("title <> '' AND length(title) <= 60", name="notice_title"),
        CheckConstraint("length(text) <= 240", name="notice_text"),
        CheckConstraint("ends_at >= starts_at", name="notice_order"),
        CheckConstraint("offer IS NULL OR length(offer) = 4", name="notice_offer"),
        CheckConstraint("version >= 1", name="notice_version"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    municipality: Mapped[str | None] = mapped_column(String(4), index=True)
    title: Mapped[str] = mapped_column(String(60), nullable=False)
    text: Mapped[str] = mapped_column(String(240), nullable=False)
    starts_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    ends_at: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)
    phone: Mapped[str | None] = mapped_column(String(20))
    offer: Mapped[str | None] = mapped_column(String(4))
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)
