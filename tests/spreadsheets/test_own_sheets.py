"""Sheets as municipalities keep them themselves: what stands around the table is no part of it, and nothing is lost in
silence."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date, datetime, time

import pytest
from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font
from openpyxl.xml.constants import SHEET_MAIN_NS

from tests.conftest import LIBRARY
from tests.spreadsheets.conftest import with_part
from webapp.spreadsheets.columns import COLUMNS, FIELDS, cells_of
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import UnreadableError, read_table

pytestmark = pytest.mark.usefixtures("read_here")
PLACES, TODAY = LIBRARY.places, date(2026, 11, 23)
HEADINGS = [column.label for column in COLUMNS]
NEW = {
    **{"name": "Café Prøven", "organisation": "Aalborg Kommune", "neutral_name": "Værestedet"},
    **{"summary_da": "Et sted at være om dagen.", "topics": "hjemloeshed", "audience": "alle_koen", "area": "Aalborg"},
    **{"municipality": "Aalborg", "address": "Vestergade 1", "postcode": "9000", "city": "Aalborg"},
    **{"phone": "98 12 34 56", "chat": "no", "hours": "Mo-Fr 09:00-15:00", "anonymous": "yes", "free": "yes"},
    **{"referral": "none", "mode": "fremmoede", "confidence": "high", "source_url": "https://aalborg.dk"},
}
KEPT = [offer for offer in LIBRARY.offers if offer.municipality == "0851"][:3]
KEPT_ROWS = [[cells_of(offer, PLACES)[field] for field in FIELDS] for offer in KEPT]


def row(**cells) -> list:
    return [(NEW | cells).get(field, "") for field in FIELDS]


def book(*sheets: tuple[str, list[list]], hidden: str = "") -> bytes:
    made = Workbook()
    made.remove(made.active)
    for title, rows in sheets:
        sheet = made.create_sheet(title)
        for cells in rows:
            sheet.append(cells)
    if hidden:
        made[hidden].sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def planned(body: bytes):
    return plan_import(read_table(body), LIBRARY.offers, "0851", LIBRARY.taxonomy, PLACES, TODAY)


TITLE = ["Tilbud i Aalborg Kommune"]
ABOVE_AND_BELOW = {
    "a title and a note": [TITLE, ["Opdateret af Mette 12/11"], [], HEADINGS, row()],
    "headings in two rows": [["", "", "Om tilbuddet", "", "Sted", "", "Kontakt"], HEADINGS, row()],
    "marks behind headings": [[f"{heading}: *" for heading in HEADINGS], row()],
    "capitals": [[heading.upper() for heading in HEADINGS], row()],
    "a sum": [HEADINGS, row(), ["I alt", "", "1 tilbud"]],
    "a number below": [HEADINGS, row(), ["", "", 1]],
    "a heading between": [HEADINGS, ["HJEMLØSHED"], row()],
    "the headings again": [HEADINGS, row(), HEADINGS],
    "a sum that is a formula": [HEADINGS, row(), ["Total", "", "=COUNTA(C2:C2)"]],
    "headings in two halves": [
        ["Kontakt" if name == "Telefon" else "" if name == "Mail" else name for name in HEADINGS],
        [name if name in ("Telefon", "Mail") else "" for name in HEADINGS],
        row(),
    ],
    "headings in two other halves": [
        [name if HEADINGS.index(name) < 4 else "" for name in HEADINGS],
        ["" if HEADINGS.index(name) < 4 else name for name in HEADINGS],
        row(),
    ],
    "a note below": [HEADINGS, row(), [], ["Sidst opdateret den 12. november"]],
    "notes in two cells": [HEADINGS, row(), ["Note:", "", "Ring først"], ["Gennemsnit", "", "", "3"]],
    "numbers without a heading": [["", *HEADINGS], [1, *row()]],
    "headings explained": [[f"{heading} (skal udfyldes)" for heading in HEADINGS], row()],
    "headings with their form": [[f"{heading} (8 cifre)" for heading in HEADINGS], row()],
    "headings on two lines": [[heading.replace("nummer", "-\nnummer") for heading in HEADINGS], row()],
    "headings of two names": [
        [
            {"Postnummer": "Postnr./by", "Hjemmeside": "Hjemmeside/link", "Åbningstid": "Åbningstid(er)"}.get(
                name, name
            )
            for name in HEADINGS
        ],
        row(),
    ],
    "less columns": [
        [heading for heading in HEADINGS if heading not in ("Sms", "Sprog", "Lovgrundlag")],
        [cell for cell, heading in zip(row(), HEADINGS, strict=True) if heading not in ("Sms", "Sprog", "Lovgrundlag")],
    ],
}


@pytest.mark.parametrize("rows", ABOVE_AND_BELOW.values(), ids=ABOVE_AND_BELOW)
def test_what_stands_around_a_table_is_no_offer(rows):
    plan = planned(book(("Ark1", rows)))
    assert [each.offer.name for each in plan.planned] == ["Café Prøven"]
    assert not plan.faults


def test_a_row_that_is_passed_over_is_told():
    assert planned(book(("Tilbud", [HEADINGS, *KEPT_ROWS, ["I alt", "", "3 tilbud"]]))).passed == [
        (5, "I alt 3 tilbud")
    ]
    [fault] = planned(book(("Tilbud", [HEADINGS, row(), ["Spørg 010190-1234"]]))).faults
    assert "CPR" in fault.message
    [fault] = planned(book(("Tilbud", [HEADINGS, ["", "", "Vold"], row()]))).faults
    assert "slet rækken" in fault.message


def test_the_sheet_that_is_shown_and_has_headings_is_read():
    body = book(("Læs mig", [["Ring til Mette"]]), ("Ark2", [HEADINGS, row()]))
    assert [each.offer.name for each in planned(body).planned] == ["Café Prøven"]
    body = book(("Ny", [HEADINGS, row(name="Ny liste")]), ("Tilbud", [HEADINGS, row(name="Gammel")]), hidden="Tilbud")
    assert [each.offer.name for each in planned(body).planned] == ["Ny liste"]
    written = [f"{heading}_x000D_\n(skal udfyldes)" for heading in HEADINGS]  # a line end of Windows' within a cell
    body = book(("Læs mig", [["Ring til Mette"]]), ("Ark2", [written, row()]))
    assert [each.offer.name for each in planned(body).planned] == ["Café Prøven"]
    body = book(("Skabelon", [HEADINGS, []]), ("I brug", [HEADINGS, row()]))
    assert [each.offer.name for each in planned(body).planned] == ["Café Prøven"]
    with pytest.raises(UnreadableError, match="»Mænd« og »Kvinder«"):
        read_table(book(("Mænd", [HEADINGS, row()]), ("Kvinder", [HEADINGS, row()])))


@pytest.mark.parametrize(
    ("cells", "read"),
    [
        ({"postcode": "9000 Aalborg", "city": ""}, {"postcode": "9000", "city": "Aalborg"}),
        ({"postcode": "DK-9000 Aalborg", "city": "Aalborg"}, {"postcode": "9000", "city": "Aalborg"}),
        (
            {"address": "Vestergade 1, 9000 Aalborg", "postcode": "", "city": ""},
            {"address": "Vestergade 1", "postcode": "9000", "city": "Aalborg"},
        ),
        (
            {"address": "Vestergade 1, 2. sal\n9000 Aalborg"},
            {"address": "Vestergade 1, 2. sal", "postcode": "9000", "city": "Aalborg"},
        ),
        ({"postcode": "", "city": "9000 Aalborg"}, {"postcode": "9000", "city": "Aalborg"}),
        (
            {"area": "Hele kommunen", "languages": "Dansk, engelsk og arabisk"},
            {"area": "Aalborg", "languages": "en;ar"},
        ),
        ({"anonymous": "x", "free": "", "referral": "nej", "dogs": "?"}, {"anonymous": "yes", "free": "unknown"}),
        ({"referral": "ja"}, {"referral": "visitation"}),
        ({"referral": "Kom bare", "anonymous": "Ja.", "free": "JA!"}, {"referral": "none", "anonymous": "yes"}),
        ({"municipality": "AALBORG KOMMUNE", "area": "aalborg"}, {"municipality": "Aalborg", "area": "Aalborg"}),
        ({"area": "Aalborg, Rebild og Vesthimmerlands Kommune"}, {"area": "Aalborg;Rebild;Vesthimmerlands"}),
        ({"area": "region nordjylland"}, {"area": "Region Nordjylland"}),
        ({"area": "Hele Danmark", "neutral_name": "værestedet"}, {"area": "landsdaekkende"}),
        ({"languages": "Dansk/engelsk"}, {"languages": "en"}),
        ({"languages": "da, en"}, {"languages": "en"}),
        ({"summary_en": "-", "notes_da": "–", "languages": "-"}, {"summary_en": "", "notes_da": "", "languages": ""}),
        ({"hours": "ukendt"}, {"hours": ""}),
        ({"phone": "'98123456", "source_date": "2026.0"}, {"phone": "98 12 34 56", "source_date": "2026"}),
        ({"name": "Café&nbsp;Pr&oslash;ven", "summary_da": "R&amp;B"}, {"name": "Café Prøven", "summary_da": "R&B"}),
        ({"name": "Café\tPrøven "}, {"name": "Café Prøven"}),
        ({"topics": "Hjemløshed, Rusmidler", "mode": "Fremmøde og telefon"}, {"topics": "hjemloeshed;rusmidler"}),
        ({"phone": "-", "sms": "—", "website": "–", "email": "Ikke oplyst"}, {"phone": "", "website": "", "email": ""}),
        ({"email": "mailto:post@stedet.dk"}, {"email": "post@stedet.dk"}),
        ({"email": "Caféen <post@stedet.dk>"}, {"email": "post@stedet.dk"}),
        ({"website": "HTTPS://Stedet.DK/Tilbud"}, {"website": "https://Stedet.DK/Tilbud"}),
        ({"anonymous": 1, "free": "0"}, {"anonymous": "yes", "free": "no"}),
        ({"phone": "Tlf. 98 12 34 56"}, {"phone": "98 12 34 56"}),
        ({"phone": 98123456, "confirmed_on": datetime(2026, 11, 2)}, {"confirmed_on": "2026-11-02"}),
        ({"hours": "Mandag 9-15\nOnsdag 9-12"}, {"hours": "Mo 09:00-15:00; We 09:00-12:00"}),
    ],
)
def test_cells_as_people_fill_them(cells, read):
    plan = planned(book(("Tilbud", [HEADINGS, row(**cells)])))
    assert not plan.faults
    assert {name: plan.planned[0].after[name] for name in read} == read


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ({"phone": "98 12 34 56 / 22 33 44 55"}, "kun ét nummer"),
        ({"phone": "98123456 eller 22334455"}, "kun ét nummer"),
        ({"phone": "98 12 34 56\n22 33 44 55"}, "kun ét nummer"),
        ({"phone": "98 12 34 56 lokal 12"}, "har kun tal"),
        ({"phone": "98 12 34 5"}, "har 8 tal"),
        ({"email": "a@stedet.dk; b@stedet.dk"}, "kun én mailadresse"),
        ({"email": "post (at) stedet.dk"}, "Skriv en mailadresse"),
        ({"website": "https://stedet.dk, www.huset.dk"}, "kun én adresse"),
        ({"website": "Facebook: Caféen"}, "Skriv en adresse på en hjemmeside"),
        ({"address": "Vestergade 1, 9400 Nørresundby"}, "har et andet postnummer end"),
    ],
)
def test_several_in_one_cell_are_told(cells, said):
    [fault] = planned(book(("Tilbud", [HEADINGS, row(**cells)]))).faults
    assert said in fault.message


@pytest.mark.parametrize("name", ["Kommune", "Organisation", "Åbningstid"])
def test_what_stands_in_a_merged_cell_is_said_of_all_its_rows(name):
    made = Workbook()
    made.active.append(HEADINGS)
    for called in ("Café Et", "Café To", "Café Tre"):
        made.active.append(row(name=called))
    made.active.merge_cells(
        start_row=2, end_row=3, start_column=HEADINGS.index(name) + 1, end_column=HEADINGS.index(name) + 1
    )
    out = io.BytesIO()
    made.save(out)
    plan = planned(out.getvalue())
    field = FIELDS[HEADINGS.index(name)]
    assert not plan.faults
    assert [each.after[field] for each in plan.planned] == [NEW[field]] * 3


def test_a_column_without_a_heading_is_told_and_a_strange_one_by_its_nearest():
    for lost in ("Ring til Jens", "98123456", "9000"):
        [fault, *_] = planned(book(("Ark1", [["Noter", "", *HEADINGS[1:]], ["", lost, *row()[1:]]]))).faults
        assert "Kolonne B har ingen overskrift" in fault.message and lost in fault.message
    for ours, theirs in (("Navn", "Tilbudets navn"), ("Telefon", "Telefon (privat)"), ("Navn", "Navn/kontaktperson")):
        heads = [theirs if heading == ours else heading for heading in HEADINGS]
        assert f"Er det »{ours}«" in planned(book(("Ark1", [heads, row()]))).faults[0].advice


def test_what_is_struck_out_is_told_once_a_row():
    made = Workbook()
    for cells in (HEADINGS, row(), row(name="Café To")):
        made.active.append(cells)
    for cell in made.active[2]:
        cell.font = Font(strike=True)
    out = io.BytesIO()
    made.save(out)
    [fault] = planned(out.getvalue()).faults
    assert fault.row == 2 and "streget over" in fault.message


def made_by(change) -> bytes:
    """A spreadsheet with one offer, changed."""
    made = Workbook()
    for cells in (HEADINGS, row()):
        made.active.append(cells)
    change(made.active, made.active.cell(2, HEADINGS.index("Telefon") + 1))
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def test_a_note_beside_a_cell_is_told_and_one_that_helps_to_fill_is_not():
    def note(sheet, phone):
        sheet["A1"].comment = Comment("Ret den aldrig", "Mette")
        phone.comment = Comment(
            "[Trådet kommentar]\n\nMed din version kan du læse.\n\nKommentar:\n    Nyt nummer: 22 33 44 55", "Mette"
        )

    body = made_by(note)
    by_nobody = with_part(body, "xl/comments/comment1.xml", lambda part: re.sub(b"<author>.*?</author>", b"", part))
    for plan in (planned(body), planned(by_nobody)):
        assert plan.left_out == ["Noten ved celle P2 kommer ikke med: »Nyt nummer: 22 33 44 55«."]
        assert len(plan.planned) == 1 and not plan.faults


def test_a_personal_number_beside_the_cells_is_refused():
    [fault] = planned(made_by(lambda _, phone: setattr(phone, "comment", Comment("Spørg 010190-1234", "Mette")))).faults
    assert (fault.row, fault.column) == (2, "Noten ved celle P2") and "CPR" in fault.message


BOX = """<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"
 xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:twoCellAnchor><xdr:from><xdr:col>10</xdr:col>
