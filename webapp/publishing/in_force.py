"""What the edition in force answers from: read from the bundle that phones fetch, so that both have the same copy.

Before an edition is published (in development and tests) it is made from the database instead.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterable

from flask import Flask

from webapp.doors.edition_part import ADDRESS as DOORS
from webapp.edition.bundle import TEMPLATE, Entry, unpack
from webapp.edition.edition import Edition, Editions
from webapp.edition.site import site_file
from webapp.finder.answers import Answers
from webapp.finder.dataset import INDEX, OFFERS
from webapp.memory import give_back
from webapp.publishing.publish import render
from webapp.security.logs import failed


class AnswersInForce:
    """The answers of the edition in force; read anew when another edition is put in force."""

    LOOK_EVERY = 1.0  # seconds

    def __init__(self, app: Flask, editions: Editions):
        self._app = app
        self._editions = editions
        self._lock = threading.Lock()
        self._answers: Answers | None = None
        self._version: str | None = None
        self._looked = float("-inf")

    def current(self) -> Answers:
        """What to answer from now."""
        answers = self._answers
        if answers is None or not answers.is_up_to_date or time.monotonic() - self._looked > self.LOOK_EVERY:
            with self._lock:
                self._look()
                answers = self._answers
        assert answers is not None  # noqa: S101
        return answers

    def _look(self) -> None:
        edition = self._editions.current()
        version = edition.version if edition else ""
        if self._answers is None or version != self._version:
            self._answers = (edition and self._read(edition)) or answers_of_database(self._app)
            self._version = version
            give_back()  # the bundle was read whole, and what it was read into is much smaller
        elif not self._answers.is_up_to_date:  # midnight has passed, and something changes today
            self._answers = self._answers.again()
        self._looked = time.monotonic()

    def _read(self, edition: Edition) -> Answers | None:
        try:
            return read_answers(edition)
        except (OSError, ValueError, KeyError) as error:
            # Spoilt on the disk: the next start writes it anew, and until then the database knows the same.
            failed(error, "reading the edition")
            return None


def is_answered_from(entry: Entry) -> bool:
    """Whether answers are made from an entry of the edition; the others, three quarters of it, are sent as they are."""
    return entry.kind == TEMPLATE or entry.path == DOORS


def read_answers(edition: Edition) -> Answers:
    """What a published edition is answered from: its bundle. Raises ValueError where that is not as it was written."""
    bundle = site_file(edition.folder / "site", f"/udgave/{edition.version}").read_bytes()
    if hashlib.sha256(bundle).hexdigest() != edition.sha256:
        raise ValueError("the bundle is spoilt")
    _headers, entries = unpack(bundle)
    pages, packed = read_entries(entries)
    words = {"edition": edition.version, "edition date": edition.date_words, "edition size": edition.size_words}
    return Answers(pages, packed, words)


def answers_of_database(app: Flask) -> Answers:
    """What an edition would be answered from if it were published now."""
    pages, packed = read_entries(render(app))
    return Answers(pages, packed, {"edition": "", "edition date": "", "edition size": ""})


def read_entries(entries: Iterable[Entry]) -> tuple[dict[str, str], dict[str, bytes]]:
    """Pages and parts of the data set by address; and those that are read as bytes."""
    bodies = {entry.path: entry.body for entry in entries if is_answered_from(entry)}
    packed = {at: bodies.pop(at) for at in (OFFERS, INDEX)}
    return {at: body.decode() for at, body in bodies.items()}, packed
