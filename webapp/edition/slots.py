"""Slots: places in a rendered page that are filled when somebody asks, the same way on the server and on the phone.

A slot is a name and arguments in double brackets: `[[tilstand b3k9]]`. Filling looks at the page once, so what is put
in (something typed, for instance) is never read for slots itself. `static/offline/worker/slots.js` does the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from markupsafe import escape

_SLOT = re.compile(r"\[\[([a-zæøå]+(?: [^\[\]]*)?)\]\]")


def fill(page: str, words: Callable[[str, list[str]], str | None]) -> str:
    """The page with every slot replaced by `words(name, arguments)`; a slot it answers None for stays."""

    def put(match: re.Match) -> str:
        name, *arguments = match[1].split(" ")
        found = words(name, arguments)
        return match[0] if found is None else found

    return _SLOT.sub(put, page)


def escaped(text: str) -> str:
    """Text as it stands in HTML, as Jinja writes it."""
    return str(escape(text))
