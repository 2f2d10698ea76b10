"""The home page: the lines to ring at once, the three moments of a meeting, and the wallet of five cards."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("home", __name__)


@bp.get("/")
def index():
    """What a street worker meets first."""
    return render_template("pages/home.html", library=current_app.extensions["library"])
