"""Files out and in: the same back, no formula, no bomb, and every odd file gets an answer."""

import csv
import io
import zipfile
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook

from tests.conftest import LIBRARY
from tests.spreadsheets.conftest import with_part
from webapp.formulas import guarded, unguarded
from webapp.spreadsheets import sandboxed_reader
from webapp.spreadsheets.columns import COLUMNS, FIELDS, cells_of, tidy
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import LARGEST, Table, UnreadableError, read_table
from webapp.spreadsheets.sandboxed_reader import RefusedError
from webapp.spreadsheets.write import HELP, SHEET, as_csv, as_xlsx

PLACES, TAXONOMY = LIBRARY.places, LIBRARY.taxonomy
TODAY = date(2026, 11, 23)
RISKY = ("=1+1", "+45 12 34 56 78", "-x", "@x", "＝1", "＋1", "－1", "＠1", "'=1", "''x", "'", "'x", "'+45 1")
# What can stand in a cell: not around it, for that is taken off, and no control characters, which are refused.
TEXTS = some.text(some.characters(codec="utf-8", exclude_categories=("Cc", "Cs")), min_size=1, max_size=40).map(tidy)
TEXTS = (TEXTS | some.sampled_from(RISKY)).filter(bool)


def judged(table, offers=LIBRARY.offers, scope=None):
    return plan_import(table, offers, scope, TAXONOMY, PLACES, TODAY)


def table_of(rows):
    return Table(rows[0][1], rows[1:])


def xlsx(*rows, title=SHEET):
    """A spreadsheet with these rows."""
    book = Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def archive(**entries):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in entries.items():
            file.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    "write", [as_csv, lambda *given: as_xlsx(*given, TAXONOMY, date(2026, 11, 21))], ids=["csv", "xlsx"]
)
def test_what_was_exported_says_what_is_there(write):
    plan = judged(read_table(write(LIBRARY.offers, PLACES)))
    assert (plan.unchanged, plan.planned, plan.faults) == (len(LIBRARY.offers), [], [])


@given(some.lists(TEXTS, min_size=6, max_size=6))
@example(["RÃ¸dovre", "¾a", "R√∏dovre", "#N/A", "########", "5/7/2026"])  # what is kept stays, whatever it looks like
@example(["_x0041_", "a_x000D_b", "_x005F_x0041_", "_x", "_xæ000_", "_x00e6_x00e6_"])  # a spreadsheet's own marks
def test_any_text_comes_back_as_it_was(texts):
    name, organization, neutral, description, notes, hours = texts
    offer = LIBRARY.offers[0].model_copy(
        update={
            "name": name,
            "organization": organization,
            "neutral_name": neutral,
            "description": f"{description}\n{name}",
            "notes": notes,
            "hours_note": hours,
        }
    )
    cells = cells_of(offer, PLACES)
    for rows in (
        sandboxed_reader.read_csv(as_csv([offer], PLACES)),
        sandboxed_reader.read_xlsx(as_xlsx([offer], PLACES, TAXONOMY, date(2026, 11, 21))),
    ):
        values = rows[1][1] + [""] * (len(FIELDS) - len(rows[1][1]))
        assert {name: tidy(unguarded(value)) for name, value in zip(FIELDS, values, strict=True)} == cells
        assert judged(table_of(rows), [offer]).unchanged == 1


