"""Offers as a file: CSV for any program, XLSX with drop-downs and help. The same offers give the same cells."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from datetime import date, datetime

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from webapp.formulas import guarded
from webapp.municipalities import Municipality, Places
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import Taxonomy
from webapp.spreadsheets.columns import COLUMNS, FIELDS, cells_of, choices, in_order, words

SHEET, HELP, WORDS, CHOICES = "Tilbud", "Hjælp", "Ord", "Valg"
ROWS_TO_FILL = 500  # empty rows below the offers that have drop-downs too
_LIKE_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")  # what a program would read as another character (ST_Xstring)
_WIDE, _NARROW = 40, 16
_LONG = ("name", "summary_da", "summary_en", "notes_da", "source_url", "hours", "hours_note_da", "website")


def as_csv(offers: Iterable[Offer], places: dict[str, Municipality]) -> bytes:
    """UTF-8 with a mark, semicolons and CRLF, as a Danish spreadsheet opens and saves it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([column.label for column in COLUMNS])
    for offer in in_order(offers):
        cells = cells_of(offer, places)
        writer.writerow([guarded(cells[field]) for field in FIELDS])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(offers: Iterable[Offer], places: Places, taxonomy: Taxonomy, today: date) -> bytes:
    """A spreadsheet in which every cell is text, with drop-downs where there is a choice, and a sheet of help."""
    book = Workbook()
    # Nobody's name, and no moment that tells when somebody was at work.
    book.properties.creator = "Lommekort"
    book.properties.created = book.properties.modified = datetime(2026, 1, 1)
    sheet = book.worksheets[0]
    sheet.title = SHEET
    _fill(sheet, 1, [column.label for column in COLUMNS], bold=True)
    count = 1
    for count, offer in enumerate(in_order(offers), start=2):
        cells = cells_of(offer, places)
        _fill(sheet, count, [guarded(cells[field], as_text=True) for field in FIELDS])
    sheet.freeze_panes = "D2"
    for number, column in enumerate(COLUMNS, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = _WIDE if column.field in _LONG else _NARROW
    _add_help(book, taxonomy)
    _add_choices(book, sheet, count + ROWS_TO_FILL, choices(places, today))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _fill(sheet, row: int, texts: list[str], bold: bool = False) -> None:
    for number, text in enumerate(texts, start=1):
        if not text:
            continue
        cell = sheet.cell(row, number)
        # Set apart from its type: a text that begins with = must not become a formula.
        cell._value, cell.data_type = _LIKE_ESCAPED.sub("_x005F_", ILLEGAL_CHARACTERS_RE.sub("", text)), "s"
        cell.number_format, cell.quotePrefix = "@", not bold
        cell.alignment = Alignment(vertical="top", wrap_text="\n" in text)
        if bold:
            cell.font = Font(bold=True)


def _add_help(book: Workbook, taxonomy: Taxonomy) -> None:
    about = book.create_sheet(HELP)
    _fill(about, 1, ["Kolonne", "Sådan skriver du"], bold=True)
    for row, column in enumerate(COLUMNS, start=2):
        _fill(about, row, [column.label, column.hint])
    for row, line in enumerate(
        (
            "Ret i arket Tilbud, og send filen ind på siden Data. Du ser alle ændringer, før noget bliver gemt.",
            "En række, du sletter, lukker ikke tilbuddet. Skriv inactive i Status.",
            "Ændrede åbningstider på enkelte dage og det, der kommer senere, står ikke her. Det bliver, som det er.",
        ),
        start=len(COLUMNS) + 3,
    ):
        _fill(about, row, [line])
    about.column_dimensions["A"].width, about.column_dimensions["B"].width = 26, 90
    listed = book.create_sheet(WORDS)
    _fill(listed, 1, ["Kolonne", "Ord", "Betyder"], bold=True)
    labels = {column.field: column.label for column in COLUMNS}
    rows = [(labels[field], word, label) for field, terms in words(taxonomy).items() for word, label in terms]
    for row, texts in enumerate(rows, start=2):
        _fill(listed, row, list(texts))
    for letter in "ABC":
        listed.column_dimensions[letter].width = 30


def _add_choices(book: Workbook, sheet, last_row: int, choices: dict[str, tuple[str, ...]]) -> None:
    listed = book.create_sheet(CHOICES)
    listed.sheet_state = "hidden"
    for number, (field, options) in enumerate(choices.items(), start=1):
        letter = get_column_letter(number)
        for row, option in enumerate(options, start=1):
            listed.cell(row, number, option)
        rule = DataValidation(
            type="list",
            formula1=f"{CHOICES}!${letter}$1:${letter}${len(options)}",
            allow_blank=True,
            showErrorMessage=True,
            errorTitle="Vælg fra listen",
            error="Det, du skrev, er ikke en af mulighederne. Se arket Hjælp.",
        )
        at = get_column_letter(FIELDS.index(field) + 1)
        rule.add(f"{at}2:{at}{last_row}")
        sheet.add_data_validation(rule)
