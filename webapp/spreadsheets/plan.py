"""What a table would do to the offers, row by row, before anything is done.

The content file's own rules judge it, then those of the form at the desk, then whose the offer is.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date

from webapp.content.document import ContentError, Document
from webapp.danish import danish_date, fold
from webapp.formulas import unguarded
from webapp.municipalities import Places
from webapp.offers.link import tidy_link
from webapp.offers.offer import Offer, on_day
from webapp.offers.phone_number import tidy_number
from webapp.offers.taxonomy import Taxonomy
from webapp.offersdesk.validation import (
    BAD_POSTCODE,
    LONGEST,
    NEUTRAL_NAMES,
    POSTAL,
    form_values,
    parse_form,
    tidy_email,
    tidy_hours,
)
from webapp.registry.file import NATIONAL, NO_SOURCE, REGION, checked_rows, offer_of
from webapp.registry.ownership import owner
from webapp.security.cpr import has_cpr
from webapp.spreadsheets.cells import LISTS, american, either_way, lost, meant, month_first, same_letters
from webapp.spreadsheets.columns import (
    BY_FIELD,
    DAY,
    FIELDS,
    MAY_LACK,
    OURS,
    PASSED_OVER,
    UNTOLD,
    YOUNGER,
    cells_of,
    choices,
    field_of,
    nearest,
    tidy,
    words,
)
from webapp.spreadsheets.read import Table
from webapp.spreadsheets.sandboxed_reader import MOST_ROWS
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
# What a row has in a column that its table lacks.
_ELSE = {"chat": "no"}
# What says in a weekday's column that it is closed.
_NOT_OPEN = ("-", "–", "—", "x", "X")
_POSTCODE_AND_TOWN = re.compile(r"(?:DK[- ]?)?([0-9]{4})[ ,]+([^\W\d][^\d,;]*)", re.IGNORECASE)
_STREET_AND_TOWN = re.compile(r"(\S.*?)(?:,\s*|\s*\n\s*)(?:DK[- ]?)?([0-9]{4})[ ]+([^\W\d][^\d,;\n]*)", re.DOTALL)
_WHOLE_MUNICIPALITY = ("hele kommunen", "kommunen", "hele kommunen og omegn")
_CODE = re.compile("[a-z2-9]{4}")
_SUM = re.compile(r"(?:i alt|total\w*|sum|antal|gennemsnit)\b|.*:$", re.IGNORECASE)  # or a note: "Kilde:"
MOST_OF_A_SUM = 4  # cells
_LIKE_A_PHONE = re.compile(r"(?:\d *){8}")
# Columns whose cells hold a day.
_DAYS = ("seen", "confirmed_on", "source_date")
# Columns with so few possibilities that all of them are told.
_FEW = ("status", "chat", "anonymous", "free", "referral", "children", "dogs", "confidence")
# Open offers that one municipality looks after, and that none does. All of Denmark has some hundreds today, and phones
# keep them all.
MOST_OFFERS = 500
ANOTHERS = "Du kan kun rette tilbud, som din egen kommune passer."


@dataclass(frozen=True)
class RowError:
    """Something to mend: the row in the file, the column's heading, what is wrong, and what to do."""

    row: int
    column: str
    message: str
    advice: str


@dataclass(frozen=True)
class Planned:
    """An offer that would be changed, or come in (`before` is None). Cells by column."""

    row: int
    offer: Offer
    before: dict[str, str] | None
    after: dict[str, str]

    @property
    def differences(self) -> list[tuple[str, str, str]]:
        """What differs, as (heading, before, after)."""
        before = self.before or dict.fromkeys(FIELDS, "")
        return [
            (BY_FIELD[name].label, before[name], self.after[name])
            for name in FIELDS
            if before[name] != self.after[name] and not (self.before is None and name == "code")
        ]


