"""Measures how the finder grows: answers on the server and on a phone, and the size of what a phone keeps.

The offers are made up, always the same ones. Their words are drawn from the shipped offers, with new compounds among
them as in any Danish text; what goes together (topics, people, contact forms) is a shipped offer's. They become an
edition's templates in the project's own way. Every size is then asked the same searches, in a process of its own and
in a browser slowed down to a cheap phone.
"""

from __future__ import annotations

import gc
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate, pairwise
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch
from urllib.parse import parse_qs

import brotli
from flask import Flask
from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, measure_and_tell, memory_mb, table
from bench.phone import SLOWED, asked_on_phone
from harness.browsers import chromium_path
from harness.processes import Missing
from webapp import create_app
from webapp.config import settings_from
from webapp.database import migrations
from webapp.edition.bundle import pack, unpack
from webapp.edition.kept import Kept
from webapp.finder.answers import Answers
from webapp.finder.render import finder_page
from webapp.library import Library
from webapp.offers.offer import Offer
from webapp.publishing.dynamic_pages import render_dynamic
from webapp.publishing.in_force import read_entries
from webapp.publishing.publish import render
from webapp.registry.codes import code_for
from webapp.security.headers import HEADERS

SIZES = (200, 2_000, 20_000, 100_000)
NOW = "2026-11-24T14:30"  # a Tuesday afternoon
HOURS = 300  # different texts of opening hours
ROUNDS = 3  # of all the searches, as many of each size: words that were asked before are answered sooner
# Brotli's: the best quality takes minutes for large data.
BEST_QUALITY, BEST_QUALITY_TO, FAST_QUALITY, WINDOW = 11, 2_000, 9, 22

MOST_SERVER_MS, SERVER_SIZE = 5, 20_000
MOST_WORKER_MS, WORKER_SIZE = 16, 2_000
MOST_SHIPPED = 45_000  # bytes
LEEWAY = 1.1  # how much faster than the offers a figure may grow: the machine is never quite still

SEARCHES = (
    *("", "n=1", "a=1", "u=1", "e=1", "e=6", "e=1&e=8", "e=12", "f=1", "f=6", "f=4&f=5", "m=1", "m=4", "l=1", "l=8"),
    *("k=Aarhus", "k=0101", "k=Samsø", "k=Esbjerg&e=7", "k=Aalborg&n=1", "k=Odense&e=1&f=6&m=1&a=1&u=1"),
    *("q=vold", "q=krisecenter", "q=tæsk", "q=hjemløs", "q=gæld", "q=rådgivning", "q=kvindekrisecenter", "q=sove"),
    *("q=natcafeerne", "q=abstinenser", "q=psykolog+gratis", "q=telefonlinjer+unge", "q=bange+aalborg"),
    "q=hun+har+fået+tæsk+af+sin+mand+og+tør+ikke+tage+hjem+i+nat",
    "q=jeg+skal+bruge+et+sted+at+sove+i+København+uden+henvisning+åbent+nu",
    "q=hvor+kan+en+ung+mand+med+stofmisbrug+få+hjælp+til+sin+gæld",
    *("s=3", "q=hjælp&s=3", "k=Vejle&n=1&s=3", "q=xylofonorkester", "q=zzz+qqq+www", "q=vold+xylofonorkester"),
)

IN_BROWSER = """async ([searches, rounds]) => {
    const bytes = new Uint8Array(await document.querySelector("input").files[0].arrayBuffer());
    const started = performance.now();
    const answers = openAnswers({ facts: { version: "", dateWords: "", sizeWords: "" }, ...unpack(bytes) });
    finderPage(answers, new URLSearchParams(searches[0]));
    const ready = performance.now() - started;
    const took = searches.map(() => []);
    for (let round = 0; round < rounds; round += 1) {
        searches.forEach((search, number) => {
            const begun = performance.now();
            finderPage(answers, new URLSearchParams(search));
            took[number].push(performance.now() - begun);
        });
    }
    return [ready, took, performance.memory.usedJSHeapSize / 1e6];
}"""


