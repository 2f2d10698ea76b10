"""What spreadsheet programs do to a file: untouched it says what is there, and what was lost is told row by row."""

from __future__ import annotations

import csv
import io
import re
import secrets
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from openpyxl import Workbook, load_workbook
from openpyxl.styles import PatternFill

from tests.conftest import LIBRARY
from webapp.offers.phone_number import tidy_number
from webapp.spreadsheets import sandboxed_reader
from webapp.spreadsheets.cells import meant
from webapp.spreadsheets.columns import BY_FIELD, COLUMNS, FIELDS, cells_of
from webapp.spreadsheets.letters import mended
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import Table, UnreadableError, read_table
from webapp.spreadsheets.write import SHEET, as_csv, as_xlsx

PLACES, TODAY = LIBRARY.places, date(2026, 11, 23)
HERE = next(offer for offer in LIBRARY.offers if offer.municipality == "0561" and "vold" not in offer.topics)
MONTHS = "jan feb mar apr maj jun jul aug sep okt nov dec".split()  # noqa: SIM905
# What could stand there, with everything a program takes for something else.
ODD = HERE.model_copy(
    update={
        **{"opening_hours": "24/7", "changes": (), "postal_code": "0800", "city": "Høje Taastrup", "phone": "1888"},
        **{"sms": "38643200", "source_date": "2024-03", "confirmed_on": date(2026, 5, 7), "chat": False},
        **{"address": "Pårup Å 1", "description": "Æ, ø og å\nmed Ærø"},
    }
)
pytestmark = pytest.mark.usefixtures("read_here")
OFFERS = (*LIBRARY.offers[::7], ODD)


def archive(part: str) -> bytes:
    """A file of another program, by a part that it has."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(part, "x")
    return out.getvalue()


def judged(table, offers=LIBRARY.offers):
    return plan_import(table, offers, None, LIBRARY.taxonomy, PLACES, TODAY)


def rows_of(offers) -> list[list[str]]:
    return list(csv.reader(io.StringIO(as_csv(offers, PLACES).decode("utf-8-sig"), newline=""), delimiter=";"))


def csv_of(rows, delimiter=";", line_end="\r\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator=line_end).writerows(rows)
    return out.getvalue()


def excel(cell: str) -> str:
    """A cell as Danish Excel has it in a CSV file that it opened and saved."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{found[3]}-{found[2]}-{found[1]}"
    if found := re.fullmatch(r"\d\d(\d\d)-(\d\d)", cell):
        return f"{MONTHS[int(found[2]) - 1]}-{found[1]}"
    if cell == "24/7":
        return "24-jul"
    if re.fullmatch(r"\+?\d+", cell):
        return str(int(cell))
    return {"true": "SAND", "false": "FALSK"}.get(cell.casefold(), cell)


