"""Merged offers: which one a code leads to, now that the offer it was printed for has become another one."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from webapp.offers.offer import Offer


def survivors(offers: Iterable[Offer], day: date) -> dict[str, str]:
    """The offers that were merged into another one, by their codes, with the code of the one that stands on a day.

    An offer may have been merged into one that was merged later; the last of them counts, if it is open. One whose
    last day is known is open until then, and becomes the other one the day after.
    """
    by_code = {offer.code: offer for offer in offers}
    found = {}
    for code, offer in by_code.items():
        passed = {code}
        while not _is_open(offer, day) and offer.merged_into in by_code.keys() - passed:
            passed.add(offer.merged_into)
            offer = by_code[offer.merged_into]
        if _is_open(offer, day) and offer.code != code:
            found[code] = offer.code
    return found


def _is_open(offer: Offer, day: date) -> bool:
    return offer.status == "active" and (offer.stands_on(day) or bool(offer.first and offer.first > day))
