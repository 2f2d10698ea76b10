"""An offer's page for staff, and its answer to a report. The service worker answers the same (`offer_page.js`)."""

from __future__ import annotations

from webapp.edition.slots import escaped
from webapp.finder.answers import Live


def offer_page(live: Live, code: str, said: str = "", wrong: str = "", kind: str = "", text: str = "") -> str:
    """The page of an offer. With `said`, that stands on top; with `wrong`, it does so as a mistake to mend, and the
    form keeps what was typed."""
    minute = live.minute()
    offer = live.by_code[code]
    return live.page(
        "/find/-",
        {
            "kode": lambda: code,
            "tilbuddet": lambda: live.part(offer, "page", minute),
            "besked": lambda: message(said, wrong),
            "slags": lambda value: " checked" if wrong and value == kind else "",
            "skrevet": lambda: escaped(text) if wrong else "",
        },
    )


def message(said: str, wrong: str) -> str:
    """What came of a report, as a paragraph; a mistake leads to the form."""
    if wrong:
        return f'<p class="message wrong" role="alert">{escaped(wrong)} <a href="#meld">Til beskeden</a></p>'
    return f'<p class="message" role="status">{escaped(said)}</p>' if said else ""