def libreoffice(cell: str) -> str:
    """As LibreOffice has it, with the date formats of a Danish computer."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{found[3]}.{found[2]}.{found[1][2:]}"
    if cell == "24/7":
        return "24/07/26"
    return str(int(cell)) if cell.isdigit() else cell


CODINGS = {
    "utf-8 with a mark": lambda text: text.encode("utf-8-sig"),
    "utf-8 with two marks": lambda text: b"\xef\xbb\xbf" + text.encode("utf-8-sig"),
    "utf-8": str.encode,
    "windows": lambda text: text.encode("cp1252", "ignore"),
    "unicode text": lambda text: text.encode("utf-16"),
    "unicode text without a mark": lambda text: text.encode("utf-16-le"),
    "decomposed": lambda text: unicodedata.normalize("NFD", text).encode(),
}


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("program", [excel, libreoffice])
@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_file_that_was_opened_and_saved_says_what_is_there(program, coding, delimiter):
    offers = OFFERS
    if coding == "windows":
        offers = [offer for offer in OFFERS if _fits(offer)]
    rows = [[program(cell) for cell in row] for row in rows_of(offers)]
    rows += [[""] * len(rows[0])] * 3  # coloured, and nothing in them
    for first_line in ("", f"sep={delimiter}\r\n"):
        body = CODINGS[coding](first_line + csv_of(rows, delimiter))
        plan = judged(read_table(body), offers)
        assert (plan.faults, plan.planned, plan.unchanged) == ([], [], len(offers))


def _fits(offer) -> bool:
    try:
        "".join(cells_of(offer, PLACES).values()).encode("cp1252")
    except UnicodeEncodeError:
        return False
    return True


def test_empty_rows_above_the_headings_are_passed_over_and_counted():
    rows = rows_of([ODD])
    rows[1][FIELDS.index("phone")] = "ring"
    plan = judged(read_table(("\r\n;;;;\r\n" + csv_of(rows)).encode()), [ODD])
    assert [(fault.row, fault.column) for fault in plan.faults] == [(4, "Telefon")]


def test_file_without_the_headings_is_told_so_once():
    [fault] = judged(read_table("Tilbud i Esbjerg;;;\r\nCaféen;75123456;;\r\n".encode()), [ODD]).faults
    assert "Ingen af de øverste rækker har overskrifterne" in fault.message and fault.row == 1


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"%PDF-1.4\n%x\n", "PDF"),
        (b"<html><table><tr><td>Kode</td></tr></table>\n", "hjemmeside"),
        (b"\xef\xbb\xbf<table><tr><td>Kode</td></tr></table>", "hjemmeside"),
        (b'<?xml version="1.0"?><Workbook></Workbook>', "XML"),
        (b"{\\rtf1 Tilbud}", "tekstdokument"),
        (b'[{"Navn": "Caf\xc3\xa9en"}]', "JSON"),
        (b"\x89PNG\r\n\x1a\n", "billede"),
        (b"\x1f\x8b\x08\x00", "Pak den ud"),
        (archive("content.xml"), "LibreOffice"),
        (archive("Index/Document.iwa"), "Numbers"),
        (archive("xl/workbook.bin"), "binært"),
        (archive("word/document.xml"), "Word"),
    ],
)
def test_another_kind_of_file_is_told_by_its_name(body, said):
    with pytest.raises(UnreadableError, match=said):
        read_table(body)


def test_rows_are_told_by_their_line_below_the_separators():
    rows = rows_of([ODD])
    rows[1][FIELDS.index("phone")] = "ring"
    plan = judged(read_table(("sep=;\r\n" + csv_of(rows)).encode()), [ODD])
    assert [(fault.row, fault.column) for fault in plan.faults] == [(3, "Telefon")]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: text.encode("mac_roman", "ignore"),
        lambda text: text.encode("cp850", "ignore"),
        lambda text: text.encode().replace("Å".encode(), b"\xc5", 1),
        lambda text: text.encode().decode("cp1252", "replace").encode(),
    ],
    ids=["mac", "dos", "mixed", "twice"],
)
def test_letters_that_were_spoilt_are_told_and_not_taken(spoil):
    with pytest.raises(UnreadableError, match="CSV UTF-8"):
        read_table(spoil(csv_of(rows_of([ODD]))))


@given(some.text(some.sampled_from("abcdefgæøåÆØÅéäöü .-§’“”–"), max_size=60))
def test_windows_text_is_read_as_it_was_written(text):
    line = " ".join(f"Værested {text} på Ærø".split())
    assert sandboxed_reader.read_csv(f"{line};x\r\n".encode("cp1252"))[0][1][0] == line


NUMBERS = some.integers(20_000_000, 99_999_999).map(str)
FORMS = (
    lambda number: number,
    lambda number: " ".join(number[place : place + 2] for place in range(0, 8, 2)),
    lambda number: f"+45{number}",
    lambda number: f"0045 {number[:2]} {number[2:4]} {number[4:6]} {number[6:]}",
    lambda number: f"45{number}",  # a program took the + away
    lambda number: f"{number[:4]}\u00a0{number[4:]}",
    lambda number: f"+45 {number[:2]}.{number[2:5]}.{number[5:]}",
)


@given(NUMBERS)
def test_ways_to_write_a_number_are_one_number(number):
    assert {meant("phone", form(number)) for form in FORMS} == {tidy_number(number)}


@settings(max_examples=15, deadline=None)
@given(NUMBERS, some.sampled_from(FORMS), some.sampled_from(FORMS))
def test_same_number_is_no_change_and_another_is_kept_as_the_form_keeps_it(number, kept, written):
    here = HERE.model_copy(update={"phone": kept(number), "sms": None})
    values = list((cells_of(here, PLACES) | {"phone": written(number)}).values())
    assert judged(Table([column.label for column in COLUMNS], [(2, values)]), [here]).unchanged == 1
    other = HERE.model_copy(update={"phone": "20 00 00 00" if number != "20000000" else "30 00 00 00", "sms": None})
    [planned] = judged(Table([column.label for column in COLUMNS], [(2, values)]), [other]).planned
    assert planned.offer.phone == tidy_number(number)


@pytest.mark.parametrize(
    ("field", "written", "kept"),
    [
        ("hours", "24-jul", "24/7"),
        ("hours", "24-07-2026", "24/7"),
        ("hours", "24. juli", "24/7"),
        ("hours", "24-Jul", "24/7"),
        ("hours", "man-fre 10-12", "Mo-Fr 10:00-12:00"),
        ("source_date", "mar-26", "2026-03"),
        ("source_date", "okt-24", "2024-10"),
        ("source_date", "21-11-2026", "2026-11-21"),
        ("source_date", "2026", "2026"),
        ("seen", "7-5-26", "2026-05-07"),
        ("seen", "46149", "2026-05-07"),
        ("seen", "46149,0", "2026-05-07"),
        ("confirmed_on", "7. maj 2026", "2026-05-07"),
        ("confirmed_on", "torsdag den 7. maj 2026", "2026-05-07"),
        ("confirmed_on", "May 7, 2026", "2026-05-07"),
        ("confirmed_on", "07.05.2026 00:00", "2026-05-07"),
        ("confirmed_on", "2026-05-07T00:00:00", "2026-05-07"),
        ("confirmed_on", "2026-05-07 23:00:00", "2026-05-07"),
        ("seen", "27-05-2026 13:05", "2026-05-27"),
        ("seen", "2026-05-07T22:00:00.000Z", "2026-05-07T22:00:00.000Z"),
        ("source_date", "7. 5.26", "2026-05-07"),
        ("source_date", "marts 2024", "2024-03"),
        ("source_date", "45352", "2024-03-01"),
        ("hours", "46227", "24/7"),
        ("phone", "38643200,0", "38 64 32 00"),
        ("phone", "38643200.0", "38 64 32 00"),
        ("phone", "38,643,200", "38 64 32 00"),
        ("phone", "38.643.200", "38 64 32 00"),
        ("phone", "4538643200.0", "38 64 32 00"),
        ("phone", "1.888", "1888"),
        ("postcode", "6.700", "6700"),
        ("postcode", "800,0", "0800"),
        ("postcode", "DK-6700", "6700"),
        ("website", "www.stedet.dk", "https://www.stedet.dk"),
        ("area", "Esbjerg, Varde Kommune", "Esbjerg;Varde"),
        ("area", "Landsdækkende", "landsdaekkende"),
        ("mode", "telefon\nchat", "telefon;chat"),
        ("status", "Lukket", "inactive"),
        ("chat", "x", "yes"),
        ("free", "J", "yes"),
        ("postcode", "800", "0800"),
        ("postcode", "555", "0555"),
        ("free", "Ja", "yes"),
        ("anonymous", "nej", "no"),
        ("anonymous", "ved ikke", "unknown"),
        ("chat", "SAND", "yes"),
        ("chat", "FALSK", "no"),
        ("referral", "nej", "none"),
        ("children", "Ja", "yes"),
        ("dogs", "ved ikke", "unknown"),
        ("municipality", "Esbjerg Kommune", "Esbjerg"),
        ("region", "Region Syddanmark", "Syddanmark"),
        ("city", "Ha\u030arby\u00a0By", "Hårby By"),
    ],
)
def test_cell_is_read_as_what_was_meant(field, written, kept):
    assert meant(field, written) == kept
    assert meant(field, kept) == kept


@given(some.sampled_from(FIELDS), some.text(max_size=20))
def test_what_was_meant_stays_what_was_meant(field, text):
    assert meant(field, meant(field, text)) == meant(field, text)


@pytest.mark.parametrize(
    ("field", "text", "said"),
    [
        ("phone", "4,53864E+09", "forkortet"),
        ("seen", "########", "for smal"),
        ("city", "H\ufffdrby", "gået tabt"),
        ("city", "#I/T", "fejl fra regnearket"),
        ("city", "#N/A", "fejl fra regnearket"),
        ("city", "#OVERLØB!", "fejl fra regnearket"),
        ("address", "#BLOKERET!", "fejl fra regnearket"),
        ("city", "#NAVN?", "fejl fra regnearket"),
        ("phone", "3.8643E7", "forkortet"),
        ("phone", "ring hertil", "Et nummer har kun tal"),
        ("sms", "12345678", "begynder med 2-9"),
        ("website", "to ord", "Skriv en adresse på en hjemmeside"),
        ("source_url", "javascript:alert(1)", "Skriv en adresse på en hjemmeside"),
        ("email", "ikke en mail", "Skriv en mailadresse"),
        ("mode", "", "Her skal stå noget"),
        ("seen", "i går", "er ikke en dag"),
        ("seen", "5/7/2026", "kan både være 5. juli 2026 og 7. maj 2026"),
        ("code", "02-jul", "lavet koden om"),
        ("code", "5,00E+22", "lavet koden om"),
        ("hours", "45292", "dato"),
        ("hours", "09-sep", "dato"),
        ("hours", "10-12-2026", "dato"),
        ("postcode", "670", "670"),
        ("chat", "måske", "er ikke en af mulighederne: yes, no."),
        ("free", "gratis", "er ikke en af mulighederne: yes, no, unknown."),
        ("confidence", "sikker", "high, medium, low"),
    ],
)
def test_what_was_lost_is_told_with_row_and_column(field, text, said):
    values = list((cells_of(HERE, PLACES) | {field: text}).values())
    plan = judged(Table([column.label for column in COLUMNS], [(2, values)]))
    [fault] = plan.faults
    assert (fault.row, fault.column) == (2, BY_FIELD[field].label) and said in fault.message
    assert "'yes'" not in fault.message and " or " not in fault.message


BAD = ("x y", "=", "?", "1", "45292,5", "[a-z]", "'", "https://", "Ã", "1/2", "#", "å" * 300)


@pytest.mark.parametrize("field", FIELDS)
def test_no_message_shows_a_pattern_or_speaks_english(field):
    for text in BAD:
        values = list((cells_of(HERE, PLACES) | {field: text}).values())
        for fault in judged(Table([column.label for column in COLUMNS], [(2, values)])).faults:
            said = fault.message.replace(text, "")
            assert not re.search(r"\^|\$|\[0-9|\\\\|\bInput\b|should|valid\b|'yes'", said), fault


@pytest.mark.parametrize(
    ("written", "faults", "kept"),
    [
        ("5/27/2026", 0, "2026-05-07"),  # the table is American, so 5/7 is the seventh of May
        ("27/5/2026", 0, "2026-07-05"),
        ("5/7/2026", 2, None),
    ],
)
def test_month_and_day_are_told_apart_by_the_whole_table_or_asked_about(written, faults, kept):
    rows = [
        list((cells_of(offer, PLACES) | {"confirmed_on": day}).values())
        for offer, day in ((HERE, "5/7/2026"), (LIBRARY.offers[0], written))
    ]
    plan = judged(Table([column.label for column in COLUMNS], list(enumerate(rows, start=2))))
    assert len(plan.faults) == faults
    if kept:
        [here] = [each for each in plan.planned if each.offer.code == HERE.code]
        assert here.offer.confirmed_on == date.fromisoformat(kept)


@pytest.mark.parametrize("written", ["5/7/2026", "05/07/26", "07/05/2026", "46149", "46149.0", "7 May 2026"])
def test_day_that_is_kept_is_no_change_however_a_program_writes_it(written):
    here = ODD.model_copy(update={"confirmed_on": date(2026, 5, 7)})
    values = list((cells_of(here, PLACES) | {"confirmed_on": written, "source_date": "45352"}).values())
    plan = judged(Table([column.label for column in COLUMNS], [(2, values)]), [here])
    assert (plan.faults, plan.planned, plan.unchanged) == ([], [], 1)


def american(cell: str) -> str:
    """As an American Excel has it in a CSV file."""
    if found := re.fullmatch(r"(\d{4})-(\d\d)-(\d\d)", cell):
        return f"{int(found[2])}/{int(found[3])}/{found[1]}"
    return excel(cell)


def numbers(cell: str) -> str:
    """A file whose columns somebody made numbers: days as the days since 1900, and decimals."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        return f"{(date.fromisoformat(cell) - date(1899, 12, 30)).days},0"
    return f"{int(cell)}.0" if re.fullmatch(r"\+?\d{3,}", cell) and int(cell) > 3000 else cell


