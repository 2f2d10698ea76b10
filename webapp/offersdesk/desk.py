"""Offers at the desk: list, one offer, closing, merging, history, and taking back."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from webapp.danish import fold
from webapp.database import StaleError, db, take_turn
from webapp.desk.access import allowed
from webapp.offers.confirming import HOW, due_on
from webapp.offers.describe import LABELS
from webapp.offers.offer import Offer, on_day
from webapp.offersdesk.listing import NATIONAL, SHOWN, Asked, listed
from webapp.offersdesk.merging import AS_WELL, CHOICES, alike, filled_up, rows
from webapp.offersdesk.page import (
    STALE,
    describer,
    done,
    is_own_last_save,
    offer_page,
    own_offer,
    seen_offer,
    today,
    version_given,
)
from webapp.offersdesk.report_answer import move_reports
from webapp.offersdesk.validation import form_values, parse_form
from webapp.registry import revision, store
from webapp.registry.ownership import may_edit
from webapp.texts import library
from webapp.typed_text import InvalidForm, page_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("offers_desk", __name__)
ASKED = "offers"  # in the session: what was asked for last, so that it stands in no address
ON_A_PAGE = 50
UNDONE = "Den seneste ændring er fortrudt."


@bp.route("/intern/tilbud", methods=["GET", "POST"])
@allowed(*Role)
def index():
    """The offers one may see, filtered. What is asked for is kept in the cookie, and in no address."""
    if request.method == "POST":
        session[ASKED] = {name: request.form.get(name, "")[:100] for name in ("q", "k", "vis")}
        return redirect(url_for(".index"), 303)
    number = page_number(request.args.get("s"))
    asked = Asked.from_kept(session.get(ASKED), current_user, library.places)
    offers = [on_day(offer, library.places, today()) for offer in store.all_offers(db.session)]
    found = listed(offers, asked, current_user, library.places, today())
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
    )


@bp.get("/intern/tilbud/<code>")
@allowed(*Role)
def show(code: str):
    """One offer: what is written, and what can be done."""
    return offer_page(seen_offer(code))


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
    return _do(code, "opened", {"status": "active", "merged_into": None}, "Tilbuddet er åbnet igen.")


@bp.get("/intern/tilbud/<code>/historik")
@allowed(*Role)
def history(code: str):
    """Every change, with what differs."""
    offer = seen_offer(code)
    mine = may_edit(current_user, offer)  # who it was is for those who look after it
    lines = [
        (line, name_of(line.by_id) if mine else "", describer().differences(line.offer_before, line.offer_after))
        for line in revision.revisions_of(code)
    ]
    return render_template("offersdesk/history.html", offer=offer, lines=lines, how=HOW, mine=mine)


@bp.post("/intern/tilbud/<code>/fortryd")
@allowed(*Role)
def undo(code: str):
    """Take back the last change, whoever made it. What was made is closed."""
    offer = own_offer(code)
    last = revision.last_of(code)
    if last is None:
        return offer_page(offer, "Der er ikke noget at fortryde.", 422)
    if last.kind == "undone" and is_own_last_save(code, store.version_of(code)):  # a second tap on the button
        flash(UNDONE)
        return redirect(url_for(".show", code=code), 303)
    earlier = last.offer_before or last.offer_after.model_copy(update={"status": "inactive"})
    if not may_edit(current_user, earlier):
        return offer_page(offer, "Før hørte det til en anden kommune. Det kan kun en administrator fortryde.", 422)
    try:
        after = parse_form(
            form_values(earlier, library.places), earlier, library.taxonomy, library.places, today()
        ).model_copy(update={"code": offer.code, "id": offer.id})
    except InvalidForm as error:
        return offer_page(offer, f"Det gamle kan ikke bruges mere: {next(iter(error.errors.values()))}", 422)
    return _saved(offer, after, "undone", UNDONE, other=last.other)


@bp.route("/intern/tilbud/<code>/flet", methods=["GET", "POST"])
@allowed(*Role)
def merge(code: str):
    """Two that are the same become one: this one is closed, and its address leads to the other one, which stays and
    gets what it lacks and what was chosen."""
    offer = own_offer(code)
    others = [
        on_day(other, library.places, today())
        for other in store.all_offers(db.session)
        if other.code != code and other.status == "active" and may_edit(current_user, other)
    ]
    others.sort(key=lambda other: (-alike(offer, other), fold(other.name), other.code))
    survivor = next((other for other in others if other.code == request.form.get("into")), None)
    chosen = [name for name in request.form.getlist("take") if name in CHOICES]
    after = filled_up(survivor, offer, today(), chosen) if survivor else None
    message, status = "", 200
    if request.method == "POST":
        if offer.status != "active":
            return offer_page(offer, "Tilbuddet er lukket allerede.", 422)
        if survivor is None or after is None:
            message, status = "Vælg det tilbud, der skal blive stående.", 422
        elif request.form.get("sure"):
            versions = version_given(), version_given("other_version")
            if versions != (store.version_of(code), store.version_of(survivor.code)):
                message, status = STALE, 409
            elif wrong := _wrong_in(after):
                message, status = wrong, 422
            else:
                return _merged(offer, survivor, after, *versions)
    kind = describer()
    return (
        render_template(
            "offersdesk/merge.html",
            offer=offer,
            others=others[:200],
            survivor=survivor,
            differences=[
                (name, label, kind.value(name, getattr(offer, name)), kind.value(name, getattr(survivor, name)), choice)
                for name, label, choice in (rows(survivor, offer, today(), LABELS) if survivor else [])
            ],
            chosen=chosen,
            together=(*AS_WELL, "national", "changes"),
            gained=kind.differences(survivor, filled_up(survivor, offer, today())) if survivor else [],
            version=store.version_of(code),
            other_version=store.version_of(survivor.code) if survivor else 0,
            message=message,
        ),
        status,
    )


def _choosable_places() -> list[tuple[str, str]]:
    if current_user.role != Role.ADMINISTRATOR:
        return []
    named = ((code, place.name) for code, place in library.places.items())
    return [("", "Alle"), (NATIONAL, "Ingen kommune (landsdækkende)"), *named]


def _saved(before: Offer, after: Offer, kind: str, said: str, other: str | None = None):
    try:
        revision.change(current_user.id, before, after, kind, describer(), version=version_given(), other=other)
    except StaleError:
        db.session.rollback()
        return offer_page(own_offer(after.code), STALE, 409)
    return done(after, said)


def _do(code: str, kind: str, update: Mapping[str, str | None], said: str):
    offer = own_offer(code)
    if all(getattr(offer, name) == value for name, value in update.items()):
        return redirect(url_for(".show", code=code), 303)
    return _saved(offer, offer.model_copy(update=update), kind, said)


def _wrong_in(after: Offer) -> str:
    """What is wrong with an offer put together of two; empty when nothing is. Each value was right where it stood."""
    try:
        parse_form(form_values(after, library.places), after, library.taxonomy, library.places, today())
    except InvalidForm as error:
        return next(iter(error.errors.values()))
    return ""


def _merged(offer: Offer, survivor: Offer, after: Offer, version: int, other_version: int):
    closed = offer.model_copy(update={"status": "inactive", "merged_into": survivor.code})
    take_turn("merging")  # of two that close each other's, each would wait for the other
    try:
        revision.change(current_user.id, offer, closed, "merged", describer(), version=version, other=survivor.code)
        revision.change(
            current_user.id, survivor, after, "merged", describer(), version=other_version, other=offer.code
        )
    except StaleError:
        db.session.rollback()
        return offer_page(own_offer(offer.code), STALE, 409)
    move_reports(offer.code, survivor.code)
    return done(survivor, f"De to er nu ét. {offer.name} er lukket, og dets adresser og sedler viser nu det her.")
