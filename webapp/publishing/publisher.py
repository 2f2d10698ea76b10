"""Publishing after an editor's change: soon, one at a time, and again when it fails.

Whoever has committed a change calls `ask` and goes on. One thread publishes, or in a running server has it done in
another process (`webapp/publishing/apart.py`); what is asked while it does so is published right after, so the last
edition always has every change. A failure leaves the edition in force as it is, is
told at the desk, and is tried again by itself. Should the server stop before it got round to it, it publishes when it
starts. What is changed at another server on the same database is noticed within a second or two (`watch`).
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import Literal

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from webapp.clock import now_by
from webapp.database import db, reading
from webapp.publishing.apart import Apart, NotPublishedError
from webapp.publishing.data_version import count_change, data_version
from webapp.publishing.fork_lock import ForkLock
from webapp.publishing.publish import TooLargeError, publish
from webapp.security.logs import failed

# How hard an edition is pressed at most after an edit: the last steps cost seconds and save a phone a tenth, and those
# that have an edition fetch a patch.
QUALITY = 6
WAITS = (5, 30, 120, 600)  # seconds until the next try; the last one for ever
LOOK_EVERY = 1.0  # seconds between looks at whether another server has changed anything
# Seconds of rest after a publishing that took so long or longer; after a shorter one as long as that took. While many
# save, readers and editors have the processor to themselves half of the time, and what is saved meanwhile goes out with
# one publishing. Who saves when nobody has saved for a while waits for no rest.
LONGEST_REST = 1.0


@dataclass(frozen=True)
class State:
    """What the desk is told. `since` is when it became so, `why` what somebody at the desk can mend."""

    kind: Literal["quiet", "working", "failed"]
    since: datetime | None = None
    tries: int = 0
    why: str = ""


class Publisher:
    """Publishes an app's edition in a thread of its own, which begins with the first change.

    Without an edition in force (in development) there is nothing to replace, and nothing is done.
    """

    def __init__(self, app: Flask):
        self._app = app
        self._publish: Callable[[int], object] = partial(publish, app)
        self._wake = threading.Condition()
        self._asked = 0
        self._done = 0
        self._thread: threading.Thread | None = None
        self._state = State("quiet")
        self._known = -1  # the version of the data that was asked to be published last
        self._watching = threading.Event()
        self.lock = ForkLock()
        self._apart: Apart | None = None
        self._rests = False
        self._rested = float("-inf")  # when the rest after the last publishing ends, by the monotonic clock

    @property
    def state(self) -> State:
        """How far it has come."""
        return self._state

    @property
    def waiting(self) -> int:
        """How many times it was asked for what is not published yet."""
        return self._asked - self._done

    def ask(self) -> None:
        """Have what is now in the database published. Returns at once."""
        if self._app.extensions["editions"].current() is None:
            return
        with self._wake:
            self._asked += 1
            if self._state.kind == "quiet":
                self._tell("working")
            if self._thread is None or not self._thread.is_alive():
                # A daemon: the server must be able to stop while it waits to try again.
                self._thread = threading.Thread(target=self._work, name="publisher", daemon=True)
                self._thread.start()
            self._wake.notify_all()

    def commit_and_ask(self) -> None:
        """Commit what is changed in `db.session`, counted as a change of the public data, and have it published."""
        number = count_change(db.session)
        db.session.commit()
        with self._wake:
            self._known = max(self._known, number)
        self.ask()

    def is_published(self, number: int) -> None:
        """Say up to which version of the data the edition in force was looked at, so that `watch` need not ask anew."""
        self._known = number

    def publish_apart(self) -> None:
        """From now on, have another process publish. For the process that serves, all of whose threads work sharing
        `lock`."""
        self._apart = Apart(self._app, self.lock)
        self._publish, self._rests = self._apart.publish, True

    def watch(self) -> None:
        """Publish here, from now on and until `stop_watching`, what was changed by others on the database, and what was
        changed since the edition in force was made. Returns at once. For the process that serves."""
        self._watching.set()
        threading.Thread(target=self._watch, name="watch over the data", daemon=True).start()

    def stop_watching(self) -> None:
        """End what `watch` began, at its next look."""
        self._watching.clear()

    def end(self) -> None:
        """Publish no more: what was not published is when the server starts again."""
        self.stop_watching()
        if self._apart:
            self._apart.end()

    def _watch(self) -> None:
        while self._watching.is_set():
            # A database that does not answer is told where it is needed, and asked again here.
            with self.lock.shared(), suppress(SQLAlchemyError), self._app.app_context(), reading() as connection:
                number = data_version(connection)
                with self._wake:
                    news, self._known = number != self._known, number
                if news:
                    self.ask()
            time.sleep(LOOK_EVERY)

    def wait(self, seconds: float) -> bool:
        """Whether everything asked for so far was published within so many seconds."""
        with self._wake:
            asked = self._asked
            return self._wake.wait_for(lambda: self._done >= asked, seconds)

    def wait_for_failure(self, tries: int, seconds: float) -> bool:
        """Whether it has failed so many times in a row, within so many seconds."""
        with self._wake:
            return self._wake.wait_for(lambda: self._state.tries >= tries, seconds)

    def _work(self) -> None:
        while True:
            with self._wake:
                self._wake.wait_for(lambda: self._asked > self._done)
            self._rest(self._rested - time.monotonic())
            with self._wake:
                asked = self._asked
            began = time.monotonic()
            try:
                with self._app.extensions["metrics"].publishing():
                    self._publish(min(QUALITY, self._app.extensions["settings"].compression))
            except Exception as error:
                # Whatever it was: the desk is told, the log says where, and it is tried again.
                if not isinstance(error, NotPublishedError):
                    failed(error, "publishing")
                with self._wake:
                    tries = self._state.tries + 1
                    self._tell("failed", tries, _for_the_desk(error))
                    again = WAITS[min(tries, len(WAITS)) - 1]
                    self._wake.wait_for(partial(self._asked_since, asked), again)
            else:
                if self._rests:
                    ended = time.monotonic()
                    self._rested = ended + min(ended - began, LONGEST_REST)
                with self._wake:
                    self._done = asked
                    self._tell("working" if self._asked > asked else "quiet")

    def _rest(self, seconds: float) -> None:
        if seconds > 0:
            time.sleep(seconds)

    def _asked_since(self, asked: int) -> bool:
        return self._asked > asked

    def _tell(self, kind: Literal["quiet", "working", "failed"], tries: int = 0, why: str = "") -> None:
        same = self._state.kind == kind
        since = self._state.since if same else now_by(self._app.extensions["settings"])
        self._state = replace(self._state, kind=kind, since=since, tries=tries, why=why)
        self._wake.notify_all()


def _for_the_desk(error: Exception) -> str:
    return str(error) if isinstance(error, TooLargeError | NotPublishedError) else ""
