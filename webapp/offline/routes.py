"""What makes the app work without a network: worker, manifest, the edition as a bundle, and removing it all again."""

from __future__ import annotations

import re

from flask import Blueprint, abort, current_app, jsonify, make_response, render_template, request, send_file

from webapp.assets import asset, assets
from webapp.compression import ENCODINGS, accepted_encodings
from webapp.edition.edition import VERSION_LENGTH
from webapp.edition.site import site_file
from webapp.offline.worker import worker_text
from webapp.security.headers import IMMUTABLE, NO_CACHE, NO_STORE
from webapp.security.origin import comes_from_us

bp = Blueprint("offline", __name__)
NAME = re.compile(r"[0-9a-f]{12}(-[0-9a-f]{12})?")  # an edition, or the patch from one to another


@bp.get("/sw.js")
def worker():
    """The service worker. The address never changes."""
    answer = make_response(worker_text(current_app.extensions["settings"].worker))
    answer.headers["Content-Type"] = "text/javascript; charset=utf-8"
    answer.headers["Cache-Control"] = NO_CACHE
    return answer


@bp.get("/favicon.ico")
def no_icon():
    """Browsers ask for one where a page names none, and a citizen's page has nothing to be known by among tabs."""
    return "", 204, {"Cache-Control": NO_STORE}


@bp.get("/manifest.webmanifest")
def manifest():
    """How the app looks among other apps: a neutral name and icon, and nothing that pops up."""
    answer = jsonify(
        {
            "id": "/",
            "name": "Lommekort",
            "short_name": "Lommekort",
            "lang": "da",
            "dir": "ltr",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": "#f4eee2",
            "theme_color": "#f4eee2",
            "icons": [
                {"src": asset("icons/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
                {"src": asset("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": asset("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": asset("icons/maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
                {
                    "src": asset("icons/monochrome.svg"),
                    "sizes": "any",
                    "type": "image/svg+xml",
                    "purpose": "monochrome",
                },
            ],
        }
    )
    answer.headers["Content-Type"] = "application/manifest+json; charset=utf-8"
    answer.headers["Cache-Control"] = NO_CACHE
    return answer


@bp.get("/udgave.json")
def edition():
    """The edition in force: version, date, size and hash, and where to fetch it."""
    return _send("udgave.json", "application/json")


@bp.get("/udgave/<name>")
def bundle(name: str):
    """An edition as one file, or the patch that leads to it (`<from>-<to>`); an earlier one too while it is kept, for a
    phone may have asked which is the newest just before another was put in force."""
    edition = current_app.extensions["editions"].find(name[-VERSION_LENGTH:]) if NAME.fullmatch(name) else None
    if edition is None:
        abort(404)
    path = site_file(edition.folder / "site", f"udgave/{name}")
    for encoding in (*accepted_encodings(request.headers.get("Accept-Encoding", "")), ""):
        packed = path.with_name(path.name + dict(ENCODINGS)[encoding])
        if body := edition.read(packed):
            answer = make_response(body)
            answer.headers["Content-Type"] = "application/octet-stream"
            if encoding:
                answer.headers["Content-Encoding"] = encoding
            answer.headers["Vary"] = "Accept-Encoding"
            return answer
    abort(404)


@bp.get("/fjern")
def remove():
    """What lies on the phone, and the button that removes it."""
    return render_template("offline/remove.html", removed=False)


@bp.post("/fjern")
def removed():
    """Have the browser remove everything of ours: worker, pages and all other storage.

    Only `"storage"`: with `"cache"` Chrome can hang for seconds, and our pages are never in that cache. Ticks, and
    reports that wait for a network, are nobody else's to remove: another site that sends the form shows the button.
    """
    if not comes_from_us(request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin"), request.host):
        return remove(), 403
    answer = make_response(render_template("offline/remove.html", removed=True))
    answer.headers["Clear-Site-Data"] = '"storage"'
    return answer


@bp.get("/static/<path:name>")
def static(name: str):
    """A static file; with ready pages on, these are answered before Flask is asked."""
    for file in assets().values():
        if file.address == f"/static/{name}":
            answer = make_response(file.body)
            answer.headers["Content-Type"] = file.type
            answer.headers["Cache-Control"] = IMMUTABLE
            return answer
    abort(404)


def _send(address: str, kind: str):
    current = current_app.extensions["editions"].current()
    path = current and site_file(current.folder / "site", address)
    if not path or not path.is_file():
        abort(404)
    return send_file(path, mimetype=kind, conditional=False, etag=False)
