"""Everything in `content/practice/` together, and its references to cards, rules, topics and each other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from webapp.content.document import ContentError, Document, Mistake
from webapp.practice.scenario import Scenario, read_scenario
from webapp.practice.session import Session, read_session
from webapp.practice.year import Year, read_year

Item = TypeVar("Item", Scenario, Session)


@dataclass(frozen=True)
class Practice:
    """Scenarios and sessions by id, in their order, and the plan for the year."""

    scenarios: dict[str, Scenario]
    sessions: dict[str, Session]
    year: Year

    def with_card(self, card: str) -> list[Scenario]:
        """The scenarios in which one practises what a situation card is about."""
        return [scenario for scenario in self.scenarios.values() if card in scenario.field.cards]

    def with_check(self, branch: str) -> list[Scenario]:
        """The scenarios in which one practises what a branch of the checklist is about."""
        return [scenario for scenario in self.scenarios.values() if branch in scenario.field.checks]


def read_practice(folder: Path) -> Practice:
    """All of `content/practice/`. Raises ContentError with the mistakes of all files together."""
    mistakes: list[Mistake] = []
    scenarios = _read_all(folder / "scenarios", read_scenario, mistakes)
    sessions = _read_all(folder / "sessions", read_session, mistakes)
    year = None
    try:
        year = read_year(folder / "year.yaml")
    except ContentError as error:
        mistakes += error.mistakes
    if mistakes or year is None:
        raise ContentError(mistakes)
    return Practice(scenarios, sessions, year)


def _read_all(folder: Path, read: Callable[[Path], Item], mistakes: list[Mistake]) -> dict[str, Item]:
    found = {}
    for path in sorted(folder.glob("*.yaml"), key=lambda path: (len(path.stem), path.stem)):
        try:
            item = read(path)
        except ContentError as error:
            mistakes += error.mistakes
            continue
        found[item.id] = item
    if not found and not mistakes:
        mistakes.append(Mistake(folder.name, 1, "", "Der er ingen filer i mappen."))
    return found


def dead_references(
    practice: Practice, cards: dict, facts: dict, topics: set[str], branches: set[str], boxes: dict
) -> Iterator[Mistake]:
    """Cards, rules, boxes and the like that are named and do not exist, or rules that must not be shown."""

    def missing(document: Document, place: tuple, names, known, what: str):
        for number, name in enumerate(names):
            if name not in known:
                yield document.mistake((*place, number), f"{what} {name!r} findes ikke.")

    for scenario in practice.scenarios.values():
        document = scenario.document
        for number, end in enumerate(scenario.ends):
            yield from missing(document, ("ends", number, "cards"), end.cards, cards, "Kortet")
            yield from missing(document, ("ends", number, "law"), end.law, facts, "Reglen")
            for which, name in enumerate(end.law):
                if name in facts and not facts[name].shown:
                    message = f"Reglen {name!r} er ikke bekræftet (confidence: low) og må ikke vises."
                    yield document.mistake(("ends", number, "law", which), message)
        situations = {name for name in cards if name.startswith("s")}
        yield from missing(document, ("field", "cards"), scenario.field.cards, situations, "Situationskortet")
        yield from missing(document, ("field", "checks"), scenario.field.checks, branches, "Valget i tjeklisten")
        yield from missing(document, ("field", "topics"), scenario.field.topics, topics, "Emnet")
        yield from missing(document, ("boxes",), scenario.boxes, boxes, "Boksen")
    for session in practice.sessions.values():
        yield from missing(session.document, ("boxes",), session.boxes, boxes, "Boksen")
        yield from missing(session.document, ("cards",), session.cards, cards, "Kortet")
        if session.scenario is not None and session.scenario not in practice.scenarios:
            yield session.document.mistake(("scenario",), f"Øvelsen {session.scenario!r} findes ikke.")
    year = practice.year
    yield from missing(year.document, ("days",), year.days, cards, "Kortet")
    for number, month in enumerate(year.months):
        if month.session not in practice.sessions:
            yield year.document.mistake(("months", number, "session"), f"Mødet {month.session!r} findes ikke.")
        if month.card not in cards:
            yield year.document.mistake(("months", number, "card"), f"Kortet {month.card!r} findes ikke.")
