"""The worker's reading of opening tables: it says what Python says, to the letter."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.browser.both_sides import BATCHES
from tests.conftest import LIBRARY, WORDS
from tests.hours.written import CONTENT_HOURS, COVERED, ZONE, changes_of, minute_of, minutes, texts
from tests.rules import cases
from webapp.hours.hours_text import week_said
from webapp.hours.opening import EPOCH, opening, words
from webapp.hours.span import DAY
from webapp.hours.table import compiled, covered, holidays, zone
from webapp.languages.edition_part import parts

# As in test_rules.py: one evaluation carries many examples.
BATCH = 40
FEW = settings(BATCHES, max_examples=10)
YEARS = range(2026, 2028)

HELPERS = """
    const said = ({ tables, zone, holidays, covered, asked }) => asked.map(([number, minute]) => {
        const state = opening(tables[number], zone, holidays, covered, minute);
        const words = spoken.map((language) => openingWords(state, zone, minute, language));
        const isOpen = isOpenAt(tables[number], zone, holidays, covered, minute);
        return [isOpen === (state.kind === "open") && state.kind, state.until, state.always, ...words];
    });
"""


@pytest.fixture(scope="module")
def sandbox(page_with):
    """The worker's reading of opening tables, on a phone whose own clock must not matter."""
    scripts = ("hours/worker/opening.js", "offline/worker/slots.js", "languages/worker/words.js", HELPERS)
    page = page_with(*scripts, timezone_id="Asia/Kolkata", locale="en-US")
    page.evaluate(
        """(parts) => {
            const languages = new Languages((path) => parts[path]);
            globalThis.spoken = languages.rows.map(([code]) => languages.words(code));
        }""",
        parts(LIBRARY.languages),
    )
    return page


def compare(sandbox, tables: list, asked: list[tuple[int, int]], years: range = YEARS) -> None:
    """Ask both sides for each (number of a table, minute)."""
    zone_rows, off_days, within = zone(years), holidays(years), covered(years)
    expected = []
    for number, minute in asked:
        state = opening(tables[number], zone_rows, off_days, within, minute)
        expected.append([*state, *(words(state, zone_rows, minute, said) for said in WORDS.values())])
    question = {"tables": tables, "zone": zone_rows, "holidays": off_days, "covered": list(within), "asked": asked}
    answers = sandbox.evaluate("said", question)
    for ask, answer, expect in zip(asked, answers, expected, strict=True):
        assert answer == expect, (tables[ask[0]], ask[1])


def test_phone_says_the_same_in_every_case(sandbox):
    every = cases("opening")
    tables = [compiled(case["hours"], changes_of(case), YEARS) for case in every]
    compare(sandbox, tables, [(number, minute_of(case["at"])) for number, case in enumerate(every)])


def test_phone_says_every_line_of_the_week_in_every_language_as_the_server_does(sandbox):
    texts_said = {case["hours"]: compiled(case["hours"], (), YEARS) for case in cases("week")}
    lines = [line for text, table in texts_said.items() for line in week_said(text, (), table, date(2026, 11, 29))]
    said = sandbox.evaluate("(lines) => spoken.map((language) => lines.map((line) => language.line(line)))", lines)
    assert said == [[language.line(line) for line in lines] for language in WORDS.values()]


def test_phone_says_the_same_of_the_contents_hours_all_year(sandbox):
    tables = [compiled(text, (), YEARS) for text in CONTENT_HOURS]
    # Every 29 hours and 7 minutes: all hours of all weekdays, holidays and both changes of the clock.
    times = range(COVERED[0] - 3 * DAY, COVERED[1] + 3 * DAY, 29 * 60 + 7)
    compare(sandbox, tables, [(number, minute) for number in range(len(tables)) for minute in times])


def test_phone_says_the_same_around_the_changes_of_the_clock(sandbox):
    tables = [
        {"week": [[span]] * 7, "days": {}}
        for span in ([1320, 1560], [1320, 1590], [1320, 1620], [120, 150], [150, 300], [135, 165], [1320, 1680])
    ]
    for change, _ in ZONE[1:]:
        times = range(change - 200, change + 200, 5)
        compare(sandbox, tables, [(number, minute) for number in range(len(tables)) for minute in times])


@FEW
@given(some.lists(some.tuples(texts(), some.lists(minutes, min_size=3, max_size=10)), min_size=1, max_size=8))
def test_phone_says_the_same_of_any_text(sandbox, examples):
    tables = [compiled(text, (), YEARS) for (text, _), _ in examples]
    compare(sandbox, tables, [(number, minute) for number, (_, times) in enumerate(examples) for minute in times])


intervals = some.tuples(some.integers(0, 1800), some.integers(1, 1500), some.integers(0, 4)).map(
    lambda one: [one[0], one[0] + one[1]] + ["unknown"] * (one[2] == 0)
)
any_day = some.lists(intervals, max_size=3)
dates = some.integers(COVERED[0] // DAY - 2, COVERED[1] // DAY + 2)


@some.composite
def tables_and_minutes(draw):
    """A table such as none would be written, and minutes near the days that stand in it."""
    numbers = draw(some.lists(dates, max_size=4, unique=True))
    days = {date.fromordinal(EPOCH + number).isoformat(): draw(any_day) for number in numbers}
    week = draw(some.lists(any_day, min_size=7, max_size=7) | some.just([[]] * 7) | some.just([[[0, DAY]]] * 7))
    table = draw(some.sampled_from([{"week": week, "days": days}] * 9 + [{"always": True}, None]))
    near = some.integers(-15 * DAY, 2 * DAY)
    times = [number * DAY + draw(near) for number in numbers for _ in range(3)] + draw(some.lists(minutes, max_size=3))
    return table, times


@FEW
@given(some.lists(tables_and_minutes(), min_size=BATCH, max_size=BATCH))
def test_phone_says_the_same_of_any_table(sandbox, examples):
    tables = [table for table, _ in examples]
    compare(sandbox, tables, [(number, minute) for number, (_, times) in enumerate(examples) for minute in times])
