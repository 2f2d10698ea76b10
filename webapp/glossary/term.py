"""A term that workers meet and may not know, explained in one to three short sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Term(Checked):
    """One entry. `id` is its neutral place in addresses (`/ord#o1`); `also` other forms of the word."""

    id: Annotated[str, Field(pattern=r"^o[1-9][0-9]{0,2}$")]
    term: Text
    also: tuple[Text, ...]
    explanation: Annotated[str, Field(min_length=10, max_length=300)]
    card: str | None
    source: str | None


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms in a file, in its order. Raises ContentError with every mistake, a term or id that stands twice too."""
    document = read_yaml(path)
    terms = document.each(Term)
    mistakes = []
    for field in ("id", "term"):
        seen = set()
        for number, term in enumerate(terms):
            value = getattr(term, field).lower()
            if value in seen:
                mistakes.append(document.mistake((number, field), f"{value!r} står to gange."))
            seen.add(value)
    if mistakes:
        raise ContentError(mistakes)
    return tuple(terms)
