"""The agreement at the desk: reading it, writing drafts, comparing versions, publishing and taking down."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from sqlalchemy import select

from webapp.agreement import agreement, store
from webapp.agreement.edition_part import WORDS
from webapp.agreement.forms import AgreementForm
from webapp.clock import now
from webapp.danish import danish_date
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.desk.publishing import commit_and_publish
from webapp.desk.scope import own_municipality
from webapp.texts import library
from webapp.typed_text import whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role
from webapp.users.user import User

bp = Blueprint("agreement_desk", __name__, url_prefix="/intern/aftale")
WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
OUT = "Aftalen er udgivet. Telefonerne får den, næste gang de har net."
DOWN = "Aftalen er taget ned. Den forsvinder fra telefonerne, næste gang de har net."
_BLANK: agreement.Values = {"steps": "\n".join(agreement.FIRST_STEPS)}  # the form before there is a version


@bp.get("")
@allowed(*Role)
def index():
    """One's own municipality's agreement; an administrator chooses among all."""
    if current_user.role != Role.ADMINISTRATOR:
        return redirect(url_for(".show", municipality=current_user.municipality), 303)
    out = {one.municipality for one in store.all_in_force(db.session)}
    places = sorted(library.places.values(), key=lambda place: place.code not in out)
    return render_template("agreement/desk_index.html", places=places, out=out)


@bp.get("/<municipality>")
@allowed(*Role)
def show(municipality: str):
    """What holds now, and the draft that may lie beside it."""
    place = own_municipality(municipality)
    shown, newest = store.in_force(municipality), store.versions.latest(municipality)
    one = shown or newest
    return _page("agreement/desk_show.html", place, shown=shown, newest=newest, one=one, **_about(one))


@bp.get("/<municipality>/versioner")
@allowed(*Role)
def versions(municipality: str):
    """Every version that was saved."""
    place = own_municipality(municipality)
    return _page(
        "agreement/desk_versions.html",
        place,
        versions=store.versions.of(municipality),
        shown=store.in_force(municipality),
        writers=_writers(municipality),
    )


@bp.get("/<municipality>/<int:version>")
@allowed(*Role)
def version(municipality: str, version: int):
    """One version: as the phone shows it, and with what is internal."""
    place, one = own_municipality(municipality), _version(municipality, version)
    return _version_page(place, one)


@bp.get("/<municipality>/<int:version>/mod/<int:other>")
@allowed(*Role)
def compare(municipality: str, version: int, other: int):
    """What a version changed from another one."""
    place = own_municipality(municipality)
    before, after = _version(municipality, other), _version(municipality, version)
    return _page(
        "agreement/desk_compare.html",
        place,
        before=before,
        after=after,
        differences=agreement.differences(before.values, after.values),
        versions=store.versions.of(municipality),
    )


@bp.post("/<municipality>/sammenlign")
@allowed(*Role)
def choose(municipality: str):
    """From the two versions chosen in a form to the page that compares them."""
    own_municipality(municipality)
    version, other = (whole_number(request.form.get(name), else_=-1) for name in ("efter", "foer"))
    if version < 0 or other < 0:
        abort(404)
    return redirect(url_for(".compare", municipality=municipality, version=version, other=other), 303)


@bp.route("/<municipality>/ret", methods=["GET", "POST"])
@allowed(*WRITERS)
def edit(municipality: str):
    """Write the agreement. What is sent becomes a new version, which nobody's phone shows yet."""
    place, form = own_municipality(municipality), AgreementForm()
    if not form.is_submitted():
        newest = store.versions.latest(municipality)
        older = whole_number(request.args.get("fra"), else_=-1)
        start = newest if older < 0 else _version(municipality, older)
        form.show(start.values if start else _BLANK)
        form.base.data = str(newest.number if newest else 0)
        return _form_page(place, form)
    values = agreement.read(dict(request.form.lists()))
    if wrong := agreement.mistakes(values, now().date()):
        form.refuse_fields(wrong)
        return _form_page(place, form), 422
    base = whole_number(form.base.data, else_=0)
    try:
        kept = store.save(municipality, place.name, values, base, by=current_user.id)
    except StaleError as stale:
        theirs, was = stale.latest, store.versions.numbered(municipality, base)
        begun_from = was.values if was else _BLANK
        both = three_way_merge(agreement.whole(values), agreement.whole(theirs.values), agreement.whole(begun_from))
        form.show(both.values)
        form.base.data = str(theirs.number)
        conflict = both.told(agreement.whole(theirs.values), name_of(theirs.saved_by), agreement.label, _lines)
        return _form_page(place, form, conflict), 409
    number = kept.number
    db.session.commit()
    flash(f"Gemt som version {number}. Den er ikke på telefonerne, før den bliver udgivet.")
    return redirect(url_for(".version", municipality=municipality, version=number), 303)


@bp.post("/<municipality>/<int:version>/udgiv")
@allowed(*WRITERS)
def publish(municipality: str, version: int):
    """Put a version on the phones. An earlier one may be put back the same way."""
    place, one = own_municipality(municipality), _version(municipality, version)
    if agreement.missing(one.values) or agreement.mistakes(one.values):
        return _version_page(place, one, refused=True), 422
    store.put_in_force(one, place.name, by=current_user.id)
    return _done(municipality, OUT)


@bp.post("/<municipality>/tagned")
@allowed(*WRITERS)
def take_down(municipality: str):
    """Take the agreement off the phones; its versions stay here."""
    place = own_municipality(municipality)
    store.take_down(municipality, place.name, by=current_user.id)
    return _done(municipality, DOWN)


def _done(municipality: str, said: str):
    commit_and_publish()
    flash(said)
    return redirect(url_for(".show", municipality=municipality), 303)


def _version_page(place, one, refused: bool = False):
    return _page(
        "agreement/desk_version.html",
        place,
        one=one,
        shown=store.in_force(place.code),
        newest=store.versions.latest(place.code),
        who=name_of(one.saved_by),
        refused=refused,
        missing=[(_anchor(name), words) for name, words in agreement.missing(one.values).items()],
        promises=agreement.promises(one.values),
        **_about(one),
    )


def _form_page(place, form: AgreementForm, conflict: Conflict | None = None):
    return _page("agreement/desk_edit.html", place, form=form, conflict=conflict)


def _anchor(name: str) -> str:
    """Where the form has a field: the first choice, where it is a group of them."""
    return f"{name}-0" if agreement.FIELDS[name].options else name


def _lines(name: str, value: str | list[str]) -> str:
    return "\n".join(agreement.said(agreement.FIELDS[name], value))


def _page(template: str, place, **more):
    may_write = current_user.role in WRITERS
    return render_template(
        template, place=place, parts=agreement.PARTS, said=agreement.said, may_write=may_write, **WORDS, **more
    )


def _about(one) -> dict:
    """What the phone shows of a version, and whether its review is overdue."""
    if one is None:
        return {"values": {}, "all_values": {}, "review": "", "late": False}
    values = agreement.public(one.values)
    review = agreement.day_of(str(values.get("review", "")))
    late = review is not None and now().date() > review
    return {"values": values, "all_values": one.values, "review": danish_date(review) if review else "", "late": late}


def _version(municipality: str, number: int):
    found = store.versions.numbered(municipality, number)
    if found is None:
        abort(404)
    return found


def _writers(municipality: str) -> dict[int, str]:
    numbers = {one.saved_by for one in store.versions.of(municipality)}
    return {number: name for number, name in db.session.execute(select(User.id, User.name).where(User.id.in_(numbers)))}
