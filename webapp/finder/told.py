"""What a search says about how its words were read. The same as `static/finder/worker/told.js`."""

from __future__ import annotations

from collections.abc import Sequence

from webapp.edition.slots import escaped
from webapp.ranking.matching import Asked


def word_notes(asked: Sequence[Asked], nobody: str) -> str:
    """Paragraphs about words that were read as others, taken apart, or stand nowhere. `nobody` begins the last: "Ingen
    tilbud nævner"."""
    said = []
    for one in asked:
        if one.corrected:
            said.append(f"Viser <em>{escaped(one.corrected)}</em>.")
        if one.halves:
            said.append(f"Deler {escaped(one.word)} i {escaped(one.halves[0])} og {escaped(one.halves[1])}.")
    unknown = [one.word for one in asked if not one.known]
    if unknown and len(unknown) < len(asked):
        said.append(f"{nobody}: {escaped(', '.join(unknown))}. De andre ord er brugt.")
    return "".join(f'<p class="note">{text}</p>' for text in said)
