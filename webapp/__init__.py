"""Lommekort: pocket cards for the people who meet adults at risk of social exclusion.

`create_app` is the table of contents.
"""

from __future__ import annotations

import os

from flask import Flask
from htmx_flask import Htmx

from webapp import backup, compression, database, desk, errors, publishing, templating, usersdesk
from webapp.agreement.desk import bp as agreement_desk
from webapp.agreement.routes import bp as agreement
from webapp.cards.routes import bp as cards
from webapp.changes.desk import bp as changes_desk
from webapp.checklist.desk import bp as checklist_desk
from webapp.checklist.routes import bp as checklist
from webapp.citizen.routes import bp as citizen
from webapp.config import Settings, settings_from
from webapp.desk.publishing import bp as publishing_desk
from webapp.edition.page_cache import ReadyPages
from webapp.finder.routes import bp as finder
from webapp.glossary.routes import bp as glossary
from webapp.library import read_library
from webapp.meeting.routes import bp as meeting
from webapp.municipality.desk import bp as municipality_desk
from webapp.notices.desk import bp as notices_desk
from webapp.offersdesk.desk import bp as offers_desk
from webapp.offersdesk.desk_confirm import bp as offers_confirm
from webapp.offersdesk.desk_form import bp as offers_form
from webapp.offline.routes import bp as offline
from webapp.opendata.routes import bp as opendata
from webapp.overlay.routes import bp as overlay
from webapp.pages.routes import bp as pages
from webapp.practice.routes import bp as practice
from webapp.search.routes import bp as search
from webapp.security import headers, logs, public
from webapp.spreadsheets.desk import bp as spreadsheets_desk
from webapp.todo.desk import bp as todo_desk
from webapp.usersdesk.account import bp as account
from webapp.usersdesk.desk import bp as users_desk
from webapp.usersdesk.login import bp as login

PUBLIC = (
    *(pages, cards, checklist, meeting, finder, agreement, overlay, search, glossary, practice, citizen),
    *(offline, opendata),
)
DESK = (
    *(todo_desk, publishing_desk, login, account, users_desk, changes_desk, agreement_desk, checklist_desk),
    *(notices_desk, municipality_desk, spreadsheets_desk, offers_desk, offers_form, offers_confirm),
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole app. Raises SettingError or ContentError when a setting or a content file cannot be used."""
    settings = settings or settings_from(os.environ)
    library = read_library(settings.content)

    app = Flask(__name__, static_folder=None)
    app.secret_key = settings.secret
    app.extensions |= {"settings": settings, "library": library}
    database.init_app(app, settings)
    publishing.init_app(app, settings)
    Htmx(app)
    logs.init_app(app)
    headers.init_app(app)
    public.init_app(app)
    compression.init_app(app)
    errors.init_app(app, library, settings.max_body)
    templating.init_app(app, settings)
    desk.init_app(app)
    usersdesk.init_app(app)
    backup.init_app(app)
    for feature in (*PUBLIC, *DESK):
        app.register_blueprint(feature)
    if settings.ready_pages:
        app.wsgi_app = ReadyPages(app.wsgi_app, app.extensions["editions"])
    return app
