"""The public page of a municipality's own agreement. As the finder, it takes a link (GET) and a form (POST)."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, request

from webapp.agreement.render import PAGE, agreement_page
from webapp.finder.need import params_of

bp = Blueprint("agreement", __name__)


@bp.route("/aftale", methods=["GET", "POST"])
def show():
    """The agreement of the municipality asked for; without one, a field to choose it with."""
    answers = current_app.extensions["answers"].current()
    if not answers.has(PAGE):  # back in force: an edition from before there were agreements
        abort(404)
    return agreement_page(answers, params_of(request))
