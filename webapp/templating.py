"""What every page template can use: the edition's words, static addresses, dates, and the settings pages show."""

from __future__ import annotations

from flask import Flask, request

from webapp import clock
from webapp.assets import asset
from webapp.config import Settings
from webapp.danish import danish_day_or_month
from webapp.dated import overdue_from
from webapp.edition.bundle import BUILDING, DATE_MARK, SIZE_MARK, VERSION_MARK
from webapp.markup import mail_link
from webapp.review.review import in_words

# The promise is the reference: advice without one is the project's own.
STANDING_LINE = "Rådene her er vores omsætning af rapporten. Det, der står i rapporten, har en henvisning."


def init_app(app: Flask, settings: Settings) -> None:
    """Register the filters and values; templates drop the white space that only serves their own readers."""
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals["asset"] = asset
    app.jinja_env.globals["standing_line"] = STANDING_LINE
    app.jinja_env.filters["danish_date"] = danish_day_or_month
    app.jinja_env.filters["overdue_from"] = overdue_from
    app.jinja_env.filters["danish_moment"] = clock.danish_moment
    app.jinja_env.filters["mail_link"] = mail_link
    app.jinja_env.filters["review_in_words"] = in_words

    @app.context_processor
    def values():
        return {"edition": _edition_words(app), "settings": settings, "library": app.extensions["library"]}


def _edition_words(app: Flask) -> dict[str, str]:
    if request.environ.get(BUILDING):
        return {"version": VERSION_MARK, "date": DATE_MARK, "size": SIZE_MARK}
    edition = app.extensions["editions"].current()
    if edition is None:
        return {"version": "", "date": "", "size": ""}
    return {"version": edition.version, "date": edition.date_words, "size": edition.size_words}
