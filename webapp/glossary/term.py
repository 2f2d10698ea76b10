"""A term that workers meet and may not know, explained in one to three short sentences."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_yaml

Text = Annotated[str, Field(min_length=1)]


class Term(Checked):
    """One entry. `id` is its neutral place in addresses (`/ord#o1`). `forms` are the term's other grammatical forms:
    where one of them stands on a card, it is explained. `also` are other words for it, for the search only."""

    id: Annotated[str, Field(pattern=r"^o[1-9][0-9]{0,2}$")]
    term: Text
    forms: tuple[Text, ...] = ()
    also: tuple[Text, ...]
    explanation: Annotated[str, Field(min_length=10, max_length=300)]
    card: str | None
    source: str | None


def read_glossary(path: Path) -> tuple[Term, ...]:
    """The terms in a file, in its order. Raises ContentError with every mistake, a term or id that stands twice too."""
    document = read_yaml(path)
    terms = document.each(Term, unique=("id", "term"))
    mistakes = []
    owners: dict[str, str] = {}
    for number, term in enumerate(terms):
        for place, form in ((("term",), term.term), *((("forms", n), form) for n, form in enumerate(term.forms))):
            owner = owners.setdefault(form.lower(), term.id)
            if owner != term.id:
                message = f"{form!r} står også ved {owner}. En form kan kun høre til ét ord."
                mistakes.append(document.mistake((number, *place), message))
    if mistakes:
        raise ContentError(mistakes)
    return tuple(terms)
