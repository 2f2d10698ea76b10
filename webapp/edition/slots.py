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


def fill(page: str, words: Callable[[str, list[str]], str | None]) -> str:
    """The page with every slot replaced by `words(name, arguments)`; a slot it answers None for stays."""
    pieces = list(_cut(page))
    for place in range(1, len(pieces), 2):
        name, *arguments = pieces[place].split(" ")
        found = words(name, arguments)
        pieces[place] = f"[[{pieces[place]}]]" if found is None else found
    return "".join(pieces)


@lru_cache(KEPT)
def _cut(page: str) -> list[str]:
    # Text and what stands in a slot, in turn.
    return _SLOT.split(page)


def escaped(text: str) -> str:
    """Text as it stands in HTML, as Jinja writes it."""
    return str(escape(text))
