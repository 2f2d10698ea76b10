"""A box: a warning or a rule that is written once and shown wherever a text points to it with `boxes: [id]`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, PastDay, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Box(Checked):
    """One box. `calls` are numbers of `help.yaml` that can be rung from it; `confirmed` is the day somebody held it
    against its sources."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    title: Annotated[str, Field(min_length=3, max_length=44)]
    lines: Annotated[tuple[Annotated[str, Field(min_length=3, max_length=110)], ...], Field(min_length=2, max_length=7)]
    calls: tuple[Annotated[str, Field(pattern=r"^[0-9][0-9 ]*[0-9]$")], ...] = ()
    source: Text
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    confirmed: PastDay


def read_boxes(path: Path) -> dict[str, Box]:
    """The boxes in a file, by id. Raises ContentError with every mistake in it."""
    return {box.id: box for box in read_yaml(path).each(Box, unique=("id",))}
