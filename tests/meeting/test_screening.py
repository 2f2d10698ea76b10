"""The gate before a form: shut until there are three answers, and none of them goes anywhere."""

from bs4 import BeautifulSoup

from tests.conftest import LIBRARY
from webapp.content.lix import EASY, lix, sentence


def test_it_asks_the_three_questions(client):
    page = BeautifulSoup(client.get("/tjek/skema").text, "html.parser")
    assert [legend.get_text(" ", strip=True) for legend in page.select("legend")] == [
        "1 Hvorfor?", "2 Hvordan får borgeren besked?", "3 Hvad kan du tilbyde bagefter?",
    ]  # fmt: skip
    assert "Ikke i dag" in page.select_one("section.gate-closed").get_text()


def test_all_the_tools_lie_behind_it_and_lead_to_it(client):
    tools = [card for card in LIBRARY.cards.values() if card.group == "redskab"]
    assert set(LIBRARY.gate.open.cards) == {card.id for card in tools}
    for card in tools:
        assert 'href="/tjek/skema"' in client.get(f"/kort/{card.id}").text


def test_it_is_read_at_arms_length():
    gate = LIBRARY.gate
    texts = [text for question in gate.questions for text in (*question.hints, question.red, question.answer)]
    assert lix(" ".join(sentence(text) for text in texts)) <= EASY
