"""The agreements in an edition: the page at `/aftale`, and one record for each municipality that it is filled from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask import current_app, render_template

from webapp.agreement.agreement import CHILDREN_FIRST, CHILDREN_WHEN, SIGNS, WHEN, WRITING, day_of, public
from webapp.agreement.store import InForce, all_in_force
from webapp.clock import NEVER, minute_of
from webapp.danish import danish_date
from webapp.markup import without_line_breaks
from webapp.overlay.overlay import Overlay
from webapp.texts import library

# The words of what is ticked, as the template names them.
WORDS = {
    "signs": SIGNS,
    "when": WHEN,
    "writing": WRITING,
    "children_when": CHILDREN_WHEN,
    "children_first": CHILDREN_FIRST,
}
ADDRESS = "/data/aftale"  # of the records, in the bundle: `/data/aftale/0561`


def records(agreements: Iterable[InForce], places) -> dict[str, dict]:
    """One record for each published agreement, by its address. Needs an app context, for the template."""
    return {
        f"{ADDRESS}/{one.municipality}": record(one, places[one.municipality].name)
        for one in agreements
        if one.municipality in places
    }


def record(agreement: InForce, name: str) -> dict:
    """What the phones are given of an agreement: `text` is its HTML; `due` stands after it, and from the minute
    `lateFrom`, when the day of its review is over, `late` before it."""
    values = public(agreement.values)
    review = day_of(str(values.get("review", "")))
    said = danish_date(review) if review else ""
    text = render_template(
        "agreement/_public.html", values=values, name=name, municipality=agreement.municipality, **WORDS
    )
    looked: Any = current_app.jinja_env.get_template("agreement/_review.html").module
    return {
        "text": without_line_breaks(text),
        "due": looked.due(said) if review else "",
        "late": looked.late(said) if review else "",
        "lateFrom": late_from(review) if review else NEVER,
    }


def on_cards(source) -> dict[str, list[Overlay]]:
    """What stands on cards 2 and 5 of each municipality with an agreement in force. Needs an app context."""
    places = library.places
    return {
        one.municipality: _overlays(one, places[one.municipality].name)
        for one in all_in_force(source)
        if one.municipality in places
    }


def _overlays(agreement: InForce, name: str) -> list[Overlay]:
    values = public(agreement.values)
    review = day_of(str(values.get("review", "")))
    late = late_from(review) if review else NEVER
    looked: Any = current_app.jinja_env.get_template("agreement/_review.html").module
    found = []
    for card in ("2", "5"):
        text = render_template("agreement/_on_card.html", card=card, name=name, values=values, **WORDS)
        text = without_line_breaks(text)
        found.append(Overlay(f"kort {card}", text, end=late))
        if review:
            found.append(Overlay(f"kort {card}", str(looked.late(danish_date(review))) + text, start=late))
    return found


def late_from(review) -> int:
    """The minute since the epoch from which an agreement with this day of review is overdue: when the day is over."""
    return minute_of(review.fromordinal(review.toordinal() + 1))
