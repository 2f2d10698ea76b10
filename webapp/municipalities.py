"""Denmark's 98 municipalities and the region each lies in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, read_csv

REGIONS = ("Hovedstaden", "Sjælland", "Syddanmark", "Midtjylland", "Nordjylland")


class Municipality(Checked):
    """A municipality by its official four-digit code (`0561` is Esbjerg)."""

    code: Annotated[str, Field(pattern=r"^0[1-9][0-9]{2}$")]
    name: Annotated[str, Field(min_length=2)]
    region: Annotated[str, Field(pattern="^(" + "|".join(REGIONS) + ")$")]


def read_places(path: Path) -> dict[str, Municipality]:
    """The municipalities in a file, by code. Raises ContentError with every mistake in it."""
    return {place.code: place for place in read_csv(path).each(Municipality)}
