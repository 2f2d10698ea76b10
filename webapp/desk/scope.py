"""Which municipality somebody at the desk may work with."""

from __future__ import annotations

from flask import abort
from flask_login import current_user

from webapp.municipalities import Municipality
from webapp.texts import library
from webapp.users.role import sees_municipality


def own_municipality(code: str) -> Municipality:
    """The municipality with a code, for somebody it is open to; for all others there is no such page (404)."""
    place = library.places.get(code)
    if place is None or not sees_municipality(current_user, code):
        abort(404)
    return place
