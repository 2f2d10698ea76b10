"""A file that somebody sent, as rows of text. Nothing of it is opened in the app's own process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from dataclasses import dataclass, field, replace
from pathlib import Path

from webapp.spreadsheets.columns import HEADINGS
from webapp.spreadsheets.sandboxed_reader import FEWEST_HEADINGS, HEADINGS_WITHIN, heading

LARGEST = 5 * 2**20  # bytes
WAIT = 15  # seconds, by the clock on the wall
READER = Path(__file__).with_name("sandboxed_reader.py")
_A_PAGE = "Filen er en hjemmeside, der er gemt som regneark. Åbn den i Excel, og gem den igen."
_A_PICTURE = "Filen er et billede."
_OTHER_FILES = {
    b"%PDF": "Filen er en PDF.",
    **dict.fromkeys((b"<html", b"<!doctype html", b"<table", b"<meta", b"<head"), _A_PAGE),
    b"<?xml": "Filen er XML, måske et regneark fra før 2007. Åbn den i Excel, og gem den igen.",
    b"{\\rtf": "Filen er et tekstdokument.",
    **dict.fromkeys((b"[{", b'{"'), "Filen er JSON."),
    **dict.fromkeys((b"\x89PNG", b"\xff\xd8\xff", b"GIF8"), _A_PICTURE),
    **dict.fromkeys((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!"), "Filen er pakket sammen. Pak den ud først."),
}
_one_at_a_time = threading.Semaphore(1)


class UnreadableError(Exception):
    """The file cannot be used; the message says why and what to do."""


@dataclass(frozen=True)
class Table:
    """What stands in a file: its headings, and its rows with the line or row each begins on. Places count from 0."""

    headings: list[str]
    rows: list[tuple[int, list[str]]]
    spoilt: list[tuple[int, int, str]] = field(default_factory=list)  # cells that hold no text: row, place, why
    at: int = 1  # the row of the headings
    notes: list[tuple[str, str]] = field(default_factory=list)  # what stands beside the cells: where, text


def read_table(body: bytes) -> Table:
    """The table in a file. Raises UnreadableError."""
    if not body:
        raise UnreadableError("Vælg en fil først.")
    if len(body) > LARGEST:
        raise UnreadableError("Filen er for stor: højst 5 MB.")
    kind = "xlsx" if body[:4] == b"PK\x03\x04" else "csv"
    start = body[:40].removeprefix(b"\xef\xbb\xbf").lstrip()
    for begins, told in _OTHER_FILES.items():
        if start[: len(begins)].lower() == begins.lower():
            raise UnreadableError(f"{told} Send et regneark (.xlsx) eller en CSV-fil.")
    if body[:8] == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        raise UnreadableError(
            "Filen er et gammelt regneark eller har en adgangskode. Gem den som .xlsx uden adgangskode."
        )
    if not _one_at_a_time.acquire(blocking=False):
        raise UnreadableError("En anden fil bliver læst lige nu. Vent lidt, og send den igen.")
    try:
        # The file is the only thing the child is given: no settings, no secrets.
        done = subprocess.run(
            [sys.executable, "-I", str(READER), kind, json.dumps(sorted(HEADINGS))],
            input=body,
            capture_output=True,
            timeout=WAIT,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UnreadableError("Det tog for lang tid at læse filen. Gør den mindre, og send den igen.") from None
    finally:
        _one_at_a_time.release()
    if done.returncode or not done.stdout:
        raise UnreadableError(
            "Filen kunne ikke læses; den er for stor eller i stykker. Gør den mindre, og send den igen."
        )
    answer = json.loads(done.stdout)
    if "error" in answer:
        raise UnreadableError(answer["error"])
    rows = [(number, cells) for number, cells in answer["rows"]]
    if not rows:
        raise UnreadableError("Filen er tom.")
    spoilt = [(row, place, why) for row, place, why in answer.get("spoilt", [])]
    table = _below_headings(rows, spoilt)
    notes = answer.get("notes", [])  # beside the headings they help to fill
    return replace(table, notes=[(where, text) for where, row, text in notes if row is None or row > table.at])


def _below_headings(rows: list[tuple[int, list[str]]], spoilt: list[tuple[int, int, str]]) -> Table:
    """The table from its headings on: a title and notes may stand above them, and they may be repeated below. Raises
    UnreadableError where others follow."""

    def known(cells: list[str]) -> int:
        return len({heading(cell) for cell in cells} & HEADINGS.keys())

    first = max(range(min(len(rows), HEADINGS_WITHIN)), key=lambda place: (known(rows[place][1]), -place))
    if known(rows[first][1]) < FEWEST_HEADINGS:
        first = 0
    at, headings = rows[first]
    below = rows[first + 1 :]
    if first and known(rows[first - 1][1]):
        headings = _of_two_rows(rows[first - 1][1], headings)
    elif below and _is_headings(below[0][1]):
        headings, below = _of_two_rows(headings, below[0][1]), below[1:]
    below = [(row, cells) for row, cells in below if cells not in (headings, rows[first][1])]
    if again := next((row for row, cells in below if known(cells) >= FEWEST_HEADINGS and _is_headings(cells)), None):
        if known(rows[first][1]) < FEWEST_HEADINGS:
            told = f"Overskrifterne står først i række {again}. Slet det, der står over dem"
        else:
            told = f"I række {again} begynder en tabel med andre overskrifter. Saml rækkerne under ét sæt overskrifter"
        raise UnreadableError(f"{told}, og send filen igen.")
    return Table(headings, below, [one for one in spoilt if one[0] >= at], at)


def _is_headings(cells: list[str]) -> bool:
    """Whether a row holds headings and nothing else: the lower half of headings in two rows."""
    filled = [cell for cell in cells if cell.strip()]
    return len(filled) > 1 and all(heading(cell) in HEADINGS for cell in filled)


def _of_two_rows(upper: list[str], lower: list[str]) -> list[str]:
    """Headings in two rows as one: what stands in the lower one is meant, and above it is what it belongs to."""
    upper, lower = (cells + [""] * (max(len(upper), len(lower)) - len(cells)) for cells in (upper, lower))
    return [below if below.strip() else above for above, below in zip(upper, lower, strict=True)]