@dataclass(frozen=True)
class Figures:
    """Milliseconds from the bundle's bytes to the answer to the first of the searches, and for a search; megabytes of
    memory."""

    ready: float
    median: float
    p95: float
    memory: float
    slowest: str
    mean: float = 0.0  # of all the searches; earlier commits tell none


def main() -> int:
    """Prints the tables. 0 when measured, 1 when the browser failed, 2 when it is missing."""
    started = time.monotonic()
    outcome = measure_and_tell(measure)
    print(f"\nIt took {time.monotonic() - started:.0f} s.")
    return outcome


def measure(sizes: Sequence[int] = SIZES, best_quality: int = BEST_QUALITY) -> list[Figure]:
    """So many offers at a time, put to the server's rules and the worker's. Raises Missing without Chromium."""
    if not chromium_path():
        raise Missing("Missing: Chromium. Run: make browsers")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        say("Making offers up …")
        bundles = {number: Path(folder, str(number)) for number in sizes}
        with processes() as pool:
            sent = {
                number: pool.submit(compressed, path, best_quality if number <= BEST_QUALITY_TO else FAST_QUALITY)
                for number, path in write_bundles(bundles)
            }
            shipped = pool.submit(shipped_on_top, best_quality)
            data = {number: (bundles[number].stat().st_size, size.result()) for number, size in sent.items()}
        server = {}
        for number, path in bundles.items():
            say(f"Asking the server among {number:,} …")
            with processes() as pool:
                server[number] = pool.submit(ask_server, path, ROUNDS).result()
        worker = {}
        for number, path in bundles.items():
            say(f"Asking the worker among {number:,} …")
            try:
                worker[number] = ask_worker(path, ROUNDS)
            except BrowserError as error:
                print(f"Not measured: {error.message.splitlines()[0]}")
    report(server, worker, data)
    return figures(server, worker, data, shipped.result())


def say(words: str) -> None:
    """A line that is seen at once, also where output goes to a file."""
    print(words, flush=True)


def processes() -> ProcessPoolExecutor:
    """One process beside this one, fresh, so that its memory is its own."""
    return ProcessPoolExecutor(1, get_context("spawn"))


# Made-up offers


def write_bundles(bundles: dict[int, Path]) -> Iterator[tuple[int, Path]]:
    """Write the bundles with the templates for so many made-up offers, each as it is done."""
    with app_with(()) as app:
        offers = made_up(max(bundles), app.extensions["library"])
    kept = Kept()  # the fewer offers are among the more
    for number, path in bundles.items():
        with app_with(offers[:number]) as app:
            entries = render_dynamic(app, kept=kept)
        path.write_bytes(pack(entries, HEADERS))
        yield number, path


