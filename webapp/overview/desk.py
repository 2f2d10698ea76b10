"""The overview at the desk: what a municipality lacks, as a list to work from; all of them for administrators."""

from __future__ import annotations

from flask import Blueprint, abort, current_app, render_template, request
from flask_login import current_user
from markupsafe import Markup

from webapp.danish import danish_order
from webapp.desk.access import allowed
from webapp.overview.gaps import gap_counts, gaps
from webapp.overview.render import table
from webapp.users.role import Role, sees_municipality

bp = Blueprint("overview_desk", __name__)
SORTS = {
    "navn": lambda row: (),
    "ingen": lambda row: (-row["none"], -row["far"]),
    "her": lambda row: (row["own"],),
}


@bp.get("/intern/overblik")
@allowed(*Role)
def index():
    """One's own municipality's gaps; an administrator's list of all of them."""
    if current_user.municipality:
        return _municipality(current_user.municipality)
    counted = _live().once(gap_counts)
    asked = request.args.get("efter", "ingen")
    sort = asked if asked in SORTS else "ingen"
    places = sorted(_places().values(), key=lambda place: danish_order(place.name))
    rows = [{"code": place.code, "name": place.name, **counted[place.code]} for place in places]
    return render_template("overview/desk_index.html", rows=sorted(rows, key=SORTS[sort]), sort=sort)


@bp.get("/intern/overblik/<municipality>")
@allowed(*Role)
def show(municipality: str):
    """The gaps of one municipality."""
    if municipality not in _places() or not sees_municipality(current_user, municipality):
        abort(404)
    return _municipality(municipality)


def _municipality(municipality: str):
    live = _live()
    minute = live.minute()
    return render_template(
        "overview/desk_show.html",
        place=_places()[municipality],
        gaps=gaps(live, municipality, minute),
        table=Markup(table(live, municipality, minute)),  # noqa: S704
    )


def _live():
    return current_app.extensions["live"].current()


def _places():
    return current_app.extensions["library"].places
