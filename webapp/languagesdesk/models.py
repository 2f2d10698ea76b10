"""The table of what was corrected and read in the citizen's languages: every saved version. The latest is in force."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.versions import Version


class LanguageVersion(Version, Base):
    """A language at the desk after one change: `phrases` is JSON by key, of those that stand otherwise than in the
    language's file. Versions are numbered from 1 and never changed."""

    owner = "language"
    __tablename__ = "language_version"
    __table_args__ = (
        UniqueConstraint("language", "number", name="language_version_once"),
        CheckConstraint("number > 0", name="language_version_counted"),
    )

    language: Mapped[str] = mapped_column(String(3), nullable=False)
    phrases: Mapped[str] = mapped_column(Text, nullable=False)
