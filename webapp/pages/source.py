"""A source: what a text rests on, with its address and the day it was looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, PastDay, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Source(Checked):
    """One source. `url` is None where no address is known; `year` is text, so that it can be `ukendt`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    publisher: Text
    year: Text
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None
    seen: PastDay
    covers_da: Text


def read_sources(path: Path) -> dict[str, Source]:
    """The sources in a file, by id. Raises ContentError with every mistake in it."""
    return {source.id: source for source in read_yaml(path).each(Source, unique=("id",))}
