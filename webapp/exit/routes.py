"""The neutral page that the quick exit lands on."""

from flask import Blueprint, render_template

bp = Blueprint("exit", __name__)


@bp.get("/luk")
def show():
    """A page about nothing: the date and the week number."""
    return render_template("pages/exit.html")
