"""What a table would do: changes, new offers, and every bad cell named with row, column and advice."""

from datetime import date

import pytest

from tests.conftest import LIBRARY
from tests.people import AARHUS, ESBJERG
from webapp.spreadsheets.columns import BY_FIELD, COLUMNS, FIELDS, YOUNGER, cells_of, in_danish
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import Table

PLACES, TODAY = LIBRARY.places, date(2026, 11, 23)
LABELS = [column.label for column in COLUMNS]
HERE = next(
    offer for offer in LIBRARY.offers if offer.municipality == ESBJERG and "overnatning" not in offer.contact_forms
)
THERE = next(offer for offer in LIBRARY.offers if offer.municipality == AARHUS)
SHELTER = next(
    offer for offer in LIBRARY.offers if {"overnatning"} <= set(offer.contact_forms) and "vold" in offer.topics and not offer.address
)  # fmt: skip


def row_of(offer, **changed):
    return list((cells_of(offer, PLACES) | changed).values())


def judged(*rows, scope=None, headings=LABELS, offers=LIBRARY.offers):
    table = Table(list(headings), list(enumerate(rows, start=2)))
    return plan_import(table, offers, scope, LIBRARY.taxonomy, PLACES, TODAY)


def faults(*rows, **more):
    return [(fault.row, fault.column) for fault in judged(*rows, **more).faults]


def test_change_is_told_and_the_rest_stays():
    plan = judged(row_of(HERE, phone="22 34 56 78"), row_of(THERE))
    [planned] = plan.planned
    assert plan.unchanged == 1 and not plan.faults
    assert ("Telefon", HERE.phone or "", "22 34 56 78") in planned.differences
    assert planned.offer.code == HERE.code and planned.offer.changes == HERE.changes
    assert planned.offer.id == HERE.id and planned.offer.seen == HERE.seen


def test_days_that_are_kept_are_not_judged_where_the_clock_is_behind():
    later = HERE.model_copy(
        update={"seen": date(2027, 1, 2), "confirmed_on": date(2027, 1, 3), "source_date": "2027-01-01"}
    )
    plan = judged(row_of(later), offers=[later])
    assert plan.unchanged == 1 and not plan.faults
    plan = judged(row_of(later, phone="22 34 56 78"), offers=[later])
    [planned] = plan.planned
    assert not plan.faults and planned.offer.phone == "22 34 56 78"
    assert (planned.offer.seen, planned.offer.confirmed_on, planned.offer.source_date) == (
        *(later.seen, later.confirmed_on),
        later.source_date,
    )
    assert [fault.column for fault in judged(row_of(later, seen="2027-01-03"), offers=[later]).faults] == ["Slået op"]


def test_a_file_fetched_before_there_were_children_and_dogs_leaves_them_as_they_are():
    with_children = next(offer for offer in LIBRARY.offers if offer.children == "yes")
    headings = [column.label for column in COLUMNS if column.field not in YOUNGER]
    kept = [column.field for column in COLUMNS if column.field not in YOUNGER]
    old = [cells_of(with_children, PLACES)[name] for name in kept]
    plan = judged(old, headings=headings)
    assert plan.unchanged == 1 and not plan.planned and not plan.faults
    old[kept.index("code")] = ""
    old[kept.index("name")] = "Et nyt sted"
    [planned] = judged(old, headings=headings).planned
    assert (planned.offer.children, planned.offer.dogs) == ("unknown", "unknown")


def test_new_row_becomes_an_offer():
    [planned] = judged(row_of(HERE, code="", name="Et nyt sted", seen="", status="")).planned
    assert planned.before is None and planned.offer.name == "Et nyt sted"
    assert planned.offer.seen == TODAY and planned.offer.status == "active"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("man-fre  9-16, lør lukket", "Mo-Fr 09:00-16:00; Sa off"),
        ("Mo-Fr 10:00-12:00; Sa, Su off", "Mo-Fr 10:00-12:00; Sa,Su off"),
        ("man-fre 9-12, tors 15-17", "Mo-Fr 09:00-12:00, Th 15:00-17:00"),
        ("24-jul", "24/7"),  # as Excel turns it
        ("24-07", "24/7"),
        ("man-fre 9-15. Ferielukket i juli (uge 29-31)", "Mo-Fr 09:00-15:00; week 29-31 off"),
        ("Sidste torsdag i måneden 16-18", "Th[-1] 16:00-18:00"),
    ],
)
def test_hours_are_read_in_a_table_as_in_the_form(typed, kept):
    [planned] = judged(row_of(HERE, hours=typed)).planned
    assert planned.offer.opening_hours == kept


