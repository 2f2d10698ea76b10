"""The local pieces as files: what a phone that has chosen a municipality fetches.

A page has places, elements with `data-local="<place>"`. A script (`static/overlay/overlay.js`) fills them with the
pieces of the municipality chosen on the phone; the pages themselves stay the same for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from webapp.overlay.overlay import EVERYBODY, Piece

INDEX = "/data/lokalt.json"  # {municipality's name: its code}, of those that have anything; everybody's name is ""
RECORD = "/data/lokalt/{}.json"  # {place: [[first minute, first minute after, HTML], ...]}

# A feature that has pieces answers with them by the municipality's code (or `EVERYBODY`), from what is published, read
# over the connection it is given.
Source = Callable[[object], Mapping[str, Iterable[Piece]]]


def local_files(connection, places, sources: Iterable[Source]) -> dict[str, object]:
    """The index, and one record for each municipality with pieces, by their addresses, to be sent as JSON.

    `connection` is the one that the rest of the edition is read over, so that all of it is of one moment. Needs a
    request's context, for the templates.
    """
    found: dict[str, list[Piece]] = {}
    for pieces_of in sources:
        for code, pieces in pieces_of(connection).items():
            found.setdefault(code, []).extend(pieces)
    records = {RECORD.format(code): _record(pieces) for code, pieces in sorted(found.items())}
    names = {code: "" if code == EVERYBODY else places[code].name for code in sorted(found)}
    return {INDEX: {name: code for code, name in names.items()}, **records}


def _record(pieces: Iterable[Piece]) -> dict[str, list]:
    record: dict[str, list] = {}
    for piece in pieces:
        record.setdefault(piece.place, []).append([piece.start, piece.end, piece.html])
    return record