@dataclass
class Plan:
    """What a table comes to. With faults nothing of it can be done."""

    planned: list[Planned] = field(default_factory=list)
    unchanged: int = 0
    passed: list[tuple[int, str]] = field(default_factory=list)  # rows that are no offer, and what stands in them
    notes: list[tuple[str, str]] = field(default_factory=list)  # beside cells: cell, text
    faults: list[RowError] = field(default_factory=list)

    @property
    def left_out(self) -> list[str]:
        """What stands in the file and is not taken, in sentences."""
        rows = [f"Række {row} er sprunget over, for den er ikke et tilbud: »{text}«." for row, text in self.passed]
        return rows + [f"Noten ved celle {cell} kommer ikke med: »{text[:200]}«." for cell, text in self.notes]

    @property
    def basis(self) -> str:
        """A digest of what would be done to what; it differs when an offer was changed meanwhile."""
        told = [[each.row, each.before, each.after] for each in self.planned]
        return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


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
    offers = tuple(offers)
    fields = _headings(table, plan)
    if plan.faults:
        return plan
    mine = [one for one in offers if scope is None or owner(one) == scope]
    rows = _Rows(plan, table, fields, mine, taxonomy, places)
    for row, values in table.rows:
        rows.read(row, values)
    judge = _Judge(plan, scope, taxonomy, places, today)
    for row, cells, here in rows.waiting:
        judge.row(row, cells, here)
    plan.faults.sort(key=lambda fault: fault.row)
    _judge_number(plan, offers, places)
    return plan


