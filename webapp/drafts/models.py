"""The table of drafts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment

LONGEST_ADDRESS, LONGEST_NAME = 200, 120  # characters


class Draft(Base):
    """A form that somebody has not sent yet: where it is sent to, where it can be opened again, and its fields as a
    JSON list of [name, value]."""

    __tablename__ = "draft"
    __table_args__ = (
        UniqueConstraint("user_id", "action", name="draft_once"),
        CheckConstraint("action LIKE '/intern%' AND page LIKE '/intern%'", name="draft_of_the_desk"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False, index=True)
    action: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), nullable=False)
    page: Mapped[str] = mapped_column(String(LONGEST_ADDRESS), nullable=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), nullable=False)
    fields: Mapped[str] = mapped_column(Text, nullable=False)
    kept_at: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)
