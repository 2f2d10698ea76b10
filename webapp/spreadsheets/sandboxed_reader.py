"""Reads a file that somebody sent, in a process of its own with little memory and time. Not imported by the app.

`python -I sandboxed_reader.py KIND` (csv or xlsx), the file on standard input; answers JSON: `{"rows": [[1, ["a"]],
...]}` with the line or row each begins on, or `{"error": "..."}` in Danish.
"""

from __future__ import annotations

import csv
import io
import json
import resource
import sys
import zipfile
from datetime import date, datetime, time

# OWASP's and our own measurements: a 357 kB spreadsheet can hold 100 MB, and keeps a reader busy for a minute.
MOST_ENTRIES, MOST_PLAIN, MOST_OF_ONE, MOST_TIMES = 200, 30 * 2**20, 10 * 2**20, 50
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5000, 60, 2000
SECONDS, MEMORY = 10, 512 * 2**20
SHEET = "Tilbud"


class RefusedError(Exception):
    """The file cannot be taken; the message says why and what to do."""


def main() -> None:
    """Read standard input as the kind that is named."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    body = sys.stdin.buffer.read()
    try:
        rows = {"csv": read_csv, "xlsx": read_xlsx}[sys.argv[1]](body)
        answer = {"rows": rows}
    except RefusedError as error:
        answer = {"error": str(error)}
    sys.stdout.write(json.dumps(answer))


def read_csv(body: bytes) -> list:
    """Rows of a CSV file: UTF-8, UTF-16 with its mark, or CP1252; semicolons, commas or tabs."""
    text = _decoded(body)
    if "\0" in text:
        raise RefusedError("Filen er ikke en CSV-fil. Gem den som CSV, eller send regnearket.")
    csv.field_size_limit(20_000)
    best: list = []
    for delimiter in ";,\t":
        try:
            header = next(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), [])
        except csv.Error:
            continue
        if len(header) > len(best[1] if best else []):
            best = [delimiter, header]
    if not best:
        raise RefusedError("Filen er tom.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best[0], strict=True)
    rows, begins = [], 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                rows.append([begins, cells])
            _check(rows, cells, begins)
            begins = reader.line_num + 1
    except csv.Error:
        raise RefusedError(f"Linje {begins} kan ikke læses. Mangler der et anførselstegn?") from None
    return rows


def _decoded(body: bytes) -> str:
    codings = ("utf-16",) if body[:2] in (b"\xff\xfe", b"\xfe\xff") else ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            return body.decode(coding)
        except UnicodeDecodeError:
            continue
    raise RefusedError("Tegnene i filen kan ikke læses. Gem den som CSV UTF-8, og send den igen.")


def read_xlsx(body: bytes) -> list:
    """Rows of the sheet with the offers, or of the first; formulas are refused."""
    _check_archive(body)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False)
        sheet = book[SHEET] if SHEET in book.sheetnames else book.worksheets[0]
        sheet.reset_dimensions()  # what the sheet says of its own size may be wrong, and rows would be lost
        rows = []
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell, number) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if texts:
                rows.append([number, texts])
            _check(rows, texts, number)
            if number > MOST_ROWS * 2:
                raise RefusedError(_TOO_MANY)
    except RefusedError:
        raise
    except MemoryError:
        raise RefusedError("Regnearket er for stort.") from None
    except Exception:  # whatever a broken file makes a reader of many parts do
        raise RefusedError(
            "Regnearket kan ikke læses. Gem det som Excel-projektmappe (.xlsx), og send det igen."
        ) from None
    return rows


def _check_archive(body: bytes) -> None:
    """Before anything is unpacked: what the archive says of itself; then what really comes out of it."""
    bomb = RefusedError("Regnearket fylder for meget, når det pakkes ud. Slet tomme rækker og ark, og send det igen.")
    broken = RefusedError("Filen er ikke et regneark (.xlsx), eller den er i stykker.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise broken from None
    entries = archive.infolist()
    plain = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or plain > MOST_PLAIN or plain > MOST_TIMES * len(body):
        raise bomb
    for entry in entries:
        if entry.file_size > MOST_OF_ONE:
            raise bomb
        if entry.flag_bits & 1 or entry.filename.startswith(("/", "\\")) or ".." in entry.filename:
            raise broken
    for entry in entries:
        try:
            with archive.open(entry) as part:
                content = part.read(MOST_OF_ONE + 1)
        except (
            zipfile.BadZipFile,
            ValueError,
            OSError,
            EOFError,
            NotImplementedError,
            RuntimeError,
            zipfile.zlib.error,
        ):
            raise broken from None
        if len(content) > MOST_OF_ONE:
            raise bomb
        if entry.filename.endswith((".xml", ".rels")) and b"<!" in content.replace(b"\0", b"").replace(b"<!--", b""):
            raise broken  # a document type: there is never one in a spreadsheet, and it can name files and bombs


_TOO_MANY = f"Filen har mere end {MOST_ROWS} rækker. Del den i flere."


def _check(rows: list, cells: list[str], number: int) -> None:
    if len(rows) > MOST_ROWS + 1:
        raise RefusedError(_TOO_MANY)
    if len(cells) > MOST_COLUMNS:
        raise RefusedError(f"Række {number} har mere end {MOST_COLUMNS} kolonner.")
    if any(len(cell) > MOST_CHARACTERS for cell in cells):
        raise RefusedError(f"Række {number} har en celle med mere end {MOST_CHARACTERS} tegn. Gør teksten kortere.")


def _text(cell, row: int) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        raise RefusedError(f"Række {row}, celle {cell.coordinate} er en formel. Sæt værdien ind i stedet.")
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


if __name__ == "__main__":
    main()
