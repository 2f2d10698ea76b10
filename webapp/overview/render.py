"""The overview's page and its sheet for the wall: the edition's pages with their slots filled. The service worker
answers the same, byte for byte (`static/overview/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.index import NATIONAL, OWN, REGION, positions_in
from webapp.finder.need import LONGEST_PLACE, cleaned, place_named
from webapp.finder.sentences import Overview

PAGE, SHEET = "/overblik", "/overblik/ark"
TO_LIST = "#resultater"  # a phone shows the offers at once, not what is chosen above them
REGIONAL = '<span class="unseen">i </span>region<span class="unseen">en</span>'
WIDE_HEADING = 2  # columns; whom to ring has the others
ON_SHEET = 2  # offers for each need
WEEK_LINES = 2  # of an offer's hours on the sheet


@dataclass
class Cell:
    """How many offers fit a need and a group, how near they are, and what can be said of them."""

    near: dict[str, int]
    anonymous: int = 0
    open: int = 0
    ring_first: int = 0

    @property
    def total(self) -> int:
        """How many there are."""
        return sum(self.near.values())


def overview_page(answers: Answers, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page for these parameters: `k` is the municipality, `m` whom help is for, as the finder has it, `ark`
    asks for the sheet for the wall."""
    typed = cleaned((params.get("k") or [""])[0])[:LONGEST_PLACE].strip()
    code = place_named(typed, answers.choices)
    asked = (params.get("m") or [""])[0]
    audience = asked if asked in answers.choices.audiences else ""
    unknown = [answers.said.unknown.k] if typed and not code else []
    if asked and not audience:
        unknown.append(answers.said.unknown.m)
    said = answers.said.overview
    to_sheet = f'<p><a class="sheet-link" href="/overblik?k={code}&amp;ark=1">{said.to_sheet}</a></p>'
    sheet = bool(code) and (params.get("ark") or [""])[0] == "1"
    name = answers.choices.places.get(code, "")
    minute = answers.minute()
    return answers.page(
        SHEET if sheet else PAGE,
        {
            "text": lambda _name: escaped(name or typed),
            "selected": lambda _name, code: " selected" if code == audience else "",
            "notes": lambda: "".join(f'<p class="note">{note}</p>' for note in unknown),
            "door": lambda: answers.doors.get(name, ""),
            "choose": lambda: "" if code else f'<p class="none" data-choose>{said.choose}</p>',
            "sheet": lambda: to_sheet if code else "",
            "table": lambda: table(answers, code, minute, audience) if code else "",
            "rows": lambda: rows(answers, code, minute),
        },
    )


def cells(answers: Answers, municipality: str, minute: int, audience: str = "") -> list[list[Cell]]:
    """For each need a cell for each group, everybody last; each counts what the finder finds with the same choices.
    With an audience only the offers that take it in are counted."""
    index = answers.index
    near, open_now = index.near(municipality), index.open_at(minute, lambda hours: answers.is_open(hours, minute))
    ring_first = index.ring_first_at(minute)
    columns = [index.having("topics", (code,) if code else ()) for code in group_codes(answers)]
    made = []
    for _label, topics, forms in answers.matrix["needs"]:
        fits = index.having("topics", topics) & index.having("forms", forms) & taking_in(answers, audience)
        by_distance = {kind: fits & bits for kind, bits in near.items()}
        served = by_distance[OWN] | by_distance[REGION] | by_distance[NATIONAL]
        made.append(
            [
                Cell(
                    {kind: (bits & column).bit_count() for kind, bits in by_distance.items()},
                    (served & column & index.anonymous).bit_count(),
                    (served & column & open_now).bit_count(),
                    (served & column & ring_first).bit_count(),
                )
                for column in columns
            ]
        )
    return made


def group_codes(answers: Answers) -> list[str]:
    """The topic of each column; of the last one, everybody, none."""
    return [*(code for _label, code in answers.matrix["groups"]), ""]


