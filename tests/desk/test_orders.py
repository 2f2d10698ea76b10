"""Lists of names stand in one order, Danish's own: æ, ø and å last, and aa as å, whatever the database's is."""

import pytest
from bs4 import BeautifulSoup

from tests.people import add_user, logged_in
from webapp.danish import danish_order

LISTS = (
    "/intern/brugere/ny",
    "/intern/tilbud",
    "/intern/tilbud/ny",
    "/intern/tjek",
    "/intern/aftale",
    "/intern/indstillinger",
    "/intern/opslag/ny",
    "/find",
)


@pytest.mark.parametrize("address", LISTS)
def test_municipalities_stand_in_danish_order(desk, address):
    client = logged_in(desk, add_user(desk, "administrator"))
    page = BeautifulSoup(client.get(address, follow_redirects=True).get_data(as_text=True), "html.parser")
    places = desk.extensions["library"].places
    known = {place.name: place.name for place in places.values()} | {code: one.name for code, one in places.items()}
    said = [tag.get("value") or tag.get_text(strip=True) for tag in page.select("option")]
    said += [tag["href"].rpartition("/")[2] for tag in page.select("main a[href]")]
    listed = [known[name] for name in said if name in known]
    assert len(listed) >= 98, "all of them are there"
    assert listed[:98] == sorted(listed[:98], key=danish_order)
    assert listed[97] in ("Aalborg", "Aarhus")


def test_people_stand_in_danish_order(desk):
    chief = add_user(desk, "administrator", name="Zoe")
    for name in ("Østen", "Åse", "Ægir", "Aage", "Anne"):
        add_user(desk, name=name)
    page = logged_in(desk, chief).get("/intern/brugere").get_data(as_text=True)
    names = ["Anne", "Zoe", "Ægir", "Østen", "Aage", "Åse"]
    places = [page.index(f">{name}<") if f">{name}<" in page else page.index(name) for name in names[:4]]
    assert places == sorted(places)
    assert page.rindex("Aage") > page.rindex("Østen")
