"""The page at /aftale for a municipality: the edition's page with its slots filled. The service worker answers the
same, byte for byte (`static/agreement/worker/render.js`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from webapp.agreement.edition_part import ADDRESS
from webapp.edition.slots import escaped
from webapp.finder.answers import Answers
from webapp.finder.need import read_need

PAGE = "/aftale"


def agreement_page(answers: Answers, params: Mapping[str, Sequence[str]]) -> str:
    """The whole page for the municipality in `k`, by its code or name."""
    need = read_need({"k": params.get("k", ())[:1]}, answers.choices)
    return answers.page(
        PAGE,
        {
            "text": lambda _name: escaped(need.typed_place),
            "notes": lambda: "".join(f'<p class="note">{escaped(note)}</p>' for note in need.notes),
            "agreement": lambda: agreement_of(answers, need.municipality),
        },
    )


def agreement_of(answers: Answers, municipality: str) -> str:
    """A municipality's agreement as HTML, after the word that its review is overdue; what to do where there is none."""
    said = answers.said.agreement
    if not municipality:
        return f"<p>{said.choose}</p>"
    record = answers.parts.get(f"{ADDRESS}/{municipality}")
    if record is None:
        none = said.none.format(municipality=escaped(answers.choices.places[municipality]))
        to_card = f'<a class="main-button" href="/kort/2">{said.to_card}</a>'
        return f"<p><b>{none}</b> {said.card}</p><p>{to_card}</p>"
    return record["late"] + record["text"] if record["lateFrom"] <= answers.minute() else record["text"] + record["due"]
