"""What is asked for in other words than the texts have: compounds, the past, and how old one is."""

import pytest


@pytest.mark.parametrize(
    ("query", "address"),
    [
        ("depressionskursus", "/kort/v3"),
        ("selvmordstruet", "/kort/s17"),
        ("opmærksomhedstegn", "/kort/2"),
        ("borgeren udeblev fra mødet", "/kort/s8"),
        ("fortalte noget voldsomt", "/kort/s1"),
        ("tog stoffer", "/kort/s18"),
        ("egen omsorg", "/kort/s16"),
        ("skifter samtaleemne", "/kort/s2"),
        ("gå langsomt frem", "/kort/4"),
        ("ældre vold", "/kort/l67"),
        ("misbrugt som barn", "/kort/m2"),
        ("vil ikke tale mere", "/kort/s2"),
        ("jeg fik tæsk igår", "/kort/m3"),
        ("hun vil ikke have hjælp", "/kort/4"),
        ("jeg vil ikke være her mere", "/kort/s17"),
        ("jeg kan ikke mere", "/kort/s17"),
        ("gult papir", "/kort/l70"),
        ("rødt papir", "/kort/l70"),
        ("voldsproblematik", "/kort/m3"),
    ],
)
def test_card_stands_first(ask, query, address):
    assert ask("/soeg", query)[0][0] == address


@pytest.mark.parametrize(
    "query", ["17 år og gravid", "gravid på 34 år", "34 år og hjemløs", "jeg fik tæsk igår", "sove inat"]
)
def test_how_old_one_is_and_when_it_was_empty_no_page(ask, query):
    found, page = ask("/find", query)
    assert found
    assert "Ingen tilbud nævner" not in page


@pytest.mark.parametrize("query", ["drak", "slog mig", "jeg drak i går"])
def test_what_happened_is_found_as_surely_as_what_happens(ask, query):
    found, page = ask("/find", query)
    assert found
    assert "Intet sikkert fund" not in page


@pytest.mark.parametrize("query", ["angstkursus", "voldsproblematik", "alkoholproblem", "aggressionsproblemer"])
def test_a_short_first_half_that_is_an_everyday_word_carries_a_compound(ask, query):
    assert ask("/find", query)[0]


def test_a_compound_is_told_as_it_was_typed_without_the_joining_letter(ask):
    assert "Deler voldsproblematik i vold og problematik." in ask("/find", "Voldsproblematik!")[1]
    assert "Deler gældshjælp i gæld og hjælp." in ask("/find", "gældshjælp")[1]


def test_how_many_is_no_word_of_its_own(ask):
    assert ask("/find", "krisecenter der tager drenge over 14")[0]


def test_four_letters_with_another_among_them_are_another_word(ask):
    assert "Viser mors" not in ask("/soeg", "moms på sexsalg")[1]


def test_the_old_are_no_parents(ask):
    assert ask("/find", "BørneTelefonen")[0][0] not in ask("/find", "ældre vold")[0]
