"""What an answer shows."""

from __future__ import annotations

from bs4 import BeautifulSoup


def page_of(client, address: str) -> BeautifulSoup:
    """The page at an address, which is there."""
    answer = client.get(address)
    assert answer.status_code == 200
    return BeautifulSoup(answer.text, "html.parser")


def shown(answer) -> str:
    """What a page of the desk says, white space apart."""
    return " ".join(BeautifulSoup(answer.data, "html.parser").select_one("#indhold").get_text(" ").split())
