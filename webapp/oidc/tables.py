"""Whom a provider knows by which name, logins that are under way, and logout tokens that have been used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment


class Identity(Base):
    """An account as a provider knows it: `issuer` and `subject` together never change and are never another's (OpenID
    Connect Core 1.0, section 5.7). `lost` when the provider took the role away, and that shut the account."""

    __tablename__ = "desk_identity"

    issuer: Mapped[str] = mapped_column(String(500), primary_key=True)
    subject: Mapped[str] = mapped_column(String(255), primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="CASCADE"), nullable=False, index=True)
    lost: Mapped[bool] = mapped_column(Boolean(create_constraint=True, name="desk_identity_lost"), nullable=False)


class PendingLogin(Base):
    """A login for which the browser is at the provider: one for each tab, known by the digest of its `state`.

    `browser` is the digest of a secret in the cookie, so that nobody else's browser can end it. `kept` is the signed
    text of a form that was sent too late (`webapp/desk/resubmit.py`). Gone when it is used, or after ten minutes.
    """

    __tablename__ = "desk_pending_login"
    __table_args__ = (CheckConstraint("length(verifier) >= 43", name="desk_pending_login_verifier"),)

    state: Mapped[str] = mapped_column(String(64), primary_key=True)
    browser: Mapped[str] = mapped_column(String(64), nullable=False)
    provider: Mapped[str] = mapped_column(String(30), nullable=False)
    nonce: Mapped[str] = mapped_column(String(64), nullable=False)
    verifier: Mapped[str] = mapped_column(String(128), nullable=False)
    path: Mapped[str | None] = mapped_column(Text)
    kept: Mapped[str | None] = mapped_column(Text)
    started_at: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)


class UsedLogoutToken(Base):
    """A logout token that was taken, by the digest of its issuer and number: none is taken twice."""

    __tablename__ = "desk_logout_token"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    used_at: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)
