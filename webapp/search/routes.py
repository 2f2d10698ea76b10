"""The search in everything. A link or a form, as in the finder."""

from flask import Blueprint, current_app, request

from webapp.search.answer import search_page

bp = Blueprint("search", __name__)


@bp.route("/soeg", methods=["GET", "POST"])
def index():
    """What mentions the words asked for."""
    params = request.form if request.method == "POST" else request.args
    return search_page(current_app.extensions["live"].current(), dict(params.lists()))
