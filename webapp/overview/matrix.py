"""What the overview asks of the finder: the needs that are its rows and the groups that are its columns."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_yaml
from webapp.offers.taxonomy import Taxonomy

Label = Annotated[str, Field(min_length=2, max_length=18)]


class NeedRow(Checked):
    """What somebody needs: one of these topics and one of these contact forms; none of a kind means any."""

    label: Label
    topics: tuple[str, ...]
    forms: tuple[str, ...]


class Group(Checked):
    """Whom it is for: offers that are about this topic as well."""

    label: Label
    topic: str


class Matrix(Checked):
    """The rows and the columns. The last column, everybody, is always there."""

    needs: tuple[NeedRow, ...]
    groups: tuple[Group, ...]

    def record(self, taxonomy: Taxonomy) -> dict:
        """As the side that answers has it: [label, topic codes, form codes] for each row, [label, code] for each
        column."""
        topics, forms = taxonomy.topics, taxonomy.contact_forms
        rows = [
            [need.label, [topics[name].code for name in need.topics], [forms[name].code for name in need.forms]]
            for need in self.needs
        ]
        return {"needs": rows, "groups": [[group.label, topics[group.topic].code] for group in self.groups]}


def read_matrix(path: Path, taxonomy: Taxonomy) -> Matrix:
    """The rows and columns in a file. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    document.only("needs", "groups")
    matrix = document.checked(Matrix)
    mistakes = []
    for number, need in enumerate(matrix.needs):
        for kind, known in (("topics", taxonomy.topics), ("forms", taxonomy.contact_forms)):
            for place, name in enumerate(getattr(need, kind)):
                if name not in known:
                    mistakes.append(document.mistake(("needs", number, kind, place), f"{name!r} findes ikke."))
        if not (need.topics or need.forms):
            mistakes.append(document.mistake(("needs", number), "Skriv mindst ét emne eller én kontaktform."))
    for number, group in enumerate(matrix.groups):
        if group.topic not in taxonomy.topics:
            mistakes.append(document.mistake(("groups", number, "topic"), f"{group.topic!r} findes ikke."))
    if mistakes:
        raise ContentError(mistakes)
    return matrix
