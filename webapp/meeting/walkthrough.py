"""One meeting with all five core elements: what to do before, during and after (VIVE 2025, chapter 5)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from webapp.cards.card import Page
from webapp.content.document import Checked, PastDay, read_yaml

Text = Annotated[str, Field(min_length=1)]


class WalkthroughStep(Checked):
    """One thing to do: the core element it belongs to, why it comes here, and the cards and pages that help."""

    element: Literal["1", "2", "3", "4", "5"]
    do: Annotated[str, Field(min_length=3, max_length=60)]
    why: Annotated[str, Field(min_length=3, max_length=110)]
    cards: tuple[str, ...]
    pages: tuple[Page, ...] = ()


class Stage(Checked):
    """Before, during or after the meeting."""

    id: Literal["foer", "under", "efter"]
    title: Text
    lead: Text
    boxes: tuple[str, ...] = ()
    steps: Annotated[tuple[WalkthroughStep, ...], Field(min_length=1)]


class Walkthrough(Checked):
    """The whole way round a meeting."""

    source: Text
    sources: tuple[str, ...]
    confirmed: PastDay
    stages: Annotated[tuple[Stage, ...], Field(min_length=3, max_length=3)]


def read_walkthrough(path: Path) -> Walkthrough:
    """The walkthrough in a file. Raises ContentError with every mistake in it."""
    return read_yaml(path).checked(Walkthrough)
