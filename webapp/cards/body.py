"""The text of a card below its fields: Markdown made into sections, points and references.

A section begins with `## ` and one of the names its kind of card may have; which ones, and how deep in the card each
of them lies, stands in `SECTIONS`. A point may end in a reference in square brackets; `[tillæg]` marks what is
not from VIVE's report, `[fra 2027-01-01]` and `[til 2026-12-31]` the first and the last day it holds. What a point says
after its last day is the next one, which begins the day after.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from webapp.content.document import ContentError, Document, Mistake
from webapp.danish import danish_date
from webapp.dated import span_in_words

# role: what the reader does with the section; the template gives each role its own face.
ROLES = {
    "Gør": "do",
    "Lige nu": "do",
    "Det hjælper": "do",
    "Spørg jer selv": "do",
    "Hvad er det": "about",
    "Hvem må bruge det": "about",
    "Hvor lang tid": "about",
    "Sig det sådan": "say",
    "Undgå": "avoid",
    "Det skader": "avoid",
    "Hvad kan gå galt": "avoid",
    "Bagefter": "after",
    "Mulige tegn": "signs",
    "Derfor er det skjult": "why",
    "Tal og fakta": "facts",
    "Hvem ellers": "about",
    "Ord": "about",
    "Det handler om": "about",
    "Hvorfor": "why",
    "I organisationen": "organisation",
    "Ærlig grænse": "limit",
}

THIRTY_SECONDS, FIVE_MINUTES = 30, 300
_ORDINARY_FIVE = ("Det handler om", "Hvorfor", "I organisationen")

# group of cards -> (sections at thirty seconds, sections at five minutes, sections that may be left out)
SECTIONS = {
    "kerneelement": (("Gør", "Sig det sådan", "Undgå"), (*_ORDINARY_FIVE, "Ærlig grænse"), {"Ærlig grænse"}),
    "maalgruppe": (
        ("Det hjælper", "Sig det sådan", "Det skader"),
        ("Mulige tegn", "Derfor er det skjult", "Tal og fakta", "Hvem ellers", "Ord", "I organisationen"),
        {"Ord"},
    ),
    "situation": (("Lige nu", "Sig det sådan", "Undgå", "Bagefter"), ("Hvorfor", "I organisationen"), set()),
    "screening": (("Spørg jer selv", "Sig det sådan", "Undgå"), _ORDINARY_FIVE, set()),
    "redskab": (
        ("Hvad er det", "Hvem må bruge det", "Hvor lang tid", "Sig det sådan", "Hvad kan gå galt", "Bagefter"),
        ("Hvorfor", "I organisationen"),
        set(),
    ),
    "metode": (("Gør", "Sig det sådan", "Undgå"), _ORDINARY_FIVE, set()),
}

_REFERENCE = re.compile(r"\s*\[([^\[\]]+)\]\s*$")
NO_SUCH_DAY = "Datoen kan ikke læses. Skriv den til sidst i punktet, som [fra 2027-01-01] eller [til 2026-12-31]."
_DAY = re.compile(r"^(fra|til) (\d{4}-\d{2}-\d{2})$")
# What somebody meant as such a day: it must not become a reference, with a sentence that always holds.
_MEANT_AS_DAY = re.compile(r"^(gælder )?(fra|til)\b", re.IGNORECASE)
_DAY_INSIDE = re.compile(r"\[(gælder )?(fra|til)\b", re.IGNORECASE)
_ADDITION = re.compile(r"^tillæg(?::\s*(.+))?$")
_markdown = MarkdownIt("commonmark", {"html": False}).disable(["image", "link", "autolink", "code", "fence"])


@dataclass(frozen=True)
class Point:
    """One point of a section: its text as HTML, where it is from, whether it is an addition to the report, and the
    first and the last day it holds where they are known."""

    text: Markup
    reference: str = ""
    addition: bool = False
    first: date | None = None
    until: date | None = None

    @property
    def holds(self) -> str:
        """From and until when it holds, in Danish."""
        return span_in_words(self.first, self.until)


@dataclass(frozen=True)
class CardPart:
    """Points that belong together under one small heading (empty when there is none)."""

    heading: str
    points: tuple[Point, ...]
    listed: bool = True  # a list, or running text


@dataclass(frozen=True)
class Section:
    """One named section of a card: `role` says what it is for, `depth` how many seconds into the card it lies."""

    heading: str
    role: str
    depth: int
    parts: tuple[CardPart, ...]


def read_body(document: Document, group: str) -> tuple[Section, ...]:
    """The sections of a card's text, in the order its group fixes.

    Raises ContentError when a section is missing, unknown, empty or there twice, or holds other than points,
    paragraphs and small headings.
    """
    quick, deep, optional = SECTIONS[group]
    found = _Reader(document, quick + deep).read()
    mistakes = []
    for heading in quick + deep:
        if heading not in found and heading not in optional:
            mistakes.append(Mistake(document.file, document.body_line, f"## {heading}", "Afsnittet mangler."))
    if mistakes:
        raise ContentError(mistakes)
    return tuple(
        Section(heading, ROLES[heading], THIRTY_SECONDS if heading in quick else FIVE_MINUTES, found[heading])
        for heading in quick + deep
        if heading in found
    )


@dataclass
class _Begun:
    """A part that is being read: its small heading, if it has one, and whether its points stand in a list."""

    name: str = ""
    points: list[Point] = field(default_factory=list)
    listed: bool = True


class _Reader:
    """Takes the tokens of a card's text one after another, and keeps the sections and what is wrong with them."""

    def __init__(self, document: Document, allowed: tuple[str, ...]):
        self._document = document
        self._allowed = allowed
        self._sections: dict[str, list[_Begun]] = {}
        self._lines: dict[str, int] = {}  # where each section begins
        self._current: list[_Begun] | None = None
        self._mistakes: list[Mistake] = []

    def read(self) -> dict[str, tuple[CardPart, ...]]:
        """The parts of each section. Raises ContentError with every mistake."""
        tokens = _markdown.parse(self._document.body)
        listed = False
        for before, token in pairwise([Token("", "", 0), *tokens]):
            if token.type in ("bullet_list_open", "bullet_list_close"):
                listed = token.type == "bullet_list_open"
            elif token.type == "inline" and before.type == "heading_open":
                self._heading(before, token.content.strip())
            elif token.type == "inline" and before.type == "paragraph_open":
                self._point(before, token, listed)
            elif token.type in ("ordered_list_open", "blockquote_open", "hr", "html_block", "code_block"):
                self._wrong(token, "", "Brug kun punkter (- ), korte afsnit og ## eller ### som overskrift.")
        for heading, parts in self._sections.items():
            if not any(part.points for part in parts):
                line, name = self._lines[heading], f"## {heading}"
                self._mistakes.append(Mistake(self._document.file, line, name, "Afsnittet er tomt."))
        if self._mistakes:
            raise ContentError(self._mistakes)
        return {
            heading: tuple(CardPart(part.name, tuple(part.points), part.listed) for part in parts)
            for heading, parts in self._sections.items()
        }

    def _heading(self, token: Token, text: str) -> None:
        if token.tag == "h2":
            if text not in self._allowed:
                known = ", ".join(self._allowed)
                self._wrong(token, f"## {text}", f"Afsnittet kendes ikke her. Muligheder: {known}.")
            elif text in self._sections:
                self._wrong(token, f"## {text}", "Afsnittet står to gange.")
            self._current = self._sections.setdefault(text, [])
            self._lines.setdefault(text, self._line(token))
        elif token.tag == "h3" and self._current is not None:
            self._current.append(_Begun(text))
        else:
            self._wrong(token, text, "Overskriften skal begynde med ## (et afsnit) eller ### (en deloverskrift).")

    def _point(self, paragraph: Token, token: Token, listed: bool) -> None:
        if self._current is None:
            self._wrong(token, "", "Teksten skal stå under et afsnit, der begynder med ##.")
            return
        if not self._current or (self._current[-1].points and self._current[-1].listed != listed):
            self._current.append(_Begun())
        part = self._current[-1]
        part.listed = listed
        try:
            point = _point(token.content)
        except ValueError:
            self._wrong(paragraph, "", NO_SUCH_DAY)
            return
        if message := _out_of_step(part.points, point):
            self._wrong(paragraph, "", message)
        part.points.append(point)

    def _wrong(self, token: Token, name: str, message: str) -> None:
        self._mistakes.append(Mistake(self._document.file, self._line(token), name, message))

    def _line(self, token: Token) -> int:
        return self._document.body_line + (token.map[0] if token.map else 0)


