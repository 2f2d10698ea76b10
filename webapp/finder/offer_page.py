"""An offer's page for staff, and its answer to a report. The service worker answers the same (`offer_page.js`)."""

from __future__ import annotations

from webapp.edition.slots import escaped
from webapp.finder.answers import Answers


def offer_page(answers: Answers, code: str, said: str = "", wrong: str = "", kind: str = "", text: str = "") -> str:
    """The page of an offer. With `said`, that stands on top; with `wrong`, it does so as a mistake to mend, and the
    form keeps what was typed."""
    minute = answers.minute()
    offer = answers.by_code[code]
    return answers.page(
        "/find/-",
        {
            "code": lambda: code,
            "offer": lambda: answers.part(offer, "page", minute),
            "message": lambda: message(said, wrong, answers.said.report.to_form),
            "kind": lambda value: " checked" if wrong and value == kind else "",
            "typed": lambda: escaped(text) if wrong else "",
        },
    )


def message(said: str, wrong: str, to_form: str) -> str:
    """What came of a report, as a paragraph; a mistake leads to the form."""
    if wrong:
        return f'<p class="message wrong" role="alert">{escaped(wrong)} <a href="#meld">{to_form}</a></p>'
    return f'<p class="message" role="status">{escaped(said)}</p>' if said else ""
