"""A municipality's own lines and notes at the desk. What is saved is published at once; there are no drafts."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_login import current_user

from webapp.checklist import own as rules
from webapp.checklist import store
from webapp.checklist.checklist import Placed, first_asked
from webapp.checklist.forms import LineForm, NoteForm, place_value, place_words
from webapp.checklist.own import LAST, Own, OwnLine, with_own
from webapp.database import StaleError, db
from webapp.desk.access import allowed
from webapp.desk.conflict import three_way_merge
from webapp.desk.publishing import commit_and_publish
from webapp.desk.scope import own_municipality
from webapp.texts import library
from webapp.typed_text import whole_number
from webapp.users.accounts import name_of
from webapp.users.role import Role

bp = Blueprint("checklist_desk", __name__, url_prefix="/intern/tjek")
WRITERS = (Role.COORDINATOR, Role.ADMINISTRATOR)
LABELS = {"what": "Hvad gør man?", "say": "Hvad kan man sige?", "why": "Hvorfor?", "place": "Hvor står den?"}
OUT = "Telefonerne får det, næste gang de har net."
AT_ONCE = "En anden gemte i samme øjeblik. Intet af dit er gemt. Prøv igen."
MOVED = "Rækkefølgen er ændret, siden du åbnede siden. Se den nedenfor, og prøv igen."
CHANGED = "Linjen er ændret, siden du åbnede siden. Se den nedenfor, og prøv igen."
UNDONE_SINCE = "Der er gemt noget nyt, siden du åbnede siden. Se det nedenfor, og prøv igen."


@bp.get("")
@allowed(*Role)
def index():
    """One's own municipality's lines; an administrator chooses among all."""
    if current_user.role != Role.ADMINISTRATOR:
        return redirect(url_for(".show", municipality=current_user.municipality), 303)
    has = {code for code, own in store.all_own(db.session).items() if own.lines or own.notes}
    places = sorted(library.places.values(), key=lambda place: place.code not in has)
    return render_template("checklist/desk_index.html", places=places, has=has)


@bp.get("/<municipality>")
@allowed(*Role)
def show(municipality: str):
    """The whole checklist with the municipality's lines and notes in it, and what was done last."""
    return _show_page(own_municipality(municipality))


@bp.get("/<municipality>/telefon")
@allowed(*Role)
def phone(municipality: str):
    """The checklist as the phones show it."""
    place, own = own_municipality(municipality), _own(municipality)
    return _page("checklist/desk_phone.html", place, own=own, parts=with_own(library.checklist, own.lines))


@bp.route("/<municipality>/ny", methods=["GET", "POST"])
@allowed(*WRITERS)
def add(municipality: str):
    """Write a new line, see how it looks, and save it."""
    place, form = own_municipality(municipality), _line_form()
    if not form.is_submitted():
        form.place.data = f"start {LAST}"
        form.base.data = str(_number(municipality))
        return _line_page(place, form)
    typed = form.values()
    if form.refused(typed):
        return _line_page(place, form), 422
    if "vis" in request.form:
        return _line_page(place, form, seen=OwnLine(id="x0000n0", **typed))
    store.take_turn(municipality)
    try:
        after = rules.added(_own(municipality), municipality, **typed)
    except ValueError as full:
        return _line_page(place, form, message=str(full)), 422
    made = next(one for one in after.lines if _fields(one) == typed)
    return _saved_line(place, form, after, made, "check.added", None, _words(typed))


@bp.route("/<municipality>/<line>/ret", methods=["GET", "POST"])
@allowed(*WRITERS)
def edit(municipality: str, line: str):
    """Change a line. When somebody else has changed the same line meanwhile, both are shown and nothing is lost."""
    place, form = own_municipality(municipality), _line_form()
    if not form.is_submitted():
        form.show(_line(municipality, line), library.checklist)
        form.base.data = str(_number(municipality))
        return _line_page(place, form, name=line)
    typed = form.values()
    if form.refused(typed):
        return _line_page(place, form, name=line), 422
    if "vis" in request.form:
        return _line_page(place, form, name=line, seen=OwnLine(id=line, **typed))
    store.take_turn(municipality)
    own = _own(municipality)
    here = own.line(line)
    if here is None and line not in {one.id for one in own.removed}:
        abort(404)
    then = _then(municipality, form.base.data)
    sent_twice = here is not None and _fields(here) == typed
    if not sent_twice and then.line(line) != here:
        form.base.data = str(_number(municipality))
        mine, theirs, was = (_sides(fields) for fields in (typed, _fields(here), _fields(then.line(line))))
        both = three_way_merge(mine, theirs, was)
        for name, value in both.values.items():
            form[name].data = value
        conflict = both.told(theirs, _who_last(municipality), LABELS.__getitem__, _said)
        return _line_page(place, form, name=line, gone=not here, conflict=conflict), 409
    try:
        after = rules.edited(own, line, **typed)
    except ValueError as full:
        return _line_page(place, form, name=line, message=str(full)), 422
    before = _words(_fields(here)) if here else None
    return _saved_line(place, form, after, after[line], "check.edited", before, _words(typed))