@contextmanager
def app_with(offers: Sequence[Offer] | None = None) -> Iterator[Flask]:
    """The app with these offers, or the shipped ones, in an instance folder that is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="lommekort-") as folder:
        app = create_app(settings_from({"LOMMEKORT_INSTANCE": folder, "LOMMEKORT_NOW": NOW}))
        with app.app_context():
            migrations().upgrade()  # what municipalities write of their own is read as well
        shown = app.extensions["library"].offers if offers is None else tuple(offers)
        with patch("webapp.publishing.dynamic_pages.all_offers", lambda _session: shown):
            yield app


def made_up(number: int, library: Library) -> list[Offer]:
    """So many offers; fewer are the first of more. Numbers begin with 00 and sites end in .example: nobody has them."""
    chance = random.Random(1)
    words = [word for offer in library.offers for word in f"{offer.name} {offer.description}".split()]
    long_words = [word for word in words if word.isalpha() and len(word) > 5]
    places = list(library.places.values())
    sizes_of_places = list(accumulate(1 / rank for rank in range(1, len(places) + 1)))
    languages = list(library.taxonomy.languages)
    hours = made_up_hours(chance)
    codes: set[str] = set()

    def word() -> str:
        if chance.random() > 0.03:
            return chance.choice(words)
        return chance.choice(long_words).lower() + chance.choice(long_words).lower()

    def offer(serial: int) -> Offer:
        like = chance.choice(library.offers)
        place = chance.choices(places, cum_weights=sizes_of_places)[0]
        serves = chance.choices(("everybody", "region", "municipality"), (20, 25, 55))[0]
        code = code_for(f"bench {serial}", codes)
        codes.add(code)
        phone = spaced(serial) if chance.random() < 0.85 else None
        ours = {
            "id": f"bench {serial}",
            "code": code,
            "name": f"{chance.choice(long_words).capitalize()} {word()}, {place.name}",
            "organization": f"{word().capitalize()} {place.name}",
            "description": " ".join(word() for _ in range(chance.randint(9, 20))).capitalize(),
            "description_en": "Made up to measure with: somebody to talk to, or a place to stay.",
            "languages": tuple(chance.sample(languages, chance.choice((0, 0, 0, 1, 2, 3)))),
            "national": serves == "everybody",
            "service_regions": (place.region,) if serves == "region" else (),
            "service_municipalities": (place.code,) if serves == "municipality" else (),
            "municipality": place.code,
            "region": place.region,
            "address": f"{chance.choice(long_words).capitalize()}vej {chance.randint(1, 200)}",
            "postal_code": "0000",
            "city": place.name,
            "phone": phone,
            "sms": phone if chance.random() < 0.1 else None,
            "email": None,
            "website": f"https://{code}.example",
            "opening_hours": chance.choice(hours) if chance.random() < 0.7 else None,
            "changes": (),
            "later": (),
            "source_url": f"https://{code}.example/om",
            "seen": date.fromisoformat(NOW[:10]) - timedelta(days=chance.randint(0, 500)),
        }
        return like.model_copy(update=ours)

    return [offer(serial) for serial in range(1, number + 1)]


def made_up_hours(chance: random.Random) -> list[str]:
    """Opening hours to choose from, the common ones many times; always open is the commonest."""
    texts = [
        f"{days} {opens:02}:{minutes}-{closes}:00{holidays}"
        for days in ("Mo-Fr", "Mo-Su", "Mo-Th", "Tu-Fr", "Mo,We", "Tu,Th", "Sa-Su", "We")
        for opens in (8, 9, 10, 12, 16, 18)
        for minutes in ("00", "30")
        for closes in (15, 17, 20, 22)
        for holidays in ("", "; PH off")
        if closes > opens
    ]
    chosen = ["24/7", *chance.sample(texts, HOURS - 1)]
    return chance.choices(chosen, [1 / rank for rank in range(1, HOURS + 1)], k=20 * HOURS)


def spaced(serial: int) -> str:
    """A phone number that nobody has."""
    digits = f"00{serial:06}"
    return " ".join(digits[at : at + 2] for at in range(0, 8, 2))


# Measuring


def compressed(path: Path, quality: int) -> int:
    """How many bytes of a file go over the wire."""
    return len(brotli.compress(path.read_bytes(), quality=quality, lgwin=WINDOW))


def shipped_on_top(quality: int) -> int:
    """How many bytes more go over the wire because the shipped edition has its offers: it against the same edition
    without any. What answers of cards and pages, and the languages, are in both."""
    sizes = []
    for offers in (None, ()):
        with app_with(offers) as app, app.app_context():
            sizes.append(len(brotli.compress(pack(render(app), HEADERS), quality=quality, lgwin=WINDOW)))
    return sizes[0] - sizes[1]


def ask_server(path: Path, rounds: int) -> Figures:
    """The searches put to the server's rules, in one thread."""
    pages, packed = read_entries(unpack(path.read_bytes())[1])
    before = memory_mb(os.getpid())
    started = time.thread_time()
    edition = Answers(pages, packed, {})
    finder_page(edition, {})
    ready = (time.thread_time() - started) * 1000
    took: list[list[float]] = [[] for _ in SEARCHES]
    for _ in range(rounds):
        for search, times in zip(SEARCHES, took, strict=True):
            params = parse_qs(search)
            begun = time.thread_time()
            finder_page(edition, params)
            times.append((time.thread_time() - begun) * 1000)
    gc.collect()
    return answers(ready, took, memory_mb(os.getpid()) - before)


