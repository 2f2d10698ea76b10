"""The overview's page and its sheet for the wall: the edition's pages with their slots filled. The service worker
answers the same, byte for byte (`static/overview/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.index import NATIONAL, OWN, REGION, positions_in
from webapp.finder.need import LONGEST_PLACE, UNKNOWN, cleaned, place_named

PAGE, SHEET = "/overblik", "/overblik/ark"
EVERYONE = "Alle"
CHOOSE = '<p class="none" data-choose>Vælg en kommune. Så ser du, hvad der er.</p>'
TO_SHEET = '<p><a class="sheet-link" href="/overblik?k={}&amp;ark=1">Ark til væggen</a></p>'
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
    """The whole page for these parameters: `k` is the municipality, `ark` asks for the sheet for the wall."""
    typed = cleaned((params.get("k") or [""])[0])[:LONGEST_PLACE].strip()
    code = place_named(typed, answers.choices)
    sheet = bool(code) and (params.get("ark") or [""])[0] == "1"
    name = answers.choices.places.get(code, "")
    minute = answers.minute()
    return answers.page(
        SHEET if sheet else PAGE,
        {
            "text": lambda _name: escaped(name or typed),
            "notes": lambda: f'<p class="note">{UNKNOWN["k"]}</p>' if typed and not code else "",
            "door": lambda: answers.doors.get(name, ""),
            "choose": lambda: "" if code else CHOOSE,
            "sheet": lambda: TO_SHEET.format(code) if code else "",
            "table": lambda: table(answers, code, minute) if code else "",
            "rows": lambda: rows(answers, code, minute),
        },
    )


def cells(answers: Answers, municipality: str, minute: int) -> list[list[Cell]]:
    """For each need a cell for each group, everybody last; each counts what the finder finds with the same choices."""
    index = answers.index
    near, open_now = index.near(municipality), index.open_at(minute, lambda hours: answers.is_open(hours, minute))
    ring_first = index.ring_first_at(minute)
    columns = [index.having("topics", (code,) if code else ()) for code in group_codes(answers)]
    made = []
    for _label, topics, forms in answers.matrix["needs"]:
        fits = index.having("topics", topics) & index.having("forms", forms)
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


def nearest(answers: Answers, municipality: str, fits: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The offers of a set of bits that serve a municipality, the nearest first, each with how near it is."""
    for kind, bits in answers.index.near(municipality).items():
        for position in positions_in(bits & fits):
            yield kind, answers.offers[position]


def table(answers: Answers, municipality: str, minute: int) -> str:
    """The matrix as a table: for each need a heading, and below it a link for each group."""
    groups = [*answers.matrix["groups"], [EVERYONE, ""]]
    head = "".join(f'<th scope="col">{escaped(label)}</th>' for label, _ in groups)
    bodies = []
    for need, row in zip(answers.matrix["needs"], cells(answers, municipality, minute), strict=True):
        made = [_cell(municipality, need, group, cell, row[-1]) for group, cell in zip(groups, row, strict=True)]
        heading = f'<th scope="rowgroup" colspan="{len(groups)}">{escaped(need[0])}</th>'
        tds = "".join(f"<td>{cell}</td>" for cell in made)
        bodies.append(f"<tbody><tr>{heading}</tr><tr>{tds}</tr></tbody>")
    return (
        '<table class="matrix"><caption class="unseen">Tilbud efter behov og gruppe</caption>'
        f"<thead><tr>{head}</tr></thead>{''.join(bodies)}</table>"
    )


def _cell(municipality: str, need: list, group: list, cell: Cell, everybody: Cell) -> str:
    called = f'<span class="unseen">{escaped(need[0])}, {escaped(group[0])}: </span>'
    if cell.total:
        return f'<a href="{_finder(municipality, need, group[1])}">{called}<b>{cell.total}</b>{_told(cell)}</a>'
    if everybody.total:  # nobody for this group: what there is for all
        return (
            f'<a class="gap" href="{_finder(municipality, need, "")}">{called}<b>Ingen</b>'
            f"<small>alle: {everybody.total}</small></a>"
        )
    other = _finder(municipality, ["", [], []], group[1])  # nobody at all: what else there is for the group
    return f'<a class="gap" href="{other}">{called}<b>Ingen</b><small>se andet</small></a>'


def _told(cell: Cell) -> str:
    nearest = next(
        words.format(cell.near[kind])
        for kind, words in ((OWN, "{} her"), (REGION, "{} i regionen"), (NATIONAL, "hele landet"))
        if cell.near[kind]
    )
    said = [nearest]
    if cell.anonymous:
        said.append(f"{cell.anonymous} uden navn")
    if cell.open:
        said.append(f"{cell.open} åbne nu")
    if cell.ring_first:
        said.append(f"{cell.ring_first} ring først")
    return "".join(f" <small>{words}</small>" for words in said)


def _finder(municipality: str, need: list, group: str) -> str:
    chosen = [f"k={municipality}", *(f"e={code}" for code in need[1]), *(f"f={code}" for code in need[2])]
    return "/find?" + "&amp;".join([*chosen, *([f"g={group}"] if group else [])])


def rows(answers: Answers, municipality: str, minute: int) -> str:
    """The sheet's rows: for each need the nearest offers that have a number and may be shown, each offer once."""
    index = answers.index
    taken: set[str] = set()
    made = []
    for label, topics, forms in answers.matrix["needs"]:
        chosen: list[Mapping[str, Any]] = []
        for _, one in nearest(answers, municipality, index.having("topics", topics) & index.having("forms", forms)):
            if one["phone"] and one["citizen"] and one["goneFrom"] > minute and one["code"] not in taken:
                chosen.append(one)
            if len(chosen) == ON_SHEET:
                break
        taken |= {one["code"] for one in chosen}
        lines = "".join(_line(answers, one, minute) for one in chosen) or "<li>Ingen med et nummer.</li>"
        made.append(f"<section><h2>{escaped(label)}</h2><ul>{lines}</ul></section>")
    return "".join(made)


def _line(answers: Answers, offer: Mapping[str, Any], minute: int) -> str:
    hours = ", ".join(answers.danish.line(line) for line in offer["week"][:WEEK_LINES]) + (
        " …" if len(offer["week"]) > WEEK_LINES else ""
    )
    mark = " · ring først" if offer["callFrom"] <= minute else ""
    about = f"{escaped(hours) or 'åbningstid ukendt'}{mark}"
    return f"<li><b>{escaped(offer['phone'])}</b> <span>{escaped(offer['name'])}</span> <small>{about}</small></li>"
