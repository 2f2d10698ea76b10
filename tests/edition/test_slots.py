"""Slots: filled at once, or what lasts first and the rest each time."""

from hypothesis import given
from hypothesis import strategies as st

from webapp.edition.slots import cut, fill, filled, partly_filled

WORDS = {"first": "one", "second": "[[first]]", "third": ""}
page = st.lists(st.sampled_from(["[[first]]", "[[second a b]]", "[[third]]", "[[none]]", "<p>", "]]", "[["])).map(
    "".join
)


@given(page, st.sets(st.sampled_from(sorted(WORDS))))
def test_what_lasts_may_be_filled_first(page, lasting):
    def at_once(name, _arguments):
        return WORDS.get(name)

    first = partly_filled(cut(page), lambda name, _arguments: WORDS.get(name) if name in lasting else None)
    assert filled(first, at_once) == fill(page, at_once)
    assert filled(first, at_once) == fill(page, at_once), "it can be filled again"


def test_what_is_put_in_is_never_read_for_slots():
    half = partly_filled(cut("[[first]] and [[second]]"), lambda name, _: "[[second]]" if name == "first" else None)
    assert filled(half, lambda *_: "two") == "[[second]] and two"
    assert fill("[[first]]", lambda *_: "[[second]]") == "[[second]]"


def test_arguments_come_along():
    assert (
        fill("[[field opening hours]]", lambda name, arguments: "/".join([name, *arguments])) == "field/opening/hours"
    )
