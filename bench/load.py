"""Measures what a crowd costs: phones that come at once after an update, some that install, and editors who write.

Readers are wrk's connections, each of which does what phones do, request after request. They ask the app and nginx in
turn, for the same files with the same coding. Then all of it at once, and the readers alone by an nginx in front of the
app, as it is documented. Editors are threads that save one form after the other, each at an offer of its own, and are
led on to its page each time, as a browser is; with `--against COMMIT` the build of that commit is measured beside, in a
work tree and an environment of its own that are gone afterwards. Everything happens on the loopback address.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import re
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from urllib.request import urlopen

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import Engine, create_engine, text

from bench.figures import Figure, measure_and_tell, memory_mb, table
from harness import nginx
from harness.processes import ROOT, Failed, Missing, Server, lommekort, process_tree
from tests.forms import form_fields
from webapp.sqlite import sqlite3

PHONES, NEW, EDITORS, SECONDS, ROUNDS = 2000, 200, 30, 120, 3
SLICE = 3  # seconds of readers between looks at which edition is in force
MOST_P99, LEAST_OF_NGINX, LEAST_OF_OLDER, MOST_MEMORY_MB = 3, 0.5, 3, 110
SECRET = "a secret of the measurement's own, 32 characters and more"  # noqa: S105
# wrk's own script: every connection takes the next address of the list; at the end one line of figures.
SCRIPT = """
local paths, n = {%s}, 0
request = function() n = n + 1; return wrk.format("GET", paths[(n - 1) %% #paths + 1]) end
done = function(sum, latency)
  local e = sum.errors
  io.write(string.format("FIGURES %%.0f %%.0f %%.0f %%.0f %%.0f\\n", sum.requests, sum.duration, latency:percentile(50),
    latency:percentile(99), e.connect + e.read + e.write + e.status + e.timeout))
end
"""


@dataclass
class Told:
    """What a crowd was told: answers a second, milliseconds that half and 99 of 100 waited at most, and failures."""

    rates: list[float] = field(default_factory=list)
    p50: list[float] = field(default_factory=list)
    p99: list[float] = field(default_factory=list)
    errors: int = 0
    why: Counter[str] = field(default_factory=Counter)  # what an editor was answered instead, and how often

    def row(self, name: str) -> list[str]:
        """Its line of the table."""
        middle = [statistics.median(values) for values in (self.rates, self.p50, self.p99)]
        return [name, *(f"{value:,.0f}" for value in middle), str(self.errors)]


def main() -> int:
    """Runs the measurement and prints the table. 0 when measured, 1 when a server failed, 2 when a tool is missing."""
    options = argparse.ArgumentParser()
    options.add_argument("--against", default="", help="a commit whose editors' part is measured beside")
    options.add_argument("--seconds", type=int, default=SECONDS)
    given = options.parse_args()
    return measure_and_tell(lambda: measure(seconds=given.seconds, against=given.against))


def measure(
    small: bool = False, instance: Path | None = None, seconds: int = SECONDS, against: str = ""
) -> list[Figure]:
    """All of it: `seconds` with everything at once, and about as long for the parts. An instance folder that has an
    edition is copied, which saves publishing. Raises Missing and Failed."""
    missing = [name for name, there in (("nginx-light", nginx.program()), ("wrk", shutil.which("wrk"))) if not there]
    if missing and not small:
        raise Missing(f"Missing: {', '.join(missing)}. On Debian or Ubuntu: apt-get install {' '.join(missing)}")
    phones, editors, rounds = (20, 2, 1) if small else (PHONES + NEW, EDITORS, ROUNDS)
    each = 1 if small else max(2, seconds // (4 * rounds))
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))
        place = folder / "ours"
        if instance:
            shutil.copytree(instance, place)
        raise_limit(2 * phones + 500)
        server = stack.enter_context(lommekort(LOMMEKORT_INSTANCE=str(place), SECRET_KEY=SECRET))
        people = desk(place, server, editors)
        write(people, 1)  # so that there is an edition before the one in force, and a patch
        readers: dict[str, Told] = {}
        if not missing:
            settle(server, 1 if small else 10)
            readers = in_turn(server, place, folder, phones, rounds, each)
        crowd, at_once = Told(), Told()
        with watching_memory(server) as memory, ThreadPoolExecutor(1) as apart:
            writing = apart.submit(write, people, 1 if small else seconds)
            while not writing.done() and not missing:
                ask(server, addresses(server), phones, 1 if small else SLICE, crowd)
            at_once = writing.result()
        settle(server, 0 if small else 10)
        afterwards = memory_mb(server.pid)
        behind: list[float] = []
        if not missing:
            readers["readers, behind nginx"] = told = Told()
            with (
                nginx.in_front(folder / "front", urlsplit(server.url).port) as front,
                watching_memory(server) as behind,
            ):
                ask(front, addresses(server), phones, each * rounds, told)
        ours, older = Told(), Told()
        if against:
            before = stack.enter_context(commit(against, folder))
            others = desk(folder / "older", before, editors)
            for _ in range(rounds):
                add(ours, write(people, each))
                add(older, write(others, each))
    rows = [one.row(name) for name, one in readers.items()]
    rows += [crowd.row("readers, beside editors")] if crowd.rates else []
    rows += [at_once.row("editors, beside readers")]
    rows += [ours.row("editors alone"), older.row(f"editors alone, {against}")] if against else []
    print(table([["", "a second", "p50 ms", "p99 ms", "errors"], *rows]))
    for why, number in (at_once.why + ours.why + older.why).items():
        print(f"editors' errors: {number} times {why}")
    return figures(readers, crowd, at_once, ours, older, (max(memory), afterwards, max(behind, default=None)), missing)


def figures(
    readers: dict[str, Told],
    crowd: Told,
    at_once: Told,
    ours: Told,
    older: Told,
    memory: tuple[float, float, float | None],
    missing: list[str],
) -> list[Figure]:
    """What has a limit. Ratios are taken within a round, then their median. `memory`: the most with everything at once,
    when everybody had gone and what they saved was published, and the most with readers behind nginx."""
    app, other = readers.get("app"), readers.get("nginx")
    rate = p99 = None
    if app and other:
        rate = statistics.median(a / b for a, b in zip(app.rates, other.rates, strict=True))
        p99 = statistics.median(a / b for a, b in zip(app.p99, other.p99, strict=True))
    beside = []
    if older.rates:  # one was asked for
        editing = statistics.median(a / b for a, b in zip(ours.rates, older.rates, strict=True))
        beside.append(Figure("editors, to the older build", editing, least=LEAST_OF_OLDER, form=".2f"))
    without = f"without {' and '.join(missing)}"
    return [
        Figure("readers, app to nginx", rate, least=LEAST_OF_NGINX, form=".2f", why=without),
        Figure("readers' p99, app to nginx", p99, most=MOST_P99, form=".2f", why=without),
        Figure("readers' errors", crowd.errors if crowd.rates else None, most=0, form=".0f", why=without),
        Figure("editors' errors", at_once.errors, most=0, form=".0f"),
        *beside,
        Figure("memory under load, the most, MB", memory[0], most=MOST_MEMORY_MB, form=".0f"),
        Figure("memory afterwards, MB", memory[1], most=MOST_MEMORY_MB, form=".0f"),
        Figure("memory behind nginx, the most, MB", memory[2], most=MOST_MEMORY_MB, form=".0f", why=without),
    ]


@contextmanager
def watching_memory(server: Server) -> Iterator[list[float]]:
    """Megabytes of all of the server's processes, twice a second and at the end of what stands below."""
    seen: list[float] = []
    enough = threading.Event()

    def watch() -> None:
        while not enough.wait(0.5):
            seen.append(memory_mb(server.pid))

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield seen
    finally:
        enough.set()
        watcher.join()
        seen.append(memory_mb(server.pid))


def raise_limit(files: int) -> None:
    """Let this process, and what it starts, have so many files and connections open, as far as the system lets us."""
    least, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = files if most == resource.RLIM_INFINITY else min(files, most)
    resource.setrlimit(resource.RLIMIT_NOFILE, (max(least, wanted), most))


# Readers


def in_turn(server: Server, place: Path, folder: Path, phones: int, rounds: int, seconds: int) -> dict[str, Told]:
    """The app and nginx, one after the other in each round, with the same files."""
    version = newest(server)["version"]
    site = shutil.copytree(place / "editions" / version / "site", folder / "site")
    text = nginx.documented("running.md", "map $uri $lommekort_kept", "root /srv/lommekort;")
    found = {"app": Told(), "nginx": Told()}
    with nginx.serving(folder / "nginx", text, {"/srv/lommekort": str(site)}) as other:
        paths = addresses(server)
        for _ in range(rounds):
            for name, contestant in (("app", server), ("nginx", other)):
                ask(contestant, paths, phones, seconds, found[name])
    return found


def newest(server: Server) -> dict:
    """What the server says of its edition."""
    with urlopen(f"{server.url}/udgave.json", timeout=60) as answer:
        return json.load(answer)


def settle(server: Server, seconds: float) -> None:
    """Wait until it has published what was saved: no other edition for so many seconds, and nobody who makes one."""
    last, since = None, time.monotonic()
    while (now := (newest(server)["version"], process_tree(server.pid))) != last or time.monotonic() - since < seconds:
        if now != last:
            last, since = now, time.monotonic()
        time.sleep(1)


def addresses(server: Server) -> list[str]:
    """What eleven phones ask for: ten that have an edition, eight of which are given a patch, and one that is new."""
    facts = newest(server)
    with urlopen(f"{server.url}/", timeout=60) as answer:
        used = sorted(set(re.findall(r'(?:src|href)="(/static/[^"]+)"', answer.read().decode())))
    patch = next((one["url"] for one in facts["patches"].values()), facts["url"])
    return [
        *(["/udgave.json", patch] * 8),
        *(["/udgave.json", facts["url"]] * 2),
        *("/", *used, "/sw.js", "/manifest.webmanifest", "/udgave.json", facts["url"]),
    ]


def ask(server: Server, paths: list[str], connections: int, seconds: int, told: Told) -> None:
    """Have so many connections ask for the paths as fast as they come; what they were told is added."""
    with tempfile.NamedTemporaryFile("w", suffix=".lua") as script:
        script.write(SCRIPT % ", ".join(json.dumps(path) for path in paths))
        script.flush()
        command = ["wrk", "--threads", "1", "--connections", str(connections), "--duration", f"{seconds}s"]
        command += ["--timeout", "30s", "--script", script.name, "--header", "Accept-Encoding: gzip", server.url]
        output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 90).stdout
    requests, took, p50, p99, errors = map(float, output.rpartition("FIGURES")[2].split())
    told.rates.append(requests / took * 1e6)
    told.p50.append(p50 / 1e3)
    told.p99.append(p99 / 1e3)
    told.errors += int(errors)


# Editors


class Editor:
    """Somebody at the desk with an offer of their own, whose form is sent again and again."""

    def __init__(self, server: Server, cookie: str, code: str):
        self._cookie, self._address = cookie, f"/intern/tilbud/{code}/ret"
        self._connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)
        self._fields: dict = {}
        self._number = 0

    def save(self) -> str:
        """Save once, and see the offer's page; empty when it was acknowledged, otherwise what happened instead."""
        try:
            if not self._fields:
                status, _, page = self._ask("GET", self._address)
                if status != 200:
                    return f"the form: {status}"
                self._fields = form_fields(page, self._address)
            self._number += 1
            fields = self._fields | {"hours_note": f"Ring på, {self._number}. dør"}
            status, place, _ = self._ask("POST", self._address, fields)
            why = "" if status == 303 else f"the save: {status}"
            if not why:
                status = self._ask("GET", place)[0]
                why = "" if status == 200 else f"the page after the save: {status}"
        except (OSError, HTTPException) as error:
            self.close()
            why = type(error).__name__
        if why:
            self._fields = {}
        else:
            self._fields["version"] = str(int(self._fields["version"]) + 1)
        return why

    def go_to(self, server: Server) -> None:
        """Go on at another server."""
        self.close()
        self._connection = HTTPConnection(urlsplit(server.url).netloc, timeout=60)

    def close(self) -> None:
        """Close the connection; the next save opens it again."""
        self._connection.close()

    def _ask(self, method: str, address: str, fields: dict | None = None) -> tuple[int, str, str]:
        """The status, where it leads on to, and the page."""
        headers = {"Cookie": f"s={self._cookie}", "Sec-Fetch-Site": "same-origin"}
        if fields:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        self._connection.request(method, address, fields and urlencode(fields, doseq=True), headers)
        answer = self._connection.getresponse()
        text = answer.read().decode()
        for cookie in answer.headers.get_all("Set-Cookie") or ():
            name, _, value = cookie.split(";")[0].partition("=")
            if name == "s":
                self._cookie = value
        return answer.status, answer.headers.get("Location", ""), text


