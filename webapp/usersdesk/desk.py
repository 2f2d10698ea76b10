"""Looking after other people's accounts: list, invite, role, access, a new link."""

from __future__ import annotations

from dataclasses import fields

from flask import Blueprint, abort, flash, redirect, render_template, url_for
from flask_login import current_user
from sqlalchemy import select

from webapp.danish import danish_order
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.security.origin import own_address
from webapp.texts import library
from webapp.users import accounts
from webapp.users.accounts import Asked, Refused
from webapp.users.role import DESCRIBED, Role, grantable, manages
from webapp.users.user import Invitation, User
from webapp.usersdesk.forms import InviteForm, RoleForm

bp = Blueprint("users_desk", __name__)
MANAGERS = (Role.COORDINATOR, Role.ADMINISTRATOR)


@bp.get("/intern/brugere")
@allowed(*MANAGERS)
def index():
    """Everyone one looks after: coordinators those of their own municipality, administrators all."""
    query = select(User).order_by(User.id)
    if current_user.role != Role.ADMINISTRATOR:
        query = query.where(User.municipality == current_user.municipality)
    # Not by the database, whose order of æ, ø and å is its own.
    users = sorted(db.session.execute(query).scalars(), key=lambda user: (not user.active, danish_order(user.name)))
    return render_template("usersdesk/index.html", users=users, places=library.places)


@bp.route("/intern/brugere/ny", methods=["GET", "POST"])
@allowed(*MANAGERS)
def invite():
    """Invite someone. The link is shown once, to be handed over by whoever invites."""
    form = _with_choices(InviteForm())
    asked = Asked(*(form[field.name].data or "" for field in fields(Asked)))
    if form.is_submitted():
        form.validate()
        for refused in accounts.wrong_with(current_user, asked, library.places):
            if refused.field not in form.errors:
                form.refuse(refused)
    if form.is_submitted() and not form.errors:
        try:
            user, token = accounts.invite(current_user, asked, library.places)
        except Refused as refused:
            db.session.rollback()
            form.refuse(refused)
        else:
            db.session.commit()
            return _link_page(user, token)
    if not form.is_submitted():
        form.role.data = Role.EDITOR
    return render_template("usersdesk/invite.html", form=form, described=DESCRIBED), 422 if form.is_submitted() else 200


@bp.get("/intern/brugere/<int:number>")
@allowed(*MANAGERS)
def show(number: int):
    """One account, and what can be done with it."""
    return _user_page(_managed(number))


@bp.post("/intern/brugere/<int:number>/rolle")
@allowed(*MANAGERS)
def role(number: int):
    """Give another role or municipality; the user is logged out everywhere."""
    user, form = _managed(number), _with_choices(RoleForm())
    try:
        asked, seen = (form.role.data or "", form.municipality.data), form.version.data or None
        accounts.change_role(current_user, user, *asked, library.places, seen)
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _user_page(user, form, 422)
    except StaleError:
        db.session.rollback()
        return _merged_page(_managed(number), form)
    where = f" i {library.places[user.municipality].name}" if user.municipality in library.places else ""
    return _done(user, f"{user.name} er nu {user.role.danish.lower()}{where}.")


@bp.post("/intern/brugere/<int:number>/luk")
@allowed(*MANAGERS)
def disable(number: int):
    """Shut someone out, at once and everywhere."""
    return _do(number, accounts.disable, "{} har ikke længere adgang.")


@bp.post("/intern/brugere/<int:number>/aabn")
@allowed(*MANAGERS)
def enable(number: int):
    """Let someone in again, with the password they had."""
    return _do(number, accounts.enable, "{} har adgang igen.")


@bp.post("/intern/brugere/<int:number>/link")
@allowed(*MANAGERS)
def link(number: int):
    """A new link, for someone whose invitation ran out or who forgot the password."""
    user = _managed(number)
    try:
        if not user.active:
            raise Refused("", "Åbn adgangen, før du laver et link.")
        token = accounts.give_link(current_user, user)
    except Refused as refused:
        db.session.rollback()
        return _user_page(user, _form_saying(user, refused), 422)
    db.session.commit()
    return _link_page(user, token)


def link_address(token: str, site: str) -> str:
    """The link. The secret stands after `#`, so that it is in no request, no log and no `Referer`."""
    return f"{site.rstrip('/')}/intern/velkommen#{token}"


def _do(number: int, act, said: str):
    user = _managed(number)
    try:
        act(current_user, user)
    except Refused as refused:
        db.session.rollback()
        return _user_page(user, _form_saying(user, refused), 422)
    return _done(user, said.format(user.name))


def _done(user: User, said: str):
    number = user.id
    db.session.commit()
    flash(said)
    return redirect(url_for(".show", number=number), 303)


def _link_page(user: User, token: str):
    return render_template("usersdesk/link.html", user=user, link=link_address(token, own_address()))


def _merged_page(user: User, form: RoleForm):
    """The form with the role that somebody else gave meanwhile, and what there is to choose between."""
    mine = {"role": form.role.data, "municipality": form.municipality.data}
    if form.role.data == Role.ADMINISTRATOR:
        mine["municipality"] = ""
    theirs = {"role": user.role, "municipality": user.municipality or ""}
    both = three_way_merge(mine, theirs, dict(zip(theirs, form.version.data.split("-"), strict=False)))
    form.process(formdata=None, data=both.values | {"version": accounts.role_version(user)})
    conflict = both.told(theirs, accounts.last_role_giver(user), lambda name: form[name].label.text, _said)
    return _user_page(user, form, 409, conflict)


def _said(name: str, value: str) -> str:
    if name == "role":
        return Role(value).danish
    return library.places[value].name if value in library.places else "alle"


def _user_page(user: User, form: RoleForm | None = None, status: int = 200, conflict: Conflict | None = None):
    if form is None:
        form = _form_of(user)
    waits = db.session.get(Invitation, user.id) is not None
    page = render_template(
        "usersdesk/show.html",
        user=user,
        form=form,
        conflict=conflict,
        places=library.places,
        described=DESCRIBED,
        waits=waits,
        oneself=user.id == current_user.id,
    )
    return page, status


def _form_of(user: User) -> RoleForm:
    kept = {"role": user.role, "municipality": user.municipality, "version": accounts.role_version(user)}
    return _with_choices(RoleForm(formdata=None, data=kept))


def _form_saying(user: User, refused: Refused) -> RoleForm:
    form = _form_of(user)
    form.refuse(refused)
    return form


def _managed(number: int) -> User:
    # What someone may not know of is not there: 404, as for a number that nobody has.
    user = db.session.get(User, number) if number < 2**31 else None
    if user is None or not manages(current_user, user):
        abort(404)
    return user


def _with_choices(form: RoleForm) -> RoleForm:
    places = library.places
    form.role.choices = [(str(known.value), known.danish) for known in grantable(current_user)]
    if current_user.role == Role.ADMINISTRATOR:
        form.municipality.choices = [("", "Vælg …"), *((code, place.name) for code, place in places.items())]
    else:
        own = current_user.municipality
        form.municipality.choices = [(own, places[own].name if own in places else own)]
    return form
