"""Lints scripts and style sheets, and holds them to their form: part of `make lint`. `--write` puts the form right.

The worker's parts share one scope, so a wrong name shows only in all of them joined; that text is linted beside them.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from webapp.offline.worker import own_text

ROOT = Path(__file__).resolve().parent.parent
JOINED = ROOT / ".cache" / "worker.js"
BIOME = Path(sys.executable).with_name("biome")


def main() -> int:
    """What Biome says: 0 when there is nothing to say."""
    JOINED.parent.mkdir(exist_ok=True)
    JOINED.write_text(own_text(), encoding="utf-8")
    order = ["format", "--write"] if "--write" in sys.argv else ["ci", "--diagnostic-level=warn"]
    return subprocess.run(
        [BIOME, *order, "--colors=off", "webapp/static", JOINED.relative_to(ROOT)], cwd=ROOT
    ).returncode


if __name__ == "__main__":
    sys.exit(main())
