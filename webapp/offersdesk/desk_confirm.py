"""The queue: whom to ask this week, what to say, and one tap when nothing has changed; and reports from the field."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask_login import current_user

from webapp.database import StaleError, db, take_turn
from webapp.desk.access import allowed
from webapp.desk.publishing import commit_and_publish
from webapp.offers.confirming import (
    can_be_asked,
    confirmed,
    due_on,
    end_of_week,
    in_order,
    is_due,
    kind_of,
    load,
)
from webapp.offersdesk import report_answer
from webapp.offersdesk.listing import NATIONAL
from webapp.offersdesk.page import (
    STALE,
    call_of,
    describer,
    hours_or_none,
    is_own_last_save,
    offer_page,
    own_kept,
    own_offer,
    today,
    version_given,
)
from webapp.offersdesk.report_answer import LONGEST, OUTCOMES, open_reports
from webapp.registry import revision, store
from webapp.registry.ownership import may_edit, owner
from webapp.registry.report import Report
from webapp.texts import library
from webapp.typed_text import tidy_text, whole_number, wrong_text
from webapp.users.role import Role

bp = Blueprint("offers_confirm", __name__)
PLACE = "queue"  # in the session: whose queue an administrator looks at
REPORTED = 50  # reports at a time
SHOWN = 20  # at a time; the rest follows as these are done
WEEKS_AHEAD = 4
CLOSED = "Meldingen er lukket."


@bp.route("/intern/bekraeft", methods=["GET", "POST"])
@allowed(*Role)
def index():
    """Reports first, then what is due, in the order it is best asked."""
    if request.method == "POST":
        session[PLACE] = request.form.get("k", "")[:4]
        return redirect(url_for(".index"), 303)
    mine = [offer for offer in store.all_offers(db.session) if may_edit(current_user, offer)]
    place, places = _place(), []
    if current_user.role == Role.ADMINISTRATOR:
        waiting: dict[str, int] = {}
        for offer in mine:
            whose = owner(offer) or NATIONAL
            waiting[whose] = waiting.get(whose, 0) + is_due(offer, today())
        places = [(NATIONAL, f"Ingen kommune: {waiting.get(NATIONAL, 0)}")]
        places += [(code, f"{one.name}: {waiting[code]}") for code, one in library.places.items() if code in waiting]
        mine = [offer for offer in mine if (owner(offer) or NATIONAL) == place]
    due = in_order(offer for offer in mine if is_due(offer, today()))
    last_day = end_of_week(today()) + timedelta(weeks=WEEKS_AHEAD)
    soon = [offer for offer in mine if is_due(offer, last_day) and not is_due(offer, today())]
    reported = open_reports()
    by_code = {offer.code: offer for offer in mine}
    meant = [(by_code[code], one) for code, lines in reported.items() if code in by_code for one in lines]
    shown: dict[str, list[Report]] = {}
    for offer, one in meant[:REPORTED]:
        shown.setdefault(offer.code, []).append(one)
    return render_template(
        "offersdesk/queue.html",
        reports=[(by_code[code], lines) for code, lines in shown.items()],
        reports_left=max(0, len(meant) - REPORTED),
        due=due[:SHOWN],
        left=max(0, len(due) - SHOWN),
        week=load(due),
        ahead=load(soon),
        calls={offer.code: call_of(offer, hours_or_none(offer)) for offer in due[:SHOWN]},
        versions={offer.code: store.version_of(offer.code) for offer in due[:SHOWN]},
        has_offers=any(offer.status == "active" for offer in mine),
        kind_of=kind_of,
        due_on=due_on,
        today=today(),
        report_kind=report_answer.kind_of,
        outcomes=OUTCOMES,
        longest=LONGEST,
        places=places,
        place=place,
    )


@bp.post("/intern/bekraeft/<code>")
@allowed(*Role)
def unchanged(code: str):
    """Somebody asked today, and nothing has changed."""
    (offer, kept), how = own_kept(code), request.form.get("how", "")
    if not can_be_asked(offer, how):
        return offer_page(offer, "Vælg, hvordan du har spurgt.", 422)
    if offer.status != "active":
        return offer_page(offer, "Tilbuddet er lukket. Åbn det først.", 422)
    after, version = confirmed(offer, how, today()), kept.version
    if not (after == offer and is_own_last_save(code, version)):  # a second tap on the button
        if version_given() != version:
            return offer_page(offer, STALE, 409)
        try:
            revision.change(
                current_user.id, offer, after, "confirmed", describer(), version=version, how=how, over=kept
            )
        except StaleError:
            db.session.rollback()
            return offer_page(own_offer(code), STALE, 409)
        commit_and_publish()
    flash(f"{offer.name} er bekræftet. Var det en fejl, kan du fortryde på tilbuddets side.")
    return redirect(url_for(".index"), 303)


@bp.post("/intern/bekraeft/<code>/meldt")
@allowed(*Role)
def reported(code: str):
    """Close a report with what was done."""
    offer = own_offer(code)
    number, outcome = request.form.get("report", ""), request.form.get("outcome", "")
    note = tidy_text(request.form.get("note", ""))
    take_turn(f"reports of {code}")
    found = next((one for one in report_answer.open_reports_of(code) if str(one.id) == number), None)
    if found is None:
        if report_answer.is_own_answer(current_user.id, whole_number(number, else_=0), outcome, note):  # a second tap
            flash(CLOSED)
            return redirect(url_for(".index"), 303)
        return offer_page(offer, "Nogen har svaret på meldingen imens.", 409)
    if outcome not in OUTCOMES:
        return offer_page(offer, "Vælg, hvad du gjorde ved meldingen.", 422)
    if wrong := wrong_text(note, LONGEST):
        return offer_page(offer, wrong, 422)
    report_answer.answer(current_user.id, offer, found, outcome, note)
    db.session.commit()
    flash(CLOSED)
    return redirect(url_for(".index"), 303)


def _place() -> str:
    kept = session.get(PLACE)
    return kept if isinstance(kept, str) and kept in library.places else NATIONAL
