"""The headings of a table as columns of ours; columns that would be lost, and those that lack, are told."""

from __future__ import annotations

import re

from webapp.formulas import unguarded
from webapp.spreadsheets.cells import same_letters
from webapp.spreadsheets.columns import BY_FIELD, DAY, FIELDS, MAY_LACK, PASSED_OVER, YOUNGER, field_of, nearest, tidy
from webapp.spreadsheets.plan import Plan, RowError
from webapp.spreadsheets.read import Table
from webapp.spreadsheets.sandboxed_reader import MOST_ROWS

_A_PHONE = re.compile(r"(?:(?:\+|00)45)? *(?:\d *){8}")
_OR_PHONES = ("nr", "nummer")  # what a column of telephone numbers may be called too


def columns_of(table: Table, plan: Plan) -> list[str | None]:
    """The column of ours that each column of a table is; None where it is none. What is wrong is added to the plan."""
    fields = [field_of(tidy(same_letters(unguarded(heading)))) for heading in table.headings]
    if not any(fields):
        told = "Ingen af de øverste rækker har overskrifterne."
        advice = "Brug den fil, du henter her: overskrifterne øverst, og gem den som regneark eller CSV med semikolon."
        plan.faults.append(RowError(table.at, "", told, advice))
        return fields
    for place, (heading, name) in enumerate(zip(table.headings, fields, strict=True)):
        filled = [values[place].strip() for _row, values in table.rows if place < len(values) and values[place].strip()]
        called = heading.strip(" .:").casefold()
        counted = called in PASSED_OVER and not (called in _OR_PHONES and any(map(_A_PHONE.fullmatch, filled)))
        if name is None and heading.strip() and filled and not counted:
            advice = "Brug overskrifterne fra den fil, du henter her, og slet kolonner, der ikke hører til."
            if near := nearest(heading):
                advice = f"Er det »{near}«, så skriv det. Hører den ikke til, så slet den."
            plan.faults.append(RowError(table.at, heading[:60], "Kolonnen kendes ikke.", advice))
        elif name is None and not heading.strip() and filled and not _count_the_rows(filled):
            told = f"Kolonne {_letters(place)} har ingen overskrift, men der står »{filled[0][:40]}« i den."
            plan.faults.append(RowError(table.at, "", told, "Skriv overskriften, eller slet kolonnen."))
        elif name and fields.index(name) != place:
            plan.faults.append(RowError(table.at, heading[:60], "Kolonnen står to gange.", "Slet den ene."))
    lacking = []
    for name in FIELDS:
        by_day = name == "hours" and any(one and one.startswith(DAY) for one in fields)
        in_another = name == "city" and "postcode" in fields
        if name not in (*fields, *YOUNGER, *MAY_LACK) and not by_day and not in_another:
            lacking.append(BY_FIELD[name].label)
    if lacking:
        told = "Kolonnen mangler." if len(lacking) == 1 else f"Kolonnerne mangler: {', '.join(lacking)}."
        advice = "Hent en ny fil, og sæt dine rettelser ind i den."
        plan.faults.append(RowError(table.at, lacking[0] if len(lacking) == 1 else "", told, advice))
    return fields


def _count_the_rows(texts: list[str]) -> bool:
    """Whether texts are numbers that go up, as rows are counted; telephone numbers and postcodes are none."""
    numbers = [int(text) for text in texts if text.isdecimal() and int(text) <= MOST_ROWS]
    return len(numbers) == len(texts) and numbers == sorted(set(numbers))


def _letters(place: int) -> str:
    """A column as programs call it: A to Z, then AA."""
    return (chr(64 + place // 26) if place >= 26 else "") + chr(65 + place % 26)
