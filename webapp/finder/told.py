"""What a search says about how its words were read. The same as `static/finder/worker/told.js`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.danish import fold
from webapp.edition.slots import escaped
from webapp.finder.sentences import Sentences
from webapp.languages.spoken import Languages
from webapp.ranking.matching import Asked

LAST_OF_LATIN = 2  # in 256s of Unicode
SIGNS = ".,;:!?()\"'»«„“”"


def tap(text: str, instead: str, form: str, label: str = "") -> str:
    """A button that asks another question in place of the typed one. One that takes something away has a label that
    says so; the style sheet shows a cross."""
    label = f' aria-label="{escaped(label)}"' if label else ""
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


def apart_note(side: str, links: Mapping[str, str], said: Sentences) -> str:
    """A paragraph about the side of violence whose help is left out, and where it is."""
    if not side:
        return ""
    return f'<p class="note">{getattr(said.apart, side)} <a href="{escaped(links[side])}">{said.see_apart}</a></p>'


def in_other_letters(query: str, languages: Languages, said: Sentences) -> str:
    """A paragraph for a question in the letters of languages that are not written in Latin ones: the numbers to ring,
    in each of them. Letters are of one script when they share the first 256 of Unicode that they are in."""
    blocks = {ord(letter) >> 8 for letter in query}
    links = [
        f'<a href="/b/nu?sprog={code}" hreflang="{code}" lang="{code}" dir="{direction}" translate="no">'
        f"{escaped(languages.words(code)['page.numbers_now'])}</a>"
        for code, own, direction, _checked in languages.rows
        if (block := ord(own[0]) >> 8) > LAST_OF_LATIN and block in blocks
    ]
    return f'<p class="note">{said.other_letters} {" · ".join(links)}</p>' if links else ""


def did_you_mean(taps: Sequence[str], said: Sentences) -> str:
    """What else may have been meant, each on a button."""
    return said.did_you_mean.format(parts=f" {said.either} ".join(taps))


def word_notes(asked: Sequence[Asked], nowhere: str, query: str, form: str, said: Sentences) -> str:
    """Paragraphs about words that were read as others, taken apart, or stand `nowhere`: "Ingen tilbud nævner". What
    else a word may have meant is asked, with a button of the form with an id."""
    notes = []
    for one in asked:
        if one.corrected:
            others = [tap(other, with_word(query, one.word, other), form) for other in one.others]
            asks = f" {did_you_mean(others, said)}" if others else ""
            notes.append(said.corrected.format(word=f"<em>{escaped(one.corrected)}</em>") + asks)
        if one.halves:
            whole = as_typed(query, one.word)
            first, second = (escaped(part_as_typed(whole, half)) for half in one.halves)
            notes.append(said.halved.format(whole=escaped(whole), first=first, second=second))
    unknown = [as_typed(query, one.word) for one in asked if not one.known]
    if unknown and len(unknown) < sum(not one.raises for one in asked):
        notes.append(nowhere.format(words=escaped(", ".join(unknown))))
    return "".join(f'<p class="note">{text}</p>' for text in notes)
