"""What the app is, what it keeps, who can use it, and what it rests on."""

from flask import Blueprint, current_app, redirect, render_template, url_for

from webapp.review.review import MONTHS

bp = Blueprint("about", __name__)


@bp.get("/om")
def about():
    """What the app is and how to put it on a phone."""
    return render_template("pages/about.html")


@bp.get("/privatliv")
def privacy():
    """What is kept where, and what we cannot erase."""
    return render_template("pages/privacy.html")


@bp.get("/tilgaengelighed")
def accessibility():
    """The accessibility statement, in the form Danish law asks of public bodies."""
    return render_template("pages/accessibility.html")


@bp.get("/was")
def register():
    """The short address that leads to the statement: the one in the national register, when there is one."""
    return redirect(current_app.extensions["settings"].statement_url or url_for("pages.accessibility"))


@bp.get("/kilder")
def sources():
    """Everything the texts rest on, with dates."""
    return render_template("pages/sources.html", library=current_app.extensions["library"], review_months=MONTHS)
