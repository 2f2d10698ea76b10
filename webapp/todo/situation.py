"""What the database says about somebody's part of the work, for the desk's front page."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlalchemy import func, select

from webapp.agreement import store as agreements
from webapp.agreement.agreement import day_of
from webapp.checklist import store as own_lines
from webapp.database import db
from webapp.doors.store import contacts_now
from webapp.notices import store as notices
from webapp.notices.notice import until
from webapp.offers.confirming import end_of_week, is_due, load
from webapp.offers.readable_hours import has_readable_hours
from webapp.offersdesk.report_answer import open_reports
from webapp.registry import store as offers
from webapp.registry.ownership import owner
from webapp.texts import library
from webapp.todo.tasks import ENDS_SOON, AgreementIs, Posted, Situation
from webapp.todo.unreviewed import unreviewed
from webapp.users.role import Role
from webapp.users.user import User

WEEKS_AHEAD = 4


def situation_of(user: User, moment: datetime) -> Situation:
    """Somebody's situation at a moment (in Denmark's time). An administrator's is that of no municipality: its offers,
    its reports and its notices to everybody."""
    today, whose = moment.date(), user.municipality
    mine = [offer for offer in offers.all_offers(db.session) if owner(offer) == whose]
    due = [offer for offer in mine if is_due(offer, today)]
    last_day = end_of_week(today) + timedelta(weeks=WEEKS_AHEAD)
    ahead = [offer for offer in mine if is_due(offer, last_day) and not is_due(offer, today)]
    codes = {offer.code for offer in mine}
    standing, coming = notices.standing((whose, None), moment)
    agreement, version, review = _agreement(whose)
    return Situation(
        role=user.role,
        today=today,
        municipality=whose,
        codes_on=user.code_secret is not None,
        colleagues=_colleagues(user),
        reports=sum(len(lines) for code, lines in open_reports().items() if code in codes),
        due=len(due),
        load=load(due),
        ahead=len(ahead),
        load_ahead=load(ahead),
        agreement=agreement,
        version=version,
        review=review,
        own_lines=_own_lines(whose),
        posted=tuple(
            Posted(one.title, until(one.ends_at), one.ends_at - moment <= ENDS_SOON, one.municipality == whose)
            for one in standing
        ),
        coming=len(coming),
        unreadable=tuple(
            (offer.code, offer.name) for offer in mine if offer.status == "active" and not has_readable_hours(offer)
        ),
        unsure=sum(not change.sure for change in library.changes),
        no_door=_no_door(whose, today),
        unreviewed=len(unreviewed(library, today)) if user.role == Role.ADMINISTRATOR else 0,
    )


def _no_door(municipality: str | None, today: date) -> bool:
    if municipality is None or municipality not in library.places:
        return False
    contacts = contacts_now(library.contacts, db.session)
    return contacts.door(municipality, library.places[municipality].name, today).main is None


def _colleagues(user: User) -> int:
    query = select(func.count()).select_from(User).where(User.active, User.id != user.id)
    if user.role != Role.ADMINISTRATOR:
        query = query.where(User.municipality == user.municipality)
    return db.session.execute(query).scalar_one()


def _own_lines(municipality: str | None) -> bool:
    newest = own_lines.versions.latest(municipality) if municipality else None
    return newest is not None and bool(newest.own.lines or newest.own.notes)


def _agreement(municipality: str | None) -> tuple[AgreementIs, int, date | None]:
    newest = agreements.versions.latest(municipality) if municipality else None
    if municipality is None or newest is None:
        return "none", 0, None
    shown = agreements.in_force(municipality)
    if shown is None:
        return "draft", newest.number, None
    review = day_of(str(shown.values.get("review", "")))
    return "out" if newest.number == shown.number else "newer draft", newest.number, review
