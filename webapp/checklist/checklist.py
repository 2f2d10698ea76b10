"""The checklist of a transparent meeting (VIVE 2025, core element 5): its phases and lines, and what a branch changes.

A branch is something that holds for this meeting, such as children in the home. Choosing it adds lines, puts lines in
the place of others, and takes lines away. Every line is on the page from the start; which of them are shown follows
from two facts about each: the branch it belongs to, and the branches that take it away.

A line declares which points of the citizen's page it says. A point stands there as told only when a line that says it
has been ticked; so a line that a branch puts in the place of another has to say what that one said.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field

from webapp.cards.card import Page
from webapp.content.document import Checked, ContentError, Document, Mistake, PastDay, read_yaml

if TYPE_CHECKING:
    from webapp.checklist.own import OwnLine

PHASES = ("foer", "start", "undervejs", "afslutning", "efter")
NOW = "nu"  # before every phase: what cannot wait
Text = Annotated[str, Field(min_length=1)]
# Ids that begin with x are those of municipalities' own lines (`own.py`).
PointId = Annotated[str, Field(pattern=r"^p[1-9][0-9]?$")]  # a point of `meeting.yaml`
LineId = Annotated[str, Field(pattern=r"^[a-wyz][a-z]?[1-9][0-9]?[a-z]?$")]


class Line(Checked):
    """One line: what to do, how it can be said, why, and the duties or rights behind it (ids of legal facts).

    `id` is stable for ever: phones remember ticks by it. `says` are the points of the citizen's page that its words
    tell. `contact` is the line that asks how to be in touch; `call` is a number to ring from the line; `boxes` and
    `pages` stand with it.
    """

    id: LineId
    what: Annotated[str, Field(min_length=3, max_length=44)]
    say: Annotated[str, Field(min_length=3, max_length=170)]
    why: Annotated[str, Field(min_length=3, max_length=130)]
    law: tuple[str, ...]
    says: tuple[PointId, ...] = ()
    contact: bool = False
    boxes: tuple[str, ...] = ()
    pages: tuple[Page, ...] = ()
    call: Annotated[str, Field(pattern=r"^[0-9][0-9 ]{1,9}[0-9]$")] | None = None


class BranchLine(Line):
    """A line that a branch brings: after another line, or instead of one; in no place named it comes last."""

    phase: Literal["nu", "foer", "start", "undervejs", "afslutning", "efter"]
    after: str | None = None
    instead: str | None = None


class Phase(Checked):
    """A part of the meeting. `short` is its name where there is little room."""

    id: Literal["foer", "start", "undervejs", "afslutning", "efter"]
    title: Text
    short: Annotated[str, Field(min_length=2, max_length=10)]
    lines: Annotated[tuple[Line, ...], Field(min_length=1)]


class Branch(Checked):
    """Something that may hold for this meeting. `without` are the lines that then no longer fit."""

    id: Annotated[str, Field(pattern=r"^g[1-9]$")]
    title: Annotated[str, Field(min_length=3, max_length=30)]
    hint: Annotated[str, Field(min_length=3, max_length=90)]
    lines: Annotated[tuple[BranchLine, ...], Field(min_length=1)]
    without: tuple[str, ...]
    boxes: tuple[str, ...] = ()


class Question(Checked):
    """One thing to ask about how to be in touch, answered with yes or no."""

    id: Annotated[str, Field(pattern=r"^c[1-9]$")]
    ask: Annotated[str, Field(min_length=3, max_length=44)]


class Topic(Checked):
    """What a citizen can ask to hear about first (the phrase `meeting.<id>`), and the lines that then come first."""

    id: Annotated[str, Field(pattern=r"^t[1-9]$")]
    lines: Annotated[tuple[str, ...], Field(min_length=1)]


class Checklist(Checked):
    """The whole checklist. `short` are the lines of the one-minute version, in the order they are said."""

    source: Text
    sources: tuple[str, ...]
    confirmed: PastDay
    phases: tuple[Phase, ...]
    short: Annotated[tuple[str, ...], Field(min_length=3, max_length=7)]
    contact: Annotated[tuple[Question, ...], Field(min_length=1)]
    branches: tuple[Branch, ...]
    topics: tuple[Topic, ...]

    def lines(self) -> dict[str, Line]:
        """Every line by its id, those of branches too."""
        national = (line for phase in self.phases for line in phase.lines)
        brought = (line for branch in self.branches for line in branch.lines)
        return {line.id: line for line in (*national, *brought)}

    def saying(self) -> dict[str, tuple[str, ...]]:
        """By the id of each point of the citizen's page, the lines that say it."""
        found: dict[str, tuple[str, ...]] = {}
        for name, line in self.lines().items():
            for point in line.says:
                found[point] = (*found.get(point, ()), name)
        return found


@dataclass(frozen=True)
class Placed:
    """A line in its place: shown when its branch is chosen (None: always) and none of `unless` is."""

    line: Line | OwnLine
    when: str | None
    unless: tuple[str, ...]

    def shown(self, chosen: Collection[str]) -> bool:
        """Whether the line is shown with these branches chosen."""
        return (self.when is None or self.when in chosen) and not set(self.unless) & set(chosen)


