"""The table of what municipalities lay over the checklist: every saved version. The latest is on the phones."""

from __future__ import annotations

import json

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.checklist.own import Own, from_plain
from webapp.database import Base
from webapp.versions import MunicipalVersion


class ChecklistVersion(MunicipalVersion, Base):
    """All of a municipality's lines and notes after one change. Versions are numbered from 1 and never changed."""

    __tablename__ = "checklist_version"
    __table_args__ = (
        UniqueConstraint("municipality", "number", name="checklist_version_once"),
        CheckConstraint("number > 0", name="checklist_version_counted"),
        CheckConstraint("length(municipality) = 4", name="checklist_version_municipality"),
    )

    lines: Mapped[str] = mapped_column(Text, nullable=False)

    @property
    def own(self) -> Own:
        """What it says."""
        return from_plain(json.loads(self.lines))
