"""What is missing in a municipality: the needs and groups that nobody here is for, and who comes nearest instead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from webapp.finder.answers import Answers
from webapp.finder.index import OWN
from webapp.overview.render import Cell, cells, nearest

NEIGHBOURS = 3  # told of a gap
FIRST = 3  # gaps shown before the rest is folded
KINDS = ("none", "far", "named")  # the worst first
FROM_AFAR = ("telefon", "chat", "sms", "online")  # contact forms that are as good from the other end of the country


@dataclass(frozen=True)
class Gap:
    """A need and a group. `kind` is `none` (nobody at all), `far` (nobody here) or `named` (nobody without a name);
    `nearest` is the record of the offer that comes nearest, and `neighbours` are the municipalities of the same region
    that have somebody of their own, as (code, name, number), the most first."""

    kind: str
    need: str
    group: str
    is_everybodys: bool  # whom it is missing for: no group alone
    topics: tuple[str, ...]  # codes that an offer to fill it would have
    forms: tuple[str, ...]
    nearest: Mapping[str, Any] | None
    neighbours: tuple[tuple[str, str, int], ...]


def gaps(answers: Answers, municipality: str, minute: int) -> list[Gap]:
    """The gaps of a municipality, row by row, each with what comes nearest."""
    groups = [*answers.matrix["groups"], [answers.said.overview.everyone, ""]]
    found = []
    for (need, topics, forms), row in zip(answers.matrix["needs"], cells(answers, municipality, minute), strict=True):
        for (group, code), cell in zip(groups, row, strict=True):
            kind = _kind(cell)
            if kind:
                fits = _fitting(answers, topics, forms, code if kind != "none" else "")
                first = next((offer for _, offer in nearest(answers, municipality, fits)), None)
                wanted = (*topics, *([code] if code else []))
                theirs = neighbours(answers, municipality, _fitting(answers, topics, forms, code), kind == "named")
                found.append(Gap(kind, need, group, not code, wanted, tuple(forms), first, theirs))
    return found


def weightiest(found: Sequence[Gap], from_afar: frozenset[str]) -> list[Gap]:
    """The gaps to fill first, at most three. First what is missing for everybody, nobody at all before nobody here
    before nobody without a name; then what is missing for a group, in the order of the needs. Last come those whose
    need is met from afar (`from_afar`: codes of such contact forms): a telephone far away is as good as one here."""

    def weight(gap: Gap) -> tuple[bool, bool, int]:
        met = gap.kind == "far" and bool(gap.forms) and from_afar.issuperset(gap.forms)
        return met, not gap.is_everybodys, KINDS.index(gap.kind) if gap.is_everybodys else 0

    return sorted(found, key=weight)[:FIRST]


def by_need(found: Sequence[Gap]) -> list[tuple[str, list[Gap]]]:
    """The gaps of each need, in the order of the needs."""
    return [(need, list(some)) for need, some in groupby(found, key=lambda gap: gap.need)]


def gap_counts(answers: Answers) -> dict[str, dict[str, int]]:
    """For each municipality how many cells are empty (`none`), have nobody here (`far`), or nobody without a name
    (`named`), and how many offers are its `own`. What it counts does not change with the minute."""
    counted = {}
    for code in answers.choices.places:
        kinds = [_kind(cell) for row in cells(answers, code, answers.minute()) for cell in row]
        own = answers.index.near(code)[OWN].bit_count()
        counted[code] = {"own": own, **{kind: kinds.count(kind) for kind in KINDS}}
    return counted


def _kind(cell: Cell) -> str:
    if not cell.total:
        return "none"
    if not cell.near[OWN]:
        return "far"
    return "" if cell.anonymous else "named"


def neighbours(answers: Answers, municipality: str, fits: int, anonymously: bool) -> tuple[tuple[str, str, int], ...]:
    """The municipalities of the same region with most of these offers of their own, at most three, as (code, name, how
    many). No open source says which municipalities border on each other; the region stands in for it."""
    region, names = answers.region_of[municipality], answers.choices.places
    if anonymously:
        fits &= answers.index.anonymous
    found = [
        (code, names[code], (fits & answers.index.near(code)[OWN]).bit_count())
        for code, other in answers.region_of.items()
        if other == region and code != municipality
    ]
    return tuple(sorted((one for one in found if one[2]), key=lambda one: -one[2])[:NEIGHBOURS])


def _fitting(answers: Answers, topics: list[str], forms: list[str], group: str) -> int:
    index = answers.index
    fits = index.having("topics", topics) & index.having("forms", forms)
    return fits & index.having("topics", (group,) if group else ())
