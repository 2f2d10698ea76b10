"""A source: what a text rests on, with its address and the day it was looked up."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, Day, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Source(Checked):
    """One source. `url` is None where no address is known; `year` is text, so that it can be `ukendt`."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    title: Text
    publisher: Text
    year: Text
    url: Annotated[str, Field(pattern=r"^https?://[^\s]+$")] | None
    seen: Day
    covers_da: Text


def read_sources(path: Path) -> dict[str, Source]:
    """The sources in a file, by id. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    if not isinstance(document.values, list) or not document.values:
        raise ContentError([document.mistake((), "Filen skal være en liste af kilder.")])
    sources, mistakes = {}, []
    for number in range(len(document.values)):
        try:
            source = document.checked(Source, (number,))
            if source.id in sources:
                mistakes.append(document.mistake((number, "id"), f"{source.id!r} står to gange."))
            sources[source.id] = source
        except ContentError as error:
            mistakes += error.mistakes
    if mistakes:
        raise ContentError(mistakes)
    return sources
