"""Reads a file that somebody sent, in a process of its own with little memory and time. The app reads no file with it.

`python -I sandboxed_reader.py KIND HEADINGS` (csv or xlsx; the headings that are known, as JSON), the file on standard
input; answers JSON: `{"rows": [[1, ["a"]], ...], "spoilt": [[7, 2, "..."]], "notes": [["Noten ved celle P2", 2, "a"]]}`
with the line or row each begins on, the cells that hold no text (row, place from 0, why in Danish), and what stands
beside the cells (where in Danish, row or null, text); or `{"error": "..."}` in Danish.
"""

from __future__ import annotations

import csv
import io
import json
import re
import resource
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from itertools import islice
from typing import Any

# OWASP's and our own measurements: a 357 kB spreadsheet can hold 100 MB, and keeps a reader busy for a minute.
MOST_ENTRIES, MOST_PLAIN, MOST_OF_ONE, MOST_TIMES = 200, 30 * 2**20, 10 * 2**20, 50
_DAY_0 = datetime(1899, 12, 31)  # what a spreadsheet counts days from (before March 1900)
MOST_ROWS, MOST_COLUMNS, MOST_CHARACTERS = 5000, 60, 2000
# In all, in UTF-8: a spreadsheet of 0.2 MB can use one long text in every cell, and the app takes the answer whole.
MOST_IN_ALL = 6 * 2**20
MOST_NOTES = 500
MOST_OF_STYLES = 2 * 2**20  # bytes; openpyxl takes long over them
SECONDS, MEMORY = 10, 512 * 2**20
SHEET = "Tilbud"
HEADINGS_WITHIN, FEWEST_HEADINGS = 15, 3  # rows of notes may stand above them; fewer may be chance
# What else is an archive, by a part that it has.
OTHER_KINDS = {
    "content.xml": "Filen er et regneark fra LibreOffice (.ods).",
    "Index/Document.iwa": "Filen er fra Numbers.",
    "xl/workbook.bin": "Filen er et binært regneark (.xlsb).",
    "word/document.xml": "Filen er et Word-dokument.",
}


class RefusedError(Exception):
    """The file cannot be taken; the message says why and what to do."""


