"""The pages around a meeting. The answers at the gate are kept nowhere: the page forgets them when it is left."""

from flask import Blueprint, render_template

from webapp.texts import library

bp = Blueprint("meeting", __name__)


@bp.get("/tjek/skema")
def screening():
    """Three questions before any screening, and behind them the cards about the tools."""
    return render_template("meeting/screening.html", gate=library.gate)


@bp.get("/tjek/efter")
def aftercare():
    """After contact: a minute for the worker, who to ring, and what to write."""
    return render_template("meeting/aftercare.html", care=library.aftercare)


@bp.get("/forloeb")
def walkthrough():
    """All five core elements used together around one meeting: before, during, after."""
    return render_template("meeting/walkthrough.html", walk=library.walkthrough)
