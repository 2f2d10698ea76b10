"""The rules of a local agreement: what is kept, what is refused, what goes out, what differs."""

from __future__ import annotations

import unicodedata
from datetime import date

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tests.agreement.agreements import WHOLE, values_of
from webapp.agreement.agreement import (
    FIELDS,
    HAS_CPR,
    LINE,
    LINES,
    LONGEST,
    SEVERAL,
    day_of,
    differences,
    log_words,
    missing,
    mistakes,
    promises,
    public,
    read,
    said,
)
from webapp.typed_text import CPR_OVER_TWO

NAMES = sorted(FIELDS)
texts = some.text(max_size=60) | some.sampled_from(
    ["", " ", "\r\n", "a\r\nb", "s1", "to", "2026-03-01", "7", "010190-1234"]
)
sent = some.dictionaries(some.sampled_from([*NAMES, "ukendt", "csrf_token"]), some.lists(texts, max_size=3))


@given(sent)
def test_reading_what_was_read_changes_nothing(form):
    values = read(form)
    assert read({name: value if isinstance(value, list) else [value] for name, value in values.items()}) == values
    assert all(values.values()) and set(values) <= set(FIELDS)


@given(sent)
def test_text_is_kept_whatever_is_wrong_with_it(form):
    """Only white space goes, and characters that nobody sees (Unicode's categories Cc, Cf and Cs)."""
    values = read(form)
    for name, given_texts in form.items():
        if name in FIELDS and FIELDS[name].kind != SEVERAL and given_texts:
            kept = "".join(str(values.get(name, "")).split())
            typed = "".join(
                letter for letter in given_texts[0] if unicodedata.category(letter) not in ("Cc", "Cf", "Cs")
            )
            assert kept == "".join(typed.split())


@given(sent)
def test_every_rule_answers_anything(form):
    values = read(form)
    assert set(mistakes(values)) <= set(values)
    if not mistakes(values):
        missing(values), promises(values), log_words({}, values)
        assert all(said(FIELDS[name], value) for name, value in values.items())


cpr_like = some.builds(
    "{:02}{:02}{:02}{}{:04}".format,
    some.integers(1, 31), some.integers(1, 12), some.integers(0, 99), some.sampled_from(["", "-", " "]), some.integers(0, 9999),
)  # fmt: skip


@given(cpr_like, some.sampled_from([name for name in NAMES if FIELDS[name].kind not in (SEVERAL,)]))
@example("010190-1234", "contact")
def test_what_looks_like_a_cpr_number_is_refused_in_every_field(number, name):
    assert mistakes(read({name: [f"Født {number}."]}))[name] == HAS_CPR


def test_a_cpr_number_over_two_fields_is_refused():
    assert mistakes(read({"team": ["010190"], "contact": ["1234"]})) == {"contact": CPR_OVER_TWO}


def test_a_phone_number_is_not_a_cpr_number():
    assert mistakes(read({"contact": ["Kim, 20 30 40 50 eller +45 20304050"]})) == {}


@pytest.mark.parametrize("day", ["2026-02-30", "1. marts", "0001-01-01", "2026-3-1", "20260301", "９999-01-01"])
def test_a_day_that_is_none_is_refused(day):
    assert "review" in mistakes(read({"review": [day]}))


@given(some.dates(date(2020, 1, 1), date(2099, 12, 31)))
def test_any_day_to_come_is_taken(day):
    assert day_of(day.isoformat()) == day and mistakes({"review": day.isoformat()}) == {}


@pytest.mark.parametrize("name", ["said_yes", "lawyer_said"])
def test_what_has_happened_has_a_day_that_has_been(name):
    today = date(2026, 11, 23)
    assert mistakes({name: "2026-11-23"}, today) == {} and name in mistakes({name: "2026-11-24"}, today)


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("• Tal med en kollega.\r\n•\tSpørg roligt.", "Tal med en kollega.\nSpørg roligt."),
        ("\uf0b7\tEt\r\n- To\r\n– Tre", "Et\nTo\nTre"),
        ("1. Et\r\n2) To", "Et\nTo"),
        ("1. maj holder vi lukket", "1. maj holder vi lukket"),
        ("2 kolleger går sammen\r\n112 ved fare", "2 kolleger går sammen\n112 ved fare"),
        ("-", "-"),
    ],
)
def test_a_list_is_pasted_without_its_marks(pasted, kept):
    assert read({"steps": [pasted]}) == {"steps": kept}


