"""Serving: a process that makes the app, prepares it and then watches, and one forked from it, which answers.

The app is loaded once, in the first of them, and both share that memory. Should the second one end, another is forked:
what stops a first start, such as a full disk, must not end what readers have. The first one stands still, so it is the
one that publishing is forked from (`webapp/publishing/apart.py`). Should the first one end, so do the others
(`webapp/lifeline.py`): one that went on alone would keep the port from the next start.
"""

from __future__ import annotations

import gc
import multiprocessing
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

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from webapp.config import Settings
from webapp.lifeline import end_when_told

if TYPE_CHECKING:
    from webapp.publishing.apart import Line

STOPS_WITHIN = 10  # seconds from being asked to stop; whoever is still sending then is cut off
MOST_CONNECTIONS = 8192  # at once, those that are kept open too
READ_WITHIN = 5  # seconds that systemd may take to read a word of ours
OWN_FILES = 128  # what the server opens besides: database, edition, log


def serve(settings: Settings, notify: str = "") -> None:
    """Prepare, and serve until stopped; says where, and to systemd that it is ready (`notify`: the socket it named).
    Ends the process with 1 when it cannot be prepared."""
    scheme = "https" if settings.tls_certificate else "http"
    _tell_when_it_listens(settings.host, settings.port, f"{scheme}://{_shown(settings.host)}:{settings.port}", notify)
    connections = room_for_connections()
    line = _prepared(settings)
    multiprocessing.set_start_method("fork", force=True)  # granian's process shares the app
    server = Granian(
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
        workers_kill_timeout=STOPS_WITHIN,
        log_level=LogLevels.warning,
        log_access=False,
        respawn_failed_workers=True,
        ssl_cert=Path(settings.tls_certificate) if settings.tls_certificate else None,
        ssl_key=Path(settings.tls_key) if settings.tls_key else None,
    )
    end_when_told()
    line.answer()
    try:
        server.serve(target_loader=partial(_load, line), wrap_loader=False)
    finally:
        line.end()
        from webapp.database import in_one_piece

        with line.app.app_context():
            in_one_piece()


def room_for_connections() -> int:
    """How many connections there are files for: as many as the system lets the process open."""
    files, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + OWN_FILES
    files = max(files, wanted if most == resource.RLIM_INFINITY else min(wanted, most))
    resource.setrlimit(resource.RLIMIT_NOFILE, (files, most))
    return max(1, min(MOST_CONNECTIONS, files - OWN_FILES))


def _prepared(settings: Settings) -> Line:
    """The app, ready to be forked from: it has no thread, and no connection to the database."""
    for number in (signal.SIGINT, signal.SIGTERM):  # until granian has its own: what is begun is ended in order
        signal.signal(number, lambda *_: sys.exit(1))
    gc.disable()  # nearly all that is made here stays, and to look for what does not takes a tenth of the start
    from webapp import create_app, gateway  # noqa: F401
    from webapp.database import write_ahead
    from webapp.memory import give_back, keep_tidy
    from webapp.prepare import NotPreparedError, prepare, told_in_words
    from webapp.publishing.apart import Line

    keep_tidy()
    try:
        with told_in_words(settings):
            app = create_app(settings)
            app.extensions["library"].forget_files()
            prepare(app)
    except NotPreparedError as error:
        if str(error):
            click.echo(str(error), err=True)
        sys.exit(1)
    with app.app_context():
        write_ahead()
    give_back()
    gc.freeze()  # the processes share what none of them looks through
    return Line(app)


def _load(line: Line):
    """What answers: the app's gateway, in the process that serves."""
    # Until the gateway's loop runs; before any thread begins, for each has what it was begun with.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the other process is told too, and stops this one
    line.lifeline.hang_on()
    gc.enable()
    from webapp.gateway import Gateway
    from webapp.memory import keep_giving_back

    keep_giving_back()
    publisher = line.app.extensions["publisher"]
    publisher.publish_over(line)
    publisher.watch()
    return Gateway(line.app)


def _tell_when_it_listens(host: str, port: int, address: str, notify: str) -> None:
    # In a process of its own, not a thread: the server forks, and a fork beside a running thread can leave a lock held
    # for ever in what it begins. Forked twice, so that nobody has to wait for it.
    gone, until_it_ends = os.pipe()
    if os.fork() == 0:
        if os.fork() == 0:
            os.close(until_it_ends)
            near = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
            while not select.select([gone], [], [], 0.05)[0]:
                with suppress(OSError):
                    socket.create_connection((near, port), timeout=1).close()
                    print(f"Lommekort: {address}", flush=True)
                    tell_systemd(notify)
                    break
        os._exit(0)
    os.close(gone)
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
