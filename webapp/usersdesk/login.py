"""Logging in, with a code where there is one; logging out; and the link that a new user chooses a password with."""

from __future__ import annotations

from flask import (
    Blueprint,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user

from webapp import clock
from webapp.database import db
from webapp.desk import resubmit
from webapp.desk.access import NEXT, allowed, open_to_anyone
from webapp.security.headers import over_tls
from webapp.security.logs import logger
from webapp.security.public import PRIVATE, cookie_name, is_desk_page
from webapp.texts import library
from webapp.users import accounts, password, sessions
from webapp.users.accounts import Refused
from webapp.users.login import DEVICE_LASTS, LoginGuard, Outcome, Result, fingerprint
from webapp.users.role import Role
from webapp.users.user import User
from webapp.usersdesk.forms import CodeForm, LoginForm, WelcomeForm

bp = Blueprint("login", __name__)
DEVICE = "d"
HALF = "half"  # in the session: whose password was right, and when
HALF_LASTS = 300  # seconds to find the phone and type its code

WRONG = "Mail og adgangskode passer ikke sammen. Prøv igen."
PASSWORD_OFF = "I din kommune logger man ind med kommunens login. Brug den her på siden."  # noqa: S105
WRONG_CODE = (
    "Koden passer ikke, eller den er brugt. Vent på den næste, og prøv igen. "
    "Passer den heller ikke, så se, om telefonens ur går rigtigt. Gør det det, så bed jeres IT om at se på serverens."
)
WRONG_CODE_TO_GET_IN = f"{WRONG_CODE} En reservekode virker imens."
MANY = "Der er forsøgt for mange gange. Skriv også din engangskode, eller vent {} og prøv igen."
MANY_CODES = "Der er forsøgt for mange gange. Vent {} og prøv igen."
FULL = "Der er travlt lige nu. Vent lidt, og prøv igen."
TOO_LATE = "Det tog for lang tid. Begynd forfra med mail og adgangskode."


@bp.get("/intern/login")
@open_to_anyone
def show():
    """The login form."""
    if current_user.is_authenticated:
        return redirect(url_for("todo_desk.index"), 303)
    return login_page()


@bp.post("/intern/login")
@open_to_anyone
def check():
    """Mail and password."""
    form = LoginForm()
    if not form.validate():
        return login_page(form, status=422)
    result = _guard().try_password(form.email.data, form.password.data, form.code.data or "", _device())
    _note(result)
    if result.outcome == Outcome.IN:
        return let_in(result.user, form.kept.data)
    if result.outcome == Outcome.OFF:
        return login_page(form, PASSWORD_OFF, 403)
    if result.outcome == Outcome.CODE:
        user, kept = result.user, form.kept.data
        session[HALF] = [user.id, int(clock.now().timestamp()), fingerprint(user)]
        db.session.commit()  # a password kept anew
        return code_page(kept=kept) if kept else redirect(url_for("login.code"), 303)
    return login_page(form, *_refusal(result, WRONG, MANY), wait=result.wait)


@bp.get("/intern/login/kode")
@open_to_anyone
def code():
    """The form for the code."""
    return code_page() if _half() else redirect(url_for("login.show"), 303)


@bp.post("/intern/login/kode")
@open_to_anyone
def check_code():
    """The code, or a recovery code."""
    form = CodeForm()
    user = _half()
    if user is None:
        session.pop(HALF, None)
        return login_page(message=TOO_LATE, kept=form.kept.data or "", status=403)
    if not form.validate():
        return code_page(form, status=422)
    result = _guard().try_code(user, form.code.data, _device())
    _note(result)
    if result.outcome == Outcome.IN:
        return let_in(user, form.kept.data)
    return code_page(form, *_refusal(result, WRONG_CODE_TO_GET_IN, MANY_CODES), wait=result.wait)


@bp.post("/intern/logud")
@allowed(*Role)
def out():
    """Log out here; the page of whoever logged in by a provider says how to log out there too."""
    here = sessions.found()
    sessions.end()
    for name, provider in current_app.extensions["oidc"].items():
        if here is not None and provider.issuer.issuer == here.issuer:
            return redirect(url_for("oidc.logged_out", name=name), 303)
    flash("Du er logget ud.")
    return redirect(url_for("login.show"), 303)


@bp.get("/intern/velkommen")
@open_to_anyone
def welcome():
    """Choose a password. The link's secret stands after `#`, which browsers never send; a script reads it."""
    return _welcome_page(WelcomeForm(formdata=None))


@bp.post("/intern/velkommen")
@open_to_anyone
def accept():
    """Take the password, and log in where no code is asked for."""
    form = WelcomeForm()
    if not form.validate():
        return _welcome_page(form, 422)
    try:
        token = form.token.data.strip().rpartition("#")[2]
        user = accounts.accept(token, form.new_password.data, library.places)
    except Refused as refused:
        db.session.rollback()
        form.refuse(refused)
        return _welcome_page(form, 422)
    except password.Busy:
        db.session.rollback()
        form.refuse(Refused("", FULL))
        return _welcome_page(form, 503)
    db.session.commit()
    if user.code_secret is not None:
        session.clear()
        flash("Din adgangskode er skiftet. Log ind med den.")
        return redirect(url_for("login.show"), 303)
    return let_in(user, "")


def login_page(
    form: LoginForm | None = None,
    message: str = "",
    status: int = 200,
    *,
    kept: str = "",
    wait: int = 0,
    heading: str = "",
):
    """The login form, with what was typed (never the password), why it is shown again, and a text that waits."""
    if form is None:
        form = LoginForm(formdata=None, kept=kept)
    page = render_template(
        "usersdesk/login.html",
        form=form,
        message=message,
        heading=heading,
        ask_code=status == 429,
        kept=form.kept.data,
        issuers={name: provider.issuer.name for name, provider in current_app.extensions["oidc"].items()},
        password_everywhere=not current_app.extensions["password_off"],
    )
    answer = make_response(page, status)
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def code_page(form: CodeForm | None = None, message: str = "", status: int = 200, *, kept: str = "", wait: int = 0):
    """The form for the code."""
    if form is None:
        form = CodeForm(formdata=None, kept=kept)
    answer = make_response(
        render_template("usersdesk/code.html", form=form, message=message, kept=form.kept.data), status
    )
    if wait:
        answer.headers["Retry-After"] = str(wait)
    return answer


def said_wait(seconds: int) -> str:
    """How long, as a person says it."""
    if seconds < 60:
        return "1 sekund" if seconds == 1 else f"{seconds} sekunder"
    minutes = -(-seconds // 60)
    return "1 minut" if minutes == 1 else f"{minutes} minutter"


def _welcome_page(form: WelcomeForm, status: int = 200):
    return render_template("usersdesk/welcome.html", form=form), status


def _refusal(result: Result, wrong: str, many: str) -> tuple[str, int]:
    if result.outcome == Outcome.WAIT:
        return many.format(said_wait(result.wait)), 429
    if result.outcome == Outcome.BUSY:
        return FULL, 503
    return wrong, 422


def let_in(user: User, kept: str | None):
    """Begin a session for somebody whose password is right, remember the browser, and lead on."""
    if user.municipality in current_app.extensions["password_off"]:
        db.session.commit()
        return login_page(message=PASSWORD_OFF, kept=kept or "", status=403)
    path = session.get(NEXT)  # before the session is emptied
    sessions.begin(user)
    answer = lead_on(user, kept, path)
    answer.set_cookie(
        cookie_name(DEVICE),
        _guard().device_cookie(user),
        max_age=DEVICE_LASTS,
        path=PRIVATE,
        httponly=True,
        samesite="Strict",
        secure=over_tls(request.environ),
    )
    return answer


def lead_on(user: User, kept: str | None, path: object):
    """The answer to a login: the text that waits for this user, else the page they were on the way to, which is only
    ever one of the desk's."""
    typed = resubmit.verify(kept or "", user.id, str(current_app.secret_key))
    if typed is not None:
        return make_response(resubmit.again_page(typed))
    if kept:
        flash("Det, der var skrevet, hørte til en anden konto og er ikke gemt.")
    ours = isinstance(path, str) and is_desk_page(path)
    return make_response(redirect(str(path) if ours else url_for("todo_desk.index"), 303))


def _half() -> User | None:
    kept = session.get(HALF)
    if not isinstance(kept, list) or len(kept) != 3 or abs(clock.now().timestamp() - kept[1]) > HALF_LASTS:
        return None
    user = db.session.get(User, kept[0])
    good = user is not None and user.active and user.code_secret is not None and fingerprint(user) == kept[2]
    return user if good else None


def _guard() -> LoginGuard:
    return current_app.extensions["login_guard"]


def _device() -> str:
    return request.cookies.get(cookie_name(DEVICE), "")


def _note(result: Result) -> None:
    # By number only: neither mail nor address nor what was typed (docs/logs.md).
    whose = f"account {result.user.id}" if result.user is not None else "no account"
    logger.info("login %s: %s", result.outcome.name.lower(), whose)
