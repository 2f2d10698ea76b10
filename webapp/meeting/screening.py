"""The gate before any screening: three questions that must have an answer first (VIVE 2025, core element 2)."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, PastDay, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Question(Checked):
    """One question: what to think of, the red light, and what a yes to it says."""

    id: Annotated[str, Field(pattern=r"^[a-z]+$")]
    title: Text
    hints: Annotated[tuple[Text, ...], Field(min_length=1)]
    red: Text
    answer: Annotated[str, Field(min_length=3, max_length=60)]


class Closed(Checked):
    """What the gate says while an answer is missing, and the cards that help instead."""

    title: Text
    text: Text
    cards: tuple[str, ...]


class Open(Closed):
    """What it says with three answers: what to say first, and the tools behind it."""

    say: Text


class Gate(Checked):
    """The three questions and both answers of the gate."""

    source: Text
    sources: tuple[str, ...]
    confirmed: PastDay
    questions: Annotated[tuple[Question, ...], Field(min_length=3, max_length=3)]
    closed: Closed
    open: Open


def read_gate(path: Path) -> Gate:
    """The gate's text. Raises ContentError with every mistake in it."""
    return read_yaml(path).checked(Gate)
