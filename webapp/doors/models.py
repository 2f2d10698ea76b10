"""The table of what municipalities say of their own doors: every saved version. The latest is on the phones."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment


class DoorVersion(Base):
    """What a municipality's editors have written of its door, after one change: `contacts` is JSON, by kind; a kind it
    does not have is as the content file has it. Versions are numbered from 1 and never changed."""

    __tablename__ = "door_version"
    __table_args__ = (
        UniqueConstraint("municipality", "number", name="door_version_once"),
        CheckConstraint("number > 0", name="door_version_counted"),
        CheckConstraint("length(municipality) = 4", name="door_version_municipality"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    municipality: Mapped[str] = mapped_column(String(4), nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)
    contacts: Mapped[str] = mapped_column(Text, nullable=False)
