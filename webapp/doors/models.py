"""The table of what municipalities say of their own doors: every saved version. The latest is on the phones."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base
from webapp.versions import MunicipalVersion


class DoorVersion(MunicipalVersion, Base):
    """What a municipality's editors have written of its door, after one change: `contacts` is JSON, by kind; a kind it
    does not have is as the content file has it. Versions are numbered from 1 and never changed."""

    __tablename__ = "door_version"
    __table_args__ = (
        UniqueConstraint("municipality", "number", name="door_version_once"),
        CheckConstraint("number > 0", name="door_version_counted"),
        CheckConstraint("length(municipality) = 4", name="door_version_municipality"),
    )

    contacts: Mapped[str] = mapped_column(Text, nullable=False)
