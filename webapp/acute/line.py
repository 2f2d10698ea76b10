"""A line to ring at once ("Hjælp nu"): its number, what it is for, and where that was read."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, field_validator

from webapp.content.document import Checked, Day, read_yaml

Text = Annotated[str, Field(min_length=1)]
Answer = Literal["yes", "no", "unknown"]


class Line(Checked):
    """One line. `label` is what stands under the number on the home screen and says nothing to a passer-by.

    `confirmed` is the source's own date where it has one (a day, or year and month), `seen` the day it was looked up.
    """

    number: Annotated[str, Field(pattern=r"^[0-9][0-9 ]*[0-9]$")]
    name: Text
    label: Annotated[str, Field(min_length=2, max_length=16)]
    staff: Text
    citizen: Text
    citizen_en: Text
    hours: Text
    hours_en: Text
    anonymous: Answer
    free: Answer
    source_url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None
    source_note: Text
    confirmed: str | None
    seen: Day
    confidence: Literal["high", "medium"]

    @field_validator("confirmed", mode="before")
    @classmethod
    def _day_or_month(cls, value):
        text = str(value) if value is not None else None
        if text is not None and not re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", text):
            raise ValueError(f"{text!r} er ikke en dato. Skriv 2026-11-21, 2026-11 eller 2026, eller null.")
        return text

    @property
    def tel(self) -> str:
        """The number as a telephone address, without spaces."""
        return "tel:" + self.number.replace(" ", "")


def read_lines(path: Path) -> tuple[Line, ...]:
    """The lines in a file, in order. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    document.only("lines")
    return tuple(document.each(Line, ("lines",)))