def _out_of_step(before: list[Point], point: Point) -> str:
    """What is wrong with a point's days: they end before they begin, or do not follow those of the point before it."""
    if point.first and point.until and point.until < point.first:
        return f"Slutter {danish_date(point.until)}, før den begynder {danish_date(point.first)}."
    ended = before[-1].until if before else None
    if not ended or not point.first or point.first == ended + timedelta(days=1):
        return ""
    if point.first > ended:
        return f"Et hul: Ingen udgave gælder dagen efter {danish_date(ended)}."
    return f"To udgaver gælder {danish_date(point.first)}. Den forrige slutter {danish_date(ended)}."


def _point(content: str) -> Point:
    """Raises ValueError for a day that is none, that stands twice or not at the end."""
    text, addition = " ".join(content.split()), False
    reference: list[str] = []
    days: dict[str, date] = {}
    while match := _REFERENCE.search(text):
        text = text[: match.start()]
        for piece in reversed([piece.strip() for piece in match[1].split(";")]):
            if named := _DAY.match(piece):
                if named[1] in days:
                    raise ValueError
                days[named[1]] = date.fromisoformat(named[2])
                continue
            if _MEANT_AS_DAY.match(piece):
                raise ValueError
            if marked := _ADDITION.match(piece):
                addition = True
                piece = marked[1] or ""
            if piece:
                reference.insert(0, piece)
    if _DAY_INSIDE.search(text):
        raise ValueError
    html = Markup(_markdown.renderInline(text))  # noqa: S704
    return Point(html, "; ".join(reference), addition, days.get("fra"), days.get("til"))
