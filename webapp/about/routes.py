"""What the app is, what it keeps, who can use it, and what it rests on."""

from flask import Blueprint, current_app, render_template

bp = Blueprint("about", __name__)


@bp.get("/om")
def about():
    """What the app is and how to put it on a phone."""
    return render_template("about/about.html")


@bp.get("/privatliv")
def privacy():
    """What is kept where, and what we cannot erase."""
    return render_template("about/privacy.html")


@bp.get("/tilgaengelighed")
def accessibility():
    """The accessibility statement, in the form Danish law asks of public bodies."""
    return render_template("about/accessibility.html")


@bp.get("/kilder")
def sources():
    """Everything the texts rest on, with dates."""
    return render_template("about/sources.html", library=current_app.extensions["library"])
