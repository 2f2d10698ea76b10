"""Measures three pages with Lighthouse the way a mid-range phone on a slow network would meet them.

Lighthouse is a Node program and large, so it is no part of the tests: the first run fetches it into .cache/lighthouse,
where the full reports end up too.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile

from bench.figures import Figure, measure_and_tell
from harness.browsers import chromium_path
from harness.processes import ROOT, Failed, Missing, lommekort, stop

VERSION = "12.8.2"
FOLDER = ROOT / ".cache" / "lighthouse"
PROGRAM = FOLDER / "node_modules" / "lighthouse" / "cli" / "index.js"
PAGES = ("/", "/kort/3", "/kort/s1")
CATEGORIES = ("performance", "accessibility", "best-practices")
LEAST_SCORE = 98
CHROMIUM_FLAGS = "--headless=new --no-sandbox --disable-gpu"
INSTALL_SECONDS = 300
PAGE_SECONDS = 180


def main() -> int:
    """Prints a table of scores. 0 when measured, 1 when something failed, 2 when a tool is missing."""
    return measure_and_tell(measure)


def measure() -> list[Figure]:
    """The scores of each page. Raises Missing and Failed."""
    if not (shutil.which("node") and shutil.which("npm")):
        raise Missing("Missing: Node.js with npm. On Debian or Ubuntu: apt-get install nodejs npm")
    if not (chromium := chromium_path()):
        raise Missing("Missing: Chromium. Run: make browsers")
    install()
    with lommekort() as server:
        reports = {page: report_on(server.url + page, chromium) for page in PAGES}
    for page, report in reports.items():
        for shortcoming in shortcomings(report):
            print(f"{page}: {shortcoming}")
    print(f"Full reports: {FOLDER.relative_to(ROOT) / 'reports'}")
    return [figure for page, report in reports.items() for figure in scores(page, report)]


def install() -> None:
    """Fetches Lighthouse with npm unless the right version is there."""
    about = FOLDER / "node_modules" / "lighthouse" / "package.json"
    if about.exists() and json.loads(about.read_text())["version"] == VERSION:
        return
    print(f"Fetching Lighthouse {VERSION} …", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
    run([*command, f"lighthouse@{VERSION}"], INSTALL_SECONDS)


def report_on(url: str, chromium: str) -> dict:
    """Lighthouse's report on one page, which is also written to the reports folder."""
    print(f"Measuring {url} …", flush=True)
    name = url.split("/", 3)[3].replace("/", "-") or "forside"
    report = FOLDER / "reports" / f"{name}.json"
    report.parent.mkdir(parents=True, exist_ok=True)
    report.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory(prefix="lighthouse-", ignore_cleanup_errors=True) as folder:
        command = ["node", str(PROGRAM), url, "--quiet", "--output=json", f"--output-path={report}"]
        command += [f"--only-categories={','.join(CATEGORIES)}", f"--chrome-flags={CHROMIUM_FLAGS}"]
        # Otherwise it stops at a terminal to ask whether it may report errors to its makers.
        command += ["--no-enable-error-reporting"]
        run(command, PAGE_SECONDS, {**os.environ, "CHROME_PATH": chromium, "TMPDIR": folder})
    result = json.loads(report.read_text())
    if "runtimeError" in result:
        raise Failed(f"{url}: {result['runtimeError']['message']}")
    return result


def run(command: list[str], seconds: int, environment: dict[str, str] | None = None) -> None:
    """Runs a program quietly; raises Failed with its last lines when it fails or takes too long."""
    process = subprocess.Popen(
        command,
        cwd=ROOT,
        env=environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    try:
        output, _ = process.communicate(timeout=seconds)
    except BaseException as error:
        stop(process)  # its browser runs in a session of its own and would outlive it
        if isinstance(error, subprocess.TimeoutExpired):
            raise Failed(f"{' '.join(command[:3])} … took more than {seconds} s") from None
        raise
    if process.returncode != 0:
        raise Failed("\n".join([f"{' '.join(command[:3])} … failed:", *output.splitlines()[-15:]]))


def scores(page: str, report: dict) -> list[Figure]:
    """A page's scores, from 0 to 100."""
    found = {category: report["categories"][category]["score"] for category in CATEGORIES}
    return [
        Figure(f"{category} of {page}", score and round(score * 100), least=LEAST_SCORE, form=".0f", why="no score")
        for category, score in found.items()
    ]


def shortcomings(report: dict) -> list[str]:
    """What costs points in the categories that miss the limit, with Lighthouse's own titles and figures."""
    lines = []
    for category in report["categories"].values():
        if (category["score"] or 0) * 100 >= LEAST_SCORE:
            continue
        for part in category["auditRefs"]:
            audit = report["audits"][part["id"]]
            if part["weight"] and audit["score"] is not None and audit["score"] < 0.9:
                lines.append(" ".join([f"{category['title']}:", audit["title"], audit.get("displayValue", "")]))
    return lines


if __name__ == "__main__":
    sys.exit(main())
