"""The process that watches over the server: what `python -m webapp serve` becomes when all is prepared.

Not for starting by hand. Its arguments: host, port, certificate and key (both empty without TLS).
"""

from __future__ import annotations

import sys
from pathlib import Path

from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

STOPS_WITHIN = 10  # seconds from being asked to stop; whoever is still sending then is cut off


def main(host: str, port: str, certificate: str, key: str) -> None:
    """Serve until stopped."""
    sys.path.insert(0, str(Path(__file__).resolve().parent))  # `wsgi` lies beside, wherever that is
    Granian(
        "wsgi:gateway",
        address=host,
        port=int(port),
        interface=Interfaces.RSGI,
        workers=1,
        websockets=False,
        # Browsers speak HTTP/2 over TLS only; behind a proxy there is no need of it.
        http=HTTPModes.auto if certificate else HTTPModes.http1,
        workers_kill_timeout=STOPS_WITHIN,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        ssl_cert=Path(certificate) if certificate else None,
        ssl_key=Path(key) if key else None,
    ).serve()


if __name__ == "__main__":
    main(*sys.argv[1:])
