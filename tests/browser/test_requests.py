"""What a first visit costs and tells: few requests, few bytes, all to us, no cookie, nothing the policy had to stop."""

import gzip
import json
import urllib.request
from urllib.parse import urlsplit

import brotli
import pytest

from tests.browser.usable import BELOW
from tests.conftest import ADDRESSES, LIBRARY
from webapp.edition.bundle import TEMPLATE, pack, unpack
from webapp.finder.dataset import INDEX
from webapp.publishing.addresses import NOT_FOUND

KB = 1024


@pytest.fixture
def first_visit(server, context):
    """The answers a fresh profile gets while `/` loads, in order."""
    page = context.new_page()
    answers = []
    page.on("response", lambda answer: answers.append(answer))
    page.goto(server.url + "/", wait_until="load")
    return answers


def wire_bytes(answer):
    """The size of an answer's body as it was sent."""
    sizes = answer.request.sizes()
    return sizes["responseBodySize"]


def test_first_visit_is_few_requests_to_us_alone(server, first_visit):
    before_use = [answer for answer in first_visit if urlsplit(answer.url).path not in ("/sw.js", "/udgave.json")]
    before_use = [answer for answer in before_use if not urlsplit(answer.url).path.startswith("/udgave/")]
    assert 3 <= len(before_use) <= 8, [answer.url for answer in before_use]
    assert all(answer.url.startswith(server.url + "/") for answer in first_visit)
    assert all(answer.status == 200 for answer in first_visit)


def test_first_visit_is_light(first_visit):
    weights = {urlsplit(answer.url).path: wire_bytes(answer) for answer in first_visit}
    assert sum(weights.values()) <= 45 * KB, weights
    looks = sum(weight for path, weight in weights.items() if path == "/" or path.endswith(".css"))
    assert 2 * KB <= looks <= 14 * KB, weights


def test_whole_edition_is_one_light_request(server):
    facts = json.load(urllib.request.urlopen(server.url + "/udgave.json", timeout=20))
    request = urllib.request.Request(server.url + facts["url"], headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(request, timeout=20) as answer:
        sent = answer.read()
        assert answer.headers["Content-Encoding"] == "br"
    assert len(sent) == facts["size"]
    headers, entries = unpack(brotli.decompress(sent))

    def weight(kept) -> int:
        return len(brotli.compress(pack(kept, headers), quality=11, lgwin=22))

    cards = weight([entry for entry in entries if entry.kind != TEMPLATE])
    searched = weight([entry for entry in entries if entry.path == INDEX])  # the index of every word
    spoken = weight([entry for entry in entries if entry.path.startswith("/data/sprog")])
    assert cards <= 168 * KB
    assert searched <= 42 * KB
    assert spoken <= 40 * KB  # the citizen's pages in all languages
    assert len(sent) - cards - searched - spoken <= 61 * KB  # with what offers are found by
    plain = urllib.request.Request(server.url + facts["url"], headers={"Accept-Encoding": "gzip"})
    with urllib.request.urlopen(plain, timeout=20) as answer:
        assert len(gzip.decompress(answer.read())) > len(sent)


def test_no_page_asks_anyone_else_or_keeps_a_cookie_or_is_stopped_by_the_policy(server, new_context):
    """And in the same visits: five seconds are enough on every card. Title, essence and the three lines stand on a small
    screen without scrolling."""
    # Without a worker every request goes to the network, where it can be seen; a card that moves has no place yet.
    context = new_context(service_workers="block", reduced_motion="reduce")
    page = context.new_page()
    asked, said, cards = [], [], 0
    context.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    for address in ADDRESSES:
        if address != NOT_FOUND:
            page.goto(server.url + address)
        if address.removeprefix("/kort/") in LIBRARY.cards:
            parts = page.evaluate(BELOW, [["h1", ".face .essence", ".lines li"], ".dock"])
            assert len(parts) == 5, address
            assert not [part for part in parts if part[1] > 0], address
            cards += 1
    assert cards == len(LIBRARY.cards)
    with page.expect_console_message(lambda message: "404" in message.text):
        page.goto(server.url + NOT_FOUND)
    assert not [url for url in asked if not url.startswith(server.url + "/")]
    assert context.cookies() == []
    # Only the page that is meant to be missing says so, once; and Playwright that it blocks the worker.
    assert [text for text in said if "blocked by Playwright" not in text] == [
        "Failed to load resource: the server responded with a status of 404 (Not Found)"
    ]
    assert len(asked) >= 2 * len(ADDRESSES)
