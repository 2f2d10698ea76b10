"""The text of "Sådan efterlader du færre spor", in Danish and English."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, read_yaml


class Bilingual(Checked):
    """The same thing said in both languages."""

    da: Annotated[str, Field(min_length=1)]
    en: Annotated[str, Field(min_length=1)]


class Point(Checked):
    """One trace and what can be done about it."""

    title: Bilingual
    text: Bilingual


class Traces(Checked):
    """The whole page; the most dangerous first."""

    heading: Bilingual
    intro: Bilingual
    points: Annotated[tuple[Point, ...], Field(min_length=1)]


def read_traces(path: Path) -> Traces:
    """The page's text. Raises ContentError with every mistake in it."""
    return read_yaml(path).checked(Traces)
