"""An offer's form at the desk: a new offer, the whole of one, or a part of it; and two editors at once."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp.clock import now
from webapp.danish import fold
from webapp.database import StaleError, db, reading, take_turn
from webapp.desk.access import allowed
from webapp.desk.conflict import three_way_merge
from webapp.hours.preview import Hours, hours_of, parted
from webapp.hours.text import OpeningHoursError, is_readable
from webapp.offers.confirming import can_be_asked, confirmed
from webapp.offers.describe import LABELS
from webapp.offers.offer import Offer
from webapp.offersdesk.form import PARTS, FormPart, filled_in, sent_values
from webapp.offersdesk.page import (
    describer,
    done,
    own_kept,
    own_offer,
    today,
    version_given,
)
from webapp.offersdesk.validation import POSTAL, empty, form_values, parse_form
from webapp.registry import revision, store
from webapp.registry.codes import code_for
from webapp.registry.ownership import may_edit, owner
from webapp.texts import library
from webapp.typed_text import InvalidForm
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("offers_form", __name__)


@bp.route("/intern/tilbud/ny", methods=["GET", "POST"])
@allowed(*Role)
def add():
    """A new offer."""
    if request.method == "GET":
        values, before = empty(), _blank()
        near = current_user.municipality or request.args.get("k", "")
        if near in library.places:
            own = library.places[near]
            values |= {
                "municipality": own.code,
                "service_municipalities": own.name,
                "region": library.places.region_of(own.code, today()),
            }
        for name, field in (("e", "topics"), ("f", "contact_forms")):  # what is known of a gap that is to be filled
            asked = request.args.getlist(name)
            values[field] = [term.id for term in getattr(library.taxonomy, field).values() if term.code in asked]
        return _form_page(values, before)
    return _posted_form(_blank())


@bp.route("/intern/tilbud/<code>/ret", methods=["GET", "POST"])
@allowed(*Role)
def edit(code: str):
    """The form of an offer."""
    before, kept = own_kept(code)
    if request.method == "GET":
        return _form_page(form_values(before, library.places), before)
    return _posted_form(before, kept)


@bp.route("/intern/tilbud/<code>/ret/<part>", methods=["GET", "POST"])
@allowed(*Role)
def edit_part(code: str, part: str):
    """The form of one part of an offer: what changes most often, edited where it stands."""
    before, kept = own_kept(code)
    chosen = PARTS.get(part)
    if chosen is None:
        abort(404)
    values = form_values(before, library.places) | {"how": ""}
    if request.method == "GET":
        return _form_page(values, before, part=chosen)
    sent = sent_values()
    return _posted_form(before, kept, values | {name: sent[name] for name in (*chosen.fields, "how")}, chosen)


def _posted_form(
    before: Offer, kept: store.Kept | None = None, values: dict[str, Any] | None = None, part: FormPart | None = None
):
    values = values or sent_values()
    if answer := request.form.get("brug", ""):  # to a question about the hours: what it makes of them
        return _form_page(values | {"opening_hours": answer}, before, looked=True, part=part, answered=True)
    if "vis" in request.form:
        return _form_page(values, before, looked=True, part=part)
    stale = kept is not None and version_given() != kept.version
    try:
        after = _read(values, before)
    except InvalidForm as error:
        if stale:
            return _conflict_page(values, before)
        return _form_page(values, before, error.errors, status=422, part=part)
    # The same again is saved already: a button was pressed twice, or a form sent anew.
    if after == before or (not kept and store.find(after.code, db.session)):
        flash("Det er gemt." if stale or not kept else "Der var ikke noget nyt at gemme.")
        return redirect(url_for("offers_desk.show", code=after.code), 303)
    if stale:
        return _conflict_page(_as_kept(values, after), before)
    if not kept:
        return _saved(None, after, "made", "Tilbuddet er oprettet.", values)
    said = "Gemt og bekræftet." if values["how"] else "Gemt."
    return _saved(before, after, "edited", said, values, kept)


def _read(values: dict[str, Any], before: Offer) -> Offer:
    coded = before if before.code else before.model_copy(update={"code": _new_code()})
    after = parse_form(values, coded, library.taxonomy, library.places, today())
    how = values["how"] or ""
    if how and not can_be_asked(after, how):
        raise InvalidForm({"how": "Det kan tilbuddet ikke spørges om. Skriv nummeret eller hjemmesiden først."})
    if not may_edit(current_user, after):
        raise InvalidForm(
            {"municipality": "Så hører tilbuddet til en anden kommune. Det kan kun en administrator vælge."}
        )
    if not before.code:
        take_turn("new offers")
        same = (fold(after.name), owner(after))
        for other in store.all_offers(db.session):
            if other.model_copy(update={"code": after.code, "id": after.id}) == after:
                return other
            if (fold(other.name), owner(other)) == same:
                raise InvalidForm({"name": "Der er allerede et tilbud med det navn. Ret det, eller åbn det igen."})
    return confirmed(after, how, today()) if how else after


def _saved(
    before: Offer | None,
    after: Offer,
    kind: str,
    said: str,
    values: dict[str, Any],
    kept: store.Kept | None = None,
):
    version, how = kept.version if kept else 0, values["how"] or None
    try:
        revision.change(current_user.id, before, after, kind, describer(), version=version, how=how, over=kept)
    except StaleError:
        db.session.rollback()
        return _conflict_page(_as_kept(values, after), own_offer(after.code))
    return done(after, said)


def _as_kept(values: dict[str, Any], after: Offer) -> dict[str, Any]:
    """What was typed as it would be kept, but without the contact forms that a number brings with it."""
    return values | form_values(after, library.places) | {"contact_forms": values["contact_forms"]}


def _conflict_page(mine: dict[str, Any], offer: Offer):
    """What both wrote, side by side. What this editor has not touched follows the other one; the rest stays typed."""
    base = revision.at_version(offer.code, version_given())
    theirs = form_values(offer, library.places)
    both = three_way_merge(mine, theirs, form_values(base, library.places) if base else {})
    last = revision.last_of(offer.code)
    conflict = both.told(theirs, name_of(last.by_id) if last else "", _label, describer().value)
    try:
        _read(both.values, offer)
        errors = {}
    except InvalidForm as error:
        errors = error.errors
    return _form_page(both.values, offer, errors, status=409, conflict=conflict)


def _label(field: str) -> str:
    return LABELS["postal_code" if field == POSTAL else field]


def _form_page(
    values: dict[str, Any],
    before: Offer,
    errors=None,
    *,
    status=200,
    looked=False,
    conflict=None,
    part=None,
    answered=False,
):
    errors = dict(errors or {})
    form = filled_in(values, before, library, current_user)
    with reading() as source:
        form.version.data = str(store.version_of(before.code, source)) if before.code else "0"
    if looked:  # only a look at the hours: the version that the form was made from stays
        form.version.data = request.form.get("version", "")
    hours, place = None, None
    try:
        preview = parse_form(values, before, library.taxonomy, library.places, today())
        hours = hours_of(preview.opening_hours, preview.changes, now(), library.danish)
    except InvalidForm as error:
        wrong = {name: message for name, message in error.errors.items() if name.startswith(("opening_", "changes"))}
        if looked:
            errors = wrong
        if not wrong:
            hours = _hours_of_text(values, before)
    except OpeningHoursError as error:  # kept by earlier rules
        errors.setdefault(_unreadable_field(preview), str(error))
    form.point_out(errors)
    if "opening_hours" in errors:
        place = parted(str(values["opening_hours"]).strip(), errors["opening_hours"])
    page = render_template(
        "offersdesk/part.html" if part else "offersdesk/form.html",
        form=form,
        part=part,
        offer=before,
        new=not before.code,
        hours=hours,
        place=place,
        answered=answered,
        conflict=conflict,
    )
    return page, status


def _unreadable_field(offer: Offer) -> str:
    """The field of hours that cannot be read."""
    if offer.opening_hours and not is_readable(offer.opening_hours):
        return "opening_hours"
    hours = [change.opening_hours for change in offer.changes]
    return f"changes-{next(n for n, text in enumerate(hours) if text and not is_readable(text))}-opening_hours"


def _hours_of_text(values: dict[str, Any], before: Offer) -> Hours | None:
    """The hours alone, when something else in the form is wrong."""
    whole = form_values(before, library.places) if before.code else empty()
    fine = {
        **{"name": "x", "neutral_name": "Huset", "description": "x", "topics": ["vold"], "audiences": ["alle"]},
        **{"contact_forms": ["telefon"], "national": True, "confidence": "high"},
    }
    parts = {name: values[name] for name in ("opening_hours", "changes")}
    try:
        offer = parse_form(
            {**(whole if before.code else {**whole, **fine}), **parts},
            before,
            library.taxonomy,
            library.places,
            today(),
        )
        return hours_of(offer.opening_hours, offer.changes, now(), library.danish)
    except (InvalidForm, OpeningHoursError):
        return None


def _blank() -> Offer:
    fields: dict[str, Any] = dict.fromkeys(Offer.model_fields)
    fields |= {name: field.default for name, field in Offer.model_fields.items() if not field.is_required()}
    fields |= dict.fromkeys(("topics", "audiences", "contact_forms"), ())
    return Offer.model_construct(**fields | {"id": "ny", "code": "", "national": False, "seen": today()})


def _new_code() -> str:
    taken = {offer.code for offer in store.all_offers(db.session)}
    return code_for(secrets.token_hex(16), taken)
