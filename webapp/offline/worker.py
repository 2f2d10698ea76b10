"""The service worker's text: a few small files put together, so that it arrives whole in one request.

Each feature that the worker answers for has its part in its own folder, beside the same rules in Python.
"""

from __future__ import annotations

from webapp.assets import STATIC, as_sent

RANKING = (
    *("folding", "forms", "numbers", "distance", "counting", "index", "question", "documents"),
    *("expansion", "spelling", "compounds", "matching", "scoring"),
)
PARTS = (
    "offline/worker/rules.js",
    "offline/worker/routes.js",
    "offline/worker/bundle.js",
    "offline/worker/patch.js",
    "offline/worker/store.js",
    "offline/worker/fetching.js",
    "offline/worker/slots.js",
    "offline/worker/lru_cache.js",
    "dated/worker/dated.js",
    "languages/worker/words.js",
    "hours/worker/opening.js",
    "security/worker/cpr.js",
    "finder/worker/offer_page.js",
    *(f"ranking/worker/{name}.js" for name in RANKING),
    "finder/worker/places.js",
    "finder/worker/sides.js",
    "finder/worker/need.js",
    "finder/worker/told_texts.js",
    "finder/worker/records.js",
    "finder/worker/counted.js",
    "finder/worker/index.js",
    "finder/worker/told.js",
    "finder/worker/render.js",
    "overview/worker/render.js",
    "agreement/worker/render.js",
    "search/worker/render.js",
    "citizen/worker/render.js",
    "citizen/worker/qr.js",
    "offline/worker/answers.js",
    "offline/worker/events.js",
)
SWITCHED_OFF = "offline/worker/off.js"
# Vendored files as they came, each in a function of its own so that its short names stay inside: its name and file.
LIBRARIES = (("leanQr", "vendor/lean-qr-2.7.4.js"),)


def worker_text(on: bool) -> str:
    """What `/sw.js` answers: the worker, or with the kill switch thrown one that clears up and removes itself."""
    if not on:
        return _read(SWITCHED_OFF)
    libraries = [
        f"const {name} = (() => {{\nconst exports = {{}};\n{_read(file)}\nreturn exports;\n}})();\n"
        for name, file in LIBRARIES
    ]
    return "\n".join([*libraries, as_sent("sw.js", own_text().encode()).decode()])


def own_text() -> str:
    """The worker's own parts, joined as they share one scope: what a linter has to read to know every name."""
    return "\n".join(_read(part) for part in PARTS)


def _read(part: str) -> str:
    return (STATIC / part).read_text(encoding="utf-8")
