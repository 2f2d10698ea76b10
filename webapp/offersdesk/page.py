"""One offer's page, and what every page about an offer at the desk needs."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp.clock import now
from webapp.database import db
from webapp.desk.publishing import commit_and_publish
from webapp.finder.offer_record import address_words
from webapp.hours.preview import Hours, hours_of
from webapp.hours.text import OpeningHoursError
from webapp.offers.confirming import HOW, can_be_asked, due_on, kind_of, script
from webapp.offers.describe import LABELS, OfferDescriber
from webapp.offers.offer import Offer, on_day
from webapp.offersdesk.form import PARTS
from webapp.offersdesk.report_answer import kind_of as report_kind
from webapp.offersdesk.report_answer import open_reports_of
from webapp.registry import revision, store
from webapp.registry.ownership import may_edit, may_see, owner
from webapp.texts import library
from webapp.typed_text import whole_number

STALE = "Nogen har gemt noget andet imens. Se på det igen, før du går videre."


def describer() -> OfferDescriber:
    """Says values in Danish."""
    return library.describer


def today():
    """Today's date in Denmark."""
    return now().date()


def seen_offer(code: str) -> Offer:
    """The offer with this code, if one may see it. What one may not see is not there."""
    offer = store.find(code, db.session)
    if offer is None or not may_see(current_user, offer, library.places, today()):
        abort(404)
    return on_day(offer, library.places, today())


def own_offer(code: str) -> Offer:
    """The offer with this code, if one looks after it."""
    return own_kept(code)[0]


def own_kept(code: str) -> tuple[Offer, store.Kept]:
    """The same, and as the database has it. Read before it is one's turn to write."""
    kept = store.kept(code)
    if kept is None or not may_edit(current_user, kept.offer):
        abort(404)
    return on_day(kept.offer, library.places, today()), kept


def is_stale(code: str) -> bool:
    """Whether the form was filled in over another version than the present one."""
    return version_given() != store.version_of(code)


def is_own_last_save(code: str, version: int) -> bool:
    """Whether all that has been saved since the form was made is one save, by whoever sends the form."""
    last = revision.last_of(code)
    return version_given() == version - 1 and last is not None and last.by_id == current_user.id


def offer_page(offer: Offer, message: str = "", status: int = 200):
    """One offer's page."""
    mine = may_edit(current_user, offer)
    last = revision.standing(offer.code)
    kind = describer()
    said = {
        field: (label, kind.value(field, getattr(offer, field)))
        for field, label in LABELS.items()
        if field not in ("name", "status", "opening_hours", "changes", "later")
        and getattr(offer, field) not in (None, (), "")
    }
    hours = hours_or_none(offer)
    contact = [said.pop(field) for field in PARTS["kontakt"].fields if field in said]
    page = render_template(
        "offersdesk/show.html",
        offer=offer,
        mine=mine,
        owner=owner(offer),
        facts=list(said.values()),
        contact=contact,
        hours=hours,
        last=last,
        due=due_on(offer),
        overdue=due_on(offer) <= today(),
        kind=kind_of(offer),
        call=call_of(offer, hours),
        version=last.version,
        reports=open_reports_of(offer.code) if mine else [],
        report_kind=report_kind,
        message=message,
        coming=coming_of(offer),
        day=today(),
    )
    return page, status


def coming_of(offer: Offer) -> list[dict[str, Any]]:
    """What comes for an offer, version by version: its days, what then differs from the offer, and whether it will be
    shown."""
    kind = describer()
    return [
        {
            "version": version,
            "differences": kind.differences(offer, offer.model_copy(update=version.said)),
            "shown": version in offer.coming,
        }
        for version in offer.later
    ]


def call_of(offer: Offer, hours: Hours | None) -> dict[str, Any]:
    """What a call to the offer, which has these hours, needs: the script, and the ways it can be asked, the usual one
    first."""
    places = library.places
    place = f"{places[current_user.municipality].name} Kommune" if current_user.municipality in places else ""
    return {
        "script": script(offer, [*hours.week, *hours.changes] if hours else [], place, address_words(offer)),
        "ways": [(how, name) for how, name in HOW.items() if can_be_asked(offer, how)],
    }


def hours_or_none(offer: Offer) -> Hours | None:
    """What the offer's hours say now; None where they cannot be read any more."""
    try:
        return hours_of(offer.opening_hours, offer.changes, now(), library.danish)
    except OpeningHoursError:
        return None


def version_given(name: str = "version") -> int:
    """The version that a form was made from; -1 when it says none."""
    return whole_number(request.form.get(name), else_=-1)


def done(offer: Offer, said: str):
    """Have what was changed published, say so, and go to the offer's page."""
    commit_and_publish()
    flash(said)
    return redirect(url_for("offers_desk.show", code=offer.code), 303)
