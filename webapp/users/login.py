"""Whether someone is let in: password, code, and how guessing is slowed without shutting anyone out.

Three rules hold together. Tries at an account from browsers it does not know share one growing wait; a browser that has
been logged in to the account before (its cookie says so) has a wait of its own, so strangers cannot shut it out. Where
the account waits, a password is still taken together with a one-time code, and the answer to everything else is the
same, so the wait does not tell whether the password was right. And whoever asks, there is a limit to all tries.

An account that does not exist is treated exactly like one that does.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import Enum, auto

from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy import select

from webapp import clock
from webapp.database import db
from webapp.security.signed import read_signed
from webapp.typed_text import bare_email
from webapp.users import accounts, codes, password
from webapp.users.throttle import Backoff, RateLimit, Tries
from webapp.users.user import User

DEVICE_LASTS = timedelta(days=90)  # that a browser is known after a login


class Outcome(Enum):
    """What a try led to."""

    IN = auto()
    CODE = auto()  # the password is right, now the code
    WRONG = auto()
    WAIT = auto()  # too many tries at this account
    BUSY = auto()  # too many tries at all
    OFF = auto()  # all is right, but passwords are switched off in the municipality


@dataclass(frozen=True)
class Result:
    """What a try led to, whose account was tried (None: nobody's), and how many seconds to wait."""

    outcome: Outcome
    user: User | None = None
    wait: int = 0


class LoginGuard:
    """Decides on logins, and counts tries, together with every other server on the database. One for each app."""

    def __init__(self, secret: str, password_off: frozenset[str] = frozenset()):
        self._secret, self._password_off = secret, password_off
        self.accounts = Tries("password", Backoff(), secret)
        self.codes = Tries("code", Backoff(longest=900), secret)
        self.all = Tries("all", RateLimit(), secret)

    def try_password(self, email: str, typed: str, code: str, device: str) -> Result:
        """A try with mail and password, and with a code where one was given. Commits what a right code spends."""
        moment = clock.now()
        email = bare_email(email).lower()
        # What is no mail address is nobody's; PostgreSQL, for one, refuses to look for a NUL.
        wanted = email if accounts.is_address(email) else ""
        user = db.session.execute(select(User).where(User.email == wanted)).scalar_one_or_none()
        kept = user.password_hash if user is not None and user.active else None
        known = user is not None and self.knows(user, device)
        if user is not None:
            db.session.expunge(user)
        db.session.rollback()  # working out a password takes its time: no transaction is held meanwhile

        if not known and self.all.begin("", moment):
            return Result(Outcome.BUSY, wait=60)
        throttle_key = f"device {device}" if known else f"account {email}"
        wait = self.accounts.begin(throttle_key, moment)
        if wait and not code:
            return Result(Outcome.WAIT, user, wait)
        try:
            right = password.fits(kept, typed)
        except password.Busy:
            return Result(Outcome.BUSY, wait=5)
        if not right or user is None or kept is None:
            return Result(Outcome.WAIT, user, wait) if wait else Result(Outcome.WRONG, user)
        if user.municipality in self._password_off:
            return Result(Outcome.WAIT, user, wait) if wait else Result(Outcome.OFF, user)
        user = db.session.get_one(User, user.id)
        if password.is_outdated(kept):
            user.password_hash = password.hashed(typed)
        if user.code_secret is None:
            if wait:
                return Result(Outcome.WAIT, user, wait)
            self.accounts.reset(throttle_key)
            return Result(Outcome.IN, user)
        if not code:
            self.accounts.reset(throttle_key)
            return Result(Outcome.CODE, user)
        result = self.try_code(user, code, device)
        if result.outcome == Outcome.IN:
            self.accounts.reset(throttle_key)
        elif wait:
            return Result(Outcome.WAIT, user, wait)
        return result

    def try_code(self, user: User, code: str, device: str) -> Result:
        """A try with a code, by someone whose password was right. Commits when the code is."""
        moment = clock.now()
        throttle_key = f"{user.id} {device if self.knows(user, device) else ''}"
        wait = self.codes.begin(throttle_key, moment)
        if wait:
            return Result(Outcome.WAIT, user, wait)
        spent = codes.spend_code(user, code, moment)
        if spent is None:
            off = codes.clock_off(user.code_secret, code, moment) if user.code_secret else None
            if off is not None:
                accounts.note_clock(user, off)
                db.session.commit()
            return Result(Outcome.WRONG, user)
        if spent == "recovery":
            accounts.note_recovery_used(user)
        db.session.commit()
        self.codes.reset(throttle_key)
        return Result(Outcome.IN, user)

    def device_cookie(self, user: User) -> str:
        """What a browser's cookie says from now on, so that the account knows it again."""
        return self._devices().dumps([user.id, fingerprint(user)])

    def knows(self, user: User, device: str) -> bool:
        """Whether a browser has been logged in to this account, with the password it still has."""
        if not device:
            return False
        try:
            return read_signed(self._devices(), device, DEVICE_LASTS) == [user.id, fingerprint(user)]
        except BadData:
            return False

    def _devices(self) -> URLSafeTimedSerializer:
        return URLSafeTimedSerializer(self._secret, salt="known device")


def fingerprint(user: User) -> str:
    """Changes with the password, and tells nothing about it."""
    return _digest(user.password_hash or "")[:20]


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
