"""Notices for tests, made straight in the database."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from tests.people import ESBJERG, add_user
from webapp import clock
from webapp.database import db
from webapp.notices import store
from webapp.notices.models import Notice
from webapp.notices.notice import Written, whole_minute
from webapp.users.user import User


def add_notice(app, municipality: str | None = ESBJERG, *, begins: float = 0, lasts: float = 24, **words) -> int:
    """The number of a notice that begins so many hours from now and lasts so many."""
    with app.app_context():
        writer = db.session.execute(select(User.id).limit(1)).scalar()
    writer = writer or add_user(app, "coordinator", municipality or ESBJERG)
    with app.app_context():
        starts = whole_minute(clock.now()) + timedelta(hours=begins)
        told = {"title": "Caféen holder åbent i aften", "text": "Kom bare forbi."} | words
        made = store.write(
            municipality, Written(starts=starts, ends=starts + timedelta(hours=lasts), **told), by=writer
        )
        number = made.id
        db.session.commit()
        return number


def any_notice(app) -> int:
    """The number of a notice of Esbjerg's that is there, or of one made now."""
    with app.app_context():
        number = db.session.execute(select(Notice.id).where(Notice.municipality == ESBJERG).limit(1)).scalar()
    return number or add_notice(app)
