"""Which side of violence a sentence is about: the one who uses it, the one who meets it, or none; and what danger it
tells of."""

from tests.conftest import LIBRARY
from tests.rules import cases
from webapp.finder.sides import sides_of
from webapp.ranking.question import typed

SIDES = sides_of(LIBRARY.sides)


def test_a_sentence_tells_who_asks():
    told = {case["typed"]: SIDES.asked_for(typed(case["typed"]), "") for case in cases("sides")}
    assert told == {case["typed"]: case["side"] for case in cases("sides")}


def test_a_sentence_tells_of_danger():
    for case in cases("danger"):
        words = typed(case["typed"])
        told = SIDES.dangers(words, SIDES.asked_for(words, ""))
        assert [one.lines[0] for one in told] == case["lines"], case["typed"]


def test_every_danger_leads_to_an_offer_that_there_is():
    assert {line for one in SIDES.danger for line in one.lines} <= {offer.id for offer in LIBRARY.offers}
