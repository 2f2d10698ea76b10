"""What a search says about how its words were read. The same as `static/finder/worker/told.js`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.danish import fold
from webapp.edition.slots import escaped
from webapp.finder.sides import MEETS, USES
from webapp.ranking.matching import Asked

SIGNS = ".,;:!?()\"'»«„“”"
APART = {
    USES: ("Hjælp til den, der udøver vold, står for sig.", "Se den"),
    MEETS: ("Hjælp til den, der bliver udsat for vold, står for sig.", "Se den"),
}


def tap(text: str, instead: str, form: str, remove: bool = False) -> str:
    """A button that asks another question in place of the typed one; with `remove`, one that takes something away."""
    label = f' aria-label="Fjern {escaped(text)}"' if remove else ""  # the style sheet shows a cross
    return f'<button class="tap" form="{form}" name="i" value="{escaped(instead)}"{label}>{escaped(text)}</button>'


def with_word(query: str, word: str, other: str) -> str:
    """A typed question with another word in place of one (folded) of its own."""
    pieces = query.split(" ")
    return " ".join(other if fold(piece) == word else piece for piece in pieces) if query else other


def as_typed(query: str, word: str) -> str:
    """A folded word as it stands in the typed question, in lower case and without signs around it."""
    for piece in query.split(" "):
        if fold(piece) == word:
            return piece.strip(SIGNS).lower() or word
    return word


def part_as_typed(whole: str, part: str) -> str:
    """The beginning or the end of a typed word that is folded so."""
    ends = (end for place in range(1, len(whole)) for end in (whole[:place], whole[place:]))
    return next((end for end in ends if fold(end) == part), part)


def apart_note(side: str, links: Mapping[str, str]) -> str:
    """A paragraph about the side of violence whose help is left out, and where it is."""
    if not side:
        return ""
    text, to = APART[side]
    return f'<p class="note">{text} <a href="{escaped(links[side])}">{to}</a></p>'


def word_notes(asked: Sequence[Asked], nobody: str, query: str, form: str) -> str:
    """Paragraphs about words that were read as others, taken apart, or stand nowhere. `nobody` begins the last: "Ingen
    tilbud nævner". What else a word may have meant is asked, with a button of the form with an id."""
    said = []
    for one in asked:
        if one.corrected:
            others = [tap(other, with_word(query, one.word, other), form) for other in one.others]
            asks = f" Mente du {' eller '.join(others)}?" if others else ""
            said.append(f"Viser <em>{escaped(one.corrected)}</em>.{asks}")
        if one.halves:
            whole = as_typed(query, one.word)
            first, second = (part_as_typed(whole, half) for half in one.halves)
            said.append(f"Deler {escaped(whole)} i {escaped(first)} og {escaped(second)}.")
    unknown = [as_typed(query, one.word) for one in asked if not one.known]
    if unknown and len(unknown) < sum(not one.raises for one in asked):
        said.append(f"{nobody}: {escaped(', '.join(unknown))}. De andre ord er brugt.")
    return "".join(f'<p class="note">{text}</p>' for text in said)
