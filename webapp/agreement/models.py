"""The tables of local agreements: every version that was saved, and which one is in force."""

from __future__ import annotations

import json
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment
from webapp.versions import MunicipalVersion


class AgreementVersion(MunicipalVersion, Base):
    """One saved version of a municipality's agreement. Versions are numbered from 1 and never changed."""

    __tablename__ = "agreement_version"
    __table_args__ = (
        UniqueConstraint("municipality", "number", name="agreement_version_once"),
        CheckConstraint("number > 0", name="agreement_version_counted"),
        CheckConstraint("length(municipality) = 4", name="agreement_version_municipality"),
    )

    fields: Mapped[str] = mapped_column(Text, nullable=False)

    @property
    def values(self) -> dict[str, str | list[str]]:
        """What it says, by field."""
        return json.loads(self.fields)


class AgreementInForce(Base):
    """The version that a municipality's phones are shown. No row: none is."""

    __tablename__ = "agreement_in_force"

    municipality: Mapped[str] = mapped_column(String(4), primary_key=True)
    version_id: Mapped[int] = mapped_column(ForeignKey("agreement_version.id", ondelete="RESTRICT"), nullable=False)
    since: Mapped[datetime] = mapped_column(Moment, nullable=False)
