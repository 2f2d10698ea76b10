"""From 1 January 2027 the capital and Zealand are one region everywhere: in the finder, at the desk, in files and in open
data. What was written before is understood, and old addresses work."""

from __future__ import annotations

import csv
import io
from datetime import date

import pytest
from bs4 import BeautifulSoup
from openpyxl import load_workbook
from openpyxl.utils import get_column_letter

from tests.conftest import LIBRARY, make_app
from tests.people import add_user, logged_in
from webapp.offers.offer import on_day
from webapp.offersdesk.validation import form_values, parse_form
from webapp.registry.store import seed
from webapp.spreadsheets.planning import plan_import
from webapp.spreadsheets.read import Table
from webapp.spreadsheets.write import SHEET

CASES = {"2026-12-31T23:59": ("Hovedstaden", "Sjælland"), "2027-01-01T00:01": ("Østdanmark", "Østdanmark")}
HERBERG = next(offer for offer in LIBRARY.offers if offer.id == "o145")


@pytest.fixture(scope="module", params=CASES)
def standing(request, tmp_path_factory):
    """An app at a moment, the day, and what the two regions are called then."""
    app = make_app(tmp_path_factory.mktemp("region"), LOMMEKORT_NOW=request.param)
    with app.app_context():
        seed(LIBRARY.offers)
    return app, date.fromisoformat(request.param[:10]), *CASES[request.param]


def test_open_data_name_the_region_of_the_day(standing):
    app, _day, capital, _zealand = standing
    names = set()
    for page in range(1, 9):
        for one in app.test_client().get(f"/api/services?full=true&per_page=50&page={page}").json["contents"]:
            names |= {area["name"] for area in one["service_areas"]}
            if one["name"] == HERBERG.name:
                assert {area["name"] for area in one["service_areas"]} == {f"Region {capital}"}
    assert f"Region {capital}" in names
    assert ("Region Østdanmark" in names) == (capital == "Østdanmark") == ("Region Sjælland" not in names)


def test_the_list_for_zealand_follows_the_day(standing):
    app, _day, capital, zealand = standing
    page = BeautifulSoup(app.test_client().get("/find?k=0370&q=herberg").text, "html.parser")
    near = page.select_one(f"[data-offer='{HERBERG.code}'] .near")
    assert (near is not None) == (capital == zealand)
    assert near is None or near.get_text().startswith("Din region")
    assert app.test_client().get(f"/find/{HERBERG.code}").status_code == 200


def test_files_have_the_names_of_the_day_and_understand_the_others(standing):
    app, day, capital, zealand = standing
    client = logged_in(app, add_user(app, "administrator"))
    sent = client.get("/intern/data/tilbud.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(sent), delimiter=";"))
    mine = next(row for row in rows if row["Navn"] == HERBERG.name)
    assert (mine["Dækker"], mine["Region"]) == (f"Region {capital}", capital)
    book = load_workbook(io.BytesIO(client.get("/intern/data/tilbud.xlsx").data))
    letter = get_column_letter([cell.value for cell in book[SHEET][1]].index("Region") + 1)
    (rule,) = (one for one in book[SHEET].data_validations.dataValidation if str(one.sqref).startswith(f"{letter}2:"))
    listed, cells = rule.formula1.replace("$", "").split("!")
    told = [cell.value for row in book[listed][cells] for cell in row]
    assert told == list(dict.fromkeys([capital, zealand, "Syddanmark", "Midtjylland", "Nordjylland"]))
    offers = [on_day(offer, LIBRARY.places, day) for offer in LIBRARY.offers]
    for name in ("Hovedstaden", "Østdanmark"):
        table = Table(list(mine), [(2, list((mine | {"Dækker": f"Region {name}", "Region": ""}).values()))])
        plan = plan_import(table, offers, None, LIBRARY.taxonomy, LIBRARY.places, day)
        assert not plan.faults
        meant = LIBRARY.places.regions.on((name,), day)
        assert [planned.offer.service_regions for planned in plan.planned] in ([], [meant])


def test_the_form_has_the_names_of_the_day_and_understands_the_others(standing):
    app, day, capital, zealand = standing
    client = logged_in(app, add_user(app, "administrator"))
    form = BeautifulSoup(client.get(f"/intern/tilbud/{HERBERG.code}/ret").text, "html.parser")
    ticks = [box["value"] for box in form.select("[name=service_regions]")]
    assert ticks == list(dict.fromkeys([capital, zealand, "Syddanmark", "Midtjylland", "Nordjylland"]))
    # A form that was opened before midnight and sent after it.
    values = form_values(HERBERG, LIBRARY.places) | {"service_regions": ["Hovedstaden", "Syddanmark"]}
    now = parse_form(values, on_day(HERBERG, LIBRARY.places, day), LIBRARY.taxonomy, LIBRARY.places, day)
    assert now.service_regions == (capital, "Syddanmark") and now.region == capital
