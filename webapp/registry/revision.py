"""Revisions: every change an editor makes to an offer, whole before and whole after, with who and when.

A revision is written in the transaction that makes the change, together with its line in the log. The last one can be
taken back, which is a revision too.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    bindparam,
    insert,
    select,
)
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Mapped, mapped_column

from webapp import clock
from webapp.audit import record
from webapp.database import Base, Moment, db
from webapp.offers.describe import OfferDescriber
from webapp.offers.offer import Offer
from webapp.prepared import Prepared
from webapp.registry import store
from webapp.registry.models import Service
from webapp.registry.ownership import owner
from webapp.users.user import User

# The kinds, and how they are said. The log has the same, with `offer.` in front.
KINDS = {
    "made": "Oprettet",
    "edited": "Rettet",
    "closed": "Lukket",
    "opened": "Åbnet igen",
    "merged": "Flettet",
    "confirmed": "Bekræftet uændret",
    "undone": "Fortrudt",
    "imported": "Importeret",
    "taken_back": "Import taget tilbage",
}


class Revision(Base):
    """One change. `version` is the offer's after it; `how` says how it was confirmed, where it was; `other` is the code
    of the offer it was merged with."""

    __tablename__ = "offer_revision"
    __table_args__ = (
        CheckConstraint(f"kind IN ({', '.join(repr(kind) for kind in KINDS)})", name="offer_revision_kind"),
        CheckConstraint("how IS NULL OR how IN ('phone', 'visit', 'website')", name="offer_revision_how"),
        UniqueConstraint("service_id", "version", name="offer_revision_once"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    service_id: Mapped[int] = mapped_column(ForeignKey("service.id", ondelete="CASCADE"), nullable=False)
    version: Mapped[int] = mapped_column(Integer, nullable=False)
    at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    by_id: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    how: Mapped[str | None] = mapped_column(String(7))
    other: Mapped[str | None] = mapped_column(String(4))
    before: Mapped[str | None] = mapped_column(Text)
    after: Mapped[str] = mapped_column(Text, nullable=False)

    @property
    def said(self) -> str:
        """The kind, in Danish."""
        return KINDS[self.kind]

    @property
    def offer_before(self) -> Offer | None:
        """The offer as it was; None when it was made."""
        return Offer.model_validate_json(self.before) if self.before else None

    @property
    def offer_after(self) -> Offer:
        """The offer as it then became."""
        return Offer.model_validate_json(self.after)


@dataclass(frozen=True)
class Standing:
    """What the state an offer is in comes from: its version, and the last change of the desk's, in Danish, by whom and
    when. Without one it came from the content file."""

    version: int
    said: str = ""
    by: str = ""
    at: datetime | None = None


# Each is said once: to build a statement anew takes longer than to have it answered.
_KEEP = insert(cast(Table, Revision.__table__))
_STANDING = Prepared(
    select(Service.version, Revision.kind, Revision.at, User.name)
    .outerjoin(Revision, (Revision.service_id == Service.id) & (Revision.version == Service.version))
    .outerjoin(User, User.id == Revision.by_id)
    .where(Service.code == bindparam("of_code"))
)


def standing(code: str) -> Standing:
    """What the state of the offer with a code comes from. Raises NoResultFound."""
    row = _STANDING.first(db.session, of_code=code)
    if row is None:
        raise NoResultFound
    return Standing(row.version, KINDS[row.kind], row.name, row.at) if row.kind else Standing(row.version)


def change(
    by: int,
    before: Offer | None,
    after: Offer,
    kind: str,
    describer: OfferDescriber,
    *,
    version: int,
    how: str | None = None,
    other: str | None = None,
    over: store.Kept | None = None,
) -> None:
    """Save an offer over the version that was looked at (0: a new one), with its revision and its line in the log.

    The caller commits. Raises StaleError when somebody else has saved it in the meantime; nothing is written then.
    `over` is that version as the database had it, where it was read: less is written then.
    """
    told = describer.differences(before, after)
    row = {"version": version + 1, "at": clock.now(), "by_id": by, "kind": kind, "how": how, "other": other}
    row |= {"before": _written(before) if before else None, "after": _written(after)}
    # From here on it is our turn to write, and others wait.
    source = db.session.connection()
    if over is None:
        store.save(after, version)
        number = store.number_of(after.code)
    else:
        store.save_over(over, after, source)
        number = over.number
    source.execute(_KEEP, row | {"service_id": number})
    record(
        f"offer.{kind}",
        f"offer:{after.code}",
        after.name,
        by=by,
        municipality=owner(after),
        before={label: then for label, then, _ in told} if before else None,
        after={label: now for label, _, now in told},
        source=source,
    )


def revisions_of(code: str) -> Sequence[Revision]:
    """All revisions of the offer with a code, the newest first."""
    query = select(Revision).where(Revision.service_id == store.number_of(code)).order_by(Revision.version.desc())
    return db.session.execute(query).scalars().all()


def last_of(code: str) -> Revision | None:
    """The revision the offer with a code has its present state from; None when that came from the content file."""
    return which_made(code, store.version_of(code))


def which_made(code: str, version: int) -> Revision | None:
    """The revision that made a version of the offer with a code."""
    query = select(Revision).where(Revision.service_id == store.number_of(code), Revision.version == version)
    return db.session.execute(query).scalar_one_or_none()


def at_version(code: str, version: int) -> Offer | None:
    """The offer as it was at a version, as far as revisions tell."""
    service = store.number_of(code)
    query = select(Revision).where(Revision.service_id == service, Revision.version.in_((version, version + 1)))
    for revision in db.session.execute(query.order_by(Revision.version)).scalars():
        return revision.offer_after if revision.version == version else revision.offer_before
    return None


def _written(offer: Offer) -> str:
    return json.dumps(offer.model_dump(mode="json"), ensure_ascii=False)
