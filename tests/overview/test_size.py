"""What the overview and the doors cost a phone."""

from __future__ import annotations

import json

import brotli

from tests.conftest import LIBRARY, make_app
from webapp.assets import STATIC
from webapp.doors.edition_part import ADDRESS
from webapp.offline.worker import PARTS
from webapp.publishing.dynamic_pages import render_dynamic

MOST_OVERVIEW, MOST_DOORS = 12_000, 8_000  # bytes sent


def sent(*parts: bytes) -> int:
    """How many bytes parts of an edition take over the wire."""
    return len(brotli.compress(b"".join(parts), quality=11))


def test_the_overview_and_the_doors_add_little_to_an_edition(tmp_path):
    app = make_app(tmp_path)
    entries = {entry.path: entry.body for entry in render_dynamic(app)}
    scripts = [(STATIC / part).read_bytes() for part in PARTS if part.startswith("overview/")]
    style, script = ((STATIC / "overview" / name).read_bytes() for name in ("overview.css", "overview.js"))
    matrix = json.dumps(LIBRARY.matrix.record(LIBRARY.taxonomy)).encode()
    assert (
        scripts
        and sent(entries["/overblik"], entries["/overblik/ark"], *scripts, style, script, matrix) <= MOST_OVERVIEW
    )
    assert sent(entries[ADDRESS]) <= MOST_DOORS
