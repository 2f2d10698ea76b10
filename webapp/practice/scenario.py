"""A scenario to practise in: a graph of turns, where every way through ends in something learnt.

A turn is a scene with answers; an answer has a consequence and leads to the next turn or to an end. Nothing is right or
wrong: the reader only sees what happens. Everybody in a scenario is invented.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field, model_validator

from webapp.content.document import Checked, ContentError, Document, Mistake, PastDay, Written, read_yaml
from webapp.review.review import Review

FEWEST_TURNS, MOST_TURNS = 2, 3  # on any way through: long enough to see a consequence, short enough for a coffee break
ANSWERS_AT_START = 3
START = "start"  # the first step's place on the page

Key = Annotated[str, Field(pattern=r"^[a-z]$")]
Number = Annotated[str, Field(pattern=r"^[1-9][0-9]?$")]
Group = Literal["m1", "m2", "m3", "m4"]


class Answer(Checked):
    """One thing the reader can say or do, what then happens, and the turn or end that comes next."""

    say: Annotated[str, Field(min_length=2, max_length=220)] | None = None
    do: Annotated[str, Field(min_length=2, max_length=140)] | None = None
    follows: Annotated[str, Field(min_length=20, max_length=420)]
    next: Key

    @model_validator(mode="after")
    def _is_said_or_done(self):
        if (self.say is None) == (self.do is None):
            raise ValueError("Et svar skal have enten say (en replik) eller do (en handling), og kun det ene.")
        return self


class Turn(Checked):
    """A moment in the scenario and the answers to it."""

    id: Key
    scene: Annotated[str, Field(min_length=20, max_length=420)]
    answers: Annotated[tuple[Answer, ...], Field(min_length=2, max_length=3)]


class End(Checked):
    """Where a way through stops: what there was to learn, and the cards (and rules) that say more."""

    id: Key
    point: Annotated[str, Field(min_length=20, max_length=420)]
    cards: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    law: tuple[str, ...] = ()


class InTheField(Checked):
    """Where to go when it happened for real: situation cards, branches of the checklist, and topics of offers."""

    cards: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]
    checks: Annotated[tuple[str, ...], Field(min_length=1, max_length=2)]
    topics: Annotated[tuple[str, ...], Field(min_length=1, max_length=3)]


class ScenarioFields(Checked):
    """What stands in a scenario's file; `content/README.md` explains each field to those who write them."""

    id: Number
    name: Annotated[str, Field(min_length=3, max_length=40)]
    about: Annotated[str, Field(min_length=10, max_length=90)]
    groups: Annotated[tuple[Group, ...], Field(min_length=1, max_length=3)]
    turns: Annotated[tuple[Turn, ...], Field(min_length=2, max_length=9)]
    ends: Annotated[tuple[End, ...], Field(min_length=1, max_length=6)]
    field: InTheField
    talk: Annotated[str, Field(min_length=10, max_length=200)]
    source: Annotated[str, Field(min_length=4)]
    confirmed: PastDay
    reviewed: Review | None
    boxes: tuple[str, ...] = ()


@dataclass(frozen=True)
class ScenarioStep:
    """What the reader sees at one place (`#a2`, `#a2c1`) on the page: the answer that led there, and the turn or end
    it led to. The first step has no answer. `back` is the place one came from."""

    place: str
    answer: Answer | None
    turn: Turn | None
    end: End | None
    back: str


@dataclass(frozen=True)
class Scenario(Written):
    """One scenario, checked: its graph has no dead end and no orphan."""

    @property
    def address(self) -> str:
        """Where it is played."""
        return f"/oev/{self.id}"

    @property
    def elements(self) -> set[str]:
        """The core elements that its ends lead to."""
        return {card for end in self.ends for card in end.cards if card in "12345"}

    def steps(self) -> list[ScenarioStep]:
        """Every place on the scenario's page: a step for each answer on each way through, parents before children."""
        turns, ends = {turn.id: turn for turn in self.turns}, {end.id: end for end in self.ends}
        first = self.turns[0]
        found = [ScenarioStep(START, None, first, None, "")]

        def follow(place: str, back: str, turn: Turn) -> None:
            for number, answer in enumerate(turn.answers, 1):
                here = f"{place}{turn.id}{number}"
                found.append(ScenarioStep(here, answer, turns.get(answer.next), ends.get(answer.next), back))
                if answer.next in turns:
                    follow(here, here, turns[answer.next])

        follow("", START, first)
        return found


