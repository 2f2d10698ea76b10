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
    "aftercare": ("aftercare.yaml", r"^confirmed:", "boxes: [danger]\nconfirmed:", "/tjek/efter"),
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
