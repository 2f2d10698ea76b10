"""The desk's front page."""

from __future__ import annotations

from flask import Blueprint, render_template
from flask_login import current_user

from webapp.clock import now
from webapp.desk.access import allowed
from webapp.desk.menu import menu_of
from webapp.municipality.setting import setting_of
from webapp.texts import library
from webapp.todo.situation import situation_of
from webapp.todo.tasks import tasks, week
from webapp.users.role import DESCRIBED, Role

bp = Blueprint("todo_desk", __name__)


@bp.app_template_global()
def desk_places():
    """The menu of whoever is logged in: places and their addresses."""
    return menu_of(current_user.role) if current_user.is_authenticated and not current_user.must_add_codes else []


@bp.app_template_global()
def who_is_here():
    """Who is logged in, for pages of the desk; a public page that asks fails."""
    return current_user


@bp.get("/intern")
@allowed(*Role)
def index():
    """What is not done yet, and where to go."""
    places = library.places
    where = places[current_user.municipality].name if current_user.municipality in places else ""
    situation = situation_of(current_user, now())
    return render_template(
        "todo/index.html",
        where=where,
        may=DESCRIBED[current_user.role],
        tasks=tasks(situation),
        week=week(situation),
        contact=setting_of(current_user.municipality),
    )
