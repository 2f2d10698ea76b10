"""Servers that begin with the app loaded: each is forked from one process that has loaded it and read the texts, the same
for all workers of a run.

A server or a command that a test starts is then all that `python -m webapp` is (its own settings and folder, preparing,
the process that watches, the one that answers) but for two seconds of processor time in which Python loads the code.
"""

from __future__ import annotations

import ctypes
import gc
import json
import os
import resource
import select
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
import traceback
import uuid
from contextlib import suppress
from pathlib import Path
from typing import TextIO

from harness.processes import ROOT, START_SECONDS, without_settings

ASK_EVERY = 0.02  # seconds, while waiting for a process to end
THIRD_VERSION, DAC_OVERRIDE = 0x20080522, 1  # <linux/capability.h>


class Forked:
    """A process begun with the app loaded; to be waited for and stopped like a `subprocess.Popen`."""

    def __init__(
        self,
        arguments: list[str],
        folder: Path,
        output: Path,
        environment: dict[str, str],
        errors: Path | None = None,
        by_modes: bool = False,
        largest_file: int | None = None,
    ):
        """Run `python -m webapp` with these arguments in a session of its own, its words added to a file, those about
        errors to another where one is given. `by_modes`: files' modes hold, though it is root's, as they do for the
        account that a server has in use. No file grows beyond `largest_file` bytes."""
        mask = os.umask(0)
        os.umask(mask)
        told = {"arguments": arguments, "folder": str(folder), "output": str(output), "umask": mask}
        limits = {"by_modes": by_modes, "largest_file": largest_file}
        self.args = ["webapp", *arguments]
        self.pid: int = _loaded().ask(**told, **limits, errors=str(errors or output), environment=environment)
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
    """The process that has loaded the app, as seen from the tests. Whoever asks first starts it; it ends with the last of
    those who may ask."""

    def __init__(self) -> None:
        run = os.environ.get("PYTEST_XDIST_TESTRUNUID") or uuid.uuid4().hex
        self._meeting = Path(tempfile.gettempdir(), f"lommekort-{run}")
        self._lock = threading.Lock()
        end = time.monotonic() + START_SECONDS
        while not self._is_met():
            assert time.monotonic() < end, "the process that servers are forked from does not start"
            time.sleep(ASK_EVERY)

    def _is_met(self) -> bool:
        """Start it where nobody has, and greet it. Not met: it is about to listen, or was about to end."""
        with socket.socket(socket.AF_UNIX) as listening, suppress(OSError):
            listening.bind(str(self._meeting))
            listening.listen()
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.forks", str(listening.fileno()), str(self._meeting)],
                cwd=ROOT,
                env=without_settings(os.environ) | {"PYTHONUNBUFFERED": "1"},
                stdin=subprocess.DEVNULL,
                pass_fds=[listening.fileno()],
            )
        with socket.socket(socket.AF_UNIX) as line, suppress(OSError, ValueError):
            line.connect(str(self._meeting))
            self._line = line.makefile("rw", encoding="utf-8")
            return self.ask(greeted=True)
        return False

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


def answer_questions(listening: socket.socket, meeting: Path) -> None:
    """Load the app, and then fork whatever is asked for until all who asked have ended. What a test that failed has left
    running ends then too."""
    load()
    gc.freeze()
    running: set[int] = set()
    lines: dict[socket.socket, TextIO] = {}
    while True:
        for one in select.select([listening, *lines], [], [])[0]:
            if one is listening:
                line, _ = listening.accept()
                lines[line] = line.makefile("rw", encoding="utf-8")
            elif question := lines[one].readline():
                print(json.dumps(_answer(json.loads(question), running)), file=lines[one], flush=True)
            else:
                lines.pop(one).close()
                one.close()
        if not lines:
            break
    listening.close()
    meeting.unlink()
    for left in running:
        with suppress(ProcessLookupError):
            os.kill(left, signal.SIGTERM)


def _answer(question: dict, running: set[int]) -> object:
    """Whether it listens; how a process has ended; or the number of one that is begun."""
    if "greeted" in question:
        return True
    if "ended" in question:
        ended, status = os.waitpid(question["ended"], os.WNOHANG)
        running.discard(ended)
        return os.waitstatus_to_exitcode(status) if ended else None
    number = os.fork()
    if number == 0:
        os.closerange(3, 1024)  # nobody else's question is answered here
        become(**question)
    running.add(number)
    return number


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


def become(
    arguments: list[str],
    folder: str,
    output: str,
    errors: str,
    umask: int,
    environment: dict[str, str],
    by_modes: bool,
    largest_file: int | None,
) -> None:
    """Be `python -m webapp` with these arguments; never returns."""
    code: object = 1
    try:
        os.setsid()
        os.chdir(folder)
        os.umask(umask)
        os.environ.clear()
        os.environ.update(environment)
        # Where files may not grow, Python 3.11 would leave half of a module's byte code behind, for all who come after.
        sys.dont_write_bytecode = True
        for number, path in ((1, output), (2, errors)):
            written = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o666)
            os.dup2(written, number)
            os.close(written)
        if by_modes and os.geteuid() == 0:
            give_up_reading_all()
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, resource.RLIM_INFINITY))

        from webapp.__main__ import main

        main(arguments, prog_name="lommekort")
        code = 0
    except SystemExit as ended:
        code = ended.code
    except BaseException:
        traceback.print_exc()
    os._exit(code if isinstance(code, int) else int(code is not None))


def give_up_reading_all() -> None:
    """Give up root's right to files whose modes do not allow it (capabilities(7), CAP_DAC_OVERRIDE), for good."""
    system = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(THIRD_VERSION, 0)
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable; then the same of the capabilities from 32 on
    if system.capget(header, sets) == 0:
        for place in range(3):
            sets[place] &= ~(1 << DAC_OVERRIDE)
    if system.capset(header, sets):
        raise OSError(ctypes.get_errno(), "capset")


if __name__ == "__main__":
    answer_questions(socket.socket(fileno=int(sys.argv[1])), Path(sys.argv[2]))
