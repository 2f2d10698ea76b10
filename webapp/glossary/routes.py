"""The glossary: every term with its explanation, and the card it belongs to."""

from flask import Blueprint, render_template

from webapp.danish import danish_order
from webapp.texts import library

bp = Blueprint("glossary", __name__)


@bp.get("/ord")
def index():
    """All terms, sorted as Danish sorts."""
    terms = sorted(library.glossary, key=lambda term: danish_order(term.term))
    return render_template("glossary/index.html", terms=terms)
