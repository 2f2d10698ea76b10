"""The settings of a municipality at the desk."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms import EmailField, HiddenField, StringField

from webapp.database import StaleError
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.desk.forms import DeskForm
from webapp.desk.publishing import commit_and_publish
from webapp.desk.scope import own_municipality
from webapp.municipality.setting import (
    LONGEST_CONTACT,
    LONGEST_EMAIL,
    parse_form,
    save,
    setting_of,
)
from webapp.texts import library
from webapp.typed_text import InvalidForm, whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("municipality_desk", __name__, url_prefix="/intern/indstillinger")
WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
TYPED = {"autocomplete": "off", "spellcheck": "false"}
FIELDS = ("contact", "phone", "email")


class ContactForm(DeskForm):
    """Whom to tell, and the version the form was opened from."""

    version = HiddenField(default="0")
    contact = StringField("Hvem", render_kw=TYPED | {"maxlength": LONGEST_CONTACT})
    phone = StringField("Telefon", render_kw=TYPED | {"inputmode": "tel", "maxlength": 40})
    email = EmailField("Mail", render_kw=TYPED | {"maxlength": LONGEST_EMAIL})


@bp.get("")
@allowed(*WRITERS)
def index():
    """One's own municipality's; an administrator chooses among all."""
    if current_user.role != Role.ADMINISTRATOR:
        return redirect(url_for(".edit", municipality=current_user.municipality), 303)
    return render_template("municipality/index.html", places=library.places.values())


@bp.route("/<municipality>", methods=["GET", "POST"])
@allowed(*WRITERS)
def edit(municipality: str):
    """Whom to tell when something is wrong."""
    place = own_municipality(municipality)
    form = ContactForm()
    if request.method == "GET":
        if kept := setting_of(municipality):
            _fill(form, kept)
        return _page(place, form)
    try:
        contact = parse_form({name: form[name].data for name in FIELDS})
        save(municipality, place.name, contact, whole_number(form.version.data, else_=-1), by=current_user.id)
    except InvalidForm as wrong:
        for name, message in wrong.errors.items():
            form[name].errors = [message]
        return _page(place, form), 422
    except StaleError as stale:
        form.version.data = str(stale.latest.version)
        mine, theirs = ({name: getattr(one, name) or "" for name in FIELDS} for one in (contact, stale.latest))
        both, who = three_way_merge(mine, theirs, {}), name_of(stale.latest.saved_by)
        return _page(place, form, both.told(theirs, who, lambda name: form[name].label.text)), 409
    commit_and_publish()
    flash("Gemt. Telefonerne får det, næste gang de har net.")
    return redirect(url_for(".edit", municipality=municipality), 303)


def _fill(form: ContactForm, kept) -> None:
    for name in FIELDS:
        form[name].data = getattr(kept, name) or ""
    form.version.data = str(kept.version)


def _page(place, form: ContactForm, conflict: Conflict | None = None):
    return render_template("municipality/edit.html", place=place, form=form, conflict=conflict)
