"""The process that watches over the server: what `python -m webapp serve` becomes when all is prepared.

Not for starting by hand. Its arguments: host, port, certificate and key (both empty without TLS).
"""

from __future__ import annotations

import os
import resource
import sys
from pathlib import Path

# The server's allocator (jemalloc): one pool, and what a crowd needed is given back when the crowd has gone. Read when
# granian is loaded, so it stands before that.
os.environ.setdefault("_RJEM_MALLOC_CONF", "narenas:1,dirty_decay_ms:200,muzzy_decay_ms:0")

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

STOPS_WITHIN = 10  # seconds from being asked to stop; whoever is still sending then is cut off
MOST_CONNECTIONS = 8192  # at once, those that are kept open too
OWN_FILES = 128  # what the server opens besides: database, edition, log


def main(host: str, port: str, certificate: str, key: str) -> None:
    """Serve until stopped."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))  # `wsgi` lies beside, wherever that is
    connections = room_for_connections()
    Granian(
        "wsgi:gateway",
        address=host,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=1,
        websockets=False,
        # Not granian's 1,024: phones keep their connection open, and the one after the last place is not answered.
        backpressure=connections,
        backlog=connections,
        # Browsers speak HTTP/2 over TLS only; behind a proxy there is no need of it.
        http=HTTPModes.auto if certificate else HTTPModes.http1,
        workers_kill_timeout=STOPS_WITHIN,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
    ).serve()


def room_for_connections() -> int:
    """How many connections there are files for: as many as the system lets the process open."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OWN_FILES
    files = max(files, wanted if most == resource.RLIM_INFINITY else min(wanted, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, min(MOST_CONNECTIONS, files - OWN_FILES))


if __name__ == "__main__":
    main(*sys.argv[1:])
