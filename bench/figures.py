"""What the measurements share: figures with their limits, told as a table, and the memory of a program."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from harness.processes import Failed, Missing, process_tree, stop_in_order_when_told


@dataclass(frozen=True)
class Figure:
    """Something measured and its limit: at most `most` or at least `least`. None where it could not be measured."""

    name: str
    measured: float | None
    most: float | None = None
    least: float | None = None
    form: str = ".1f"  # how the number is written, Python's format
    why: str = ""  # it could not be measured

    @property
    def met(self) -> bool:
        """Whether it was measured and keeps within its limit."""
        if self.measured is None:
            return False
        return (self.most is None or self.measured <= self.most) and (self.least is None or self.measured >= self.least)

    def row(self) -> list[str]:
        """Its line of the table."""
        sign, limit = ("<=", self.most) if self.most is not None else (">=", self.least)
        wanted = "" if limit is None else f"{sign} {format(limit, self.form)}"
        if self.measured is None:
            return [self.name, wanted, "", f"not measured: {self.why}"]
        return [self.name, wanted, format(self.measured, self.form), "met" if self.met else "NOT MET"]


def told(figures: Sequence[Figure]) -> str:
    """Figures as a table: what, limit, measured, met."""
    return table([["", "limit", "measured", ""], *(figure.row() for figure in figures)])


def measure_and_tell(measure: Callable[[], Sequence[Figure]]) -> int:
    """Measure, and print the table. The exit code: 0 when measured, 1 when something could not be or a server failed,
    2 when a tool is missing."""
    stop_in_order_when_told()
    try:
        found = measure()
    except Missing as missing:
        print(missing)
        return 2
    except (Failed, subprocess.CalledProcessError) as error:
        print(error)
        return 1
    print(f"\n{told(found)}")
    return 1 if any(figure.measured is None for figure in found) else 0


def memory_mb(root: int) -> float:
    """Megabytes of memory of a whole process tree; a page that several share is counted once in all (PSS)."""
    kilobytes = 0
    for pid in process_tree(root):
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    kilobytes += int(line.split()[1])
    return kilobytes * 1024 / 1e6


def processor_seconds(root: int) -> float:
    """Processor seconds, user and system, of a whole process tree so far, and of what it started and has waited for."""
    ticks = 0
    for pid in process_tree(root):
        with suppress(OSError):
            # After the name, in parentheses, come the state and ten numbers; then its own time and its children's.
            ticks += sum(map(int, Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[11:15]))
    return ticks / os.sysconf("SC_CLK_TCK")


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as aligned text: the first column to the left, the others to the right."""
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if number == 0 else cell.rjust(width)
            for number, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
