"""The overlays as files: those of the edition in force; before the first edition, from the database."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, jsonify, send_file

from webapp.database import reading
from webapp.edition.site import site_file
from webapp.overlay.files import INDEX, RECORD, overlay_files
from webapp.overlay.overlay import EVERYONE
from webapp.security.headers import NO_CACHE
from webapp.texts import library

bp = Blueprint("overlay", __name__)


@bp.get(INDEX)
def index():
    """Which municipalities have overlays."""
    return _sent(INDEX)


@bp.get(RECORD.format("<code>"))
def record(code: str):
    """One municipality's overlays, or everybody's."""
    if code != EVERYONE and code not in library.places:
        abort(404)
    return _sent(RECORD.format(code))


def _sent(address: str):
    edition = current_app.extensions["editions"].current()
    if edition is None:
        with reading() as connection:
            found = overlay_files(connection, library.places, current_app.extensions["overlay_sources"])
        if address not in found:
            abort(404)
        answer = jsonify(found[address])
    else:
        file = site_file(edition.folder / "site", address)
        if not file.is_file():
            abort(404)
        answer = send_file(file, mimetype="application/json", conditional=False, etag=False)
    answer.headers["Cache-Control"] = NO_CACHE
    return answer