class _Rows:
    """The rows of a table, read beside the offers that they may change: those that say something new wait to be
    judged, each with its cells and the offer that is there."""

    def __init__(
        self,
        plan: Plan,
        table: Table,
        fields: list[str | None],
        offers: list[Offer],
        taxonomy: Taxonomy,
        places: Places,
    ):
        self._called = {
            name: {fold(said): word for word, label in terms for said in (label, word)}
            for name, terms in words(taxonomy).items()
        }
        named = [place.name for place in places.values()]
        for name, known in (
            ("area", [NATIONAL, *named, *(REGION + region for region in places.regions.known())]),
            ("municipality", named),
            ("region", places.regions.known()),
            ("neutral_name", NEUTRAL_NAMES),
        ):
            self._called[name] = {fold(one): one for one in known}
        self._plan, self._fields, self._places = plan, fields, places
        self._known = {offer.code: offer for offer in offers}
        self._named = {
            _called(offer.name, offer.organization): offer.code for offer in offers if offer.status == "active"
        }
        self._spoilt: dict[int, list[tuple[int, str]]] = {}
        for row, place, message in table.spoilt:
            self._spoilt.setdefault(row, []).append((place, message))
        self._months_first = american(
            value.strip()
            for _row, values in table.rows
            for name, value in zip(fields, values, strict=False)
            if name in _DAYS
        )
        self._seen: dict[object, int] = {}
        self.waiting: list[tuple[int, dict[str, str], Offer | None]] = []

    def read(self, row: int, values: Sequence[str]) -> None:
        """Read a row; what is wrong with it is refused."""
        if self._is_no_offer(row, values):
            return
        if row in self._spoilt:
            for place, message in self._spoilt[row]:
                name = self._fields[place] if place < len(self._fields) else None
                _refuse(self._plan, row, name or "", message, "")
            return
        cells = dict.fromkeys(FIELDS, "") | {
            name: tidy(same_letters(unguarded(value)))
            for name, value in zip(self._fields, values, strict=False)
            if name
        }
        if not _of_days(cells):
            told = "Tiderne ved ugedagene er andre end dem i kolonnen Åbningstid."
            _refuse(self._plan, row, "hours", told, "Slet dem et af stederne.")
            return
        here = self._known.get(cells["code"])
        kept = cells_of(here, self._places) if here else {}
        moved = any(cells[name] != kept.get(name) for name in ("address", "postcode", "city"))
        if moved and not _place_apart(cells):
            told = f"»{cells['address'][:60]}« har et andet postnummer end kolonnen Postnummer."
            _refuse(self._plan, row, "address", told, "Skriv kun vej og nummer, og ret det, der er galt.")
            return
        if cells["area"].casefold() in _WHOLE_MUNICIPALITY:
            cells["area"] = cells["municipality"]
        cells |= {name: kept.get(name, "unknown") for name in YOUNGER if name not in self._fields}
        cells |= {name: kept.get(name, _ELSE.get(name, "")) for name in MAY_LACK if name not in self._fields}
        if here is None:
            cells |= {name: cells[name] or "unknown" for name in UNTOLD}
        if self._has_lost(row, cells, kept):
            return
        typed = cells | ({name: month_first(cells[name]) for name in _DAYS} if self._months_first else {})
        cells = {name: self._meant(name, text) for name, text in typed.items()}
        if self._cannot_be_told_apart(row, values, cells, here):
            return
        if here is not None:
            # What means the same as what is kept stays as it is kept, to the letter.
            cells |= {
                name: text
                for name, text in kept.items()
                if cells[name] != text and (cells[name] == meant(name, text) or _same_day(name, typed[name], text))
            }
            if cells == kept:
                self._plan.unchanged += 1
                return
        if not self._has_unclear_days(row, cells, typed, kept):
            self.waiting.append((row, cells, here))

    def _meant(self, name: str, text: str) -> str:
        """What was meant by a cell; a word of the taxonomy may be told by what it means: "Hjemløshed"."""
        text = meant(name, text)
        if name not in self._called:
            return text
        called, found = self._called[name], []
        if name not in LISTS:
            return called.get(fold(text), text)
        for one in text.split(";"):
            pieces = re.split(r" og | samt | ?[&+/] ?", one) if fold(one) not in called else [one]
            if name == "languages":  # that Danish is spoken goes without saying
                pieces = [piece for piece in pieces if fold(piece) not in ("dansk", "da")]
            both = all(fold(piece) in called for piece in pieces)
            found += [called.get(fold(piece), piece) for piece in (pieces if both else [one])]
        return ";".join(found)

    def _is_no_offer(self, row: int, values: Sequence[str]) -> bool:
        """Pass over a heading between offers, a sum below them or a note: it is told, and nothing is done."""
        filled = [(place, value.strip()) for place, value in enumerate(values) if value.strip()]
        if not filled:
            return True
        place, first = filled[0]
        if row in self._spoilt and not _SUM.match(first):  # the sum of a column may be a formula
            return False
        name = self._fields[place] if place < len(self._fields) else None
        an_offer = (name == "name" and not first.isdigit()) or (name == "code" and _CODE.fullmatch(first))
        alone = len(filled) == 1 and not an_offer
        total = len(filled) <= MOST_OF_A_SUM and _SUM.match(first)
        text = " ".join(value for _, value in filled)
        if alone or total:
            if has_cpr(text):
                _refuse(self._plan, row, name or "", HAS_CPR, "")
            else:
                self._plan.passed.append((row, text[:60]))
            return True
        if len(filled) == 1 and name == "name":
            told = f"Her står kun »{first[:40]}«. Er det en overskrift, så slet rækken."
            _refuse(self._plan, row, "name", told, "Er det et tilbud, så skriv resten.")
            return True
        return False

    def _has_lost(self, row: int, cells: dict[str, str], kept: dict[str, str]) -> bool:
        """Refuse what a program has made of a cell, and what was meant cannot be known."""
        changed = [(name, text) for name, text in cells.items() if text != same_letters(kept.get(name, ""))]
        wrong = [(name, found) for name, text in changed if (found := _lost(name, text))]
        for name, (message, advice) in wrong:
            _refuse(self._plan, row, name, message, advice)
        return bool(wrong)

    def _cannot_be_told_apart(self, row: int, values: Sequence[str], cells: dict[str, str], here: Offer | None) -> bool:
        """Refuse a row of which it is not known which offer it is about."""
        plan, code = self._plan, cells["code"]
        key = code or _called(cells["name"], cells["organisation"] or cells["name"])
        if len(values) > len(self._fields) and any(value.strip() for value in values[len(self._fields) :]):
            _refuse(plan, row, "", "Rækken har flere felter, end der er kolonner.", "Mangler der et anførselstegn?")
        elif code and here is None:
            _refuse(plan, row, "code", f"Koden »{code[:40]}« kender vi ikke.")
        elif key in self._seen:
            told = f"Tilbuddet står også i række {self._seen[key]}."
            _refuse(plan, row, "code" if code else "name", told, "Slet den ene.")
        elif here is None and key in self._named:
            self._seen[key] = row
            advice = f"Skal det rettes, så skriv {self._named[key]} i kolonnen Kode."
            _refuse(plan, row, "name", "Der er allerede et tilbud med det navn.", advice)
        else:
            self._seen[key] = row
            return False
        return True

    def _has_unclear_days(self, row: int, cells: dict[str, str], typed: dict[str, str], kept: dict[str, str]) -> bool:
        """Refuse days that may be written in two orders, where no other day of the table tells which."""
        unclear = [
            name
            for name in _DAYS
            if self._months_first is None and either_way(typed[name]) and cells[name] != kept.get(name)
        ]
        for name in unclear:
            day = date.fromisoformat(cells[name])
            turned = day.replace(month=day.day, day=day.month)
            told = f"{typed[name]} kan både være {danish_date(day)} og {danish_date(turned)}."
            _refuse(self._plan, row, name, told, f"Skriv {day} eller {turned}.")
        return bool(unclear)


