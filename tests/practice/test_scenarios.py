"""Scenarios: each file is a sound graph, easy to read and about invented people; broken ones are told line by line."""

import re
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import LIBRARY, ROOT
from tests.practice.reading import HARDEST
from webapp.content.document import ContentError
from webapp.content.lix import lix
from webapp.practice.scenario import (
    FEWEST_TURNS,
    MOST_TURNS,
    START,
    Answer,
    End,
    InTheField,
    ScenarioFields,
    Turn,
    read_scenario,
)

FOLDER = ROOT / "content" / "practice" / "scenarios"
FILES = sorted(FOLDER.glob("*.yaml"))
SCENARIOS = list(LIBRARY.practice.scenarios.values())

SOUND = """\
id: "1"
name: En øvelse
about: En prøve på en øvelse.
groups: [m1]
turns:
  - id: a
    scene: Her sker der noget, som man kan svare på.
    answers:
      - {say: Hej., follows: Så sker der det første her., next: b}
      - {do: Du venter., follows: Så sker der det andet her., next: b}
      - {say: Nå., follows: Så sker der det tredje her., next: c}
  - id: b
    scene: Her sker der noget mere, som man kan svare på.
    answers:
      - {say: Ja., follows: Så sker der det fjerde her., next: c}
      - {say: Nej., follows: Så sker der det femte her., next: x}
  - id: c
    scene: Her sker der det sidste, som man kan svare på.
    answers:
      - {say: Ja., follows: Så sker der det sjette her., next: x}
      - {say: Nej., follows: Så sker der det syvende her., next: y}
ends:
  - {id: x, point: Her er det man tager med herfra., cards: [s1]}
  - {id: y, point: Her er noget andet at tage med., cards: ["4"]}
field: {cards: [s1], checks: [g1], topics: [sexsalg]}
talk: Hvad gør vi her hos os?
source: VIVE 2025, kerneelement 4
confirmed: 2026-11-21
reviewed: null
"""


def read(tmp_path, text):
    path = tmp_path / "1.yaml"
    path.write_text(text, encoding="utf-8")
    return read_scenario(path)


def prose(scenario):
    """Everything a reader reads in a scenario, sentence by sentence."""
    parts = [scenario.about, scenario.talk, *(turn.scene for turn in scenario.turns)]
    for turn in scenario.turns:
        parts += [part for answer in turn.answers for part in (answer.say or answer.do, answer.follows)]
    parts += [end.point for end in scenario.ends]
    return " ".join(part if part[-1] in ".?!«" else part + "." for part in parts).replace("«", "")


def ways(scenario):
    """Every way through, as the steps on it."""
    steps = {step.place: step for step in scenario.steps()}
    found = []
    for step in steps.values():
        if step.end:
            way = [step]
            while way[0].back:
                way.insert(0, steps[way[0].back])
            found.append(way)
    return found


def test_there_are_at_least_fifteen():
    assert len(FILES) == len(SCENARIOS) >= 15
    assert [scenario.id for scenario in SCENARIOS] == [str(number) for number in range(1, len(SCENARIOS) + 1)]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_way_through_ends_in_something_learnt_and_a_card(path):
    scenario = read_scenario(path)
    steps = scenario.steps()
    assert len({step.place for step in steps}) == len(steps)
    assert steps[0].place == START
    assert len(steps[0].turn.answers) == 3
    for step in steps:
        assert (step.turn is None) != (step.end is None)
    for way in ways(scenario):
        assert FEWEST_TURNS <= len(way) - 1 <= MOST_TURNS
        assert way[-1].end.point
        assert all(card in LIBRARY.cards for card in way[-1].end.cards)
        assert way[-1].end.cards


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario_is_easy_to_read(path):
    assert lix(prose(read_scenario(path))) <= HARDEST


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_nothing_is_judged_or_promised(path):
    text = path.read_text(encoding="utf-8")
    assert not re.search(r"forkert|korrekt|rigtigt svar|\bscore\b|\bprostitu", text, re.IGNORECASE)
    scenario = read_scenario(path)
    for end in scenario.ends:
        assert not re.search(r"Der sker ikke noget|bliver mellem", end.point)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_scenario_rests_on_no_unconfirmed_rule(path):
    for end in read_scenario(path).ends:
        for name in end.law:
            assert LIBRARY.law.facts[name].shown, name


