"""Offers at the desk: list, one offer, its form, closing, merging, history, and taking back."""

from __future__ import annotations

import secrets
from typing import Any

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, session, url_for
from flask_login import current_user
from sqlalchemy import select

from webapp.clock import now
from webapp.database import db
from webapp.desk.access import allowed
from webapp.desk.publishing import commit_and_publish
from webapp.finder.dataset import address_words
from webapp.finder.words import fold
from webapp.offers import revision, store
from webapp.offers.codes import ALPHABET, LENGTH, code_for
from webapp.offers.confirming import HOW, can_be_asked, confirmed, due_on, kind_of, script
from webapp.offers.merging import alike, filled_up
from webapp.offers.offer import Offer
from webapp.offers.opening import OpeningHoursError
from webapp.offers.ownership import may_edit, may_see, owner
from webapp.offers.report_answer import kind_of as report_kind
from webapp.offers.report_answer import move_reports, open_reports_of
from webapp.offers.told import LABELS, Teller
from webapp.offers.typed import POSTAL, MistypedError, empty, read_typed, typed
from webapp.offersdesk.form import PARTS, OfferForm, Part, filled_in
from webapp.offersdesk.hours import Hours, hours_of, parted
from webapp.offersdesk.listing import NATIONAL, SHOWN, Asked, listed
from webapp.users.role import Role
from webapp.users.user import User

bp = Blueprint("offers", __name__)
ASKED = "offers"  # in the session: what was asked for last, so that it stands in no address
ON_A_PAGE = 50
STALE = "Nogen har gemt noget andet imens. Se på det igen, før du går videre."


@bp.route("/intern/tilbud", methods=["GET", "POST"])
@allowed(*Role)
def index():
    """The offers one may see, filtered. What is asked for is kept in the cookie, and in no address."""
    if request.method == "POST":
        session[ASKED] = {name: request.form.get(name, "")[:100] for name in ("q", "k", "vis")}
        return redirect(url_for(".index"), 303)
    number = request.args.get("s", "1")
    number = int(number) if number.isascii() and number.isdigit() and len(number) < 7 and int(number) else 1
    asked = Asked.from_kept(session.get(ASKED), current_user, library().places)
    found = listed(store.all_offers(db.session), asked, current_user, library().places, today())
    start = (number - 1) * ON_A_PAGE
    return render_template(
        "offersdesk/index.html",
        asked=asked,
        shown=SHOWN,
        places=_choosable_places(),
        offers=found[start : start + ON_A_PAGE],
        count=len(found),
        number=number,
        more=len(found) > start + ON_A_PAGE,
        mine={offer.code for offer in found if may_edit(current_user, offer)},
        due_on=due_on,
        today=today(),
        library=library(),
    )


@bp.get("/intern/tilbud/<code>")
@allowed(*Role)
def show(code: str):
    """One offer: what is written, and what can be done."""
    return offer_page(seen_offer(code))


@bp.route("/intern/tilbud/ny", methods=["GET", "POST"])
@allowed(*Role)
def add():
    """A new offer."""
    if request.method == "GET":
        values, before = empty(), _blank()
        if current_user.municipality in library().places:
            own = library().places[current_user.municipality]
            values |= {"municipality": own.code, "service_municipalities": own.name, "region": own.region}
        return _form_page(values, before)
    return _posted_form(_blank())


@bp.route("/intern/tilbud/<code>/ret", methods=["GET", "POST"])
@allowed(*Role)
def edit(code: str):
    """The form of an offer."""
    before = own_offer(code)
    if request.method == "GET":
        return _form_page(typed(before, library().places), before)
    return _posted_form(before)


@bp.route("/intern/tilbud/<code>/ret/<part>", methods=["GET", "POST"])
@allowed(*Role)
def edit_part(code: str, part: str):
    """The form of one part of an offer: what changes most often, edited where it stands."""
    before = own_offer(code)
    chosen = PARTS.get(part)
    if chosen is None:
        abort(404)
    values = typed(before, library().places) | {"how": ""}
    if request.method == "GET":
        return _form_page(values, before, part=chosen)
    sent = OfferForm().typed()
    return _posted_form(before, values | {name: sent[name] for name in (*chosen.fields, "how")}, chosen)


@bp.post("/intern/tilbud/<code>/luk")
@allowed(*Role)
def close(code: str):
    """The offer is no more: its address answers that it is gone."""
    return _do(
        code, "closed", {"status": "inactive"}, "Tilbuddet er lukket. Adressen svarer nu, at det ikke findes mere."
    )


