"""The citizen's pages in no language: every phrase is a slot, so that one copy of a page serves them all."""

from __future__ import annotations

from flask import render_template

from webapp.citizen.traces import traces
from webapp.languages.language import SOURCE

TEMPLATES = {
    "": "citizen/offers.html",
    "nu": "citizen/now.html",
    "spor": "citizen/traces.html",
    "moede": "citizen/meeting.html",
}
FAILED = "citizen/failed.html"


def skeleton(name: str, library) -> str:
    """The page of chosen offers (an empty name), or one of those that show none. Needs a request's context."""
    return render_template(TEMPLATES[name], library=library, traces=traces(library.languages[SOURCE].phrases))


def failed_skeleton() -> str:
    """The page instead of one that could not be shown. Needs a request's context."""
    return render_template(FAILED)
