"""What can go wrong between us and a provider, in words for the log that are about nobody."""

from __future__ import annotations

from enum import Enum


class Kind(Enum):
    """What somebody who wants to log in can do about it differs by these."""

    DOWN = "down"  # no answer, or too late: try again, or use another way
    STRANGE = "strange"  # an answer that does not hold: tell those who run it
    CLOCK = "clock"  # the two clocks are too far apart
    REFUSED = "refused"  # the provider did not log them in, or they turned back
    STALE = "stale"  # the code or the login is used or too old: begin again


class Fault(Exception):
    """A login that comes to nothing. `reason` is one of our own words, never something that was sent."""

    def __init__(self, kind: Kind, reason: str):
        super().__init__(f"{kind.value}: {reason}")
        self.kind, self.reason = kind, reason
