"""Who is logged in: a table, so that a session can be ended on the server, whatever cookie is sent afterwards.

Ends after half an hour without a request and after eight hours in any case (OWASP's session cheat sheet: 15-30 minutes
and 4-8 hours). An ended row is kept for a day: it tells whose text it was that arrived too late (`resubmit.py`).
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request, session
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import make_transient_to_detached
from sqlalchemy.orm.attributes import instance_dict
from sqlalchemy.orm.util import identity_key

from webapp import clock
from webapp.database import db, only_read, only_reads
from webapp.prepared import Prepared
from webapp.users.secret import digest, new_token
from webapp.users.user import DeskSession, User

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=8)
NOTED_EVERY = timedelta(minutes=1)  # a request within the same minute writes nothing
REMEMBERED = timedelta(days=1)
SAFE = ("GET", "HEAD", "OPTIONS")
MOST = 5  # browsers for one user; the one that was begun first gives way
TOKEN = "_user_id"  # noqa: S105 - where Flask-Login looks for who it is

# Asked for with every request, so it is said once: the session, and whose it is.
_ACCOUNT = {name: column for name, column in User.__mapper__.columns.items()}
_KEPT = Prepared(
    select(
        *(DeskSession.user_id, DeskSession.started_at, DeskSession.seen_at, DeskSession.issuer),
        *(column.label(f"account_{name}") for name, column in _ACCOUNT.items()),
    )
    .join(User, User.id == DeskSession.user_id)
    .where(DeskSession.digest == bindparam("kept"))
)


@dataclass(frozen=True)
class Found:
    """A session that the cookie names; `over` when it has lasted or lain too long. `account` has the account's columns
    by their names in `User`, as they were read with it."""

    digest: str
    user_id: int
    over: bool
    issuer: str | None
    account: dict[str, Any] = field(repr=False)


def is_over(started_at: datetime, seen_at: datetime, moment: datetime) -> bool:
    """Whether a session has lain too long, or lasted too long; also by a clock that was set back meanwhile."""
    return abs(moment - seen_at) > IDLE or abs(moment - started_at) > ABSOLUTE


def begin(user: User, issuer: str | None = None, provider_session: str | None = None) -> None:
    """Log this browser in, with a new secret and a new form token; where a provider said who it is, its address and the
    digest of its own session. Commits what the caller has begun."""
    moment, token = clock.now(), new_token()
    here = found()
    if here is not None:
        db.session.execute(delete(DeskSession).where(DeskSession.digest == here.digest))
    old, ahead = DeskSession.seen_at < moment - REMEMBERED, DeskSession.seen_at > moment + REMEMBERED
    db.session.execute(delete(DeskSession).where(old | ahead))  # ahead: by a clock that was set back since
    own = select(DeskSession.digest).where(DeskSession.user_id == user.id)
    oldest_last = own.order_by(DeskSession.started_at.desc(), DeskSession.digest)
    for kept in db.session.execute(oldest_last.offset(MOST - 1)).scalars().all():
        db.session.execute(delete(DeskSession).where(DeskSession.digest == kept))
    own_row = DeskSession(digest=digest(token), user_id=user.id, started_at=moment, seen_at=moment)
    own_row.issuer, own_row.provider_session = issuer, provider_session
    db.session.add(own_row)
    db.session.commit()
    session.clear()
    session[TOKEN] = token
    g._login_user = user
    g.pop("desk_session", None)
    g.pop("csrf_token", None)


def found() -> Found | None:
    """The session this browser's cookie names, over or not; None when there is none, or it was ended."""
    if "desk_session" not in g:
        g.desk_session = _found(session.get(TOKEN))
    return g.desk_session


def _found(token: object) -> Found | None:
    if not isinstance(token, str):
        return None
    kept, moment = digest(token), clock.now()
    row = _KEPT.first(kept=kept)
    if row is None:
        return None
    over = is_over(row.started_at, row.seen_at, moment)
    if not over and moment - row.seen_at > NOTED_EVERY:
        if only_reads():
            db.session.rollback()  # a writer would wait for who reads, and that is this request
        note_use(kept, moment)
    return Found(kept, row.user_id, over, row.issuer, _account_in(row))


def note_use(kept: str, moment: datetime) -> None:
    """Write down when the session with a digest was last used. Commits in a transaction of its own."""
    # An update, not a new row: one that was ended in the meantime stays ended. Where nothing can be written, pages can
    # be read all the same.
    with suppress(OperationalError), db.engine.begin() as connection:
        connection.execute(update(DeskSession).where(DeskSession.digest == kept).values(seen_at=moment))


def _account_in(row: Any) -> dict[str, Any]:
    return {name: getattr(row, f"account_{name}") for name in _ACCOUNT}


def user_of(_token: str) -> User | None:
    """Who is logged in with this request's cookie; None when the session is over, the account is disabled, or it began
    with a password where passwords have been switched off since."""
    # A page that only reads must not hold up those who write.
    reads = request.method in SAFE and not db.session().in_transaction()
    if reads:
        only_read()
    here = found()
    if here is None or not _may_be_used(here):
        if reads:
            db.session.rollback()
        return None
    if reads and not db.session().in_transaction():  # the session was noted meanwhile
        only_read()
    return _known(here.account)


def _may_be_used(here: Found) -> bool:
    if here.over or not here.account["active"]:
        return False
    return here.issuer is not None or here.account["municipality"] not in current_app.extensions["password_off"]


def _known(account: dict[str, Any]) -> User:
    """The account in this request's session of the database, as it was read: what changes it there is kept at the
    commit. No query, and so no transaction that would write: a form is read and checked before it is one's turn."""
    user = db.session().identity_map.get(identity_key(User, account["id"]))
    if user is None:
        user = User.__mapper__.class_manager.new_instance()  # without a look at each value, as when it is read
        instance_dict(user).update(account)
        make_transient_to_detached(user)
        db.session.add(user)
    return user


def end() -> None:
    """Log this browser out. Commits."""
    here = found()
    if here is not None:
        db.session.execute(delete(DeskSession).where(DeskSession.digest == here.digest))
        db.session.commit()
    forget()


def end_all(user_id: int, but: str | None = None) -> None:
    """Log a user out everywhere, but for one session (its digest) where given. The caller commits."""
    db.session.execute(delete(DeskSession).where(DeskSession.user_id == user_id, DeskSession.digest != (but or "")))


def forget() -> None:
    """Empty this browser's cookie."""
    session.clear()
    g.pop("_login_user", None)
    g.pop("desk_session", None)
    g.pop("csrf_token", None)