def as_text(cell: str) -> str:
    """As systems write what Excel is not to take for a number."""
    return f'="{cell}"' if re.fullmatch(r"[+\d]+", cell) else cell


@pytest.mark.parametrize("program", [american, numbers, as_text])
def test_other_programs_say_what_is_there(program):
    rows = [[program(cell) for cell in row] for row in rows_of(OFFERS)]
    plan = judged(read_table(csv_of(rows, ",").encode()), OFFERS)
    assert (plan.faults, plan.planned, plan.unchanged) == ([], [], len(OFFERS))


ENCODINGS = ("utf-8", "cp1252", "mac_roman", "cp850")


@pytest.mark.parametrize("written", ENCODINGS)
@pytest.mark.parametrize("read", ENCODINGS[1:])
def test_letters_read_wrongly_in_one_cell_are_asked_about(written, read):
    told = 0
    for text in ("Rødovre", "Værested", "Rådgivning", "Kløften"):
        for form in ("NFC", "NFD"):
            try:
                wrong = unicodedata.normalize("NFC", unicodedata.normalize(form, text).encode(written).decode(read))
            except UnicodeError:
                continue
            asked = mended(wrong) if wrong != text else text
            told += asked == text
            assert asked in (text, None) or written == "utf-8" or wrong != text
    # What a Mac and DOS make of each other's letters looks like other languages': õ, ë, î.
    assert told >= 4 if {written, read} != {"mac_roman", "cp850"} else told >= 1


