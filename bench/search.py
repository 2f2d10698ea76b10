"""How well the search finds what people mean, beside well-known engines on the same texts.

Every judged query (`bench/judged/`, our own words: the query, a municipality, the right answers and the useful ones) is
asked of Lommekort, of SQLite's FTS5, and of MiniSearch, lunr, Orama (`peers.mjs`) and Pagefind. To them a municipality
is one word more. `make bench-search` tells it; with `--small` only the first queries, and no engine that has to be
fetched. How quick and large the finder is beside MiniSearch is measured after it (`beside.py`).

    nDCG    at 10; gains 3 for a right answer and 1 for a useful one
    s@3     the share of queries with a right answer among the first three
    zero    the share of queries that found nothing
    typos   what a thumb made of a query: the share with a right answer among the first three
    empty   what there is nothing good for: the share that honestly found nothing
"""

from __future__ import annotations

import argparse
import csv
import html
import json
import math
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import sync_playwright

from bench import beside
from bench.figures import Figure, table, told
from bench.packages import FOLDER, SECONDS, installed
from harness.browsers import chromium_path, launch_chromium
from webapp import create_app
from webapp.config import settings_from
from webapp.danish import fold
from webapp.database import migrations
from webapp.finder.answers import Answers
from webapp.finder.found_by import offer_document
from webapp.finder.render import finder_page
from webapp.publishing.in_force import answers_of_database
from webapp.publishing.publish import render
from webapp.registry.store import seed
from webapp.search.documents import found_by, listed
from webapp.search.render import search_page
from webapp.sqlite import sqlite3

NOW = "2026-11-24T10:30"  # a Tuesday: what is open plays a part in the finder
SMALL = 15  # queries of each kind
# The least that is wanted of Lommekort: nDCG, s@3, the most that may find nothing, typos, and honest emptiness.
WANTED = {"soeg": (0.74, 0.83, 0.03, 0.9, 0.8), "find": (0.86, 0.94, 0.03, 0.93, 0.88)}
_HIT = re.compile(r'<li class="hit"[^>]*><a href="([^"]+)"|<li class="result" data-offer="([^"]+)"')
PEERS = {
    "MiniSearch 7.2": ("minisearch", ("minisearch@7.2.0",)),
    "lunr 2.3": ("lunr", ("lunr@2.3.9", "lunr-languages@1.14.0")),
    "Orama 3.1": ("orama", ("@orama/orama@3.1.18", "@orama/stemmers@3.1.18")),
    "Pagefind 1.4": ("pagefind", ("pagefind@1.4.0",)),
}
PEERS_SCRIPT = Path(__file__).with_name("peers.mjs")
IN_PAGEFIND = """async (queries) => {
    const pagefind = await import("/pagefind.js");
    const found = [];
    for (const query of queries) {
        const { results } = await pagefind.search(query);
        const best = await Promise.all(results.slice(0, 10).map((one) => one.data()));
        found.push(best.map(({ raw_url: url }) => Number(url.slice(1))));
    }
    return found;
}"""

Ask = Callable[[str, str], list[str]]


def main(arguments: Sequence[str] = ()) -> int:
    """Asks every engine and prints a table of each page, and whether the limits are met. 1 when one is not."""
    options = argparse.ArgumentParser(prog="python -m bench.search", description=__doc__)
    options.add_argument("--small", action="store_true", help="few queries, and no other engine but SQLite")
    options.add_argument("--against", default="", help="a commit whose finder is measured beside")
    given = options.parse_args(arguments)
    found = measure(given.small, given.against)
    print(f"\n{told(found)}")
    return 0 if all(figure.met for figure in found) else 1


