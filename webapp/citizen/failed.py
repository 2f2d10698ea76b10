"""What a citizen sees instead of a page of theirs that could not be shown: in their language, and neutral."""

from __future__ import annotations

from flask import current_app, request

from webapp.citizen.render import slots
from webapp.citizen.skeletons import failed_skeleton
from webapp.edition.slots import fill
from webapp.languages.edition_part import parts
from webapp.languages.spoken import Languages
from webapp.texts import library

UNDER = "/b"  # where the citizen's pages are


def failed_page(code: int) -> str | None:
    """The page for an HTTP status, when the address asked for is a citizen's; else None. Where the server failed it is
    made of the texts' files alone: what failed may be the edition."""
    if request.path != UNDER and not request.path.startswith(f"{UNDER}/"):
        return None
    languages = (
        Languages(parts(library.languages)) if code >= 500 else current_app.extensions["answers"].current().languages
    )
    filled = slots(languages, languages.words(request.args.get("sprog")), "")
    return fill(failed_skeleton(), lambda slot, said: filled[slot](*said) if slot in filled else None)
