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


def test_the_old_are_no_parents(ask):
    assert ask("/find", "BørneTelefonen")[0][0] not in ask("/find", "ældre vold")[0]