USER = text(
    "INSERT INTO desk_user (email, name, role, active, code_secret, created_at) "
    "VALUES (:email, :name, 'administrator', :active, 'JBSWY3DPEHPK3PXP', :moment) RETURNING id"
)
SESSION = text(
    "INSERT INTO desk_session (digest, user_id, started_at, seen_at) VALUES (:digest, :user, :moment, :moment)"
)


def desk(instance: Path, server: Server, number: int) -> list[Editor]:
    """So many people who are logged in, each with an offer, at the database file of an instance folder."""
    engine = create_engine(f"sqlite:///{instance / 'lommekort.sqlite3'}", module=sqlite3, connect_args={"timeout": 30})
    return desk_in(engine, [server] * number)


def desk_in(engine: Engine, servers: Sequence[Server]) -> list[Editor]:
    """As many people who are logged in, each with an offer and at the server that stands here for them, written into
    the database itself: builds that are compared share its tables."""
    app = Flask("desk")
    app.secret_key = SECRET
    signer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert signer is not None
    moment = time.strftime("%Y-%m-%d %H:%M:%S.000000", time.gmtime())
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("SET LOCAL TIME ZONE 'UTC'"))
        query = text("SELECT code FROM service WHERE status = 'active' ORDER BY code LIMIT :most")
        codes = connection.execute(query, {"most": len(servers)}).scalars().all()
        people = []
        for count, (code, server) in enumerate(zip(codes, servers, strict=False)):
            row = {"email": f"person{count}@eksempel.dk", "name": f"Person {count}", "active": True, "moment": moment}
            user = connection.execute(USER, row).scalar_one()
            token = f"token of person {count}"
            kept = hashlib.sha256(token.encode()).hexdigest()
            connection.execute(SESSION, {"digest": kept, "user": user, "moment": moment})
            people.append(Editor(server, signer.dumps({"_user_id": token}), code))
    engine.dispose()
    return people


