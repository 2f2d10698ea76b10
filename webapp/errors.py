"""Error pages in Danish: what happened, what to do, and the way home; same headers and same exit as every page."""

from __future__ import annotations

from collections.abc import Callable
from string import punctuation
from typing import TypeGuard
from urllib.parse import quote

from flask import Flask, current_app, redirect, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, RequestEntityTooLarge, SecurityError, abort

from webapp.library import Library
from webapp.security.public import is_private

LONGEST_NAME = 100  # characters of a form's field
REFUSED = "lommekort.refused"  # in a request's environ: the status by which the gateway did not take its body

WORDS = {
    400: ("Det kunne vi ikke læse", "Browseren sendte noget, vi ikke forstår. Gå til forsiden, og prøv igen."),
    403: ("Det har du ikke adgang til", "Gå tilbage. Mangler du adgang, så spørg din koordinator."),
    404: ("Siden findes ikke", "Adressen er forkert, eller siden er flyttet. Søg, eller find kortet herunder."),
    405: ("Det kan siden ikke", "Adressen findes, men ikke på den måde. Gå til forsiden, og prøv igen."),
    408: ("Det tog for lang tid", "Nettet var for langsomt, og vi fik ikke det hele. Prøv igen."),
    411: ("Det kunne vi ikke læse", "Det kom uden sin længde, så ingen kan se, om det er det hele. Intet er gemt."),
    413: ("Det er for stort", "Du sendte mere, end siden kan tage imod. Gør det mindre, og prøv igen."),
    414: ("Adressen er for lang", "Gå til forsiden, og prøv igen."),
    500: ("Noget gik galt hos os", "Det er ikke din skyld. Vent lidt, og prøv igen. Ring 112, hvis det haster."),
    503: ("Vi kan ikke lige nu", "Vent lidt, og prøv igen. Ring 112, hvis det haster."),
}


def init_app(app: Flask, library: Library, max_body: int, citizens: Callable[[int], str | None]) -> None:
    """Register the error pages, and refuse a body that is too large before anyone reads it (`max_body` bytes).
    `citizens` gives the page for a status where a citizen's page was asked for, else None."""

    @app.errorhandler(HTTPException)
    def answer(error: HTTPException):
        code = error.code or 500
        title, advice = WORDS.get(code, WORDS[500 if code >= 500 else 400])
        # A failure's page asks for nothing: who is logged in may be the very thing that cannot be told.
        # Nor does that of a request for another host, or for what is none: Flask makes no addresses for it.
        of_desk = is_private(request.path) and code < 500 and not _is_elsewhere(request.routing_exception)
        template = "desk/error.html" if of_desk else "errors/show.html"
        page = citizens(code) or render_template(template, code=code, heading=title, advice=advice, library=library)
        methods = getattr(error, "valid_methods", None)
        headers = {"Allow": ", ".join(sorted(methods))} if methods else {}
        return page, code, headers

    @app.before_request
    def refuse_other_hosts():
        # Before anything is asked of the request: a page that says what is wrong with it would have no addresses.
        if _is_elsewhere(request.routing_exception):
            raise request.routing_exception

    @app.before_request
    def refuse_nul():
        # In no address of ours, and PostgreSQL fails when it is asked for one. A citizen's page asks it nothing, and
        # says what a phone says of any code that there is not.
        if "\0" in request.path and not request.path.startswith("/b/"):
            abort(404)

    @app.before_request
    def lead_to_address_without_slash():
        # A slash at the end is easily typed or pasted along. What has an address of its own with one keeps it.
        bare = request.path.rstrip("/")
        rule = request.url_rule
        if bare in ("", request.path) or request.method not in ("GET", "HEAD") or (rule and rule.rule.endswith("/")):
            return None
        try:
            current_app.url_map.bind("").match(bare)
        except HTTPException:
            return None
        query = quote(request.query_string, safe=punctuation)  # as it came, byte for byte
        return redirect(quote(bare) + (f"?{query}" if query else ""), 308)

    @app.before_request
    def refuse_too_large():
        if REFUSED in request.environ:
            abort(request.environ[REFUSED])
        # A view that takes files says how large a body may be. Werkzeug counts what it reads, so that this also holds
        # for a body that comes without its length.
        view = current_app.view_functions.get(request.endpoint or "")
        request.max_content_length = max(max_body, getattr(view, "largest_body", 0))
        if (request.content_length or 0) > request.max_content_length:
            raise RequestEntityTooLarge

    @app.before_request
    def refuse_odd_field_name():
        # Each part of such a form has a name (RFC 7578, section 4.2). Werkzeug takes one without, and what reads forms
        # by their fields' names fails at it.
        if request.mimetype == "multipart/form-data" and (None in request.form or None in request.files):
            abort(400)
        # Ours are short and ASCII. WTForms fails at a row of a list whose number has thousands of digits, or is "²".
        if is_private(request.path) and any(len(name) > LONGEST_NAME or not name.isascii() for name in request.form):
            abort(400)

    @app.after_request
    def say_nothing_on_the_way(response):
        """Browsers go on by themselves; Flask's own page for the others is in English."""
        if response.location is not None and 300 <= response.status_code < 400 and response.mimetype == "text/html":
            response.set_data(b"")
        return response


def _is_elsewhere(error: Exception | None) -> TypeGuard[Exception]:
    # Whether a request was for another host, or for what is none.
    return isinstance(error, (SecurityError, BadHost))
