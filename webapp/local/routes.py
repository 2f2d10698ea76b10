"""The local pieces as files. An edition has them ready; before the first one they are made from the database."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify

from webapp.local.files import INDEX, RECORD, local_files
from webapp.security.headers import ASKED_EACH_TIME

bp = Blueprint("local", __name__)


@bp.get(INDEX)
def index():
    """Which municipalities have pieces."""
    return _sent(INDEX)


@bp.get(RECORD.format("<code>"))
def record(code: str):
    """One municipality's pieces."""
    return _sent(RECORD.format(code))


def _sent(address: str):
    found = local_files(current_app.extensions["library"].places)
    if address not in found:
        abort(404)
    answer = jsonify(found[address])
    answer.headers["Cache-Control"] = ASKED_EACH_TIME
    return answer
