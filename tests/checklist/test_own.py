"""A municipality's own lines: what is refused, what is pointed out, where they stand, and that the national lines stay."""

from __future__ import annotations

import json
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as some

from tests.checklist.own_lines import LINE
from tests.conftest import LIBRARY
from tests.people import AARHUS, ESBJERG
from webapp.checklist.checklist import PHASES, Line, placed
from webapp.checklist.own import (
    BREATH,
    FIRST,
    FULL,
    HAS_CPR,
    LAST,
    LONGEST,
    MOST,
    NEEDED,
    Own,
    OwnLine,
    added,
    advice,
    before_which,
    edited,
    explained,
    from_plain,
    gap_of,
    gaps,
    in_order,
    mistake_in_note,
    mistakes,
    moved,
    order_of,
    read,
    removed,
    restored,
    taken_back,
    to_plain,
    with_own,
)

CHECKLIST = LIBRARY.checklist
NATIONAL = CHECKLIST.lines()
PLACES = [(phase, after) for phase in PHASES for after in gaps(CHECKLIST, phase)]
KEPT_BY_PHONES = re.compile(r"[a-z0-9]{1,12}")  # static/checklist/state.js

place = some.sampled_from(PLACES)
# What can be done, with a number that says to which line or note.
steps = some.lists(
    some.tuples(
        some.sampled_from(["add", "add", "edit", "up", "down", "remove", "restore", "explain", "back"]),
        place,
        some.integers(0, 200),
    ),
    max_size=40,
)


def done(own: Own, step, earlier: list[Own]) -> Own:
    """What a municipality has after a step; a step that cannot be taken changes nothing."""
    what, (phase, after), number = step
    typed = LINE | {"phase": phase, "after": after, "what": f"Gør nummer {number}"}
    chosen = own.lines[number % len(own.lines)].id if own.lines else None
    try:
        if what == "add":
            return added(own, ESBJERG, **typed)
        if what == "explain":
            return explained(own, sorted(NATIONAL)[number % len(NATIONAL)], "note" * (number % 3))
        if what == "back":
            return taken_back(own, earlier[-1] if earlier else Own())
        if what == "restore":
            return restored(own, own.removed[number % len(own.removed)].id) if own.removed else own
        if chosen is None:
            return own
        if what == "edit":
            return edited(own, chosen, **typed)
        return removed(own, chosen) if what == "remove" else moved(own, chosen, -1 if what == "up" else 1, CHECKLIST)
    except ValueError as full:
        assert str(full) == FULL and len(own.lines) == MOST
        return own


def all_done(taken) -> list[Own]:
    states: list[Own] = [Own()]
    for step in taken:
        states.append(done(states[-1], step, states[:-1]))
    return states


# The national lines


@given(steps)
def test_whatever_is_done_the_national_lines_are_all_there_in_their_order(taken):
    own = all_done(taken)[-1]
    for phase, items in with_own(CHECKLIST, own.lines).items():
        assert [item for item in items if item.line.id in NATIONAL] == placed(CHECKLIST)[phase]
        assert phase != "nu" or len(items) == len(placed(CHECKLIST)["nu"]), "nothing comes before danger"


@given(steps)
def test_whatever_is_done_every_own_line_stands_there_once(taken):
    own = all_done(taken)[-1]
    laid = [item.line for items in with_own(CHECKLIST, own.lines).values() for item in items]
    ours = [line for line in laid if line.id not in NATIONAL]
    assert ours == list(in_order(CHECKLIST, own.lines)) and sorted(ours, key=id) == sorted(own.lines, key=id)
    assert len(own.lines) <= MOST


@given(steps)
def test_an_id_is_never_used_for_another_line(taken):
    made: dict[str, int] = {}
    for before, after in zip(states := all_done(taken), states[1:], strict=False):
        assert after.made >= before.made
        for line in (*after.lines, *after.removed):
            assert KEPT_BY_PHONES.fullmatch(line.id) and line.id not in NATIONAL
            assert not re.fullmatch(Line.model_fields["id"].metadata[0].pattern, line.id), (
                "national lines can never get it"
            )
        fresh = {line.id for line in after.lines} - {line.id for line in (*before.lines, *before.removed)}
        for name in fresh if after.made > before.made else ():
            assert name not in made
            made[name] = after.made


