"""Pages shown or handed to a citizen: large, plain, neutral; they keep nothing and never lead to the staff side."""

import re

from flask import Blueprint, Response, abort, current_app, redirect, request

from webapp.citizen.qr import qr_svg
from webapp.citizen.render import MOST, SHEETS, citizen_page, sheet, shown, slots, within
from webapp.citizen.skeletons import skeleton
from webapp.edition.bundle import BUILDING
from webapp.edition.slots import fill
from webapp.languages.edition_part import parts
from webapp.languages.language import SOURCE
from webapp.languages.spoken import Languages
from webapp.languages.words import Words
from webapp.security.origin import own_address
from webapp.texts import library

bp = Blueprint("citizen", __name__, url_prefix="/b")


@bp.get("/nu")
def now():
    """The lines to ring at once, in plain words."""
    return _sheet("nu")


@bp.get("/spor")
def traces():
    """What a visit leaves on a phone, and what can be done about it."""
    return _sheet("spor")


@bp.get("/moede")
def meeting():
    """What a meeting can lead to, and what is said before anything is asked."""
    return _sheet("moede")


@bp.post("")
def choose():
    """From the ticks in a list of offers to the address that shows them."""
    ticked = dict.fromkeys(code for code in request.form.getlist("c") if re.fullmatch("[a-z2-9]{4}", code))
    codes = list(ticked)[: MOST + 1]  # one too many is enough for the page to say so
    return redirect(f"/b/{'-'.join(codes)}" if codes else "/find", 303)


@bp.get("/", defaults={"name": ""}, strict_slashes=False)
@bp.get("/<path:name>")
def offers(name: str):
    """The offers named in the address, up to six codes with hyphens between. An address that names none is answered
    by a citizen's page too: one of ours for staff would keep itself on the phone."""
    status, page = citizen_page(_answers(), name, _words())
    return page, status


@bp.get("/<name>/qr.svg")
def qr(name: str):
    """A code that takes the page to another phone."""
    answers = _answers()
    if name in SHEETS:
        address = f"/b/{name}"
    else:
        what = shown(answers, name, answers.minute())
        if what.status != 200:
            return offers(f"{name}/qr.svg")
        address = f"/b/{'-'.join(what.codes)}"
    try:
        picture = qr_svg(own_address() + address + within(_words().code))
    except ValueError:  # a host name longer than any code can hold
        abort(400)
    return Response(picture, mimetype="image/svg+xml")


def _sheet(name: str) -> str:
    if not request.environ.get(BUILDING):
        return sheet(_answers(), name, _words())
    # An edition that is being made is answered from only when it is there; its fixed pages are the Danish ones.
    languages = Languages(parts(library.languages, [line.hours_said for line in library.lines]))
    filled = slots(languages, languages.words(SOURCE), name)
    return fill(skeleton(name, library), lambda slot, said: filled[slot](*said) if slot in filled else None)


def _words() -> Words:
    return _answers().languages.words(request.args.get("sprog"))


def _answers():
    return current_app.extensions["answers"].current()