@pytest.mark.parametrize("text", RISKY)
def test_no_cell_is_a_formula(text):
    offer = LIBRARY.offers[0].model_copy(update={"name": text, "phone": "+45 12 34 56 78"})
    rows = list(csv.reader(io.StringIO(as_csv([offer], PLACES).decode("utf-8-sig")), delimiter=";"))
    assert all(not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠")) for row in rows for cell in row)
    book = load_workbook(io.BytesIO(as_xlsx([offer], PLACES, TAXONOMY, date(2026, 11, 21))))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert book[SHEET].cell(2, FIELDS.index("phone") + 1).value == "+45 12 34 56 78"
    assert unguarded(guarded(text)) == unguarded(guarded(text, as_text=True)) == text


def test_text_that_is_no_formula_has_no_mark():
    assert guarded("12 34 56 78") == "12 34 56 78" and guarded("Værestedet = godt") == "Værestedet = godt"


def test_spreadsheet_helps():
    book = load_workbook(io.BytesIO(as_xlsx(LIBRARY.offers[:3], PLACES, TAXONOMY, date(2026, 11, 21))))
    sheet = book[SHEET]
    ranges = {str(rule.sqref).split(":")[0].rstrip("0123456789") for rule in sheet.data_validations.dataValidation}
    headed = {sheet[f"{letter}1"].value for letter in ranges}
    assert headed == {
        "Status",
        "Neutralt navn",
        "Kommune",
        "Region",
        "Chat",
        "Anonymt",
        "Gratis",
        "Henvisning",
        "Børn med",
        "Hund med",
        "Sikkerhed",
    }
    assert [row[0].value for row in book[HELP].iter_rows(min_row=2, max_row=len(COLUMNS) + 1)] == [
        column.label for column in COLUMNS
    ]
    assert book.properties.creator == "Lommekort"


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_csv_is_read_as_programs_save_it(coding, delimiter, line_end):
    rows = [["Kode", "Navn", "Beskrivelse"], ["", "Værestedet; Åen, øst", 'Sagde "ja"'], ["", "Æbler", "x"]]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    assert [cells for _, cells in sandboxed_reader.read_csv(out.getvalue().encode(coding))] == rows


def test_spreadsheet_cells_are_read_as_they_are_meant():
    body = xlsx(["Kode", "Postnummer", "Bekræftet", "Chat"], ["2345", 6700, date(2026, 3, 14), True], [None, 6700.0])
    assert [cells for _, cells in read_table(body).rows] == [["2345", "6700", "2026-03-14", "yes"], ["", "6700"]]


def test_character_that_a_spreadsheet_writes_by_its_number_is_that_character():
    [(_, cells)] = read_table(xlsx(["Kode", "Navn"], ["", "Stuen_x000D_\n2. sal, _x00D8_st, _x005F_x000D_"])).rows
    assert tidy(cells[1]) == "Stuen\n2. sal, Øst, _x000D_"


def test_formula_is_not_read():
    table = read_table(xlsx(["Kode", "Navn"], ["", "=1+1"]))
    [(row, place, why)] = table.spoilt
    assert (row, place) == (2, 1) and why.startswith("Celle B2 er en formel.")
    assert "1+1" not in str(table.rows)


SHEET_PART = "xl/worksheets/sheet1.xml"
SMALL = xlsx(["Kode", "Navn"], ["", "Æblet"])
DOCTYPE = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
HOSTILE = {
    "empty": b"",
    "too large": b"a;b\n" * (LARGEST // 4 + 1),
    "NUL": b"Kode;Navn\n\0;x\n",
    "PNG": b"\x89PNG\r\n\x1a\n\x00\x00",
    "old spreadsheet": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600,
    "open quotation mark": b'Kode;Navn\n;"x\n;y\n',
    "long cell": b"Kode;Navn\n;" + b"x" * 2001 + b"\n",
    "very long cell": b"Kode;Navn\n;" + b"x" * 30_000 + b"\n",
    "many rows": b"Kode;Navn\n" + b";x\n" * 5002,
    "many columns": b";".join([b"x"] * 61) + b"\n",
    "not a spreadsheet": archive(**{"a.txt": "x"}),
    "cut off": SMALL[: len(SMALL) // 2],
    "only a mark": b"PK\x03\x04",
    # Made when they are asked for: they take a second, and every worker reads this file.
    "ten thousand parts": lambda: archive(**{f"{number}": "" for number in range(10_000)}),
    "a hundred megabytes": lambda: archive(**{SHEET_PART: b"0" * (100 * 2**20)}),
    "a way out of the folder": archive(**{"../../x": "x"}),
    "entities": with_part(SMALL, SHEET_PART, lambda part: part.replace(b"<worksheet", DOCTYPE + b"<worksheet", 1)),
    "entities in the styles": with_part(
        SMALL, "xl/styles.xml", lambda part: part.replace(b"<styleSheet", DOCTYPE + b"<styleSheet", 1)
    ),
    "broken part": with_part(SMALL, SHEET_PART, lambda part: part[: len(part) // 2]),
}  # fmt: skip
FAR = with_part(SMALL, SHEET_PART, lambda part: part.replace(b'r="2"', b'r="1048576"').replace(b'"A2"', b'"A1048576"').replace(b'"B2"', b'"B1048576"'))  # fmt: skip


def test_row_far_below_is_read_with_its_number():
    assert read_table(FAR).rows == [(1_048_576, ["", "Æblet"])]


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_file_is_refused_in_danish(name):
    body = HOSTILE[name]
    with pytest.raises(UnreadableError) as refused:
        read_table(body() if callable(body) else body)
    assert str(refused.value).endswith((".", "?")) and "Traceback" not in str(refused.value)


def test_archive_that_lies_about_its_sizes_is_refused():
    body = bytearray(archive(**{SHEET_PART: b"0" * (11 * 2**20)}))
    at = body.index(b"PK\x01\x02")
    body[at + 24 : at + 28] = (1000).to_bytes(4, "little")  # the size the list of contents tells
    with pytest.raises(UnreadableError):
        read_table(bytes(body))


@pytest.mark.parametrize("does", ["x = bytearray(10**13)", "raise SystemExit(1)", ""])
def test_child_that_fails_is_told_of(monkeypatch, tmp_path, does):
    (tmp_path / "reader.py").write_text(does)
    monkeypatch.setattr("webapp.spreadsheets.read.READER", tmp_path / "reader.py")
    with pytest.raises(UnreadableError, match="kunne ikke læses"):
        read_table(b"Kode\n")


def test_child_that_takes_too_long_is_ended(monkeypatch, tmp_path):
    (tmp_path / "reader.py").write_text("import time; time.sleep(60)")
    monkeypatch.setattr("webapp.spreadsheets.read.READER", tmp_path / "reader.py")
    monkeypatch.setattr("webapp.spreadsheets.read.WAIT", 0.2)
    with pytest.raises(UnreadableError, match="for lang tid"):
        read_table(b"Kode\n")


@given(some.binary(max_size=400))
def test_any_bytes_are_read_or_refused(body):
    for read in (sandboxed_reader.read_csv, sandboxed_reader.read_xlsx):
        try:
            rows = read(body)
        except RefusedError:
            continue
        assert all(isinstance(cell, str) for _, cells in rows for cell in cells)


@given(some.integers(0, len(SMALL) - 1), some.integers(0, 255))
def test_spreadsheet_with_a_changed_byte_is_read_or_refused(place, byte):
    body = bytearray(SMALL)
    body[place] = byte
    try:
        sandboxed_reader.read_xlsx(bytes(body))
    except RefusedError as refused:
        assert str(refused)
