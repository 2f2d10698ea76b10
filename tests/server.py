"""The app as it really runs: a process, on a port and an instance folder that stay the same across restarts."""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

from harness.processes import ROOT, answers, free_port, process_tree, stop, without_settings
from tests import databases
from tests.forks import Forked

QUICK = "5"  # LOMMEKORT_COMPRESSION where nothing is weighed


class AppServer:
    """`python -m webapp serve` with settings of the test's own, and publishing fast. What it writes lies in `log`.

    Forked from a process that has the app loaded (`tests/forks.py`), unless it is `whole`: begun from nothing, as a user
    begins it.
    """

    def __init__(self, folder: Path, **settings: str):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        instance = folder / "instance"
        given = {"LOMMEKORT_INSTANCE": str(instance), "LOMMEKORT_COMPRESSION": QUICK}
        self.settings = {**given, **databases.settings_for(instance), **settings}
        self.cwd = ROOT
        self.limits: dict[str, int] = {}  # of `Forked`: other rights, or less room
        self.whole = False
        self._process: subprocess.Popen | Forked | None = None

    def start(self, **settings: str) -> AppServer:
        """Start (again), with changed settings where given, and wait until it says that it listens."""
        self.settings |= settings
        before = self.log.stat().st_size if self.log.exists() else 0
        environment = without_settings(os.environ) | {"HOST": "127.0.0.1", "PORT": str(self.port)} | self.settings
        if self.whole or self.cwd != ROOT:
            with self.log.open("ab") as output:
                self._process = subprocess.Popen(
                    [sys.executable, "-m", "webapp", "serve"],
                    cwd=self.cwd,
                    env=environment | {"PYTHONUNBUFFERED": "1"},
                    stdin=subprocess.DEVNULL,
                    stdout=output,
                    stderr=subprocess.STDOUT,
                    start_new_session=True,
                )
        else:
            self._process = Forked(["serve"], self.cwd, self.log, environment, **self.limits)
        end = time.monotonic() + 120
        while b"Lommekort: http" not in self._written(before) or not answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                written = self.log.read_text(errors="replace")
                self.stop()
                raise AssertionError(f"the server did not start:\n{written[-3000:]}")
            time.sleep(0.05)
        return self

    def _written(self, before: int) -> bytes:
        return self.log.read_bytes()[before:] if self.log.exists() else b""

    def is_running(self) -> bool:
        """Whether it was started and has not ended."""
        return self._process is not None and self._process.poll() is None

    @property
    def main(self) -> int:
        """The number of the process that was started, from which the others descend."""
        assert self._process is not None
        return self._process.pid

    def ask_to_stop(self) -> None:
        """Stop it as an operator does, and wait until it has ended by itself."""
        assert self._process is not None
        self._process.terminate()
        self._process.wait(60)
        self._process = None

    def kill(self) -> None:
        """End every process of it at once, as a power cut or the kernel would, and wait until none has its port."""
        assert self._process is not None
        everybody = process_tree(self._process.pid)
        for number in everybody:
            with suppress(ProcessLookupError):  # it was about to stop
                os.kill(number, signal.SIGKILL)
        self._process.wait()
        while any(map(is_there, everybody)):
            time.sleep(0.01)
        self._process = None

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._process is not None:
            stop(self._process)
            self._process = None

    def written(self) -> str:
        """Everything it has written to its standard output and error."""
        return self.log.read_text(errors="replace")


def is_there(number: int) -> bool:
    """Whether a process runs, in any of its threads: the first may have ended while another still has the port."""
    running = 0
    for thread in Path("/proc").glob(f"{number}/task/*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            running += thread.read_text().rpartition(")")[2].split()[0] != "Z"
    return running > 0


def prepared(folder: Path, **settings: str) -> Path:
    """The instance folder in `folder`, as `python -m webapp prepare` makes it. Whoever asks first makes it; others wait."""
    folder.mkdir(exist_ok=True)
    instance, done = folder / "instance", folder / "done"
    with (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not done.exists():
            given = {"LOMMEKORT_INSTANCE": str(instance)} | databases.settings_for(instance) | settings
            written = folder / "log"
            code = Forked(["prepare"], ROOT, written, without_settings(os.environ) | given).wait()
            assert code == 0, written.read_text(errors="replace")
            done.touch()
    return instance
