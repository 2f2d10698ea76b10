"""Words counted from the offers' records: what comes out is what the index would have told."""

import pytest

from tests.finder.searched import offers_of_all_kinds, searched
from webapp.edition.patch import patch


@pytest.mark.parametrize("fewest_for_words", [1, 10_000])
def test_counted_words_are_those_that_an_index_would_have_told(reading_app, fewest_for_words):
    offers = searched(reading_app, offers_of_all_kinds(), fewest_for_words)
    told, counted = offers.told(), offers.counted()
    assert counted.terms == told.terms
    assert len(offers.shortest) < len(offers.whole) * 3 / 4
    other = [term for number, term in enumerate(told.terms) if counted.postings(number) != told.postings(number)]
    assert not other
    assert [counted.having(number, 40) for number in range(9)] == [told.having(number, 40) for number in range(9)]


def test_without_offers_nothing_is_counted(reading_app):
    none = searched(reading_app, (), 1)
    assert none.counted().terms == none.told().terms


def test_a_word_that_nobody_had_moves_few_bytes(reading_app):
    offers = offers_of_all_kinds()
    one = offers[40].model_copy(update={"description": f"{offers[40].description} Kvantekrogen"})
    before, after = (searched(reading_app, those, 1) for those in (offers, [*offers[:40], one, *offers[41:]]))
    assert len(patch(before.short, after.short)) < 700
    assert len(patch(before.felter, after.felter)) < 200
