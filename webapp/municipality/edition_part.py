"""A municipality's contact as the phones are given it: below the form in which an error in an offer is reported."""

from __future__ import annotations

from flask import render_template
from sqlalchemy import select

from webapp.markup import without_line_breaks
from webapp.municipality.setting import MunicipalitySetting
from webapp.overlay.overlay import Overlay
from webapp.texts import library

PLACE = "sig det til"  # on an offer's page


def on_reports(source) -> dict[str, list[Overlay]]:
    """Each municipality's contact, for those that have one. Needs an app context."""
    places = library.places
    table = MunicipalitySetting.__table__
    rows = source.execute(select(table).where(table.c.contact != "").order_by(table.c.municipality))
    return {row.municipality: [Overlay(PLACE, _shown(row))] for row in rows if row.municipality in places}


def _shown(row) -> str:
    return without_line_breaks(render_template("municipality/_contact.html", contact=row))
