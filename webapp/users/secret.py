"""Random secrets that are handed out once, and the digests that are kept of them."""

from __future__ import annotations

import hashlib
import secrets


def new_token() -> str:
    """256 random bits, fit for a cookie or a link."""
    return secrets.token_urlsafe(32)


def digest(token: str) -> str:
    """What is kept of a secret. Plain SHA-256 is enough: nobody can try all values of what is random and this long."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
