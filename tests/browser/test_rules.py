"""The worker's rules, in an empty page: which way a request goes, and that a bundle means the same on both sides."""

from __future__ import annotations

import base64

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.browser.both_sides import BATCHES
from tests.conftest import ADDRESSES
from webapp.edition.bundle import (
    DATE_MARK,
    FILE,
    PAGE,
    SIZE_MARK,
    VERSION_MARK,
    Entry,
    fill,
    pack,
    unpack,
)
from webapp.edition.patch import apply_patch, patch

# One evaluation carries many examples, for it is the way to the browser and back that takes the time. Making a batch
# that failed smaller would take minutes.
BATCH = 25
FEW = settings(BATCHES, max_examples=8)

HELPERS = """
    const bytesOf = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
    const textOf = (bytes) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
    const read = (text) => {
        try {
            const { headers, entries } = unpack(bytesOf(text));
            return [headers, Array.from(entries, ([path, { type, kind, body }]) =>
                [path, type, kind, textOf(body)])];
        } catch {
            return null;
        }
    };
    const make = ([old, patch]) => {
        try {
            return textOf(patched(bytesOf(old), bytesOf(patch)));
        } catch {
            return null;
        }
    };
    const answered = async ([bundle, facts, path]) => {
        const answer = answerFrom({ facts, ...unpack(bytesOf(bundle)) }, path);
        return answer && [answer.status, Object.fromEntries(answer.headers),
                          textOf(new Uint8Array(await answer.arrayBuffer()))];
    };
"""


@pytest.fixture(scope="module")
def sandbox(page_with):
    """The worker's rules and its reading of bundles."""
    return page_with(*(f"offline/worker/{part}.js" for part in ("rules", "slots", "bundle", "patch")), HELPERS)


# Which way


KEPT, ASKED = "cache-first", "network"
WAYS = (
    # What an edition may have, and what only begins like something that it has not.
    ("GET", KEPT, "/ /kort/s2 /b/nu /find /soeg /static/app.0123456789.css /manifest.webmanifest /findes-ikke"),
    ("GET", KEPT, "/interne-kort /apiary /udgaver /kort/intern"),
    # What belongs to somebody, changes something, or tells whether there is news.
    ("GET", ASKED, "/intern /intern/ /intern/tilbud/3 /api /api/services /healthz /sw.js /udgave.json"),
    ("GET", ASKED, "/udgave/3c722c1928a5"),
    # Forms that the phone can answer; the others go to the server.
    ("POST", KEPT, "/find /soeg /aftale /b /find/b3k9"),
    ("POST", ASKED, "/fjern /find/b3k9/x /kort/3"),
    ("HEAD", ASKED, "/kort/3"),
    ("DELETE", ASKED, "/"),
)


@pytest.mark.parametrize(
    ("method", "own", "path", "way"),
    [
        *((method, True, path, way) for method, way, paths in WAYS for path in paths.split()),
        *(("GET", False, "/", ASKED), ("GET", False, "/kort/3", ASKED), ("POST", False, "/kort/3", ASKED)),  # another's
    ],
)
def test_way_of_a_request(sandbox, method, own, path, way):
    assert sandbox.evaluate("(request) => wayFor(request)", {"method": method, "own": own, "path": path}) == way


def test_every_address_of_the_edition_may_come_from_the_phone(sandbox):
    requests = [{"method": "GET", "own": True, "path": address} for address in ADDRESSES]
    assert set(sandbox.evaluate("(requests) => requests.map(wayFor)", requests)) == {"cache-first"}


@FEW
@given(some.lists(some.tuples(some.sampled_from(["GET", "POST", "PUT"]), some.booleans(), some.text()), max_size=BATCH))
def test_every_request_has_a_way(sandbox, requests):
    requests = [{"method": method, "own": own, "path": f"/{path}"} for method, own, path in requests]
    ways = sandbox.evaluate("(requests) => requests.map(wayFor)", requests)
    for request, way in zip(requests, ways, strict=True):
        assert way == "network" or (way == "cache-first" and request["method"] in ("GET", "POST") and request["own"])


# Bundles

