"""Notices at the desk: those that stand, those to come and those that are over; writing, copying and ending them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user
from wtforms import HiddenField, SelectField, StringField, TextAreaField
from wtforms.widgets import DateTimeLocalInput

from webapp.clock import now
from webapp.danish import danish_order, fold
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import Conflict, three_way_merge
from webapp.desk.forms import DeskForm
from webapp.desk.publishing import commit_and_publish
from webapp.notices import store
from webapp.notices.edition_part import shown
from webapp.notices.models import Notice
from webapp.notices.notice import (
    LONGEST,
    moment_field,
    offer_code,
    parse_form,
    read_moment,
    since,
    telling_words,
    until,
    whole_minute,
)
from webapp.offers.offer import Offer
from webapp.overlay.overlay import EVERYONE
from webapp.registry import store as offers
from webapp.texts import library
from webapp.typed_text import InvalidForm, whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("notices_desk", __name__, url_prefix="/intern/opslag")
WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
OUT = "Gemt. Telefonerne får det, næste gang de har net."
ENDED = "Sluttet. Telefoner uden net viser det, til de får net, eller tiden er gået."
STALE = "Nogen har gemt noget andet imens. Se på det igen, før du slutter det."
NO_PLACE = "Vælg en kommune eller alle."
_OFF = {"autocomplete": "off", "spellcheck": "false"}
_MOMENT = {"step": "60"}


class NoticeForm(DeskForm):
    """A notice, and the version the form was opened from. What is right and wrong, `notice.py` says."""

    version = HiddenField(default="0")
    place = SelectField("For", validate_choice=False)
    title = StringField("Overskrift", render_kw=_OFF | {"maxlength": LONGEST["title"]})
    text = TextAreaField("Tekst", render_kw=_OFF | {"maxlength": LONGEST["text"], "rows": 3})
    starts = StringField("Fra", widget=DateTimeLocalInput(), render_kw=_MOMENT)
    ends = StringField("Til", widget=DateTimeLocalInput(), render_kw=_MOMENT)
    phone = StringField("Telefon", render_kw=_OFF | {"inputmode": "tel", "maxlength": 40})
    offer = StringField("Tilbud", render_kw=_OFF | {"list": "tilbud", "autocapitalize": "off", "maxlength": 200})


@bp.get("")
@allowed(*Role)
def index():
    """What stands now, what comes, and what is over."""
    return _list_page()


@bp.route("/ny", methods=["GET", "POST"])
@allowed(*WRITERS)
def add():
    """Write a notice."""
    form = NoticeForm()
    if request.method == "GET":
        form.starts.data = moment_field(now())
        return _form_page(form, None)
    place, known = _place_chosen(form)
    if not known:
        form.place.errors = [NO_PLACE]
        return _form_page(form, None), 422
    try:
        written = _read(form, place)
    except InvalidForm as wrong:
        return _refused(form, wrong, None)
    return _saved(store.write(place, written, by=current_user.id))


@bp.get("/<int:notice>/kopi")
@allowed(*WRITERS)
def copy(notice: int):
    """A new notice with another one's words; from when until when is chosen anew."""
    one, form = _own(notice), NoticeForm()
    values = store.form_values(one) | {"starts": moment_field(now()), "ends": ""}
    for name, value in values.items():
        form[name].data = value
    form.place.data = one.municipality or EVERYONE
    return _form_page(form, None)


@bp.route("/<int:notice>/ret", methods=["GET", "POST"])
@allowed(*WRITERS)
def edit(notice: int):
    """Write a notice anew. Whoever was slower is shown both."""
    one, form = _own(notice, hold=request.method == "POST"), NoticeForm()
    if request.method == "GET":
        for name, value in store.form_values(one).items():
            form[name].data = value
        form.version.data = str(one.version)
        return _form_page(form, one)
    try:
        written = _read(form, one.municipality, but=one)
        store.change(one, written, whole_number(form.version.data, else_=-1), by=current_user.id)
    except InvalidForm as wrong:
        return _refused(form, wrong, one)
    except StaleError as stale:
        form.version.data = str(stale.latest.version)
        theirs = store.form_values(one)
        both = three_way_merge(store.form_values(written), theirs, {})
        conflict = both.told(theirs, name_of(one.saved_by), lambda name: form[name].label.text, _words)
        return _form_page(form, one, conflict), 409
    return _saved(one)


@bp.post("/<int:notice>/slut")
@allowed(*WRITERS)
def end(notice: int):
    """End a notice now, or call it off."""
    one = _own(notice, hold=True)
    try:
        store.end(one, whole_number(request.form.get("version"), else_=-1), by=current_user.id)
    except StaleError:
        return _list_page(STALE), 409
    commit_and_publish()
    flash(ENDED)
    return redirect(url_for(".index"), 303)