def test_the_hours_of_every_offer_come_back_as_they_were():
    plan = judged(*(row_of(offer) for offer in LIBRARY.offers))
    assert plan.unchanged == len(LIBRARY.offers) and not plan.faults


def test_hours_that_cannot_be_read_are_told_with_row_column_and_place():
    [fault] = judged(row_of(HERE, hours="man-fre 9-16, måske")).faults
    assert (fault.row, fault.column) == (2, "Åbningstid")
    assert "måske" in fault.message + fault.advice


@pytest.mark.parametrize(
    ("field", "cell", "said"),
    [
        ("status", "inactive", "Lukket"),
        ("chat", "no", "Nej"),
        ("dogs", "unknown", "Ved ikke"),
        ("referral", "none", "Kom bare"),
        ("referral", "visitation", "Visitation"),
        ("confidence", "low", "Lav: ikke bekræftet"),
        ("topics", "vold;senfoelger", "Vold i nære relationer; Senfølger efter seksuelle overgreb"),
        ("area", "landsdaekkende", "Hele landet"),
        ("area", "Region Syddanmark;Esbjerg", "Region Syddanmark; Esbjerg"),
        ("status", "active", "Åbent"),
    ],
)
def test_what_would_change_is_told_in_danish_and_read_back(field, cell, said):
    assert in_danish(LIBRARY.taxonomy)(field, cell) == said
    if cell != cells_of(HERE, PLACES)[field]:
        [as_said], [as_it_is] = (judged(row_of(HERE, **{field: one})).planned for one in (said, cell))
        assert as_said.offer == as_it_is.offer


def test_a_day_that_would_change_is_told_in_danish():
    [planned] = judged(row_of(HERE, seen="2026-11-20", source_date="2026-03")).planned
    said = {heading: after for heading, _, after in planned.differences}
    assert said["Slået op"] == "20. november 2026" and said["Kildens dato"] == "marts 2026"


@pytest.mark.parametrize(
    ("field", "typed", "near"),
    [
        ("topics", "vold;sexsalgg", "Er det »sexsalg«?"),
        ("mode", "telefonn", "Er det »telefon«?"),
        ("municipality", "Esbjrg", "Er det »Esbjerg«?"),
        ("area", "Esbjerg;Åhus", "Er det »Aarhus«?"),
        ("topics", "qqqq", BY_FIELD["topics"].hint),
    ],
)
def test_a_word_that_is_none_is_told_with_the_one_that_is_near(field, typed, near):
    [fault] = judged(row_of(HERE, **{field: typed})).faults
    assert (fault.column, fault.advice) == (BY_FIELD[field].label, near) and repr(typed.split(";")[-1]) in fault.message


