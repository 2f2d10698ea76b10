"""Who may go where: the line above each view says it, and a view that says nothing is open to nobody.

`tests/desk/access.csv` has the whole table, address by address, and a test drives every one of them with every role.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask, abort, current_app, flash, redirect, request, session, url_for
from flask_login import LoginManager, current_user

from webapp.desk import csrf, resubmit
from webapp.security.public import is_private
from webapp.users import sessions
from webapp.users.role import Role

ANYONE = frozenset({"anyone"})
WHO = "allowed_to"
OF_MACHINES = "asked_by_machines"
WRONG = b'<div class="wrong" role="alert"'  # a summary of mistakes, on any page of the desk
CONFLICT = b'<section class="conflict"'  # two editors at once
NEXT = "next"  # in the session: the page someone was on the way to
BEFORE_CODES = ("account.codes", "login.out", "account.out_everywhere")  # what an administrator without codes may do


class NoPolicyError(RuntimeError):
    """A view under `/intern` does not say who may use it."""


def allowed(*roles: Role) -> Callable:
    """Mark a view as open to these roles only: `@allowed(Role.COORDINATOR, Role.ADMINISTRATOR)`."""

    def mark(view):
        setattr(view, WHO, frozenset(roles))
        return view

    return mark


def open_to_anyone(view: Callable) -> Callable:
    """Mark a view under `/intern` as open without a login."""
    setattr(view, WHO, ANYONE)
    return view


def asked_by_machines(view: Callable) -> Callable:
    """Mark a view as asked by other servers alone: it knows no session, and what is sent proves itself. So neither a
    form's token nor where it comes from is asked for."""
    setattr(view, OF_MACHINES, True)
    return open_to_anyone(view)


def may_open(endpoint: str, role: Role) -> bool:
    """Whether a role may use a view, by the view's name; for menus."""
    return role in getattr(current_app.view_functions[endpoint], WHO)


def init_app(app: Flask) -> None:
    """Set the guard before every request under `/intern`; the public side knows of no users."""
    manager = LoginManager()
    manager.session_protection = None  # it would keep a digest of address and browser
    manager._session_identifier_generator = lambda: None
    manager.user_loader(sessions.user_of)
    # Not init_app: that reaches for the session on every page, the public ones too, for a cookie we never send.
    app.login_manager = manager  # type: ignore[attr-defined]
    csrf.init_app(app)
    app.add_template_global(page_here)

    @app.before_request
    def guard():
        if not is_private(request.path):
            return None
        view = current_app.view_functions.get(request.endpoint or "")
        if not getattr(view, OF_MACHINES, False):
            csrf.check()
        if request.endpoint is None or request.routing_exception is not None:
            return None
        who = getattr(current_app.view_functions[request.endpoint], WHO, None)
        if who is None:
            raise NoPolicyError(request.endpoint)
        if who is ANYONE:
            return None
        if not current_user.is_authenticated:
            return _log_in_first()
        if current_user.must_add_codes and request.endpoint not in BEFORE_CODES:
            return redirect(url_for("account.codes"), 303)
        if current_user.role not in who:
            abort(403)
        return None

    @app.after_request
    def begin_title_with_mistake(response):
        """A screen reader begins with the title, so that is where a mistake is told first."""
        if is_private(request.path) and response.mimetype == "text/html" and not response.is_streamed:
            body = response.get_data()
            if (WRONG in body or CONFLICT in body) and b"<title>Fejl: " not in body:
                response.set_data(body.replace(b"<title>", b"<title>Fejl: ", 1))
        return response

    @app.after_request
    def keep_out_of_indexes(response):
        if is_private(request.path):
            response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response


def _log_in_first():
    if request.htmx:
        return "", 401  # a part is wanted: the page then asks again, whole, and is led to the login from there
    if request.method in csrf.SAFE:
        session[NEXT] = request.path
        return redirect(url_for("login.show"), 303)
    here = sessions.found()
    if here is not None and here.over:
        session[NEXT] = page_here()
        return resubmit.ask_to_log_in(here.user_id)
    flash("Du er logget ud. Det, du sendte, er ikke gemt. Log ind igen: Det, du nåede at skrive, står på forsiden.")
    return redirect(url_for("login.show"), 303)


def page_here() -> str:
    """The address of the page whose form was sent: what its view names, else the one it went to, or the nearest above
    it that is a page (a button's address lies under its page's)."""
    named = getattr(current_app.view_functions.get(request.endpoint or ""), "stands_at", None)
    path = url_for(named, **(request.view_args or {})) if named else request.path
    pages = current_app.url_map.bind("")
    while path and not pages.test(path, "GET"):
        path = path.rpartition("/")[0]
    return path
