"""One test for each content file, and for each legal fact, source and line in the files that hold many."""

import gc
import re

import pytest

from tests.conftest import LIBRARY, ROOT
from tests.read_once import nothing_kept
from webapp.cards.card import read_card
from webapp.content.document import Document
from webapp.library import _readers, read_library

CARDS = sorted((ROOT / "content" / "cards").glob("*.md"))
EXPECTED = {str(n) for n in range(1, 6)} | {f"m{n}" for n in range(1, 5)} | {f"s{n}" for n in range(1, 17)}


def test_the_whole_deck_is_there():
    assert set(LIBRARY.cards) >= EXPECTED
    assert len([name for name in LIBRARY.cards if name.startswith("v")]) >= 13
    assert len(CARDS) == len(LIBRARY.cards)


@pytest.mark.parametrize("path", CARDS, ids=lambda path: path.stem)
def test_card_can_be_read_and_says_where_it_is_from(path):
    card = read_card(path)
    assert "VIVE" in card.source
    assert all(section.parts for section in card.sections)
    assert len(card.lines) == 3
    assert card.said_first.text
    assert card.next not in (card.id,)


@pytest.mark.parametrize("fact", LIBRARY.law.facts.values(), ids=lambda fact: fact.code)
def test_legal_fact_has_law_date_and_confidence(fact):
    assert fact.law and fact.law_as_of and fact.seen
    assert fact.confidence in ("high", "medium", "low")


@pytest.mark.parametrize("fact", [f for f in LIBRARY.law.facts.values() if not f.shown], ids=lambda fact: fact.code)
def test_unconfirmed_fact_is_nowhere_to_be_seen(client, fact):
    assert client.get(f"/kort/{fact.code}").status_code == 404
    assert fact.title not in client.get("/kort").get_data(as_text=True)
    assert fact.title not in client.get("/kilder").get_data(as_text=True)


def test_some_facts_are_unconfirmed_so_the_test_above_means_something():
    assert any(not fact.shown for fact in LIBRARY.law.facts.values())


@pytest.mark.parametrize("source", LIBRARY.sources.values(), ids=lambda source: source.id)
def test_source_is_used_and_shown(client, source):
    assert source.title in client.get("/kilder").get_data(as_text=True).replace("&amp;", "&").replace("&#39;", "'")


@pytest.mark.parametrize("line", LIBRARY.lines, ids=lambda line: line.number)
def test_line_has_source_and_neutral_label(line):
    assert line.source_url and line.seen
    assert re.fullmatch(r"tel:[0-9]+", line.tel)
    assert not re.search(r"vold|selvmord|overgreb|krise|sex", line.label + LIBRARY.danish[line.key], re.IGNORECASE)


def test_additions_are_marked_in_what_the_reader_sees(client):
    assert any(point.addition for point in LIBRARY.cards["s1"].sections[0].parts[0].points)
    assert '<span class="addition">tillæg</span>' in client.get("/kort/s1").get_data(as_text=True)


def test_core_cards_say_whom_the_elements_are_made_for(client):
    for name in "12345":
        page = client.get(f"/kort/{name}").get_data(as_text=True)
        assert "lavet til senfølger efter seksuelle overgreb og til sexsalg" in page
    for name in ("m3", "m4"):
        assert "ikke til denne gruppe" in client.get(f"/kort/{name}").get_data(as_text=True)


def test_every_file_is_read():
    beside = {"regions.yaml", "words.txt", "README.md"}  # read with the municipalities; by the spelling; by people
    read_by_the_library = {file for _, _, file, *_ in _readers()}
    assert {path.name for path in (ROOT / "content").iterdir()} - beside == read_by_the_library


def test_what_was_given_is_kept_once_for_all_that_gave_the_same():
    assert len({id(town.model_fields_set) for town in LIBRARY.towns}) == len({*map(_given, LIBRARY.towns)})
    one, given = LIBRARY.offers[0], _given(LIBRARY.offers[0])
    one.model_copy(update=dict.fromkeys(type(one).model_fields))
    assert _given(one) == given, "a copy that is given more has a set of its own"


def test_nothing_of_the_files_themselves_is_kept_by_whoever_looks_for_no_mistakes():
    def documents() -> list[Document]:
        return [one for one in gc.get_objects() if type(one) is Document and one.lines]

    gc.collect()  # what is in a circle goes later than the rest
    before = documents()  # held, so that nothing new can get the address of one of them

    def new() -> list[Document]:
        return [one for one in documents() if not any(one is old for old in before)]

    with nothing_kept():
        library = read_library(ROOT / "content")
        assert new()
        library.forget_files()
        gc.collect()
        assert [one.file for one in new()] == []


def _given(one):
    return frozenset(one.model_fields_set)
