"""What to expect of a meeting: as plain as it gets, the same in both languages, and true to the checklist."""

import pytest
from bs4 import BeautifulSoup

from tests.conftest import LIBRARY, WORDS
from webapp.content.lix import EASY, lix, sentence

POINTS = [f"meeting.{point}" for part in LIBRARY.meeting.parts for point in part.points]
LINES = LIBRARY.checklist.lines()


@pytest.fixture
def page(client, language):
    page = BeautifulSoup(client.get(f"/b/moede?sprog={language}").text, "html.parser")
    page.template.extract()
    return page


def test_it_is_easy_to_read(language):
    texts = [WORDS[language][key] for key in ("meeting.intro", *POINTS, "meeting.danger")]
    assert lix(" ".join(sentence(text) for text in texts)) <= EASY
    for text in texts:
        assert lix(sentence(text)) <= EASY + 12, text


def test_it_is_all_there_in_its_language(page, language):
    assert page.html["lang"] == language
    assert page.title.get_text() == "Side"
    text = page.main.get_text()
    assert not [key for key in POINTS if WORDS[language][key] not in text]
    assert page.select_one("a[href='tel:112']")


def test_the_duties_stand_before_the_rights(language):
    text = " ".join(WORDS[language][key] for key in POINTS)
    words = {"da": ("bekymret for et barn", "et liv i fare", "stor skade", "andre penge", "klage"),
             "en": ("worry about a child", "a life is in danger", "great harm", "other money", "appeal")}[language]  # fmt: skip
    places = [text.index(word) for word in words]
    assert places == sorted(places)


def test_it_promises_only_what_can_be_kept(language):
    text = " ".join(WORDS[language][key].lower() for key in POINTS)
    for word in {"da": ("altid", "aldrig", "lover", "garanter"), "en": ("always", "never", "promise", "guarantee")}[
        language
    ]:
        assert word not in text, word


def test_each_choice_is_a_real_box_with_a_label(page, language):
    for topic in LIBRARY.checklist.topics:
        box = page.select_one(f"input[type=checkbox][value={topic.id}][data-ask-first]")
        assert page.select_one(f"label[for={box['id']}]").get_text() == WORDS[language][f"meeting.{topic.id}"]


def test_what_is_told_is_told_by_lines_of_the_checklist(page):
    told = [point["data-told"].split() for point in page.select("[data-told]")]
    assert told and {name for names in told for name in names} <= set(LINES)
    assert all(point.em.has_attr("hidden") for point in page.select("[data-told]"))


def test_it_leads_to_citizens_pages_only(page):
    links = [link["href"] for link in page.select("main a[href]")]
    assert links and all(link.startswith(("/b/", "tel:")) for link in links)
