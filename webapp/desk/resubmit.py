"""What someone typed is not lost when the session was over before it was sent.

The typed text goes back to the browser, signed, and bound to the one who typed it and to the page it was meant
for. It travels through the login as a hidden field, and is then shown with a button that sends it. Nothing of it is
stored here. Forms with a secret in them are never kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta

from flask import current_app, render_template, request
from flask_login import current_user
from itsdangerous import BadData, URLSafeTimedSerializer
from sqlalchemy.exc import SQLAlchemyError

from webapp.security.signed import read_signed

LASTS = timedelta(hours=8)
FIELD = "kept"
# The names of fields that hold secrets; `tests/desk/test_resubmit.py` compares them with all forms.
SECRET_FIELDS = frozenset({"password", "new_password", "code", "token"})
# A digest of what the sender saw, or the name of a choice: what people write has a capital, a space or a sign.
NO_WORDS = re.compile("[0-9a-f]{32,}|[a-z0-9_-]+")
LOGGED_OUT = "Du er logget ud"
TOO_OLD = "Siden er for gammel", "Den er fra før, du sidst loggede ind eller ud. Åbn den igen, og prøv en gang til."
NO_COOKIE = (
    "Din browser sender ingen cookie",
    "Uden den kan ingen være logget ind. Tillad cookies for denne side, åbn den igen, og prøv en gang til.",
)
OURS = frozenset({"csrf_token", FIELD})
# Of the largest body that is taken, how much the signed text may fill: it has to fit into the login form.
SHARE = 0.9


@dataclass(frozen=True)
class Kept:
    """A form that was sent too late: whose, where to, and what was typed."""

    user_id: int
    path: str
    fields: tuple[tuple[str, str], ...]

    @property
    def shown(self) -> list[str]:
        """What is worth showing of it, each once: words, not numbers, digests and the names of choices."""
        words = (text for _, text in self.fields if len(text) > 2 and any(char.isalpha() for char in text))
        return [text for text in dict.fromkeys(words) if not NO_WORDS.fullmatch(text)]


def sign(user_id: int, path: str, fields: Iterable[tuple[str, str]], secret: str) -> str | None:
    """The form as text for a hidden field; None when it must not be kept, for it holds a secret."""
    kept = may_go_back(fields)
    return _signer(secret).dumps([user_id, path, kept]) if kept else None


def may_go_back(fields: Iterable[tuple[str, str]]) -> list[tuple[str, str]] | None:
    """What of a form is sent back to the browser; None when one of its fields holds a secret."""
    fields = [(name, text) for name, text in fields if name not in OURS]
    return None if any(name in SECRET_FIELDS for name, _ in fields) else fields


def verify(signed: str, user_id: int, secret: str) -> Kept | None:
    """The form in a signed text; None when it was changed, is too old, or is another user's."""
    if not signed:
        return None
    try:
        whose, path, fields = read_signed(_signer(secret), signed, LASTS)
    except BadData:
        return None
    return Kept(whose, path, tuple((name, text) for name, text in fields)) if whose == user_id else None


def is_ours(signed: str, secret: str) -> bool:
    """Whether a signed form is one of ours and not too old, whoever wrote it."""
    try:
        read_signed(_signer(secret), signed, LASTS)
    except BadData:
        return False
    return True


def ask_to_log_in(user_id: int):
    """The answer to a form whose sender's session is over: the login, with the typed text in it."""
    login_page = current_app.extensions["login_page"]
    signed = _of_this_request(user_id)
    if signed is None:
        again = "vælg filen en gang til" if request.files else "gør det igen"
        told = f"Du har været væk for længe. Det, du sendte, er ikke gemt. Log ind igen, og {again}."
        return login_page(message=told, heading=LOGGED_OUT, status=403)
    return login_page(
        message="Du har været væk for længe. Log ind igen, så kan du gemme det, du skrev.",
        heading=LOGGED_OUT,
        kept=signed,
        status=403,
    )


def again_page(kept: Kept, status: int = 200):
    """What was typed, and the button that sends it."""
    return render_template("desk/again.html", kept=kept), status


def offer_again(_error):
    """The answer to a form with a token of an earlier session.

    It happens to those who log in again in another tab. The text is shown with a new token, for the sender to send
    again; only where the browser itself says that a page of ours sent it.
    """
    ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    try:
        known = current_user.is_authenticated
    except SQLAlchemyError as error:  # nobody handles what fails while a failure is handled
        return current_app.handle_user_exception(error)
    if ours and known:
        signed = _of_this_request(current_user.id)
        if signed:
            return again_page(verify(signed, current_user.id, str(current_app.secret_key)), 400)
    heading, advice = TOO_OLD if request.cookies else NO_COOKIE
    return render_template("desk/error.html", heading=heading, advice=advice, code=400), 400


def _of_this_request(user_id: int) -> str | None:
    if request.files:
        return None  # a browser does not give the same file twice
    fields = list(request.form.items(multi=True))
    signed = sign(user_id, request.path, fields, str(current_app.secret_key))
    most = current_app.extensions["settings"].max_body * SHARE
    return signed if signed is not None and len(signed) < most else None


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="kept form")
