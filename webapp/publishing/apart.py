"""Publishing in a process of its own: forked from the one that serves, gone afterwards.

So readers and editors do not wait while an edition is rendered and pressed, the memory that takes is given back, and
the app is loaded once. A process with threads is no good to fork from while they work
(`webapp/publishing/fork_lock.py`), nor is one that has SQLite's file open: the locks on it belong to a process, and the
forked one would believe that it has them too (sqlite.org/howtocorrupt.html, section 2.6). So the fork waits until no
request is being worked on, with the file closed. Ready pages are answered all the while.

Should the forked process be killed, that counts as a failure. Should the server, it ends too (`webapp/lifeline.py`).
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from contextlib import suppress
from pathlib import Path

from flask import Flask

from webapp.database import close_file, db, in_place
from webapp.lifeline import end_with
from webapp.publishing.fork_lock import ForkLock
from webapp.publishing.publish import TooLargeError, publish
from webapp.security.logs import failed

LESS_URGENT = 5  # nice(2): whoever asks or saves comes first, and still an edit is out within seconds
# Seconds that requests wait for those that are being worked on. Where one takes longer, at a sheet with hundreds of
# offers, all go on for so many times as long before they wait again, twice as long each time: it ends some time.
PATIENCE, LET_IN = 0.1, 4
SENDS_WITHIN = 0.05  # seconds for the HTTP server to send the ready pages it was handed (`let_catch_up` in gateway.py)


class NotPublishedError(Exception):
    """Publishing failed in the other process, which has logged why. The message is for the desk, or empty."""


class Apart:
    """Publishes an app's edition in processes forked from this one. Used by one thread."""

    def __init__(self, app: Flask, lock: ForkLock):
        self._app, self._lock = app, lock
        self._child = 0
        self._ended = False
        self._children = threading.Condition()

    def publish(self, quality: int) -> None:
        """Have a forked process publish, and wait for it. Raises NotPublishedError; also when it was killed, or could
        not be begun."""
        with os.fdopen(self._fork(quality), "rb") as answer:
            told = answer.read()
        code = self._wait()
        if code or not told:
            if not self._ended:
                failed(ChildProcessError(), "publishing")
            raise NotPublishedError
        why = json.loads(told)
        if why is not None:
            raise NotPublishedError(why)

    def end(self) -> None:
        """Let no child outlive this process, and begin none."""
        with self._children:
            self._ended = True
            if self._child:
                os.kill(self._child, signal.SIGKILL)
                self._children.wait_for(lambda: not self._child)

    def _fork(self, quality: int) -> int:
        """Where to read what comes of it."""
        patience = PATIENCE
        while True:
            with self._lock.alone(patience) as alone:
                if alone:
                    time.sleep(SENDS_WITHIN)
                    return self._fork_alone(quality)
            time.sleep(LET_IN * patience)
            patience *= 2

    def _fork_alone(self, quality: int) -> int:
        with self._app.app_context():
            if not in_place():  # whoever opened the file next would find another, or none
                raise NotPublishedError
            close_file()
        answer, told = os.pipe()
        end, held = os.pipe()  # of the child's lifeline
        with self._children:
            if not self._ended:
                try:
                    self._child = os.fork()
                    if self._child == 0:
                        self._be_the_child(quality, told, end)
                except OSError as error:
                    failed(error, "publishing")
        os.close(told)
        os.close(end)
        self._held = held
        if not self._child:
            os.close(answer)
            os.close(held)
            raise NotPublishedError
        return answer

    def _wait(self) -> int:
        os.waitid(os.P_PID, self._child, os.WEXITED | os.WNOWAIT)
        with self._children:  # until it is waited for, its number is nobody else's
            _, status = os.waitpid(self._child, 0)
            self._child = 0
            os.close(self._held)
            self._children.notify_all()
        return os.waitstatus_to_exitcode(status)

    def _be_the_child(self, quality: int, told: int, end: int) -> None:
        code = 1
        try:
            signal.set_wakeup_fd(-1)  # the server's own loop listens there
            # Whoever is answered would else not learn that the line has been closed, as long as we have it open too.
            for number in _open_files() - {0, 1, 2, told, end}:
                with suppress(OSError):
                    os.close(number)
            for number in (signal.SIGTERM, signal.SIGHUP):
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us, and `end` ends this one
            signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGTERM, signal.SIGHUP})
            end_with(end)
            os.nice(LESS_URGENT)
            why: str | None = None
            try:
                with self._app.app_context():
                    db.engine.dispose(close=False)  # the connections are the other process' own
                publish(self._app, quality)
            except Exception as error:
                # Whatever it was: the log says where, and the server that it is to be tried again.
                failed(error, "publishing")
                why = str(error) if isinstance(error, TooLargeError) else ""
            os.write(told, json.dumps(why).encode())
            code = 0
        finally:
            with suppress(OSError):  # a full disk behind `2>`
                sys.stderr.flush()
            os._exit(code)


def _open_files() -> set[int]:
    try:
        return {int(file.name) for file in Path("/dev/fd").iterdir()}
    except OSError:
        return set(range(os.sysconf("SC_OPEN_MAX")))
