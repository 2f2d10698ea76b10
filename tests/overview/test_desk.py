"""The overview at the desk: what is missing, who comes nearest, and a form that knows what is to be filled."""

from __future__ import annotations

from tests.answers import page_of
from tests.conftest import LIBRARY
from tests.people import ESBJERG, add_user, logged_in
from webapp.overview.gaps import Gap, gaps, weightiest
from webapp.overview.render import cells
from webapp.registry.store import seed

NAESTVED = "0370"


def test_an_editor_sees_the_gaps_of_the_own_municipality_and_who_comes_nearest(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
        answers = desk.extensions["answers"].current()
        made = [cell for row in cells(answers, ESBJERG, answers.minute()) for cell in row]
    client = logged_in(desk, add_user(desk))
    page = page_of(client, "/intern/overblik")
    assert "Esbjerg" in page.select_one("main h1").get_text() and len(page.select(".matrix td a:not(.ring)")) == len(
        made
    )
    by_kind = {kind: len(page.select(f"[data-gap={kind}]")) for kind in ("none", "far", "named")}
    assert by_kind["none"] == sum(not cell.total for cell in made)
    assert by_kind["far"] == sum(bool(cell.total) and not cell.near["own"] for cell in made) > 0
    for gap in page.select("[data-gap=far]"):
        assert client.get(gap.a["href"]).status_code == 200 and "Nærmest:" in gap.get_text()
    filling = page.select("[data-gap] a")[-1]["href"]
    form = page_of(client, filling)
    ticked = {box["value"] for box in form.select("[name=topics][checked], [name=contact_forms][checked]")}
    known = {**LIBRARY.taxonomy.topics, **LIBRARY.taxonomy.contact_forms}
    assert ticked and all(f"={known[value].code}" in filling for value in ticked)
    assert client.get("/intern/overblik/0751").status_code == 404


def test_three_gaps_stand_first_and_the_rest_is_folded_by_need(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
        answers = desk.extensions["answers"].current()
        known = gaps(answers, NAESTVED, answers.minute())
    client = logged_in(desk, add_user(desk, "administrator"))
    page = page_of(client, f"/intern/overblik/{NAESTVED}")
    first = page.select("[data-gaps=first] > [data-gap]")
    folds = page.select("details[data-gaps=rest]")
    assert len(first) == 3 and not any(fold.has_attr("open") for fold in folds)
    folded = [gap for fold in folds for gap in fold.select("[data-gap]")]
    assert len(page.select("[data-gap]")) == len(first) + len(folded) == len(known)
    for fold in folds:
        need = fold.summary.get_text().split(" (")[0]
        assert all(f": {need}, " in gap.b.get_text() for gap in fold.select("[data-gap]"))
    heads = [gap.b.get_text() for gap in page.select("[data-gap]")]
    assert len(set(heads)) == len(heads)


def a_gap(kind: str, need: str, group: str, *forms: str) -> Gap:
    """A gap of which only what orders it is told."""
    return Gap(kind, need, group, group == "Alle", (), forms, None, ())


def test_what_everybody_lacks_weighs_most_and_what_is_met_from_afar_least():
    phone, bed = "1", "6"
    talk = a_gap("far", "Tale", "Alle", phone)
    nobody_to_talk_to = a_gap("none", "Tale", "Vold", phone)
    night, night_for_all = a_gap("far", "Nat", "Sexsalg", bed), a_gap("far", "Nat", "Alle", bed)
    unnamed, money = a_gap("named", "Dag", "Alle"), a_gap("none", "Penge", "Alle")
    afar = frozenset({phone})
    assert weightiest([talk, night, night_for_all, unnamed, money], afar) == [money, night_for_all, unnamed]
    assert weightiest([talk, nobody_to_talk_to, night], afar) == [nobody_to_talk_to, night, talk]
    assert weightiest([], afar) == []


def test_an_administrator_sees_all_of_them_in_any_order(desk):
    with desk.app_context():
        seed(LIBRARY.offers)
    client = logged_in(desk, add_user(desk, "administrator"))
    orders = {}
    for sort in ("navn", "her", "ingen", "vrøvl"):
        page = page_of(client, f"/intern/overblik?efter={sort}")
        orders[sort] = [[cell.get_text() for cell in row.select("th, td")] for row in page.select("tbody tr")]
        assert len(orders[sort]) == 98
    assert orders["navn"][-1][0] == "Aarhus" and orders["vrøvl"] == orders["ingen"]
    assert [int(row[1]) for row in orders["her"]] == sorted(int(row[1]) for row in orders["her"])
    assert [int(row[2]) for row in orders["ingen"]] == sorted((int(row[2]) for row in orders["ingen"]), reverse=True)
    assert page_of(client, "/intern/overblik/0370").select_one("main h1").get_text() == "Overblik: Næstved"
