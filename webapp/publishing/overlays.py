"""The features whose overlays a municipality lays over the national pages."""

from __future__ import annotations

from webapp.agreement.edition_part import on_cards
from webapp.checklist.edition_part import on_checklist
from webapp.municipality.edition_part import on_reports
from webapp.notices.edition_part import on_home
from webapp.overlay.files import Source

SOURCES: tuple[Source, ...] = (on_cards, on_checklist, on_home, on_reports)
