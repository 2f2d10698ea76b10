"""The log page: who changed what."""

from __future__ import annotations

from flask import Blueprint, render_template, request
from flask_login import current_user
from sqlalchemy import select

from webapp.audit import Change
from webapp.database import db
from webapp.desk.access import allowed
from webapp.texts import library
from webapp.typed_text import page_number
from webapp.users.role import Role
from webapp.users.user import User

bp = Blueprint("changes_desk", __name__)
ON_A_PAGE = 50


@bp.get("/intern/log")
@allowed(Role.COORDINATOR, Role.ADMINISTRATOR)
def index():
    """The newest first; coordinators see their own municipality's, administrators all."""
    number = page_number(request.args.get("s"))
    query = select(Change, User.name).outerjoin(User, User.id == Change.by_id).order_by(Change.id.desc())
    if current_user.role != Role.ADMINISTRATOR:
        query = query.where(Change.municipality == current_user.municipality)
    lines = db.session.execute(query.offset((number - 1) * ON_A_PAGE).limit(ON_A_PAGE + 1)).all()
    return render_template(
        "changes/index.html",
        lines=lines[:ON_A_PAGE],
        number=number,
        more=len(lines) > ON_A_PAGE,
        places=library.places,
    )