@given(steps)
def test_it_is_kept_and_read_back_as_it_was(taken):
    own = all_done(taken)[-1]
    assert from_plain(json.loads(json.dumps(to_plain(own)))) == own


def test_two_municipalities_have_no_id_in_common():
    one, other = (added(Own(), code, **LINE).lines[0].id for code in (ESBJERG, AARHUS))
    assert one != other


def test_what_branches_put_beside_a_line_stays_beside_it():
    """With children in the home, nothing of one's own comes between the duty and what it means for the children."""
    own = added(Own(), ESBJERG, **LINE)
    names = [item.line.id for item in with_own(CHECKLIST, own.lines)["start"]]
    at = names.index(own.lines[0].id)
    assert set(names[names.index("st3") + 1 : at]) >= {"g1a", "g2a"} and names[at + 1] == "st4"


@pytest.mark.parametrize("phase", PHASES)
def test_first_is_first_and_last_is_last(phase):
    own = Own()
    for after in (FIRST, LAST):
        own = added(own, ESBJERG, **(LINE | {"phase": phase, "after": after}))
    items = with_own(CHECKLIST, own.lines)[phase]
    assert (items[0].line, items[-1].line) == own.lines


@pytest.mark.parametrize("after", ["findes-ikke", "f1", "e6"])
def test_a_line_whose_national_line_is_gone_comes_last_in_its_phase(after):
    line = OwnLine(id="x0561n1", **(LINE | {"phase": "efter", "after": after}))
    assert gap_of(CHECKLIST, line) == LAST and before_which(CHECKLIST, line) is None
    assert with_own(CHECKLIST, [line])["efter"][-1].line is line


# Order


def test_steps_go_past_own_lines_and_national_ones_to_both_ends():
    own = Own()
    for what in ("a-a", "b-b"):
        own = added(own, ESBJERG, **(LINE | {"phase": "efter", "after": "e1", "what": what}))
    name = own.lines[1].id

    def names():
        return [item.line.id for item in with_own(CHECKLIST, own.lines)["efter"] if item.when is None]

    seen = [names()]
    for way in (-1, -1, -1, *(1,) * 9):
        own = moved(own, name, way, CHECKLIST)
        seen.append(names())
    at = [order.index(name) for order in seen]
    assert at == [2, 1, 0, 0, 1, 2, 3, 4, 5, 6, 7, 7, 7]


@given(steps, some.integers(0, 200), some.sampled_from([-1, 1]))
def test_a_step_there_and_back_changes_nothing(taken, number, way):
    own = all_done(taken)[-1]
    own = Own(in_order(CHECKLIST, own.lines))
    if own.lines:
        name = own.lines[number % len(own.lines)].id
        there = moved(own, name, way, CHECKLIST)
        back = moved(there, name, -way, CHECKLIST)
        assert order_of(there) == order_of(own) or order_of(back) == [
            (line.id, line.phase, gap_of(CHECKLIST, line)) for line in own.lines
        ]


# Changes


def test_the_same_line_twice_is_one():
    once = added(Own(), ESBJERG, **LINE)
    assert added(once, ESBJERG, **LINE) == once


def test_new_words_leave_a_line_where_it_was():
    own = Own()
    for what in ("en", "to", "tre"):
        own = added(own, ESBJERG, **(LINE | {"what": what}))
    own = edited(own, own.lines[0].id, **(LINE | {"what": "fire"}))
    assert [line.what for line in own.lines] == ["fire", "to", "tre"]


def test_an_edited_line_that_was_removed_comes_back():
    own = added(Own(), ESBJERG, **LINE)
    name = own.lines[0].id
    back = edited(removed(own, name), name, **(LINE | {"what": "Nyt ord"}))
    assert (back.lines[0].id, back.lines[0].what, back.removed) == (name, "Nyt ord", ())


