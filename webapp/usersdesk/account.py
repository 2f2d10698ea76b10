"""One's own account: password, one-time codes, recovery codes, and logging out everywhere."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_login import current_user
from markupsafe import Markup

from webapp import clock
from webapp.citizen.qr import qr_svg
from webapp.database import db
from webapp.desk.access import allowed
from webapp.texts import library
from webapp.users import accounts, codes, password, sessions
from webapp.users.accounts import Refused
from webapp.users.role import DESCRIBED, Role
from webapp.usersdesk.forms import CodesOnForm, ConfirmForm, PasswordForm
from webapp.usersdesk.login import FULL, MANY_CODES, WRONG_CODE, said_wait

bp = Blueprint("account", __name__)
WRONG_PASSWORD = "Det er ikke din nuværende adgangskode."  # noqa: S105


@bp.get("/intern/konto")
@allowed(*Role)
def show():
    """What the account is, and what can be done with it."""
    places = library.places
    return render_template("usersdesk/account.html", places=places, may=DESCRIBED[current_user.role])


@bp.route("/intern/konto/adgangskode", methods=["GET", "POST"])
@allowed(*Role)
def new_password():
    """Change the password; all other browsers are logged out."""
    form = PasswordForm()
    if form.is_submitted() and form.validate() and _confirmed(form):
        try:
            places = library.places
            accounts.change_password(current_user, form.new_password.data, places, sessions.found().digest)
        except (Refused, password.Busy) as error:
            db.session.rollback()
            form.refuse(error if isinstance(error, Refused) else Refused("", FULL))
        else:
            db.session.commit()
            flash("Din adgangskode er skiftet. Du er logget ud alle andre steder.")
            return redirect(url_for(".show"), 303)
    return render_template("usersdesk/password.html", form=form), 422 if form.is_submitted() else 200


@bp.route("/intern/konto/koder", methods=["GET", "POST"], endpoint="codes")
@allowed(*Role)
def codes_view():
    """Turn one-time codes on, by password and by a code that the phone makes; or see that they are on."""
    if current_user.code_secret is not None:
        return _codes_page()
    secret = _proposed_secret()
    form = CodesOnForm()
    if form.is_submitted() and form.validate() and _confirmed(form):
        wait = _guard().codes.begin(("on", current_user.id), clock.now())
        step = codes.step_of(secret, form.code.data, clock.now())
        if wait:
            form.refuse(Refused("code", MANY_CODES.format(said_wait(wait))))
        elif step is None:
            form.refuse(Refused("code", WRONG_CODE))
        else:
            made = accounts.turn_codes_on(current_user, secret, step, sessions.found().digest)
            db.session.commit()
            return render_template("usersdesk/recovery.html", codes=made, first=True)
    return _codes_page(form, 422 if form.is_submitted() else 200)


@bp.post("/intern/konto/koder/fra")
@allowed(*Role)
def codes_off():
    """Turn one-time codes off."""
    form = ConfirmForm()
    if form.validate() and _confirmed(form):
        try:
            accounts.turn_codes_off(current_user, current_user)
        except Refused as refused:
            form.refuse(refused)
        else:
            db.session.commit()
            flash("Engangskoder er slået fra.")
            return redirect(url_for(".show"), 303)
    return _codes_page(off=form, status=422)


@bp.post("/intern/konto/reservekoder")
@allowed(*Role)
def recovery_codes():
    """Ten new recovery codes, shown once."""
    form = ConfirmForm()
    if current_user.code_secret is None:
        return redirect(url_for(".codes"), 303)
    if form.validate() and _confirmed(form):
        made = accounts.renew_recovery_codes(current_user)
        db.session.commit()
        return render_template("usersdesk/recovery.html", codes=made, first=False)
    return _codes_page(renew=form, status=422)


@bp.post("/intern/konto/ud")
@allowed(*Role)
def out_everywhere():
    """Log out of every browser, this one too."""
    accounts.end_everywhere(current_user)
    db.session.commit()
    sessions.forget()
    flash("Du er logget ud alle steder.")
    return redirect(url_for("login.show"), 303)


def _codes_page(form=None, status=200, *, off=None, renew=None):
    if current_user.code_secret is not None:
        return render_template("usersdesk/codes_on.html", off=off, renew=renew), status
    secret = _proposed_secret()
    address = codes.address(secret, current_user.email)
    picture = Markup(qr_svg(address).decode())  # noqa: S704 - drawn by us
    grouped = " ".join(secret[place : place + 4] for place in range(0, len(secret), 4))
    form = form or CodesOnForm(formdata=None)
    page = render_template("usersdesk/codes_off.html", form=form, picture=picture, address=address, secret=grouped)
    return page, status


def _proposed_secret() -> str:
    session = sessions.found()
    return codes.proposed_secret(str(current_app.secret_key), session.digest if session else "", current_user.code_step)


def _confirmed(form) -> bool:
    """Whether the password in the form is the user's; says at the field why not, and slows guessing down."""
    throttle_key = f"confirm {current_user.id}"
    wait = _guard().accounts.begin(throttle_key, clock.now())
    try:
        if wait:
            form.refuse(Refused("password", MANY_CODES.format(said_wait(wait))))
        elif password.fits(current_user.password_hash, form.password.data):
            _guard().accounts.reset(throttle_key)
            return True
        else:
            form.refuse(Refused("password", WRONG_PASSWORD))
    except password.Busy:
        form.refuse(Refused("password", FULL))
    return False


def _guard():
    return current_app.extensions["login_guard"]
