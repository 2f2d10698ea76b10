"""Drafts in the database: kept, found, dropped. A draft is seen by whoever typed it and by nobody else."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, insert, select

from webapp import clock
from webapp.database import db, take_turn
from webapp.desk.resubmit import may_go_back
from webapp.drafts.models import LONGEST_ADDRESS, LONGEST_NAME, Draft
from webapp.prepared import Prepared
from webapp.security.cpr import has_cpr
from webapp.security.public import is_desk_page
from webapp.typed_text import cpr_over_two, tidy_text

LASTS = timedelta(days=1)
LONGEST = 60_000  # characters of one form's fields
MOST = 20  # drafts of one user; the oldest gives way

# Asked for with every page of the desk, so it is said once.
_OWN = Prepared(
    select(Draft.action, Draft.page, Draft.name, Draft.fields, Draft.kept_at)
    .where((Draft.user_id == bindparam("owner")) & (Draft.kept_at >= bindparam("since")))
    .order_by(Draft.kept_at.desc(), Draft.id.desc())
)

Fields = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Kept:
    """A draft as it is shown: where it is sent to, where it is opened, what it is about, its fields, its moment."""

    action: str
    page: str
    name: str
    fields: Fields
    kept_at: datetime


class RefusedError(ValueError):
    """What was sent is no draft: it holds a secret, is too long, or is of no page of the desk."""


def cleaned(fields: Iterable[tuple[str, str]]) -> Fields:
    """The fields that may be kept. One that holds what looks like a CPR number is left out, the others stay.

    Raises RefusedError for a form with a secret in it, and for one that is too long.
    """
    allowed = may_go_back(fields)
    if not allowed:
        raise RefusedError("nothing that may be kept")
    over_two = cpr_over_two(dict(allowed))
    kept = tuple((name, text) for name, text in allowed if name != over_two and not has_cpr(text))
    if sum(len(name) + len(text) for name, text in kept) > LONGEST:
        raise RefusedError("too long")
    return kept


def keep(user_id: int, action: str, page: str, name: str, fields: Iterable[tuple[str, str]]) -> None:
    """Keep a draft in place of the one before it. Commits. Raises RefusedError."""
    for address in (action, page):
        if not is_desk_page(address) or len(address) > LONGEST_ADDRESS:
            raise RefusedError("not of the desk")
    kept, moment = json.dumps(cleaned(fields), ensure_ascii=False), clock.now()
    about = tidy_text(name)[:LONGEST_NAME]
    take_turn(f"drafts of {user_id}")
    db.session.execute(delete(Draft).where((Draft.user_id == user_id) & (Draft.action == action)))
    own = select(Draft.id).where(Draft.user_id == user_id).order_by(Draft.kept_at.desc(), Draft.id.desc())
    too_many = db.session.execute(own.offset(MOST - 1)).scalars().all()
    db.session.execute(delete(Draft).where((Draft.kept_at < moment - LASTS) | Draft.id.in_(too_many)))
    row = {"user_id": user_id, "action": action, "page": page, "name": "" if has_cpr(about) else about}
    db.session.execute(insert(Draft).values(**row, fields=kept, kept_at=moment))
    db.session.commit()


def drafts_of(user_id: int) -> list[Kept]:
    """Somebody's drafts of the last day, the newest first."""
    rows = _OWN.all(owner=user_id, since=clock.now() - LASTS)
    return [
        Kept(row.action, row.page, row.name, tuple((name, text) for name, text in json.loads(row.fields)), row.kept_at)
        for row in rows
    ]


def draft_of(user_id: int, action: str) -> Kept | None:
    """Somebody's draft of the form that is sent to an address, or None."""
    return next((draft for draft in drafts_of(user_id) if draft.action == action), None)


def drop(user_id: int, action: str) -> None:
    """Forget a draft. Commits."""
    db.session.execute(delete(Draft).where((Draft.user_id == user_id) & (Draft.action == action)))
    db.session.commit()