def test_a_removed_line_comes_back_as_it_was():
    own = added(Own(), ESBJERG, **LINE)
    name = own.lines[0].id
    assert restored(removed(own, name), name) == own


def test_enough_is_enough():
    own = Own()
    for number in range(MOST):
        own = added(own, ESBJERG, **(LINE | {"what": f"Linje {number}"}))
    with pytest.raises(ValueError, match="nok at sige"):
        added(own, ESBJERG, **LINE)
    fewer = removed(own, own.lines[0].id)
    with pytest.raises(ValueError, match="nok at sige"):
        restored(added(fewer, ESBJERG, **LINE), own.lines[0].id)


def test_an_empty_note_is_none():
    own = explained(explained(Own(), "st4", "En note"), "st4", "")
    assert own == Own()


# What is typed

CPR_LIKE = some.builds(
    "{:02}{:02}{:02}{}{:04}".format,
    some.integers(1, 31), some.integers(1, 12), some.integers(0, 99), some.sampled_from(["", "-", " "]), some.integers(0, 9999),
)  # fmt: skip


@given(CPR_LIKE, some.sampled_from(["what", "say", "why"]))
@example("010190-1234", "why")
def test_what_looks_like_a_cpr_number_is_refused_everywhere(number, name):
    assert mistakes(LINE | {name: f"Født {number}."})[name] == HAS_CPR
    assert mistake_in_note(f"Født {number}.") == HAS_CPR


@pytest.mark.parametrize("name", ["what", "say", "why"])
def test_a_line_is_whole_and_no_longer_than_a_national_one(name):
    limit = next(rule.max_length for rule in Line.model_fields[name].metadata if hasattr(rule, "max_length"))
    assert LONGEST[name] == limit
    assert mistakes(LINE | {name: "x" * limit}) == {}
    assert name in mistakes(LINE | {name: "x" * (limit + 1)})
    assert mistakes(LINE | {name: ""}) == mistakes(LINE | {name: "x"}) == {name: NEEDED[name]}


def test_a_note_is_short():
    assert mistake_in_note("x" * LONGEST["note"]) is None
    assert mistake_in_note("x" * (LONGEST["note"] + 1))


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("»Der er kaffe.«", "Der er kaffe."),
        ('"Der er kaffe."', "Der er kaffe."),
        ("  Der er\r\n kaffe. ", "Der er kaffe."),
        ("Sig »kaffe« og »te«.", "Sig »kaffe« og »te«."),
        ("", ""),
        ("»", "»"),
    ],
)
def test_what_is_typed_becomes_one_tidy_line(typed, kept):
    assert read(typed) == kept


@given(some.text(max_size=200))
def test_reading_what_was_read_changes_little(text):
    once = read(text)
    assert read(once) in (once, once[1:-1].strip()) and "\n" not in once


@pytest.mark.parametrize("say", ["Det bliver mellem os.", "Der sker ikke noget ved det.", "Jeg lover dig en bolig."])
def test_a_promise_is_pointed_out(say):
    assert [words for words in advice(say) if "løfte" in words]


def test_what_takes_more_than_a_breath_is_pointed_out():
    half = "Ja" + " ja" * (BREATH // 2 - 1)
    assert not advice(f"{half}. {half}")
    assert f"{BREATH + 1} ord" in advice(" ".join(["ja"] * (BREATH + 1)))[0]


def test_what_is_hard_to_read_is_pointed_out():
    hard = "Beboerrådgivningen koordinerer hjemmebesøgsforholdene tværsektorielt med myndighedsafdelingen i kommunen."
    assert "svært at læse" in advice(hard, "Fordi det forventes af alle.")[0]


@pytest.mark.parametrize("name", NATIONAL)
def test_no_national_line_would_get_advice(name):
    assert advice(NATIONAL[name].say, NATIONAL[name].why) == []
