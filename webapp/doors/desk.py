"""A municipality's door at the desk: its number, its website and who answers at night, each with where it was read."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms import HiddenField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice

from webapp.clock import now
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.desk.forms import TYPED, DeskForm
from webapp.desk.publishing import commit_and_publish
from webapp.desk.scope import own_municipality
from webapp.doors.form import form_values, parse_door
from webapp.doors.store import WORDS, contacts_now, own_at, save, versions
from webapp.texts import library
from webapp.typed_text import InvalidForm, whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("doors_desk", __name__, url_prefix="/intern/doer")
_OFF = {"autocomplete": "off", "spellcheck": "false"}
_TEL, _LINK = {**_OFF, "inputmode": "tel"}, {"autocomplete": "off", **TYPED, "inputmode": "url"}
SURE = [
    SelectChoice(value, words)
    for value, words in (("high", "Høj"), ("medium", "Middel"), ("low", "Lav: ikke bekræftet"))
]
SCOPES = [
    SelectChoice(value, words)
    for value, words in (("", "Vælg …"), ("everybody", "Alle, også voksne"), ("children", "Børn og unge"))
]


def _sure() -> RadioField:
    return RadioField("Sikkerhed", choices=SURE, validate_choice=False)


class DoorForm(DeskForm):
    """The three ways in, and the version the form was made from."""

    version = HiddenField(default="0")
    main_phone = StringField("Hovednummer", render_kw=_TEL)
    main_source_url = StringField("Hvor står nummeret?", render_kw=_LINK)
    main_source_date = StringField("Sidens dato", render_kw=_OFF)
    main_confidence = _sure()
    website_website = StringField("Hjemmeside", render_kw=_LINK)
    website_source_url = StringField("Hvor står den?", render_kw=_LINK)
    website_source_date = StringField("Sidens dato", render_kw=_OFF)
    website_confidence = _sure()
    night_phone = StringField("Nummer om aftenen og natten", render_kw=_TEL)
    night_name = StringField("Hvem svarer?", render_kw=_OFF)
    night_note = StringField("Hvornår og hvordan", render_kw=_OFF)
    night_scope = SelectField("Hvem handler siden om?", choices=SCOPES, validate_choice=False)
    night_source_url = StringField("Hvor står det?", render_kw=_LINK)
    night_source_date = StringField("Sidens dato", render_kw=_OFF)
    night_confidence = _sure()


@bp.get("")
@allowed(*Role)
def index():
    """One's own municipality's; an administrator chooses among all, those without a number first."""
    if current_user.municipality:
        return redirect(url_for(".edit", municipality=current_user.municipality), 303)
    contacts, today = contacts_now(library.contacts, db.session), now().date()
    doors = [(place, contacts.door(code, place.name, today)) for code, place in library.places.items()]
    return render_template("doors/index.html", doors=sorted(doors, key=lambda one: one[1].main is not None))


@bp.route("/<municipality>", methods=["GET", "POST"])
@allowed(*Role)
def edit(municipality: str):
    """The form of a door, and what was saved before."""
    place = own_municipality(municipality)
    known = contacts_now(library.contacts, db.session).of(municipality, now().date())
    if request.method == "GET":
        form = DoorForm(formdata=None, data=form_values(known) | {"version": str(_latest(municipality))})
        return _page(place, form)
    form = DoorForm()
    values = {name: field.data or "" for name, field in form._fields.items()}
    number = whole_number(form.version.data, else_=-1)
    try:
        typed = parse_door(values, known, municipality, now().date())
        new = any(row != known.get(kind) for kind, row in typed.items())  # else two have saved the same
        if new:
            own = own_at(municipality, number) if number >= 0 else {}
            own = {kind: row for kind, row in typed.items() if kind in own or row != known.get(kind)}
            new = save(municipality, place.name, own, number, library.contacts, by=current_user.id)
    except InvalidForm as error:
        for name, message in error.errors.items():
            form[name].errors = [message]
        return _page(place, form), 422
    except (StaleError, KeyError):
        mine = form_values({kind: row for kind, row in typed.items() if row})
        return _merged_page(place, form, mine, form_values(known), number), 409
    commit_and_publish()
    flash("Gemt. Telefonerne får det, næste gang de har net." if new else "Der var ikke noget nyt at gemme.")
    return redirect(url_for(".edit", municipality=municipality), 303)


@bp.post("/<municipality>/<int:version>")
@allowed(*Role)
def take_again(municipality: str, version: int):
    """An earlier version once more, as a new one; version 0 is what the content file says."""
    place = own_municipality(municipality)
    try:
        own = own_at(municipality, version)
        latest = whole_number(request.form.get("version"), else_=-1)
        save(municipality, place.name, own, latest, library.contacts, by=current_user.id)
    except KeyError:
        abort(404)
    except StaleError:
        flash("Nogen har gemt døren imens. Se på den igen.")
        return redirect(url_for(".edit", municipality=municipality), 303)
    commit_and_publish()
    flash("Gemt, som det var.")
    return redirect(url_for(".edit", municipality=municipality), 303)


def _merged_page(place, form: DoorForm, mine: dict[str, str], theirs: dict[str, str], number: int):
    """The form with what both wrote since version `number`, and what there is to choose between."""
    try:
        own = library.contacts.with_own({place.code: own_at(place.code, number)})
        was = form_values(own.of(place.code, now().date()))
    except KeyError:
        was = {}
    both, latest = three_way_merge(mine, theirs, was), versions.latest(place.code)
    for name, value in both.values.items():
        form[name].data = value
    form.version.data = str(_latest(place.code))
    who = name_of(latest.saved_by) if latest else ""
    conflict = both.told(theirs, who, lambda name: _called(form[name]), lambda name, value: _said(form[name], value))
    return _page(place, form, conflict)


def _called(field) -> str:
    """A field by its label, after what it belongs to."""
    kind = next(kind for kind in WORDS if field.name.startswith(f"{kind}_"))
    label = field.label.text
    return label if label == WORDS[kind] else f"{WORDS[kind]}: {label}"


def _said(field, value: str) -> str:
    return next((one.label for one in getattr(field, "choices", ()) if value and one.value == value), value)


def _latest(municipality: str) -> int:
    latest = versions.latest(municipality)
    return latest.number if latest else 0


def _page(place, form: DoorForm, conflict: Conflict | None = None):
    saved = [(version, name_of(version.saved_by)) for version in versions.of(place.code)]
    return render_template("doors/edit.html", place=place, form=form, conflict=conflict, versions=saved)
