"""The tile map: a square for each municipality, roughly where it lies. Drawn for this project, square by square."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import Field

from webapp.content.document import Checked, ContentError, read_csv
from webapp.municipalities import Places

MOST = 19  # rows and columns, counted from 0


class _Square(Checked):
    code: str
    row: Annotated[int, Field(ge=0, le=MOST)]
    column: Annotated[int, Field(ge=0, le=MOST)]


@dataclass(frozen=True)
class Tile:
    """Where a municipality's square is: rows from north to south, columns from west to east, both from 0."""

    row: int
    column: int


def read_tiles(path: Path, places: Places) -> dict[str, Tile]:
    """The squares in a file, by the municipality's code. Raises ContentError: an unknown municipality, one without a
    square or with two, and two on the same square."""
    document = read_csv(path)
    mistakes = []
    found: dict[str, Tile] = {}
    taken: dict[Tile, str] = {}
    for number, square in enumerate(document.each(_Square)):
        tile = Tile(square.row, square.column)
        if square.code not in places or square.code in found:
            wrong = "står to gange" if square.code in found else "findes ikke"
            mistakes.append(document.mistake((number, "code"), f"Kommunen {square.code!r} {wrong}."))
        elif tile in taken:
            other = places[taken[tile]].name
            mistakes.append(document.mistake((number, "column"), f"{places[square.code].name} ligger oven i {other}."))
        found[square.code] = tile
        taken.setdefault(tile, square.code)
    missing = [place.name for code, place in places.items() if code not in found]
    if missing:
        mistakes.append(document.mistake((), f"Ingen plads til: {', '.join(missing)}."))
    if mistakes:
        raise ContentError(mistakes)
    return found
