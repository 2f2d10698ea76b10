"""Pages shown or handed to a citizen: large, plain, neutral; they keep nothing and never lead to the staff side."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("citizen", __name__, url_prefix="/b")


@bp.get("/nu")
def now():
    """The lines to ring at once, in plain words."""
    return render_template("citizen/now.html", lines=current_app.extensions["library"].lines)
