"""nginx for tests and measurements: the documentation's own configuration, moved to a port and a folder of ours."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from harness.processes import ROOT, Missing, Server, answers, free_port, running

# Its own certificate is the operator's; on the loopback address a browser takes plain HTTP for as good.
KEPT = "/run/lommekort"  # what nginx keeps; with us in the folder `kept`
TLS = re.compile(r"^ *(ssl_\w+ |listen \[::\]|return 301 https).*\n", re.MULTILINE)


def program() -> str | None:
    """nginx, also where Debian keeps it; None where it is not installed."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin")


def documented(document: str, *starts: str) -> str:
    """The blocks of code of a document in `docs/`, each found by a line it has, as one text."""
    blocks = re.findall(
        r"^```\n(.*?)^```$", (ROOT / "docs" / document).read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE
    )
    found = [next((block for block in blocks if start in block), None) for start in starts]
    if None in found:
        raise LookupError(f"{document} has no block with {starts[found.index(None)]!r}")
    return "\n".join(block for block in found if block)


@contextmanager
def serving(folder: Path, http: str, changes: dict[str, str] | None = None) -> Iterator[Server]:
    """nginx with what is documented for its `http` block, on a free port. `changes` replaces parts of the text, each of
    which must be there. Raises Missing and Failed."""
    nginx = program()
    if nginx is None:
        raise Missing("nginx is not installed: apt-get install nginx-light")
    folder.mkdir(exist_ok=True)
    port = free_port()
    for was, becomes in ({"listen 443 ssl http2;": f"listen 127.0.0.1:{port};"} | (changes or {})).items():
        if was not in http:
            raise LookupError(f"the configuration has no {was!r}")
        http = http.replace(was, becomes)
    http = TLS.sub("", http.replace("/dev/null", "stderr").replace(KEPT, f"{folder}/kept"))
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    places = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    config = folder / "nginx.conf"
    config.write_text(
        f"daemon off; worker_processes 1; pid {folder}/pid; {'user root;' if os.geteuid() == 0 else ''}\n"
        f"events {{ worker_connections 16384; }}\nhttp {{\n{places}\n{http}\n}}\n"
    )
    command = [nginx, "-p", str(folder), "-e", "stderr", "-c", str(config)]
    with running(command, folder / "log", lambda: answers(port)) as pid:
        yield Server(f"http://127.0.0.1:{port}", pid)


@contextmanager
def in_front(folder: Path, port: int) -> Iterator[Server]:
    """nginx as `docs/running.md` has it, in front of the app on a port. Raises Missing and Failed."""
    text = documented("running.md", "proxy_pass http://127.0.0.1:8000;").partition("\nserver {\n    listen 80;")[0]
    with serving(folder, text, {"127.0.0.1:8000": f"127.0.0.1:{port}"}) as front:
        yield front
