"""A municipality's settings: their table, what may be written, and saving them. Only what something uses is here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.audit import record
from webapp.database import Base, Moment, StaleError, db, take_turn
from webapp.offers.phone_number import tidy_number
from webapp.security.cpr import has_cpr
from webapp.typed_text import HAS_CPR, InvalidForm, bare_email, is_email, tidy_text, wrong_text

LONGEST_CONTACT, LONGEST_EMAIL = 60, 254  # characters; the second is RFC 5321's limit, less its brackets
BAD_EMAIL = "Skriv en mailadresse, for eksempel gadeplan@kommune.dk."
NO_WAY = "Skriv en telefon eller en mail, så der er en måde at sige det på."
NO_CONTACT = "Skriv, hvem det er, for eksempel »Gadeplansholdet«."


class MunicipalitySetting(Base):
    """Whom to tell: a team, with a phone number, a mail address or both. No row, or an empty `contact`: nobody."""

    __tablename__ = "municipality_setting"
    __table_args__ = (
        CheckConstraint("length(municipality) = 4", name="municipality_setting_municipality"),
        CheckConstraint("length(contact) <= 60", name="municipality_setting_contact"),
        CheckConstraint("version >= 1", name="municipality_setting_version"),
    )

    municipality: Mapped[str] = mapped_column(String(4), primary_key=True)
    contact: Mapped[str] = mapped_column(String(LONGEST_CONTACT), nullable=False)
    phone: Mapped[str | None] = mapped_column(String(20))
    email: Mapped[str | None] = mapped_column(String(LONGEST_EMAIL))
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)


@dataclass(frozen=True)
class Contact:
    """Whom to tell, as it may be kept; all empty: nobody."""

    contact: str = ""
    phone: str | None = None
    email: str | None = None


def parse_form(values: Mapping[str, object]) -> Contact:
    """The contact that was typed. Raises InvalidForm."""
    errors: dict[str, str] = {}
    contact = tidy_text(values.get("contact") or "")
    if wrong := wrong_text(contact, LONGEST_CONTACT):
        errors["contact"] = wrong
    typed_phone, email = tidy_text(values.get("phone") or ""), bare_email(tidy_text(values.get("email") or "")).lower()
    phone = None
    try:
        phone = tidy_number(typed_phone) if typed_phone else None
    except ValueError as error:
        errors["phone"] = str(error)
    if email and not is_email(email):
        errors["email"] = BAD_EMAIL
    elif has_cpr(email):
        errors["email"] = HAS_CPR
    if contact and not (typed_phone or email):
        errors.setdefault("phone", NO_WAY)
    if not contact and (typed_phone or email):
        errors.setdefault("contact", NO_CONTACT)
    if errors:
        raise InvalidForm(errors)
    return Contact(contact, phone, email or None)


def setting_of(municipality: str | None, *, hold: bool = False) -> MunicipalitySetting | None:
    """A municipality's settings, or None; with `hold` nobody else changes them until the transaction is over."""
    return db.session.get(MunicipalitySetting, municipality, with_for_update=hold) if municipality else None


def save(municipality: str, name: str, contact: Contact, version: int, *, by: int) -> None:
    """Keep a municipality's contact over version `version` (0: the first); `name` is the municipality's. The same again
    changes nothing. The caller commits. Raises StaleError."""
    take_turn(f"municipality {municipality}")  # also when there is no row yet to hold
    kept = setting_of(municipality, hold=True)
    before = Contact(kept.contact, kept.phone, kept.email) if kept else Contact()
    if contact == before:
        return
    if kept is not None and kept.version != version:
        raise StaleError(kept)
    if kept is None:
        kept = MunicipalitySetting(municipality=municipality, version=0)
        db.session.add(kept)
    kept.contact, kept.phone, kept.email = contact.contact, contact.phone, contact.email
    kept.version, kept.saved_at, kept.saved_by = kept.version + 1, clock.now(), by
    record(
        "municipality.edited",
        f"municipality:{municipality}",
        name,
        by=by,
        municipality=municipality,
        before=_said(before),
        after=_said(contact),
    )


def _said(contact: Contact) -> dict[str, str]:
    said = {"Hvem": contact.contact, "Telefon": contact.phone, "Mail": contact.email}
    return {label: value for label, value in said.items() if value}
