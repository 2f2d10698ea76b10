"""Publishing in a process of its own: forked from one that has the app loaded and stands still, and gone afterwards.

The server that is in the middle of answering is no good to fork from: it has threads, and locks that they hold. The
process that watches over it (`webapp/serve.py`) has the app in its memory too, and forks a child when the server asks
over a line between the two. So readers and editors do not wait while an edition is rendered and pressed, and the memory
that takes is given back. Should the child be killed, the server learns it: the line says that it failed. Should the
process be killed that it was forked from, child and server end with it (`webapp/lifeline.py`).
"""

from __future__ import annotations

import json
import os
import signal
import socket
import sys
import threading
from itertools import count

from flask import Flask

from webapp.database import db
from webapp.lifeline import Lifeline
from webapp.publishing.publish import TooLargeError, publish
from webapp.security.logs import failed

LESS_URGENT = 5  # nice(2): whoever asks or saves comes first, and still an edit is out within seconds


class NotPublishedError(Exception):
    """Publishing failed in the other process, which has logged why. The message is for the desk, or empty."""


class Line:
    """The line between the process that serves and the one that publishes: a question and an answer a publishing, each
    a line of JSON. Made before the first is forked from the second, and used by one thread at each end."""

    def __init__(self, app: Flask):
        self.app = app
        self.lifeline = Lifeline()  # for whatever is forked from the process that publishes
        self._asks, self._answers = socket.socketpair()
        self._child = 0
        self._ended = False
        self._children = threading.Condition()

    # In the process that serves

    def take(self) -> None:
        """Be the one that asks, which is then told when the other process has gone."""
        self._answers.close()
        self._numbers = count()

    def publish(self, quality: int) -> None:
        """Have the other process publish, and wait for it. Raises NotPublishedError; also when the other one has
        gone, for then this one is about to go too, and the next start publishes."""
        question = f"{os.getpid()}-{next(self._numbers)}"
        try:
            _tell(self._asks, {"question": question, "quality": quality})
            while answer := _read(self._asks):
                if answer["question"] == question:  # not one to a server before this one, which was killed
                    break
        except OSError:
            answer = None
        if not answer:
            self._asks.close()
            raise NotPublishedError
        if not answer["done"]:
            raise NotPublishedError(answer.get("why", ""))

    # In the process that publishes

    def answer(self) -> None:
        """Publish whenever it is asked for, from now on until `end`. Returns at once."""
        threading.Thread(target=self._answer, name="publishing", daemon=True).start()

    def end(self) -> None:
        """Let no child outlive this process."""
        with self._children:
            self._ended = True
            if self._child:
                os.kill(self._child, signal.SIGKILL)
                self._children.wait_for(lambda: not self._child)

    def _answer(self) -> None:
        while asked := _read(self._answers):
            if not self._have_published(**asked):
                _tell(self._answers, {"question": asked["question"], "done": False})

    def _have_published(self, question: str, quality: int) -> bool:
        """Whether a child has said what came of it. Otherwise it was killed, or could not be begun."""
        with self._children:
            if self._ended:
                return False
            try:
                self._child = os.fork()
            except OSError as error:
                failed(error, "publishing")
                return False
            if self._child == 0:
                self._be_the_child(question, quality)
        os.waitid(os.P_PID, self._child, os.WEXITED | os.WNOWAIT)
        with self._children:  # until it is waited for, its number is nobody else's
            _, status = os.waitpid(self._child, 0)
            self._child = 0
            self._children.notify_all()
        if os.waitstatus_to_exitcode(status) != 0:
            if not self._ended:
                failed(ChildProcessError(), "publishing")
            return False
        return True

    def _be_the_child(self, question: str, quality: int) -> None:
        code = 1
        try:
            self.lifeline.hang_on()
            self._asks.close()
            for number in (signal.SIGTERM, signal.SIGHUP):  # the server's own handlers are not for us
                signal.signal(number, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all of us, and `end` ends this one
            os.nice(LESS_URGENT)
            answer: dict[str, object] = {"question": question, "done": True}
            try:
                with self.app.app_context():
                    db.engine.dispose(close=False)  # the connections are the other process' own
                publish(self.app, quality)
            except Exception as error:
                # Whatever it was: the log says where, and the server that it is to be tried again.
                failed(error, "publishing")
                answer |= {"done": False, "why": str(error) if isinstance(error, TooLargeError) else ""}
            _tell(self._answers, answer)
            code = 0
        finally:
            sys.stderr.flush()
            os._exit(code)


def _tell(line: socket.socket, what: dict[str, object]) -> None:
    line.sendall(json.dumps(what).encode() + b"\n")


def _read(line: socket.socket) -> dict | None:
    """The next thing that is told; None when the other end has gone."""
    read = b""
    while not read.endswith(b"\n"):
        try:
            piece = line.recv(1)  # a publishing's two short lines: nothing is read that belongs to the next
        except ConnectionResetError:
            return None
        if not piece:
            return None
        read += piece
    return json.loads(read)