@pytest.mark.parametrize(
    "text",
    [
        *("d’Angleterre", "20°C", "Falck®er", "Über", "Müller", "Jõgi", "São Paulo", "Œuvre", "Łódź", "İstanbul"),
        *("«åben»", "½ time", "Þór", "Québec", "ÆLDRE", "CÔTÉ", "العربية", "lør.–søn.", "10×20", "Føroyar"),
    ],
)
def test_letters_of_other_languages_are_whole(text):
    assert mended(text) is None


def test_letters_of_all_offers_are_whole():
    assert not [text for offer in LIBRARY.offers for text in cells_of(offer, PLACES).values() if mended(text)]


def test_cell_with_letters_in_pieces_is_refused_with_what_it_likely_said():
    book = spreadsheet(OFFERS, lambda sheet: sheet.cell(3, FIELDS.index("city") + 1, "R√∏dovre"))
    [fault] = judged(read_table(book), OFFERS).faults
    assert (fault.row, fault.column) == (3, "By") and "»Rødovre«" in fault.advice


def spreadsheet(offers, change) -> bytes:
    """The exported spreadsheet, opened, changed and saved."""
    book = load_workbook(io.BytesIO(as_xlsx(offers, PLACES, LIBRARY.taxonomy, TODAY)))
    change(book[SHEET])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_coloured_empty_rows_are_no_rows():
    def colour(sheet):
        for row in range(len(OFFERS) + 2, 6000):
            sheet.cell(row, 3).fill = PatternFill("solid", "FFFF00")
        sheet.cell(1_048_576, 2).fill = PatternFill("solid", "FFFF00")

    plan = judged(read_table(spreadsheet(OFFERS, colour)), OFFERS)
    assert (plan.faults, plan.planned, plan.unchanged) == ([], [], len(OFFERS))


