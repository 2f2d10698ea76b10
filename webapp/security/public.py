"""The public side knows nobody: it has no session, so a view that reaches for one fails at once.

The idea is PyPI's (warehouse, `sessions.py`): a view outside `/intern` that touches the session is a mistake, and a
mistake should be loud in a test rather than quiet in a `Vary: Cookie`.
"""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Flask, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import BadSignature, URLSafeTimedSerializer

from webapp.security.headers import over_tls

PRIVATE = "/intern"
SESSION = "s"  # says nothing, should someone look through a browser's cookies


def is_private(path: str) -> bool:
    """Whether an address belongs to the desk."""
    return path == PRIVATE or path.startswith(PRIVATE + "/")


def is_desk_page(path: str) -> bool:
    """Whether somebody can be led to an address of the desk: nothing in it is read as another place or a new line."""
    return is_private(path) and path.isprintable() and "\\" not in path


def cookie_name(name: str) -> str:
    """A desk cookie's name: over TLS with a prefix that keeps plain HTTP from setting it; `__Host-` wants `Path=/`."""
    return f"__Secure-{name}" if over_tls(request.environ) else name


class PublicSessionError(RuntimeError):
    """A public view touched the session."""


class _NoSession(dict, SessionMixin):
    accessed = False

    def _refuse(self, *_args, **_kwargs):
        raise PublicSessionError("A page outside /intern reached for the session.")

    __getitem__ = __setitem__ = __delitem__ = __contains__ = __iter__ = __len__ = _refuse
    get = pop = setdefault = update = clear = keys = values = items = _refuse

    def __bool__(self):
        return True


class _Sessions(SecureCookieSessionInterface):
    def __init__(self) -> None:
        self._signers: dict[object, URLSafeTimedSerializer | None] = {}

    def get_signing_serializer(self, app):
        # Flask makes one whenever it reads or writes a cookie, and the same each time.
        if app.secret_key not in self._signers:
            self._signers[app.secret_key] = super().get_signing_serializer(app)
        return self._signers[app.secret_key]

    def get_cookie_name(self, app):
        return cookie_name(SESSION)

    def get_cookie_secure(self, app):
        return over_tls(request.environ)

    def open_session(self, app, request):
        if not is_private(request.path):
            return _NoSession()
        # How long one lasts stands in the database (`webapp/users/sessions.py`). Flask's own limit would also refuse a
        # cookie that is a second ahead of the clock, and with it who is logged in.
        signer, kept = self.get_signing_serializer(app), request.cookies.get(self.get_cookie_name(app))
        try:
            return self.session_class(signer.loads(kept) if signer and kept else None)
        except BadSignature:
            return self.session_class()

    def save_session(self, app, session, response):
        if not isinstance(session, _NoSession):
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Cookies exist only under `/intern`, so that the public side cannot recognise anyone."""
    site = app.extensions["settings"].site
    if site:
        app.config["TRUSTED_HOSTS"] = [urlsplit(site).hostname, "127.0.0.1", "localhost"]  # and the monitor beside it
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_PATH=PRIVATE,
        SESSION_COOKIE_HTTPONLY=True,
        # Lax, so that a link in a mail or on the intranet finds the one who is logged in. Nothing changes by GET, and
        # what does change something is asked for a token and for where it comes from (`webapp/desk/csrf.py`).
        SESSION_COOKIE_SAMESITE="Lax",
    )