@bp.post("/intern/tilbud/<code>/aabn")
@allowed(*Role)
def reopen(code: str):
    """The offer is there again."""
    return _do(code, "opened", {"status": "active"}, "Tilbuddet er åbnet igen.")


@bp.get("/intern/tilbud/<code>/historik")
@allowed(*Role)
def history(code: str):
    """Every change, with what differs."""
    offer = seen_offer(code)
    lines = [
        (line, _name_of(line.by_id), teller().differences(line.offer_before, line.offer_after))
        for line in revision.revisions_of(code)
    ]
    return render_template(
        "offersdesk/history.html", offer=offer, lines=lines, how=HOW, mine=may_edit(current_user, offer)
    )


@bp.post("/intern/tilbud/<code>/fortryd")
@allowed(*Role)
def undo(code: str):
    """Take back the last change, whoever made it. What was made is closed."""
    offer = own_offer(code)
    last = revision.last_of(code)
    if last is None:
        return offer_page(offer, "Der er ikke noget at fortryde.", 422)
    earlier = last.offer_before or last.offer_after.model_copy(update={"status": "inactive"})
    if not may_edit(current_user, earlier):
        return offer_page(offer, "Før hørte det til en anden kommune. Det kan kun en administrator fortryde.", 422)
    try:
        after = read_typed(
            typed(earlier, library().places), earlier, library().taxonomy, library().places, today()
        ).model_copy(update={"code": offer.code, "id": offer.id})
    except MistypedError as error:
        return offer_page(offer, f"Det gamle kan ikke bruges mere: {next(iter(error.errors.values()))}", 422)
    return _saved(offer, after, "undone", "Den seneste ændring er fortrudt.", other=last.other)


@bp.route("/intern/tilbud/<code>/flet", methods=["GET", "POST"])
@allowed(*Role)
def merge(code: str):
    """Two that are the same become one: this one is closed, the other one stays and gets what it lacks."""
    offer = own_offer(code)
    others = [
        other
        for other in store.all_offers(db.session)
        if other.code != code and other.status == "active" and may_edit(current_user, other)
    ]
    others.sort(key=lambda other: (-alike(offer, other), fold(other.name), other.code))
    survivor = next((other for other in others if other.code == request.form.get("into")), None)
    message, status = "", 200
    if request.method == "POST":
        if offer.status != "active":
            return offer_page(offer, "Tilbuddet er lukket allerede.", 422)
        if survivor is None:
            message, status = "Vælg det tilbud, der skal blive stående.", 422
        elif request.form.get("sure"):
            versions = _version_given("version"), _version_given("other_version")
            if versions != (store.version_of(code), store.version_of(survivor.code)):
                message, status = STALE, 409
            else:
                return _merged(offer, survivor, *versions)
    after = filled_up(survivor, offer) if survivor else None
    return (
        render_template(
            "offersdesk/merge.html",
            offer=offer,
            others=others[:200],
            survivor=survivor,
            differences=teller().differences(offer, survivor) if survivor else [],
            gained=teller().differences(survivor, after) if survivor else [],
            version=store.version_of(code),
            other_version=store.version_of(survivor.code) if survivor else 0,
            message=message,
        ),
        status,
    )


# What this and the queue's routes share


def library():
    """The texts, terms and places."""
    return current_app.extensions["library"]


def teller() -> Teller:
    """Says values in Danish."""
    return Teller(library().taxonomy, library().places)


def today():
    """Today's date in Denmark."""
    return now().date()


def seen_offer(code: str) -> Offer:
    """The offer with this code, if one may see it. What one may not see is not there."""
    offer = store.find(code, db.session)
    if offer is None or not may_see(current_user, offer, library().places):
        abort(404)
    return offer


def own_offer(code: str) -> Offer:
    """The offer with this code, if one looks after it."""
    offer = store.find(code, db.session)
    if offer is None or not may_edit(current_user, offer):
        abort(404)
    return offer


def is_stale(code: str) -> bool:
    """Whether the form was filled in over another version than the present one."""
    return _version_given("version") != store.version_of(code)


