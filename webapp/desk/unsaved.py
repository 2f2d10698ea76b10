"""What someone typed is not lost when it cannot be saved: the disk is full, the database read-only, busy or away.

The answer says so, with a 5xx, and has what was typed and a button that sends it again. A secret is not sent back.
Reading goes on all the while, as far as the database can be read.
"""

from __future__ import annotations

import errno
import sys
from contextlib import suppress

from flask import Flask, current_app, g, render_template, request
from flask_login import AnonymousUserMixin, current_user
from sqlalchemy.exc import DatabaseError, OperationalError, SQLAlchemyError
from werkzeug.exceptions import ServiceUnavailable

from webapp.config import COMMAND
from webapp.database import db, only_read, refuses_writes
from webapp.desk import resubmit
from webapp.desk.csrf import SAFE
from webapp.security.public import is_private

# SQLite's own names (sqlite.org/rescode.html).
CANNOT_WRITE = ("SQLITE_FULL", "SQLITE_READONLY", "SQLITE_IOERR", "SQLITE_CANTOPEN")
HELD = ("55P03", "40P01")  # PostgreSQL's for a lock that was not had in time, and for two that wait for each other
SPOILT = frozenset({"SQLITE_CORRUPT", "SQLITE_NOTADB"})
NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EROFS})

FULL = "Serveren kan ikke skrive på sin disk: den er fuld eller skrivebeskyttet. Sig det til dem, der driver siden."
BUSY = "Andre gemmer lige nu. Vent et øjeblik, og prøv igen."
DAMAGED = (
    "Databasen er beskadiget. Sig det til dem, der driver siden: En sikkerhedskopi hentes med "
    f"»{COMMAND} restore MAPPE«. Kortene, tilbuddene og borgerens sider virker stadig."
)
AWAY = "Databasen svarer ikke. Vent lidt, og prøv igen. Bliver det ved, så sig det til dem, der driver siden."


def init_app(app: Flask) -> None:
    """Answer for what the database or the disk refuses, on every page."""

    @app.errorhandler(OperationalError)
    def database_refuses(error: OperationalError):
        return _answer(reason(error))

    @app.errorhandler(DatabaseError)
    def database_is_spoilt(error: DatabaseError):
        if refuses_writes(error.orig):
            return _answer(AWAY)
        if getattr(error.orig, "sqlite_errorname", "").partition("_VTAB")[0] not in SPOILT:
            raise error
        return _answer(DAMAGED)

    @app.errorhandler(OSError)
    def disk_refuses(error: OSError):
        if error.errno not in NO_ROOM:
            raise error
        return _answer(FULL)


def reason(error: OperationalError) -> str:
    """Why it could not be saved and what to do, in Danish."""
    name = getattr(error.orig, "sqlite_errorname", "")
    if name.startswith(CANNOT_WRITE) or type(error.orig).__name__ == "DiskFull":
        return FULL
    busy = name.startswith("SQLITE_BUSY") or getattr(error.orig, "sqlstate", None) in HELD
    return BUSY if busy else AWAY


def _answer(why: str):
    current_app.log_exception(sys.exc_info())
    with suppress(SQLAlchemyError):
        db.session.rollback()
    db.session.remove()
    if not is_private(request.path) or request.method in SAFE:
        return current_app.handle_http_exception(ServiceUnavailable())
    _only_read()
    fields = None if request.files else resubmit.may_go_back(request.form.items(multi=True))
    kept = resubmit.Kept(0, request.path, tuple(fields or ()))
    return render_template("desk/unsaved.html", why=why, kept=kept), 503, {"Retry-After": "60"}


def _only_read() -> None:
    """Who is logged in stands on the page; nobody, where that cannot be read either."""
    g.pop("_login_user", None)
    try:
        only_read()
        current_user.is_authenticated  # noqa: B018 - looks it up
    except SQLAlchemyError:
        db.session.remove()
        g._login_user = AnonymousUserMixin()