def taking_in(answers: Answers, audience: str) -> int:
    """The offers that take somebody in, as bits; all of them when it is not said whom."""
    return answers.index.having("audiences", (audience,) if audience else ())


def nearest(answers: Answers, municipality: str, fits: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The offers of a set of bits that serve a municipality, the nearest first, each with how near it is."""
    for kind, bits in answers.index.near(municipality).items():
        for position in positions_in(bits & fits):
            yield kind, answers.offers[position]


def to_ring(answers: Answers, municipality: str, minute: int, audience: str = "") -> list[Mapping[str, Any] | None]:
    """For each need the offer to ring first: of those with a number that may be shown the nearest; of those equally
    near one that is for no group alone, and then one that is open now. None where nobody has a number."""
    index, everyone = answers.index, taking_in(answers, audience)
    open_now = index.open_at(minute, lambda hours: answers.is_open(hours, minute))
    apart = _apart(answers)
    chosen = []
    for _label, topics, forms in answers.matrix["needs"]:
        fits = index.having("topics", topics) & index.having("forms", forms) & everyone
        in_turn = (
            answers.offers[position]
            for near in index.near(municipality).values()
            for some in (near & ~apart, near & apart)
            for opened in (open_now, ~open_now)
            for position in positions_in(some & fits & opened)
        )
        chosen.append(next((one for one in in_turn if _can_be_rung(one, minute)), None))
    return chosen


def _apart(answers: Answers) -> int:
    """The offers that are for some of the groups alone, as bits."""
    return answers.index.having("topics", [code for code in group_codes(answers) if code])


def _can_be_rung(offer: Mapping[str, Any], minute: int) -> bool:
    return bool(offer["phone"] and offer["citizen"] and offer["goneFrom"] > minute)


def table(answers: Answers, municipality: str, minute: int, audience: str = "") -> str:
    """The matrix as a table: for each need a heading, whom to ring beside it, and below it a link for each group."""
    said = answers.said.overview
    groups = [*answers.matrix["groups"], [said.everyone, ""]]
    head = "".join(f'<th scope="col">{escaped(label)}</th>' for label, _ in groups)
    asked, bodies = _Asked(municipality, audience), []
    counted = cells(answers, municipality, minute, audience)
    rung = to_ring(answers, municipality, minute, audience)
    for number, (need, row, offer) in enumerate(zip(answers.matrix["needs"], counted, rung, strict=True)):
        tds = "".join(
            f"<td>{_cell(said, asked, need, group, cell, row[-1])}</td>"
            for group, cell in zip(groups, row, strict=True)
        )
        heading = f'<th id="behov{number}" scope="rowgroup" colspan="{WIDE_HEADING}">{escaped(need[0])}</th>'
        call = f'<td headers="behov{number}" colspan="{len(groups) - WIDE_HEADING}">{_call(said, offer, groups)}</td>'
        bodies.append(f"<tbody><tr>{heading}{call}</tr><tr>{tds}</tr></tbody>")
    marks = " ".join(
        f'<span class="sign {mark}">{words}</span>'
        for mark, words in (("now", said.now), ("unnamed", said.unnamed), ("first", said.first))
    )
    return (
        f'<p class="signs">{marks}</p><table class="matrix"><caption class="unseen">{said.caption}</caption>'
        f"<thead><tr>{head}</tr></thead>{''.join(bodies)}</table>"
    )


def _call(said: Overview, offer: Mapping[str, Any] | None, groups: list) -> str:
    if not offer:
        return f"<small>{said.nobody}</small>"
    # An offer for some of the groups alone says which: nobody is to ring it for a need that it knows nothing of.
    about = "".join(f" · {escaped(label)}" for label, code in groups if code in offer["topics"])
    audience = escaped(offer["audienceWords"].lower())
    whom = f'<span translate="no">{escaped(offer["name"])}</span> · {audience}{about}'
    number = escaped(offer["phone"])
    return (
        f'<a class="ring" href="tel:{number.replace(" ", "")}"><b translate="no">{number}</b> <small>{whom}</small></a>'
    )


def _cell(said: Overview, asked: _Asked, need: list, group: list, cell: Cell, everybody: Cell) -> str:
    called = f'<span class="unseen">{escaped(need[0])}, {escaped(group[0])}: </span>'
    if cell.total:
        return f'<a href="{asked.finder(need, group[1])}">{called}<b>{cell.total}</b>{_told(said, cell)}</a>'
    none = f"{called}<b>{said.none}</b>"
    if everybody.total:  # nobody for this group: what there is for all
        nearest = said.all.format(nearest=_nearest(said, everybody))
        return f'<a class="gap" href="{asked.finder(need, "")}">{none} <small>{nearest}</small></a>'
    nobody = ["", [], []]  # nobody at all: what else there is for the group
    return f'<a class="gap" href="{asked.finder(nobody, group[1])}">{none} <small>{said.other}</small></a>'


def _nearest(said: Overview, cell: Cell) -> str:
    if cell.near[OWN]:
        return said.here.format(n=cell.near[OWN])
    return REGIONAL if cell.near[REGION] else said.national


def _told(said: Overview, cell: Cell) -> str:
    # A narrow phone shows the figures with the marks, and keeps the words for who listens.
    marks = (
        ("now", cell.open, said.now),
        ("unnamed", cell.anonymous, said.unnamed),
        ("first", cell.ring_first, said.first),
    )
    told = "".join(
        f' <small class="sign {mark}">{many}<span class="unseen"> {words}</span></small>'
        for mark, many, words in marks
        if many
    )
    return f' <small class="near">{_nearest(said, cell)}</small>{told}'


@dataclass(frozen=True)
class _Asked:
    municipality: str
    audience: str

    def finder(self, need: list, group: str) -> str:
        chosen = [f"k={self.municipality}", *(f"e={code}" for code in need[1]), *(f"f={code}" for code in need[2])]
        chosen += [f"m={self.audience}"] if self.audience else []
        return "/find?" + "&amp;".join([*chosen, *([f"g={group}"] if group else [])]) + TO_LIST


def rows(answers: Answers, municipality: str, minute: int) -> str:
    """The sheet's rows: for each need the nearest offers that have a number and may be shown, of those equally near the
    ones for no group alone first; each offer once, and no number twice for a need."""
    index = answers.index
    apart = _apart(answers)
    taken: set[str] = set()
    made = []
    for label, topics, forms in answers.matrix["needs"]:
        chosen: list[Mapping[str, Any]] = []
        fits = index.having("topics", topics) & index.having("forms", forms)
        in_turn = (
            answers.offers[position]
            for near in index.near(municipality).values()
            for some in (near & ~apart, near & apart)
            for position in positions_in(some & fits)
        )
        for one in in_turn:
            is_new = one["code"] not in taken and one["phone"] not in {other["phone"] for other in chosen}
            if is_new and _can_be_rung(one, minute):
                chosen.append(one)
            if len(chosen) == ON_SHEET:
                break
        taken |= {one["code"] for one in chosen}
        lines = "".join(_line(answers, one, minute) for one in chosen) or f"<li>{answers.said.overview.nobody}.</li>"
        made.append(f"<section><h2>{escaped(label)}</h2><ul>{lines}</ul></section>")
    return "".join(made)


def _line(answers: Answers, offer: Mapping[str, Any], minute: int) -> str:
    hours = ", ".join(answers.danish.line(line) for line in offer["week"][:WEEK_LINES]) + (
        " …" if len(offer["week"]) > WEEK_LINES else ""
    )
    said = answers.said.overview
    mark = f" · {said.first}" if offer["callFrom"] <= minute else ""
    about = f"{escaped(hours) or said.unknown_hours}{mark}"
    number, name = (f'translate="no">{escaped(offer[field])}' for field in ("phone", "name"))
    return f"<li><b {number}</b> <span {name}</span> <small>{about}</small></li>"
