"""Measures what a public page costs the server: against nginx, and against rendering it on each request.

Every contestant answers the same request for the front page, compressed with gzip, from the same processor core,
while wrk asks from another. They take turns, so that a busy moment of the machine hits all of them alike, and the
median of the rounds counts. Everything happens on the loopback address. The small size, which tells whether all of
this still works, has one short round and does without wrk and nginx where they are not installed.
"""

from __future__ import annotations

import gzip
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

from bench.figures import Figure, measure_and_tell, memory_mb, processor_seconds, table
from harness.processes import (
    ROOT,
    Failed,
    Missing,
    Server,
    answers,
    free_port,
    lommekort,
    running,
    without_settings,
)

PAGE = "/"
NGINX, READY, RENDERED = "nginx", "ready pages", "rendered on each request"
ROUNDS = 5
SECONDS = 3
CONNECTIONS = 16
LEAST_OF_NGINX = 0.5
LEAST_OF_RENDERED = 20
MOST_MEMORY_MB = 110
MOST_OF_A_START = 2.5  # processor seconds to the first answer, with nothing changed
FREE_TO_DIFFER = {"server", "date", "connection", "keep-alive", "last-modified", "accept-ranges", "transfer-encoding"}
SET_BY_NGINX = {"content-type", "content-length", "content-encoding"}
PACKAGES = {"nginx": "nginx-light", "wrk": "wrk", "taskset": "util-linux"}


@dataclass(frozen=True)
class Answer:
    """One answer as it came over the wire; the headers' names in small letters."""

    headers: dict[str, str]
    body: bytes


def main() -> int:
    """Runs the measurement and prints the table. 0 when measured, 1 when a server failed, 2 when a tool is missing."""
    return measure_and_tell(measure)


