"""Hours in their thousands: texts as places have them, texts made by chance, and moments of a year to ask them at."""

from __future__ import annotations

import random
from datetime import date, datetime, timedelta
from pathlib import Path

from webapp.hours.span import DAY
from webapp.hours.text import begun_between

REAL_LIFE = (Path(__file__).parent / "real_life.txt").read_text(encoding="utf-8").splitlines()
GENERATED = 2000

_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
# Nights, holidays and the days around them, both changes of the clock, the year's ends, and odd and even weeks.
_DATES = (
    *("2026-01-01", "2026-01-02", "2026-03-28", "2026-03-29", "2026-04-02", "2026-04-05", "2026-05-01", "2026-06-05"),
    *("2026-07-14", "2026-08-19", "2026-10-26", "2026-11-23", "2026-12-04", "2026-12-24", "2026-12-25", "2026-12-31"),
)
MOMENTS = [
    datetime.fromisoformat(f"{day}T{clock}")
    for day, clocks in zip(
        _DATES,
        ("00:30 09:10 12:05 23:40", "03:30 10:20 13:50 18:40", "01:10 08:40 15:20 21:50", "05:30 11:20 16:50 22:10")
        * 4,
        strict=True,
    )
    for clock in clocks.split()
]


def generated() -> list[str]:
    """Texts made by chance, the same each time."""
    chance = random.Random(20261128)
    return [_text(chance) for _ in range(GENERATED)]


def _text(chance: random.Random) -> str:
    text = ""
    for number in range(chance.choice((1, 1, 2, 2, 3, 4))):
        days = chance.choice(
            [
                ",".join(sorted(chance.sample(_DAYS, chance.randint(1, 3)), key=_DAYS.index)),
                "-".join(sorted(chance.sample(_DAYS, 2), key=_DAYS.index)),
                *("Mo-Fr", "Sa-Su", "Mo-Su", "PH", "Dec 24", "Dec 20-Jan 3", "Jul-Aug", "Apr-Sep Mo-Fr", "We[2]"),
                *("week 1-53/2 Fr", "week 2-52/2 Mo-We", "easter -2 days", "Fr[-1]"),
            ]
        )
        hours = chance.choice(["", "", "", ",", "off" if number else ""])
        if hours != "off":
            hours = ",".join(_range(chance) for _ in range(2 if hours else 1))
        between = chance.choice(["; ", "; ", ", "]) if number else ""
        text += f"{between}{days} {hours}"
    return text


def _range(chance: random.Random) -> str:
    start = chance.randrange(0, DAY, 30)
    end = start + chance.randrange(30, 15 * 60, 30)
    return "-".join(f"{minute // 60:02}:{minute % 60:02}" for minute in (start, end - DAY if end > DAY else end))


def states(text: str, moments: list[datetime]) -> str:
    """What a text says at each moment: o(pen), u(nknown) or c(losed), holidays as the text has them."""
    begun = begun_between(text, date(2025, 12, 31), date(2026, 12, 31))
    said = ""
    for moment in moments:
        here = set()
        for back in (0, 1):
            day = moment.date() - timedelta(days=back)
            minute = moment.hour * 60 + moment.minute + back * DAY
            here |= {sure for start, end, sure in begun[day] if start <= minute < end}
        said += "o" if True in here else "u" if here else "c"
    return said