def test_every_element_and_every_group_is_met_at_least_twice():
    elements = Counter(element for scenario in SCENARIOS for element in scenario.elements)
    groups = Counter(group for scenario in SCENARIOS for group in scenario.groups)
    assert all(elements[element] >= 2 for element in "12345"), elements
    assert all(groups[group] >= 2 for group in ("m1", "m2", "m3", "m4")), groups


def test_every_situation_card_and_every_branch_of_the_checklist_has_a_scenario():
    situations = {card.id for card in LIBRARY.of_kind("situation")}
    assert {card for scenario in SCENARIOS for card in scenario.field.cards} == situations
    assert {check for scenario in SCENARIOS for check in scenario.field.checks} == {
        branch.id for branch in LIBRARY.checklist.branches
    }


def test_where_money_comes_up_the_duty_and_anonymous_advice_are_there():
    about_money = [scenario for scenario in SCENARIOS if "g5" in scenario.field.checks]
    assert about_money
    for scenario in about_money:
        rules = {rule for end in scenario.ends for rule in end.law}
        assert {"borgers-oplysningspligt", "anonym-raadgivning"} <= rules
    rasmus = next(scenario for scenario in SCENARIOS if "s6" in scenario.field.cards)
    assert "afklares med jurist lokalt" in prose(rasmus)


def test_with_a_child_in_the_picture_every_way_ends_at_the_duty():
    """Under 18 (g1) or children at home (g2): however one answers, one learns that the municipality must know."""
    with_children = [scenario for scenario in SCENARIOS if {"g1", "g2"} & set(scenario.field.checks)]
    assert len(with_children) >= 3
    for scenario in with_children:
        for end in scenario.ends:
            assert {"skaerpet-underretningspligt", "efter-underretning"} & set(end.law), (scenario.id, end.id)


def test_danger_to_life_is_practised_with_the_duty_to_help():
    for branch in ("g8", "g9"):
        (scenario,) = LIBRARY.practice.with_check(branch)
        assert all(end.law for end in scenario.ends)
        assert any("livsfare" in end.law for end in scenario.ends)
        assert "112" in prose(scenario)


def test_stalking_is_practised_with_the_signs_of_great_danger():
    stalked = next(scenario for scenario in SCENARIOS if any("stalking" in end.law for end in scenario.ends))
    assert "danger" in stalked.boxes
    assert {"1888", "kvælertag", "underretningspligt"} <= set(re.findall(r"[\wæøå]+", prose(stalked)))


def test_nobody_is_taught_to_call_a_guess_an_answer():
    """A sign leads to talking together: whoever writes down or says aloud a guess learns of it at the end."""
    for number, guess in (("10", "muligvis sexsalg"), ("5", "noget gammelt"), ("15", "Lars har kendt hende længst")):
        scenario = LIBRARY.practice.scenarios[number]
        (answer,) = [a for turn in scenario.turns for a in turn.answers if guess in (a.say or a.do)]
        assert re.search(r"[Gg]æt|forklaring", answer.follows)


def test_a_sound_file_is_read(tmp_path):
    scenario = read(tmp_path, SOUND)
    places = [step.place for step in scenario.steps()]
    assert places[:4] == ["start", "a1", "a1b1", "a1b1c1"]
    assert {len(way) - 1 for way in ways(scenario)} == {2, 3}
    assert scenario.elements == {"4"}


