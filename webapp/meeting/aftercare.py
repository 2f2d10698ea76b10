"""After contact: a minute for the worker, who to ring, what to write down and what not (VIVE 2025, core element 1)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field, field_validator

from webapp.content.document import Checked, PastDay, read_yaml

MINUTE = 60  # seconds
Text = Annotated[str, Field(min_length=1)]


class AftercareStep(Checked):
    """Something to do for a number of seconds."""

    seconds: Annotated[int, Field(ge=5, le=MINUTE)]
    do: Annotated[str, Field(min_length=3, max_length=60)]


class Contact(Checked):
    """Someone to ring: when, what to say, and the number where it is the same everywhere."""

    who: Text
    when: Text
    say: Text
    number: Annotated[str, Field(pattern=r"^[0-9]{3,8}$")] | None = None


class Aftercare(Checked):
    """The whole page. `doubt` is what to do before writing about money; `law` are the legal facts behind it."""

    source: Text
    sources: tuple[str, ...]
    confirmed: PastDay
    cards: tuple[str, ...]
    minute: Annotated[tuple[AftercareStep, ...], Field(min_length=2)]
    ring: Annotated[tuple[Contact, ...], Field(min_length=1)]
    write: Annotated[tuple[Text, ...], Field(min_length=1)]
    leave_out: Annotated[tuple[Text, ...], Field(min_length=1)]
    doubt: Text
    law: tuple[str, ...]
    boxes: tuple[str, ...] = ()

    @field_validator("minute")
    @classmethod
    def _is_a_minute(cls, steps):
        total = sum(step.seconds for step in steps)
        if total != MINUTE:
            raise ValueError(f"Trinnene skal vare {MINUTE} sekunder til sammen, ikke {total}.")
        return steps


def read_aftercare(path: Path) -> Aftercare:
    """The page's text. Raises ContentError with every mistake in it."""
    return read_yaml(path).checked(Aftercare)
