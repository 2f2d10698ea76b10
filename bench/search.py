"""How well the search finds what people mean, beside two well-known engines on the same texts.

Every judged query (`bench/judged/`, our own words: the query, a municipality, the right answers and the useful ones) is
asked of Lommekort, of SQLite's FTS5 and of MiniSearch. `make bench-search` tells it; with `--small` only the first
queries, and no engine that has to be fetched.

    nDCG   at 10; gains 3 for a right answer and 1 for a useful one
    s@3    the share of queries with a right answer among the first three
    zero   the share of queries that found nothing
"""

from __future__ import annotations

import csv
import html
import json
import math
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from bench.figures import Figure, table, told
from webapp import create_app
from webapp.config import ROOT, settings_from
from webapp.danish import fold
from webapp.database import migrations
from webapp.finder.answers import Answers
from webapp.finder.found_by import offer_document
from webapp.finder.render import finder_page
from webapp.publishing.in_force import make_live
from webapp.publishing.publish import render
from webapp.registry.store import seed
from webapp.search.documents import found_by, listed
from webapp.search.render import search_page

NOW = "2026-11-24T10:30"  # a Tuesday: what is open plays a part in the finder
SMALL = 15  # queries of each kind
MINISEARCH = "7.2.0"
FOLDER = ROOT / ".cache" / "bench-search"
SECONDS = 300
# The least that is wanted of Lommekort: nDCG, s@3, and the most that may find nothing.
WANTED = {"soeg": (0.74, 0.83, 0.03), "find": (0.86, 0.94, 0.03)}
_HIT = re.compile(r'<li class="hit"[^>]*><a href="([^"]+)"|<li class="result" data-offer="([^"]+)"')
_SCRIPT = """
const MiniSearch = require("minisearch");
const { texts, queries } = JSON.parse(require("fs").readFileSync(0, "utf8"));
const search = new MiniSearch({ fields: ["title", "text"], processTerm: (term) => term.toLowerCase() });
search.addAll(texts.map(([title, text], id) => ({ id, title, text })));
const options = { prefix: true, fuzzy: 0.2, boost: { title: 3 } };
console.log(JSON.stringify(queries.map((query) => search.search(query, options).slice(0, 10).map(({ id }) => id))));
"""

Ask = Callable[[str, str], list[str]]


def main(arguments: Sequence[str] = ()) -> int:
    """Asks every engine and prints a table of each page, and whether the limits are met. 1 when one is not."""
    found = measure(small="--small" in arguments)
    print(f"\n{told(found)}")
    return 0 if all(figure.met for figure in found) else 1


def measure(small: bool = False) -> list[Figure]:
    """Asks every engine and prints a table of each page."""
    answers, texts = documents()
    rows, limits = [["page, engine", "queries", "nDCG", "s@3", "zero"]], []
    for page, (least, three, zero) in WANTED.items():
        judged = read_judged(page)[: SMALL if small else None]
        offers_only = {
            address: text for address, text in texts.items() if page == "soeg" or address.startswith("/find/")
        }
        peers = {"SQLite FTS5": sqlite_search(offers_only)}
        if not small and (found := minisearch(offers_only, [row["query"] for row in judged])):
            peers[f"MiniSearch {MINISEARCH}"] = found
        figures = {
            name: measured(judged, ask) for name, ask in {"Lommekort": lommekort(answers, page), **peers}.items()
        }
        rows += [[f"/{page}, {name}", str(len(judged)), *(f"{one:.3f}" for one in of)] for name, of in figures.items()]
        ours = figures["Lommekort"]
        best = max(of[0] for name, of in figures.items() if name != "Lommekort")
        limits += [
            Figure(f"/{page} nDCG", ours[0], least=least, form=".3f"),
            Figure(f"/{page} s@3", ours[1], least=three, form=".3f"),
            Figure(f"/{page} zero", ours[2], most=zero, form=".3f"),
            Figure(f"/{page} nDCG against the best peer", ours[0], least=best, form=".3f"),
        ]
    print(table(rows))
    return limits


def documents() -> tuple[Answers, dict[str, tuple[str, str]]]:
    """Lommekort ready to answer, and the texts it searches by address: (title, the rest), for the other engines."""
    with tempfile.TemporaryDirectory(prefix="bench-search-", ignore_cleanup_errors=True) as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "LOMMEKORT_NOW": NOW}))
        library = app.extensions["library"]
        with app.app_context():
            migrations().upgrade()
            seed(library.offers)
            answers = make_live(app)
            pages = {entry.path: entry.body.decode() for entry in render(app) if entry.type.startswith("text/html")}
    found = listed(library)
    texts = {}
    for one, document in zip(found, found_by(found, pages), strict=True):
        title, *rest = (field.text for field in document.fields)
        texts.setdefault(one.address, (title, " ".join(rest)))
    for offer in library.offers:
        title, *rest = (field.text for field in offer_document(offer, library).fields)
        texts[f"/find/{offer.code}"] = (title, " ".join(rest))
    return answers, texts


def read_judged(page: str) -> list[dict]:
    """The judged queries of a page: `right` and `useful` are sets of addresses."""
    path = Path(__file__).resolve().parent / "judged" / f"{page}.tsv"
    with path.open(encoding="utf-8") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [row | {name: set(row[name].split()) for name in ("right", "useful")} for row in rows]


def measured(judged: list[dict], ask: Ask) -> tuple[float, float, float]:
    """nDCG at 10, the share with a right answer among the first three, and the share that found nothing."""
    gained, three, nothing = 0.0, 0, 0
    for row in judged:
        found = ask(row["query"], row["municipality"])[:10]
        gains = [3 if one in row["right"] else 1 if one in row["useful"] else 0 for one in found]
        ideal = sorted([3] * len(row["right"]) + [1] * len(row["useful"]), reverse=True)[:10]
        gained += _discounted(gains) / _discounted(ideal)
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
        words = fold(f"{query} {municipality}").split()
        if not words:
            return []
        match = " AND ".join(f'"{word}"*' for word in words)
        rows = database.execute(
            "select rowid from texts where texts match ? order by bm25(texts, 5.0, 1.0) limit 10", [match]
        )
        return [addresses[row - 1] for (row,) in rows]

    return ask


def minisearch(texts: dict[str, tuple[str, str]], queries: list[str]) -> Ask | None:
    """MiniSearch with its fuzzy search and beginnings of words; None without Node.js."""
    if not (shutil.which("node") and shutil.which("npm")):
        print("Without MiniSearch: Node.js with npm is missing. On Debian or Ubuntu: apt-get install nodejs npm")
        return None
    if not (FOLDER / "node_modules" / "minisearch").exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
        subprocess.run([*command, f"minisearch@{MINISEARCH}"], check=True, timeout=SECONDS)
    addresses = list(texts)
    sent = json.dumps({"texts": list(texts.values()), "queries": queries})
    answer = subprocess.run(
        ["node", "-e", _SCRIPT],
        input=sent, capture_output=True, text=True, check=True, timeout=SECONDS, cwd=FOLDER,
    )  # fmt: skip
    found = dict(zip(queries, json.loads(answer.stdout), strict=True))
    return lambda query, _municipality: [addresses[number] for number in found[query]]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
