"""Figures about the server in Prometheus' text format: how many, how long, how much, never who or what.

A request is counted by the class of its route and of its status alone. All public pages are one class, so no figure
grows when somebody reads one page rather than another, asks for a certain offer, or meets a closed one.
"""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from flask import Flask
from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from sqlalchemy.exc import SQLAlchemyError

from webapp.offersdesk.report_answer import count_open_reports

# By the first part of an address; all others are public pages.
ROUTE_CLASSES = {
    "desk": ("intern",),
    "open_data": ("api",),
    "edition": ("udgave", "udgave.json", "data"),
    "files": ("static", "sw.js", "manifest.webmanifest", "favicon.ico", "robots.txt", ".well-known"),
    "monitoring": ("healthz", "readyz", "metrics"),
}
PAGES = "pages"
_CLASS_OF = {part: name for name, parts in ROUTE_CLASSES.items() for part in parts}


def route_class(path: str) -> str:
    """Which class of routes an address belongs to: `desk`, `open_data`, `edition`, `files`, `monitoring` or `pages`."""
    return _CLASS_OF.get(path[1:].partition("/")[0], PAGES)


class Metrics:
    """The figures of one server process. Counters begin at nought when it starts."""

    def __init__(self, app: Flask):
        disable_created_metrics()  # when each counter was begun: the process' start says the same, once
        self._registry = CollectorRegistry()
        requests = Counter(
            "lommekort_requests",
            "Requests answered, by class of route and of status.",
            ("route", "status"),
            registry=self._registry,
        )
        names = [PAGES, *ROUTE_CLASSES]
        # Made beforehand, so that counting costs a look-up, and a figure that is nought is there to be seen.
        self._answered = {
            (name, status): requests.labels(name, f"{status}xx") for name in names for status in range(2, 6)
        }
        published = Counter(
            "lommekort_publishings", "Editions published, and tries that failed.", ("result",), registry=self._registry
        )
        self._published = {result: published.labels(result) for result in ("done", "failed")}
        self._took = Gauge(
            "lommekort_publishing_seconds", "How long the last publishing took, in seconds.", registry=self._registry
        )
        self._ended = Gauge(
            "lommekort_published_timestamp_seconds",
            "When this server last published, in seconds since 1970; 0 for not since it started.",
            registry=self._registry,
        )
        ProcessCollector(registry=self._registry)
        self._registry.register(_Now(app))

    def answered(self, path: str, status: int) -> None:
        """Count a request. The address is used for its class and forgotten."""
        counter = self._answered.get((route_class(path), status // 100))
        if counter is not None:
            counter.inc()

    @contextmanager
    def publishing(self) -> Iterator[None]:
        """Count a publishing and time it; one that raises has failed."""
        begun = time.monotonic()
        try:
            yield
        except Exception:
            self._published["failed"].inc()
            raise
        self._published["done"].inc()
        self._took.set(time.monotonic() - begun)
        self._ended.set(time.time())

    def text(self) -> bytes:
        """All of it, in Prometheus' text format (version 0.0.4)."""
        return generate_latest(self._registry)


class _Now:
    """What is looked up when it is asked for: queues and the disk."""

    def __init__(self, app: Flask):
        self._app = app

    def describe(self) -> list[GaugeMetricFamily]:
        return []  # otherwise everything would be looked up once when this is registered

    def collect(self) -> Iterator[GaugeMetricFamily]:
        queues = GaugeMetricFamily("lommekort_queue", "What waits, by queue.", labels=("queue",))
        queues.add_metric(("publishing",), float(self._app.extensions["publisher"].waiting))
        with suppress(SQLAlchemyError), self._app.app_context():  # a database that is away is told by /readyz
            queues.add_metric(("reports",), float(count_open_reports()))
        yield queues
        with suppress(OSError):
            disk = shutil.disk_usage(self._app.extensions["settings"].instance)
            yield GaugeMetricFamily("lommekort_disk_free_bytes", "Free where the instance folder is.", float(disk.free))
            yield GaugeMetricFamily("lommekort_disk_bytes", "The size of that disk.", float(disk.total))
