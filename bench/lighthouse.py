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

from bench.figures import table, verdict
from harness.browsers import chromium_path
from harness.processes import ROOT, Failed, lommekort, stop, stop_in_order_when_told

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
    stop_in_order_when_told()
    if not (shutil.which("node") and shutil.which("npm")):
        print("Missing: Node.js with npm. On Debian or Ubuntu: apt-get install nodejs npm")
        return 2
    if not (chromium := chromium_path()):
        print("Missing: Chromium. Run: make browsers")
        return 2
    try:
        install()
        with lommekort() as server:
            reports = {page: measure(server.url + page, chromium) for page in PAGES}
    except Failed as error:
        print(error)
        return 1
    print(scores(reports))
    for page, report in reports.items():
        for shortcoming in shortcomings(report):
            print(f"{page}: {shortcoming}")
    print(f"\nLimit: {LEAST_SCORE} in each. Full reports: {FOLDER.relative_to(ROOT) / 'reports'}")
    return 0


def install() -> None:
    """Fetches Lighthouse with npm unless the right version is there."""
    about = FOLDER / "node_modules" / "lighthouse" / "package.json"
    if about.exists() and json.loads(about.read_text())["version"] == VERSION:
        return
    print(f"Fetching Lighthouse {VERSION} …", flush=True)
    FOLDER.mkdir(parents=True, exist_ok=True)
    command = ["npm", "install", "--prefix", str(FOLDER), "--no-audit", "--no-fund", "--loglevel=error"]
    run([*command, f"lighthouse@{VERSION}"], INSTALL_SECONDS)


def measure(url: str, chromium: str) -> dict:
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


def scores(reports: dict[str, dict]) -> str:
    """One line per page: the scores, from 0 to 100, and whether all of them meet the limit."""
    rows = [["page", *CATEGORIES, ""]]
    for page, report in reports.items():
        # A category that could not be worked out has no score.
        figures = [round((report["categories"][category]["score"] or 0) * 100) for category in CATEGORIES]
        rows.append([page, *map(str, figures), verdict(min(figures) >= LEAST_SCORE)])
    return table(rows)


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