def write(people: list[Editor], seconds: int) -> Told:
    """Have everybody save as fast as they are answered for so many seconds."""
    waits: list[float] = []
    failed: Counter[str] = Counter()
    lock, end = threading.Lock(), time.monotonic() + seconds

    def work(editor: Editor) -> None:
        while time.monotonic() < end:
            began = time.monotonic()
            why = editor.save()
            with lock:
                if why:
                    failed[why] += 1
                else:
                    waits.append((time.monotonic() - began) * 1000)

    began = time.monotonic()
    with ThreadPoolExecutor(len(people)) as all_of_them:
        list(all_of_them.map(work, people))
    for editor in people:
        editor.close()
    took = time.monotonic() - began
    if len(waits) < 2:
        raise Failed(f"Of {len(waits) + failed.total()} saves {len(waits)} were taken: {dict(failed)}")
    ranks = statistics.quantiles(waits, n=100)
    return Told([len(waits) / took], [ranks[49]], [ranks[98]], failed.total(), failed)


def add(told: Told, more: Told) -> None:
    """Add another round."""
    told.rates += more.rates
    told.p50 += more.p50
    told.p99 += more.p99
    told.errors += more.errors
    told.why += more.why


@contextmanager
def commit(name: str, folder: Path) -> Iterator[Server]:
    """The server of an earlier commit, with what its own lock file names."""
    tree = folder / "tree"
    subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), name], cwd=ROOT, check=True)
    try:
        python = folder / "environment" / "bin" / "python"
        subprocess.run([sys.executable, "-m", "venv", str(python.parent.parent)], check=True)
        quiet = ["-q", "--disable-pip-version-check"]
        subprocess.run([python, "-m", "pip", "install", *quiet, "-r", str(tree / "requirements.lock")], check=True)
        settings = {"LOMMEKORT_INSTANCE": str(folder / "older"), "SECRET_KEY": SECRET}
        with lommekort(tree=tree, python=str(python), **settings) as server:
            yield server
    finally:
        subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)


if __name__ == "__main__":
    os.environ["PATH"] += ":/usr/sbin"
    sys.exit(main())
