"""Where a request comes from, by what the browser itself says."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import current_app, request

from webapp.security.headers import over_tls


def own_address() -> str:
    """The site's own address, `https://example.dk`: the setting's, else as the request names it."""
    scheme = "https" if over_tls(request.environ) else "http"
    return current_app.extensions["settings"].site or f"{scheme}://{request.host}"


def comes_from_us(fetch_site: str | None, origin: str | None, host: str) -> bool:
    """Whether the browser's own headers allow that a page of ours sent this.

    `Origin: null` says nothing: our pages send no referrer, and browsers then send just that. A proxy may name the port
    that is meant anyway, which an origin never does (RFC 6454, section 6.2).
    """
    if fetch_site is not None:
        return fetch_site in ("same-origin", "none")
    if origin in (None, "null"):
        return True
    try:
        parts = urlsplit(origin)
    except ValueError:  # nothing a browser sends
        return False
    return parts.netloc == host.lower().removesuffix({"https": ":443", "http": ":80"}.get(parts.scheme, " "))
