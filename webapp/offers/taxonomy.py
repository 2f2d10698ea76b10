"""The words offers are found by: topics, contact forms, audiences and languages, each with an opaque code."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_yaml

KINDS = ("topics", "contact_forms", "audiences", "languages")
# Whom an offer for these is for besides those it names: everybody; and every gender.
EVERYONE, EVERY_GENDER = "alle", "alle_koen"
GENDERS = ("kvinder", "maend", "transpersoner")


class Term(Checked):
    """One word. `code` stands in addresses and says nothing; `id` stands in the offers' file."""

    code: Annotated[str, Field(pattern=r"^[1-9][0-9]?$")]
    id: Annotated[str, Field(pattern=r"^[a-z_]+$")]
    label: Annotated[str, Field(min_length=1)]
    label_en: Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class Taxonomy:
    """All terms, by kind and id, in the file's order."""

    topics: dict[str, Term]
    contact_forms: dict[str, Term]
    audiences: dict[str, Term]
    languages: dict[str, Term]

    def audience_choices(self) -> list[Term]:
        """Whom one can look for; "everybody" is a property of offers, not a choice."""
        return [term for term in self.audiences.values() if term.id not in (EVERYONE, EVERY_GENDER)]


def read_taxonomy(path: Path) -> Taxonomy:
    """The terms in a file. Raises ContentError for wrong fields and for a code or id that stands twice."""
    document = read_yaml(path)
    document.only(*KINDS)
    mistakes, kinds = [], {}
    for kind in KINDS:
        terms = document.each(Term, (kind,))
        for field in ("code", "id"):
            seen = set()
            for number, term in enumerate(terms):
                value = getattr(term, field)
                if value in seen:
                    mistakes.append(document.mistake((kind, number, field), f"{value!r} står to gange."))
                seen.add(value)
        kinds[kind] = {term.id: term for term in terms}
    if mistakes:
        raise ContentError(mistakes)
    return Taxonomy(**kinds)