def test_cells_that_became_dates_numbers_and_ticks_say_what_is_there():
    column = {name: number for number, name in enumerate(FIELDS, start=1)}

    def retype(sheet):
        for name, value, form in (
            ("hours", datetime(2026, 7, 24), "d-mmm"),
            ("source_date", datetime(2024, 3, 1), "mmm-yy"),
            ("confirmed_on", datetime(2026, 5, 7), "dd-mm-yyyy"),
            ("postcode", 800, "General"),
            ("phone", 1888, "General"),
            ("sms", 38643200.0, "General"),
            ("chat", False, "General"),
        ):
            cell = sheet.cell(2, column[name])
            cell.value, cell.number_format = value, form

    plan = judged(read_table(spreadsheet([ODD], retype)), [ODD])
    assert (plan.faults, plan.planned, plan.unchanged) == ([], [], 1)


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        (0.375, "hh:mm", "09:00"),
        (0.375, '"kl." hh.mm', "09:00"),
        (1.0, "hh:mm", "24:00"),
        (1.0, "[h]:mm:ss", "24:00"),
        (1.0625, "[h]:mm", "25:30"),
        (46082, "mmmm yyyy", "2026-03"),
        (46082.375, "dd-mm-yyyy hh:mm", "2026-03-01 09:00:00"),
        (46081.958333333336, "mm-dd-yy", "2026-02-28"),
    ],
)
def test_time_of_day_is_read_as_people_write_it(value, form, read):
    def retype(sheet):
        cell = sheet.cell(2, FIELDS.index("hours") + 1)
        cell.value, cell.number_format = value, form

    (_number, cells), *_rest = read_table(spreadsheet([ODD], retype)).rows
    assert cells[FIELDS.index("hours")] == read


def test_errors_and_formulas_are_told_row_by_row():
    column = {name: number for number, name in enumerate(FIELDS, start=1)}

    def spoil(sheet):
        sheet.cell(3, column["city"]).value = "#N/A"
        sheet.cell(4, column["phone"]).value = "=1+1"
        sheet.cell(4, column["name"]).value = "#REF!"

    plan = judged(read_table(spreadsheet(OFFERS, spoil)), OFFERS)
    assert [(fault.row, fault.column) for fault in plan.faults] == [(3, "By"), (4, "Navn"), (4, "Telefon")]
    assert "er en fejl: #N/A" in plan.faults[0].message and "formel" in plan.faults[2].message


def test_little_file_with_a_great_deal_of_text_is_refused():
    book = Workbook()
    book.active.append([column.label for column in COLUMNS])
    for _ in range(110):
        book.active.append(["x" * 1900] * len(COLUMNS))
    for _ in range(16):  # what cannot be pressed, so that the file is not taken for a bomb
        book.create_sheet().append([secrets.token_hex(15_000)])
    out = io.BytesIO()
    book.save(out)
    with pytest.raises(UnreadableError, match="for meget tekst"):
        read_table(out.getvalue())
