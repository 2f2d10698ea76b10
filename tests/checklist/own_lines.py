"""Municipalities' own lines for tests: made straight in the database."""

from __future__ import annotations

from sqlalchemy import select

from tests.people import ESBJERG, add_user
from webapp.checklist import store
from webapp.checklist.own import Own, added, explained
from webapp.database import db
from webapp.users.user import User

LINE = {
    "phase": "start",
    "after": "st3",
    "what": "Sig, hvem der har vagten",
    "say": "I dag er det Karin, der har vagten. Hun hører også til os.",
    "why": "Så ved borgeren, hvem der kan ringe.",
}
NOTE = "Vi skriver det i vagtbogen."


def keep(app, municipality: str, change) -> Own:
    """Have a change of what a municipality has made and kept: `change(own)` answers with what it then is."""
    with app.app_context():
        writer = db.session.execute(select(User.id).limit(1)).scalar()
    writer = writer or add_user(app, "coordinator", municipality)
    with app.app_context():
        last = store.versions.latest(municipality)
        own = change(last.own if last else Own())
        store.save(municipality, own, "check.edited", "en linje", by=writer)
        db.session.commit()
        return own


def add_line(app, municipality: str = ESBJERG, **changes: str) -> str:
    """The id of a line with these words, made unless it is there already."""
    typed = LINE | changes
    own = keep(app, municipality, lambda own: added(own, municipality, **typed))
    return next(line.id for line in own.lines if line.what == typed["what"] and line.after == typed["after"])


def add_note(app, national: str = "st4", text: str = NOTE, municipality: str = ESBJERG) -> None:
    """Put a note under a national line."""
    keep(app, municipality, lambda own: explained(own, national, text))
