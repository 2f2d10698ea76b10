"""The search in everything. A link or a form, as in the finder."""

from flask import Blueprint, current_app, request

from webapp.finder.need import params_of
from webapp.search.render import search_page

bp = Blueprint("search", __name__)


@bp.route("/soeg", methods=["GET", "POST"])
def index():
    """What mentions the words asked for."""
    return search_page(current_app.extensions["answers"].current(), params_of(request))
