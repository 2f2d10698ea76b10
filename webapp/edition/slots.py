"""Slots: places in a rendered page that are filled when somebody asks, the same way on the server and on the phone.

A slot is a name and arguments in double brackets: `[[state b3k9]]`. Filling looks at the page once, so what is put
in (something typed, for instance) is never read for slots itself. `static/offline/worker/slots.js` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from markupsafe import escape

_SLOT = re.compile(r"\[\[([a-z]+(?: [^\[\]]*)?)\]\]")
KEPT = 500  # pages whose slots are remembered: parts of pages are filled again and again


# A page cut at its slots: its pieces, and for each slot that is open its place among them, name and arguments.
Cut = tuple[list[str], list[tuple[int, str, list[str]]]]
Words = Callable[[str, list[str]], str | None]


def fill(page: str, words: Words) -> str:
    """The page with every slot replaced by `words(name, arguments)`; a slot it answers None for stays."""
    return filled(cut(page), words)


def filled(page: Cut, words: Words) -> str:
    """The same for a page that is cut."""
    pieces, slots = page
    pieces = pieces.copy()
    for place, name, arguments in slots:
        found = words(name, arguments)
        if found is not None:
            pieces[place] = found
    return "".join(pieces)


def partly_filled(page: Cut, words: Words) -> Cut:
    """A cut page with the slots filled that `words` has an answer for, and the others open."""
    pieces, slots = page
    before, left, open_slots = "", [], []
    start = 0
    for place, name, arguments in slots:
        before += "".join(pieces[start:place])
        start = place + 1
        found = words(name, arguments)
        if found is None:
            left += [before, pieces[place]]
            open_slots.append((len(left) - 1, name, arguments))
            before = ""
        else:
            before += found
    return [*left, before + "".join(pieces[start:])], open_slots


@lru_cache(KEPT)
def cut(page: str) -> Cut:
    """A page cut at its slots, all of them open."""
    pieces = _SLOT.split(page)
    slots = []
    for place in range(1, len(pieces), 2):
        name, *arguments = pieces[place].split(" ")
        slots.append((place, name, arguments))
        pieces[place] = f"[[{pieces[place]}]]"
    return pieces, slots


def escaped(text: str) -> str:
    """Text as it stands in HTML, as Jinja writes it."""
    return str(escape(text))
