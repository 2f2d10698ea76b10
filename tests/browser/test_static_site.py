"""The edition as a static site behind nginx, configured as `docs/running.md` says: the app's answers without the app."""

from __future__ import annotations

import gzip
import os
import subprocess
import sys
import urllib.error
import urllib.request

import pytest
from playwright.sync_api import expect

from harness import nginx
from harness.processes import ROOT, without_settings
from tests.browser.conftest import visit
from tests.browser.leaving import EXIT
from tests.conftest import LIBRARY
from webapp.edition.edition import Editions
from webapp.edition.page_cache import read_table
from webapp.security.headers import STRICT_TRANSPORT_SECURITY

# The server's and the moment's; the tag, which a worker never needs; and nginx packs pictures too.
FREE_TO_DIFFER = {"Content-Encoding", "Server", "Date", "Connection", "Content-Length", "Accept-Ranges", "ETag",
                  "Transfer-Encoding"}  # fmt: skip
pytestmark = pytest.mark.sqlite("there is no database behind it")


@pytest.fixture(scope="module")
def instance(published):
    """An instance folder with an edition in force."""
    return published()


@pytest.fixture(scope="module")
def static_site(instance, tmp_path_factory):
    """nginx with the exported edition."""
    if nginx.program() is None:
        pytest.skip("nginx is not installed here: python -m harness.servers")
    folder = tmp_path_factory.mktemp("static")
    export = [sys.executable, "-m", "webapp", "edition", "export", str(folder / "site")]
    environment = without_settings(os.environ) | {"LOMMEKORT_INSTANCE": str(instance)}
    subprocess.run(export, cwd=ROOT, env=environment, check=True, capture_output=True)
    text = nginx.documented("running.md", "map $uri $lommekort_kept", "root /srv/lommekort;")
    with nginx.serving(folder / "nginx", text, {"/srv/lommekort": str(folder / "site")}) as server:
        yield server


def ask(url: str, coding: str) -> tuple[int, dict[str, str], bytes]:
    """The status, the headers, and the body as a browser sees it."""
    try:
        answer = urllib.request.urlopen(urllib.request.Request(url, headers={"Accept-Encoding": coding}), timeout=30)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        body = answer.read()
    packed = answer.headers.get("Content-Encoding") == "gzip"
    return answer.status, dict(answer.headers.items()), gzip.decompress(body) if packed else body


def test_every_address_answers_as_the_app_does(static_site, instance):
    editions = Editions(instance)
    table = read_table(editions, editions.current())
    assert len(table) > 100
    for address, page in table.items():
        for coding in ("gzip", "identity"):
            status, headers, body = ask(static_site.url + address, coding)
            ours = dict([*page.answers.get(coding, page.answers[""]).headers, STRICT_TRANSPORT_SECURITY])
            assert (status, body) == (200, page.answers[""].body), (address, coding)
            assert kept(headers) == kept(ours), (address, coding)
    missing = ask(static_site.url + "/findes/ikke", "identity")
    assert missing[0] == 404 and missing[2] == table["/404.html"].answers[""].body
    assert kept(missing[1]) == kept(dict([*table["/404.html"].answers[""].headers, STRICT_TRANSPORT_SECURITY]))


def kept(headers: dict[str, str]) -> dict[str, str]:
    """What has to be the same."""
    return {name: text for name, text in headers.items() if name not in FREE_TO_DIFFER}


def test_phone_has_everything_from_it_and_leaves_by_the_exit(static_site, context, page):
    visit(page, static_site.url)
    offer = LIBRARY.offers[0]
    for network in ("with", "without"):
        context.set_offline(network == "without")
        page.goto(f"{static_site.url}/kort/3")
        expect(page.locator("h1")).to_be_visible()
        page.goto(f"{static_site.url}/find?a=1")
        expect(page.locator("main a[href^='/find/']").first).to_be_visible()
        page.goto(f"{static_site.url}/find/{offer.code}")
        expect(page.locator("h1")).to_have_text(offer.name)
        page.locator(EXIT).first.click()
        page.wait_for_url("**/luk")
        assert offer.name not in page.locator("body").inner_text()
