"""Finds the servers that tests put around the app, PostgreSQL and nginx, and installs what is missing.

``python -m harness.servers`` prints one line for each. None has to run: tests start their own.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from harness import nginx
from harness.browsers import apt_install


def postgres() -> str | None:
    """The folder of PostgreSQL's programs, the newest where there are several; None where there is none."""
    found = shutil.which("initdb")
    if found:
        return str(Path(found).resolve().parent)
    kept = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: float(path.parts[-3]))
    return str(kept[-1].parent) if kept else None


def install() -> bool:
    """Install what is missing and print one line for each. True when both are there."""
    there = True
    for name, find, package in (("PostgreSQL", postgres, "postgresql"), ("nginx", nginx.program, "nginx-light")):
        why = None if find() else apt_install(package)
        print(f"{name}: {find() or f'missing ({why})'}", flush=True)
        there = there and find() is not None
    return there


if __name__ == "__main__":
    sys.exit(0 if install() else 1)