def measure(small: bool = False, against: str = "") -> list[Figure]:
    """Asks every engine and prints a table of each page; then how quick and large the finder is beside MiniSearch, and
    beside the build of an earlier commit."""
    answers, texts = documents()
    rows, limits = [["page, engine", "queries", "nDCG", "s@3", "zero", "typos", "empty"]], []
    nothing = read_judged("nothing")
    for page, (least, three, zero, typos, empty) in WANTED.items():
        judged, slips = read_judged(page), read_judged(f"typos-{page}")
        unanswerable = nothing
        if small:
            judged, slips, unanswerable = judged[:SMALL], slips[:SMALL], nothing[:SMALL]
        told_of = {address: text for address, text in texts.items() if page == "soeg" or address.startswith("/find/")}
        engines = {"Lommekort": lommekort(answers, page), "SQLite FTS5": sqlite_search(told_of)}
        if not small:
            asked = sorted({with_place(row["query"], row["municipality"]) for row in (*judged, *slips, *unanswerable)})
            engines |= peers(told_of, asked)
        figures = {
            name: (*measured(judged, ask), measured(slips, ask)[1], measured(unanswerable, ask)[2])
            for name, ask in engines.items()
        }
        rows += [[f"/{page}, {name}", str(len(judged)), *(f"{one:.3f}" for one in of)] for name, of in figures.items()]
        ours = figures["Lommekort"]
        best = max(of[0] for name, of in figures.items() if name != "Lommekort")
        limits += [
            Figure(f"/{page} nDCG", ours[0], least=least, form=".3f"),
            Figure(f"/{page} s@3", ours[1], least=three, form=".3f"),
            Figure(f"/{page} zero", ours[2], most=zero, form=".3f"),
            Figure(f"/{page} typos", ours[3], least=typos, form=".3f"),
            Figure(f"/{page} empty", ours[4], least=empty, form=".3f"),
            Figure(f"/{page} nDCG against the best peer", ours[0], least=best, form=".3f"),
        ]
    print(table(rows))
    return limits if small else [*limits, *beside.measure(against)]


def documents() -> tuple[Answers, dict[str, tuple[str, str]]]:
    """Lommekort ready to answer, and the texts it searches by address: (title, the rest), for the other engines."""
    with tempfile.TemporaryDirectory(prefix="bench-search-", ignore_cleanup_errors=True) as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "LOMMEKORT_NOW": NOW}))
        library = app.extensions["library"]
        with app.app_context():
            migrations().upgrade()
            seed(library.offers)
            answers = answers_of_database(app)
            pages = {entry.path: entry.body.decode() for entry in render(app) if entry.type.startswith("text/html")}
    found = listed(library)
    texts: dict[str, tuple[str, str]] = {}
    for one, document in zip(found, found_by(found, pages), strict=True):
        title, *rest = (field.text for field in document.fields)
        texts.setdefault(one.address, (title, " ".join(rest)))
    for offer in library.offers:
        title, *rest = (field.text for field in offer_document(offer, library).fields)
        texts[f"/find/{offer.code}"] = (title, " ".join(rest))
    return answers, texts


def read_judged(page: str) -> list[dict]:
    """The queries of a file in `judged`: `right` and `useful` are sets of addresses, empty where nothing is right."""
    path = Path(__file__).resolve().parent / "judged" / f"{page}.tsv"
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        judged = ("right", "useful")
        return [{"municipality": ""} | row | {name: set(row.get(name, "").split()) for name in judged} for row in rows]


def measured(judged: list[dict], ask: Ask) -> tuple[float, float, float]:
    """nDCG at 10, the share with a right answer among the first three, and the share that found nothing."""
    gained, three, nothing = 0.0, 0, 0
    for row in judged:
        found = ask(row["query"], row["municipality"])[:10]
        gains = [3 if one in row["right"] else 1 if one in row["useful"] else 0 for one in found]
        ideal = sorted([3] * len(row["right"]) + [1] * len(row["useful"]), reverse=True)[:10]
        gained += _discounted(gains) / (_discounted(ideal) or 1)
        three += 3 in gains[:3]
        nothing += not found
    return gained / len(judged), three / len(judged), nothing / len(judged)