def _called(*names: str) -> tuple[str, ...]:
    """Names as they are compared: "CAFÉ PRØVEN" and "Café  Prøven" are one."""
    return tuple(" ".join(name.casefold().split()) for name in names)


def _of_days(cells: dict[str, str]) -> bool:
    """Take the hours of a table with a column for each weekday as one text. False where the column of hours has other
    ones."""
    days = {name.removeprefix(DAY): cells.pop(name) for name in list(cells) if name.startswith(DAY)}
    told = "; ".join(f"{day} {'lukket' if text in _NOT_OPEN else text}" for day, text in days.items() if text)
    cells["hours"] = cells["hours"] or told
    return not told or meant("hours", told) == meant("hours", cells["hours"])


def _place_apart(cells: dict[str, str]) -> bool:
    """ "9000 Aalborg" in one cell, or behind the street in its cell, as postcode and town. False where the postcode
    behind a street is another than the column's."""
    found = _POSTCODE_AND_TOWN.fullmatch(cells["city"])
    if found and cells["postcode"] in ("", found[1]):
        cells["postcode"], cells["city"] = found.groups()
    found = _POSTCODE_AND_TOWN.fullmatch(cells["postcode"])
    if found and cells["city"].casefold() in ("", found[2].casefold()):
        cells["postcode"], cells["city"] = found[1], cells["city"] or found[2]
    if found := _STREET_AND_TOWN.fullmatch(cells["address"]):
        street, postcode, town = found.groups()
        if cells["postcode"] not in ("", postcode):
            return False
        cells["address"], cells["postcode"], cells["city"] = street, postcode, cells["city"] or town
    return True


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
            _refuse(plan, row, "", told, "Luk tilbud, der ikke er mere, eller send færre nye.")


def _same_day(name: str, typed: str, kept: str) -> bool:
    """Whether a cell says the day or month that is kept, as a program writes it: a month as its first day."""
    if name not in _DAYS:
        return False
    readings = {meant(name, typed), meant(name, month_first(typed))} if either_way(typed) else {meant(name, typed)}
    as_month = name == "source_date" and len(kept) == 7 and not re.fullmatch("[0-9-]{10}", typed)
    return kept in readings or (as_month and f"{kept}-01" in readings)


def _lost(name: str, text: str) -> tuple[str, str] | None:
    return lost(name, text) if meant(name, text) == text else None


