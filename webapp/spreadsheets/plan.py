"""What a table would do to the offers: what is planned, what is passed over, and what has to be mended first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field

from webapp.offers.offer import Offer
from webapp.spreadsheets.columns import BY_FIELD, FIELDS


@dataclass(frozen=True)
class RowError:
    """Something to mend: the row in the file, the column's heading, what is wrong, and what to do."""

    row: int
    column: str
    message: str
    advice: str


@dataclass(frozen=True)
class Planned:
    """An offer that would be changed, or come in (`before` is None). Cells by column; `say` puts one into words."""

    row: int
    offer: Offer
    before: dict[str, str] | None
    after: dict[str, str]
    say: Callable[[str, str], str]

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """What differs in Danish words, as (heading, before, after)."""
        before = self.before or dict.fromkeys(FIELDS, "")
        return [
            (BY_FIELD[name].label, self.say(name, before[name]), self.say(name, self.after[name]))
            for name in FIELDS
            if before[name] != self.after[name] and not (self.before is None and name == "code")
        ]


@dataclass
class Plan:
    """What a table comes to. With faults nothing of it can be done."""

    planned: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    passed: list[tuple[int, str]] = field(default_factory=list)  # rows that are no offer, and what stands in them
    notes: list[tuple[str, str]] = field(default_factory=list)  # beside the cells: where, text
    faults: list[RowError] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """What stands in the file and is not taken, in sentences."""
        rows = [f"Række {row} er sprunget over, for den er ikke et tilbud: »{text}«." for row, text in self.passed]
        return rows + [f"{where} kommer ikke med: »{text[:200]}«." for where, text in self.notes]

    @property
    def basis(self) -> str:
        """A digest of what would be done to what; it differs when an offer was changed meanwhile."""
        told = [[each.row, each.before, each.after] for each in self.planned]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()

    def refuse(self, row: int, name: str, message: str, advice: str | None = None) -> None:
        """Keep a fault of a row's cell; without advice of its own, with what to write in that column."""
        column = BY_FIELD.get(name)
        hint = column.hint if column else ""
        self.faults.append(RowError(row, column.label if column else "", message, hint if advice is None else advice))
