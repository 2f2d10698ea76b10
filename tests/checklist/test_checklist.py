"""The checklist's rules: what each choice adds and takes away, that ids never change, and that nothing goes unsaid."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.checklist.lines import BRANCHES, CHECKLIST, ORDERED, SHORT, SUBSETS, WHOLE, shown
from tests.conftest import LIBRARY
from webapp.assets import assets
from webapp.checklist.checklist import first_asked
from webapp.content.lix import lix, sentence

LINES = CHECKLIST.lines()

# Phones remember ticks by these. A line may get new words; its id stays, and is never used for another line.
IDS = {
    *(f"f{number}" for number in range(1, 9)),
    *(f"st{number}" for number in range(1, 11)),
    *(f"u{number}" for number in range(1, 8)),
    *(f"a{number}" for number in range(1, 9)),
    *(f"e{number}" for number in range(1, 7)),
    *(f"g{number}{letter}" for number, letters in enumerate(
        ("abcd", "abc", "abcdef", "abc", "abcde", "abcd", "abcdef", "abcdefg", "abcde"), 1) for letter in letters),
}  # fmt: skip

# Choice: the lines it adds, the lines it takes away.
CHANGES = {
    "g1": ("g1a g1b g1c g1d", "e4"),
    "g2": ("g2a g2b g2c", ""),
    "g3": ("g3a g3b g3c g3d g3e g3f", "f5 a2 a6"),
    "g4": ("g4a g4b g4c", "f6"),
    "g5": ("g5a g5b g5c g5d g5e", "st5 u6"),
    "g6": ("g6a g6b g6c g6d", "f3 st4 st7 st9 st10 a2 a3 a4 e2"),
    "g7": ("g7a g7b g7c g7d g7e g7f", "st2 st7 st8 st9 u1 u2 u7 a2 a4"),
    "g8": ("g8a g8b g8c g8d g8e g8f g8g", "st2 st7 st8 st9 u1 u2 u7 a2 a4"),
    "g9": ("g9a g9b g9c g9d g9e", "st2 st7 st8 st9 u1 u2 u7 a2 a4"),
}
some_branches = st.sets(st.sampled_from(BRANCHES))


def test_ids_are_unique_and_stay():
    assert len(ORDERED) == len(LINES)
    assert set(LINES) >= IDS, "a line's id has been changed or removed"


@pytest.mark.parametrize("choice", BRANCHES)
def test_a_choice_adds_and_takes_away(choice):
    added, gone = (set(names.split()) for names in CHANGES[choice])
    before, after = set(shown(())), set(shown({choice}))
    assert after - before == added
    assert before - after == gone


def test_without_choices_only_the_national_lines_are_shown():
    assert shown(()) == [line.id for phase in CHECKLIST.phases for line in phase.lines]


@given(some_branches)
def test_order_of_choosing_does_not_matter_and_choices_add_up(chosen):
    names = shown(chosen)
    gone = {name for choice in chosen for name in CHANGES[choice][1].split()}
    added = {name for choice in chosen for name in CHANGES[choice][0].split()}
    assert set(names) == (set(shown(())) - gone) | added


def test_what_must_be_said_is_said_whatever_is_chosen():
    """Who may have to be told is said before anything is asked; with money in it, the duty comes before all else of it."""
    for chosen in SUBSETS:
        names = shown(chosen)
        start, during = (shown(chosen, WHOLE[phase]) for phase in ("start", "undervejs"))
        assert "st3" in start, "the duties are spoken whatever is chosen"
        for required in ("skaerpet-underretningspligt", "livsfare", "tavshedspligt"):
            assert any(required in LINES[name].law for name in start), required
        assert names.index(start[0]) < names.index(during[0])
        about_money = [
            name
            for name in names
            if {"borgers-oplysningspligt", "konsekvens-manglende-oplysning"} & set(LINES[name].law)
        ]
        about_money = [name for name in about_money if name != "f7"]  # the worker's own, before the meeting
        if "g5" in chosen:
            assert about_money[0] == "g5a" and "g5b" in start
            assert start.index("g5a") < start.index("g5b") < start.index("g5c")
        else:
            assert about_money[0] == "st5"


def test_the_short_one_holds_what_must_be_said():
    for chosen in SUBSETS:
        names = shown(chosen, SHORT)
        assert len(names) == len(set(names))
        assert names, "nothing to say"
        assert "st3" in names, "what must be passed on"
        assert {"st5", "g5a"} & set(names), "the duty about money"
        assert {"st4", "g6b"} & set(names), "what is written down"
        assert {"st10", "g6c"} & set(names), "who may see it"
        assert "st6" in names, "that the citizen decides"
        urgent = [name for name in ("g7a", "g8a", "g9a") if name[:2] in chosen]
        assert names[0] == (urgent or ["g3a" if "g3" in chosen else "st3"])[0]


def test_the_short_one_is_five_things_in_their_order():
    assert shown((), SHORT) == ["st3", "st5", "st4", "st10", "st6"]
    assert "tage en med" in LINES["st6"].say


@pytest.mark.parametrize("branch", BRANCHES)
def test_the_style_shows_a_branch_without_a_script(branch):
    style = assets()["meeting.css"].body.decode()
    assert re.search(rf'body:has\(#{branch}:checked\) \[data-when="{branch}"\]', style)
    assert re.search(rf'body:has\(#{branch}:checked\) \[data-unless~="{branch}"\]', style)


@pytest.mark.parametrize("name", LINES)
def test_a_line_is_said_in_one_breath(name):
    line = LINES[name]
    assert lix(sentence(line.say)) <= 52 and len(line.say.split()) <= 36
    assert not line.say.startswith(("»", '"')), "the page sets the quotation marks"


def test_the_sentences_are_easy():
    for field in ("what", "say", "why"):
        assert lix(" ".join(sentence(getattr(line, field)) for line in LINES.values())) <= 20, field


def test_nothing_is_promised_that_cannot_be_kept():
    said = " ".join(line.say.lower() for line in LINES.values())
    for promise in ("bliver mellem os", "der sker ikke noget", "siger det ikke til nogen", "garanter", "jeg lover",
                    "får ingen følger", "ingen får det at vide"):  # fmt: skip
        assert promise not in said, promise


def test_money_is_left_to_a_lawyer():
    """No amounts, no way to hide anything, and the worker's own duty is for a lawyer to settle."""
    branch = next(branch for branch in CHECKLIST.branches if branch.id == "g5")
    text = " ".join(f"{line.say} {line.why}" for line in (*branch.lines, LINES["st5"], LINES["f7"]))
    assert not re.search(r"\d", text)
    assert text.lower().count("afklares med jurist lokalt") >= 3
    assert "anonym-raadgivning" in next(line for line in branch.lines if line.id == "g5b").law


