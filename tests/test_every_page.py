"""Every public address, one test each: it answers, the same to everybody, and keeps the house rules."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import ADDRESSES, LIBRARY
from tests.house_rules import sensitive_words
from webapp.publishing.addresses import NOT_FOUND
from webapp.security.headers import HEADERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_answers_everybody_alike(client, address):
    answer = client.get(address)
    assert answer.status_code == (404 if address == NOT_FOUND else 200)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_every_page_can_be_reached_by_links(client):
    reached = ["/"]
    for address in reached:  # grows while we walk it
        page = BeautifulSoup(client.get(address).data, "html.parser")
        linked = {link["href"].partition("#")[0] for link in page.select("a[href^='/']")}
        reached += sorted(linked & {*ADDRESSES} - {*reached})
    assert {*ADDRESSES} - {*reached} == {NOT_FOUND}


@pytest.mark.parametrize("path", ["/soeg?q=selvmord", "/find?q=herberg", "/find?k=0101", "/overblik?k=0101"])
def test_page_worked_out_keeps_the_house_rules(client, path):
    assert client.get(path).status_code == 200


def test_the_page_that_removes_everything_says_what_stays(client):
    stays = BeautifulSoup(client.get("/fjern").text, "html.parser").select_one("h2 + ul").get_text()
    assert all(word in stays for word in ("historik", "opkaldsliste", "log ud", "hjemmeskærmen"))


def test_addresses_say_nothing():
    assert not [address for address in ADDRESSES if sensitive_words(address)]


@pytest.mark.parametrize("path", ["/", "/find", f"/find/{LIBRARY.offers[0].code}", "/kilder", "/overblik?k=0101&ark=1"])
def test_names_and_numbers_are_kept_from_a_browsers_translator(client, path):
    """Of what stands for itself, not within a sentence."""
    known = {text for one in LIBRARY.offers for text in (one.name, one.organization, one.phone, one.address) if text}
    known |= {text for line in LIBRARY.lines for text in (line.name, line.number)}
    page = BeautifulSoup(client.get(path).data, "html.parser")
    apart = [text for text in page.find(id="indhold").find_all(string=True) if text.strip() in known]
    assert apart
    assert not [text for text in apart if not text.find_parent(translate="no")]
