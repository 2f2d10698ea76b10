"""The team's year: a session and a card for each month's staff meeting, and a card for each day of the month."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, Written, read_yaml
from webapp.practice.scenario import Number

MONTHS, DAYS = 12, 31


class Month(Checked):
    """What the staff meeting of a month does: a session, and a card to read before it."""

    session: Number
    card: str


class YearFields(Checked):
    """`months` begins with January. `days` has the card of the 1st first: whoever opens the app that day, wherever,
    reads the same card, and a phone without script can tell it by the date alone."""

    months: Annotated[tuple[Month, ...], Field(min_length=MONTHS, max_length=MONTHS)]
    days: Annotated[tuple[str, ...], Field(min_length=DAYS, max_length=DAYS)]


@dataclass(frozen=True)
class Year(Written):
    """The plan as read."""


def read_year(path: Path) -> Year:
    """The plan in a file. Raises ContentError with every mistake, a day's card that stands twice too."""
    document = read_yaml(path)
    fields = document.checked(YearFields)
    twice = [number for number, card in enumerate(fields.days) if card in fields.days[:number]]
    if twice:
        raise ContentError([document.mistake(("days", n), f"Kortet {fields.days[n]!r} står to gange.") for n in twice])
    return Year(fields, document)
