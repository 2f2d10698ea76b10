"""A ten-minute session for a staff meeting: what the team sees on the screen, and what the one who leads it needs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, PastDay, Written, read_yaml
from webapp.practice.scenario import Number

Point = Annotated[str, Field(min_length=3, max_length=160)]

# The fixed form, so that a team knows it after one session: (field, minutes, heading).
FORM = (("read", 2, "Læs"), ("do", 5, "Gør"), ("say", 2, "Sig højt"), ("who", 1, "Hvem gør hvad"))


class SessionStep(Checked):
    """One step: what everybody sees, and what the one who leads does meanwhile."""

    show: Annotated[tuple[Point, ...], Field(min_length=1, max_length=4)]
    lead: Annotated[tuple[Point, ...], Field(min_length=1, max_length=4)]


class SessionFields(Checked):
    """What stands in a session's file; `content/README.md` explains each field."""

    id: Number
    name: Annotated[str, Field(min_length=3, max_length=40)]
    goal: Annotated[str, Field(min_length=10, max_length=140)]
    bring: Annotated[tuple[Point, ...], Field(min_length=1, max_length=4)]
    cards: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    scenario: Number | None = None
    read: SessionStep
    do: SessionStep
    say: SessionStep
    who: SessionStep
    stuck: Annotated[tuple[Point, ...], Field(min_length=1, max_length=3)]
    source: Annotated[str, Field(min_length=4)]
    confirmed: PastDay
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Minutes:
    """A step of a session with its number, minutes and heading."""

    number: int
    minutes: int
    heading: str
    show: tuple[str, ...]
    lead: tuple[str, ...]


@dataclass(frozen=True)
class Session(Written):
    """One session of ten minutes."""

    @property
    def address(self) -> str:
        """Where it is led from."""
        return f"/laer/{self.id}"

    @property
    def steps(self) -> list[Minutes]:
        """The four steps in their order; together ten minutes."""
        return [
            Minutes(number, minutes, heading, getattr(self.fields, name).show, getattr(self.fields, name).lead)
            for number, (name, minutes, heading) in enumerate(FORM, 1)
        ]


def read_session(path: Path) -> Session:
    """The session in one file. Raises ContentError with every mistake."""
    document = read_yaml(path)
    fields = document.checked(SessionFields)
    if fields.id != path.stem:
        raise ContentError([document.mistake(("id",), f"Filen hedder {path.name}, men id er {fields.id!r}.")])
    return Session(fields, document)
