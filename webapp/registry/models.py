"""The tables offers are kept in: Open Referral HSDS 3.0's, with its names, and every rule in the database itself.

What HSDS has no place for stands in `service`: the neutral name, the answers (`anonymous`, `free`, `no_referral`,
`children`, `dogs`), where it was read, and what keeps the content file and the editors apart.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, CheckConstraint, Date, DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base

ANSWERS = ("yes", "no", "unknown")


def _one_of(name: str, column: str, words: tuple[str, ...]) -> CheckConstraint:
    return CheckConstraint(f"{column} IN ({', '.join(repr(word) for word in words)})", name=name)


def _address(name: str, column: str) -> CheckConstraint:
    return CheckConstraint(f"substr({column}, 1, 7) = 'http://' OR substr({column}, 1, 8) = 'https://'", name=name)


def _of_service() -> Mapped[int]:
    return mapped_column(Integer, ForeignKey("service.id", ondelete="CASCADE"), primary_key=True, autoincrement=False)


class Organization(Base):
    """Who runs services."""

    __tablename__ = "organization"
    __table_args__ = (CheckConstraint("name <> ''", name="organization_name_said"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String, unique=True, nullable=False)


class Service(Base):
    """An offer. `edited_at` marks that an editor has changed it, and that the content file must leave it alone."""

    __tablename__ = "service"
    __table_args__ = (
        CheckConstraint("length(code) = 4 AND code = lower(code)", name="service_code_form"),
        CheckConstraint("name <> '' AND neutral_name <> '' AND description <> ''", name="service_named"),
        _one_of("service_status", "status", ("active", "inactive")),
        _one_of("service_anonymous", "anonymous", ANSWERS),
        _one_of("service_free", "free", ANSWERS),
        _one_of("service_no_referral", "no_referral", ANSWERS),
        _one_of("service_children", "children", ANSWERS),
        _one_of("service_dogs", "dogs", ANSWERS),
        _one_of("service_confidence", "confidence", ("high", "medium", "low")),
        _address("service_url_form", "url"),
        _address("service_source_url_form", "source_url"),
        CheckConstraint("length(source_date) IN (4, 7, 10)", name="service_source_date_form"),
        CheckConstraint("version >= 1", name="service_version_positive"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(4), unique=True, nullable=False)
    seed_id: Mapped[str | None] = mapped_column(String, unique=True)  # the content file's id; None: made by an editor
    organization_id: Mapped[int] = mapped_column(ForeignKey("organization.id", ondelete="RESTRICT"), nullable=False)
    status: Mapped[str] = mapped_column(String(8), nullable=False)
    merged_into: Mapped[str | None] = mapped_column(String(4))  # the code of the service that a closed one became
    name: Mapped[str] = mapped_column(String, nullable=False)
    neutral_name: Mapped[str] = mapped_column(String, nullable=False)
    description: Mapped[str] = mapped_column(Text, nullable=False)
    description_en: Mapped[str | None] = mapped_column(Text)
    url: Mapped[str | None] = mapped_column(Text)
    email: Mapped[str | None] = mapped_column(String)
    chat: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="service_chat"), nullable=False)
    anonymous: Mapped[str] = mapped_column(String(7), nullable=False)
    free: Mapped[str] = mapped_column(String(7), nullable=False)
    no_referral: Mapped[str] = mapped_column(String(7), nullable=False)
    children: Mapped[str] = mapped_column(String(7), nullable=False, default="unknown", server_default="unknown")
    dogs: Mapped[str] = mapped_column(String(7), nullable=False, default="unknown", server_default="unknown")
    confidence: Mapped[str] = mapped_column(String(6), nullable=False)
    legal_basis: Mapped[str | None] = mapped_column(Text)
    notes: Mapped[str | None] = mapped_column(Text)
    source_url: Mapped[str | None] = mapped_column(Text)
    source_date: Mapped[str | None] = mapped_column(String(10))
    seen: Mapped[date] = mapped_column(Date, nullable=False)
    confirmed_on: Mapped[date | None] = mapped_column(Date)
    seed_digest: Mapped[str | None] = mapped_column(String(64))  # of the row in the file it was last made from
    version: Mapped[int] = mapped_column(Integer, nullable=False, default=1, server_default="1")
    edited_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))  # UTC
    valid_from: Mapped[date | None] = mapped_column(Date)  # the first and the last day it is as it stands here
    valid_to: Mapped[date | None] = mapped_column(Date)


class ServiceVersion(Base):
    """What a service says from a later day on: `changes` are the fields that differ, as JSON."""

    __tablename__ = "service_version"
    __table_args__ = (
        CheckConstraint("valid_to IS NULL OR valid_from <= valid_to", name="service_version_order"),
        CheckConstraint("changes <> ''", name="service_version_said"),
    )

    service_id: Mapped[int] = _of_service()
    valid_from: Mapped[date] = mapped_column(Date, primary_key=True)
    valid_to: Mapped[date | None] = mapped_column(Date)
    changes: Mapped[str] = mapped_column(Text, nullable=False)


class Location(Base):
    """Where a service lies. A secret address is not here."""

    __tablename__ = "location"

    service_id: Mapped[int] = _of_service()
    municipality: Mapped[str | None] = mapped_column(String(4))
    region: Mapped[str | None] = mapped_column(String)
    address_1: Mapped[str | None] = mapped_column(String)
    postal_code: Mapped[str | None] = mapped_column(String)
    city: Mapped[str | None] = mapped_column(String)


class Phone(Base):
    """A number to ring, and one to write to."""

    __tablename__ = "phone"
    __table_args__ = (
        _one_of("phone_type", "type", ("voice", "sms")),
        CheckConstraint("length(number) BETWEEN 2 AND 20", name="phone_number_form"),
    )

    service_id: Mapped[int] = _of_service()
    type: Mapped[str] = mapped_column(String(5), primary_key=True)
    number: Mapped[str] = mapped_column(String(20), nullable=False)


class Schedule(Base):
    """When it is open (OpenStreetMap text) and what is to be said about it."""

    __tablename__ = "schedule"

    service_id: Mapped[int] = _of_service()
    opening_hours: Mapped[str | None] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)


class ScheduleChange(Base):
    """Days on which the schedule does not hold; no hours means closed."""

    __tablename__ = "schedule_change"
    __table_args__ = (CheckConstraint("valid_from <= valid_to", name="schedule_change_order"),)

    service_id: Mapped[int] = _of_service()
    position: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    valid_from: Mapped[date] = mapped_column(Date, nullable=False)
    valid_to: Mapped[date] = mapped_column(Date, nullable=False)
    opening_hours: Mapped[str | None] = mapped_column(Text)
    note: Mapped[str | None] = mapped_column(Text)


class Language(Base):
    """A language spoken besides Danish (ISO 639)."""

    __tablename__ = "language"
    __table_args__ = (CheckConstraint("length(code) BETWEEN 2 AND 3", name="language_code_form"),)

    service_id: Mapped[int] = _of_service()
    code: Mapped[str] = mapped_column(String(3), primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)


class ServiceArea(Base):
    """Whom a service is for: the whole country, a region by its name, or a municipality by its code."""

    __tablename__ = "service_area"
    __table_args__ = (
        _one_of("service_area_type", "extent_type", ("national", "region", "municipality")),
        CheckConstraint("(extent_type = 'national') = (extent = 'DK')", name="service_area_national"),
        CheckConstraint("extent_type <> 'municipality' OR length(extent) = 4", name="service_area_municipality"),
        CheckConstraint("extent <> ''", name="service_area_said"),
    )

    service_id: Mapped[int] = _of_service()
    extent_type: Mapped[str] = mapped_column(String(12), primary_key=True)
    extent: Mapped[str] = mapped_column(String, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)


class Attribute(Base):
    """A word of the taxonomy a service is found by."""

    __tablename__ = "attribute"
    __table_args__ = (
        _one_of("attribute_taxonomy", "taxonomy", ("topic", "audience", "contact_form")),
        CheckConstraint("term <> ''", name="attribute_term_said"),
    )

    service_id: Mapped[int] = _of_service()
    taxonomy: Mapped[str] = mapped_column(String(12), primary_key=True)
    term: Mapped[str] = mapped_column(String, primary_key=True)
    position: Mapped[int] = mapped_column(Integer, nullable=False)
