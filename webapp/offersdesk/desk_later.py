"""What comes for an offer, at the desk: its later versions and its last day, each written before the day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp.clock import now
from webapp.danish import fold, typed_date
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.hours.preview import hours_of
from webapp.offers.offer import Offer, on_day
from webapp.offersdesk.form import EndForm, VersionForm, chosen_from, fill
from webapp.offersdesk.later import (
    TAKEN,
    as_written,
    last_day,
    parse_end,
    parse_version,
    preceding,
    version_of,
    version_values,
    without,
)
from webapp.offersdesk.page import STALE, coming_of, describer, done, is_stale, own_offer, today, version_given
from webapp.registry import revision, store
from webapp.registry.ownership import may_edit
from webapp.texts import library
from webapp.typed_text import InvalidForm, danish_day
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("offers_later", __name__, url_prefix="/intern/tilbud/<code>/kommer")
OFFERS_OWN = ("changes", "how", "version", "source_url", "source_date", "confidence")  # no version says them
FRAME = ("first", "until", "version_source")  # of a version, as they are typed
NEW = "ny"  # instead of a day: a version that is not there yet
SAVED = "Gemt. Det skifter af sig selv ved midnat, også på telefoner uden net."


@bp.route("", methods=["GET", "POST"])
@allowed(*Role)
def index(code: str):
    """What comes, and the last day of all."""
    offer = own_offer(code)
    if request.method == "GET":
        day = last_day(offer)
        return _index_page(offer, {"until": typed_date(day) if day else "", "into": offer.merged_into or ""})
    values, stale = {name: request.form.get(name, "") for name in ("until", "into")}, is_stale(code)
    try:
        after = parse_end(values, offer, _others(offer), today())
    except InvalidForm as error:
        return _index_page(offer, values, {"until": STALE} if stale else error.errors, 409 if stale else 422)
    if stale and after != offer:
        return _index_page(offer, values, {"until": STALE}, 409)
    said = "Gemt." if last_day(after) else "Gemt. Tilbuddet har ingen sidste dag."
    return _saved(offer, after, said, lambda: _index_page(own_offer(code), values, {"until": STALE}, 409))


@bp.route("/<day>", methods=["GET", "POST"])
@allowed(*Role)
def edit(code: str, day: str):
    """The form of a version: a new one, or the one that begins on a day."""
    offer = own_offer(code)
    first = _first(offer, day)
    if first and version_of(offer, first) is None:
        first = None  # taken away meanwhile: saved, it comes back
    if request.method == "GET":
        return _version_page(offer, first, version_values(offer, first, library.places, today()))
    sent = VersionForm().values()
    values = {name: value for name, value in sent.items() if name not in OFFERS_OWN and value is not None}
    try:
        after = parse_version(values, offer, first, library.taxonomy, library.places, today())
    except InvalidForm as error:
        if error.errors.get("first") == TAKEN and _is_there(values, offer):  # sent twice
            return _done(offer, SAVED)
        return _version_page(offer, first, values, error.errors, 422)
    if not may_edit(current_user, _last(after)):
        wrong = {"municipality": "Så hører tilbuddet til en anden kommune. Det kan kun en administrator vælge."}
        return _version_page(offer, first, values, wrong, 422)
    if "vis" in request.form:
        return _version_page(offer, first, values, after=after)
    if is_stale(code) and after != offer:
        return _merged_page(offer, first, values, after)
    return _saved(offer, after, SAVED, lambda: _merged_page(own_offer(code), first, values, after))


@bp.post("/<day>/fjern")
@allowed(*Role)
def remove(code: str, day: str):
    """Take a version away: the one before it goes on."""
    offer = own_offer(code)
    first = _first(offer, day)
    if first is None:
        abort(404)
    said = "Fjernet. Det, der gjaldt før, bliver ved."
    if version_of(offer, first) is None:
        return _done(offer, said)
    if is_stale(code):
        return _index_page(offer, {}, {"until": STALE}, 409)
    return _saved(offer, without(offer, first), said, lambda: _index_page(own_offer(code), {}, {"until": STALE}, 409))


def _first(offer: Offer, day: str) -> date | None:
    """The day of a version that is there, or was when the form was made."""
    if day == NEW:
        return None
    try:
        first = date.fromisoformat(day)
    except ValueError:
        abort(404)
    seen = offer if request.method == "GET" else revision.at_version(offer.code, version_given()) or offer
    if not any(version_of(one, first) for one in (offer, seen)):
        abort(404)
    return first


def _is_there(values: Mapping[str, Any], offer: Offer) -> bool:
    """Whether the version that begins on the typed day says just what was typed."""
    first = danish_day(str(values["first"]).strip())
    try:
        return parse_version(values, offer, first, library.taxonomy, library.places, today()) == offer
    except InvalidForm:
        return False


def _last(offer: Offer) -> Offer:
    return offer.model_copy(update=offer.later[-1].said)


def _others(offer: Offer) -> dict[str, Offer]:
    found = [
        other
        for other in store.all_offers(db.session)
        if other.code != offer.code and other.status == "active" and may_edit(current_user, other)
    ]
    return {other.code: other for other in sorted(found, key=lambda other: (fold(other.name), other.code))}


def _merged_page(offer: Offer, first: date | None, values: dict[str, Any], after: Offer):
    """The form with what both wrote since it was opened, and what there is to choose between."""
    base = revision.at_version(offer.code, version_given())
    sides = [version_values(one, first, library.places, today()) if one else {} for one in (offer, base)]
    theirs, was = ({name: value for name, value in side.items() if name in values} for side in sides)
    kept = version_values(after, danish_day(str(values["first"]).strip()), library.places, today())
    mine = values | {name: kept[name] for name in theirs if name != "contact_forms"}  # a number brings that with it
    both, last, form = three_way_merge(mine, theirs, was), revision.last_of(offer.code), VersionForm()
    who = name_of(last.by_id) if last else ""
    conflict = both.told(theirs, who, lambda name: form[name].label.text, _said)
    return _version_page(offer, first, both.values, status=409, conflict=conflict)


def _said(name: str, value: Any) -> str:
    return str(value) if name in FRAME else describer().value(name.removeprefix("version_"), value)


def _done(offer: Offer, said: str):
    flash(said)
    return redirect(url_for("offers_desk.show", code=offer.code), 303)


def _saved(before: Offer, after: Offer, said: str, stale: Callable):
    """Save, or answer with the page that `stale` makes when somebody else was quicker."""
    if after == before:  # saved already
        return _done(before, said)
    try:
        revision.change(current_user.id, before, after, "edited", describer(), version=version_given())
    except StaleError:
        db.session.rollback()
        return stale()
    return done(after, said)


def _index_page(offer: Offer, values: Mapping[str, str], errors: Mapping[str, str] | None = None, status: int = 200):
    form = EndForm(formdata=None, data={**values, "version": str(store.version_of(offer.code))})
    others = ((code, other.name) for code, other in _others(offer).items())
    form.into.choices = chosen_from([("", "Det lukker bare"), *others])
    for name, message in (errors or {}).items():
        form[name].errors = [message]
    return render_template("offersdesk/later.html", offer=offer, form=form, coming=coming_of(offer)), status


def _version_page(
    offer: Offer,
    first: date | None,
    values: Mapping[str, Any],
    errors: Mapping[str, str] | None = None,
    status: int = 200,
    after: Offer | None = None,
    conflict: Conflict | None = None,
):
    places, new = library.places, url_for(".edit", code=offer.code, day=NEW)
    whole = {**version_values(offer, first, places, today()), **values}
    form = fill(VersionForm, whole, offer, library, current_user)
    given = None if conflict else request.form.get("version")
    form.version.data = given or str(store.version_of(offer.code))
    names = places.regions.names_on(first or today())
    form.service_regions.choices = chosen_from((name, name) for name in names)
    form.region.choices = chosen_from([("", "Følger kommunen"), *((name, name) for name in names)])
    form.point_out(errors or {})
    preview = _preview(after, danish_day(str(values["first"]).strip())) if after else None
    return (
        render_template(
            "offersdesk/version.html",
            offer=offer,
            form=form,
            preview=preview,
            conflict=conflict,
            gone=first is None and request.path != new,
            address=url_for(".edit", code=offer.code, day=first) if first else new,
            back=url_for(".index", code=offer.code),
        ),
        status,
    )


def _preview(offer: Offer, first: date) -> dict[str, Any]:
    """How the version that begins on a day will be: what differs from the day before, and the week."""
    places, version = library.places, version_of(offer, first)
    before = on_day(as_written(offer, preceding(offer.later, first)), places, first)
    standing = on_day(as_written(offer, version), places, first)
    noon = datetime.combine(first, time(12), now().tzinfo)
    return {
        "version": version,
        "differences": describer().differences(before, standing),
        "hours": hours_of(standing.opening_hours, standing.changes, noon, library.danish),
    }
