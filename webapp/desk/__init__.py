"""The desk under `/intern`: who may go where, and the pages' common ground."""

from __future__ import annotations

from flask import Flask

from webapp.desk import access, unsaved


def init_app(app: Flask) -> None:
    """Set the guard before every page of the desk, and answer for what cannot be saved."""
    access.init_app(app)
    unsaved.init_app(app)