@bp.post("/<municipality>/<line>/op")
@allowed(*WRITERS)
def up(municipality: str, line: str):
    """Move a line one step up."""
    return _move(municipality, line, -1)


@bp.post("/<municipality>/<line>/ned")
@allowed(*WRITERS)
def down(municipality: str, line: str):
    """Move a line one step down."""
    return _move(municipality, line, 1)


@bp.post("/<municipality>/<line>/fjern")
@allowed(*WRITERS)
def remove(municipality: str, line: str):
    """Take a line off the phones. It stays here, to be brought back."""
    place = own_municipality(municipality)
    store.take_turn(municipality)
    own = _own(municipality)
    if line in {one.id for one in own.removed}:  # somebody was quicker
        return redirect(url_for(".show", municipality=municipality), 303)
    here = _line(municipality, line)
    if _then(municipality, request.form.get("base")).line(line) != here:
        return _show_page(place, CHANGED), 409
    said = f"Linjen »{here.what}« er fjernet. Du kan hente den tilbage nederst."
    return _saved(place, rules.removed(own, line), "check.removed", here.what, _words(_fields(here)), said=said)


@bp.post("/<municipality>/<line>/hent")
@allowed(*WRITERS)
def restore(municipality: str, line: str):
    """Bring a removed line back."""
    place = own_municipality(municipality)
    store.take_turn(municipality)
    own = _own(municipality)
    if own.line(line):  # somebody was quicker
        return redirect(url_for(".show", municipality=municipality, _anchor=line), 303)
    if line not in {one.id for one in own.removed}:
        abort(404)
    try:
        after = rules.restored(own, line)
    except ValueError as full:
        return _show_page(place, str(full)), 422
    back = after.lines[-1]
    said = f"Linjen »{back.what}« står der igen."
    return _saved(place, after, "check.restored", back.what, None, _words(_fields(back)), said=said, at=line)


@bp.route("/<municipality>/forklar/<national>", methods=["GET", "POST"])
@allowed(*WRITERS)
def explain(municipality: str, national: str):
    """Write a note under a national line, or take it away."""
    place, form = own_municipality(municipality), NoteForm()
    line = library.checklist.lines().get(national)
    if line is None:
        abort(404)
    if not form.is_submitted():
        form.note.data = _own(municipality).notes.get(national, "")
        form.base.data = str(_number(municipality))
        return _note_page(place, form, line)
    text = rules.read(form.note.data or "")
    if wrong := rules.mistake_in_note(text):
        form.note.errors = [wrong]
        return _note_page(place, form, line), 422
    if "vis" in request.form:
        return _note_page(place, form, line, seen=text)
    store.take_turn(municipality)
    own = _own(municipality)
    here, there = own.notes.get(national, ""), _then(municipality, form.base.data).notes.get(national, "")
    if here not in (there, text):
        form.base.data = str(_number(municipality))
        both = three_way_merge({"note": text}, {"note": here} if here else {}, {"note": there})
        conflict = both.told({"note": here}, _who_last(municipality), lambda _: form.note.label.text)
        return _note_page(place, form, line, gone=not here, conflict=conflict), 409
    said = f"Noten til »{line.what}« er {'gemt' if text else 'fjernet'}."
    before, after = ({"Note": note} if note else {} for note in (here, text))
    kept = rules.explained(own, national, text)
    try:
        return _saved(place, kept, "check.explained", line.what, before, after, said=said, at=f"n-{national}")
    except StaleError:
        return _note_page(place, form, line, message=AT_ONCE), 409


@bp.post("/<municipality>/fortryd")
@allowed(*WRITERS)
def undo(municipality: str):
    """Take the last change back. Once more brings it back."""
    place = own_municipality(municipality)
    store.take_turn(municipality)
    number = _number(municipality)
    if number == 0:
        return redirect(url_for(".show", municipality=municipality), 303)
    if whole_number(request.form.get("base"), else_=0) != number:
        return _show_page(place, UNDONE_SINCE), 409
    last = store.last_change(municipality)
    old, new = ({"Ændring": f"{last.said}: {last.name}"}, {"Ændring": "Fortrudt"}) if last else (None, None)
    after = rules.taken_back(_own(municipality), store.own_at(municipality, number - 1))
    said = "Den sidste ændring er fortrudt."
    return _saved(place, after, "check.undone", f"tjeklisten i {place.name}", old, new, said=said)


