"""Putting what the desk has saved on the public pages: asking for it, telling how far it is, and trying again."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, url_for

from webapp.desk.access import allowed
from webapp.users.role import Role

bp = Blueprint("publishing", __name__)


@bp.app_template_global()
def publishing():
    """How far publishing has come (`webapp/publishing/publisher.py`)."""
    return current_app.extensions["publisher"].state


def commit_and_publish() -> None:
    """Commit, and have the public pages follow, those of other servers on the database too. Nobody waits for that."""
    current_app.extensions["publisher"].commit_and_ask()


@bp.post("/intern/udgiv")
@allowed(*Role)
def again():
    """Try at once what publishing after a failure would try a little later."""
    current_app.extensions["publisher"].ask()
    flash("Prøver igen nu.")
    return redirect(url_for("todo_desk.index"), 303)
