"""What a table would do to the offers, row by row, before anything is done."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from datetime import date

from webapp.municipalities import Places
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import Taxonomy
from webapp.registry.ownership import owner
from webapp.security.cpr import has_cpr
from webapp.spreadsheets.headings import columns_of
from webapp.spreadsheets.judge import Judge
from webapp.spreadsheets.plan import Plan, RowError
from webapp.spreadsheets.read import Table
from webapp.spreadsheets.rows import Rows
from webapp.typed_text import HAS_CPR

# Open offers that one municipality looks after, and that none does. All of Denmark has some hundreds today, and phones
# keep them all.
MOST_OFFERS = 500


def plan_import(
    table: Table,
    offers: Iterable[Offer],
    scope: str | None,
    taxonomy: Taxonomy,
    places: Places,
    today: date,
) -> Plan:
    """What the table would do to these offers. `scope` is the only municipality that may be touched; None: all.

    An offer that is not in the table stays as it is. A row that says what the offer already is changes nothing.
    `offers` are all there are; of what others have nothing is told.
    """
    plan = Plan(notes=table.notes)
    plan.faults += [RowError(_row(where, table.at), where, HAS_CPR, "") for where, text in table.notes if has_cpr(text)]
    offers = tuple(offers)
    fields = columns_of(table, plan)
    if plan.faults:
        return plan
    mine = [one for one in offers if scope is None or owner(one) == scope]
    rows = Rows(plan, table, fields, mine, taxonomy, places)
    for row, values in table.rows:
        rows.read(row, values)
    judge = Judge(plan, rows.called, scope, taxonomy, places, today)
    for row, cells, here in rows.waiting:
        judge.row(row, cells, here)
    plan.faults.sort(key=lambda fault: fault.row)
    _judge_number(plan, offers, places)
    return plan


def _row(where: str, otherwise: int) -> int:
    """The row of a cell that is named last."""
    found = re.search(r" celle [A-Z]+(\d+)$", where)
    return int(found[1]) if found else otherwise


def _judge_number(plan: Plan, offers: Iterable[Offer], places: Places) -> None:
    """Hold what a municipality looks after to what phones can keep."""
    after = {offer.code: offer for offer in offers} | {
        each.offer.code if each.before else f"row {each.row}": each.offer for each in plan.planned
    }
    counted = Counter(owner(offer) for offer in after.values() if offer.status == "active")
    touched = {owner(each.offer): each.row for each in reversed(plan.planned)}
    for whose, row in touched.items():
        if counted[whose] > MOST_OFFERS:
            place = places.get(whose or "")
            name = f"{place.name} Kommune" if place else "Tilbud uden kommune"
            told = f"{name} ville have {counted[whose]} åbne tilbud; telefonerne har plads til højst {MOST_OFFERS}."
            plan.refuse(row, "", told, "Luk tilbud, der ikke er mere, eller send færre nye.")
