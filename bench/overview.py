"""Measures the overview of every municipality among many offers, on the server and on a slowed phone.

The offers are those of the finder's measurement. Every municipality counts with the median of its rounds, and the
slowest of them is held to the limit.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, measure_and_tell
from bench.finder import processes, say, write_bundles
from bench.phone import on_phone
from harness.browsers import chromium_path
from harness.processes import Missing
from webapp.edition.bundle import unpack
from webapp.finder.answers import Answers
from webapp.overview.render import overview_page
from webapp.publishing.in_force import read_entries

LIMITS = {2_000: 16, 20_000: 60}  # ms for the worker, by the number of offers
SIZES = tuple(LIMITS)
ROUNDS = 5

IN_BROWSER = """async ([places, rounds]) => {
    const bytes = new Uint8Array(await document.querySelector("input").files[0].arrayBuffer());
    const answers = openAnswers({ facts: { version: "", dateWords: "", sizeWords: "" }, ...unpack(bytes) });
    const ask = (place) => {
        const begun = performance.now();
        overviewPage(answers, new URLSearchParams({ k: place }));
        return performance.now() - begun;
    };
    const first = ask(places[0]);
    const took = places.map(() => []);
    for (let round = 0; round < rounds; round += 1) places.forEach((place, number) => took[number].push(ask(place)));
    return [first, took];
}"""


def main() -> int:
    """Prints the figures. 0 when measured, 1 when the browser failed, 2 when it is missing."""
    return measure_and_tell(measure)


def measure(sizes: Sequence[int] = SIZES, rounds: int = ROUNDS) -> list[Figure]:
    """The overview among so many offers at a time. Raises Missing without Chromium."""
    if not chromium_path():
        raise Missing("Missing: Chromium. Run: make browsers")
    found = []
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for number, path in write_bundles({number: Path(folder, str(number)) for number in sizes}):
            most = LIMITS.get(number, max(LIMITS.values()))
            with processes() as pool:
                places, server = pool.submit(ask_server, path, rounds).result()
            say(f"{number:,} offers, the server's slowest municipality: {server:.1f} ms")
            found.append(Figure(f"overview, server, slowest ms at {number:,}", server, most=most))
            try:
                first, slowest = ask_worker(path, places, rounds)
            except BrowserError as error:
                print(f"Not measured: {error.message.splitlines()[0]}")
                first = slowest = None
            else:
                say(f"the worker's first: {first:.1f} ms, its slowest municipality: {slowest:.1f} ms")
            found.append(Figure(f"overview, worker, slowest ms at {number:,}", slowest, most=most, why="no browser"))
    return found


def ask_server(path: Path, rounds: int) -> tuple[list[str], float]:
    """The municipalities, and the milliseconds that the slowest of them takes."""
    answers = Answers(*read_entries(unpack(path.read_bytes())[1]), {})
    overview_page(answers, {})
    places = list(answers.choices.places)
    took: list[list[float]] = [[] for _ in places]
    for _ in range(rounds):
        for place, times in zip(places, took, strict=True):
            begun = time.thread_time()
            overview_page(answers, {"k": [place]})
            times.append((time.thread_time() - begun) * 1000)
    return places, max(statistics.median(times) for times in took)


def ask_worker(path: Path, places: list[str], rounds: int) -> tuple[float, float]:
    """The milliseconds of the very first answer, and those that the slowest municipality takes afterwards."""
    first, took = on_phone(IN_BROWSER, path, [places, rounds])
    return first, max(statistics.median(times) for times in took)


if __name__ == "__main__":
    raise SystemExit(main())
