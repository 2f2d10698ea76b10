"""Opening hours for tests: Denmark's clock in two years, and texts that mean the same to us and to the library."""

from __future__ import annotations

import csv
from datetime import datetime

from hypothesis import strategies as some

from tests.conftest import ROOT
from webapp.config import COPENHAGEN
from webapp.hours.change import Change
from webapp.hours.table import covered, holidays, zone

YEARS = range(2026, 2028)
ZONE, COVERED, HOLIDAYS = zone(YEARS), covered(YEARS), holidays(YEARS)
CONTENT = ROOT / "content" / "offers.csv"
with CONTENT.open(encoding="utf-8", newline="") as rows:
    CONTENT_HOURS = sorted({row["hours"] for row in csv.DictReader(rows)} - {""})
DAY_NAMES = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
FULL = 24 * 60


def minute_of(moment: str | datetime) -> int:
    """UTC minutes since the epoch; without an offset the moment is Denmark's."""
    moment = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return int((moment if moment.tzinfo else moment.replace(tzinfo=COPENHAGEN)).timestamp()) // 60


def changes_of(case: dict) -> tuple[Change, ...]:
    """The dated changes of a case in `tests/rules/opening.json`."""
    return tuple(
        Change(first=one["first"], last=one["last"], opening_hours=one.get("hours")) for one in case.get("changes", ())
    )


@some.composite
def spans(draw) -> tuple[int, int]:
    start = draw(some.integers(0, FULL // 15 - 1)) * 15
    return start, start + draw(some.integers(1, 64)) * 15


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _range(span: tuple[int, int], cut: bool) -> str:
    start, end = span
    if end > FULL:
        end = FULL if cut else end - FULL if end - FULL < start else end
    return f"{_clock(start)}-{_clock(end)}"


@some.composite
def texts(draw) -> tuple[str, str]:
    """Hours, and the same with what runs past midnight cut there."""
    whole = cut = ""
    for number in range(draw(some.integers(1, 4))):
        days = draw(
            some.lists(some.sampled_from(DAY_NAMES), min_size=1, max_size=4, unique=True).map(",".join)
            | some.sampled_from(
                ["Mo-Fr", "Mo-Su", "Sa-Su,PH", "PH", "Dec 20-Jan 3", "Dec 24", "Jul-Aug Mo-Th", "We[2]"]
            )
            | some.sampled_from(["week 1-53/2 Fr", "week 2-52/2 Mo-We", "easter -2 days"])
        )
        hours = draw(some.lists(spans(), min_size=1, max_size=2))
        off = number and draw(some.integers(0, 3)) == 0
        between = draw(some.sampled_from(["; ", "; ", ", "])) if number else ""
        whole += f"{between}{days} {'off' if off else ','.join(_range(span, False) for span in hours)}"
        cut += f"{between}{days} {'off' if off else ','.join(_range(span, True) for span in hours)}"
    return whole, cut


near = some.sampled_from(["2026-03-29", "2026-10-25", "2027-03-28", "2027-10-31", "2026-12-24", "2027-01-01"]).flatmap(
    lambda day: some.integers(minute_of(f"{day}T00:00") - FULL, minute_of(f"{day}T00:00") + 2 * FULL)
)
minutes = near | some.integers(COVERED[0], COVERED[1] - 1)
