"""Whether somebody whom a provider has logged in is let in here, and as what: the account that is theirs, or a new one.

Writes in the transaction at hand, which the caller commits, also when somebody is turned away: what a provider has
taken away is then gone here too.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from sqlalchemy import delete, select, update

from webapp import clock
from webapp.audit import record
from webapp.database import changed_rows, db, take_turn
from webapp.municipalities import Municipality
from webapp.oidc.rules import Grant, granted, value_of
from webapp.oidc.settings import Issuer
from webapp.oidc.tables import Identity, UsedLogoutToken
from webapp.users import accounts, sessions
from webapp.users.accounts import Refused
from webapp.users.role import Role
from webapp.users.secret import digest
from webapp.users.user import DeskSession, User


class Why(Enum):
    """Why somebody is not let in; the value stands in the log."""

    NO_ROLE = "no role"
    NO_ACCOUNT = "no account"
    NO_MAIL = "no mail"
    MAIL_TAKEN = "mail of another account"
    SHUT = "account shut"
    ADMINISTRATOR = "administrator"


class TurnedAway(Exception):
    """Somebody who is who they say, and is not let in; `user` is their account where they have one. `missing`: the
    claims that the file asks for and that did not come."""

    def __init__(self, why: Why, user: User | None = None, missing: Iterable[str] = ()):
        super().__init__(why.value)
        self.why, self.user, self.missing = why, user, sorted(missing)


def admit(issuer: Issuer, subject: str, claims: Mapping[str, Any], places: Mapping[str, Municipality]) -> User:
    """The account of somebody a provider has logged in, with the role that its rules give today. Raises TurnedAway."""
    take_turn("accounts")
    grant = granted(issuer, claims)
    if grant is not None and grant.municipality not in places:
        grant = None
    identity = db.session.get(Identity, (issuer.issuer, subject))
    if identity is None:
        return _first_time(issuer, subject, claims, grant)
    user = db.session.get_one(User, identity.user_id)
    if user.role == Role.ADMINISTRATOR:
        raise TurnedAway(Why.ADMINISTRATOR, user)
    if grant is None:
        _lose(user, identity, issuer)
        raise TurnedAway(Why.NO_ROLE, user, _missing(issuer, claims))
    if not user.active:
        if not identity.lost:
            raise TurnedAway(Why.SHUT, user)
        user.active = True
        _log("user.enabled", user)
    identity.lost = False
    _give(user, grant)
    return user


def end_sessions(issuer: str, subject: str | None, session: str | None) -> set[int]:
    """End what a provider has logged out: one session by its name there, or all that it began for somebody. Answers
    whose they were, by number."""
    query = select(DeskSession.user_id, DeskSession.digest).where(DeskSession.issuer == issuer)
    if session is not None:
        query = query.where(DeskSession.provider_session == session_digest(issuer, session))
    if subject is not None:
        owner = select(Identity.user_id).where(Identity.issuer == issuer, Identity.subject == subject)
        query = query.where(DeskSession.user_id.in_(owner))
    ended = set()
    for user_id, kept in db.session.execute(query).all():
        if changed_rows(db.session.execute(delete(DeskSession).where(DeskSession.digest == kept))):
            ended.add(user_id)
    for user_id in sorted(ended):
        _log("user.provider_ended", db.session.get_one(User, user_id))
    return ended


def take_logout_token(issuer: str, number: str) -> bool:
    """Whether a logout token is new; if so it has now been used."""
    take_turn("logout tokens")
    moment, kept = clock.now(), digest(f"{issuer} {number}")
    db.session.execute(delete(UsedLogoutToken).where(UsedLogoutToken.used_at < moment - sessions.REMEMBERED))
    if db.session.get(UsedLogoutToken, kept) is not None:
        return False
    db.session.add(UsedLogoutToken(digest=kept, used_at=moment))
    db.session.flush()
    return True


def session_digest(issuer: str, session: str | None) -> str | None:
    """What is kept of a provider's own name for a session."""
    return None if session is None else digest(f"{issuer} {session}")


def _first_time(issuer: Issuer, subject: str, claims: Mapping[str, Any], grant: Grant | None) -> User:
    if grant is None:
        raise TurnedAway(Why.NO_ROLE, missing=_missing(issuer, claims))
    mail = value_of(claims, issuer.claim_for_mail)
    mail = mail.strip() if isinstance(mail, str) else ""
    known = accounts.is_address(mail)  # before it is made small, which makes ASCII of a Kelvin sign
    mail = mail.lower()
    user = db.session.execute(select(User).where(User.email == mail)).scalar_one_or_none() if known else None
    if user is not None:
        # A mail is a word about somebody, not who they are: it can be given to another, or be set by oneself.
        joins = issuer.join_by_mail and value_of(claims, "email_verified") not in (False, "false")
        if not joins or user.municipality != grant.municipality:
            raise TurnedAway(Why.MAIL_TAKEN)
        if not user.active:
            raise TurnedAway(Why.SHUT, user)
        _link(user, issuer, subject)
        _log("user.provider_joined", user, after={"Login": issuer.name})
        _give(user, grant)
        return user
    if not grant.new_accounts:
        raise TurnedAway(Why.NO_ACCOUNT)
    if not known:
        raise TurnedAway(Why.NO_MAIL, missing=[issuer.claim_for_mail])
    user = User(
        email=mail,
        name=_name(value_of(claims, issuer.claim_for_name), mail),
        role_name=grant.role,
        municipality=grant.municipality,
        active=True,
        created_at=clock.now(),
    )
    db.session.add(user)
    db.session.flush()
    _link(user, issuer, subject)
    _log("user.provider_made", user, after={"Login": issuer.name, **accounts.for_log(user)})
    return user


def _missing(issuer: Issuer, claims: Mapping[str, Any]) -> list[str]:
    return [name for name in issuer.deciding_claims if value_of(claims, name) is None]


def _link(user: User, issuer: Issuer, subject: str) -> None:
    db.session.add(Identity(issuer=issuer.issuer, subject=subject, user_id=user.id, lost=False))


def _name(claim: Any, mail: str) -> str:
    try:
        return accounts.tidy_name(claim if isinstance(claim, str) else "")
    except Refused:
        return accounts.tidy_name(mail[: accounts.LONGEST_NAME])


def _give(user: User, grant: Grant) -> None:
    if (user.role, user.municipality) == (grant.role, grant.municipality):
        return
    before, place = accounts.for_log(user), user.municipality
    user.role_name, user.municipality = grant.role, grant.municipality
    sessions.end_all(user.id)
    _log("user.provider_role", user, municipality=place, before=before, after=accounts.for_log(user))


def _lose(user: User, identity: Identity, issuer: Issuer) -> None:
    sessions.end_all(user.id)
    if not user.active:
        return
    user.active = False
    db.session.execute(
        update(Identity)
        .where(Identity.issuer == identity.issuer, Identity.subject == identity.subject)
        .values(lost=True)
    )
    _log("user.provider_lost", user, after={"Login": issuer.name})


def _log(kind: str, user: User, *, municipality: str | None = None, before=None, after=None) -> None:
    record(
        kind,
        f"user:{user.id}",
        user.name,
        by=user.id,
        municipality=municipality or user.municipality,
        before=before,
        after=after,
    )
