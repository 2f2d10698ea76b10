"""A pocket card: what stands on it, and reading the whole deck from `content/cards/`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from webapp.cards.body import Section, read_body
from webapp.content.document import Checked, ContentError, Mistake, PastDay, Spoken, Written, read_markdown
from webapp.review.review import Review

Line = Annotated[str, Field(min_length=1, max_length=64)]
Moment = Literal["foer", "samtalen"]

# The first character of an id gives the kind; the ids themselves say nothing, because they stand in addresses.
KINDS = {"m": "maalgruppe", "s": "situation", "v": "metode"}
KIND_NAMES = {
    "kerneelement": "Kerneelement",
    "maalgruppe": "Målgruppe",
    "situation": "Situation",
    "screening": "Før screening",
    "redskab": "Redskab",
    "metode": "Metode",
}
_ID = re.compile(r"([1-9]|[msv][1-9][0-9]?)")


class Page(Checked):
    """A page of the app that helps where something stands, and what the link to it says."""

    to: Annotated[str, Field(pattern=r"^/[a-z0-9/?=&#]*$")]
    words: Annotated[str, Field(min_length=3, max_length=30)]


class CardFields(Checked):
    """The fields above a card's text; `content/README.md` explains each to those who write them."""

    id: str
    title: Annotated[str, Field(min_length=3, max_length=44)]
    essence: Annotated[str, Field(min_length=3, max_length=80)]
    lines: Annotated[tuple[Line, ...], Field(min_length=3, max_length=3)]
    group: Literal["screening", "redskab", "metode"] | None = None
    moments: Annotated[tuple[Moment, ...], Field(min_length=1, max_length=2)]
    next: str
    related: Annotated[tuple[str, ...], Field(min_length=2, max_length=5)]
    law: tuple[str, ...] = ()
    source: Annotated[str, Field(min_length=4)]
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    confirmed: PastDay
    reviewed: Review | None
    boxes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    also: Spoken = ()


@dataclass(frozen=True)
class Card(Written):
    """One pocket card. `kind` decides its colour, `group` which sections it has and what it is called."""

    kind: str
    group: str
    sections: tuple[Section, ...]

    @property
    def number(self) -> str:
        """The number in the corner: `3`, `M1`, `S12`."""
        return self.id.upper()

    @property
    def kind_name(self) -> str:
        """What the card is called above its title: `Kerneelement`, `Situation`, `Redskab` …"""
        return KIND_NAMES[self.group]

    @property
    def is_before(self) -> bool:
        """Whether the card helps before a meeting."""
        return "foer" in self.moments

    def at(self, depth: int) -> tuple[Section, ...]:
        """The sections that lie at a depth (30 or 300 seconds)."""
        return tuple(section for section in self.sections if section.depth == depth)

    @property
    def said_first(self):
        """The first sentence to say: what the card's face shows."""
        said = next(section for section in self.sections if section.role == "say")
        return said.parts[0].points[0]


def read_card(path: Path) -> Card:
    """The card in one file. Raises ContentError with every mistake found in its fields, else in its text."""
    document = read_markdown(path)
    fields = document.checked(CardFields)
    mistakes = []
    if not _ID.fullmatch(fields.id):
        mistakes.append(document.mistake(("id",), f"{fields.id!r} skal være 1-9 eller m, s eller v og et tal, fx s2."))
    if fields.id != path.stem:
        mistakes.append(document.mistake(("id",), f"Filen hedder {path.name}, men id er {fields.id!r}."))
    kind = KINDS.get(fields.id[:1], "kerneelement")
    if (kind == "metode") != (fields.group is not None):
        mistakes.append(document.mistake(("group",), "Feltet skal stå på kort, der begynder med v, og kun på dem."))
    if mistakes:
        raise ContentError(mistakes)
    group = fields.group or kind
    return Card(fields, document, kind, group, read_body(document, group))


def read_cards(folder: Path) -> dict[str, Card]:
    """Every card in a folder, by id, in the order they are told: `1`-`5`, `m…`, `s…`, `v…`.

    Raises ContentError with the mistakes of all files together, so that they can be mended in one go.
    """
    cards, mistakes = {}, []
    for path in sorted(folder.glob("*.md"), key=_order):
        try:
            card = read_card(path)
            cards[card.id] = card
        except ContentError as error:
            mistakes += error.mistakes
    if not cards and not mistakes:
        mistakes.append(Mistake(folder.name, 1, "", "Der er ingen kort i mappen."))
    if mistakes:
        raise ContentError(mistakes)
    return cards


def _order(path: Path):
    letter = path.stem[:1] if path.stem[:1].isalpha() else ""
    digits = path.stem[len(letter) :]
    return letter, int(digits) if digits.isdigit() else 0, path.stem