def ask_worker(path: Path, rounds: int, searches: Sequence[str] = SEARCHES) -> Figures:
    """The searches put to the service worker's rules, in an empty page."""
    return answers(*asked_on_phone(IN_BROWSER, path, list(searches), rounds), searches=searches)


def answers(ready: float, took: list[list[float]], memory: float, searches: Sequence[str] = SEARCHES) -> Figures:
    """The figures of one size. Each search counts once, with the median of its rounds."""
    typical = [statistics.median(times) for times in took]
    slowest = searches[typical.index(max(typical))]
    p95 = statistics.quantiles(typical, n=20)[-1]
    return Figures(ready, statistics.median(typical), p95, memory, slowest, statistics.mean(typical))


# Telling


def report(server: dict[int, Figures], worker: dict[int, Figures], sizes: dict[int, tuple[int, int]]) -> None:
    """One line for each size, and below each how much it grew: the offers' own growth stands first."""
    columns: list[tuple[str, Callable[[int], float | None]]] = [
        ("offers", lambda number: number),
        ("server ms", lambda number: server[number].median),
        ("p95", lambda number: server[number].p95),
        ("ready ms", lambda number: server[number].ready),
        ("MB", lambda number: server[number].memory),
        ("worker ms", lambda number: worker[number].median if number in worker else None),
        ("p95", lambda number: worker[number].p95 if number in worker else None),
        ("ready ms", lambda number: worker[number].ready if number in worker else None),
        ("MB", lambda number: worker[number].memory if number in worker else None),
        ("data KB", lambda number: sizes[number][0] / 1000),
        ("sent KB", lambda number: sizes[number][1] / 1000),
        ("sent/offer", lambda number: sizes[number][1] / number),
    ]
    rows = [[name for name, _ in columns]]
    before = None
    for number in sizes:
        figures = [of(number) for _, of in columns]
        if before:
            rows.append(
                [f"× {one / other:.1f}" if one and other else "" for one, other in zip(figures, before, strict=True)]
            )
        rows.append(["–" if one is None else f"{one:,.0f}" if one >= 100 else f"{one:.1f}" for one in figures])
        before = figures
    print(f"\n{table(rows)}\n")
    print(f"{len(SEARCHES)} searches. The worker is slowed {SLOWED} times. Ready: from the bundle to the first answer.")
    for side, asked in (("server", server), ("worker", worker)):
        print(f"Slowest for the {side}: " + ", ".join(f"{one.slowest or 'none'} ({n:,})" for n, one in asked.items()))


def figures(
    server: dict[int, Figures], worker: dict[int, Figures], sizes: dict[int, tuple[int, int]], shipped: int
) -> list[Figure]:
    """What has a limit."""
    on_server, on_worker = server.get(SERVER_SIZE), worker.get(WORKER_SIZE)
    growths = {  # by the mean: a browser is slowed in steps as long as one search, and a median falls between them
        "server": {number: one.mean for number, one in server.items()},
        "worker": {number: one.mean for number, one in worker.items()},
        "data sent": {number: sent for number, (_, sent) in sizes.items()},
    }
    why = "not among the sizes"
    return [
        Figure(f"server, median ms at {SERVER_SIZE:,}", on_server and on_server.median, most=MOST_SERVER_MS, why=why),
        Figure(f"worker, median ms at {WORKER_SIZE:,}", on_worker and on_worker.median, most=MOST_WORKER_MS, why=why),
        *(
            Figure(f"{name}, growth to the offers' growth", steepest(growth), most=LEEWAY, form=".2f", why="one size")
            for name, growth in growths.items()
        ),
        Figure("shipped offers' data on top of the cards, bytes sent", shipped, most=MOST_SHIPPED, form=",.0f"),
    ]


def steepest(figures: dict[int, float]) -> float | None:
    """How many times faster than the offers a figure grows, where it grows fastest; None of a single size."""
    steps = pairwise(sorted(figures.items()))
    return max(((after / before) / (more / fewer) for (fewer, before), (more, after) in steps), default=None)


if __name__ == "__main__":
    sys.exit(main())
