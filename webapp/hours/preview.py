"""What typed hours come to, by the same code as the public pages: the week in lines, and what it says right now."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from webapp.hours.change import Change
from webapp.hours.hours_text import change_lines, week_lines, weekdays
from webapp.hours.opening import opening, words
from webapp.hours.questions import Question, questions
from webapp.hours.table import compiled, covered, holidays, zone
from webapp.languages.words import Words

_PLACE = re.compile(r"\btegn (\d+)", re.IGNORECASE)


@dataclass(frozen=True)
class Hours:
    """The week's lines, dated changes' lines, the opening state (its kind and its words), the text as it would be kept,
    its week day by day, and what to ask about it."""

    week: list[str]
    changes: list[str]
    kind: str
    said: str
    text: str
    days: list[tuple[str, str]]
    questions: list[Question]


def hours_of(text: str | None, changes: tuple[Change, ...], moment: datetime, danish: Words) -> Hours:
    """What hours and their dated changes say at a moment. Raises OpeningHoursError."""
    years = range(moment.year, moment.year + 2)
    table = compiled(text, changes, years)
    minute, rows = int(moment.timestamp() // 60), zone(years)
    state = opening(table, rows, holidays(years), covered(years), minute)
    return Hours(
        week_lines(text, changes, table, danish, moment.date()),
        change_lines(changes, moment.date(), danish),
        state.kind,
        words(state, rows, minute, danish),
        text or "",
        weekdays(compiled(text, (), years), danish),
        questions(text),
    )


def parted(text: str, message: str) -> tuple[str, str] | None:
    """The text before and from the place that a message about hours names; None when it names none in the text."""
    found = _PLACE.search(message)
    place = int(found[1]) - 1 if found else -1
    return (text[:place], text[place:]) if 0 <= place <= len(text) else None