def placed(checklist: Checklist) -> dict[str, list[Placed]]:
    """Every line by its part of the meeting (`nu`, then the phases), in the order it stands there."""
    taken: dict[str, list[str]] = {}
    for branch in checklist.branches:
        gone = [*branch.without, *(line.instead for line in branch.lines if line.instead)]
        for name in dict.fromkeys(gone):
            taken.setdefault(name, []).append(branch.id)
    order: dict[str, list[tuple[Line, str | None]]] = {NOW: []}
    order |= {phase.id: [(line, None) for line in phase.lines] for phase in checklist.phases}
    for branch in checklist.branches:
        for line in branch.lines:
            lines = order[line.phase]
            beside = line.after or line.instead
            names = [other.id for other, _ in lines]
            lines.insert(names.index(beside) + 1 if beside in names else len(lines), (line, branch.id))
    return {
        phase: [Placed(line, when, tuple(taken.get(line.id, ()))) for line, when in lines]
        for phase, lines in order.items()
    }


def brief(checklist: Checklist) -> list[Placed]:
    """The one-minute version: the short lines in their order, each with what branches put beside it, and last what
    branches bring elsewhere at the start of a meeting. What cannot wait (`nu`) stands before it, as everywhere."""
    whole = placed(checklist)
    beside: dict[str, list[Placed]] = {}
    last = ""
    for item in (item for phase in PHASES for item in whole[phase]):
        if item.when is None:
            last = item.line.id
        if item.when is None or item in whole["start"]:
            beside.setdefault(last, []).append(item)
    short = [item for name in checklist.short for item in beside[name]]
    brought = [item for item in whole["start"] if item.when is not None and item not in short]
    return [*short, *brought]


def first_asked(checklist: Checklist) -> dict[str, tuple[str, ...]]:
    """By the id of each line, the topics that bring it to the top."""
    found: dict[str, tuple[str, ...]] = {}
    for topic in checklist.topics:
        for name in topic.lines:
            found[name] = (*found.get(name, ()), topic.id)
    return found


def read_checklist(path: Path) -> Checklist:
    """The checklist in a file. Raises ContentError with every mistake in it, dead references among its lines too."""
    document = read_yaml(path)
    checklist = document.checked(Checklist)
    mistakes = [*_wrong_phases(document, checklist), *_wrong_ids(document, checklist), *_dead(document, checklist)]
    mistakes = mistakes or [*_unsaid_instead(document, checklist)]
    if mistakes:
        raise ContentError(mistakes)
    return checklist


def places(checklist: Checklist) -> Iterator[tuple[tuple[str | int, ...], Line]]:
    """Every line with the place it has in its file, for telling mistakes."""
    phases: list[tuple[Line, ...]] = [phase.lines for phase in checklist.phases]
    branches: list[tuple[Line, ...]] = [branch.lines for branch in checklist.branches]
    for part, groups in (("phases", phases), ("branches", branches)):
        for number, lines in enumerate(groups):
            for count, line in enumerate(lines):
                yield (part, number, "lines", count), line


def _wrong_phases(document: Document, checklist: Checklist) -> Iterator[Mistake]:
    if tuple(phase.id for phase in checklist.phases) != PHASES:
        yield document.mistake(("phases",), f"Faserne skal være {', '.join(PHASES)}, i den rækkefølge.")
    if sum(line.contact for _, line in places(checklist)) != 1:
        yield document.mistake(("phases",), "Netop én linje skal have contact: true.")


def _wrong_ids(document: Document, checklist: Checklist) -> Iterator[Mistake]:
    seen: set[str] = set()
    for place, line in places(checklist):
        if line.id in seen:
            yield document.mistake((*place, "id"), f"{line.id!r} står to gange.")
        seen.add(line.id)
        if place[0] == "branches" and not line.id.startswith(begins := checklist.branches[int(place[1])].id):
            yield document.mistake((*place, "id"), f"Skal begynde med {begins!r}.")
    for part in ("branches", "contact", "topics"):
        names = [item.id for item in getattr(checklist, part)]
        for number, name in enumerate(names):
            if name in names[:number]:
                yield document.mistake((part, number, "id"), f"{name!r} står to gange.")


def _dead(document: Document, checklist: Checklist) -> Iterator[Mistake]:
    phase_of: dict[str, str] = {line.id: phase.id for phase in checklist.phases for line in phase.lines}
    national = set(phase_of)
    for number, branch in enumerate(checklist.branches):
        for count, line in enumerate(branch.lines):
            for field in ("after", "instead"):
                name = getattr(line, field)
                known = national if field == "instead" else phase_of
                if name is not None and (name not in known or phase_of[name] != line.phase):
                    place = ("branches", number, "lines", count, field)
                    yield document.mistake(place, f"Linjen {name!r} findes ikke i fasen {line.phase!r}.")
            phase_of[line.id] = line.phase
        for count, name in enumerate(branch.without):
            if name not in national:
                yield document.mistake(("branches", number, "without", count), f"Linjen {name!r} findes ikke.")
    for count, name in enumerate(checklist.short):
        if name not in national:
            yield document.mistake(("short", count), f"Linjen {name!r} findes ikke.")
    for number, topic in enumerate(checklist.topics):
        for count, name in enumerate(topic.lines):
            if name not in phase_of:
                yield document.mistake(("topics", number, "lines", count), f"Linjen {name!r} findes ikke.")


def _unsaid_instead(document: Document, checklist: Checklist) -> Iterator[Mistake]:
    """A branch must not take away what a citizen would have been told: what stands instead says it too."""
    lines = checklist.lines()
    for number, branch in enumerate(checklist.branches):
        for count, line in enumerate(branch.lines):
            lost = [point for point in lines[line.instead].says if point not in line.says] if line.instead else []
            if lost:
                message = (
                    f"Linjen står i stedet for {line.instead!r} og skal sige mindst det samme: {', '.join(lost)}. "
                    "Sig det i say, og skriv det i says. Eller skriv after i stedet for instead."
                )
                yield document.mistake(("branches", number, "lines", count, "instead"), message)
