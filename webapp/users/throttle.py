"""How guessing is slowed down without shutting anyone out: the rules, and what is remembered of the tries.

What is remembered stands in the database, so that all servers count together and a restart forgets nothing: for each
account or browser that was tried a keyed digest, which tells nobody without the app's secret whose it is, and moments.
It is gone after a day.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import String, Text, delete, func, select, update
from sqlalchemy.orm import Mapped, mapped_column

from webapp.database import Base, Moment, by_shared_clock, db, take_turn

REMEMBERED = timedelta(days=1)
State = list[float]  # what a rule remembers: numbers, moments among them as seconds since 1970


class LoginTries(Base):
    """What a rule remembers about one key."""

    __tablename__ = "login_tries"

    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(Text, nullable=False)  # JSON
    last: Mapped[datetime] = mapped_column(Moment, nullable=False, index=True)


@dataclass(frozen=True)
class Backoff:
    """A growing wait: `free` tries at once, then `first` seconds, then twice as long, up to `longest`.

    A try counts from when it begins, so that a hundred at the same time are not one; one that succeeds is forgiven.
    """

    free: int = 5
    first: int = 60
    longest: int = 300

    def begin(self, state: State | None, moment: datetime) -> tuple[int, State]:
        """Seconds to wait before this try may be made, 0 when it may and has been counted; what to remember now."""
        now = moment.timestamp()
        if state is None or now - state[2] > REMEMBERED.total_seconds():
            state = [0, now, now]
        count, open_at, last = state
        if now < last:  # the clock was set back: a wait must not grow by that
            open_at -= last - now
            last = now
        if now < open_at:
            return max(1, round(open_at - now)), [count, open_at, last]
        count += 1
        if count >= self.free:
            open_at = now + min(self.longest, self.first * 2 ** min(int(count) - self.free, 20))
        return 0, [count, open_at, now]


@dataclass(frozen=True)
class RateLimit:
    """At most `most` tries in so many seconds, whoever makes them."""

    most: int = 60
    seconds: int = 60

    def begin(self, state: State | None, moment: datetime) -> tuple[int, State]:
        """As `Backoff.begin`; the wait is the whole period."""
        now, recent = moment.timestamp(), list(state or ())
        if recent and now < recent[-1]:  # the clock was set back
            back = recent[-1] - now
            recent = [earlier - back for earlier in recent]
        recent = [earlier for earlier in recent if now - earlier <= self.seconds]
        if len(recent) >= self.most:
            return self.seconds, recent
        return 0, [*recent, now]


class Tries:
    """The tries of one kind, under one rule, counted by all servers on the database together. Needs an app context.

    `room` is how many keys are remembered at most, of all kinds: those that were tried longest ago give way.
    """

    def __init__(self, kind: str, rule: Backoff | RateLimit, secret: str, room: int = 20_000):
        self._kind, self._rule, self._secret, self._room = kind, rule, secret.encode(), room

    def begin(self, key: str, moment: datetime) -> int:
        """Seconds to wait before this try may be made; 0 when it may, and then it has been counted. Commits."""
        digest = self._digest(key)
        take_turn(f"tries {digest}")  # of many at the same time each is counted
        moment = by_shared_clock(moment)  # whoever asks servers with different clocks in turn gains no tries by it
        row = db.session.get(LoginTries, digest, populate_existing=True)
        wait, state = self._rule.begin(json.loads(row.state) if row else None, moment)
        if row is None:
            self._make_room(moment)
            db.session.add(LoginTries(key=digest, state=json.dumps(state), last=moment))
        elif row.state != json.dumps(state):  # a flood of tries that have to wait writes nothing
            # Not by the row at hand: another server may have forgotten it meanwhile, and forgotten it stays.
            counted = update(LoginTries).where(LoginTries.key == digest)
            db.session.execute(counted.values(state=json.dumps(state), last=moment))
        db.session.commit()
        return wait

    def reset(self, key: str) -> None:
        """Forget the tries of one who turned out to be right. Commits."""
        db.session.execute(delete(LoginTries).where(LoginTries.key == self._digest(key)))
        db.session.commit()

    def _make_room(self, moment: datetime) -> None:
        db.session.execute(delete(LoginTries).where(LoginTries.last < moment - REMEMBERED))
        many = db.session.execute(select(func.count()).select_from(LoginTries)).scalar_one()
        if many >= self._room:
            oldest = select(LoginTries.key).order_by(LoginTries.last).limit(many - self._room + 1)
            db.session.execute(delete(LoginTries).where(LoginTries.key.in_(oldest)))

    def _digest(self, key: str) -> str:
        return hmac.new(
            self._secret, f"{self._kind} {key}".encode("utf-8", "surrogatepass"), hashlib.sha256
        ).hexdigest()
