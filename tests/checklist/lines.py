"""The checklist's lines in the order they stand in, and which of them a choice of branches shows."""

from __future__ import annotations

from itertools import combinations

from tests.conftest import LIBRARY
from webapp.checklist.checklist import PHASES, brief, placed

CHECKLIST = LIBRARY.checklist
BRANCHES = [branch.id for branch in CHECKLIST.branches]
WHOLE = placed(CHECKLIST)
ORDERED = [item for phase in ("nu", *PHASES) for item in WHOLE[phase]]
SHORT = [*WHOLE["nu"], *brief(CHECKLIST)]
SUBSETS = [set(some) for number in range(len(BRANCHES) + 1) for some in combinations(BRANCHES, number)]


def shown(chosen, items=ORDERED) -> list[str]:
    """The ids of the lines that are shown when these branches are chosen."""
    return [item.line.id for item in items if item.shown(chosen)]
