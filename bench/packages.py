"""The other engines' packages, fetched from npm the first time and kept in `.cache`."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from webapp.config import ROOT

FOLDER = ROOT / ".cache" / "bench-search"
SECONDS = 300


def installed(wanted: Sequence[str]) -> Path | None:
    """The folder that has these packages (`minisearch@7.2.0`). None, and said, without Node.js."""
    if not (shutil.which("node") and shutil.which("npm")):
        print("Without the other engines: Node.js with npm is missing. On Debian or Ubuntu: apt-get install nodejs npm")
        return None
    modules = FOLDER / "node_modules"
    if not all((modules / one[: one.rindex("@")]).exists() for one in wanted):
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, *wanted], check=True, timeout=SECONDS)
    return modules
