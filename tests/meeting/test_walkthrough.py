"""One meeting with all five elements: each is used before, during and after, and every link leads somewhere."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from webapp.content.lix import lix

WALK = LIBRARY.walkthrough


@pytest.mark.parametrize("stage", WALK.stages, ids=lambda stage: stage.id)
def test_all_five_elements_are_used_at_each_stage(stage):
    assert sorted(step.element for step in stage.steps) == ["1", "2", "3", "4", "5"]


def test_every_link_leads_somewhere(client):
    page = BeautifulSoup(client.get("/forloeb").text, "html.parser")
    links = {link["href"] for link in page.select("main a[href]")}
    assert len(links) > 30
    for link in links:
        address, _, name = link.partition("#")
        answer = client.get(address or "/forloeb")
        assert answer.status_code == 200, link
        assert not name or BeautifulSoup(answer.text, "html.parser").find(id=name), link


def test_it_is_read_in_passing():
    texts = [f"{step.do.rstrip('.?')}. {step.why}" for stage in WALK.stages for step in stage.steps]
    assert lix(" ".join(texts)) <= 25


def test_what_a_card_leads_to_is_there(client):
    for card in LIBRARY.cards.values():
        for page in card.pages:
            address, _, name = page.to.partition("#")
            answer = client.get(address)
            assert answer.status_code == 200, (card.id, page.to)
            assert not name or BeautifulSoup(answer.text, "html.parser").find(id=name), (card.id, page.to)
