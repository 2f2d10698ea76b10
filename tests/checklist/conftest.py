"""Pages as trees."""

import pytest
from bs4 import BeautifulSoup


@pytest.fixture
def page_of(client):
    """The page at an address, parsed."""
    return lambda address: BeautifulSoup(client.get(address).text, "html.parser")