def _list_page(message: str = ""):
    whose = None if current_user.role == Role.ADMINISTRATOR else (current_user.municipality, None)
    standing, coming = store.standing(whose, now())
    over = store.past(whose, now())
    return render_template(
        "notices/index.html",
        message=message,
        may_write=current_user.role in WRITERS,
        now=[_row(one) for one in standing],
        coming=[_row(one) for one in coming],
        past=[_row(one) for one in over],
    )


def _row(one: Notice) -> dict[str, Any]:
    offer = _offer(one)
    return {
        "notice": one,
        "html": shown(one, offer, alone=True),
        "since": since(one.starts_at),
        "until": until(one.ends_at),
        "called_off": one.starts_at == one.ends_at,
        "mine": _mine(one),
        "place": library.places[one.municipality].name if one.municipality in library.places else "alle kommuner",
        "telling": telling_words(one.title, one.text, offer.name if offer else None),
        "offer_gone": bool(one.offer) and offer is None,
        "by": name_of(one.saved_by),
    }


def _saved(one: Notice):
    offer = _offer(one)
    telling = telling_words(one.title, one.text, offer.name if offer else None)
    commit_and_publish()
    flash(OUT)
    if telling:
        flash(f"Forsiden kan blive set af andre. Overvej et andet ord for {_quoted(telling)}.")
    return redirect(url_for(".index"), 303)


def _quoted(words: list[str]) -> str:
    return " og ".join(f"»{word}«" for word in words)


def _refused(form: NoticeForm, wrong: InvalidForm, one: Notice | None):
    for name, message in wrong.errors.items():
        form[name].errors = [message]
    return _form_page(form, one), 422


def _words(name: str, value: str) -> str:
    return since(read_moment(value, last=name == "ends")) if name in ("starts", "ends") else value


def _form_page(form: NoticeForm, one: Notice | None, conflict: Conflict | None = None):
    places = library.places.values()
    form.place.choices = [("", "Vælg …"), (EVERYONE, "Alle kommuner"), *((place.code, place.name) for place in places)]
    whose = current_user.municipality if one is None else one.municipality
    return render_template(
        "notices/form.html",
        form=form,
        notice=one,
        chooses=one is None and current_user.role == Role.ADMINISTRATOR,
        place=library.places[whose].name if whose in library.places else "alle kommuner",
        choosable=_choosable_offers(one),
        conflict=conflict,
    )


def _choosable_offers(one: Notice | None) -> list[Offer]:
    everywhere = one is None and current_user.role == Role.ADMINISTRATOR
    whose = current_user.municipality if one is None else one.municipality
    found = [
        offer
        for offer in offers.all_offers(db.session)
        if (offer.status == "active" if everywhere else store.serves(offer, whose, library.places, now().date()))
    ]
    return sorted(found, key=lambda offer: (offer.municipality != whose, danish_order(offer.name), offer.code))


def _read(form: NoticeForm, municipality: str | None, but: Notice | None = None):
    def sees(code: str) -> bool:
        offer = offers.find(code, db.session)
        return offer is not None and store.serves(offer, municipality, library.places, now().date())

    values = {name: form[name].data for name in (*LONGEST, "starts", "ends", "phone", "offer")}
    return parse_form(
        values | {"offer": _offer_meant(values["offer"] or "", sees)},
        whole_minute(now()),
        sees,
        store.times_of_others(municipality, but.id if but else None, now()),
        for_all=municipality is None,
    )


def _offer_meant(text: str, sees: Callable[[str], bool]) -> str:
    """The code of the offer that was written. Not every browser offers the list, so a name does too, in full or in
    part, where only one offer has it."""
    name = fold(text)
    if not name or sees(offer_code(text)):
        return text
    there = [(fold(offer.name), offer.code) for offer in offers.all_offers(db.session) if sees(offer.code)]
    for found in (
        [code for known, code in there if known == name],
        [code for known, code in there if name in known],
    ):
        if len(found) == 1:
            return found[0]
    return text


def _place_chosen(form: NoticeForm) -> tuple[str | None, bool]:
    if current_user.role != Role.ADMINISTRATOR:
        return current_user.municipality, True
    chosen = form.place.data or ""
    return (None, True) if chosen == EVERYONE else (chosen, chosen in library.places)


def _own(number: int, *, hold: bool = False) -> Notice:
    one = store.find(number, hold=hold)
    if one is None or not _mine(one):
        abort(404)
    return one


def _mine(one: Notice) -> bool:
    # What is for everybody is the administrators', as is what belongs to no municipality elsewhere.
    return current_user.role == Role.ADMINISTRATOR or (
        one.municipality is not None and one.municipality == current_user.municipality
    )


def _offer(one: Notice) -> Offer | None:
    offer = offers.find(one.offer, db.session) if one.offer else None
    return offer if offer and store.serves(offer, one.municipality, library.places, now().date()) else None
