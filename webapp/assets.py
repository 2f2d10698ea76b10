"""Static files under names that hold a hash of their content, so that a page never meets another edition's file."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"

# Several small files, one request: what the reader's phone pays for is the request.
JOINED = {
    "app.css": (
        "look/ground.css",
        "look/frame.css",
        "pages/exit.css",
        "pages/home.css",
        "acute/acute.css",
        "finder/finder.css",
        "search/search.css",
        "cards/card.css",
        "aloud/aloud.css",
        "boxes/box.css",
        "cards/deck.css",
        "pages/text.css",
        "glossary/term.css",
        "agreement/agreement.css",
        "notices/notice.css",
        "doors/door.css",
        "overview/overview.css",
        "municipality/contact.css",
        "cards/print.css",
    ),
    "meeting.css": (
        "checklist/checklist.css",
        "meeting/screening.css",
        "meeting/aftercare.css",
        "meeting/walkthrough.css",
    ),
    "citizen.css": (
        "citizen/citizen.css",
        "citizen/offer.css",
        "citizen/slip.css",
        "citizen/meeting.css",
        "pages/exit.css",
    ),
    "practice.css": ("practice/practice.css",),
    "practice.js": ("practice/practice.js",),
    "session.js": ("practice/session.js",),
    "htmx-guard.js": ("htmx/guard.js",),
    "deck.js": ("cards/deck.js",),
    "find.js": ("cards/find.js",),
    "exit.js": ("pages/exit.js",),
    "citizen.js": (
        "pages/exit.js",
        "citizen/print.js",
        "hours/fresh.js",
        "acute/acute.js",
        "aloud/rules.js",
        "aloud/aloud.js",
    ),
    "overview.js": ("overview/overview.js",),
    "finder.js": ("finder/finder.js",),
    "checklist.js": ("checklist/checklist.js",),
    "page.js": (
        "offline/offline.js",
        "citizen/turn.js",
        "citizen/print.js",
        "pages/today.js",
        "pages/municipality.js",
        "checklist/state.js",
        "checklist/told.js",
        "overlay/overlay.js",
        "hours/fresh.js",
        "acute/acute.js",
        "dated/dated.js",
        "search/question.js",
        "pages/fields.js",
        "aloud/rules.js",
        "aloud/aloud.js",
    ),
    "remove.js": ("offline/remove.js",),
    "desk.css": (
        "look/ground.css",
        "look/frame.css",
        "pages/exit.css",
        "pages/text.css",
        "desk/desk.css",
        "desk/sides.css",
        "boxes/box.css",
        "offersdesk/offersdesk.css",
        "agreement/agreement.css",
        "agreement/desk.css",
        "checklist/desk.css",
        "notices/notice.css",
        "notices/desk.css",
        "doors/door.css",
        "overview/overview.css",
        "overview/desk.css",
    ),
    "desk.js": ("desk/desk.js", "drafts/drafts.js", "pages/fields.js", "citizen/print.js"),
}
# Used under /intern alone, where nothing is kept: these stay out of the copy on the phone.
ONLY_AT_THE_DESK = ("desk.css", "desk.js")
PLAIN = ("vendor/htmx-4.0.1.min.js", "icons/icon.svg", "icons/icon-192.png", "icons/icon-512.png",
         "icons/maskable-512.png", "icons/monochrome.svg", "icons/touch-180.png")  # fmt: skip

TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


@dataclass(frozen=True)
class Asset:
    """A static file ready to be sent: its address (with hash), media type and bytes."""

    address: str
    type: str
    body: bytes


@cache
def assets() -> dict[str, Asset]:
    """Every static file the pages use, by its plain name (`app.css`, `icons/icon.svg`)."""
    found = {
        name: as_sent(name, b"\n".join((STATIC / part).read_bytes() for part in parts))
        for name, parts in JOINED.items()
    }
    found |= {name: (STATIC / name).read_bytes() for name in PLAIN}
    return {name: _asset(name, body) for name, body in found.items()}


def asset(name: str) -> str:
    """The address of a static file. Raises KeyError for a file that is not listed above."""
    return assets()[name].address


def as_sent(name: str, body: bytes) -> bytes:
    """A style sheet or script without comments and indentation, which are for whoever works on it: a quarter of what a
    phone would fetch. In a script only comments that are whole lines, so that none within a text is taken for one."""
    without = re.sub(rb"(?s)/\*.*?\*/\n?" if name.endswith(".css") else rb"(?m)^ *//.*\n", b"", body)
    return re.sub(rb"(?m)^ +", b"", without)


def _asset(name: str, body: bytes) -> Asset:
    path = Path(name)
    digest = hashlib.sha256(body).hexdigest()[:10]
    address = f"/static/{path.with_suffix('').as_posix()}.{digest}{path.suffix}"
    kind = TYPES.get(path.suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"
    return Asset(address, kind, body)
