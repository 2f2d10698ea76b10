"""Servers that begin with the app loaded: each is forked from one process that has loaded it and read the texts.

A server that a test starts is then all that `python -m webapp serve` is (its own settings and folder, preparing, the
process that watches, the one that answers) but for two seconds of processor time in which Python loads the code.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
from contextlib import suppress
from pathlib import Path

from harness.processes import ROOT, without_settings

ASK_EVERY = 0.02  # seconds, while waiting for a process to end


class Forked:
    """A process begun with the app loaded; to be waited for and stopped like a `subprocess.Popen`."""

    def __init__(self, arguments: list[str], folder: Path, output: Path, environment: dict[str, str]):
        """Run `python -m webapp` with these arguments in a session of its own, its words added to a file."""
        mask = os.umask(0)
        os.umask(mask)
        told = {"arguments": arguments, "folder": str(folder), "output": str(output), "umask": mask}
        self.args = ["webapp", *arguments]
        self.pid: int = _loaded().ask(**told, environment=environment)
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Its exit code, or minus the signal that ended it; None while it runs."""
        if self.returncode is None:
            self.returncode = _loaded().ask(ended=self.pid)
        return self.returncode

    def wait(self, timeout: float | None = None) -> int:
        """Wait until it has ended. Raises subprocess.TimeoutExpired."""
        end = time.monotonic() + (float("inf") if timeout is None else timeout)
        while (code := self.poll()) is None:
            if time.monotonic() > end:
                raise subprocess.TimeoutExpired(self.args, timeout or 0)
            time.sleep(ASK_EVERY)
        return code

    def terminate(self) -> None:
        """Ask it to stop."""
        if self.poll() is None:
            os.kill(self.pid, signal.SIGTERM)


class _Loaded:
    """The process that has loaded the app, as seen from the tests."""

    def __init__(self) -> None:
        here, there = socket.socketpair()
        with there:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forks", str(there.fileno())],
                cwd=ROOT,
                env=without_settings(os.environ) | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[there.fileno()],
            )
        self._lock = threading.Lock()
        self._line = here.makefile("rw", encoding="utf-8")
        here.close()

    def ask(self, **question):
        """The answer to one question."""
        with self._lock:
            print(json.dumps(question), file=self._line, flush=True)
            return json.loads(self._line.readline())


_only: list[_Loaded] = []
_beginning = threading.Lock()  # servers may be started at once


def _loaded() -> _Loaded:
    with _beginning:
        if not _only:
            _only.append(_Loaded())
        return _only[0]


def answer_questions(line: socket.socket) -> None:
    """Load the app, and then fork whatever is asked for until the tests have ended. What a test that failed has left
    running ends then too."""
    load()
    gc.freeze()
    running: set[int] = set()
    with line, line.makefile("rw", encoding="utf-8") as asked:
        while question := asked.readline():
            told = json.loads(question)
            if "ended" in told:
                ended, status = os.waitpid(told["ended"], os.WNOHANG)
                answer = os.waitstatus_to_exitcode(status) if ended else None
                running.discard(ended)
            elif (answer := os.fork()) == 0:
                os.close(line.fileno())
                become(**told)
            else:
                running.add(answer)
            print(json.dumps(answer), file=asked, flush=True)
    for left in running:
        with suppress(ProcessLookupError):
            os.kill(left, signal.SIGTERM)


def load() -> None:
    """Everything that a start loads or reads and that is the same for all."""
    import flask_migrate  # noqa: F401
    import granian._loops
    import granian.server.mp  # noqa: F401
    import uvloop  # noqa: F401

    from tests.read_once import replaced
    from webapp import create_app, gateway, prepare, serve  # noqa: F401
    from webapp.config import settings_from
    from webapp.database import db, migrations
    from webapp.publishing.publish import publish
    from webapp.registry.store import seed

    for place, name, instead in replaced():
        if isinstance(place, dict):
            place[name] = instead
        else:
            setattr(place, name, instead)
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "LOMMEKORT_COMPRESSION": "1"}))
        for name in app.jinja_env.list_templates():
            app.jinja_env.get_template(name)
        with app.app_context():
            db.configure_mappers()
            migrations().upgrade()
            seed(app.extensions["library"].offers)
            db.session.commit()
        publish(app)  # what it has worked out of the texts' words serves all of them
        with app.app_context():
            db.engine.dispose()


def become(arguments: list[str], folder: str, output: str, umask: int, environment: dict[str, str]) -> None:
    """Be `python -m webapp` with these arguments; never returns."""
    code: object = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.umask(umask)
        os.environ.clear()
        os.environ.update(environment)
        written = os.open(output, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
        os.dup2(written, 1)
        os.dup2(written, 2)
        os.close(written)

        from webapp.__main__ import main

        main(arguments, prog_name="lommekort")
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    os._exit(code if isinstance(code, int) else int(code is not None))


if __name__ == "__main__":
    answer_questions(socket.socket(fileno=int(sys.argv[1])))
