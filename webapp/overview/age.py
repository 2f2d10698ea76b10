"""How old what we say about offers is: counted in steps for a picture, and as one figure for a municipality."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from statistics import median_low

from webapp.offers.freshness import known_on
from webapp.offers.offer import Offer

# Months from which a step begins, and its name. From 12 months on the citizen is told to ring first.
STEPS = (
    (0, "Under 3 måneder"),
    (3, "3–6 måneder"),
    (6, "6–12 måneder"),
    (12, "1–2 år"),
    (24, "2–4 år"),
    (48, "Over 4 år"),
)


@dataclass(frozen=True)
class Step:
    """A bar of the picture: its name, how many offers, and whether they are so old that one must ring first."""

    name: str
    count: int
    ring_first: bool


def months_old(offer: Offer, today: date) -> int:
    """Whole months since the date of what we say about an offer."""
    then = known_on(offer)
    return max(0, (today.year - then.year) * 12 + today.month - then.month - (today.day < then.day))


def steps(offers: Iterable[Offer], today: date) -> list[Step]:
    """How many offers there are of each age, the freshest first."""
    ages = [months_old(offer, today) for offer in offers]
    ends = [start for start, _ in STEPS[1:]] + [10**6]
    return [
        Step(name, sum(start <= age < end for age in ages), start >= 12)
        for (start, name), end in zip(STEPS, ends, strict=True)
    ]


def typical_age(offers: Iterable[Offer], today: date) -> int | None:
    """The age in months that half of the offers do not exceed; None without any."""
    ages = [months_old(offer, today) for offer in offers]
    return median_low(ages) if ages else None
