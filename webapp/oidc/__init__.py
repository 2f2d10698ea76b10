"""Logging in with an account that the municipality keeps, by OpenID Connect: `docs/login.md` says how it is set up."""

from __future__ import annotations

from flask import Flask

from webapp.config import Settings
from webapp.oidc.settings import NOTHING, read_login_file


def init_app(app: Flask, settings: Settings) -> None:
    """Read the file of providers. Raises SettingError. Nothing is asked of a provider before somebody logs in."""
    file = NOTHING
    if settings.login_file is not None:
        file = read_login_file(settings.login_file, app.extensions["library"].places)
    providers = {}
    if file.issuers:
        # With the cryptography they need they take 25 MB, which a server without them never uses.
        from webapp.oidc.provider import Provider

        providers = {name: Provider(issuer, file.secrets.get(name)) for name, issuer in file.issuers.items()}
    app.extensions |= {"oidc": providers, "password_off": file.password_off}
