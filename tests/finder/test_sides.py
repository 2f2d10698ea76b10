"""Which side of violence a sentence is about: the one who uses it, the one who meets it, or none."""

from tests.conftest import LIBRARY
from tests.rules import cases
from webapp.finder.sides import sides_of
from webapp.ranking.question import typed

SIDES = sides_of(LIBRARY.sides)


def test_a_sentence_tells_who_asks():
    told = {case["typed"]: SIDES.asked_for(typed(case["typed"]), "") for case in cases("sides")}
    assert told == {case["typed"]: case["side"] for case in cases("sides")}
