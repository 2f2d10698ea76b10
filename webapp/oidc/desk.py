"""Logging in by a provider: away, back, out; and what a provider tells us by itself when somebody has logged out there.

A form may lead nowhere but to us (`form-action 'self'`, which browsers apply to redirects too, and a broker redirects
further than we can know). So the answer to the button is a page of ours that goes on by itself, and has the link too.
"""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import (
    Blueprint,
    abort,
    current_app,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
    session,
    url_for,
)
from flask_login import current_user
from sqlalchemy import delete, select

from webapp import clock
from webapp.database import changed_rows, db
from webapp.desk import resubmit
from webapp.desk.access import NEXT, asked_by_machines, open_to_anyone
from webapp.oidc.admission import TurnedAway, Why, admit, end_sessions, session_digest, take_logout_token
from webapp.oidc.fault import Fault, Kind
from webapp.oidc.tables import PendingLogin
from webapp.security.logs import logger
from webapp.texts import library
from webapp.users import sessions
from webapp.users.secret import digest, new_token
from webapp.usersdesk.login import lead_on, login_page

bp = Blueprint("oidc", __name__)
BROWSER = "browser"  # in the session: a secret that ties logins under way to this browser
PENDING_LASTS = timedelta(minutes=10)  # that somebody may take at the provider
LONGEST_PATH = 500  # characters of the page somebody was on the way to; PostgreSQL keeps no NUL
OF_ONE_BROWSER, OF_ALL = 10, 5_000  # logins under way; those begun first give way

NOT_IN = "Du er ikke logget ind"
SAID = {
    Kind.DOWN: "{name} svarer ikke lige nu. Vent et øjeblik, og prøv igen. Bliver det ved, så sig det til jeres IT.",
    Kind.STRANGE: (
        "{name} svarede ikke, som det skulle, så du er ikke logget ind. Prøv igen. Sker det igen, så sig det til jeres "
        "IT og dem, der driver siden: forklaringen står i serverens log."
    ),
    Kind.CLOCK: (
        "Uret hos {name} og uret her går mere end fem minutter forskelligt, eller svaret var for gammelt. "
        "Prøv igen. Sker det igen, så bed jeres IT om at stille urene."
    ),
    Kind.REFUSED: "{name} loggede dig ikke ind. Prøv igen, eller spørg jeres IT, om du må bruge Lommekort.",
    Kind.STALE: "Det tog for lang tid, eller siden blev åbnet to gange. Begynd forfra her.",
}
STATUS = {Kind.DOWN: 503, Kind.STRANGE: 502, Kind.CLOCK: 502, Kind.REFUSED: 403, Kind.STALE: 400}
TURNED_AWAY = {
    Why.NO_ROLE: "Din konto hos {name} giver ikke adgang her. Bed den, der styrer adgange hos jer, om rollen.",
    Why.NO_ACCOUNT: "Du har ingen konto her endnu. Bed jeres koordinator om at invitere dig.",
    Why.NO_MAIL: "{name} fortalte ikke din mail, og uden den kan du ikke få en konto. Sig det til jeres IT.",
    Why.MAIL_TAKEN: "Der er allerede en konto med din mail. Log ind med den, eller spørg jeres koordinator.",
    Why.SHUT: "Din adgang her er lukket. Spørg jeres koordinator.",
    Why.ADMINISTRATOR: "En administrator logger ind med adgangskode og engangskode.",
}


@bp.post("/intern/login/kommune")
@open_to_anyone
def start():
    """Remember a login that begins, and send the browser to the provider it chose."""
    name = request.form.get("issuer", "")
    provider = current_app.extensions["oidc"].get(name)
    kept = request.form.get(resubmit.FIELD, "")
    if provider is None:
        if not current_app.extensions["oidc"]:
            abort(404)
        return login_page(message="Vælg, hvor du vil logge ind.", kept=kept, status=422)
    state, nonce, verifier = new_token(), new_token(), secrets.token_urlsafe(64)
    try:
        address = provider.authorization_address(state, nonce, verifier, _back(name))
    except Fault as fault:
        return _said(name, fault, kept)
    moment = clock.now()
    browser = digest(session.setdefault(BROWSER, new_token()))
    _make_room(browser, moment)
    path = session.get(NEXT)
    db.session.add(
        PendingLogin(
            state=digest(state),
            browser=browser,
            provider=name,
            nonce=nonce,
            verifier=verifier,
            path=path if isinstance(path, str) and path.isprintable() and len(path) <= LONGEST_PATH else None,
            kept=kept if kept and resubmit.is_ours(kept, str(current_app.secret_key)) else None,
            started_at=moment,
        )
    )
    db.session.commit()
    answer = make_response(render_template("oidc/leave.html", address=address, name=provider.issuer.name))
    answer.headers["Refresh"] = f"0; url={address}"
    return answer


