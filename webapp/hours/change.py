"""A dated change of opening hours."""

from __future__ import annotations

from webapp.content.document import Checked, Day


class Change(Checked):
    """Days on which the ordinary hours do not hold: closed, or open at other hours. Both days included."""

    first: Day
    last: Day
    opening_hours: str | None = None  # OpenStreetMap text; None means closed
    note: str | None = None
