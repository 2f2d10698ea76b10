"""The doors as the phones are given them: for each municipality a piece of a page, by the municipality's name, as the
home page and the finder put it in."""

from __future__ import annotations

from datetime import date

from flask import render_template

from webapp.dated import with_later
from webapp.doors.contact import Contacts
from webapp.markup import without_line_breaks
from webapp.municipalities import Places

ADDRESS = "/data/kommuner.json"


def records(contacts: Contacts, places: Places, today: date) -> dict[str, dict]:
    """By the name of each municipality, `html` and what it says later. Needs an app context, for the template."""
    days = [today, *sorted(day for day in contacts.days() if day > today)]
    return {
        place.name: with_later([(day, {"html": _shown(contacts.door(place.code, place.name, day))}) for day in days])
        for place in places.values()
    }


def _shown(door) -> str:
    return without_line_breaks(render_template("doors/_door.html", door=door))