def _headings(table: Table, plan: Plan) -> list[str | None]:
    fields = [field_of(tidy(same_letters(unguarded(heading)))) for heading in table.headings]
    if not any(fields):
        told = "Ingen række øverst har overskrifterne."
        advice = "Brug den fil, du henter her: overskrifterne øverst, og gem den som regneark eller CSV med semikolon."
        plan.faults.append(RowError(table.at, "", told, advice))
        return fields
    for place, (heading, name) in enumerate(zip(table.headings, fields, strict=True)):
        filled = [values[place].strip() for _row, values in table.rows if place < len(values) and values[place].strip()]
        counted = heading.strip(" .:").casefold() in PASSED_OVER and not any(
            _LIKE_A_PHONE.search(one) for one in filled
        )
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


class _Judge:
    """The rules that a row is held to, one after another; what passes them all is planned."""

    def __init__(self, plan: Plan, scope: str | None, taxonomy: Taxonomy, places: Places, today: date):
        self._plan, self._scope, self._taxonomy, self._places, self._today = plan, scope, taxonomy, places, today
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
            _refuse(plan, row, "status", "Her skal stå noget.")
        kept_date = here is not None and cells["source_date"] == as_it_is["source_date"]
        checked = self._by_the_content(row, cells, here, kept_date, found)
        place = self._by_name.get(cells["municipality"])
        if scope is not None and place is not None and place.code != scope:
            _refuse(plan, row, "municipality", ANOTHERS, f"Skriv {places[scope].name}.")
        if len(plan.faults) > found:
            return
        offer = offer_of(checked, here.code if here else "2222", self._by_name, cells["source_url"] == NO_SOURCE)
        if scope is not None and owner(offer) != scope:
            _refuse(plan, row, "municipality", ANOTHERS, f"Skriv {places[scope].name}.")
        _judge_typed(plan, row, offer, here, self._taxonomy, places, self._today)
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
                _refuse(self._plan, row, name, told, "Skriv teksten igen i stedet for at sætte den ind.")
            if name not in ("phone", "sms") and has_cpr(text):
                _refuse(self._plan, row, name, HAS_CPR, "")
        for name, few in choices(self._places, self._today).items():
            if name in _FEW and cells[name] and cells[name] not in few:
                told = f"»{cells[name][:40]}« er ikke en af mulighederne: {', '.join(few)}."
                _refuse(self._plan, row, name, told)

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
                    _refuse(self._plan, row, name, _in_words(name, cells[name]) or mistake.message)
            return None
        return checked

    def _plan_offer(self, row: int, offer: Offer, here: Offer | None) -> None:
        before = cells_of(here, self._places) if here else None
        after = cells_of(offer, self._places)
        if here is None:
            after["code"] = ""
        if before == after:
            self._plan.unchanged += 1
        else:
            self._plan.planned.append(Planned(row, offer, before, after))


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


def _judge_typed(
    plan: Plan, row: int, offer: Offer, here: Offer | None, taxonomy: Taxonomy, places: Places, today: date
) -> None:
    """Hold what differs from the offer that is here to the rules of the form at the desk."""
    before = here or offer.model_copy(update=dict.fromkeys(_WRITTEN))
    try:
        parse_form(form_values(offer, places), before, taxonomy, places, today)
    except InvalidForm as error:
        for name, message in error.errors.items():
            _refuse(plan, row, _COLUMN.get(name, name), message)


def _day(plan: Plan, row: int, name: str, text: str, today: date) -> date | None:
    if not text:
        return None
    try:
        if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text):
            raise ValueError
        day = date.fromisoformat(text)
    except ValueError:
        _refuse(plan, row, name, f"»{text[:40]}« er ikke en dag.")
        return None
    if day > today:
        _refuse(plan, row, name, f"{text} ligger i fremtiden.")
    return day


def _refuse(plan: Plan, row: int, name: str, message: str, advice: str | None = None) -> None:
    column = BY_FIELD.get(name)
    hint = column.hint if column else ""
    plan.faults.append(RowError(row, column.label if column else "", message, hint if advice is None else advice))