@bp.get("/intern/login/kommune/<name>/retur")
@open_to_anyone
def back(name: str):
    """The browser comes back from the provider. Each login is taken once, and from the browser it began in alone."""
    provider = _provider(name)
    if request.method == "HEAD":
        return ""
    pending = _taken(name, request.args.get("state", ""))
    if pending is None:
        if current_user.is_authenticated:  # the page was loaded again, or a second tab comes late
            return redirect(url_for("todo_desk.index"), 303)
        return _said(name, Fault(Kind.STALE, "no such login"))
    kept = pending.kept or ""
    try:
        code = provider.check_answer(request.args)
        person = provider.person(code, pending.nonce, pending.verifier, _back(name), clock.now())
        user = admit(provider.issuer, person.subject, person.claims, library.places)
    except Fault as fault:
        return _said(name, fault, kept)
    except TurnedAway as away:
        whose = f"account {away.user.id}" if away.user else "no account"
        db.session.commit()
        # Names that stand in the file, never what somebody's claims hold.
        lacking = f" (without {', '.join(away.missing)})" if away.missing else ""
        logger.info("login by %s refused, %s%s: %s", name, away.why.value, lacking, whose)
        message = TURNED_AWAY[away.why].format(name=provider.issuer.name)
        return login_page(message=message, heading=NOT_IN, kept=kept, status=403)
    browser = session.get(BROWSER)
    issuer = provider.issuer.issuer
    sessions.begin(user, issuer, session_digest(issuer, person.session))
    session[BROWSER] = browser  # other tabs may still be at a provider
    logger.info("login by %s in: account %d", name, user.id)
    return lead_on(user, kept, pending.path)


@bp.get("/intern/login/kommune/<name>/ud")
@open_to_anyone
def logged_out(name: str):
    """Logged out here, and how to log out at the provider too, where that can be done."""
    provider = _provider(name)
    try:
        address = provider.logout_address(_outside(url_for("login.show")))
    except Fault as fault:
        _note(name, fault)
        address = None
    return render_template("oidc/out.html", address=address, name=provider.issuer.name)


@bp.post("/intern/login/kommune/<name>/lukket")
@asked_by_machines
def logged_out_there(name: str):
    """What a provider tells when somebody has logged out there, or lost their access: a signed token (Back-Channel
    Logout 1.0, section 2.5). Ends the sessions it names."""
    provider = _provider(name)
    issuer = provider.issuer.issuer
    try:
        token = provider.logout_token(request.form.get("logout_token", ""), clock.now())
        if not take_logout_token(issuer, token.number):
            raise Fault(Kind.STRANGE, "logout token used before")
    except Fault as fault:
        db.session.rollback()
        _note(name, fault)
        # 503 where it is the keys that cannot be had: then it may be sent again.
        return jsonify(error="invalid_request"), 503 if fault.kind == Kind.DOWN else 400
    ended = end_sessions(issuer, token.subject, token.session)
    db.session.commit()
    for number in sorted(ended):
        logger.info("logout by %s: account %d", name, number)
    return ""


def _provider(name: str):
    return current_app.extensions["oidc"].get(name) or abort(404)


def _outside(path: str) -> str:
    return current_app.extensions["settings"].site + path


def _back(name: str) -> str:
    return _outside(url_for("oidc.back", name=name))


def _make_room(browser: str, moment) -> None:
    too_old = PendingLogin.started_at < moment - PENDING_LASTS
    db.session.execute(delete(PendingLogin).where(too_old))
    newest_first = select(PendingLogin.state).order_by(PendingLogin.started_at.desc(), PendingLogin.state)
    for kept, query in ((OF_ONE_BROWSER, newest_first.where(PendingLogin.browser == browser)), (OF_ALL, newest_first)):
        for state in db.session.execute(query.offset(kept - 1)).scalars().all():
            db.session.execute(delete(PendingLogin).where(PendingLogin.state == state))


def _taken(name: str, state: str) -> PendingLogin | None:
    """The login that a state belongs to, which is gone from now on; None when it is another browser's, another
    provider's, used, or too old."""
    browser = session.get(BROWSER)
    pending = db.session.get(PendingLogin, digest(state))
    if pending is None or not isinstance(browser, str):
        db.session.rollback()
        return None
    ours = pending.browser == digest(browser) and pending.provider == name
    young = abs(clock.now() - pending.started_at) <= PENDING_LASTS
    db.session.expunge(pending)
    if not ours:
        db.session.rollback()
        return None
    gone = db.session.execute(delete(PendingLogin).where(PendingLogin.state == pending.state))
    db.session.commit()  # the provider takes its time: no transaction is held meanwhile
    return pending if young and changed_rows(gone) == 1 else None


def _said(name: str, fault: Fault, kept: str = ""):
    _note(name, fault)
    provider = current_app.extensions["oidc"][name]
    message = SAID[fault.kind].format(name=provider.issuer.name)
    wait = 30 if fault.kind == Kind.DOWN else 0
    return login_page(message=message, heading=NOT_IN, kept=kept, status=STATUS[fault.kind], wait=wait)


def _note(name: str, fault: Fault) -> None:
    logger.info("login by %s %s: %s", name, fault.kind.value, fault.reason)
