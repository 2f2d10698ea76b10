"""The rows of a table, read beside the offers that they may change."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from webapp.danish import danish_date, fold
from webapp.formulas import unguarded
from webapp.municipalities import Places
from webapp.offers.offer import Offer
from webapp.offers.taxonomy import Taxonomy
from webapp.offersdesk.validation import NEUTRAL_NAMES
from webapp.registry.file import NATIONAL, REGION
from webapp.security.cpr import has_cpr
from webapp.spreadsheets.cells import LISTS, american, either_way, lost, meant, month_first, same_letters
from webapp.spreadsheets.columns import DAY, FIELDS, MAY_LACK, OPENS, UNTOLD, YOUNGER, cells_of, tidy, words
from webapp.spreadsheets.plan import Plan
from webapp.spreadsheets.read import Table
from webapp.typed_text import HAS_CPR

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
# Columns whose cells hold a day.
_DAYS = ("seen", "confirmed_on", "source_date")


class Rows:
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
        # The words that a column takes, by all that people may call them.
        self.called = {
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
            self.called[name] = {fold(one): one for one in known}
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
                self._plan.refuse(row, name or "", message, "")
            return
        cells = dict.fromkeys(FIELDS, "") | {
            name: tidy(same_letters(unguarded(value)))
            for name, value in zip(self._fields, values, strict=False)
            if name
        }
        if not _of_days(cells):
            told = "Tiderne ved ugedagene er andre end dem i kolonnen Åbningstid."
            self._plan.refuse(row, "hours", told, "Slet dem det ene sted.")
            return
        here = self._known.get(cells["code"])
        kept = cells_of(here, self._places) if here else {}
        moved = any(cells[name] != kept.get(name) for name in ("address", "postcode", "city"))
        if moved and not _place_apart(cells):
            told = f"»{cells['address'][:60]}« har et andet postnummer end kolonnen Postnummer."
            self._plan.refuse(row, "address", told, "Skriv kun vej og nummer, og ret det, der er galt.")
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
        if name not in self.called:
            return text
        called, found = self.called[name], []
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
                self._plan.refuse(row, name or "", HAS_CPR, "")
            else:
                self._plan.passed.append((row, text[:60]))
            return True
        if len(filled) == 1 and name == "name":
            told = f"Her står kun »{first[:40]}«. Er det en overskrift, så slet rækken."
            self._plan.refuse(row, "name", told, "Er det et tilbud, så skriv resten.")
            return True
        return False

    def _has_lost(self, row: int, cells: dict[str, str], kept: dict[str, str]) -> bool:
        """Refuse what a program has made of a cell, and what was meant cannot be known."""
        changed = [(name, text) for name, text in cells.items() if text != same_letters(kept.get(name, ""))]
        wrong = [(name, found) for name, text in changed if (found := _lost(name, text))]
        for name, (message, advice) in wrong:
            self._plan.refuse(row, name, message, advice)
        return bool(wrong)

    def _cannot_be_told_apart(self, row: int, values: Sequence[str], cells: dict[str, str], here: Offer | None) -> bool:
        """Refuse a row of which it is not known which offer it is about."""
        plan, code = self._plan, cells["code"]
        key = code or _called(cells["name"], cells["organisation"] or cells["name"])
        if len(values) > len(self._fields) and any(value.strip() for value in values[len(self._fields) :]):
            plan.refuse(row, "", "Rækken har flere felter, end der er kolonner.", "Mangler der et anførselstegn?")
        elif code and here is None:
            plan.refuse(row, "code", f"Koden »{code[:40]}« kender vi ikke.")
        elif key in self._seen:
            told = f"Tilbuddet står også i række {self._seen[key]}."
            plan.refuse(row, "code" if code else "name", told, "Slet den ene.")
        elif here is None and key in self._named:
            self._seen[key] = row
            advice = f"Skal det rettes, så skriv {self._named[key]} i kolonnen Kode."
            plan.refuse(row, "name", "Der er allerede et tilbud med det navn.", advice)
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
            self._plan.refuse(row, name, told, f"Skriv {day} eller {turned}.")
        return bool(unclear)


def _called(*names: str) -> tuple[str, ...]:
    """Names as they are compared: "CAFÉ PRØVEN" and "Café  Prøven" are one."""
    return tuple(" ".join(name.casefold().split()) for name in names)


def _of_days(cells: dict[str, str]) -> bool:
    """Take the hours of a table with a column for each weekday as one text. False where the column of hours has other
    ones."""
    days: dict[str, list[str]] = {}  # the hours of each, or its two ends
    for name in [name for name in cells if name.startswith(DAY)]:
        day, text = name.removeprefix(DAY).partition("|")[0], cells.pop(name)
        days.setdefault(day, []).insert(0 if name.endswith(OPENS) else 1, "lukket" if text in _NOT_OPEN else text)
    hours = {day: "-".join(dict.fromkeys(filter(None, ends))) for day, ends in days.items()}
    # "kl. 9-15" asks for its days: by OpenStreetMap's letter "09:00-15:00" is every day
    told = "; ".join(f"{day or 'kl.'} {text}" for day, text in hours.items() if text)
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


def _same_day(name: str, typed: str, kept: str) -> bool:
    """Whether a cell says the day or month that is kept, as a program writes it: a month as its first day."""
    if name not in _DAYS:
        return False
    readings = {meant(name, typed), meant(name, month_first(typed))} if either_way(typed) else {meant(name, typed)}
    as_month = name == "source_date" and len(kept) == 7 and not re.fullmatch("[0-9-]{10}", typed)
    return kept in readings or (as_month and f"{kept}-01" in readings)


def _lost(name: str, text: str) -> tuple[str, str] | None:
    return lost(name, text) if meant(name, text) == text else None
