"""Arabic and Farsi as they are seen: the page mirrored, and figures, names and addresses in the order they are read in.

What counts is where the glyphs lie, in three engines, not what the markup says.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import LIBRARY

NUMBERED = next(
    one
    for one in LIBRARY.offers
    if one.confidence != "low" and one.phone and " " in one.phone and one.address and one.opening_hours
    and one.opening_hours != "24/7"
)  # fmt: skip
# Each element with these texts: its glyphs' left edges, in the order of the text; and where on the page it lies.
SEEN = """
    const seen = () => {
        const glyphs = (element) => {
            const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
            const edges = [];
            while (walker.nextNode()) {
                const node = walker.currentNode;
                for (let at = 0; at < node.data.length; at += 1) {
                    const range = document.createRange();
                    range.setStart(node, at);
                    range.setEnd(node, at + 1);
                    const [box] = range.getClientRects();
                    if (box && box.width) edges.push([node.data[at], Math.round(box.left), Math.round(box.top)]);
                }
            }
            return edges;
        };
        const all = (selector) => Array.from(document.querySelectorAll(selector)).map(glyphs);
        const side = (element) => {
            const box = element.getBoundingClientRect();
            return (box.left + box.right) / 2 < innerWidth / 2 ? "left" : "right";
        };
        const [question, answer] = document.querySelector("dl > div").children;
        return {
            apart: all(".screen bdi, .screen a[dir=ltr]"),
            exit: side(document.querySelector("[data-quick-exit]")),
            heading: glyphs(document.querySelector("h1")),
            question: question.getBoundingClientRect().left, answer: answer.getBoundingClientRect().left,
            wide: document.documentElement.scrollWidth > innerWidth,
        };
    };
"""


def look(engine, url, request):
    """What an engine shows of a page."""
    if engine == "webkit":
        with request.getfixturevalue("webkit")() as driver:
            driver.get(url)
            return driver.execute_script(f"{SEEN} return seen();")
    page = request.getfixturevalue("new_context")(request.getfixturevalue(engine), service_workers="block").new_page()
    page.goto(url)
    return page.evaluate(f"() => {{ {SEEN} return seen(); }}")


@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_what_is_seen_in_arabic(server, request, engine):
    seen = look(engine, f"{server.url}/b/{NUMBERED.code}?sprog=ar", request)
    texts = {"".join(glyph for glyph, *_ in run) for run in seen["apart"]}
    assert {NUMBERED.phone.replace(" ", ""), NUMBERED.name.replace(" ", "")} <= {
        text.replace(" ", "") for text in texts
    }
    assert any("–" in text and text[0].isdigit() for text in texts), "hours from one time to another"
    for run in seen["apart"]:
        for (_, left, top), (_, following, below) in pairwise(run):
            assert below > top or left < following, "from the left"
    words = [(left, top) for glyph, left, top in seen["heading"] if glyph > "\u0600"]
    assert words[0][0] > words[-1][0] or words[0][1] < words[-1][1], "from the right"
    assert seen["question"] > seen["answer"] and seen["exit"] == "left", "mirrored"
    assert not seen["wide"]
    danish = look(engine, f"{server.url}/b/{NUMBERED.code}", request)
    assert danish["question"] < danish["answer"] and danish["exit"] == "right"