@pytest.mark.parametrize("number", ["0", "-1", "100", "tre", "1.5", "٣"])
def test_a_number_out_of_reach_is_refused(number):
    assert "tries" in mistakes(read({"tries": [number]}))


@pytest.mark.parametrize("name", NAMES)
def test_too_long_is_refused(name):
    field = FIELDS[name]
    if field.kind in LONGEST:
        assert name in mistakes(read({name: ["x" * (LONGEST[field.kind] + 1)]}))
    if field.kind in (LINE, LINES):
        assert mistakes(read({name: ["x" * LONGEST[field.kind]]})) == {}


def test_unknown_choices_are_left_out():
    assert read({"signs": ["s1", "s99", "s1"]}) == {"signs": ["s1"]}
    assert "writing" in mistakes(read({"writing": ["måske"]}))


# What goes out


# Names and numbers of people, and what went wrong: told to nobody but those who log in.
OF_THE_TEAM = {"contact", "substitute", "sparring", "lawyer", "leader", "trained", "calls", "lacking"}
OF_MONEY = {"authority", "income", "said_first"}


@given(sent)
def test_nothing_internal_goes_out(form):
    assert not OF_THE_TEAM & set(public(read(form)))


@given(sent)
def test_nothing_on_money_goes_out_before_a_lawyer_was_asked(form):
    values = read(form)
    shown = public(values)
    assert OF_MONEY & set(shown) == (OF_MONEY & set(values) if values.get("lawyer_said") else set())


def test_everything_else_goes_out():
    values = values_of(WHOLE)
    assert set(values) - set(public(values)) == OF_THE_TEAM


def test_a_whole_agreement_may_go_out():
    assert missing(values_of(WHOLE)) == {} and mistakes(values_of(WHOLE)) == {}


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("signs", "own_signs"), "hvad I reagerer på"),
        (("when", "own_when"), "hvornår I reagerer"),
        (("steps",), "hvordan I gør"),
        (("said_yes",), "hvornår ledelsen sagde ja"),
        (("review",), "hvornår I ser aftalen efter igen"),
    ],
)
def test_what_is_needed_is_asked_for(names, words):
    asked = missing({name: value for name, value in values_of(WHOLE).items() if name not in names})
    assert list(asked) == [names[0]] and words in asked[names[0]]
    for one in names[1:]:
        assert missing({name: value for name, value in values_of(WHOLE).items() if name != one}) == {}


@pytest.mark.parametrize(
    "line",
    [
        "Det bliver mellem os.",
        "Der sker ikke noget.",
        "Vi siger det ikke til nogen",
        "Vi lover dig hjælp",
        "INGEN FØLGER",
    ],
)
def test_a_promise_is_pointed_out(line):
    assert promises(values_of(WHOLE | {"said_first": f"God dag.\n{line}"})) == [line]
    assert promises(values_of(WHOLE)) == []


# What differs


@given(sent, sent)
def test_differences_lead_from_one_to_the_other(one, other):
    before, after = read(one), read(other)
    found = differences(before, after)
    changed = {difference.field.name for difference in found}
    assert changed == {name for name in FIELDS if before.get(name) != after.get(name)}
    for difference in found:
        old = [line for mark, line in difference.lines if mark in " -"]
        new = [line for mark, line in difference.lines if mark in " +"]
        assert old == said(difference.field, before.get(difference.field.name))
        assert new == said(difference.field, after.get(difference.field.name))


@given(sent)
def test_nothing_differs_from_itself(form):
    assert differences(read(form), read(form)) == []


def test_a_line_that_moved_in_is_the_only_one_marked():
    (found,) = differences({"steps": "a\nb"}, {"steps": "a\nx\nb"})
    assert found.lines == ((" ", "a"), ("+", "x"), (" ", "b"))
    assert FIELDS["steps"].kind == LINES