BROKEN = {
    "dead end": ("next: y}", "next: q}", "turns.2.answers.1.next", "blindgyde"),
    "orphan end": ("{id: y, point", "{id: z, point", "ends.1.id", "Ingen svar fører"),
    "the same key twice": ("{id: y, point", "{id: x, point", "ends.1.id", "to gange"),
    "a circle": ("det sjette her., next: x", "det sjette her., next: b", "turns.2.answers.0.next", "i ring"),
    "too short": ("det tredje her., next: c", "det tredje her., next: y", "turns.0.answers.2.next", "mindst 2"),
    "neither said nor done": ("{do: Du venter., ", "{", "turns.0.answers.1", "enten say"),
    "said and done": ("{do: Du venter., ", "{do: Du venter., say: Hej., ", "turns.0.answers.1", "enten say"),
    "no card": ("cards: [s1]}\n  - {id: y", "cards: []}\n  - {id: y", "ends.0.cards", "mindst 1"),
    "no learning": ("point: Her er det man tager med herfra.", "point: ''", "ends.0.point", "mindst 20"),
    "unknown group": ("groups: [m1]", "groups: [m9]", "groups.0", "mulighederne"),
    "unknown field": ("talk: ", "tale: x\ntalk: ", "tale", "kendes ikke"),
    "another file's id": ('id: "1"', 'id: "2"', "id", "Filen hedder"),
    "a key of two letters": ("- id: b", "- id: bb", "turns.1.id", "form"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_mistake_is_told_with_line_and_field(tmp_path, name):
    old, new, field, words = BROKEN[name]
    assert SOUND.count(old) == 1
    line = SOUND[: SOUND.index(old)].count("\n") + 1
    with pytest.raises(ContentError) as caught:
        read(tmp_path, SOUND.replace(old, new))
    told = next(mistake for mistake in caught.value.mistakes if words in mistake.message)
    assert told.file.endswith("/1.yaml")
    assert told.field == field
    assert abs(told.line - line) <= 1, str(told)


def test_orphan_turn_is_told(tmp_path):
    lonely = "  - id: d\n    scene: Her kommer ingen nogensinde hen i dag.\n    answers:\n"
    lonely += "      - {say: Ja., follows: Så sker der ikke mere her., next: x}\n"
    lonely += "      - {say: Nej., follows: Så sker der ikke mere her., next: x}\n"
    with pytest.raises(ContentError) as caught:
        read(tmp_path, SOUND.replace("ends:\n", lonely + "ends:\n"))
    assert [str(mistake) for mistake in caught.value.mistakes] == [
        f"{tmp_path.name}/1.yaml, linje 22, feltet turns.3.id: Ingen svar fører til 'd'."
    ]


def test_turn_that_leads_to_itself_alone_is_told(tmp_path):
    wired = iter("bbbxyac")
    text = re.sub(r"next: [a-z]", lambda _: f"next: {next(wired)}", SOUND)
    with pytest.raises(ContentError) as caught:
        read(tmp_path, text)
    assert [mistake.message for mistake in caught.value.mistakes] == ["Kun svar, som ingen kommer til, fører til 'c'."]


def test_first_turn_has_three_answers(tmp_path):
    with pytest.raises(ContentError, match="3 svar"):
        read(tmp_path, SOUND.replace("      - {say: Nå., follows: Så sker der det tredje her., next: c}\n", ""))


def test_a_way_of_four_turns_is_too_long(tmp_path):
    longer = SOUND.replace("det sjette her., next: x", "det sjette her., next: d")
    longer = longer.replace(
        "ends:\n",
        "  - id: d\n    scene: Her er turen for meget for alle.\n    answers:\n"
        "      - {say: Ja., follows: Så sker der ikke mere her., next: x}\n"
        "      - {say: Nej., follows: Så sker der ikke mere her., next: x}\nends:\n",
    )
    with pytest.raises(ContentError, match="mere end 3 ture"):
        read(tmp_path, longer)


KEYS = st.sampled_from("abcdxyq")


@given(st.lists(KEYS, min_size=7, max_size=7))
def test_whatever_leads_where_it_is_sound_or_told(tmp_path_factory, nexts):
    """Any wiring of the seven answers: either every way ends within three turns, or the file is refused."""
    keys = iter(nexts)
    text = re.sub(r"next: [a-z]", lambda _: f"next: {next(keys)}", SOUND)
    try:
        scenario = read(tmp_path_factory.mktemp("wired"), text)
    except ContentError as error:
        assert all(mistake.line and mistake.field for mistake in error.mistakes)
        return
    assert all(FEWEST_TURNS <= len(way) - 1 <= MOST_TURNS for way in ways(scenario))
    assert {way[-1].end.id for way in ways(scenario)} == {"x", "y"}
    assert {step.turn.id for step in scenario.steps() if step.turn} == set("abc")


def test_authors_guide_names_every_field_and_branch():
    guide = (ROOT / "content" / "README.md").read_text(encoding="utf-8")
    names = [
        *ScenarioFields.model_fields,
        *Turn.model_fields,
        *Answer.model_fields,
        *End.model_fields,
        *InTheField.model_fields,
    ]
    assert [name for name in names if not re.search(rf"\b{name}\b", guide)] == []
    assert all(f"`{branch}`" in guide for branch in (item.id for item in LIBRARY.checklist.branches))
