"""Nobody can have a logged-in browser change anything from another site.

Three bars, each enough by itself (OWASP's CSRF cheat sheet): the cookie is `SameSite`, the browser says where a request
comes from (`Sec-Fetch-Site`, since 2023 in all of them; `Origin` in older ones), and every form carries a token that
belongs to the session. The public side has no session, so Flask-WTF's own check of every request is off there.
"""

from __future__ import annotations

from flask import Flask, abort, request
from flask_wtf.csrf import CSRFError, CSRFProtect

from webapp.desk import resubmit
from webapp.security.origin import comes_from_us

SAFE = ("GET", "HEAD", "OPTIONS")
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Make tokens; check them only where `check` is called."""
    app.config.update(
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,  # a token lasts as long as its session
        WTF_CSRF_SSL_STRICT=False,  # it asks for a Referer, which our pages never send; `comes_from_us` asks better
        WTF_CSRF_METHODS=["POST", "PUT", "PATCH", "DELETE"],
    )
    csrf.init_app(app)
    app.register_error_handler(CSRFError, resubmit.offer_again)


def check() -> None:
    """Refuse what changes something and does not come from a page of ours (403), or has no good token (400)."""
    if request.method in SAFE:
        return
    if not comes_from_us(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host):
        abort(403)
    csrf.protect()
