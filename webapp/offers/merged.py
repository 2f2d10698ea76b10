"""Merged offers: which one a code leads to, now that the offer it was printed for has become another one."""

from __future__ import annotations

from collections.abc import Iterable

from webapp.offers.offer import Offer


def survivors(offers: Iterable[Offer]) -> dict[str, str]:
    """The offers that were merged into another one, by their codes, with the code of the one that stands today.

    An offer may have been merged into one that was merged later; the last of them counts, if it is open.
    """
    by_code = {offer.code: offer for offer in offers}
    found = {}
    for code, offer in by_code.items():
        passed = {code}
        while offer.status != "active" and offer.merged_into in by_code.keys() - passed:
            passed.add(offer.merged_into)
            offer = by_code[offer.merged_into]
        if offer.status == "active" and offer.code != code:
            found[code] = offer.code
    return found
