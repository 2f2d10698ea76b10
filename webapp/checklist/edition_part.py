"""Municipalities' own lines and notes in an edition: overlays for the checklist, which `checklist.js` puts in place."""

from __future__ import annotations

from flask import render_template

from webapp.checklist.checklist import Placed
from webapp.checklist.own import Own, before_which, in_order
from webapp.checklist.store import all_own
from webapp.markup import without_line_breaks
from webapp.overlay.overlay import Overlay
from webapp.texts import library

PLACE = "tjek"


def on_checklist(source) -> dict[str, list[Overlay]]:
    """What stands on the checklist of each municipality that has laid anything over it. Needs an app context."""
    places = library.places
    return {
        code: [Overlay(PLACE, html)]
        for code, own in all_own(source).items()
        if code in places and (html := overlay_of(own, places[code].name))
    }


def overlay_of(own: Own, name: str) -> str:
    """A municipality's lines and notes as HTML; empty when there are none. A note on a line that is no longer in the
    checklist is left out."""
    lines = [
        (Placed(line, None, ()), before_which(library.checklist, line))
        for line in in_order(library.checklist, own.lines)
    ]
    notes = [(at, own.notes[at]) for at in library.checklist.lines() if at in own.notes]
    html = render_template("checklist/_own.html", lines=lines, notes=notes, name=name)
    return without_line_breaks(html, "\n").strip()
