"""Serving: what was started watches over one process, which makes the app, prepares it, and answers.

The app is loaded in that one alone (`webapp/watch.py`), and what publishes is forked from it
(`webapp/publishing/apart.py`). Should it be killed, another is begun: what stops a first start, such as a full disk,
must not end what readers have. Should the one that watches end, so do the others (`webapp/lifeline.py`): one that went
on alone would keep the port from the next start.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import socket
import sys
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import MPServer

from webapp.command_line import tell
from webapp.config import Settings
from webapp.lifeline import end_with

if TYPE_CHECKING:
    from flask import Flask

MOST_CONNECTIONS = 8192  # at once, those that are kept open too
ENDS_WITHIN = 2  # seconds that what is being worked on at the end may still take
READ_WITHIN = 5  # seconds that systemd may take to read a word of ours
OWN_FILES = 128  # what the server opens besides: database, edition, log


def serve(settings: Settings, watcher: int, again: bool) -> None:
    """Prepare, and serve until stopped, or until the process that watches has gone (the end of its pipe). Ends the
    process with 1 when it cannot be prepared; where it is begun `again`, only when there is nothing to serve."""
    end_with(watcher)
    connections = room_for_connections()
    app = _prepared(settings, again)
    # Until the gateway's loop runs; before any thread begins, for each has what it was begun with.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    server = InThisProcess(
        "webapp.serve",  # only a name: what is served is what `_load` answers
        address=settings.host,
        port=settings.port,
        interface=Interfaces.RSGI,
        workers=1,
        websockets=False,
        # Not granian's 1,024: phones keep their connection open, and the one after the last place is not answered.
        backpressure=connections,
        backlog=connections,
        # Browsers speak HTTP/2 over TLS only; behind a proxy there is no need of it.
        http=HTTPModes.auto if settings.tls_certificate else HTTPModes.http1,
        log_level=LogLevels.warning,
        log_access=False,
        ssl_cert=Path(settings.tls_certificate) if settings.tls_certificate else None,
        ssl_key=Path(settings.tls_key) if settings.tls_key else None,
    )
    try:
        server.serve(target_loader=partial(_load, app), wrap_loader=False)
    finally:
        from webapp.database import in_one_piece

        publisher = app.extensions["publisher"]
        publisher.end()
        with publisher.lock.alone(ENDS_WITHIN), app.app_context():
            in_one_piece()


def room_for_connections() -> int:
    """How many connections there are files for: as many as the system lets the process open."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OWN_FILES
    files = max(files, wanted if most == resource.RLIM_INFINITY else min(wanted, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, min(MOST_CONNECTIONS, files - OWN_FILES))


class InThisProcess(MPServer):
    """granian with this process for its one worker, where it would fork one for each and watch over them."""

    def _spawn_workers(self, spawn_target, target_loader) -> None:
        self._spawn_worker(0, spawn_target, target_loader).inner.run()

    def _serve_loop(self, *_) -> None:
        """Nobody to watch: when the worker has ended, so have we."""


def _prepared(settings: Settings, again: bool) -> Flask:
    """The app, brought up to date. It has no thread yet."""
    for number in (signal.SIGINT, signal.SIGTERM):  # until granian has its own: what is begun is ended in order
        signal.signal(number, lambda *_: sys.exit(1))
    gc.disable()  # nearly all that is made here stays, and to look for what does not takes a tenth of the start
    from webapp import create_app, gateway  # noqa: F401
    from webapp.database import write_ahead
    from webapp.memory import give_back, keep_tidy
    from webapp.prepare import NotPreparedError, prepare, told_in_words

    keep_tidy()
    app = None
    try:
        with told_in_words(settings):
            app = create_app(settings)
            app.extensions["library"].forget_files()
            prepare(app)
    except NotPreparedError as error:
        if str(error):
            tell(str(error))
        if app is None or not (again and app.extensions["editions"].current()):
            sys.exit(1)
    with app.app_context():
        write_ahead()
    give_back()
    gc.freeze()  # what is here stays, and need not be looked through
    gc.enable()
    return app


def _load(app: Flask):
    """What answers: the app's gateway."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the process that watches is told too, and stops this one
    from webapp.gateway import Gateway
    from webapp.memory import keep_giving_back

    # On a full disk Python before 3.12.8 leaves half of a module's byte code, which no later process can load.
    sys.dont_write_bytecode = True
    keep_giving_back()
    publisher = app.extensions["publisher"]
    publisher.publish_apart()
    publisher.watch()
    return Gateway(app)


def tell_when_it_listens(settings: Settings, watcher: int, notify: str = "") -> None:
    """Say where it listens, as soon as it does, and to systemd that it is ready (`notify`: the socket it named). Until
    the process that watches has gone: should the server be killed before it listens, the next one is told of."""
    # In a process of its own, not a thread: the server forks, and a fork beside a running thread can leave a lock held
    # for ever in what it begins. Forked twice, so that nobody has to wait for it.
    if os.fork() == 0:
        if os.fork() == 0:
            host, port = settings.host, settings.port
            near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
            while not select.select([watcher], [], [], 0.05)[0]:
                try:
                    socket.create_connection((near, port), timeout=1).close()
                except OSError:
                    continue
                scheme = "https" if settings.tls_certificate else "http"
                with suppress(OSError):  # nor does a full disk behind `>` keep it from systemd
                    print(f"Lommekort: {scheme}://{_shown(host)}:{port}", flush=True)
                tell_systemd(notify)
                break
        os._exit(0)
    os.wait()


def tell_systemd(notify: str) -> None:
    """That the service is ready (sd_notify(3)). Waits until it has been read: systemd looks whose the sender is, and
    this process ends at once (sd_notify_barrier, in the same page)."""
    if not notify:
        return
    with suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as line:
        line.connect("\0" + notify[1:] if notify.startswith("@") else notify)
        line.send(b"READY=1")
        until_read, ours = os.pipe()
        socket.send_fds(line, [b"BARRIER=1"], [ours])
        os.close(ours)
        select.select([until_read], [], [], READ_WITHIN)


def _shown(host: str) -> str:
    return f"[{host}]" if ":" in host else host