def offer_page(offer: Offer, message: str = "", status: int = 200):
    """One offer's page."""
    mine = may_edit(current_user, offer)
    last = revision.last_of(offer.code)
    kind = teller()
    said = {
        field: (label, kind.value(field, getattr(offer, field)))
        for field, label in LABELS.items()
        if field not in ("name", "status", "opening_hours", "changes") and getattr(offer, field) not in (None, (), "")
    }
    contact = [said.pop(field) for field in PARTS["kontakt"].fields if field in said]
    page = render_template(
        "offersdesk/show.html",
        offer=offer,
        mine=mine,
        owner=owner(offer),
        facts=list(said.values()),
        contact=contact,
        hours=_hours_or_none(offer),
        last=last,
        last_by=_name_of(last.by_id) if last else "",
        due=due_on(offer),
        overdue=due_on(offer) <= today(),
        kind=kind_of(offer),
        call=call_of(offer),
        version=store.version_of(offer.code),
        reports=open_reports_of(offer.code) if mine else [],
        report_kind=report_kind,
        library=library(),
        message=message,
    )
    return page, status


def call_of(offer: Offer) -> dict[str, Any]:
    """What a call to the offer needs: the script, and the ways it can be asked, the usual one first."""
    hours = _hours_or_none(offer)
    places = library().places
    place = f"{places[current_user.municipality].name} Kommune" if current_user.municipality in places else ""
    return {
        "script": script(offer, [*hours.week, *hours.changes] if hours else [], place, address_words(offer)),
        "ways": [(how, name) for how, name in HOW.items() if can_be_asked(offer, how)],
    }


def _hours_or_none(offer: Offer) -> Hours | None:
    try:
        return hours_of(offer, now())
    except OpeningHoursError:
        return None


def _choosable_places() -> list[tuple[str, str]]:
    if current_user.role != Role.ADMINISTRATOR:
        return []
    named = sorted((place.name, code) for code, place in library().places.items())
    return [("", "Alle"), (NATIONAL, "Ingen kommune (landsdækkende)"), *((code, name) for name, code in named)]


def _name_of(user: int) -> str:
    return db.session.execute(select(User.name).where(User.id == user)).scalar() or ""


def _version_given(name: str) -> int:
    text = request.form.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _blank() -> Offer:
    fields: dict[str, Any] = dict.fromkeys(Offer.model_fields)
    fields |= {name: field.default for name, field in Offer.model_fields.items() if not field.is_required()}
    fields |= dict.fromkeys(("topics", "audiences", "contact_forms"), ())
    return Offer.model_construct(**fields | {"id": "ny", "code": "", "national": False, "seen": today()})


def _new_code() -> str:
    taken = {offer.code for offer in store.all_offers(db.session)}
    code = code_for(secrets.token_hex(16), taken)
    assert len(code) == LENGTH and set(code) <= set(ALPHABET)  # noqa: S101
    return code


def _posted_form(before: Offer, values: dict[str, Any] | None = None, part: Part | None = None):
    values = values or OfferForm().typed()
    if "vis" in request.form:
        return _form_page(values, before, looked=True, part=part)
    if before.code and _version_given("version") != store.version_of(before.code):
        return _conflict_page(values, before)
    try:
        after = _read(values, before)
    except MistypedError as error:
        return _form_page(values, before, error.errors, status=422, part=part)
    if after == before:
        flash("Der var ikke noget nyt at gemme.")
        return redirect(url_for(".show", code=before.code), 303)
    if not before.code:
        return _saved(None, after, "made", "Tilbuddet er oprettet.")
    said = "Gemt og bekræftet." if values["how"] else "Gemt."
    return _saved(before, after, "edited", said, how=values["how"] or None, values=values)


def _read(values: dict[str, Any], before: Offer) -> Offer:
    coded = before if before.code else before.model_copy(update={"code": _new_code()})
    after = read_typed(values, coded, library().taxonomy, library().places, today())
    how = values["how"] or ""
    if how and (how not in HOW or not can_be_asked(after, how)):
        raise MistypedError({"how": "Det kan tilbuddet ikke spørges om. Skriv nummeret eller hjemmesiden først."})
    if not may_edit(current_user, after):
        raise MistypedError(
            {"municipality": "Så hører tilbuddet til en anden kommune. Det kan kun en administrator vælge."}
        )
    if not before.code:
        same = (fold(after.name), owner(after))
        for other in store.all_offers(db.session):
            if (fold(other.name), owner(other)) == same:
                raise MistypedError({"name": "Der er allerede et tilbud med det navn. Ret det, eller åbn det igen."})
    return confirmed(after, how, today()) if how else after


