"""Measures what changing the language of a citizen's page takes on a slowed phone without a network.

The offers are those of the finder's measurement, six of them on the page. Each language is opened anew in each round,
as when it is chosen for the first time, and the slowest of them is held to the limit.
"""

from __future__ import annotations

import statistics
import tempfile
from pathlib import Path

from playwright.sync_api import Error as BrowserError

from bench.figures import Figure, measure_and_tell
from bench.finder import say, write_bundles
from bench.phone import on_phone
from harness.browsers import chromium_path
from harness.processes import Missing

LIMIT = 50  # ms
SIZE = 2_000  # offers
ROUNDS = 5
NAME = "citizen's page, slowest change of language, ms"

IN_BROWSER = """async (rounds) => {
    const bytes = new Uint8Array(await document.querySelector("input").files[0].arrayBuffer());
    const answers = openAnswers({ facts: { version: "", dateWords: "", sizeWords: "" }, ...unpack(bytes) });
    const six = Array.from(answers.offers).filter((one) => one.goneFrom > answers.minute()).slice(0, 6);
    const name = six.map((one) => one.code).join("-");
    citizenPage(answers, name, answers.danish); // the page that the language is changed on
    return answers.languages.rows.map(([code]) => {
        const took = [];
        for (let round = 0; round < rounds; round += 1) {
            answers.languages.known.delete(code);
            const begun = performance.now();
            const [status, page] = citizenPage(answers, name, answers.languages.words(code));
            took.push(performance.now() - begun);
            if (status !== 200 || !page.includes(`lang="${code}"`)) throw new Error(`${code}: ${status}`);
        }
        return [code, took];
    });
}"""


def main() -> int:
    """Prints the figure. 0 when measured, 1 when the browser failed, 2 when it is missing."""
    return measure_and_tell(measure)


def measure(size: int = SIZE, rounds: int = ROUNDS) -> list[Figure]:
    """The change of language among so many offers. Raises Missing without Chromium."""
    if not chromium_path():
        raise Missing("Missing: Chromium. Run: make browsers")
    with tempfile.TemporaryDirectory(prefix="bench-") as folder:
        for _number, path in write_bundles({size: Path(folder, str(size))}):
            try:
                took = ask_worker(path, rounds)
            except BrowserError as error:
                print(f"Not measured: {error.message.splitlines()[0]}")
                return [Figure(NAME, None, most=LIMIT, why="no browser")]
    code = max(took, key=lambda one: took[one])
    say(f"the slowest of {len(took)} languages is {code}: {took[code]:.1f} ms")
    return [Figure(NAME, took[code], most=LIMIT)]


def ask_worker(path: Path, rounds: int) -> dict[str, float]:
    """The milliseconds that each language takes, by its code: the median of its rounds."""
    return {code: statistics.median(took) for code, took in on_phone(IN_BROWSER, path, rounds)}


if __name__ == "__main__":
    raise SystemExit(main())
