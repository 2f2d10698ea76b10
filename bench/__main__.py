"""Everything that is measured, one after another, and one table of it all: what, limit, measured, met.

``python -m bench``. The exit code is 1 where a limit is missed or something could not be measured.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable

from bench import finder, languages, lighthouse, load, overview, search, serve, servers
from bench.figures import Figure, told
from harness.processes import Failed, Missing, stop_in_order_when_told

BENCHES: dict[str, Callable[[], list[Figure]]] = {
    "server": serve.measure,
    "load": load.measure,
    "servers": servers.measure,
    "finder": finder.measure,
    "overview": overview.measure,
    "languages": languages.measure,
    "search": search.measure,
    "Lighthouse": lighthouse.measure,
}


def main() -> int:
    """Run them all and print the table."""
    stop_in_order_when_told()
    found = []
    for name, measure in BENCHES.items():
        print(f"\n{name}\n", flush=True)
        try:
            found += measure()
        except (Failed, Missing, subprocess.CalledProcessError) as error:
            print(error)
            found.append(Figure(name, None, why="see above"))
    print(f"\n{told(found)}")
    return 0 if all(figure.met for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
