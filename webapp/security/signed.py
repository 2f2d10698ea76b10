"""Signed text that a browser keeps for us for a while.

itsdangerous refuses what was signed in the future, be it by a second: what another server signed whose clock is a
little ahead, or this one before its clock was put right.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from itsdangerous import SignatureExpired, URLSafeTimedSerializer


def read_signed(signer: URLSafeTimedSerializer, text: str, lasts: timedelta) -> Any:
    """What was signed, at most so long ago, or ahead by our clock. Raises itsdangerous' BadData."""
    value, signed_at = signer.loads(text, return_timestamp=True)
    if abs(datetime.now(UTC) - signed_at) > lasts:
        raise SignatureExpired("signed too long ago", date_signed=signed_at)
    return value
