"""Prepared queries: past SQLAlchemy the same answers as through it, and the same errors."""

from contextlib import contextmanager

import pytest
from flask import g
from sqlalchemy import event, text
from sqlalchemy.exc import OperationalError

from tests.conftest import LIBRARY
from tests.people import add_user
from webapp.database import db, reading
from webapp.drafts import store as drafts
from webapp.prepared import Glance, glancing
from webapp.registry import revision, store
from webapp.users import sessions
from webapp.users.user import User


@contextmanager
def listening():
    """Somebody listens to what the database is asked, so SQLAlchemy asks."""
    heard, engine = [], db.engine

    def listen(_connection, _cursor, statement, *_rest):
        heard.append(statement)

    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield heard
    finally:
        event.remove(engine, "before_cursor_execute", listen)


def test_answers_are_the_same_past_sqlalchemy(desk):
    offers = LIBRARY.offers[:40]
    number = add_user(desk, "editor")
    with desk.test_request_context("/intern"):
        store.seed(offers)
        sessions.begin(db.session.get_one(User, number))
        drafts.keep(number, "/intern/tilbud/ny", "/intern/tilbud/ny", "Nyt", [("name", "Stedet")])
        before = store.find(offers[0].code)
        after = before.model_copy(update={"name": "Et andet navn"})
        revision.change(number, before, after, "edited", LIBRARY.describer, version=1)
        db.session.commit()

        def asked():
            g.pop("desk_session", None)
            found = [store.kept(offer.code) for offer in offers]
            return found, sessions.found(), drafts.drafts_of(number), revision.standing(after.code)

        straight = asked()
        with listening() as heard:
            assert asked() == straight
        assert len(heard) >= 2 * len(offers)
    kept, session, typed, last = straight
    assert kept[0].offer == after and kept[0].version == 2 and last.at.tzinfo
    assert session.user_id == number and session.account["active"] is True and typed


def test_a_look_that_is_over_holds_up_nobody_and_the_next_one_sees_what_was_written(app):
    with app.app_context():
        store.seed(LIBRARY.offers[:1])
        code = LIBRARY.offers[0].code
        with glancing() as glance:
            assert isinstance(glance, Glance)
            assert store.kept(code, glance).version == 1
        with db.engine.begin() as connection:
            connection.execute(text("UPDATE service SET version = 7"))
        assert store.kept(code).version == 7


def test_an_error_is_sqlalchemys_and_spoils_nothing(app):
    with app.app_context():
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE service RENAME TO elsewhere"))
        with pytest.raises(OperationalError) as caught:
            store.kept("bcd2")
        assert "bcd2" not in str(caught.value), "the values of a statement are for no log"
        with reading() as connection, pytest.raises(OperationalError):
            connection.begin()
            store.kept("bcd2", connection)
        with db.engine.begin() as connection:
            connection.execute(text("ALTER TABLE elsewhere RENAME TO service"))
        assert store.kept("bcd2") is None