def main() -> None:
    """Read standard input as the kind that is named."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    known = json.loads(sys.argv[2]) if len(sys.argv) > 2 else ()
    sys.stdout.write(json.dumps(read(sys.argv[1], sys.stdin.buffer.read(), known)))


def read(kind: str, body: bytes, known: Iterable[str]) -> dict[str, object]:
    """What is answered of a file (`csv`, `xlsx`), given the headings that are known: its rows, or what is wrong."""
    try:
        if kind == "csv":
            return {"rows": read_csv(body, frozenset(known))}
        spoilt: list = []
        notes: list = []
        return {"rows": read_xlsx(body, spoilt, frozenset(known), notes), "spoilt": spoilt, "notes": notes}
    except RefusedError as error:
        return {"error": str(error)}


# What stands in brackets behind a heading and says nothing of what is in the column; "(privat)" and "(gammel)" do.
_HOW_TO_FILL = re.compile(
    r" ?\((?:er|e|skal .*|valgfri\w*|obligatorisk|påkrævet|f\.? ?eks.*|fx .*|må ikke .*|evt.*"
    r"|ja ?(?:/|eller) ?nej.*|x|(?:sæt|vælg|skriv|angiv) .*|kryds.*|\d+ (?:cifre|tal|tegn)|kl\.?|dd.?mm.*)\)$"
)


def heading(text: str) -> str:
    """A heading as it is compared: without the marks that people put after one."""
    called = re.sub(r"[\s:*?.]+$", "", re.sub(r"\s+", " ", text).strip()).casefold()
    return _HOW_TO_FILL.sub("", re.sub("(?<=[a-zæøå])- (?=[a-zæøå])", "", called))  # parted at the end of a line


def _headings_in(cells: list, known: frozenset) -> int:
    return len({heading(str(cell)) for cell in cells if cell is not None} & known)


def read_csv(body: bytes, known: frozenset = frozenset()) -> list:
    """Rows of a CSV file: UTF-8, UTF-16 with its mark, or CP1252; semicolons, commas, tabs or bars, by which the
    headings that are `known` are most, or the first line has most."""
    text = _decoded(body)
    if "\0" in text:
        raise RefusedError("Filen er ikke en CSV-fil. Gem den som CSV, eller send regnearket.")
    csv.field_size_limit(20_000)
    best: list = []
    text, begins, told = _without_separator_line(text)
    if found := re.match(
        r"(?:[;,\t \u00a0\"]*(?:\r\n|\n|\r))+", text
    ):  # rows that are only coloured, above the headings
        begins += len(re.findall(r"\r\n|\n|\r", found[0]))
        text = text[found.end() :]
    for delimiter in told or ";,\t|":
        try:
            first = list(islice(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), HEADINGS_WITHIN))
        except csv.Error:
            continue
        header = max((_headings_in(cells, known) for cells in first), default=0), len(first[0] if first else [])
        if header > (best[1] if best else (0, 0)):
            best = [delimiter, header]
    if not best:
        raise RefusedError("Filen er tom.")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=best[0], strict=True)
    rows, before, taken = [], begins - 1, 0
    try:
        for cells in reader:
            cells = [_AS_TEXT.sub(r"\1", cell) for cell in cells]
            while cells and not cells[-1].strip():
                cells.pop()
            if cells:
                rows.append([begins, cells])
            taken = _check(rows, cells, begins, taken)
            begins = before + reader.line_num + 1
    except csv.Error:
        raise RefusedError(f"Linje {begins} kan ikke læses. Mangler der et anførselstegn?") from None
    return rows


# How programs keep Excel from taking a text for a number: `="0800"`.
_AS_TEXT = re.compile(r'^="([^"]*)"$')


def _without_separator_line(text: str) -> tuple[str, int, str]:
    """A text without the first line that tells Excel the separator (`sep=;`), the number of the line that then is
    first, and that separator, if it was told."""
    if found := re.match('"?sep=([;,\t|])"?;*,*(\r\n|\n|\r)', text, re.IGNORECASE):
        return text[found.end() :], 2, found[1]
    return text, 1, ""


# Letters that were read in a way they were not written. UTF-8 read as Windows text: Ã and another one for each of æøå.
_UTF8_AS_WINDOWS = re.compile("Ã[\x80-\xbf¦¸¥†˜…©‚„‡]")
# A Mac's and DOS's æøå in the middle of a word, read as Windows text.
_OTHERS_AS_WINDOWS = re.compile("[A-Za-z][Œ¿¾†›][A-Za-z]|\b[Œ¾¿†›][a-z]{2}|[a-z]{2}[Œ¿¾†›]\b|Œ")
_SAVE_AS = "Gem filen som CSV UTF-8, og send den igen."


def _decoded(body: bytes) -> str:
    if body[:2] in (b"\xff\xfe", b"\xfe\xff"):
        codings: tuple[str, ...] = ("utf-16",)
    elif len(body) > 1 and 0 in body[:2]:  # without its mark
        codings = ("utf-16-le" if body[1] == 0 else "utf-16-be",)
    else:
        codings = ("utf-8-sig", "cp1252")
    for coding in codings:
        try:
            text = body.decode(coding)
        except UnicodeDecodeError:
            continue
        if coding == "cp1252":
            wrong = _UTF8_AS_WINDOWS.search(text) or _OTHERS_AS_WINDOWS.search(text)
        else:  # written twice, then no Danish letter is whole
            wrong = None if re.search("[æøåÆØÅ]", text) else _UTF8_AS_WINDOWS.search(text)
        if wrong:
            line = text.count("\n", 0, wrong.start()) + 1
            near = " ".join(text[max(0, wrong.start() - 12) : wrong.end() + 12].split())
            raise RefusedError(
                f"Bogstaverne i filen er gået i stykker, for eksempel i linje {line}: »{near}«. {_SAVE_AS}"
            )
        return text.lstrip("\ufeff")  # a program may put a second mark before the first
    raise RefusedError(f"Tegnene i filen kan ikke læses. {_SAVE_AS}")


def read_xlsx(
    body: bytes, spoilt: list | None = None, known: frozenset = frozenset(), notes: list | None = None
) -> list:
    """Rows of the sheet with headings that are `known`, or with the offers, or of the first that is shown. A row with
    nothing but colours is none. What stands in cells that are merged over several rows stands in each of them. The
    cells that are formulas, errors or struck out are added to `spoilt`: row, place, why; what is said beside the cells
    to `notes`: where, row or None, text."""
    _check_archive(body)
    from openpyxl import load_workbook

    try:
        book = load_workbook(io.BytesIO(body), read_only=True, data_only=False, keep_links=False, rich_text=True)
        sheet = _sheet(book, known)
        sheet.reset_dimensions()  # what the sheet says of its own size may be wrong, and rows would be lost
        rows, taken = [], 0
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            content = archive.read(sheet._worksheet_path)
            beside = list(islice(_beside(archive, sheet, content), MOST_NOTES)) if notes is not None else []
        merged, inline = _merged(content), _struck_inline(content)
        held: dict[int, tuple[int, str]] = {}
        for number, cells in enumerate(sheet.iter_rows(), start=1):
            texts = [_text(cell) for cell in cells]
            if any(text.strip() for text in texts):
                _fill(texts, {place: text for place, (last, text) in held.items() if last >= number})
            held |= {place: (last, texts[place]) for place, last in merged.get(number, ()) if place < len(texts)}
            while texts and not texts[-1].strip():
                texts.pop()
            if not texts:
                continue
            rows.append([number, texts])
            taken = _check(rows, texts, number, taken)
            if spoilt is not None:
                spoilt += [[number, place, why] for place, cell in enumerate(cells) if (why := _spoilt(cell))]
                struck = next(((place, cell) for place, cell in enumerate(cells) if _is_struck(cell, inline)), None)
                spoilt += [[number, struck[0], f"Celle {struck[1].coordinate} {_STRUCK}"]] if struck else []
    except RefusedError:
        raise
    except MemoryError:
        raise RefusedError("Regnearket er for stort.") from None
    except Exception:  # whatever a broken file makes a reader of many parts do
        raise RefusedError(
            "Regnearket kan ikke læses. Gem det som Excel-projektmappe (.xlsx), og send det igen."
        ) from None
    if notes is not None:
        notes += [[where, row, text[:MOST_CHARACTERS]] for where, row, text in _not_in_cells(beside, rows)]
    return rows


_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s+ref="([A-Z]{1,3})([0-9]{1,7}):[A-Z]{1,3}([0-9]{1,7})"')


def _merged(content: bytes) -> dict[int, list[tuple[int, int]]]:
    """Where cells are merged over several rows: by their first row, the place of their first column and their last row.
    A sheet that is read row by row does not tell it."""
    from openpyxl.utils import column_index_from_string

    found: dict[int, list[tuple[int, int]]] = {}
    for column, first, last in _MERGED.findall(content):
        if int(last) > int(first):
            found.setdefault(int(first), []).append((column_index_from_string(column.decode()) - 1, int(last)))
    return found


_ABOUT_THREADS = re.compile(r"\[[^\]\n]+\]\n\n.*?\n\n[^\n:]*:\s*", re.DOTALL)  # "[Trådet kommentar]", and what that is
_LINK = re.compile(rb"<(?:\w+:)?hyperlink\s[^<>]*>")
_DRAWN = "{http://schemas.openxmlformats.org/drawingml/2006/%s}"
_BOX, _TEXT = _DRAWN % "spreadsheetDrawing", _DRAWN % "main"
_OF_OURS = ("Hjælp", "Ord", "Valg")  # sheets of the file that is fetched


def _beside(archive: zipfile.ZipFile, sheet, content: bytes) -> Iterator[tuple[str, int | None, str]]:
    """What is said beside the cells of a sheet, which one that is read row by row does not tell: notes, boxes with
    text, links, and other sheets that are shown. Each as where, the row it belongs to if any, and the text."""
    from openpyxl.comments.comment_sheet import CommentSheet
    from openpyxl.packaging.relationship import get_dependents, get_rels_path
    from openpyxl.xml.functions import fromstring

    notes_of: Any = CommentSheet.from_tree
    relations = get_rels_path(sheet._worksheet_path)
    parts = list(get_dependents(archive, relations)) if relations in archive.namelist() else []
    for part in parts:
        if part.Type.endswith("/comments"):
            for note in notes_of(fromstring(archive.read(part.target))).commentList:
                yield f"Noten ved celle {note.ref}", _row(note.ref), _ABOUT_THREADS.sub("", note.content)
        elif part.Type.endswith("/drawing"):
            for anchor in fromstring(archive.read(part.target)):
                lines = ["".join(run.text or "" for run in line.iter(f"{_TEXT}t")) for line in anchor.iter(f"{_TEXT}p")]
                yield f"Tekstboksen{_at(anchor)}", None, " ".join(lines)
    targets = {part.Id: part.Target for part in parts if part.TargetMode == "External"}
    for link in _LINK.findall(content):
        told = dict(re.findall(r'(\w+)="([^"]*)"', link.decode("utf-8", "replace")))
        if target := targets.get(told.get("id", "")):
            yield f"Linket i celle {told['ref']}", _row(told["ref"]), target
    for other in sheet.parent.worksheets:
        if other is not sheet and other.sheet_state == "visible" and other.title not in _OF_OURS:
            text = next(
                (str(cell) for row in other.iter_rows(values_only=True) for cell in row if cell is not None), ""
            )
            yield f"Arket »{other.title[:40]}«", None, text


def _row(cell: str) -> int:
    return int(re.sub(r"\D", "", cell.partition(":")[0]))


def _at(anchor) -> str:
    """Where a box stands, by the cell under its corner; one that stands free of the cells has none."""
    from openpyxl.utils import get_column_letter

    place = [anchor.findtext(f"{_BOX}from/{_BOX}{name}") for name in ("col", "row")]
    return f" ved celle {get_column_letter(int(place[0]) + 1)}{int(place[1]) + 1}" if all(place) else ""


def _not_in_cells(beside: list, rows: list) -> Iterator[tuple[str, int | None, str]]:
    """What says more than the cells of its row do; a link to the address that stands in them does not."""
    written = {number: [_bare(text) for text in texts] for number, texts in rows}
    for where, row, text in beside:
        text = " ".join(text.split())
        if text and not (where.startswith("Linket") and any(_bare(text) in cell for cell in written.get(row, ()))):
            yield where, row, text


_SAID_BEFORE = re.compile(r"^(?:https?://|mailto:|(?:tel|sms):(?:(?:\+|00)45)?)?(?:www\.)?")


def _bare(address: str) -> str:
    """An address or a number without what programs put before it, its last slash and the spaces in it."""
    return re.sub(r"[/\s]+$|(?<=\d)\s+(?=\d)", "", _SAID_BEFORE.sub("", address.casefold()))


_STRIKE = re.compile(rb'<(?:\w+:)?strike\s*(?:/|>|val="(?:1|true|on)")')


def _struck_inline(content: bytes) -> set[str]:
    """The cells with their text in them, as few programs write them, of which a part is struck out. Read row by row,
    openpyxl 3.1 tells nothing of how that text looks."""
    cells = re.split(rb"<(?:\w+:)?c\s", content)[1:] if b"strike" in content else []
    struck = [cell for cell in cells if b'"inlineStr"' in cell and _STRIKE.search(cell)]
    return {found[1].decode() for cell in struck if (found := re.search(rb'\br="([A-Z]+[0-9]+)"', cell))}


def _fill(texts: list[str], held: dict[int, str]) -> None:
    """Put what merged cells above a row hold into its empty places."""
    for place, text in held.items():
        texts += [""] * (place + 1 - len(texts))
        texts[place] = texts[place] or text


def _sheet(book, known: frozenset):
    """The sheet that is meant. One that is hidden is none; of two with headings the one would be lost."""
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
    for sheet in shown:
        sheet.reset_dimensions()
    ours = [sheet for sheet in shown if known and _is_table(sheet, known)]
    filled = [sheet for sheet in ours if _is_table(sheet, known, rows=1)]  # a sheet of headings alone is a form
    ours = filled or ours[:1]
    if len(ours) > 1:
        names = " og ".join(f"»{sheet.title[:40]}«" for sheet in ours[:3])
        raise RefusedError(f"Der er tilbud på flere ark: {names}. Saml dem på ét ark, og send filen igen.")
    return next(iter(ours), None) or next((sheet for sheet in shown if sheet.title == SHEET), shown[0])


def _is_table(sheet, known: frozenset, rows: int = 0) -> bool:
    """Whether a sheet has headings that are known, with so many rows below them."""
    at = None
    for number, values in enumerate(sheet.iter_rows(values_only=True)):
        cells = [_unescaped(value) for value in values if value is not None]
        if at is None and number >= HEADINGS_WITHIN:
            return False
        if at is None and _headings_in(cells, known) >= FEWEST_HEADINGS:
            at = number
        elif at is not None and any(cell.strip() for cell in cells):
            rows -= 1
        if at is not None and rows <= 0:
            return True
    return False


def _check_archive(body: bytes) -> None:
    """Before anything is unpacked: what the archive says of itself; then what really comes out of it."""
    bomb = RefusedError("Regnearket fylder for meget, når det pakkes ud. Slet tomme rækker og ark, og send det igen.")
    broken = RefusedError("Filen er ikke et regneark (.xlsx), eller den er i stykker.")
    try:
        archive = zipfile.ZipFile(io.BytesIO(body))
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        raise broken from None
    entries = archive.infolist()
    names = {entry.filename for entry in entries}
    for named, told in OTHER_KINDS.items():
        if named in names:
            raise RefusedError(f"{told} Gem den som Excel-projektmappe (.xlsx), og send den igen.")
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
            zlib.error,
        ):
            raise broken from None
        if len(content) > (MOST_OF_STYLES if entry.filename.casefold() == "xl/styles.xml" else MOST_OF_ONE):
            raise bomb
        if entry.filename == "xl/workbook.xml" and b"purl.oclc.org/ooxml" in content:
            told = "Filen er gemt som »Strict Open XML-projektmappe«."
            raise RefusedError(f"{told} Gem den som almindelig Excel-projektmappe (.xlsx), og send den igen.")
        if entry.filename.endswith((".xml", ".rels")) and b"<!" in content.replace(b"\0", b"").replace(b"<!--", b""):
            raise broken  # a document type: there is never one in a spreadsheet, and it can name files and bombs


_TOO_MANY = f"Filen har mere end {MOST_ROWS} rækker. Del den i flere."


def _check(rows: list, cells: list[str], number: int, taken: int) -> int:
    """How much has been taken with these cells. Raises RefusedError."""
    if len(rows) > MOST_ROWS + 1:
        raise RefusedError(_TOO_MANY)
    if len(cells) > MOST_COLUMNS:
        told = f"Række {number} har mere end {MOST_COLUMNS} kolonner."
        raise RefusedError(f"{told} Slet dem, der ikke hører til, og send filen igen.")
    if any(len(cell) > MOST_CHARACTERS for cell in cells):
        raise RefusedError(f"Række {number} har en celle med mere end {MOST_CHARACTERS} tegn. Gør teksten kortere.")
    taken += sum(len(cell.encode("utf-8", "surrogatepass")) for cell in cells)
    if taken > MOST_IN_ALL:
        raise RefusedError("Der står for meget tekst i filen. Del den i flere.")
    return taken


_STRUCK = (
    "er streget over. Gælder det ikke mere, så slet det, eller skriv inactive i Status, hvis tilbuddet er lukket. "
    "Fjern så stregen."
)


def _is_struck(cell, inline: set[str]) -> bool:
    """Whether a cell's text, or a part of it, is struck out; `inline` has those that the cell does not tell of."""
    parts = [part.font for part in cell.value if hasattr(part, "font")] if isinstance(cell.value, list) else []
    within = any(font and font.strike for font in parts)
    return bool(cell.value and (cell.font.strike or within or cell.coordinate in inline))


