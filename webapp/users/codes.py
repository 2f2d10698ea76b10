"""One-time codes from an app on the phone (RFC 6238), and the recovery codes for when that phone is gone."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterable
from datetime import datetime

import pyotp
from sqlalchemy import delete, or_, update

from webapp.database import changed_rows, db, take_turn
from webapp.users.secret import digest
from webapp.users.user import RecoveryCode, User

STEP = 30  # seconds a code lasts; the one before and the one after are taken too, for clocks that are a little off
FARTHEST = 10  # steps: a code farther off than five minutes is a wrong one, not a clock
ISSUER = "Lommekort"
ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"  # nothing that looks like something else
HOW_MANY, GROUPS = 10, 4  # recovery codes, of four groups of four: about 79 bits each


def proposed_secret(app_secret: str, session_digest: str, code_step: int | None) -> str:
    """The secret offered to someone who turns codes on: the same throughout a session, and kept nowhere."""
    seed = hmac.digest(app_secret.encode(), f"code {session_digest} {code_step}".encode(), hashlib.sha256)
    return base64.b32encode(seed[:20]).decode()


def address(secret: str, email: str) -> str:
    """The otpauth address that code apps read from a QR code."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def step_of(secret: str, code: str, moment: datetime) -> int | None:
    """The half-minute a code belongs to, of the three that are taken now; None when it fits none of them."""
    now = int(moment.timestamp()) // STEP
    fitting = _fitting(secret, code, (now - 1, now, now + 1))
    return fitting[-1] if fitting else None


def clock_off(secret: str, code: str, moment: datetime) -> int | None:
    """By how many half-minutes the clock that made a code differs from ours, when it is too much for the code to be
    taken and little enough to be a clock: from 2 to 10, negative for a phone that is behind; else None."""
    now = int(moment.timestamp()) // STEP
    near = [off for off in range(-FARTHEST, FARTHEST + 1) if abs(off) > 1]
    fitting = _fitting(secret, code, [now + off for off in near])
    return fitting[0] - now if len(fitting) == 1 else None


def _fitting(secret: str, code: str, steps: Iterable[int]) -> list[int]:
    # Those of the half-minutes that the code belongs to.
    code = re.sub(r"[\W_]", "", code)  # apps show it in groups, with a space or a hyphen between
    if not (code.isascii() and code.isdigit() and len(code) == 6):
        return []
    made = pyotp.TOTP(secret)
    return [step for step in steps if hmac.compare_digest(made.generate_otp(step), code)]


def spend_code(user: User, code: str, moment: datetime) -> str | None:
    """Take a one-time or recovery code: `"code"` or `"recovery"`, or None. Neither is ever taken twice.

    Writes in the transaction at hand, which the caller commits.
    """
    if user.code_secret is None:
        return None
    step = step_of(user.code_secret, code, moment)
    if step is not None:
        unused = or_(User.code_step.is_(None), User.code_step < step)
        taken = db.session.execute(update(User).where(User.id == user.id, unused).values(code_step=step))
        return "code" if changed_rows(taken) == 1 else None
    kept = digest(f"{user.id} {tidy_recovery(code)}")
    gone = db.session.execute(delete(RecoveryCode).where(RecoveryCode.digest == kept, RecoveryCode.user_id == user.id))
    return "recovery" if changed_rows(gone) == 1 else None


def new_recovery_codes(user: User) -> list[str]:
    """Ten new recovery codes, to be shown once; earlier ones are gone. The caller commits."""
    codes = [
        "-".join("".join(secrets.choice(ALPHABET) for _ in range(4)) for _ in range(GROUPS)) for _ in range(HOW_MANY)
    ]
    take_turn(f"recovery codes {user.id}")
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
    db.session.add_all(
        RecoveryCode(user_id=user.id, digest=digest(f"{user.id} {tidy_recovery(code)}")) for code in codes
    )
    return codes


def tidy_recovery(code: str) -> str:
    """A recovery code however it was typed: capitals, spaces and hyphens make no difference."""
    return re.sub(r"[^a-z0-9]", "", code.casefold())


def forget_codes(user: User) -> None:
    """Turn one-time codes off. `code_step` stays: a code that was taken is not taken again. The caller commits."""
    user.code_secret = None
    db.session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user.id))