TYPES = ["text/html; charset=utf-8", "image/svg+xml", "text/css"]
bodies = some.binary(max_size=80) | some.sampled_from([b"", b"\n", b"x" * 300, "æøå😀".encode()])
entries = some.lists(
    some.builds(
        Entry,
        path=some.text(max_size=20).map(lambda text: f"/{text}"),
        type=some.sampled_from(TYPES),
        body=bodies,
        kind=some.sampled_from([PAGE, FILE]),
    ),
    max_size=8,
    unique_by=lambda entry: entry.path,
)
headers = some.dictionaries(some.text(max_size=8), some.text(max_size=20), max_size=3)
bundles = some.builds(pack, entries, headers)


def sent(whole: bytes) -> str:
    return base64.b64encode(whole).decode()


def rows(bundle: bytes) -> list:
    """As `read` gives it in the page."""
    headers, entries = unpack(bundle)
    return [headers, [[entry.path, entry.type, entry.kind, sent(entry.body)] for entry in entries]]


@FEW
@given(some.lists(bundles, min_size=1, max_size=BATCH))
def test_phone_reads_what_the_server_packed(sandbox, packed):
    assert sandbox.evaluate("(all) => all.map(read)", [sent(one) for one in packed]) == [rows(one) for one in packed]


@FEW
@given(some.lists(some.tuples(entries, entries, headers), min_size=1, max_size=BATCH))
def test_phone_makes_the_new_bundle_of_a_patch_to_the_byte(sandbox, pairs):
    asked, expected = [], []
    for had, new, words in pairs:
        # Half of what the phone has comes again, in another place, as in a real change.
        fresh = {entry.path for entry in new}
        new = new + [entry for entry in reversed(had[::2]) if entry.path not in fresh]
        before, after = pack(had, {}), pack(new, words)
        change = patch(before, after)
        assert apply_patch(before, change) == after
        asked.append([sent(before), sent(change)])
        expected.append(sent(after))
    assert sandbox.evaluate("(all) => all.map(make)", asked) == expected


@FEW
@given(some.lists(some.tuples(bundles, some.integers(1, 9)), min_size=1, max_size=BATCH))
def test_phone_and_server_refuse_the_same_bundles(sandbox, cuts):
    spoilt = [whole[:-cut] for whole, cut in cuts] + [whole + b"x" * cut for whole, cut in cuts]
    for whole in spoilt:
        with pytest.raises(ValueError):
            unpack(whole)
    assert sandbox.evaluate("(all) => all.map(read)", [sent(one) for one in spoilt]) == [None] * len(spoilt)


words = some.text(some.characters(exclude_categories=["Cs"]), max_size=12) | some.sampled_from(["$&", "$'", "\ufeff"])
pages = some.lists(words | some.sampled_from([VERSION_MARK, DATE_MARK, SIZE_MARK, "[[edition"]), max_size=9)


@FEW
@given(some.lists(some.tuples(pages, words, words, words), min_size=1, max_size=BATCH))
def test_phone_fills_a_page_as_the_server_does(sandbox, examples):
    asked, expected = [], []
    for pieces, version, date_words, size_words in examples:
        page = "".join(pieces)
        bundle = pack([Entry("/x", "text/html; charset=utf-8", page.encode(), PAGE)], {"X-Fixed": "yes"})
        facts = {"version": version, "dateWords": date_words, "sizeWords": size_words}
        asked.append([sent(bundle), facts, "/x"])
        filled = fill(page, version, date_words, size_words).encode()
        expected.append(
            [
                200,
                {"content-type": "text/html; charset=utf-8", "cache-control": "no-store", "x-fixed": "yes"},
                sent(filled),
            ]
        )
    assert sandbox.evaluate("(all) => Promise.all(all.map(answered))", asked) == expected


def test_file_is_answered_as_it_is_and_an_unknown_address_not_at_all(sandbox):
    body = f"a {VERSION_MARK}".encode()
    bundle = sent(pack([Entry("/a.css", "text/css", body), Entry("/404.html", "text/html", b"<h1>", PAGE)], {"X": "y"}))
    facts = {"version": "v", "dateWords": "d", "sizeWords": "s"}
    answers = sandbox.evaluate(
        "(all) => Promise.all(all.map(answered))", [[bundle, facts, path] for path in ("/a.css", "/404.html", "/b")]
    )
    assert answers[0] == [200, {"content-type": "text/css", "x": "y"}, sent(body)]
    assert answers[1][0] == 404 and answers[1][1]["cache-control"] == "no-store"
    assert answers[2] is None
