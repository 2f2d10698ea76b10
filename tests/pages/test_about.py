"""The pages about the app: what the operator fills in, and what is missing until then."""

from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, make_app

OPERATOR = {
    "OPERATOR_NAME": "Prøveby Kommune",
    "OPERATOR_EMAIL": "app@proeveby.example",
    "OPERATOR_PHONE": "12 34 56 78",
    "OPERATOR_SITE": "https://proeveby.example",
    "STATEMENT_DATE": "2026-03-02",
    "STATEMENT_URL": "https://was.digst.dk/proeveby",
}


def test_missing_fields_are_told_by_the_setting_they_need(client):
    page = client.get("/tilgaengelighed").get_data(as_text=True)
    assert 'class="missing"' in page
    for name in ("OPERATOR_NAME", "OPERATOR_EMAIL", "STATEMENT_DATE"):
        assert name in page


def test_operators_fields_are_shown(tmp_path):
    page = make_app(tmp_path, **OPERATOR).test_client().get("/tilgaengelighed").get_data(as_text=True)
    assert 'class="missing"' not in page
    for text in ("Prøveby Kommune", "app@proeveby.example", "12 34 56 78", "2. marts 2026"):
        assert text in page


def test_short_address_leads_to_the_statement(client, tmp_path):
    assert client.get("/was").headers["Location"] == "/tilgaengelighed"
    registered = make_app(tmp_path, **OPERATOR).test_client().get("/was")
    assert (registered.status_code, registered.headers["Location"]) == (302, OPERATOR["STATEMENT_URL"])


@pytest.mark.parametrize(
    "words", ["historik", "pkaldslisten", "mærke", "cookies", "Skærmbilleder", "overvågningsprogrammer"]
)
def test_privacy_page_says_what_we_cannot_erase(client, words):
    assert words in client.get("/privatliv").get_data(as_text=True)


def test_sources_page_has_every_fact_with_its_dates(client):
    page = client.get("/kilder").get_data(as_text=True)
    for fact in LIBRARY.law.shown():
        assert f'href="/kort/{fact.code}"' in page
    assert page.count("data-confirmed") >= len(LIBRARY.sources)


@pytest.mark.parametrize(
    "email", ["app@proeveby.example", "drift&vagt@a.dk", "a?body=b@a.dk", "o'neil+x@a.dk", "a/b#c%d@a.dk", "a@ærø.dk"]
)
def test_link_writes_to_the_whole_address_and_fills_in_nothing(tmp_path, email):
    client = make_app(tmp_path, **OPERATOR | {"OPERATOR_EMAIL": email}).test_client()
    for path in ("/om", "/tilgaengelighed", "/privatliv"):
        links = BeautifulSoup(client.get(path).data, "html.parser").select('a[href^="mailto:"]')
        assert links and {unquote(urlsplit(link["href"]).path) for link in links} == {email}
        assert not any(urlsplit(link["href"]).query or urlsplit(link["href"]).fragment for link in links)
