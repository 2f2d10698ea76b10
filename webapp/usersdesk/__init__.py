"""Logging in, one's own account, and the users of a municipality: the pages. The rules are in `webapp/users/`."""

from __future__ import annotations

from flask import Flask

from webapp.users.login import LoginGuard
from webapp.usersdesk.commands import cli
from webapp.usersdesk.login import login_page


def init_app(app: Flask) -> None:
    """What logging in remembers, the page that asks for it, and `flask users`."""
    app.extensions |= {
        "login_guard": LoginGuard(str(app.secret_key), app.extensions["password_off"]),
        "login_page": login_page,
    }
    app.cli.add_command(cli)
