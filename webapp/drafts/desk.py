"""Drafts at the desk: a page sends what is being typed, shows it again when it is opened, and can throw it away."""

from __future__ import annotations

import json

from flask import Blueprint, abort, current_app, redirect, request, url_for
from flask_login import current_user
from werkzeug.exceptions import HTTPException

from webapp.desk.access import allowed
from webapp.drafts import store
from webapp.users.role import Role

bp = Blueprint("drafts_desk", __name__)


@bp.app_template_global()
def drafts():
    """What whoever is logged in has typed and not saved."""
    return store.drafts_of(current_user.id) if current_user.is_authenticated else []


@bp.app_template_global()
def draft_here():
    """The draft of the page that is being opened, or None. A form that comes back with its mistakes has its text."""
    if request.method != "GET":
        return None
    return next((draft for draft in drafts() if request.path in (draft.page, draft.action)), None)


@bp.post("/intern/kladde")
@allowed(*Role)
def keep():
    """Keep what is being typed: `til` the form's address, `sted` the page, `navn` its heading, `felter` as JSON."""
    action, page = request.form.get("til", ""), request.form.get("sted", "")
    try:
        sent = json.loads(request.form.get("felter", ""))
        fields = [(name, text) for name, text in sent if isinstance(name, str) and isinstance(text, str)]
        opened = action if _can_be_opened(action) else page
        store.keep(current_user.id, action, opened, request.form.get("navn", ""), fields)
    except (store.RefusedError, ValueError, TypeError, RecursionError):  # the last one for brackets within brackets
        abort(422)
    return "", 204


@bp.post("/intern/kladde/slet")
@allowed(*Role)
def drop():
    """Throw a draft away, and go on to the page it was of."""
    draft = store.draft_of(current_user.id, request.form.get("til", ""))
    if draft is None:
        return redirect(url_for("todo_desk.index"), 303)
    store.drop(current_user.id, draft.action)
    return redirect(draft.page, 303)


def _can_be_opened(address: str) -> bool:
    """Whether a form's own address is also a page that has it."""
    try:
        current_app.url_map.bind("").match(address, method="GET")
    except HTTPException:
        return False
    return True
