"""Lommekort: pocket cards for the people who meet adults at risk of social exclusion."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from webapp.config import Settings


def create_app(settings: Settings | None = None) -> Flask:
    """The whole app: `webapp/app.py`, which is loaded here and not before, for that takes most of a second of processor
    time, and a part of the app can be used without the rest."""
    from webapp import app

    return app.create_app(settings)
