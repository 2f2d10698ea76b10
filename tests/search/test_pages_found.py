"""The app's own pages are found by what people call them, and what nothing is known of is found by nothing."""

import pytest


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/aftale", ["vores aftale", "aftalen hos os", "lokal aftale", "aftale"]),
        ("/b/spor", ["spor på telefonen", "slette historik", "kan min mand se hvad jeg har søgt på", "søgehistorik"]),
        ("/b/moede", ["sådan er et møde", "mit første møde", "hvad sker der på mødet"]),
        ("/privatliv", ["privatliv", "privatlivspolitik", "gemmer I noget om mig", "cookies", "privatlv"]),
    ],
)
def test_pages_are_among_the_first_three(ask, address, queries):
    assert {query: address in ask("/soeg", query)[0][:3] for query in queries} == dict.fromkeys(queries, True)


@pytest.mark.parametrize("query", ["xylofonorkester", "hundefrisør", "togtider til Hamborg", "vejrudsigten", "dæktryk"])
def test_what_nobody_knows_of_is_found_by_nothing(ask, query):
    assert [ask(where, query)[0] for where in ("/soeg", "/find")] == [[], []]


def test_small_words_alone_make_no_longer_one(ask):
    """ "ind til" is no "indtil" that a text would have to have."""
    assert ask("/soeg", "spørge ind til overgreb")[0][0] == "/kort/m2"


def test_food_for_nothing_is_asked_of_those_who_do_not_say_what_it_costs(answers, ask):
    found, page = ask("/find", "gratis mad", k="Roskilde")
    assert [answers.by_code[address[-4:]]["name"] for address in found] == ["Kafe Klaus"]
    assert "kun gratis" not in page
