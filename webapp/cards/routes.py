"""The deck and the single card; a legal fact is a card too."""

from flask import Blueprint, abort, get_template_attribute, render_template

from webapp.cards.explained import explained
from webapp.law.fact import CONFIDENCE_WORDS
from webapp.texts import library

bp = Blueprint("cards", __name__, url_prefix="/kort")


@bp.get("")
def index():
    """All cards: the five to swipe through, and the others by the moment they are for."""
    return render_template("cards/index.html")


@bp.get("/<name>")
def show(name: str):
    """One card, or one legal fact, by its neutral id."""
    if card := library.cards.get(name):
        around = neighbours(list(library.cards), name)
        card = explained(card, library.glossary, get_template_attribute("glossary/_term.html", "disclosure"))
        return render_template("cards/show.html", card=card, around=around)
    if fact := library.law.by_code(name):
        around = neighbours([other.code for other in library.law.shown()], name)
        return render_template("law/show.html", fact=fact, around=around, confidence=CONFIDENCE_WORDS)
    abort(404)


def neighbours(names: list[str], name: str) -> tuple[str | None, str | None]:
    """The ids before and after one of them among those of its own kind (same first letter); None at an end."""
    letter = name[0] if name[0].isalpha() else ""
    kind = [other for other in names if (other[0] if other[0].isalpha() else "") == letter]
    place = kind.index(name)
    return kind[place - 1] if place else None, kind[place + 1] if place + 1 < len(kind) else None
