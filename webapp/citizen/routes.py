"""Pages shown or handed to a citizen: large, plain, neutral; they keep nothing and never lead to the staff side."""

import re

from flask import Blueprint, Response, abort, current_app, redirect, render_template, request

from webapp.citizen.qr import qr_svg
from webapp.citizen.render import IN, MOST, SHEETS, citizen_page, shown
from webapp.hours.opening import Language
from webapp.security.origin import own_address

bp = Blueprint("citizen", __name__, url_prefix="/b")


@bp.get("/nu")
def now():
    """The lines to ring at once, in plain words."""
    return render_template("citizen/now.html", lines=current_app.extensions["library"].lines, language=_language())


@bp.get("/spor")
def traces():
    """What a visit leaves on a phone, and what can be done about it."""
    text = current_app.extensions["library"].traces
    return render_template("citizen/traces.html", traces=text, language=_language())


@bp.get("/moede")
def meeting():
    """What a meeting can lead to, and what is said before anything is asked."""
    library = current_app.extensions["library"]
    return render_template("citizen/meeting.html", library=library, language=_language())


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
    status, page = citizen_page(_live(), name, _language())
    return page, status


@bp.get("/<name>/qr.svg")
def qr(name: str):
    """A code that takes the page to another phone."""
    live = _live()
    if name in SHEETS:
        address = f"/b/{name}"
    else:
        what = shown(live, name, live.minute())
        if what.status != 200:
            return offers(f"{name}/qr.svg")
        address = f"/b/{'-'.join(what.codes)}"
    try:
        picture = qr_svg(own_address() + address + IN[_language()])
    except ValueError:  # a host name longer than any code can hold
        abort(400)
    return Response(picture, mimetype="image/svg+xml")


def _language() -> Language:
    return "en" if request.args.get("sprog") == "en" else "da"


def _live():
    return current_app.extensions["live"].current()
