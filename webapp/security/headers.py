"""The headers on every answer, errors included, and how long an answer may be kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, request

# 'self' only where a page needs it; no inline script or style anywhere, so no nonce that could grow stale offline.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
    "manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Permissions-Policy": (
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), display-capture=(), "
        "accelerometer=(), gyroscope=(), magnetometer=(), midi=(), browsing-topics=()"
    ),
}
# Two years, as OWASP's HTTP headers cheat sheet has it. Only over TLS: over plain HTTP browsers ignore it.
STRICT_TRANSPORT_SECURITY = ("Strict-Transport-Security", "max-age=63072000; includeSubDomains")

NO_STORE = "no-store"  # pages: what was read must not lie in the browser's own cache, where we cannot remove it
NO_CACHE = "no-cache"  # the worker and the manifest
IMMUTABLE = "public, max-age=31536000, immutable"  # files with a hash in their name


def over_tls(environ: Mapping[str, Any]) -> bool:
    """Whether the reader's connection is encrypted, here or at a proxy in front."""
    return encrypted(environ.get("wsgi.url_scheme"), environ.get("HTTP_X_FORWARDED_PROTO"))


def encrypted(scheme: str | None, forwarded: str | None) -> bool:
    """The same from the connection's own scheme and what a proxy says of the one in front of it. Several in a row make
    it a list, the reader's own first; a scheme is the same in capitals (RFC 3986, section 3.1)."""
    if "https" in (scheme, forwarded):
        return True
    return forwarded is not None and forwarded.partition(",")[0].strip().lower() == "https"


def init_app(app: Flask) -> None:
    """Put the headers on every answer that Flask makes; ready pages carry them already."""

    @app.after_request
    def add(response: Response) -> Response:
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers.setdefault("Cache-Control", NO_STORE)
        if over_tls(request.environ):
            response.headers.setdefault(*STRICT_TRANSPORT_SECURITY)
        return response
