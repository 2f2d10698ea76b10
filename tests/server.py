"""The app as it really runs: a process, on a port and an instance folder that stay the same across restarts."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from harness.processes import ROOT, answers, free_port, stop, without_settings
from tests import databases

QUICK = "5"  # LOMMEKORT_COMPRESSION where nothing is weighed


class AppServer:
    """`python -m webapp serve` with settings of the test's own, and publishing fast. What it writes lies in `log`."""

    def __init__(self, folder: Path, **settings: str):
        self.folder = folder
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = folder / "server.log"
        instance = folder / "instance"
        given = {"LOMMEKORT_INSTANCE": str(instance), "LOMMEKORT_COMPRESSION": QUICK}
        self.settings = {**given, **databases.settings_for(instance), **settings}
        self.cwd = ROOT
        self.under: list[str] = []  # a program that starts it with other limits or rights
        self._process: subprocess.Popen | None = None

    def start(self, **settings: str) -> AppServer:
        """Start (again), with changed settings where given, and wait until it says that it listens."""
        self.settings |= settings
        before = self.log.stat().st_size if self.log.exists() else 0
        environment = without_settings(os.environ) | {"HOST": "127.0.0.1", "PORT": str(self.port)} | self.settings
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [*self.under, sys.executable, "-m", "webapp", "serve"],
                cwd=self.cwd,
                env=environment | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        end = time.monotonic() + 120
        while b"Lommekort: http" not in self.log.read_bytes()[before:] or not answers(self.port):
            if self._process.poll() is not None or time.monotonic() > end:
                written = self.log.read_text(errors="replace")
                self.stop()
                raise AssertionError(f"the server did not start:\n{written[-3000:]}")
            time.sleep(0.05)
        return self

    def stop(self) -> None:
        """Stop it, if it runs."""
        if self._process is not None:
            stop(self._process)
            self._process = None

    def written(self) -> str:
        """Everything it has written to its standard output and error."""
        return self.log.read_text(errors="replace")
