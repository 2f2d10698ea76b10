"""Arabic and Farsi as they are seen: the page mirrored, and figures, names and addresses in the order they are read in.

What counts is where the glyphs lie, in three engines, not what the markup says.
"""

from __future__ import annotations

from itertools import pairwise

import pytest

from tests.conftest import LIBRARY, WORDS

NUMBERED = next(
    one
    for one in LIBRARY.offers
    if one.confidence != "low" and one.phone and " " in one.phone and one.address and one.opening_hours
    and one.opening_hours != "24/7"
)  # fmt: skip
# Each element with these texts: its glyphs' left edges, in the order of the text; and where on the page it lies.
SEEN = r"""
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
        // Numbers, times and dates, wherever they stand: each with its glyphs.
        const figures = () => {
            const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
            const runs = [];
            while (walker.nextNode()) {
                for (const found of walker.currentNode.data.matchAll(/\d[\d :.–-]*\d/g)) {
                    const edges = Array.from(found[0], (glyph, at) => {
                        const range = document.createRange();
                        range.setStart(walker.currentNode, found.index + at);
                        range.setEnd(walker.currentNode, found.index + at + 1);
                        const [box] = range.getClientRects();
                        return box && box.width ? [glyph, Math.round(box.left), Math.round(box.top)] : null;
                    });
                    runs.push(edges.filter(Boolean));
                }
            }
            return runs.filter((run) => run.length);
        };
        // What is for paper is seen by the same rules here.
        for (const slip of document.querySelectorAll(".slip")) slip.style.display = "block";
        const row = document.querySelector("dl > div");
        const [question, answer] = row ? Array.from(row.children, (one) => one.getBoundingClientRect().left) : [];
        return {
            apart: all("bdi, a[dir=ltr]"), figures: figures(),
            exit: side(document.querySelector("[data-quick-exit]")),
            heading: glyphs(document.querySelector("h1")),
            question, answer,
            wide: document.documentElement.scrollWidth > innerWidth,
        };
    };
"""
PAGES = (f"{NUMBERED.code}?sprog=ar", "nu?sprog=fa", "moede?sprog=ar", "spor?sprog=fa", "zzzz?sprog=ar", NUMBERED.code)


def look(engine, urls, request):
    """What an engine shows of each page."""
    if engine == "webkit":
        with request.getfixturevalue("webkit")() as driver:
            for url in urls:
                driver.get(url)
                yield driver.execute_script(f"{SEEN} return seen();")
        return
    page = request.getfixturevalue("new_context")(request.getfixturevalue(engine), service_workers="block").new_page()
    for url in urls:
        page.goto(url)
        yield page.evaluate(f"() => {{ {SEEN} return seen(); }}")


def from_the_left(run):
    """Whether each glyph lies right of the one before it, or on a line below."""
    return all(below > top or left < following for (_, left, top), (_, following, below) in pairwise(run))


@pytest.mark.parametrize("engine", ["chromium", "firefox", "webkit"])
def test_what_is_seen_in_arabic_and_farsi(server, request, engine):
    *mirrored, danish = look(engine, [f"{server.url}/b/{page}" for page in PAGES], request)
    for page, seen in zip(PAGES, mirrored, strict=False):
        for run in (*seen["apart"], *seen["figures"]):
            assert from_the_left(run), (page, "".join(glyph for glyph, *_ in run))
        words = [(left, top) for glyph, left, top in seen["heading"] if glyph > "\u0600"]
        assert words[0][0] > words[-1][0] or words[0][1] < words[-1][1], f"{page}: from the right"
        assert seen["exit"] == "left" and not seen["wide"], page
    offer, now, _meeting, traces, _none = (["".join(g for g, *_ in run) for run in one["figures"]] for one in mirrored)
    assert offer.count(NUMBERED.phone) == 2 and sum("–" in text for text in offer) >= 2, "on the screen and on the slip"
    assert {"112", "1888", "70 201 201"} <= set(now) and "1888" in traces
    apart = {"".join(glyph for glyph, *_ in run).replace(" ", "") for run in mirrored[0]["apart"]}
    assert {NUMBERED.name.replace(" ", ""), NUMBERED.neutral_name.replace(" ", "")} <= apart
    assert mirrored[0]["question"] > mirrored[0]["answer"], "mirrored"
    assert danish["question"] < danish["answer"] and danish["exit"] == "right"


def test_what_webkit_tells_a_screen_reader_of_an_arabic_page(server, webkit):
    """The way out first, then the page's name, the place's and its number, as iPhones read them out; names in Danish."""
    met = "[data-quick-exit], h1, h2, a.call[href^=tel]"
    with webkit() as driver:
        driver.get(f"{server.url}/b/{NUMBERED.code}?sprog=ar")
        told = [(one.aria_role, one.accessible_name) for one in driver.find_elements("css selector", met)]
        languages = driver.execute_script(
            "return ['html', 'h1', 'h2 bdi', 'dt', '.unread p + p'].map((one) => document.querySelector(one)"
            ".closest('[lang]').lang)"
        )
    words = WORDS["ar"]
    assert told == [
        ("link", words["page.close"]),
        ("heading", words["offers.heading"]),
        ("heading", NUMBERED.name),
        ("link", NUMBERED.phone),
    ]
    assert languages == ["ar", "ar", "da", "ar", "da"]
