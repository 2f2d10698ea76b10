"""Measures the finder on a phone beside MiniSearch, a search engine for browsers: the same made-up offers, the same
browser, the same questions. With a commit, that build of the finder is measured beside too, with today's libraries.

The two are compared by the questions of words: MiniSearch knows of no places, topics or opening hours. What is sent is
for MiniSearch its index and the texts it searches, as JSON; for Lommekort all that it answers from, with numbers,
addresses, hours and languages that MiniSearch has not. Both are compressed alike. Both are ready when the first
question of words is answered.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs

import brotli

from bench import finder, packages
from bench.figures import Figure, table
from bench.finder import ROUNDS, SEARCHES, WINDOW, Figures, answers, app_with, made_up, processes, say
from bench.phone import asked_on_phone
from webapp.config import ROOT
from webapp.finder.found_by import offer_document

SIZES = (225, 2_000, 20_000)
OF_WORDS = [search for search in SEARCHES if "q=" in search]
QUALITY = 9  # Brotli's, for all of them
LARGEST = SIZES[-1]
IN_BROWSER = """async ([searches, rounds]) => {
    const text = await document.querySelector("input").files[0].text();
    const options = { fields: ["title", "text"], searchOptions: { prefix: true, fuzzy: 0.2, boost: { title: 3 } } };
    const started = performance.now();
    const { index, texts } = JSON.parse(text);
    const engine = MiniSearch.loadJS(index, options);
    const ask = (query) => engine.search(query).slice(0, 20).map(({ id }) => texts[id].join(" "));
    ask(searches[0]);
    const ready = performance.now() - started;
    const took = searches.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
        searches.forEach((search, number) => {
            const begun = performance.now();
            ask(search);
            took[number].push(performance.now() - begun);
        });
    }
    return [ready, took, performance.memory.usedJSHeapSize / 1e6];
}"""
# What is run in the tree of an earlier commit: its own measuring, of the same made-up offers. Its bench may not make
# the tables itself.
IN_TREE = """
import json, sys
from dataclasses import asdict
from pathlib import Path
from bench import finder
from webapp.database import db

make_app = finder.create_app

def with_tables(settings):
    app = make_app(settings)
    with app.app_context():
        db.create_all()
    return app

finder.create_app = with_tables
sizes, folder, rounds, quality = json.loads(sys.argv[1])
for number, path in finder.write_bundles({one: Path(folder, str(one)) for one in sizes}):
    with finder.processes() as pool:
        server = pool.submit(finder.ask_server, path, rounds).result()
    size = [path.stat().st_size, finder.compressed(path, quality)]
    print(json.dumps([number, asdict(server), asdict(finder.ask_worker(path, rounds)), *size]), flush=True)
"""


@dataclass(frozen=True)
class Measured:
    """One engine among so many offers: the server's figures, the browser's for all questions and for those of words
    alone, and bytes of its data unpacked and sent. None where it was not asked."""

    server: Figures | None
    worker: Figures | None
    words: Figures | None
    unpacked: int
    sent: int


def measure(against: str = "", sizes: Sequence[int] = SIZES) -> list[Figure]:
    """Every engine among so many offers at a time, and the limits told by ratios."""
    engines = {"Lommekort": ours(sizes), "MiniSearch": mini_search(sizes)}
    if against:
        engines[against] = older(against, sizes)
    report(engines)
    return [*against_mini_search(engines), *against_older(engines.get(against), engines["Lommekort"])]


def ours(sizes: Sequence[int]) -> dict[int, Measured]:
    """This build's finder."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, path in finder.write_bundles({number: Path(folder, str(number)) for number in sizes}):
            say(f"Asking Lommekort among {number:,} …")
            with processes() as pool:
                server = pool.submit(finder.ask_server, path, ROUNDS).result()
            worker, words = finder.ask_worker(path, ROUNDS), finder.ask_worker(path, ROUNDS, OF_WORDS)
            sent = finder.compressed(path, QUALITY)
            found[number] = Measured(server, worker, words, path.stat().st_size, sent)
    return found


def older(commit: str, sizes: Sequence[int]) -> dict[int, Measured]:
    """The finder of an earlier commit, in a work tree of its own."""
    found = {}
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        tree = Path(folder, "tree")
        subprocess.run(["git", "worktree", "add", "--quiet", "--detach", str(tree), commit], cwd=ROOT, check=True)
        try:
            say(f"Asking {commit} …")
            told = json.dumps([list(sizes), folder, ROUNDS, QUALITY])
            environment = os.environ | {"PYTHONPATH": str(tree)}
            command = [sys.executable, "-c", IN_TREE, told]
            run = subprocess.run(command, cwd=tree, env=environment, check=True, stdout=subprocess.PIPE, text=True)
        finally:
            subprocess.run(["git", "worktree", "remove", "--force", str(tree)], cwd=ROOT, check=True)
    for line in run.stdout.splitlines():
        if line.startswith("["):
            number, server, worker, unpacked, sent = json.loads(line)
            found[number] = Measured(Figures(**server), Figures(**worker), None, unpacked, sent)
    return found


