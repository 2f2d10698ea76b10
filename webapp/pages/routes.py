"""Pages with no rules of their own: the home page, the quick exit's, and the ones about the app."""

from flask import Blueprint, Response, current_app, redirect, render_template, url_for

from webapp.clock import now
from webapp.pages.well_known import robots_txt, security_txt
from webapp.review.review import MONTHS
from webapp.security.origin import own_address

bp = Blueprint("pages", __name__)


@bp.get("/")
def home():
    """What a street worker meets first: the lines to ring at once, the moments of a meeting, the five cards."""
    return render_template("pages/home.html")


@bp.get("/luk")
def exit():
    """The neutral page that the quick exit lands on: the date and the week number."""
    return render_template("pages/exit.html")


@bp.get("/.well-known/security.txt")
def security():
    """Whom to tell about a security fault."""
    return _text(security_txt(current_app.extensions["settings"], own_address(), now()))


@bp.get("/robots.txt")
def robots():
    """Where crawlers may go."""
    return _text(robots_txt(current_app.extensions["settings"]))


def _text(words: str) -> Response:
    return Response(words, content_type="text/plain; charset=utf-8")


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
    return render_template("pages/sources.html", review_months=MONTHS)
