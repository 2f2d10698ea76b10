"""Which words of a card are explained, and where they are not."""

from dataclasses import replace

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import Markup

from tests.conftest import LIBRARY, ROOT
from webapp.cards.body import CardPart, Point, Section
from webapp.cards.explained import explained, stands_in
from webapp.content.document import ContentError
from webapp.glossary.term import Term, read_glossary

CARD = LIBRARY.cards["s2"]


def term(name, word, *forms, also=()):
    return Term(id=name, term=word, forms=forms, also=also, explanation="Det siger vi sådan.", card=None, source=None)


TERMS = (term("o1", "Frø", "frøet"), term("o2", "Socialt frø"), term("o3", "Have", also=("mark",)), term("o4", "LGBT+"))


def card(*texts, role="do"):
    """A card with one section that holds these points as HTML."""
    points = tuple(Point(Markup(text)) for text in texts)  # noqa: S704
    return replace(CARD, sections=(Section("Gør", role, 30, (CardPart("", points),)),))


def marked(shown):
    """The card's points, with each explained word as `[id word]`."""
    return [str(point.text) for section in shown.sections for part in section.parts for point in part.points]


def mark(term, word):
    return f"[{term.id} {word}]"


@pytest.mark.parametrize(
    ("texts", "shown"),
    [
        (["Plant et frø."], ["Plant et [o1 frø]."]),
        (["Frøet og et frø."], ["[o1 Frøet] og et frø."]),
        (["Et frø.", "Et frø til."], ["Et [o1 frø].", "Et frø til."]),
        (["Et socialt frø, og et frø."], ["Et [o2 socialt frø], og et [o1 frø]."]),
        (["Frøene, frø-plan, hvalfrø, frø2."], ["Frøene, frø-plan, hvalfrø, frø2."]),
        (["En mark og en have."], ["En mark og en [o3 have]."]),
        (["Et <em>frø</em> her."], ["Et <em>[o1 frø]</em> her."]),
        (['<a class="frø" href="/frø">x</a>'], ['<a class="frø" href="/frø">x</a>']),
        (["»frø« &amp; &quot;have&quot;"], ["»[o1 frø]« &amp; &quot;[o3 have]&quot;"]),
        (["LGBT+personer", "LGBT+ her"], ["LGBT+personer", "[o4 LGBT+] her"]),
        (["Intet her."], ["Intet her."]),
    ],
)
def test_word_is_explained_the_first_time(texts, shown):
    assert marked(explained(card(*texts), TERMS, mark)) == shown


def test_sentences_to_say_are_left_alone():
    assert marked(explained(card("Et frø.", role="say"), TERMS, mark)) == ["Et frø."]


def test_without_terms_nothing_is_changed():
    assert explained(CARD, (), mark) == CARD


@given(st.lists(st.text(alphabet='frøet have.-<>&" ', max_size=40), max_size=4))
def test_the_words_themselves_are_never_changed(texts):
    before = card(*(Markup.escape(text) for text in texts))
    after = explained(before, TERMS, lambda term, word: f"\1{word}\2")
    assert [text.replace("\1", "").replace("\2", "") for text in marked(after)] == marked(before)
    assert sum(text.count("\1") for text in marked(after)) <= len(TERMS)


@pytest.mark.parametrize(("text", "there"), [("et frø", True), ("Frøet", True), ("frøene", False), ("hvalfrø", False)])
def test_text_uses_a_term_or_not(text, there):
    assert stands_in(TERMS[0], text) is there


def test_a_form_belongs_to_one_term(tmp_path):
    text = (ROOT / "content" / "glossary.yaml").read_text(encoding="utf-8")
    (tmp_path / "glossary.yaml").write_text(text.replace("forms: [ciskønnede]", "forms: [Bisiddere]"), encoding="utf-8")
    with pytest.raises(ContentError) as caught:
        read_glossary(tmp_path / "glossary.yaml")
    assert [(mistake.field, "o2" in mistake.message) for mistake in caught.value.mistakes] == [("forms.0", True)]


@pytest.fixture(params=LIBRARY.cards)
def page(request, client):
    """A card's page, for each card."""
    return BeautifulSoup(client.get(f"/kort/{request.param}").get_data(as_text=True), "html.parser")


def test_page_explains_each_term_once_and_only_in_the_text(page):
    buttons = page.select("button.term")
    assert len({button["popovertarget"] for button in buttons}) == len(buttons)
    for button in buttons:
        assert button.find_parent("section", class_="depth")
        assert not button.find_parent(["h1", "h2", "h3", "h4", "q", "a", "small", "details", "nav"])
        told = page.select_one(f"#{button['popovertarget']}[popover].explained")
        entry = next(term for term in LIBRARY.glossary if term.id == told["id"])
        assert stands_in(entry, button.get_text())
        assert entry.explanation in told.get_text()
        assert told.select_one(f"a[href='/ord#{entry.id}']")
        assert told.select_one(f"button[popovertarget='{entry.id}'][popovertargetaction=hide]")
    assert len(page.select(".explained")) == len(buttons)


def test_words_of_the_page_are_those_of_the_card(page):
    """Without its disclosures the page reads as the card was written."""
    for told in page.select(".explained"):
        told.extract()
    text = " ".join(page.select_one("main#indhold").get_text().replace("\u2060", "").split())
    card = LIBRARY.cards[page.select_one("article[data-card]")["data-card"]]
    for section in card.sections:
        for part in section.parts:
            for point in part.points:
                assert " ".join(BeautifulSoup(point.text, "html.parser").get_text().split()) in text


def test_many_cards_explain_something(client):
    with_terms = [
        name for name in LIBRARY.cards if 'class="term"' in client.get(f"/kort/{name}").get_data(as_text=True)
    ]
    assert len(with_terms) >= 15


def test_every_term_has_its_place_in_the_glossary(client):
    page = BeautifulSoup(client.get("/ord").get_data(as_text=True), "html.parser")
    assert {term.id for term in LIBRARY.glossary} == {tag["id"] for tag in page.select(".glossary > div")}


def found(client, query):
    """Where the results of a search lead."""
    page = BeautifulSoup(client.get("/soeg", query_string={"q": query}).get_data(as_text=True), "html.parser")
    return [link["href"] for link in page.select("main#indhold .hit a")]


@pytest.mark.parametrize("entry", LIBRARY.glossary, ids=lambda term: term.id)
def test_search_leads_to_every_term(client, entry):
    for words in (entry.term, *entry.also, *entry.forms):
        assert f"/ord#{entry.id}" in found(client, words), words


def test_search_finds_a_card_by_its_own_words_only(client):
    """ "alarm" stands in the explanation of a word on M2, not on the card."""
    assert 'popovertarget="o17"' in client.get("/kort/m2").get_data(as_text=True)
    hits = found(client, "slå alarm")
    assert "/ord#o17" in hits and "/kort/m2" not in hits
    assert "/kort/m2" in found(client, "deltagerne PTSD tallet gælder")
