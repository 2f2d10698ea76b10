"""Lommekort: pocket cards for the people who meet adults at risk of social exclusion.

`create_app` is the table of contents.
"""

from __future__ import annotations

import os

from flask import Flask
from htmx_flask import Htmx

from webapp import compression, database, errors, templating
from webapp.aftercare.routes import bp as aftercare_pages
from webapp.agreement.desk import bp as agreement_desk_pages
from webapp.agreement.routes import bp as agreement_pages
from webapp.backup.commands import backup_command, restore_command
from webapp.cards.routes import bp as cards_pages
from webapp.changes.desk import bp as changes_pages
from webapp.checklist.desk import bp as own_lines_pages
from webapp.checklist.routes import bp as checklist_pages
from webapp.citizen.routes import bp as citizen_pages
from webapp.config import Settings, settings_from
from webapp.desk import access, unsaved
from webapp.desk.publishing import bp as publishing_pages
from webapp.edition.edition import Editions
from webapp.edition.page_cache import ReadyPages
from webapp.exit.routes import bp as exit_pages
from webapp.finder.routes import bp as finder_pages
from webapp.glossary.routes import bp as glossary_pages
from webapp.health.routes import bp as health_pages
from webapp.home.routes import bp as home_pages
from webapp.library import read_library
from webapp.meeting.routes import bp as screening_pages
from webapp.municipality.desk import bp as municipality_pages
from webapp.notices.desk import bp as notices_pages
from webapp.offersdesk.desk import bp as offers_desk_pages
from webapp.offersdesk.desk_confirm import bp as confirm_pages
from webapp.offersdesk.desk_form import bp as offer_forms
from webapp.offline.routes import bp as offline_pages
from webapp.opendata.routes import bp as opendata
from webapp.overlay.routes import bp as local_files
from webapp.practice.routes import bp as practice_pages
from webapp.publishing.commands import cli as edition_commands
from webapp.publishing.in_force import LiveEditions
from webapp.publishing.publisher import Publisher
from webapp.search.routes import bp as search_pages
from webapp.security import headers, logs, public
from webapp.spreadsheets.desk import bp as data_pages
from webapp.templating.routes import bp as about_pages
from webapp.todo.desk import bp as desk_pages
from webapp.users.login import Doorkeeper
from webapp.usersdesk.account import bp as account_pages
from webapp.usersdesk.commands import cli as users_commands
from webapp.usersdesk.desk import bp as users_pages
from webapp.usersdesk.login import bp as login_pages
from webapp.walkthrough.routes import bp as walkthrough_pages


def create_app(settings: Settings | None = None) -> Flask:
    """The whole app. Raises SettingError or ContentError when a setting or a content file cannot be used."""
    settings = settings or settings_from(os.environ)
    library = read_library(settings.content)

    app = Flask(__name__, static_folder=None)
    app.secret_key = settings.secret
    app.extensions |= {"settings": settings, "library": library, "editions": Editions(settings.instance)}
    app.extensions["live"] = LiveEditions(app, app.extensions["editions"])
    app.extensions["publisher"] = Publisher(app)
    app.extensions["doorkeeper"] = Doorkeeper(settings.secret)

    database.init_app(app, settings)
    Htmx(app)
    logs.init_app(app)
    headers.init_app(app)
    public.init_app(app)
    compression.init_app(app)
    errors.init_app(app, library, settings.max_body)
    templating.init_app(app, settings)
    access.init_app(app)
    unsaved.init_app(app)

    for feature in (
        home_pages,
        cards_pages,
        checklist_pages,
        screening_pages,
        aftercare_pages,
        walkthrough_pages,
        finder_pages,
        agreement_pages,
        local_files,
        search_pages,
        glossary_pages,
        practice_pages,
        citizen_pages,
        exit_pages,
        about_pages,
        offline_pages,
        health_pages,
        opendata,
        desk_pages,
        publishing_pages,
        login_pages,
        account_pages,
        agreement_desk_pages,
        own_lines_pages,
        users_pages,
        data_pages,
        changes_pages,
        offers_desk_pages,
        offer_forms,
        confirm_pages,
        notices_pages,
        municipality_pages,
    ):
        app.register_blueprint(feature)
    app.cli.add_command(edition_commands)
    app.cli.add_command(users_commands)
    app.cli.add_command(backup_command)
    app.cli.add_command(restore_command)

    if settings.ready_pages:
        app.wsgi_app = ReadyPages(app.wsgi_app, app.extensions["editions"])
    return app