def test_every_topic_leads_to_a_line_whatever_is_chosen():
    asked = first_asked(CHECKLIST)
    for chosen in SUBSETS:
        names = set(shown(chosen))
        for topic in CHECKLIST.topics:
            lines = [name for name, topics in asked.items() if topic.id in topics]
            assert names & set(lines), (chosen, topic.id)


@pytest.mark.parametrize("address", ["/tjek", "/tjek/kort"])
def test_every_duty_shows_law_date_and_caveat(client, address):
    page = client.get(address).text
    for name in {name for line in LINES.values() for name in line.law} if address == "/tjek" else CHECKLIST_SHORT_LAW:
        fact = LIBRARY.law.facts[name]
        assert fact.confidence in ("high", "medium")
        assert f'href="/kort/{fact.code}"' in page
        assert f'data-confirmed="{fact.seen}"' in page
        if fact.confidence == "medium" and fact.caveat:
            assert fact.caveat.split(".")[0].replace("'", "&#39;") in page, name


CHECKLIST_SHORT_LAW = {name for short in CHECKLIST.short for name in LINES[short].law}


@pytest.mark.parametrize("address", ["/tjek", "/tjek/kort", "/tjek/skema", "/b/moede"])
def test_there_is_nothing_to_write_in_and_nothing_that_is_sent(page_of, address):
    page = page_of(address)
    assert not page.select("textarea, select, input:not([type=checkbox]):not([type=radio])")
    for form in page.select("form"):
        assert form["method"] == "dialog" and not form.get("action")
        assert form["autocomplete"] == "off"
        assert not form.select("[type=submit], button:not([type])")
    assert not page.select("input[type=checkbox][name]")


def test_every_line_has_a_real_box_and_a_label(page_of):
    page = page_of("/tjek")
    assert {line["data-check"] for line in page.select("[data-check]")} == set(LINES)
    for line in page.select("[data-check]"):
        [box] = line.select("input[type=checkbox]")
        said = line.select_one(f"label[for='{box['id']}']").get_text()
        assert LINES[line["data-check"]].what in said and LINES[line["data-check"]].say in said
        assert LINES[line["data-check"]].why in line.details.get_text()


def test_a_branch_line_tells_why_it_is_there(page_of):
    page = page_of("/tjek")
    for branch in CHECKLIST.branches:
        for line in branch.lines:
            assert branch.title in page.select_one(f"[data-check={line.id}] .label").get_text()
