"""What a citizen can expect from a meeting: the checklist from the other side, in plain Danish and English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.citizen.traces import Said
from webapp.content.document import Checked, Day, read_yaml


class Promise(Said):
    """One thing to expect. It has been told when any of the checklist's lines in `told` has been said."""

    told: tuple[str, ...]


class Part(Checked):
    """Things to expect under one heading."""

    title: Said
    points: Annotated[tuple[Promise, ...], Field(min_length=1)]


class Meeting(Checked):
    """The whole page. `law` are the legal facts it rests on."""

    heading: Said
    intro: Said
    parts: Annotated[tuple[Part, ...], Field(min_length=1)]
    ask_first: Said
    told: Said
    danger: Said
    law: tuple[str, ...]
    confirmed: Day


def read_meeting(path: Path) -> Meeting:
    """The page's text. Raises ContentError with every mistake in it."""
    return read_yaml(path).checked(Meeting)
