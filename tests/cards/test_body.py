"""Markdown made into sections, points and references."""

from pathlib import Path

import pytest

from webapp.cards.body import read_body
from webapp.cards.routes import neighbours
from webapp.content.document import ContentError, Document

METHOD = """## Gør
- Et punkt. [tillæg]
- To. [tillæg: Styrelsen 2023]

## Sig det sådan
### Til kollegaen
- Hej med *dig*.
### Til borgeren
- Goddag. [VIVE 3.2.1]

## Undgå
- <b>x</b> og [link](http://example.org)

## Det handler om
Et afsnit. [Henriksen 2020, jf. VIVE 1.4.1; tillæg]

## Hvorfor
- Fordi.

## I organisationen
- Sammen.
"""


def read(text):
    return {section.heading: section for section in read_body(Document("x.md", {}, {}, text, 10), "metode")}


def test_references_are_told_from_the_text():
    points = read(METHOD)["Gør"].parts[0].points
    assert [(point.text, point.reference, point.addition) for point in points] == [
        ("Et punkt.", "", True),
        ("To.", "Styrelsen 2023", True),
    ]
    about = read(METHOD)["Det handler om"].parts[0]
    assert not about.listed
    assert about.points[0].reference == "Henriksen 2020, jf. VIVE 1.4.1"
    assert about.points[0].addition


def test_small_headings_part_a_section():
    parts = read(METHOD)["Sig det sådan"].parts
    assert [part.heading for part in parts] == ["Til kollegaen", "Til borgeren"]
    assert parts[0].points[0].text == "Hej med <em>dig</em>."


def test_html_and_links_are_only_text():
    text = read(METHOD)["Undgå"].parts[0].points[0].text
    assert "<b>" not in text and "<a" not in text and "&lt;b&gt;" in text


def test_sections_come_in_the_order_of_their_group():
    headings = list(read(METHOD.replace("## Gør", "## X").replace("## Undgå", "## Gør").replace("## X", "## Undgå")))
    assert headings[:3] == ["Gør", "Sig det sådan", "Undgå"]


def test_mistake_names_the_line_in_the_file():
    with pytest.raises(ContentError) as caught:
        read(METHOD.replace("## Hvorfor", "## Hvorfor ikke"))
    told = caught.value.mistakes[0]
    assert (told.line, told.field) == (10 + METHOD.split("\n").index("## Hvorfor"), "## Hvorfor ikke")


def test_neighbours_stay_within_a_kind():
    names = ["1", "2", "m1", "s1", "s2"]
    assert neighbours(names, "1") == (None, "2")
    assert neighbours(names, "2") == ("1", None)
    assert neighbours(names, "m1") == (None, None)
    assert neighbours(names, "s2") == ("s1", None)


def test_example_in_the_authors_guide_is_true():
    guide = (Path(__file__).parents[2] / "content" / "README.md").read_text(encoding="utf-8")
    from webapp.cards.body import SECTIONS

    for quick, deep, _ in SECTIONS.values():
        for heading in quick + deep:
            assert heading in guide
