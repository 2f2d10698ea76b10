"""The overview, and its sheet for the wall."""

from flask import Blueprint, current_app, request

from webapp.finder.need import params_of
from webapp.overview.render import overview_page

bp = Blueprint("overview", __name__)


@bp.get("/overblik")
def index():
    """What there is and what is missing, for the municipality asked for."""
    return overview_page(current_app.extensions["answers"].current(), params_of(request))
