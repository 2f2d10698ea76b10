"""Where the tests' processor time goes: `make test-times`, a pytest plugin (`-p harness.times`).

Wall time tells little on a machine that does other things, so what is counted is processor seconds, user and system, of
pytest and of every process it started: servers, browsers, Node. Of a fixture what it needed itself counts, without the
fixtures it asked for; a fixture of a session is counted where it was made.
"""

from __future__ import annotations

import os
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from harness.processes import process_tree

SHOWN = 25
LOOK_EVERY = 0.1  # seconds
TICKS = os.sysconf("SC_CLK_TCK")


class Clock:
    """Processor seconds used so far by this process and everything it started, living or ended."""

    def __init__(self) -> None:
        self.looked = self.living = self.ended = self.orphaned = self.told = 0.0

    def __call__(self) -> float:
        """Looking through all processes takes ten milliseconds: what takes no longer is told without."""
        now = os.times()
        ended = now.children_user + now.children_system
        if ended != self.ended or time.monotonic() - self.looked > LOOK_EVERY:
            family = process_tree(os.getpid())[1:]
            self.living = sum(map(_ticks, family)) / TICKS
            self.looked, self.ended = time.monotonic(), ended
        spent = time.process_time() + ended + self.living
        # A browser's processes may outlive the one that would have counted them when they end.
        self.orphaned = max(self.orphaned, self.told - spent)
        self.told = spent + self.orphaned
        return self.told


def _ticks(process: int) -> int:
    try:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:  # it ended meanwhile, and its parent has counted it
        return 0
    return sum(map(int, fields[11:15]))


class Times:
    """Sums by test and by fixture, and prints them at the end; workers hand theirs to the one that started them."""

    def __init__(self) -> None:
        self.tests: dict[str, float] = defaultdict(float)
        self.fixtures: dict[str, float] = defaultdict(float)
        self.nested: list[float] = []
        self.used = Clock()

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Iterator[None]:
        """Count one test, with its fixtures."""
        before = self.used()
        result = yield
        self.tests[item.nodeid] += self.used() - before
        return result

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_teardown(self) -> None:
        """Look once more before a test's browsers and servers end: what the last of a file used is lost with them."""
        self.used.looked = 0
        self.used()

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        """Count one fixture, without those it asks for."""
        before = self.used()
        self.nested.append(0)
        try:
            return (yield)
        finally:
            spent = self.used() - before
            self.fixtures[f"{fixturedef.baseid}:{fixturedef.argname}"] += spent - self.nested.pop()
            if self.nested:
                self.nested[-1] += spent

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """A worker hands over what it counted."""
        if hasattr(session.config, "workeroutput"):
            session.config.workeroutput["times"] = [dict(self.tests), dict(self.fixtures)]

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node) -> None:
        """Add what a worker counted."""
        for mine, theirs in zip((self.tests, self.fixtures), node.workeroutput.get("times", ()), strict=False):
            for name, spent in theirs.items():
                mine[name] += spent

    def pytest_terminal_summary(self, terminalreporter) -> None:
        """Print the sums, the largest first."""
        folders: dict[str, float] = defaultdict(float)
        files: dict[str, float] = defaultdict(float)
        for name, spent in self.tests.items():
            file = name.partition("::")[0]
            files[file] += spent
            folders[str(Path(file).parent)] += spent
        terminalreporter.section(f"{sum(files.values()):.0f} processor seconds")
        everything = {"folders": folders, "files": files, "tests": self.tests, "fixtures": self.fixtures}
        for title, counted in everything.items():
            terminalreporter.line(f"-- {title}")
            largest = sorted(counted, key=lambda name: -counted[name])
            for name in largest if title in ("folders", "files") else largest[:SHOWN]:
                terminalreporter.line(f"{counted[name]:8.2f}  {name}")


def pytest_configure(config: pytest.Config) -> None:
    """Begin counting."""
    config.pluginmanager.register(Times(), "times")
