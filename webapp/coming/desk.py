"""The desk's page about what comes: what turns by itself, what somebody must look into, and how any day will look."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from flask import Blueprint, current_app, render_template, request
from flask_login import current_user
from markupsafe import Markup

from webapp.clock import now
from webapp.coming.turning import turns
from webapp.config import COPENHAGEN
from webapp.database import db
from webapp.desk.access import allowed
from webapp.doors.contact import Contacts
from webapp.doors.store import contacts_now
from webapp.municipalities import Places
from webapp.overview.render import table
from webapp.registry.ownership import may_see
from webapp.registry.store import all_offers
from webapp.texts import library
from webapp.users.role import Role

bp = Blueprint("coming_desk", __name__)
FURTHEST = timedelta(days=3 * 366)
WRONG_DAY = "Skriv en dag fra i dag og højst tre år frem."


@bp.get("/intern/kommer")
@allowed(*Role)
def index():
    """What comes; with `dag` (and `k`), how the overview looks on that day."""
    today = now().date()
    asked, code = request.args.get("dag", ""), request.args.get("k") or current_user.municipality or ""
    day = _day(asked, today)
    offers = [offer for offer in all_offers(db.session) if may_see(current_user, offer, library.places, today)]
    contacts = contacts_now(library.contacts, db.session)
    seen = _seen_on(day, code) if day and code in library.places else None
    page = render_template(
        "coming/index.html",
        turns=turns(offers, library, contacts, today),
        changes=library.changes,
        gaps=_gaps(library.places, contacts, code, today),
        places=tuple(library.places.values()),
        code=code,
        asked=asked,
        day=day,
        seen=seen,
        wrong=WRONG_DAY if asked and not day else "",
        renamed=_renamed(offers, library, day) if day else 0,
    )
    return page, 422 if asked and not day else 200


def _day(text: str, today: date) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if today <= day <= today + FURTHEST else None


def _seen_on(day: date, code: str) -> dict[str, Markup]:
    """The municipality's door and overview at noon on a day. Both come from the edition, which wrote them as HTML."""
    minute = int(datetime.combine(day, time(12), COPENHAGEN).timestamp() // 60)
    answers = current_app.extensions["answers"].current().on(minute)
    door = answers.doors.get(answers.choices.places[code], "")
    return {"door": Markup(door), "table": Markup(table(answers, code, minute))}  # noqa: S704


def _renamed(offers, library, day: date) -> int:
    """How many offers serve or lie in a region that has another name on a day than now."""
    regions, today = library.places.regions, now().date()
    return sum(
        regions.on(offer.service_regions, today) != regions.on(offer.service_regions, day)
        for offer in offers
        if offer.status == "active"
    )


def _gaps(places: Places, contacts: Contacts, code: str, today: date) -> list[str]:
    """What is not known of how a municipality is reached; for all of them, how many lack what."""
    if code in places:
        door = contacts.door(code, places[code].name, today)
        known = (("hovednummer", door.main), ("nummer om aftenen og natten", door.night))
        return [words for words, contact in known if contact is None]
    doors = [contacts.door(one, place.name, today) for one, place in places.items()]
    no_main, no_night = sum(door.main is None for door in doors), sum(door.night is None for door in doors)
    return [
        f"{what} til {lacking} af {len(doors)} kommuner"
        for what, lacking in (("hovednummer", no_main), ("nummer om aftenen og natten", no_night))
    ]
