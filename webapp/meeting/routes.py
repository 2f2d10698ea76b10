"""The gate before any screening. Its answers are kept nowhere: the page forgets them when it is left."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("screening", __name__)


@bp.get("/tjek/skema")
def gate():
    """Three questions, and behind them the cards about the tools."""
    library = current_app.extensions["library"]
    return render_template("meeting/screening.html", library=library, gate=library.gate)