def test_headings_may_be_the_content_files():
    assert judged(row_of(HERE), headings=FIELDS).unchanged == 1


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("code", "zzzz"),
        ("status", "slettet"),
        ("name", ""),
        ("neutral_name", ""),
        ("summary_da", ""),
        ("topics", "vold;x"),
        ("topics", ""),
        ("audience", "alle;alle"),
        ("area", "Langtborte"),
        ("municipality", "Langtborte"),
        ("region", "Hovedstaden"),
        ("postcode", "670"),
        ("phone", "ring"),
        ("sms", "12-34-5"),
        ("email", "ingen"),
        ("website", "eksempel"),
        ("chat", "måske"),
        ("hours", "hele tiden"),
        ("anonymous", "måske"),
        ("free", "lidt"),
        ("referral", "måske"),
        ("children", "måske"),
        ("dogs", "lille"),
        ("mode", "brevdue"),
        ("languages", "xx"),
        ("source_url", "et sted"),
        ("source_date", "marts"),
        ("source_date", "2026-13"),
        ("source_date", "2026-02-31"),
        ("source_date", "2031"),
        ("confidence", "ret god"),
        ("seen", "i går"),
        ("seen", "2027-01-01"),
        ("confirmed_on", "2026-13-01"),
        ("notes_da", "Kontakt 010190-1234"),
        ("summary_da", "Skjult\u202etegn"),
        ("summary_da", "Skjult\x07tegn"),
        ("name", "Skjult\u200btegn"),
        ("name", "x" * 101),
        ("notes_da", "x" * 1501),
        ("summary_da", "[[code]]"),
        ("neutral_name", "Krisecentret"),
        ("phone", "12345"),
        ("phone", "0101901234"),
        ("sms", "15 12 34 56"),
        ("website", "javascript:alert(1)"),
        ("website", "data:text/html,x"),
        ("website", "https://x@eksempel.dk"),
        ("website", "https://127.0.0.1/"),
        ("source_url", "//eksempel.dk"),
        ("source_url", "https://eksempel.dk:8080/x"),
    ],
)
def test_bad_cell_is_told_with_row_and_column(field, text):
    plan = judged(row_of(THERE), row_of(HERE, **{field: text}))
    assert (3, BY_FIELD[field].label) in [(fault.row, fault.column) for fault in plan.faults]
    assert all(fault.message for fault in plan.faults) and not plan.planned


def test_all_faults_are_told_at_once():
    found = faults(row_of(HERE, phone="x", email="y"), row_of(THERE, hours="z"))
    assert {(2, "Telefon"), (2, "Mail"), (3, "Åbningstid")} <= set(found)


def test_secret_address_is_refused():
    assert (2, "Adresse") in faults(row_of(SHELTER, address="Hemmelig Vej 7"))


def test_same_offer_twice_is_refused():
    assert faults(row_of(HERE), row_of(HERE, phone="22 34 56 78")) == [(3, "Kode")]
    new = row_of(HERE, code="", name="Et nyt sted")
    assert faults(new, new) == [(3, "Navn")]


def test_new_row_for_an_offer_that_is_here_already_is_refused():
    assert faults(row_of(HERE, code="")) == [(2, "Navn")]


def test_coordinator_reaches_the_own_municipality_only():
    assert judged(row_of(HERE, phone="22 34 56 78"), scope=ESBJERG).planned
    assert faults(row_of(THERE, phone="22 34 56 78"), scope=ESBJERG) == [(2, "Kode")]
    assert (2, "Kommune") in faults(row_of(HERE, municipality="Aarhus", region=""), scope=ESBJERG)
    nowhere = {"code": "", "name": "Nyt", "municipality": "", "address": "", "postcode": "", "city": ""}
    assert (2, "Kommune") in faults(row_of(HERE, **nowhere, area="Esbjerg;Varde"), scope=ESBJERG)
    assert (2, "Kommune") in faults(row_of(HERE, **nowhere, area="landsdaekkende"), scope=ESBJERG)
    assert judged(row_of(HERE, **nowhere, area="Esbjerg"), scope=ESBJERG).planned, (
        "looked after by Esbjerg all the same"
    )


@pytest.mark.parametrize(
    "spoil", [lambda names: names[1:], lambda names: [*names[1:], "X"], lambda names: [names[1], *names[1:]]]
)
def test_wrong_headings_are_told(spoil):
    plan = judged(row_of(HERE), headings=spoil(LABELS))
    assert plan.faults and all(fault.row == 1 for fault in plan.faults)


def test_row_with_too_many_cells_is_told():
    assert faults([*row_of(HERE), "mere"]) == [(2, "")]


def test_municipality_with_more_offers_than_phones_keep_is_told(monkeypatch):
    monkeypatch.setattr("webapp.spreadsheets.planning.MOST_OFFERS", 5)
    new = [row_of(HERE, code="", name=f"Sted {number}") for number in range(5)]
    plan = judged(*new, scope=ESBJERG)
    assert [fault.row for fault in plan.faults] == [2] and "højst 5" in plan.faults[0].message
    assert not judged(row_of(HERE, phone="22 34 56 78")).faults, "others' many offers stop nobody"