def mini_search(sizes: Sequence[int]) -> dict[int, Measured]:
    """MiniSearch with its fuzzy search and beginnings of words, and the texts it shows. Empty without Node.js."""
    modules = packages.installed(("minisearch@7.2.0",))
    if modules is None:
        return {}
    script = (modules / "minisearch" / "dist" / "umd" / "index.js").read_text(encoding="utf-8")
    queries = [parse_qs(search)["q"][0] for search in OF_WORDS]
    found = {}
    with app_with(()) as app:
        library = app.extensions["library"]
        offers = made_up(max(sizes), library)
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number in sizes:
            say(f"Asking MiniSearch among {number:,} …")
            texts = []
            for offer in offers[:number]:
                title, *rest = (field.text for field in offer_document(offer, library).fields)
                texts.append([title, " ".join(rest)])
            path = Path(folder, str(number))
            path.write_text(json.dumps({"index": _index(modules, texts), "texts": texts}, ensure_ascii=False))
            sent = len(brotli.compress(path.read_bytes(), quality=QUALITY, lgwin=WINDOW))
            found[number] = Measured(
                None,
                None,
                answers(*asked_on_phone(IN_BROWSER, path, queries, ROUNDS, script), searches=queries),
                path.stat().st_size,
                sent,
            )
    return found


def _index(modules: Path, texts: list[list[str]]) -> dict:
    code = (
        'const M = require("minisearch"); const m = new M({ fields: ["title", "text"] });'
        'm.addAll(JSON.parse(require("fs").readFileSync(0, "utf8")).map(([title, text], id) => ({ id, title, text })));'
        "process.stdout.write(JSON.stringify(m));"
    )
    command = ["node", "--max-old-space-size=4000", "-e", code]
    sent = json.dumps(texts)
    answer = subprocess.run(command, input=sent, capture_output=True, text=True, check=True, cwd=modules.parent)
    return json.loads(answer.stdout)


def report(engines: dict[str, dict[int, Measured]]) -> None:
    """One line for each engine and size."""
    rows = [["engine, asked", "offers", "median ms", "p95", "ready ms", "MB", "data KB", "sent KB"]]
    for name, found in engines.items():
        for number, one in found.items():
            for asked, of in (("worker", one.worker), ("worker, words", one.words), ("server", one.server)):
                if of:
                    told = (of.median, of.p95, of.ready, of.memory, one.unpacked / 1000, one.sent / 1000)
                    rows.append([f"{name}, {asked}", f"{number:,}", *(f"{value:,.1f}" for value in told)])
    print(f"\n{table(rows)}\n")


def against_mini_search(engines: dict[str, dict[int, Measured]]) -> list[Figure]:
    """The ratios to MiniSearch among the most offers."""
    limits = (
        ("worker, median", 1 / 2, lambda of: of.words.median),
        ("worker, sent", 1 / 2, lambda of: of.sent),
        ("worker, ready", 1 / 3, lambda of: of.words.ready),
    )
    return _ratios(engines["Lommekort"], engines["MiniSearch"], limits, f"to MiniSearch at {LARGEST:,}", "no Node.js")


def against_older(before: dict[int, Measured] | None, now: dict[int, Measured]) -> list[Figure]:
    """The ratios to an earlier commit among the most offers."""
    limits = (
        ("worker, median", 1 / 6, lambda of: of.worker.median),
        ("worker, p95", 1 / 8, lambda of: of.worker.p95),
        ("worker, ready", 1 / 12, lambda of: of.worker.ready),
        ("worker, memory", 1 / 6, lambda of: of.worker.memory),
        ("data unpacked", 1 / 10, lambda of: of.unpacked),
        ("data sent", 0.55, lambda of: of.sent),
        ("server, median", 1, lambda of: of.server.median),
        ("server, memory", 1 / 3, lambda of: of.server.memory),
        ("server, ready", 1 / 3, lambda of: of.server.ready),
    )
    return _ratios(now, before or {}, limits, f"to the older build at {LARGEST:,}", "no --against COMMIT")


def _ratios(
    ours: dict[int, Measured], others: dict[int, Measured], limits: Iterable[tuple], to: str, why: str
) -> list[Figure]:
    """For each limit (name, most, what is compared) ours to the other's among the most offers."""
    one, other = ours.get(LARGEST), others.get(LARGEST)
    both = (one, other) if one and other else None
    return [
        Figure(f"{name} {to}", both and value(both[0]) / value(both[1]), most=most, form=".2f", why=why)
        for name, most, value in limits
    ]