def _saved(before: Offer | None, after: Offer, kind: str, said: str, *, how=None, other=None, values=None):
    version = _version_given("version") if before else 0
    try:
        revision.change(current_user.id, before, after, kind, teller(), version=version, how=how, other=other)
    except store.StaleError:
        db.session.rollback()
        offer = own_offer(after.code)
        return _conflict_page(values, offer) if values else offer_page(offer, STALE, 409)
    commit_and_publish()
    flash(said)
    return redirect(url_for(".show", code=after.code), 303)


def _do(code: str, kind: str, update: dict[str, str], said: str):
    offer = own_offer(code)
    if all(getattr(offer, name) == value for name, value in update.items()):
        return redirect(url_for(".show", code=code), 303)
    return _saved(offer, offer.model_copy(update=update), kind, said)


def _merged(offer: Offer, survivor: Offer, version: int, other_version: int):
    closed, after = offer.model_copy(update={"status": "inactive"}), filled_up(survivor, offer)
    try:
        revision.change(current_user.id, offer, closed, "merged", teller(), version=version, other=survivor.code)
        revision.change(current_user.id, survivor, after, "merged", teller(), version=other_version, other=offer.code)
    except store.StaleError:
        db.session.rollback()
        return offer_page(own_offer(offer.code), STALE, 409)
    move_reports(offer.code, survivor.code)
    commit_and_publish()
    flash(f"De to er nu ét. {offer.name} er lukket.")
    return redirect(url_for(".show", code=survivor.code), 303)


def _conflict_page(mine: dict[str, Any], offer: Offer):
    """What both wrote, side by side. What this editor has not touched follows the other one; the rest stays typed."""
    base = revision.at_version(offer.code, _version_given("version"))
    theirs = typed(offer, library().places)
    was = typed(base, library().places) if base else {}
    kind, clashes, taken = teller(), [], []
    for field, value in theirs.items():
        if _same(mine[field], value) or (field in was and _same(value, was[field])):
            continue
        label = LABELS["postal_code" if field == POSTAL else field]
        row = (label, kind.value(field, value), kind.value(field, mine[field]))
        if field in was and _same(mine[field], was[field]):
            mine[field] = value
            taken.append(row[:2])
        else:
            clashes.append(row)
    last = revision.last_of(offer.code)
    conflict = {"clashes": clashes, "taken": taken, "by": _name_of(last.by_id) if last else "", "last": last}
    try:
        _read(mine, offer)
        errors = {}
    except MistypedError as error:
        errors = error.errors
    return _form_page(mine, offer, errors, status=409, conflict=conflict)


def _same(one: Any, other: Any) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return one.replace("\r\n", "\n").strip() == other.replace("\r\n", "\n").strip()
    if isinstance(one, list) and isinstance(other, list) and all(isinstance(value, str) for value in [*one, *other]):
        return set(one) == set(other)
    return (one or "") == (other or "")


def _form_page(
    values: dict[str, Any], before: Offer, errors=None, *, status=200, looked=False, conflict=None, part=None
):
    errors = dict(errors or {})
    form = filled_in(values, before, library(), current_user)
    form.version.data = str(store.version_of(before.code)) if before.code else "0"
    if looked:  # only a look at the hours: the version that the form was made from stays
        form.version.data = request.form.get("version", "")
    hours, place = None, None
    try:
        preview = read_typed(values, before, library().taxonomy, library().places, today())
        hours = hours_of(preview, now())
    except MistypedError as error:
        wrong = {name: message for name, message in error.errors.items() if name.startswith(("opening_", "changes"))}
        if looked:
            errors = wrong
        if not wrong:
            hours = _hours_of_text(values, before)
    except OpeningHoursError:
        hours = None
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
        conflict=conflict,
        library=library(),
    )
    return page, status


def _hours_of_text(values: dict[str, Any], before: Offer) -> Hours | None:
    """The hours alone, when something else in the form is wrong."""
    whole = typed(before, library().places) if before.code else empty()
    fine = {
        **{"name": "x", "neutral_name": "Huset", "description": "x", "topics": ["vold"], "audiences": ["alle"]},
        **{"contact_forms": ["telefon"], "national": True, "confidence": "high"},
    }
    parts = {name: values[name] for name in ("opening_hours", "changes")}
    try:
        offer = read_typed(
            {**(whole if before.code else {**whole, **fine}), **parts},
            before,
            library().taxonomy,
            library().places,
            today(),
        )
        return hours_of(offer, now())
    except (MistypedError, OpeningHoursError):
        return None
