"""Terms explained where they stand: the first time a card uses a word from the glossary, it can be unfolded there.

Only in what is read at leisure: never in the card's first screen, its title, a sentence to say or a link. A term is
found as a whole word, as the glossary has it or in one of its `forms`; `also` is for the search and holds other
words too, so it explains nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import lru_cache

from markupsafe import Markup

from webapp.cards.card import Card
from webapp.glossary.term import Term

_TAG = re.compile("(<[^>]*>)")
AsHtml = Callable[[Term, str], str]


def explained(card: Card, terms: Sequence[Term], as_html: AsHtml) -> Card:
    """The card with each term's first appearance in its text put as `as_html(term, word)` has it; at most once each."""
    left = {term.id: term for term in terms}

    def point_explained(point):
        return replace(point, text=_put(point.text, left, as_html))

    def part_explained(part):
        return replace(part, points=tuple(point_explained(point) for point in part.points))

    return replace(
        card,
        sections=tuple(
            section
            if section.role == "say"
            else replace(section, parts=tuple(part_explained(part) for part in section.parts))
            for section in card.sections
        ),
    )


def stands_in(term: Term, text: str) -> bool:
    """Whether a plain text uses the term, in one of its forms."""
    return _pattern((term,)).search(text) is not None


def _put(text: Markup, left: dict[str, Term], as_html: AsHtml) -> Markup:
    def put(found: re.Match) -> str:
        term = next((term for term in left.values() if _pattern((term,)).fullmatch(found[0])), None)
        if term is None:
            return found[0]
        del left[term.id]
        return str(as_html(term, found[0]))

    if not left:
        return text
    pattern = _pattern(tuple(left.values()))
    pieces = _TAG.split(str(text))
    # Every other piece is a tag; the text between is escaped already and stays so.
    pieces[::2] = [pattern.sub(put, piece) for piece in pieces[::2]]
    return Markup("".join(pieces))  # noqa: S704


@lru_cache(maxsize=4096)
def _pattern(terms: tuple[Term, ...]) -> re.Pattern:
    # The longest first, so that "social udsathed" is not taken for a shorter term inside it.
    forms = sorted({form for term in terms for form in (term.term, *term.forms)}, key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, forms))})(?![\w-])", re.IGNORECASE)
