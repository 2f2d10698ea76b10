"""What is missing in a municipality: the needs and groups that nobody here is for, and who comes nearest instead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from webapp.finder.answers import Live
from webapp.finder.index import NATIONAL, OWN, REGION
from webapp.finder.render import distance
from webapp.overview.render import EVERYONE, Cell, cells, serves


@dataclass(frozen=True)
class Gap:
    """A need and a group. `kind` is `none` (nobody at all), `far` (nobody here) or `named` (nobody without a name);
    `nearest` is the record of the offer that comes nearest."""

    kind: str
    need: str
    group: str
    topics: tuple[str, ...]  # codes that an offer to fill it would have
    forms: tuple[str, ...]
    nearest: Mapping[str, Any] | None


def gaps(live: Live, municipality: str, minute: int) -> list[Gap]:
    """The gaps of a municipality, row by row, each with what comes nearest."""
    groups = [*live.matrix["groups"], [EVERYONE, ""]]
    found = []
    for (need, topics, forms), row in zip(live.matrix["needs"], cells(live, municipality, minute), strict=True):
        for (group, code), cell in zip(groups, row, strict=True):
            kind = _kind(cell)
            if kind:
                wanted = code if kind != "none" else ""
                nearest = _nearest(live, municipality, topics, forms, wanted)
                found.append(Gap(kind, need, group, (*topics, *([code] if code else [])), tuple(forms), nearest))
    return found


def gap_counts(live: Live) -> dict[str, dict[str, int]]:
    """For each municipality how many cells are empty (`none`), have nobody here (`far`), or nobody without a name
    (`named`), and how many offers are its `own`. What it counts does not change with the minute."""
    counted = {}
    for code in live.choices.places:
        kinds = [_kind(cell) for row in cells(live, code, live.minute()) for cell in row]
        counted[code] = {"own": 0, **{kind: kinds.count(kind) for kind in ("none", "far", "named")}}
    for offer in live.offers:
        for code in {*offer["municipalities"], offer["municipality"]} & counted.keys():
            counted[code]["own"] += 1
    return counted


def _kind(cell: Cell) -> str:
    if not cell.total:
        return "none"
    if not cell.near[OWN]:
        return "far"
    return "" if cell.anonymous else "named"


def _nearest(
    live: Live, municipality: str, topics: list[str], forms: list[str], group: str
) -> Mapping[str, Any] | None:
    fitting = [
        offer
        for offer in live.offers
        if serves(offer, municipality, live.region_of)
        and (not topics or not set(topics).isdisjoint(offer["topics"]))
        and (not forms or not set(forms).isdisjoint(offer["forms"]))
        and (not group or group in offer["topics"])
    ]
    for kind in (OWN, REGION, NATIONAL):
        for offer in fitting:
            if distance(offer, municipality, live.region_of) == kind:
                return offer
    return None