def _spoilt(cell) -> str:
    if cell.value is None:
        return ""
    if cell.data_type == "f":
        return f"Celle {cell.coordinate} er en formel. Sæt værdien ind i stedet."
    if cell.data_type == "e":
        return f"Celle {cell.coordinate} er en fejl: {cell.value}. Skriv det, der skulle stå, eller slet den."
    return ""


def _text(cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if cell.data_type == "f":
        return "="
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, time | timedelta) or (isinstance(value, datetime) and _shows_only_hours(cell)):
        return _hours(value)
    if isinstance(value, datetime) and value.day == 1 and "d" not in _plain_format(cell):
        return f"{value.year}-{value.month:02}"  # shown as a month, for example what became of a typed 2026-03
    if isinstance(value, datetime) and "h" in _plain_format(cell) and value.time() != time():
        return value.isoformat(" ")
    if isinstance(value, datetime):  # shown as a day alone, whatever the clock: midnight, in another zone's time
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, int | float):
        if "%" in _plain_format(cell):
            return f"{value * 100:.10g}%"
        shown = re.match(r'"([^"]*)"[^;"]*[0#?]', str(cell.number_format))  # "+46" before a number; not "Ja";;"Nej"
        return f"{shown[1] if shown else ''}{value}"
    return _unescaped(value)


