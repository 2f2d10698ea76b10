"""A line to ring at once ("Hjælp nu"): its number, what it is for, and where that was read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator, model_validator

from webapp.content.document import Checked, PastDay, read_yaml
from webapp.offers.offer import Offer

Text = Annotated[str, Field(min_length=1)]
Answer = Literal["yes", "no", "unknown"]


class Line(Checked):
    """One line. `label` is what stands under the number on the home screen and says nothing to a passer-by.

    `offer` is the same line as an offer that can be found; `hours_sure` is False where nobody could confirm the hours.
    `confirmed` is the source's own date where it has one (a day, or year and month), `seen` the day it was looked up.
    """

    number: Annotated[str, Field(pattern=r"^[0-9][0-9 ]*[0-9]$")]
    offer: Annotated[str, Field(pattern=r"^o[0-9]+$")]
    name: Text
    label: Annotated[str, Field(min_length=2, max_length=16)]
    staff: Text
    hours: Text
    hours_sure: bool
    anonymous: Answer
    free: Answer
    source_url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None
    source_note: Text
    confirmed: str | None
    seen: PastDay
    confidence: Literal["high", "medium"]

    @field_validator("confirmed", mode="before")
    @classmethod
    def _day_or_month(cls, value):
        text = str(value) if value is not None else None
        if text is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
            raise ValueError(f"{text!r} er ikke en dato. Skriv 2026-11-21, 2026-11 eller 2026, eller null.")
        return text

    @model_validator(mode="after")
    def _opens_once_a_day(self):
        """Whether a line answers now is told by its hours: always, or the same from one clock time to another daily."""
        times = _clock_times(self.hours)
        if not isinstance(times, str) and (len(times) != 2 or not self.hours.startswith("alle dage kl. ")):
            raise ValueError("Skriv »hele døgnet« eller »alle dage kl. 9-17«.")
        return self

    @property
    def hours_told(self) -> str:
        """The hours in Danish, and that they must be checked where nobody could confirm them."""
        return self.hours if self.hours_sure else f"{self.hours}, men tjek åbningstiden"

    @property
    def key(self) -> str:
        """The key of what a citizen is told of it (`lines.<number>`)."""
        return "lines." + self.number.replace(" ", "")

    @property
    def dated(self) -> tuple[str, str]:
        """How its date is told: the phrase (`dated.<name>`), and the day, month or year that it is put to."""
        return ("as_of", self.confirmed) if self.confirmed else ("looked_up", self.seen.isoformat())

    @property
    def hours_said(self) -> list:
        """What its hours say, in no language (`Words.said`); they must be checked where nobody could confirm them."""
        times = _clock_times(self.hours)
        said: list = ["always"]
        if not isinstance(times, str):
            opens, closes = (["t", hour * 60 + minute] for hour, minute in times)
            said = ["day_open", {"days": ["every_day"], "hours": ["–", opens, closes]}]
        return said if self.hours_sure else ["check", {"hours": said}]

    @property
    def daily(self) -> str:
        """The minutes of every day between which it is open, `540-1740` for 9 to 5 in the morning; empty when it
        always is."""
        times = _clock_times(self.hours)
        if isinstance(times, str):
            return ""
        (opens, minutes), (closes, closing_minutes) = times
        start, end = opens * 60 + minutes, closes * 60 + closing_minutes
        return f"{start}-{end if end > start else end + 24 * 60}"

    @property
    def opens(self) -> str:
        """The clock time it opens at, as it is said: `9`, `9.30`; empty when it is always open."""
        if not self.daily:
            return ""
        hour, minute = divmod(int(self.daily.split("-")[0]), 60)
        return f"{hour}.{minute:02}" if minute else str(hour)

    @property
    def tel(self) -> str:
        """The number as a telephone address, without spaces."""
        return "tel:" + self.number.replace(" ", "")


def unlike(line: Line, offer: Offer) -> list[str]:
    """The fields in which a line and the offer that it is say different things; either is read when somebody rings.

    Numbers are compared without spaces. The hours are the same when both are round the clock, or when the same clock
    times stand in both: "alle dage kl. 9-05" and `Mo-Su 09:00-05:00`.
    """
    same = {
        "number": line.number.replace(" ", "") == (offer.phone or "").replace(" ", ""),
        "hours": _clock_times(line.hours) == _clock_times(offer.opening_hours or ""),
        "anonymous": line.anonymous == offer.anonymous,
        "free": line.free == offer.free,
    }
    return [name for name, alike in same.items() if not alike]


def _clock_times(hours: str) -> list[tuple[int, int]] | str:
    if hours in ("hele døgnet", "24/7"):
        return "24/7"
    return [(int(hour), int(minute or 0)) for hour, minute in re.findall(r"(\d{1,2})(?:[:.](\d{2}))?", hours)]


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines in a file, in order. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    document.only("lines")
    return tuple(document.each(Line, ("lines",)))
