"""Every public address, one test each: it answers, the same to everybody, and keeps the house rules."""

import pytest

from tests.conftest import ADDRESSES
from tests.house_rules import sensitive_words
from webapp.security.headers import HEADERS


@pytest.mark.parametrize("address", ADDRESSES)
def test_page_answers_everybody_alike(client, address):
    answer = client.get(address)
    assert answer.status_code == (404 if address == "/404.html" else 200)
    assert "Set-Cookie" not in answer.headers
    assert "Cookie" not in answer.headers.get("Vary", "")
    for name, value in HEADERS.items():
        assert answer.headers[name] == value


def test_addresses_say_nothing():
    assert not [address for address in ADDRESSES if sensitive_words(address)]
