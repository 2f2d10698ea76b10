"""Drafts: what somebody is typing in a form of the desk, kept for a day under their account."""

from __future__ import annotations

from flask import Flask, request
from sqlalchemy.exc import SQLAlchemyError

from webapp.drafts import store
from webapp.security.logs import failed
from webapp.security.public import is_private
from webapp.users import sessions

SAVED = 303  # what every form of the desk answers when it has kept what was sent


def init_app(app: Flask) -> None:
    """What was saved is no draft any more."""

    @app.after_request
    def drop_saved(response):
        sent = request.method == "POST" and response.status_code == SAVED and is_private(request.path)
        # By the session's own number: the account was let go of at the commit, and to read it anew in a request that
        # writes would mean to wait a second time for one's turn to write.
        try:
            here = sessions.found() if sent else None
            if here and not here.over and store.draft_of(here.user_id, request.path):
                store.drop(here.user_id, request.path)
        except SQLAlchemyError as error:
            # What was sent is saved, and must not be answered as if it were not: the draft is offered once more.
            failed(error, "dropping a draft")
        return response
