"""An overlay: what a municipality lays over a national page, and where and when it stands."""

from __future__ import annotations

from dataclasses import dataclass

from webapp.clock import ALWAYS, NEVER

EVERYONE = "alle"  # instead of a municipality's code: what every phone is given


@dataclass(frozen=True)
class Overlay:
    """An overlay: HTML for a place on a page. It stands there from the minute `start` until the minute `end`, both
    counted from the epoch (UTC)."""

    place: str
    html: str
    start: int = ALWAYS
    end: int = NEVER
