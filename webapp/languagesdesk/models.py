"""The table of what was corrected and read in the citizen's languages: every saved version. The latest is in force."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment


class LanguageVersion(Base):
    """A language at the desk after one change: `phrases` is JSON by key, of those that stand otherwise than in the
    language's file. Versions are numbered from 1 and never changed."""

    __tablename__ = "language_version"
    __table_args__ = (
        UniqueConstraint("language", "number", name="language_version_once"),
        CheckConstraint("number > 0", name="language_version_counted"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    language: Mapped[str] = mapped_column(String(3), nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)
    phrases: Mapped[str] = mapped_column(Text, nullable=False)
