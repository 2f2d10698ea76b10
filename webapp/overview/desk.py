"""The overview at the desk: what a municipality lacks, as a list to work from; all of them for administrators."""

from __future__ import annotations

from collections import defaultdict

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user
from markupsafe import Markup

from webapp.clock import now
from webapp.danish import danish_order
from webapp.database import db
from webapp.desk.access import allowed
from webapp.desk.scope import own_municipality
from webapp.offers.confirming import in_order, is_due
from webapp.offers.offer import Offer, on_day
from webapp.overview.age import steps, typical_age
from webapp.overview.gaps import FROM_AFAR, by_need, gap_counts, gaps, weightiest
from webapp.overview.render import table
from webapp.registry.ownership import owner
from webapp.registry.store import all_offers
from webapp.texts import library
from webapp.users.role import Role

bp = Blueprint("overview_desk", __name__)
NO_AGE = 10**6  # months: what has no offers stands last, whichever way
SORTS = {
    "navn": lambda row: (),
    "ingen": lambda row: (-row["none"], -row["far"]),
    "ingenher": lambda row: (-row["far"],),
    "unavngivet": lambda row: (-row["named"],),
    "her": lambda row: (row["own"],),
    "friskest": lambda row: (NO_AGE if row["age"] is None else row["age"],),
    "aeldst": lambda row: (NO_AGE if row["age"] is None else -row["age"],),
    "bekraeft": lambda row: (-row["due"],),
}
# On the map a square says its age in months, and in one of these shades: up to so many months.
SHADES = ((6, "fresh"), (12, "fair"), (24, "old"), (NO_AGE, "stale"))


@bp.get("/intern/overblik")
@allowed(*Role)
def index():
    """One's own municipality's gaps; an administrator's list of all of them."""
    if current_user.municipality:
        return _municipality(current_user.municipality)
    counted, offers = _answers().once(gap_counts), _offers_by_owner()
    asked = request.args.get("efter", "ingen")
    sort = asked if asked in SORTS else "ingen"
    places, today = sorted(library.places.values(), key=lambda place: danish_order(place.name)), now().date()
    rows = [
        {
            "code": place.code,
            "name": place.name,
            "age": typical_age(offers[place.code], today),
            "due": sum(is_due(offer, today) for offer in offers[place.code]),
            **counted[place.code],
        }
        for place in places
    ]
    return render_template(
        "overview/desk_index.html",
        rows=sorted(rows, key=SORTS[sort]),
        sort=sort,
        by_code={row["code"]: row for row in rows},
        tiles=library.tiles,
        shade=_shade,
        cells=len(library.matrix.needs) * (len(library.matrix.groups) + 1),
    )


@bp.get("/intern/overblik/<municipality>")
@allowed(*Role)
def show(municipality: str):
    """The gaps of one municipality."""
    return _municipality(own_municipality(municipality).code)


def _municipality(municipality: str):
    answers, today = _answers(), now().date()
    minute, own = answers.minute(), _offers_by_owner()[municipality]
    due = in_order(offer for offer in own if is_due(offer, today))
    found = gaps(answers, municipality, minute)
    first = weightiest(found, frozenset(library.taxonomy.contact_forms[name].code for name in FROM_AFAR))
    return render_template(
        "overview/desk_show.html",
        place=library.places[municipality],
        first=first,
        rest=by_need([gap for gap in found if gap not in first]),
        region=library.places.region_of(municipality, today),
        table=Markup(table(answers, municipality, minute)),  # noqa: S704
        ages=steps(own, today),
        own=len(own),
        due=due,
        due_shown=5,
    )


def _offers_by_owner() -> dict[str | None, list[Offer]]:
    """The open offers as they are today, by the municipality that looks after them."""
    found, today = defaultdict(list), now().date()
    for offer in all_offers(db.session):
        standing = on_day(offer, library.places, today)
        if standing.status == "active" and standing.stands_on(today):
            found[owner(standing)].append(standing)
    return found


def _shade(age: int | None) -> str:
    return "none" if age is None else next(name for most, name in SHADES if age < most)


def _answers():
    return current_app.extensions["answers"].current()
