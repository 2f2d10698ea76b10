"""The overview's page and its sheet for the wall: the edition's pages with their slots filled. The service worker
answers the same, byte for byte (`static/overview/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from webapp.edition.slots import escaped
from webapp.finder.answers import Live
from webapp.finder.index import NATIONAL, OWN, REGION
from webapp.finder.need import LONGEST_PLACE, UNKNOWN, cleaned, place_named
from webapp.finder.render import distance

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


def overview_page(live: Live, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page for these parameters: `k` is the municipality, `ark` asks for the sheet for the wall."""
    typed = cleaned((params.get("k") or [""])[0])[:LONGEST_PLACE].strip()
    code = place_named(typed, live.choices)
    sheet = bool(code) and (params.get("ark") or [""])[0] == "1"
    name = live.choices.places.get(code, "")
    minute = live.minute()
    return live.page(
        SHEET if sheet else PAGE,
        {
            "tekst": lambda _name: escaped(name or typed),
            "noter": lambda: f'<p class="note">{UNKNOWN["k"]}</p>' if typed and not code else "",
            "dør": lambda: live.doors.get(name, ""),
            "vælg": lambda: "" if code else CHOOSE,
            "arket": lambda: TO_SHEET.format(code) if code else "",
            "skema": lambda: table(live, code, minute) if code else "",
            "numre": lambda: rows(live, code, minute),
        },
    )


def cells(live: Live, municipality: str, minute: int) -> list[list[Cell]]:
    """For each need a cell for each group, everybody last; each counts what the finder finds with the same choices."""
    needs = [(set(topics), set(forms)) for _label, topics, forms in live.matrix["needs"]]
    groups = [code for _label, code in live.matrix["groups"]]
    found = [[Cell({OWN: 0, REGION: 0, NATIONAL: 0}) for _ in range(len(groups) + 1)] for _ in needs]
    for offer in live.offers:
        if not serves(offer, municipality, live.region_of):
            continue
        near = distance(offer, municipality, live.region_of)
        ring_first = offer["callFrom"] <= minute
        open_now = not ring_first and live.is_open(offer["hours"], minute)
        columns = [number for number, code in enumerate(groups) if code in offer["topics"]] + [len(groups)]
        for row, (topics, forms) in zip(found, needs, strict=True):
            if (topics and topics.isdisjoint(offer["topics"])) or (forms and forms.isdisjoint(offer["forms"])):
                continue
            for column in columns:
                cell = row[column]
                cell.near[near] += 1
                cell.anonymous += offer["anonymous"] == "yes"
                cell.open += open_now
                cell.ring_first += ring_first
    return found


def serves(offer: Mapping[str, Any], municipality: str, region_of: Mapping[str, str]) -> bool:
    """Whether an offer is for a municipality's people."""
    return offer["national"] or municipality in offer["municipalities"] or region_of[municipality] in offer["regions"]


def table(live: Live, municipality: str, minute: int) -> str:
    """The matrix as a table: for each need a heading, and below it a link for each group."""
    groups = [*live.matrix["groups"], [EVERYONE, ""]]
    head = "".join(f'<th scope="col">{escaped(label)}</th>' for label, _ in groups)
    bodies = []
    for need, row in zip(live.matrix["needs"], cells(live, municipality, minute), strict=True):
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


def rows(live: Live, municipality: str, minute: int) -> str:
    """The sheet's rows: for each need the nearest offers that have a number and may be shown, each offer once."""
    taken: set[str] = set()
    made = []
    for label, topics, forms in live.matrix["needs"]:
        fitting = [
            offer
            for offer in live.offers
            if offer["phone"]
            and offer["citizen"]
            and offer["goneFrom"] > minute
            and serves(offer, municipality, live.region_of)
            and (not topics or not set(topics).isdisjoint(offer["topics"]))
            and (not forms or not set(forms).isdisjoint(offer["forms"]))
        ]
        chosen = []
        for kind in (OWN, REGION, NATIONAL):
            chosen += [one for one in fitting if distance(one, municipality, live.region_of) == kind]
        chosen = [one for one in chosen if one["code"] not in taken][:ON_SHEET]
        taken |= {one["code"] for one in chosen}
        lines = "".join(_line(live, one, minute) for one in chosen) or "<li>Ingen med et nummer.</li>"
        made.append(f"<section><h2>{escaped(label)}</h2><ul>{lines}</ul></section>")
    return "".join(made)


def _line(live: Live, offer: Mapping[str, Any], minute: int) -> str:
    hours = ", ".join(live.danish.line(line) for line in offer["week"][:WEEK_LINES]) + (
        " …" if len(offer["week"]) > WEEK_LINES else ""
    )
    mark = " · ring først" if offer["callFrom"] <= minute else ""
    about = f"{escaped(hours) or 'åbningstid ukendt'}{mark}"
    return f"<li><b>{escaped(offer['phone'])}</b> <span>{escaped(offer['name'])}</span> <small>{about}</small></li>"