def read_scenario(path: Path) -> Scenario:
    """The scenario in one file. Raises ContentError with every mistake in its fields, else in its graph."""
    document = read_yaml(path)
    fields = document.checked(ScenarioFields)
    mistakes = []
    if fields.id != path.stem:
        mistakes.append(document.mistake(("id",), f"Filen hedder {path.name}, men id er {fields.id!r}."))
    mistakes += graph_mistakes(fields, document)
    if mistakes:
        raise ContentError(mistakes)
    return Scenario(fields, document)


def graph_mistakes(fields: ScenarioFields, document: Document) -> list[Mistake]:
    """What is wrong with the graph: unknown or doubled keys, orphans, circles, ways that are too short or too long."""
    mistakes, seen = [], set()
    places = {("turns", number): turn.id for number, turn in enumerate(fields.turns)}
    places |= {("ends", number): end.id for number, end in enumerate(fields.ends)}
    for place, key in places.items():
        if key in seen:
            mistakes.append(document.mistake((*place, "id"), f"Bogstavet {key!r} står to gange."))
        seen.add(key)
    led_to = {fields.turns[0].id}
    for number, turn in enumerate(fields.turns):
        for which, answer in enumerate(turn.answers):
            if answer.next not in seen:
                there = ("turns", number, "answers", which, "next")
                mistakes.append(document.mistake(there, f"En blindgyde: {answer.next!r} findes ikke."))
            led_to.add(answer.next)
    reached = _reached(fields)
    for place, key in places.items():
        if key not in reached:
            why = "Kun svar, som ingen kommer til, fører" if key in led_to else "Ingen svar fører"
            mistakes.append(document.mistake((*place, "id"), f"{why} til {key!r}."))
    if len(fields.turns[0].answers) != ANSWERS_AT_START:
        mistakes.append(document.mistake(("turns", 0, "answers"), f"Den første tur skal have {ANSWERS_AT_START} svar."))
    return mistakes or _length_mistakes(fields, document)


def _reached(fields: ScenarioFields) -> set[str]:
    """What somebody who begins at the first turn can come to."""
    turns = {turn.id: turn for turn in fields.turns}
    reached, ahead = set(), [fields.turns[0].id]
    while ahead:
        key = ahead.pop()
        if key not in reached and key in turns:
            ahead += [answer.next for answer in turns[key].answers]
        reached.add(key)
    return reached


def _length_mistakes(fields: ScenarioFields, document: Document) -> list[Mistake]:
    numbers = {turn.id: number for number, turn in enumerate(fields.turns)}
    mistakes: dict[tuple, Mistake] = {}

    def walk(key: str, way: tuple[str, ...]) -> None:
        number = numbers[key]
        for which, answer in enumerate(fields.turns[number].answers):
            place = ("turns", number, "answers", which, "next")
            if answer.next in way:
                message = f"Svaret fører tilbage til {answer.next!r}: historien går i ring."
            elif answer.next not in numbers and len(way) < FEWEST_TURNS:
                message = f"Slutningen kommer efter {len(way)} tur. Der skal være mindst {FEWEST_TURNS}."
            elif answer.next in numbers and len(way) == MOST_TURNS:
                message = f"Vejen har mere end {MOST_TURNS} ture."
            else:
                if answer.next in numbers:
                    walk(answer.next, (*way, answer.next))
                continue
            mistakes.setdefault(place, document.mistake(place, message))

    walk(fields.turns[0].id, (fields.turns[0].id,))
    return list(mistakes.values())
