"""The server's QR code: an address that a camera can read, for one offer and for six, and none for what is not shown."""

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
import zxingcpp
from flask.testing import FlaskClient

from tests.conftest import LIBRARY, make_app
from webapp.citizen.qr import QUIET, qr_svg
from webapp.registry.store import seed

SHOWN = [offer.code for offer in LIBRARY.offers if offer.confidence != "low"]
HIDDEN = [offer.code for offer in LIBRARY.offers if offer.confidence == "low"]
SVG = "{http://www.w3.org/2000/svg}"
SCALE = 4  # dots to a module


@pytest.fixture(scope="module")
def client(tmp_path_factory):
    """A client of an app with the shipped offers."""
    app = make_app(tmp_path_factory.mktemp("qr") / "instance", LOMMEKORT_NOW="2026-11-23T10:00")
    with app.app_context():
        seed(LIBRARY.offers)
    return FlaskClient(app, app.response_class)


def modules(svg):
    """The picture as rows of light (255) and dark (0) modules. It knows the two kinds of path that the pictures have."""
    picture = ElementTree.fromstring(svg)  # noqa: S314
    side = int(picture.get("viewBox").split()[2])
    rows = [bytearray([255] * side) for _ in range(side)]
    ground, code = picture.findall(SVG + "path")
    assert (ground.get("fill"), code.get("stroke")) == ("#fff", "#000")
    x = y = 0.0
    for command, numbers in re.findall(r"([Mmh])([-\d. ]+)", code.get("d")):
        given = [float(number) for number in numbers.split()]
        if command == "M":
            x, y = given
        elif command == "m":
            x, y = x + given[0], y + given[1]
        else:
            rows[int(y)][int(x) : int(x + given[0])] = bytes(int(given[0]))
            x += given[0]
    return rows


def read(svg):
    """What a camera reads in a picture."""
    large = [bytes(module for module in row for _ in range(SCALE)) for row in modules(svg) for _ in range(SCALE)]
    side = len(large)
    return [code.text for code in zxingcpp.read_barcodes(memoryview(b"".join(large)).cast("B", [side, side]))]


@pytest.mark.parametrize("number", range(1, 7))
def test_camera_reads_the_address_of_the_page(client, number):
    for start in range(0, 60, 10):
        codes = "-".join(SHOWN[start : start + number])
        answer = client.get(f"/b/{codes}/qr.svg", base_url="https://lommekort.example.dk")
        assert answer.mimetype == "image/svg+xml"
        assert read(answer.data) == [f"https://lommekort.example.dk/b/{codes}"]


@pytest.mark.parametrize(
    ("base", "headers", "host"),
    [
        ("http://127.0.0.1:8123", {}, "http://127.0.0.1:8123"),
        ("http://lommekort.example.dk", {"X-Forwarded-Proto": "https"}, "https://lommekort.example.dk"),
    ],
)
def test_it_leads_where_the_page_was_opened(client, base, headers, host):
    """A proxy that takes care of encryption says so; the code must not lead through an address that is not encrypted."""
    answer = client.get(f"/b/{SHOWN[0]}/qr.svg", base_url=base, headers=headers)
    assert read(answer.data) == [f"{host}/b/{SHOWN[0]}"]


@pytest.mark.parametrize(("asked", "language"), [("?sprog=en&x=1", "?sprog=en"), ("?sprog=xx", ""), ("?x=1", "")])
def test_it_keeps_the_language_and_nothing_else_of_the_address(client, asked, language):
    answer = client.get(f"/b/{SHOWN[0]}/qr.svg{asked}")
    assert read(answer.data) == [f"http://localhost/b/{SHOWN[0]}{language}"]


@pytest.mark.parametrize("name", ["nu", "spor", "moede"])
def test_pages_without_offers_have_one_in_each_language(client, name):
    assert read(client.get(f"/b/{name}/qr.svg").data) == [f"http://localhost/b/{name}"]
    assert read(client.get(f"/b/{name}/qr.svg?sprog=en&x=1").data) == [f"http://localhost/b/{name}?sprog=en"]


def test_it_names_only_what_is_shown(client):
    answer = client.get(f"/b/{SHOWN[0]}-zzzz-{HIDDEN[0]}-{SHOWN[1]}-{SHOWN[0]}/qr.svg")
    assert read(answer.data) == [f"http://localhost/b/{SHOWN[0]}-{SHOWN[1]}"]


@pytest.mark.parametrize("name", ["zzzz", HIDDEN[0], "luk", "-".join(SHOWN[:7]), "ABCD", "a" * 5000])
def test_what_is_not_shown_has_none(client, name):
    answer = client.get(f"/b/{name}/qr.svg")
    assert answer.status_code in (400, 404, 410)
    assert answer.mimetype == "text/html"
    assert answer.headers["Cache-Control"] == "no-store"


def test_it_is_kept_nowhere_and_is_light(client):
    for number in range(1, 7):
        address = f"/b/{'-'.join(SHOWN[:number])}/qr.svg"
        answer = client.get(address, headers={"Accept-Encoding": "br"}, base_url="https://lommekort.example.dk")
        assert answer.headers["Cache-Control"] == "no-store"
        assert not {"ETag", "Set-Cookie", "Last-Modified"} & set(answer.headers.keys())
        assert answer.headers["Content-Encoding"] == "br" and len(answer.data) < 2048


def test_white_is_left_around_it(client):
    rows = modules(qr_svg("https://lommekort.example.dk/b/abcd"))
    assert QUIET >= 4  # what ISO/IEC 18004 asks for
    for edge in (rows[:QUIET], rows[-QUIET:], [row[:QUIET] for row in rows], [row[-QUIET:] for row in rows]):
        assert all(module == 255 for row in edge for module in row)


def test_the_address_fits_however_long_the_host_is():
    sizes = [len(modules(qr_svg(f"https://{'a' * length}.example/b/abcd"))) for length in (10, 60, 120, 250)]
    assert all(smaller <= larger for smaller, larger in pairwise(sizes))
    with pytest.raises(ValueError):
        qr_svg("a" * 5000)