def _discounted(gains: list[int]) -> float:
    return sum(gain / math.log2(place + 2) for place, gain in enumerate(gains))


def lommekort(answers: Answers, page: str) -> Ask:
    """Lommekort's own answers."""

    def ask(query: str, municipality: str) -> list[str]:
        shown = (search_page if page == "soeg" else finder_page)(answers, {"q": [query], "k": [municipality]})
        return [html.unescape(address) or f"/find/{code}" for address, code in _HIT.findall(shown)]

    return ask


def sqlite_search(texts: dict[str, tuple[str, str]]) -> Ask:
    """SQLite's full-text search: bm25, beginnings of words, titles five times. The place is one word more."""
    database = sqlite3.connect(":memory:")
    database.execute("create virtual table texts using fts5(title, text, tokenize = 'unicode61 remove_diacritics 2')")
    addresses = list(texts)
    database.executemany("insert into texts values (?, ?)", ((fold(a), fold(b)) for a, b in texts.values()))

    def ask(query: str, municipality: str) -> list[str]:
        words = fold(with_place(query, municipality)).split()
        if not words:
            return []
        match = " AND ".join(f'"{word}"*' for word in words)
        rows = database.execute(
            "select rowid from texts where texts match ? order by bm25(texts, 5.0, 1.0) limit 10", [match]
        )
        return [addresses[row - 1] for (row,) in rows]

    return ask


def with_place(query: str, municipality: str) -> str:
    """A query as it is asked of an engine that knows of no places."""
    return f"{query} {municipality}".strip()


def peers(texts: dict[str, tuple[str, str]], queries: list[str]) -> dict[str, Ask]:
    """The engines written for browsers: their fuzzy search and beginnings of words, Danish stems where they have them.
    Those that are missing here are said and left out."""
    if installed([package for _, wanted in PEERS.values() for package in wanted]) is None:
        return {}
    addresses = list(texts)

    def asker(found: list[list[int]]) -> Ask:
        known = dict(zip(queries, found, strict=True))
        return lambda query, municipality: [addresses[number] for number in known[with_place(query, municipality)]]

    engines = {}
    for name, (engine, _) in PEERS.items():
        with tempfile.TemporaryDirectory(prefix="bench-pagefind-") as folder:
            found = _asked_of(engine, list(texts.values()), queries, folder)
            if engine == "pagefind":
                found = _asked_of_pagefind(Path(folder), queries)
        if found:
            engines[name] = asker(found)
    return engines


def _asked_of(engine: str, texts: list[tuple[str, str]], queries: list[str], folder: str) -> list[list[int]]:
    sent = json.dumps({"engine": engine, "texts": texts, "queries": queries, "folder": folder})
    answer = subprocess.run(
        ["node", str(PEERS_SCRIPT)],
        input=sent, capture_output=True, text=True, check=True, timeout=SECONDS, cwd=FOLDER,
    )  # fmt: skip
    return json.loads(answer.stdout)


def _asked_of_pagefind(folder: Path, queries: list[str]) -> list[list[int]]:
    # It reads its index through a browser's fetch.
    if not chromium_path():
        print("Without Pagefind: Chromium is missing. Run: make browsers")
        return []
    types = {".js": "text/javascript", ".json": "application/json"}

    def answer(route) -> None:
        path = folder / urlsplit(route.request.url).path.lstrip("/")
        if path.is_file():
            route.fulfill(body=path.read_bytes(), content_type=types.get(path.suffix, "application/octet-stream"))
        else:
            route.fulfill(body="<!doctype html><html lang=da>", content_type="text/html")

    with sync_playwright() as playwright, launch_chromium(playwright) as browser:
        page = browser.new_page()
        page.route("**/*", answer)
        page.goto("http://pagefind.example/")
        return page.evaluate(IN_PAGEFIND, queries)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