def _move(municipality: str, line: str, way: int):
    place = own_municipality(municipality)
    store.take_turn(municipality)
    own = _own(municipality)
    if line in {one.id for one in own.removed}:
        return _show_page(place, MOVED), 409
    here = _line(municipality, line)
    if rules.order_of(_then(municipality, request.form.get("base"))) != rules.order_of(own):
        return _show_page(place, MOVED), 409
    after = rules.moved(own, line, way, library.checklist)
    before, now = (_words(_fields(one[line])) for one in (own, after))
    return _saved(place, after, "check.moved", here.what, before, now, at=line)


def _saved(place, own: Own, kind: str, name: str, before=None, after=None, *, said: str = "", at: str | None = None):
    store.save(place.code, own, kind, name, by=current_user.id, before=before, after=after)
    commit_and_publish()
    if said:
        flash(f"{said} {OUT}")
    return redirect(url_for(".show", municipality=place.code, _anchor=at), 303)


def _saved_line(place, form: LineForm, own: Own, line: OwnLine, kind: str, before, after):
    said = f"Linjen »{line.what}« er gemt."
    try:
        return _saved(place, own, kind, line.what, before, after, said=said, at=line.id)
    except StaleError:
        return _line_page(place, form, message=AT_ONCE), 409


def _show_page(place, message: str = ""):
    last, own = store.versions.latest(place.code), _own(place.code)
    return _page(
        "checklist/desk_show.html",
        place,
        own=own,
        most=rules.MOST,
        parts=with_own(library.checklist, own.lines),
        number=last.number if last else 0,
        last=last,
        change=store.last_change(place.code) if last else None,
        who=_who_last(place.code) if last else "",
        advice={line.id: rules.advice(line.say, line.why) for line in own.lines},
        ways={line.id: [way for way in (-1, 1) if _steps(own, line, way)] for line in own.lines},
        message=message,
    )


def _line_page(place, form: LineForm, **more):
    seen = more.pop("seen", None)
    defaults: dict[str, Any] = {"name": "", "message": "", "conflict": None, "gone": False, "around": [], "advice": []}
    if seen:
        defaults |= {"around": _around(seen), "advice": rules.advice(seen.say, seen.why)}
    return _page("checklist/desk_line.html", place, form=form, seen=seen, **(defaults | more))


def _note_page(place, form: NoteForm, line, **more):
    seen = more.pop("seen", None)
    defaults = {"message": "", "conflict": None, "gone": False}
    return _page(
        "checklist/desk_note.html",
        place,
        form=form,
        item=Placed(line, None, ()),  # as it is when its branch has been chosen
        seen=seen,
        noted=_own(place.code).notes.get(line.id, "") if seen is None else seen,
        advice=rules.advice(seen) if seen else [],
        **(defaults | more),
    )


def _page(template: str, place, **more):
    return render_template(
        template,
        place=place,
        asked=first_asked(library.checklist),
        may_write=current_user.role in WRITERS,
        **more,
    )


def _steps(own: Own, line: OwnLine, way: int) -> bool:
    there = rules.Own(rules.in_order(library.checklist, own.lines))
    return rules.moved(there, line.id, way, library.checklist) != there


def _around(line: OwnLine) -> list:
    """A line with the one before it and the one after it, as they are when nothing special holds."""
    items = [item for item in with_own(library.checklist, (line,))[line.phase] if item.shown(())]
    at = next(number for number, item in enumerate(items) if item.line is line)
    return items[max(0, at - 1) : at + 2]


def _fields(line: OwnLine | None) -> dict[str, str]:
    if line is None:
        return {}
    return {name: getattr(line, name) for name in ("what", "say", "why", "phase")} | {
        "after": rules.gap_of(library.checklist, line)
    }


def _words(fields: dict[str, str]) -> dict[str, str]:
    words = {LABELS[name]: fields[name] for name in ("what", "say", "why")}
    return words | {LABELS["place"]: place_words(library.checklist, fields["phase"], fields["after"])}


def _sides(fields: dict[str, str]) -> dict[str, str]:
    """The form's values of a line's fields; none of a line that is not there."""
    return {name: fields[name] if name != "place" else place_value(fields) for name in LABELS} if fields else {}


def _said(name: str, value: str) -> str:
    return place_words(library.checklist, *value.split(" ")) if name == "place" else value


def _line_form() -> LineForm:
    form = LineForm()
    form.offer_places(library.checklist)
    return form


def _line(municipality: str, name: str) -> OwnLine:
    found = _own(municipality).line(name)
    if found is None:
        abort(404)
    return found


def _own(municipality: str) -> Own:
    last = store.versions.latest(municipality)
    return last.own if last else Own()


def _then(municipality: str, base: str | None) -> Own:
    return store.own_at(municipality, whole_number(base, else_=0))


def _number(municipality: str) -> int:
    last = store.versions.latest(municipality)
    return last.number if last else 0


def _who_last(municipality: str) -> str:
    last = store.versions.latest(municipality)
    return name_of(last.saved_by) if last else ""