# How a spreadsheet keeps a character that XML would lose (ECMA-376, ST_Xstring): a line end of Windows' is "_x000D_\n",
# and openpyxl 3.1 hands it on as it stands.
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")


def _unescaped(value: object) -> str:
    return _ESCAPED.sub(lambda code: chr(int(code[1], 16)), str(value))


def _hours(value: time | timedelta | datetime) -> str:
    """A time of day, or hours counted on past midnight, as people write it: `09:00`, `24:00`.

    A spreadsheet keeps 24:00 as one whole day, and shown as a time of day it is read as 1 January 1900 (openpyxl 3.1).
    """
    if isinstance(value, time):
        return f"{value:%H:%M}"
    hours, rest = divmod(value - _DAY_0 if isinstance(value, datetime) else value, timedelta(hours=1))
    return f"{hours:02}:{rest // timedelta(minutes=1):02}"


def _shows_only_hours(cell) -> bool:
    form = _plain_format(cell)
    return "h" in form and not {"d", "y"} & set(form)


def _plain_format(cell) -> str:
    """A cell's number format without colours, conditions and quoted words: `mmm-yy`."""
    return re.sub(r'\[[^\]]*\]|"[^"]*"|\\.', "", str(cell.number_format or "d")).casefold()


if __name__ == "__main__":
    main()
