"""After contact."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("aftercare", __name__)


@bp.get("/tjek/efter")
def index():
    """A minute for the worker, who to ring, and what to write."""
    library = current_app.extensions["library"]
    return render_template("meeting/aftercare.html", library=library, care=library.aftercare)
