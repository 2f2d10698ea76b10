"""Ready pages: what the layer in front of Flask answers, and what it lets through."""

import gzip

import brotli
import pytest

from tests.conftest import make_app
from webapp.compression import accepted_encodings
from webapp.edition import page_cache
from webapp.edition.edition import Editions
from webapp.edition.site import Site
from webapp.publishing.publish import publish
from webapp.security.headers import HEADERS


@pytest.fixture(scope="module")
def ready(tmp_path_factory):
    """A client of an app whose edition is in force."""
    app = make_app(tmp_path_factory.mktemp("ready") / "instance")
    publish(app)
    app.wsgi_app._looked = float("-inf")  # the layer looks once a second; the test does not wait
    return app.test_client()


@pytest.mark.parametrize(("accept", "encoding"), [("br", "br"), ("gzip, br", "br"), ("gzip", "gzip"), ("", None)])
def test_body_comes_in_an_encoding_that_is_taken(ready, accept, encoding):
    answer = ready.get("/kort/3", headers={"Accept-Encoding": accept})
    assert answer.headers.get("Content-Encoding") == encoding
    body = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[encoding](answer.data)
    assert b'data-card="3"' in body
    assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    ("header", "taken"),
    [
        ("br;q=0, gzip", ("gzip",)),
        ("gzip;q=0.0, br;q=0.5", ("br",)),
        ("identity", ()),
        ("GZIP , BR", ("br", "gzip")),
        ("x" * 100_000, ()),
        (",,;;q=", ()),
    ],
)
def test_accept_encoding_is_read_as_the_standard_says(header, taken):
    assert accepted_encodings(header) == taken


def test_known_tag_saves_the_body(ready):
    first = ready.get("/kort/3")
    again = ready.get("/kort/3", headers={"If-None-Match": f'"x", W/{first.headers["ETag"]}'})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Content-Security-Policy"] == HEADERS["Content-Security-Policy"]
    assert ready.get("/kort/3", headers={"If-None-Match": '"andet"'}).status_code == 200


def test_head_has_headers_and_no_body(ready):
    answer = ready.head("/")
    assert (answer.status_code, answer.data) == (200, b"")
    assert answer.headers["ETag"]


@pytest.mark.parametrize("query", ["?x=1", "?" + "a" * 10_000, "?%ff%00", "?q=%F0%9F%98%80"])
def test_query_changes_nothing(ready, query):
    assert ready.get("/kort/3" + query).data == ready.get("/kort/3").data


def test_citizens_page_carries_nothing_to_be_known_by(ready):
    answer = ready.get("/b/nu")
    assert "ETag" not in answer.headers
    assert answer.headers["Cache-Control"] == "no-store"


def test_how_long_answers_may_be_kept(ready):
    page = ready.get("/", headers={"Accept-Encoding": ""}).get_data(as_text=True)
    sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert "immutable" in ready.get(sheet).headers["Cache-Control"]
    assert ready.get("/sw.js").headers["Cache-Control"] == "no-cache"
    assert ready.get("/kort/3").headers["Cache-Control"] == "no-store"
    assert ready.get("/udgave.json").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("method", ["post", "put", "delete", "patch"])
def test_other_methods_are_flasks_to_refuse(ready, method):
    assert getattr(ready, method)("/kort/3").status_code == 405


def test_not_found_page_is_not_found(ready):
    assert ready.get("/404.html").status_code == 404


def test_hsts_only_over_tls(ready):
    assert "Strict-Transport-Security" not in ready.get("/").headers
    assert "max-age" in ready.get("/", base_url="https://localhost").headers["Strict-Transport-Security"]
    for proxies in ("https", "HTTPS", "https, http", "https,https"):
        behind = ready.get("/", headers={"X-Forwarded-Proto": proxies})
        assert "max-age" in behind.headers["Strict-Transport-Security"]
    for proxies in ("http", "http, https", "", ",https", "httpss"):
        assert "Strict-Transport-Security" not in ready.get("/", headers={"X-Forwarded-Proto": proxies}).headers
    assert "max-age" in ready.get("/findes-ikke", base_url="https://localhost").headers["Strict-Transport-Security"]


def test_new_edition_is_met_without_a_restart(tmp_path):
    app = make_app(tmp_path / "instance")
    first = publish(app)
    tiny = f"/udgave/000000000000-{first.version}"  # a patch that gzip makes longer
    site = Site(first.folder / "site", None)
    site.write(tiny, bytes(range(70)), 6)
    made, files = first.made()
    first.note(made, files | site.files)
    app.wsgi_app._looked = float("-inf")
    client = app.test_client()
    plain = {"Accept-Encoding": ""}
    page = client.get("/", headers=plain).get_data(as_text=True)
    old_sheet = page.split('rel="stylesheet" href="')[1].split('"')[0]
    assert first.version in page

    other = make_app(tmp_path / "instance", EXIT_URL="https://example.org/")  # other pages, the same instance
    second = publish(other)
    app.wsgi_app._looked = float("-inf")
    assert second.version in client.get("/", headers=plain).get_data(as_text=True)
    assert client.get(old_sheet).status_code == 200
    assert client.get(f"/udgave/{second.version}").status_code == 200
    publish(make_app(tmp_path / "instance", EXIT_URL="https://example.org/2"))  # at once, as when many save
    app.wsgi_app._looked = float("-inf")
    for address in (f"/udgave/{first.version}", tiny, old_sheet):  # ready too, for a crowd that asked just before
        assert app.wsgi_app.answer("GET", address, "", "gzip", None, False)[0] == 200


def test_new_edition_is_met_while_the_next_is_written_over_an_old_one(tmp_path, monkeypatch):
    """Who publishes again at once takes the oldest edition away while its files are read here."""
    app = make_app(tmp_path / "instance")
    first = publish(app)
    second = publish(make_app(tmp_path / "instance", EXIT_URL="https://example.org/"))

    read = page_cache._as_written

    def read_too_late(site, path, written):
        if first.folder in site.parents:
            raise FileNotFoundError(path)
        return read(site, path, written)

    monkeypatch.setattr(page_cache, "_as_written", read_too_late)
    table = page_cache.read_table(Editions(tmp_path / "instance"), second)
    assert second.version in table["/"].answers[""].body.decode()
    assert f"/udgave/{second.version}" in table
