"""The glossary: every term with its explanation, and the card it belongs to."""

from flask import Blueprint, current_app, render_template

from webapp.danish import danish_order

bp = Blueprint("glossary", __name__)


@bp.get("/ord")
def index():
    """All terms, sorted as Danish sorts."""
    library = current_app.extensions["library"]
    terms = sorted(library.glossary, key=lambda term: danish_order(term.term))
    return render_template("glossary/index.html", library=library, terms=terms)
