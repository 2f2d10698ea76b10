"""The rules that a row of a table is held to: the content file's, the desk's form's, and whose offer it is."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from difflib import get_close_matches

from webapp.content.document import ContentError, Document
from webapp.danish import fold
from webapp.municipalities import Places
from webapp.offers.link import tidy_link
from webapp.offers.offer import Offer, on_day
from webapp.offers.phone_number import tidy_number
from webapp.offers.taxonomy import Taxonomy
from webapp.offersdesk.validation import BAD_POSTCODE, LONGEST, POSTAL, form_values, parse_form, tidy_email, tidy_hours
from webapp.registry.file import NO_SOURCE, checked_rows, offer_of
from webapp.registry.ownership import owner
from webapp.security.cpr import has_cpr
from webapp.spreadsheets.columns import BY_FIELD, OURS, cells_of, choices, in_danish
from webapp.spreadsheets.plan import Plan, Planned
from webapp.typed_text import HAS_CPR, InvalidForm

# Control characters, marks that turn the direction of writing, and characters without any width.
_STRANGE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)
# The form's fields that the table calls something else.
_COLUMN = {
    **{"organization": "organisation", "description": "summary_da", "description_en": "summary_en"},
    **{"audiences": "audience", "contact_forms": "mode", "national": "area", "service_regions": "area"},
    **{"service_municipalities": "area", POSTAL: "postcode", "opening_hours": "hours", "hours_note": "hours_note_da"},
    **{"no_referral": "referral", "notes": "notes_da"},
}
# What a new row has written, all of which is held to the form's rules.
_WRITTEN = (
    *LONGEST,
    *("neutral_name", "phone", "sms", "email", "website", "opening_hours", "postal_code", "source_url", "source_date"),
)
# Columns with so few possibilities that all of them are told.
_FEW = ("status", "chat", "anonymous", "free", "referral", "children", "dogs", "confidence")
MOST_NEAR = 200  # faults, about as many as a page shows, that tell the word which was likely meant: to look takes time
ANOTHERS = "Du kan kun rette tilbud, som din egen kommune passer."


class Judge:
    """The rules that a row is held to, one after another; what passes them all is planned."""

    def __init__(
        self,
        plan: Plan,
        called: Mapping[str, Mapping[str, str]],
        scope: str | None,
        taxonomy: Taxonomy,
        places: Places,
        today: date,
    ):
        self._plan, self._scope, self._taxonomy, self._places, self._today = plan, scope, taxonomy, places, today
        self._called, self._say = called, in_danish(taxonomy)
        self._by_name = {place.name: place for place in places.values()}

    def row(self, row: int, cells: dict[str, str], here: Offer | None) -> None:
        """Judge a row: its cells, its offer by the content file's rules, and by the form's."""
        plan, places, scope = self._plan, self._places, self._scope
        found = len(plan.faults)
        self._cells(row, cells)
        as_it_is = cells_of(here, places) if here else {}
        days = {
            # a day that is kept stays, also where this machine's clock has not come to it
            name: _day(plan, row, name, cells[name], date.max if cells[name] == as_it_is.get(name) else self._today)
            for name in ("seen", "confirmed_on")
        }
        if not cells["status"] and here is not None:
            plan.refuse(row, "status", "Her skal stå noget.")
        kept_date = here is not None and cells["source_date"] == as_it_is["source_date"]
        checked = self._by_the_content(row, cells, here, kept_date, found)
        place = self._by_name.get(cells["municipality"])
        if scope is not None and place is not None and place.code != scope:
            plan.refuse(row, "municipality", ANOTHERS, f"Skriv {places[scope].name}.")
        if len(plan.faults) > found:
            return
        offer = offer_of(checked, here.code if here else "2222", self._by_name, cells["source_url"] == NO_SOURCE)
        if scope is not None and owner(offer) != scope:
            plan.refuse(row, "municipality", ANOTHERS, f"Skriv {places[scope].name}.")
        self._by_the_form(row, offer, here)
        if len(plan.faults) > found:
            return
        offer = offer.model_copy(
            update={
                "status": cells["status"] or "active",
                "seen": days["seen"] or self._today,
                "confirmed_on": days["confirmed_on"],
                "changes": here.changes if here else (),
                **({"source_date": here.source_date} if here and kept_date else {}),
                **{name: getattr(here, name) for name in ("first", "until", "later", "merged_into") if here},
            }
        )
        self._plan_offer(row, on_day(offer, places, self._today), here)

    def _cells(self, row: int, cells: dict[str, str]) -> None:
        for name, text in cells.items():
            if strange := _STRANGE.search(text):
                told = f"Der står et usynligt tegn (U+{ord(strange[0]):04X})."
                if strange[0] == "\ufffd":
                    told = "Et bogstav er gået tabt; der står \ufffd i stedet."
                self._plan.refuse(row, name, told, "Skriv teksten igen i stedet for at sætte den ind.")
            if name not in ("phone", "sms") and has_cpr(text):
                self._plan.refuse(row, name, HAS_CPR, "")
        for name, few in choices(self._places, self._today).items():
            if name in _FEW and cells[name] and cells[name] not in few:
                told = f"»{cells[name][:40]}« er ikke en af mulighederne: {', '.join(few)}."
                self._plan.refuse(row, name, told)

    def _by_the_content(self, row: int, cells: dict[str, str], here: Offer | None, kept_date: bool, found: int):
        # The content file's rules ask for an id; it is the database's to give. A date that is kept is not judged again.
        values = {name: text for name, text in cells.items() if name not in OURS}
        values |= {"id": here.id if here else f"ny {row}"} | ({"source_date": ""} if kept_date else {})
        document = Document("tabel", [values], {(): 1, (0,): row} | {(0, name): row for name in values})
        try:
            [checked] = checked_rows(document, self._taxonomy, self._places)
        except ContentError as error:
            refused = {fault.column for fault in self._plan.faults[found:]}
            for mistake in error.mistakes:
                name = mistake.field.split(".")[0]
                if name not in _FEW or BY_FIELD[name].label not in refused:
                    said = _in_words(name, cells[name]) or mistake.message
                    self._plan.refuse(row, name, said, self._nearest(name, cells[name], said))
            return None
        return checked

    def _nearest(self, name: str, text: str, said: str) -> str | None:
        """The word of ours that comes nearest to the one in a cell that a fault names; None when none is near."""
        if name not in self._called or len(self._plan.faults) >= MOST_NEAR:
            return None
        called = self._called[name]
        wrong = next((part for part in text.split(";") if repr(part) in said), "")
        near = get_close_matches(fold(wrong), called, 1, 0.75)
        return f"Er det »{called[near[0]]}«?" if near else None

    def _by_the_form(self, row: int, offer: Offer, here: Offer | None) -> None:
        """Hold what differs from the offer that is here to the rules of the form at the desk."""
        before = here or offer.model_copy(update=dict.fromkeys(_WRITTEN))
        try:
            parse_form(form_values(offer, self._places), before, self._taxonomy, self._places, self._today)
        except InvalidForm as error:
            for name, message in error.errors.items():
                self._plan.refuse(row, _COLUMN.get(name, name), message)

    def _plan_offer(self, row: int, offer: Offer, here: Offer | None) -> None:
        before = cells_of(here, self._places) if here else None
        after = cells_of(offer, self._places)
        if here is None:
            after["code"] = ""
        if before == after:
            self._plan.unchanged += 1
        else:
            self._plan.planned.append(Planned(row, offer, before, after, self._say))


_TIDIED = {
    **{"phone": tidy_number, "sms": tidy_number, "email": tidy_email},
    **{"website": tidy_link, "source_url": tidy_link},
}


def _in_words(name: str, text: str) -> str:
    """What is wrong with a cell in the words of the desk's form; empty when the form has none for it."""
    if not text:
        return "Her skal stå noget."
    said = BAD_POSTCODE if name == "postcode" else ""
    if name == "hours":
        try:
            tidy_hours(text)
        except ValueError as error:
            return str(error)
    if name in _TIDIED:
        try:
            _TIDIED[name](text)
        except ValueError as error:
            said = str(error)
    return said and f"Her står »{text[:40]}«. {said}"


def _day(plan: Plan, row: int, name: str, text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        plan.refuse(row, name, f"»{text[:40]}« er ikke en dag.")
        return None
    if day > today:
        plan.refuse(row, name, f"{text} ligger i fremtiden.")
    return day
