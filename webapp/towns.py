"""Postcodes and towns with the municipalities they lie in (`content/towns.csv`), and the short names people use.

The postcodes are PostNord's, as the npm package `dk-postals` 1.0.0 (ISC) has them. A postcode may lie in several
municipalities: the one the town itself lies in stands first. Which that is, the source does not say; for some 75 towns,
and for the short names, it is our own knowledge, so the other municipalities are always asked about.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_csv
from webapp.danish import fold

_PART = re.compile(" (C|K|V|N|S|Ø|M|NV|SV|SØ|NØ|J|Fyn|Sj|Sjælland|Thy|Øst|By|Midtsj)$")

Postcode = Annotated[str, Field(pattern="^([0-9]{4})?$")]


class Town(Checked):
    """A town and its postcodes, from the first to the last; a nickname has none. `word` is `ja` where an ordinary word
    is spelled the same."""

    first: Postcode
    last: Postcode
    town: Annotated[str, Field(min_length=2)]
    municipalities: Annotated[str, Field(pattern="^0[1-9][0-9]{2}( 0[1-9][0-9]{2})*$")]
    word: Literal["", "ja"]


def read_towns(path: Path) -> tuple[Town, ...]:
    """The towns in a file. Raises ContentError for wrong fields and for a range of postcodes that ends too soon."""
    document = read_csv(path)
    towns = document.each(Town)
    mistakes = [
        document.mistake((number, "last"), "Det sidste postnummer skal ikke komme før det første.")
        for number, town in enumerate(towns)
        if bool(town.first) != bool(town.last) or town.last < town.first
    ]
    if mistakes:
        raise ContentError(mistakes)
    return tuple(towns)


def place_tables(towns: Iterable[Town], taken: Iterable[str]) -> dict:
    """What place names are read with: `towns` (folded name: codes), `postcodes` (first, last, codes), and `alike`, the
    names that are words too. `taken` are numbers that are no postcodes here, because somebody answers them."""
    names: dict[str, list[str]] = {}
    ranges, alike = [], set()
    busy = {number for number in taken if len(number) == 4}
    for town in towns:
        codes = town.municipalities.split()
        for name in {fold(town.town), fold(_PART.sub("", town.town))}:
            known = names.setdefault(name, [])
            known += [code for code in codes if code not in known]
            if town.word:
                alike.add(name)
        if town.first:
            ranges.append([int(town.first), int(town.last), " ".join(codes)])
    return {
        "towns": {name: " ".join(codes) for name, codes in sorted(names.items())},
        "postcodes": ranges,
        "alike": sorted(alike),
        "busy": sorted(busy),
    }
