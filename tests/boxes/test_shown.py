"""A box is written once and stands, whole, wherever a text points to it."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, make_app
from tests.edit_content import change

# One place of each kind that can point to a box: file, the line it is put before, and the page it then stands on.
PLACES = {
    "card": ("cards/s2.md", r"^reviewed:", "boxes: [danger]\nreviewed:", "/kort/s2"),
    "scenario": ("practice/scenarios/1.yaml", r"^reviewed:", "boxes: [danger]\nreviewed:", "/oev/1"),
    "session": ("practice/sessions/1.yaml", r"^confirmed:", "boxes: [danger]\nconfirmed:", "/laer/1"),
    "branch": ("checklist.yaml", r"^    hint: Aldrig et barn", "    boxes: [danger]\n    hint: Aldrig", "/tjek"),
    "aftercare": ("aftercare.yaml", r"^boxes: .*", "boxes: [danger]", "/tjek/efter"),
    "walkthrough": ("walkthrough.yaml", r"^    title: Før", "    boxes: [danger]\n    title: Før", "/forloeb"),
}


@pytest.fixture
def page_after(content, tmp_path):
    """The page at an address, after a change of the content."""

    def page(file, old, new, address):
        change(content, file, old, new)
        app = make_app(tmp_path / "instance", LOMMEKORT_CONTENT=str(content))
        return BeautifulSoup(app.test_client().get(address).text, "html.parser")

    return page


@pytest.mark.parametrize("kind", PLACES)
def test_it_stands_whole_where_a_text_points_to_it(page_after, kind):
    page = page_after(*PLACES[kind])
    box, told = page.select_one("[data-box=danger]"), LIBRARY.boxes["danger"]
    text = box.get_text()
    assert told.title in text and all(line in text for line in told.lines)
    assert [link["href"] for link in box.select("a[href^='tel:']")] == [f"tel:{number}" for number in told.calls]
    assert box["data-confirmed"] == str(told.confirmed)
    assert box.select_one("a[href^='/kilder#']")


def test_its_sources_say_where_they_are_used(client):
    page = BeautifulSoup(client.get("/kilder").text, "html.parser")
    for box in LIBRARY.boxes.values():
        for name in box.sources:
            assert box.title in page.select_one(f"article#{name}").get_text()


# Where a wrong word does most harm: these must never be without the warning or the rule.
MUST = {
    "danger": ("/kort/s4", "/kort/m3", "/kort/s11", "/kort/v10", "/tjek", "/tjek/kort", "/laer/4", "/oev/7"),
    "contact": ("/kort/s3", "/kort/s8", "/kort/s12", "/kort/s13", "/tjek", "/tjek/efter", "/forloeb"),
    "suicide": ("/kort/s17", "/tjek"),
    "overdose": ("/kort/s18", "/tjek"),
    "notify": ("/kort/s5", "/tjek", "/oev/7", "/oev/8"),
}


@pytest.mark.parametrize(("name", "address"), [(name, address) for name in MUST for address in MUST[name]])
def test_it_stands_where_it_is_needed(client, name, address):
    page = BeautifulSoup(client.get(address).text, "html.parser")
    assert page.select_one(f"main [data-box={name}]"), f"{address} needs boxes: [{name}]"


def test_the_danger_box_names_every_sign_and_both_numbers():
    box = LIBRARY.boxes["danger"]
    text = " ".join(box.lines).lower()
    for sign in ("kvælertag", "trusler om drab", "våben", "stalking", "gravid", "før", "efter et brud", "fagperson"):
        assert sign in text, sign
    assert box.calls == ("1888", "112")
    assert box.sources and box.confirmed
