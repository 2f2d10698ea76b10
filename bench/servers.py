"""Measures what a second server adds for those who write, on one PostgreSQL.

The first server shares a processor core with the database and the editors, as on a machine that carries all of it; the
second one comes with a core of its own, as another machine does. So whatever is missing to twice as many saves a second
was spent waiting for each other, or by the database on there being two. The database is set as PostgreSQL is from the
start: a commit waits for the disk.

The table tells where the processor's time of a save goes, and how long it waited for locks and for the disk by what
the database itself says (pg_stat_activity, looked at fifty times a second). Everything is on the loopback address.
Needs two cores, and nothing else at work on them: `cores` is how much of them all of it had, near 1 with one server and
near 2 with two. Where it is less, others had the rest, and the growth is not the servers'.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Engine, create_engine, text

from bench.figures import Figure, measure_and_tell, processor_seconds, table
from bench.load import EDITORS, SECRET, Editor, Told, desk_in, write
from harness.processes import Missing, Server, lommekort
from tests import postgres

SECONDS, ROUNDS, WARM_UP = 10, 3, 2
LEAST_GROWTH = 1.6  # saves a second with two servers to those with one
SHARED, ADDED = 0, 1  # the processor cores: of everything, and of the second server
LESS = 5  # nice(1) of the servers: the database goes first on the core they share, or all others wait for its turn
LOOKS = 50  # a second, at what the database's connections wait for
WAITING = text(
    "SELECT coalesce(wait_event_type, '') AS what, count(*) AS number FROM pg_stat_activity "
    "WHERE backend_type = 'client backend' AND state = 'active' AND pid <> pg_backend_pid() "
    "AND wait_event_type IN ('Lock', 'LWLock', 'IO') GROUP BY 1"
)


@dataclass(frozen=True)
class Measured:
    """So many servers: saves a second, and of how many processor cores' time; for each save the milliseconds of it at
    the servers, publishing included, and the database, and those that a connection waited for another's locks and for
    the disk."""

    rate: float
    p99: float
    errors: int
    cores: float
    servers: float
    database: float
    locks: float
    disk: float

    def row(self, name: str) -> list[str]:
        """Its line of the table."""
        figures = (self.rate, self.p99, self.servers, self.database, self.locks, self.disk)
        return [name, *(f"{value:,.1f}" for value in figures), f"{self.cores:.2f}", str(self.errors)]


def main() -> int:
    """Runs the measurement and prints the tables. 0 when measured, 1 when a server failed, 2 when a tool is missing."""
    options = argparse.ArgumentParser()
    options.add_argument("--seconds", type=int, default=SECONDS)
    options.add_argument("--rounds", type=int, default=ROUNDS)
    given = options.parse_args()
    return measure_and_tell(lambda: measure(given.seconds, given.rounds))


def measure(seconds: int = SECONDS, rounds: int = ROUNDS) -> list[Figure]:
    """One server and two, in turn, for so many rounds. Raises Missing and Failed."""
    programs = postgres.programs()
    if programs is None:
        raise Missing(postgres.MISSING)
    if not {SHARED, ADDED} <= os.sched_getaffinity(0):
        raise Missing("Missing: a second processor core, for the second server.")
    one, two = [], []
    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-"))
        stack.enter_context(keeping_to(SHARED))
        database = stack.enter_context(postgres.server(programs, settings={}))  # keeps to that core as well
        postmaster = int((database.place / "data" / "postmaster.pid").read_text().split()[0])
        engine = create_engine(database.address.replace("postgresql:", "postgresql+psycopg:", 1))
        stack.callback(engine.dispose)
        given = {"DATABASE_URL": database.address, "SECRET_KEY": SECRET}
        first = stack.enter_context(
            lommekort(SHARED, nice=LESS, LOMMEKORT_INSTANCE=str(Path(folder, "first")), **given)
        )
        people = desk_in(engine, [first] * EDITORS)
        for _ in range(rounds):
            one.append(run(people, [first], postmaster, engine, seconds))
            with lommekort(ADDED, nice=LESS, LOMMEKORT_INSTANCE=str(Path(folder, "second")), **given) as second:
                for editor in people[::2]:
                    editor.go_to(second)
                two.append(run(people, [first, second], postmaster, engine, seconds))
            for editor in people:
                editor.go_to(first)
    heading = [
        "",
        "saves a second",
        "p99 ms",
        "servers ms",
        "database ms",
        "for locks ms",
        "for disk ms",
        "cores",
        "errors",
    ]
    print(table([heading, *(found.row(name) for name, found in (("one server", middle(one)), ("two", middle(two))))]))
    return figures(one, two)


def figures(one: Sequence[Measured], two: Sequence[Measured]) -> list[Figure]:
    """What has a limit. Ratios are taken within a round, then their median."""
    growth = statistics.median(more.rate / less.rate for less, more in zip(one, two, strict=True))
    errors = sum(found.errors for found in (*one, *two))
    return [
        Figure("editors, two servers to one", growth, least=LEAST_GROWTH, form=".2f"),
        Figure("editors' errors, one and two servers", errors, most=0, form=".0f"),
    ]


def middle(found: Sequence[Measured]) -> Measured:
    """The median of each figure, and all errors."""
    names = ("rate", "p99", "servers", "database", "locks", "disk", "cores")
    medians = {name: statistics.median(getattr(one, name) for one in found) for name in names}
    return Measured(**medians, errors=sum(one.errors for one in found))


def run(people: list[Editor], servers: list[Server], postmaster: int, engine: Engine, seconds: int) -> Measured:
    """Have everybody save for so many seconds."""
    write(people, WARM_UP)
    began, before = time.monotonic(), used(servers, postmaster)
    with looking(engine) as waited:
        answered: Told = write(people, seconds)
    took = time.monotonic() - began
    spent = [now - then for then, now in zip(before, used(servers, postmaster), strict=True)]
    saves = answered.rates[0] * seconds
    at_servers, at_database, _ = (1000 * one / saves for one in spent)
    locks, disk = (1000 * waited[what] / LOOKS / saves for what in ("locks", "disk"))
    cores = sum(spent) / took
    return Measured(answered.rates[0], answered.p99[0], answered.errors, cores, at_servers, at_database, locks, disk)


def used(servers: Sequence[Server], postmaster: int) -> tuple[float, float, float]:
    """Processor seconds so far: of the servers, of the database, and of the editors, who are this process."""
    return sum(processor_seconds(one.pid) for one in servers), processor_seconds(postmaster), time.process_time()


@contextmanager
def looking(engine: Engine) -> Iterator[dict[str, int]]:
    """How many connections were seen waiting meanwhile, all looks together: for locks, and for the disk."""
    seen, enough = {"locks": 0, "disk": 0}, threading.Event()

    def look() -> None:
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            while not enough.wait(1 / LOOKS):
                for what, number in connection.execute(WAITING):
                    seen["disk" if what == "IO" else "locks"] += number

    thread = threading.Thread(target=look, name="looking")
    thread.start()
    try:
        yield seen
    finally:
        enough.set()
        thread.join()


@contextmanager
def keeping_to(core: int) -> Iterator[None]:
    """This process, and what it starts, on one processor core meanwhile."""
    before = os.sched_getaffinity(0)
    os.sched_setaffinity(0, {core})
    try:
        yield
    finally:
        os.sched_setaffinity(0, before)


if __name__ == "__main__":
    sys.exit(main())
