"""The tables of accounts, and of the sessions, invitations and recovery codes that belong to them."""

from __future__ import annotations

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import Boolean, CheckConstraint, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment
from webapp.users.role import Role

LONGEST_NAME = 80  # characters
LONGEST_EMAIL = 254  # RFC 5321's limit for a path, less its brackets


class User(UserMixin, Base):
    """Someone with an account. Never deleted, for the log names them; disabled instead.

    An administrator belongs to no municipality, everybody else to one. Without `password_hash` the invitation is still
    open, or a provider says who it is (`webapp/oidc/tables.py`). With `code_secret` a one-time code is asked for;
    `code_step` is the last half-minute a code was taken from, so that none is taken twice.
    """

    __tablename__ = "desk_user"
    __table_args__ = (
        CheckConstraint("role IN ('editor', 'coordinator', 'administrator')", name="desk_user_role"),
        CheckConstraint("(role = 'administrator') = (municipality IS NULL)", name="desk_user_place"),
        CheckConstraint("municipality IS NULL OR length(municipality) = 4", name="desk_user_municipality"),
        CheckConstraint("email = lower(email) AND email <> ''", name="desk_user_email_form"),
        CheckConstraint("name <> ''", name="desk_user_named"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(LONGEST_EMAIL), unique=True, nullable=False)
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), nullable=False)
    role_name: Mapped[str] = mapped_column("role", String(13), nullable=False)
    municipality: Mapped[str | None] = mapped_column(String(4))
    active: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="desk_user_active"), nullable=False)
    password_hash: Mapped[str | None] = mapped_column(String)
    code_secret: Mapped[str | None] = mapped_column(String)
    code_step: Mapped[int | None] = mapped_column(Integer)
    created_at: Mapped[datetime] = mapped_column(Moment, nullable=False)

    @property
    def role(self) -> Role:
        """The role, as more than a word."""
        return Role(self.role_name)

    @property
    def is_active(self) -> bool:
        """Whether the account may be used; Flask-Login asks under this name."""
        return self.active

    @property
    def must_add_codes(self) -> bool:
        """Whether nothing else is open until one-time codes are on: an administrator may change everything."""
        return self.role == Role.ADMINISTRATOR and self.code_secret is None


def _of_user() -> Mapped[int]:
    return mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False, index=True)


class DeskSession(Base):
    """One browser that is logged in. Only the digest of its secret is here.

    `issuer` is the provider (`webapp/oidc/`) that said who it is, None where it was a password; `provider_session` the
    digest of its own name for the session, by which it can end it.
    """

    __tablename__ = "desk_session"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = _of_user()
    started_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    seen_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    issuer: Mapped[str | None] = mapped_column(String(500))
    provider_session: Mapped[str | None] = mapped_column(String(64), index=True)


class Invitation(Base):
    """A link to choose a password with, the first or a new one: one for each user. Only its digest is here."""

    __tablename__ = "desk_invitation"

    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), unique=True, nullable=False)
    expires_at: Mapped[datetime] = mapped_column(Moment, nullable=False)


class RecoveryCode(Base):
    """A code that does for a one-time code, once: it is gone when it is used. Only its digest is here."""

    __tablename__ = "desk_recovery_code"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    user_id: Mapped[int] = _of_user()