<xdr:row>4</xdr:row></xdr:from><xdr:grpSp><xdr:sp><xdr:txBody><a:p><a:r><a:t>Caféen </a:t></a:r><a:r><a:t>lukker</a:t></a:r></a:p>
<a:p><a:r><a:t>til nytår</a:t></a:r></a:p></xdr:txBody></xdr:sp></xdr:grpSp></xdr:twoCellAnchor></xdr:wsDr>"""
DRAWING = """<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1"
 Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/drawing" Target="../drawings/drawing1.xml"/>
</Relationships>"""


def test_what_stands_in_a_box_is_told():
    out = io.BytesIO(made_by(lambda _sheet, phone: None))
    with zipfile.ZipFile(out, "a") as made:
        made.writestr("xl/worksheets/_rels/sheet1.xml.rels", DRAWING)
        made.writestr("xl/drawings/drawing1.xml", BOX)
    plan = planned(out.getvalue())
    assert plan.left_out == ["Tekstboksen ved celle K5 kommer ikke med: »Caféen lukker til nytår«."]
    assert len(plan.planned) == 1 and not plan.faults


def test_a_link_that_the_cells_do_not_say_is_told():
    def linked(sheet, _phone):
        for column, target in (
            ("Navn", "https://cafeproeven.dk/"),
            ("Telefon", "tel:+4598123456"),
            ("Kilde", "http://www.aalborg.dk/"),
        ):
            sheet.cell(2, HEADINGS.index(column) + 1).hyperlink = target

    assert planned(made_by(linked)).left_out == ["Linket i celle C2 kommer ikke med: »https://cafeproeven.dk/«."]


def test_another_sheet_that_is_not_read_is_told():
    body = book(
        ("Tilbud", [HEADINGS, row()]),
        ("Ark2", [[], row(name="Café To")]),
        ("Ark3", []),
        ("Gammel", [["x"]]),
        hidden="Gammel",
    )
    assert planned(body).left_out == ["Arket »Ark2« kommer ikke med: »Café To«."]


def test_a_table_with_other_headings_below_is_refused():
    with pytest.raises(UnreadableError, match="I række 4 begynder en tabel med andre overskrifter"):
        read_table(book(("Tilbud", [HEADINGS, row(), [], ["Navn", "Telefon", "Adresse"], ["Café To", "98112233"]])))
    with pytest.raises(UnreadableError, match="Overskrifterne står først i række 17"):
        read_table(book(("Tilbud", [*[TITLE] * 16, HEADINGS, row()])))


TEXTS, KIND = "xl/sharedStrings.xml", "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"


def test_a_part_of_a_cell_that_is_struck_out_is_told():
    body = made_by(lambda _sheet, phone: None)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(body)) as made, zipfile.ZipFile(out, "w") as struck:
        for part in made.namelist():  # texts of all sheets in one part, as Excel has them and openpyxl has not
            content = re.sub(
                r'(<c r="P2"[^>]*) t="inlineStr">.*?</c>', r'\1 t="s"><v>0</v></c>', made.read(part).decode()
            )
            struck.writestr(
                part, content.replace("</Types>", f'<Override PartName="/{TEXTS}" ContentType="{KIND}"/></Types>')
            )
        half = "<si><r><rPr><strike/></rPr><t>98 12 34 56</t></r><r><t> 22 33 44 55</t></r></si>"
        struck.writestr(TEXTS, f'<sst xmlns="{SHEET_MAIN_NS}" count="1" uniqueCount="1">{half}</sst>')
    half_inline = f"<is>{half.removeprefix('<si>').removesuffix('</si>')}</is>"
    inline = with_part(
        body,
        "xl/worksheets/sheet1.xml",
        lambda part: re.sub('(r="P2"[^>]*>).*?(?=</c>)', rf"\1{half_inline}", part.decode()),
    )
    for struck_out in (out.getvalue(), inline):
        [fault] = planned(struck_out).faults
        assert (fault.row, fault.column) == (2, "Telefon") and "streget over" in fault.message


@pytest.mark.parametrize(
    ("value", "form", "read"),
    [
        *((81234567, '"+46" 00000000', "+46 81234567"), (98123456, '"+45" 00 00 00 00', "98 12 34 56")),
        (0.125, "0.0%", "12.5%"),
        *((1, '"Ja";"Ja";"Nej"', "yes"), (0, '"Ja";;"Nej"', "no")),
    ],
)
def test_a_number_says_what_its_cell_shows(value, form, read):
    column = "notes_da" if "%" in form else "anonymous" if value < 2 else "phone"

    def number(sheet, _phone):
        cell = sheet.cell(2, FIELDS.index(column) + 1)
        cell.value, cell.number_format = value, form

    assert planned(made_by(number)).planned[0].after[column] == read


def test_numbers_of_telephones_are_not_passed_over_as_those_of_rows():
    faults = planned(book(("Ark1", [["Nummer", *HEADINGS], ["22 33 44 55", *row()]]))).faults
    assert [(fault.column, fault.message) for fault in faults] == [("Nummer", "Kolonnen kendes ikke.")]
    for heading, number in (("Nummer", 12), ("Nr.", "2026-0000123"), ("Løbenr.", 20260001), ("ID", "a3f12345678-9b")):
        assert not planned(book(("Ark1", [[heading, *HEADINGS], [number, *row()]]))).faults


@pytest.mark.parametrize("name", ["CAFÉ PRØVEN", "Café  Prøven", "café prøven "])
def test_the_same_name_in_other_letters_is_the_same_offer(name):
    [fault] = planned(book(("Tilbud", [HEADINGS, row(), row(name=name)]))).faults
    assert fault.message == "Tilbuddet står også i række 2."


def test_a_sheet_of_their_own_with_a_column_for_each_day():
    other = {
        **{"Navn": "Tilbud", "Organisation": "Udbyder", "Postnummer": "Postnr. og by", "Telefon": "Tlf."},
        **{"Mail": "E-mail", "Hjemmeside": "Web", "Anonymt": "Anonymt?", "Henvisning": "Kræver henvisning?"},
    }
    left = [
        (other.get(heading, heading), cell)
        for heading, cell in zip(HEADINGS, row(postcode="9000 Aalborg", referral="nej"), strict=True)
        if heading not in ("Åbningstid", "By")
    ]
    days = {"Mandag": "9-15", "Tirsdag": "", "Onsdag": "-", "Torsdag": "10-17", "Fredag": "9-13", "Lørdag": "lukket"}
    plan = planned(
        book(("Oversigt", [TITLE, [*(each for each, _ in left), *days], [*(cell for _, cell in left), *days.values()]]))
    )
    assert not plan.faults
    after = plan.planned[0].after
    assert after["hours"] == "Mo 09:00-15:00; Th 10:00-17:00; Fr 09:00-13:00; We off; Sa off"
    assert (after["city"], after["referral"]) == ("Aalborg", "none")


@pytest.mark.parametrize(
    ("days", "hours"),
    [
        ({"Man": "9-15", "Tirs": "9-15", "Ons": "", "Tors": "10-17"}, "Mo 09:00-15:00; Tu 09:00-15:00; Th 10:00-17:00"),
        ({"Mandag-torsdag": "9-15", "Fredag": "9-12"}, "Mo-Th 09:00-15:00; Fr 09:00-12:00"),
        ({"Hverdage": "9-15", "Weekend": "-"}, "Mo-Fr 09:00-15:00; Sa-Su off"),
        (
            {"Mandag åbner": time(9), "Mandag lukker": time(15), "Tirs. til": "12.30", "Tirs. fra": "kl. 9"},
            "Mo 09:00-15:00; Tu 09:00-12:30",
        ),
        ({"Man-tors (fra)": 9, "Man-tors (til)": 15, "Fre fra": "lukket", "Fre til": "-"}, "Mo-Th 09:00-15:00; Fr off"),
    ],
)
def test_columns_of_days_by_their_short_names_and_together(days, hours):
    plan = planned(book(("Ark1", [[*HEADINGS, *days, "Nr.", "CVR"], [*row(hours=""), *days.values(), 7]])))
    assert not plan.faults
    assert plan.planned[0].after["hours"] == hours


def test_hours_in_two_columns_without_days_are_asked_about():
    [fault] = planned(book(("Ark1", [[*HEADINGS, "Åbner", "Lukker"], [*row(hours=""), time(9), time(15)]]))).faults
    assert "Hvilke dage" in fault.message


def test_hours_of_days_that_differ_from_the_column_of_hours_are_asked_about():
    heads = [*HEADINGS, "Mandag"]
    [fault] = planned(book(("Ark1", [heads, [*row(), "10-12"]]))).faults
    assert fault.column == "Åbningstid" and "ugedagene" in fault.message
    plan = planned(book(("Ark1", [heads, [*row(hours="man 10-12"), "10-12"]])))
    assert (plan.faults, plan.planned[0].after["hours"]) == ([], "Mo 10:00-12:00")


def test_a_place_that_is_kept_as_it_is_stays():
    odd = KEPT[0].model_copy(update={"address": "Vestergade 1, 9000 Aalborg", "postal_code": "9000", "city": "Aalborg"})
    table = read_table(book(("Tilbud", [HEADINGS, [cells_of(odd, PLACES)[field] for field in FIELDS]])))
    plan = plan_import(table, [odd], "0851", LIBRARY.taxonomy, PLACES, TODAY)
    assert (plan.faults, plan.planned, plan.unchanged) == ([], [], 1)


def test_hours_that_cannot_be_read_are_told_in_the_words_of_the_form():
    [fault] = planned(book(("Tilbud", [HEADINGS, row(hours="man-fre 9-15 (ring først)")]))).faults
    assert "Om åbningstiden" in fault.message


def test_columns_that_are_missing_are_told_together():
    [fault] = planned(book(("Tilbud", [["Navn", "Telefon", "Adresse"], ["Café Prøven", "98123456", ""]]))).faults
    assert "Kolonnerne mangler: Kode, Organisation" in fault.message
