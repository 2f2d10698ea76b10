"""Starts programs for tests and measurements, the project's own server first of all, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, fields
from pathlib import Path

from webapp.config import Settings

ROOT = Path(__file__).resolve().parent.parent
START_SECONDS = 120  # the first start makes the database and renders the edition
STOP_SECONDS = 5


class Failed(Exception):
    """What was to be started does not run as it should. The message says it to the person at the keyboard."""


class Missing(Exception):
    """A program that is needed is not installed. The message says how to get it."""


@dataclass(frozen=True)
class Server:
    """Something that answers on the loopback address."""

    url: str
    pid: int


@contextmanager
def lommekort(
    core: int | None = None, *, nice: int = 0, tree: Path | None = None, python: str = sys.executable, **settings: str
) -> Iterator[Server]:
    """The project's server on a free port, with an instance folder that is gone afterwards; or another commit's, from
    its work tree and with its Python; so much less urgent than who starts it."""
    with tempfile.TemporaryDirectory(prefix="lommekort-") as folder:
        port = free_port()
        log = Path(folder, "log")
        environment = {
            **without_settings(os.environ),
            "PYTHONUNBUFFERED": "1",  # or the line that says it listens stays in a buffer
            "HOST": "127.0.0.1",
            "PORT": str(port),
            "LOMMEKORT_INSTANCE": str(Path(folder, "instance")),
            **settings,
        }

        def listens() -> bool:
            return "Lommekort: http" in log.read_text(errors="replace") and answers(port)

        less = ["nice", "-n", str(nice)] if nice else []
        with running([*less, python, "-m", "webapp", "serve"], log, listens, core, environment, tree or ROOT) as pid:
            yield Server(f"http://127.0.0.1:{port}", pid)


def without_settings(environment: os._Environ[str]) -> dict[str, str]:
    """What a caller's shell may hand on: none of the app's settings, or we would measure somebody's database; and not
    that byte code is not to be kept, for then each start compiles everything anew, which is half of what it takes."""
    withheld = {field.metadata["variable"] for field in fields(Settings)} | {"PYTHONDONTWRITEBYTECODE"}
    return {name: value for name, value in environment.items() if name not in withheld}


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    ready: Callable[[], bool],
    core: int | None = None,
    environment: dict[str, str] | None = None,
    folder: Path = ROOT,
) -> Iterator[int]:
    """A program from when it is ready: its process id. Kept to one processor core if asked."""
    pin = [] if core is None else ["taskset", "--cpu-list", str(core)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            [*pin, *command],
            cwd=folder,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # Ctrl-C reaches only us, and we stop them in order
        )
    try:
        _wait_until(ready, process, log)
        yield process.pid
    finally:
        stop(process)


def _wait_until(ready: Callable[[], bool], process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while not ready():
        if process.poll() is not None:
            happened = f"ended with code {process.returncode}"
        elif time.monotonic() > end:
            happened = f"was not ready in {START_SECONDS} s"
        else:
            time.sleep(0.05)
            continue
        last_lines = log.read_text(errors="replace").splitlines()[-15:]
        raise Failed("\n".join([f"{process.args!r} {happened}", *last_lines]))


def stop(process: subprocess.Popen[str] | subprocess.Popen[bytes]) -> None:
    """Ends a program started in a session of its own, and everything it started in turn."""
    family = process_tree(process.pid) if process.poll() is None else []
    process.terminate()
    with suppress(subprocess.TimeoutExpired):
        process.wait(STOP_SECONDS)
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    for pid in family:  # some have made themselves a session of their own
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    process.wait()


def stop_in_order_when_told() -> None:
    """Makes Ctrl-C, a closed terminal and ``kill`` leave through every ``finally``, without a traceback."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: sys.exit(128 + number))


def process_tree(root: int) -> list[int]:
    """The process and everything that descends from it. Only the process itself where there is no /proc."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it may have ended since
            # The name, in parentheses, may hold spaces and parentheses; after it come state and parent.
            parents[int(stat.parent.name)] = int(stat.read_text().rpartition(")")[2].split()[1])
    tree = [root]
    for pid in tree:  # grows while we walk it
        tree += [child for child, parent in parents.items() if parent == pid]
    return tree


def free_port() -> int:
    """A loopback port that nothing uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(port: int) -> bool:
    """Whether something accepts connections on the loopback port."""
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0