def measure(small: bool = False, instance: Path | None = None) -> list[Figure]:
    """Starts the contestants and lets them take turns. An instance folder that has an edition saves making one; it is
    copied for each. Raises Missing and Failed."""
    os.environ["PATH"] += ":/usr/sbin"  # where Debian keeps nginx, and not on everybody's path
    missing = [package for program, package in PACKAGES.items() if not shutil.which(program)]
    if missing and not small:
        raise Missing(f"Missing: {', '.join(missing)}. On Debian or Ubuntu: apt-get install {' '.join(missing)}")
    cores = sorted(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else [None]
    if len(cores) == 1:
        print("Only one core: the load takes its share of it, so the ratios come out flatter than they are.")
    core = cores[0]
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-")))

        prepared = instance or prepare(folder / "prepared")

        def started(name: str, **settings: str) -> Server:
            settings["LOMMEKORT_INSTANCE"] = shutil.copytree(prepared, str(folder / name))
            return stack.enter_context(lommekort(core, **settings))

        ready = started("ready")
        fetch(ready, "gzip")
        to_the_first_answer = processor_seconds(ready.pid)
        rendered = started("rendered", LOMMEKORT_READY_PAGES="off")
        sizes = {coding: len(fetch(ready, coding).body) for coding in ("identity", "gzip", "br")}
        print(f"{PAGE}: " + ", ".join(f"{coding} {size:,} bytes" for coding, size in sizes.items()))
        contestants = {READY: ready, RENDERED: rendered}
        if not missing:
            nginx = stack.enter_context(nginx_serving(fetch(ready, "gzip"), folder, core))
            warn_of_differences(fetch(nginx, "gzip"), fetch(ready, "gzip"))
            contestants = {NGINX: nginx, **contestants}
        ask = plainly if missing else load
        rates = take_turns(contestants, cores[-1], ask, *((1, 1) if small else (ROUNDS, SECONDS)))
        start = Figure(
            "start with nothing changed, processor seconds", to_the_first_answer, most=MOST_OF_A_START, form=".2f"
        )
        return [*figures(rates, memory_mb(ready.pid), f"without {' and '.join(missing)}"), start]


def prepare(instance: Path) -> Path:
    """An instance folder with the shipped offers and an edition in force."""
    environment = without_settings(os.environ) | {"LOMMEKORT_INSTANCE": str(instance)}
    command = [sys.executable, "-m", "webapp", "prepare"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    return instance


def fetch(server: Server, coding: str) -> Answer:
    """The page as a browser that accepts this one coding gets it."""
    connection = HTTPConnection(urlsplit(server.url).netloc, timeout=30)
    try:
        connection.request("GET", PAGE, headers={"Accept-Encoding": coding})
        response = connection.getresponse()
        body = response.read()
    finally:
        connection.close()
    if response.status != 200:
        raise Failed(f"{server.url}{PAGE} answers {response.status}")
    names = {name.lower() for name in response.headers}
    return Answer({name: ", ".join(response.headers.get_all(name, [])) for name in names}, body)


@contextmanager
def nginx_serving(answer: Answer, folder: Path, core: int) -> Iterator[Server]:
    """An nginx with one worker that answers PAGE with the same bytes and headers, from a file."""
    compressed = answer.headers.get("content-encoding") == "gzip"
    (folder / "index.html").write_bytes(gzip.decompress(answer.body) if compressed else answer.body)
    if compressed:
        (folder / "index.html.gz").write_bytes(answer.body)
    port = free_port()
    config = folder / "nginx.conf"
    config.write_text(nginx_config(answer, folder, port))
    command = ["nginx", "-p", str(folder), "-e", "stderr", "-c", str(config)]
    with running(command, folder / "log", lambda: answers(port), core) as pid:
        yield Server(f"http://127.0.0.1:{port}", pid)


def nginx_config(answer: Answer, folder: Path, port: int) -> str:
    """nginx as Debian sets it up for a folder of files, with the page's own headers and without an access log."""
    headers = "\n".join(
        f"add_header {name} {quoted(value)};"
        for name, value in sorted(comparable(answer).items())
        if name not in SET_BY_NGINX
    )
    return f"""
        daemon off;
        worker_processes 1;
        pid {folder}/pid;
        {"user root;" if os.geteuid() == 0 else ""}
        events {{ worker_connections 256; }}
        http {{
            access_log off;
            sendfile on;
            tcp_nopush on;
            etag off;
            client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
            uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
            server {{
                listen 127.0.0.1:{port};
                root {folder};
                gzip_static on;
                types {{ }}
                default_type {quoted(answer.headers["content-type"])};
                {headers}
            }}
        }}
    """


def quoted(value: str) -> str:
    """A header's value as an nginx string."""
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def comparable(answer: Answer) -> dict[str, str]:
    """The headers that belong to the page; the others belong to the server or the moment."""
    return {name: value for name, value in answer.headers.items() if name not in FREE_TO_DIFFER}


def warn_of_differences(nginx: Answer, ready: Answer) -> None:
    """Says so when nginx does not send what the server sends: the ratio would compare two different things."""
    if nginx.body != ready.body:
        print("Careful: nginx sends another body than the server.")
    from_nginx, from_ready = comparable(nginx), comparable(ready)
    for name in sorted(from_nginx.keys() | from_ready.keys()):
        if from_nginx.get(name) != from_ready.get(name):
            print(f"Careful: {name} is {from_nginx.get(name)} from nginx, {from_ready.get(name)} from the server.")


def take_turns(
    contestants: dict[str, Server], core: int | None, ask: Callable, rounds: int, seconds: int
) -> dict[str, list[float]]:
    """Requests per second of each contestant in each round."""
    rates: dict[str, list[float]] = {name: [] for name in contestants}
    if rounds > 1:
        for server in contestants.values():
            ask(server, core, 1)  # the first second is slower for all
    for number in range(1, rounds + 1):
        for name, server in contestants.items():
            rates[name].append(ask(server, core, seconds))
        latest = ", ".join(f"{name} {figures[-1]:,.0f}/s" for name, figures in rates.items())
        print(f"round {number} of {rounds}: {latest}", flush=True)
    return rates


def plainly(server: Server, core: int | None, seconds: int) -> float:
    """Asks for the page one time after another for some seconds. Requests per second; fewer than there could be."""
    end, count = time.monotonic() + seconds, 0
    while time.monotonic() < end:
        fetch(server, "gzip")
        count += 1
    return count / seconds


def load(server: Server, core: int, seconds: int) -> float:
    """Asks for the page as fast as it comes for some seconds. Requests per second; only good answers count."""
    command = ["taskset", "--cpu-list", str(core), "wrk", "--threads", "1", "--connections", str(CONNECTIONS)]
    command += ["--duration", f"{seconds}s", "--header", "Accept-Encoding: gzip", server.url + PAGE]
    output = subprocess.run(command, capture_output=True, text=True, check=True, timeout=seconds + 30).stdout
    for trouble in re.findall(r"^\s*(?:Socket errors|Non-2xx).*$", output, re.M):
        print(f"Careful: {server.url}{PAGE}: {trouble.strip()}")
    return float(re.search(r"Requests/sec:\s*([\d.]+)", output).group(1))


def figures(rates: dict[str, list[float]], memory: float, without: str) -> list[Figure]:
    """The medians, printed, and what has a limit. Ratios are taken within a round, then their median."""

    def ratio(name: str, to: str) -> float | None:
        if not (name in rates and to in rates):
            return None
        return statistics.median(one / other for one, other in zip(rates[name], rates[to], strict=True))

    rows = [[name, f"{statistics.median(rate):,.0f}"] for name, rate in rates.items()]
    print(f"\n{table([['', 'requests/s'], *rows])}")
    return [
        Figure(f"{READY} to {NGINX}", ratio(READY, NGINX), least=LEAST_OF_NGINX, form=".2f", why=without),
        Figure(f"{READY} to {RENDERED}", ratio(READY, RENDERED), least=LEAST_OF_RENDERED),
        Figure("memory after the load, MB", memory, most=MOST_MEMORY_MB, form=".0f"),
    ]


if __name__ == "__main__":
    sys.exit(main())
