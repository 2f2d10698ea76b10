"""`python -m tests.postgres`: pytest with what follows, on a PostgreSQL server that is started for it and gone afterwards.

A server that runs already can be used instead: `TEST_DATABASE_URL`, with a role that may make databases.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from harness.processes import process_tree, stop_in_order_when_told
from harness.servers import postgres

MISSING = """PostgreSQL is not installed here: there is no initdb on PATH nor in /usr/lib/postgresql.
Install it, it need not be started:
  Debian, Ubuntu   sudo apt install postgresql
  Fedora           sudo dnf install postgresql-server
  macOS            brew install postgresql
Or use a server that runs: TEST_DATABASE_URL=postgresql://role:password@host/postgres make test-postgres"""
# Nobody minds losing what tests have written, and many of them have an app each.
# What was committed is there after a kill all the same: `fsync` is against a power cut.
FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "max_connections": "300"}


def programs() -> Path | None:
    """The folder of PostgreSQL's programs; None where there is none."""
    found = postgres()
    return Path(found) if found else None


@dataclass(frozen=True)
class Postgres:
    """A server that runs: its address, and how to stop and start it in the middle of everything."""

    address: str
    place: Path
    control: Callable[..., None]
    settings: Mapping[str, str]

    def stop(self) -> None:
        """At once, as when it is killed: whoever is connected is cut off."""
        self.control("stop", "--mode", "immediate")

    def start(self) -> None:
        """Start it again, with what it had written."""
        self.control("start", "--log", str(self.place / "log"), "--options", _options(self.place, self.settings))

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """It does nothing at all meanwhile, and keeps its connections: what is sent to it is still acknowledged."""
        first = int((self.place / "data" / "postmaster.pid").read_text().split()[0])
        everybody = process_tree(first)
        try:
            for number in everybody:
                os.kill(number, signal.SIGSTOP)
            yield
        finally:
            for number in everybody:
                with suppress(ProcessLookupError):
                    os.kill(number, signal.SIGCONT)


def _options(place: Path, settings: Mapping[str, str]) -> str:
    given = " ".join(f"-c {name}={value}" for name, value in settings.items())
    return f"-c listen_addresses='' -k {place} {given}"


@contextmanager
def server(folder: Path, settings: Mapping[str, str] = FOR_TESTS) -> Iterator[Postgres]:
    """A server on a socket in a temporary folder, with these settings of PostgreSQL's own."""
    # PostgreSQL does not run as root: it is then another account's, that has no rights of its own.
    account = _account() if os.geteuid() == 0 else None
    given: dict = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []} if account else {}
    place = Path(tempfile.mkdtemp(prefix="lommekort-pg-"))
    data = place / "data"
    try:
        if account:
            os.chown(place, account.pw_uid, account.pw_gid)
        made = [str(folder / "initdb"), "--auth=trust", "--username=tests", "--encoding=UTF8", "--locale=C", str(data)]
        subprocess.run(made, cwd=place, check=True, stdout=subprocess.DEVNULL, **given)

        def control(*what: str) -> None:
            command = [str(folder / "pg_ctl"), "--pgdata", str(data), "--wait", "--silent", *what]
            subprocess.run(command, cwd=place, check=True, stdout=subprocess.DEVNULL, **given)

        running = Postgres(f"postgresql://tests@/postgres?host={place}", place, control, settings)
        running.start()
        try:
            yield running
        finally:
            with suppress(subprocess.CalledProcessError):  # a test may have stopped it
                running.stop()
    finally:
        shutil.rmtree(place)


def _account() -> pwd.struct_passwd:
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return names.get("postgres") or names["nobody"]


def main() -> None:
    """Run pytest with the arguments of the command line; ends as it ends."""
    command = [sys.executable, "-m", "pytest", *sys.argv[1:]]
    if os.environ.get("TEST_DATABASE_URL"):
        sys.exit(subprocess.run(command, check=False).returncode)
    folder = programs()
    if folder is None:
        sys.exit(MISSING)
    stop_in_order_when_told()
    with server(folder) as running:
        ended = subprocess.run(command, env=os.environ | {"TEST_DATABASE_URL": running.address}, check=False).returncode
    sys.exit(ended)


if __name__ == "__main__":
    main()
