"""Drafts: what somebody is typing in a form of the desk, kept for a day under their account."""

from __future__ import annotations

from flask import Flask, request
from flask_login import current_user

from webapp.drafts import store
from webapp.security.public import is_private

SAVED = 303  # what every form of the desk answers when it has kept what was sent


def init_app(app: Flask) -> None:
    """What was saved is no draft any more."""

    @app.after_request
    def drop_saved(response):
        sent = request.method == "POST" and response.status_code == SAVED and is_private(request.path)
        if sent and current_user.is_authenticated and store.draft_of(current_user.id, request.path):
            store.drop(current_user.id, request.path)
        return response
