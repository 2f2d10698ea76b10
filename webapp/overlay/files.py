"""The overlays as files: what a phone that has chosen a municipality fetches.

A page has places, elements with `data-local="<place>"`. A script (`static/overlay/overlay.js`) fills them with the
overlays of the municipality chosen on the phone; the pages themselves stay the same for everybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from webapp.overlay.overlay import EVERYONE, Overlay

INDEX = "/data/lokalt.json"  # {municipality's name: its code}, of those that have anything; everybody's name is ""
RECORD = "/data/lokalt/{}.json"  # {place: [[first minute, first minute after, HTML], ...]}

# A feature that has overlays answers with them by the municipality's code (or `EVERYONE`), from what is published, read
# over the connection it is given.
Source = Callable[[object], Mapping[str, Iterable[Overlay]]]


def overlay_files(connection, places, sources: Iterable[Source]) -> dict[str, object]:
    """The index, and one record for each municipality with overlays, by their addresses, to be sent as JSON.

    `connection` is the one that the rest of the edition is read over, so that all of it is of one moment. Needs a
    request's context, for the templates.
    """
    found: dict[str, list[Overlay]] = {}
    for overlays_of in sources:
        for code, overlays in overlays_of(connection).items():
            found.setdefault(code, []).extend(overlays)
    records = {RECORD.format(code): _record(overlays) for code, overlays in sorted(found.items())}
    names = {code: "" if code == EVERYONE else places[code].name for code in sorted(found)}
    return {INDEX: {name: code for code, name in names.items()}, **records}


def _record(overlays: Iterable[Overlay]) -> dict[str, list]:
    record: dict[str, list] = {}
    for overlay in overlays:
        record.setdefault(overlay.place, []).append([overlay.start, overlay.end, overlay.html])
    return record
