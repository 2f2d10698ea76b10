"""A phone to measure on: an empty page in a Chromium that is slowed down, with the worker's scripts and a file."""

from __future__ import annotations

import statistics
from pathlib import Path
from typing import Any

from playwright.sync_api import sync_playwright

from harness.browsers import launch_chromium
from webapp.assets import STATIC
from webapp.offline.worker import PARTS

SLOWED = 4  # times
READY = 3  # fresh browsers in which the first answer is waited for: one alone meets whatever else the machine does


def on_phone(code: str, path: Path, argument: Any, script: str | None = None) -> Any:
    """What JavaScript makes of an argument where the file at a path has been chosen in the page's one field. The
    worker's scripts are there, or another one. Raises Playwright's Error."""
    if script is None:
        parts = [part for part in PARTS if not part.endswith("events.js")]
        script = "\n".join((STATIC / part).read_text(encoding="utf-8") for part in parts)
    with sync_playwright() as playwright, launch_chromium(playwright, args=["--enable-precise-memory-info"]) as browser:
        page = browser.new_page()
        page.set_content("<input type=file>")
        page.add_script_tag(content=script)
        page.set_input_files("input", path)
        phone = page.context.new_cdp_session(page)
        phone.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
        return page.evaluate(code, argument)


def asked_on_phone(code: str, path: Path, searches: list[str], rounds: int, script: str | None = None) -> list[Any]:
    """What `code` tells of searches that are asked so many rounds: [milliseconds to the first answer, those of each
    search, megabytes]. The first answer's are the median of several fresh browsers. Raises Playwright's Error."""
    ready, *told = on_phone(code, path, [searches, rounds], script)
    again = [on_phone(code, path, [searches, 0], script)[0] for _ in range(READY - 1)]
    return [statistics.median([ready, *again]), *told]
