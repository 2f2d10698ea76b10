"""The app as a table of contents: every feature, and what they all stand on."""

from __future__ import annotations

import os

from flask import Flask
from htmx_flask import Htmx

from webapp import (
    backup,
    compression,
    database,
    desk,
    drafts,
    errors,
    monitoring,
    oidc,
    publishing,
    templating,
    usersdesk,
)
from webapp.agreement.desk import bp as agreement_desk_pages
from webapp.agreement.routes import bp as agreement_pages
from webapp.cards.routes import bp as cards_pages
from webapp.changes.desk import bp as changes_desk_pages
from webapp.checklist.desk import bp as checklist_desk_pages
from webapp.checklist.routes import bp as checklist_pages
from webapp.citizen.failed import failed_page
from webapp.citizen.routes import bp as citizen_pages
from webapp.coming.desk import bp as coming_desk_pages
from webapp.command_line import in_danish
from webapp.config import Settings, settings_from
from webapp.desk.publishing import bp as publishing_desk_pages
from webapp.doors.desk import bp as doors_desk_pages
from webapp.drafts.desk import bp as drafts_desk_pages
from webapp.edition.fingerprint import of_pages
from webapp.edition.page_cache import PageCache
from webapp.finder.routes import bp as finder_pages
from webapp.glossary.routes import bp as glossary_pages
from webapp.languagesdesk.commands import languages_command
from webapp.languagesdesk.desk import bp as languages_desk_pages
from webapp.library import read_library
from webapp.meeting.routes import bp as meeting_pages
from webapp.monitoring.routes import bp as monitoring_pages
from webapp.municipality.desk import bp as municipality_desk_pages
from webapp.notices.desk import bp as notices_desk_pages
from webapp.offersdesk.desk import bp as offers_desk_pages
from webapp.offersdesk.desk_confirm import bp as offers_confirm_pages
from webapp.offersdesk.desk_form import bp as offers_form_pages
from webapp.offersdesk.desk_later import bp as offers_later_pages
from webapp.offline.routes import bp as offline_pages
from webapp.oidc.desk import bp as oidc_pages
from webapp.opendata.routes import bp as opendata_pages
from webapp.overlay.routes import bp as overlay_pages
from webapp.overview.desk import bp as overview_desk_pages
from webapp.overview.routes import bp as overview_pages
from webapp.pages.routes import bp as pages_pages
from webapp.practice.routes import bp as practice_pages
from webapp.search.routes import bp as search_pages
from webapp.security import headers, logs, public
from webapp.spreadsheets.desk import bp as spreadsheets_desk_pages
from webapp.todo.desk import bp as todo_desk_pages
from webapp.usersdesk.account import bp as account_pages
from webapp.usersdesk.desk import bp as users_desk_pages
from webapp.usersdesk.login import bp as login_pages

PUBLIC = (
    pages_pages,
    cards_pages,
    checklist_pages,
    meeting_pages,
    finder_pages,
    overview_pages,
    agreement_pages,
    overlay_pages,
    search_pages,
    glossary_pages,
    practice_pages,
    citizen_pages,
    offline_pages,
    opendata_pages,
    monitoring_pages,
)
DESK = (
    todo_desk_pages,
    publishing_desk_pages,
    drafts_desk_pages,
    login_pages,
    oidc_pages,
    account_pages,
    users_desk_pages,
    changes_desk_pages,
    coming_desk_pages,
    overview_desk_pages,
    agreement_desk_pages,
    checklist_desk_pages,
    notices_desk_pages,
    municipality_desk_pages,
    doors_desk_pages,
    languages_desk_pages,
    spreadsheets_desk_pages,
    offers_desk_pages,
    offers_form_pages,
    offers_later_pages,
    offers_confirm_pages,
)


def create_app(settings: Settings | None = None) -> Flask:
    """The whole app. Raises SettingError or ContentError when a setting or a content file cannot be used."""
    settings = settings or settings_from(os.environ)
    made_of = of_pages(settings)  # before anything is read: what changes meanwhile then counts as changed
    library = read_library(settings.content)

    app = Flask(__name__, static_folder=None)
    app.debug = False  # whatever FLASK_DEBUG says: in debug mode some files of an edition have other bytes
    app.secret_key = settings.secret
    app.extensions |= {"settings": settings, "library": library}
    database.init_app(app, settings)
    publishing.init_app(app, settings, made_of)
    monitoring.init_app(app)
    Htmx(app)
    logs.init_app(app)
    headers.init_app(app)
    public.init_app(app)
    compression.init_app(app)
    errors.init_app(app, library, settings.max_body, failed_page)
    templating.init_app(app, settings)
    desk.init_app(app)
    oidc.init_app(app, settings)
    usersdesk.init_app(app)
    drafts.init_app(app)
    backup.init_app(app)
    app.cli.add_command(languages_command)
    for feature in (*PUBLIC, *DESK):
        app.register_blueprint(feature)
    in_danish(app.cli)
    if settings.ready_pages:
        app.wsgi_app = PageCache(  # type: ignore[method-assign]
            app.wsgi_app, app.extensions["editions"]
        )
    return app
