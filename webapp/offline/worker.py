"""The service worker's text: a few small files put together, so that it arrives whole in one request."""

from __future__ import annotations

from webapp.assets import STATIC

PARTS = ("rules.js", "bundle.js", "store.js", "fetching.js", "events.js")
SWITCHED_OFF = "off.js"


def worker_text(on: bool) -> str:
    """What `/sw.js` answers: the worker, or with the kill switch thrown one that clears up and removes itself."""
    parts = PARTS if on else (SWITCHED_OFF,)
    return "\n".join((STATIC / "offline" / "worker" / part).read_text(encoding="utf-8") for part in parts)
