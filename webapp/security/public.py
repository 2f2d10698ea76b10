"""The public side knows nobody: it has no session, so a view that reaches for one fails at once.

The idea is PyPI's (warehouse, `sessions.py`): a view outside `/intern` that touches the session is a mistake, and a
mistake should be loud in a test rather than quiet in a `Vary: Cookie`.
"""

from __future__ import annotations

from flask import Flask
from flask.sessions import SecureCookieSessionInterface, SessionMixin

PRIVATE = "/intern"


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
    def open_session(self, app, request):
        if request.path == PRIVATE or request.path.startswith(PRIVATE + "/"):
            return super().open_session(app, request)
        return _NoSession()

    def save_session(self, app, session, response):
        if not isinstance(session, _NoSession):
            super().save_session(app, session, response)


def init_app(app: Flask) -> None:
    """Cookies exist only under `/intern`, so that the public side cannot recognise anyone."""
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_PATH=PRIVATE,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
    )
