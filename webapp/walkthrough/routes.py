"""All five core elements used together around one meeting."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("walkthrough", __name__)


@bp.get("/forloeb")
def index():
    """Before, during, after."""
    library = current_app.extensions["library"]
    return render_template("meeting/walkthrough.html", library=library, walk=library.walkthrough)
