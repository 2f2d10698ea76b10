"""How a municipality is reached, row by row in `municipality-contacts.csv`: what for, number, source and confidence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, model_validator

from webapp.content.document import Checked, ContentError, Day, Mistake, past_date, read_csv
from webapp.danish import danish_day_or_month
from webapp.dated import Address, span_in_words, span_mistakes
from webapp.municipalities import Places

Kind = Literal["website", "main", "night", "advice", "outreach", "lodging"]
LABELS: dict[Kind, str] = {"advice": "Anonym rådgivning", "outreach": "Opsøgende", "lodging": "Overnatning"}
_or_none = BeforeValidator(lambda value: value or None)
Number = Annotated[str | None, Field(pattern=r"^[0-9][0-9 ]*[0-9]$", max_length=20), _or_none]
Month = Annotated[str, Field(pattern=r"^\d{4}(-\d{2}(-\d{2})?)?$")]


class Contact(Checked):
    """One way to reach a municipality. `name` is who answers, `note` when and how; `scope` tells whom the page that
    gives a night number is about. `first` and `until` are its days, where they are known."""

    code: str
    kind: Kind
    name: str
    phone: Number
    website: Annotated[Address | None, _or_none]
    note: str
    scope: Literal["", "children", "everybody"]
    source_url: Annotated[Address | None, _or_none]
    source_date: Annotated[Month | None, _or_none]
    seen: Month
    confidence: Literal["high", "medium", "low"]
    first: Annotated[Day | None, _or_none] = Field(alias="from")
    until: Annotated[Day | None, _or_none]
    staff_note: str

    @model_validator(mode="after")
    def _says_something(self):
        if self.kind == "website" and not self.website:
            raise ValueError("Skriv adressen i kolonnen website.")
        if self.kind == "main" and not self.phone:
            raise ValueError("Skriv nummeret i kolonnen phone.")
        if not (self.website or self.phone or self.name):
            raise ValueError("Rækken siger intet. Skriv et navn eller et nummer.")
        if self.confidence != "low" and not self.source_url:
            raise ValueError("Uden en kilde, der kan nævnes, skal confidence være low.")
        return self

    @property
    def shown(self) -> bool:
        """What could not be confirmed is kept in the file for the desk, and never shown as a fact."""
        return self.confidence != "low"

    @property
    def tel(self) -> str:
        """The number as a telephone address, without spaces."""
        return "tel:" + (self.phone or "").replace(" ", "")

    @property
    def site(self) -> str:
        """The website without what a browser adds: `naestved.dk`."""
        return (self.website or "").split("/")[2].removeprefix("www.")

    @property
    def label(self) -> str:
        """What it is good for, where its kind does not say so."""
        return LABELS.get(self.kind, "")

    @property
    def told(self) -> str:
        """Where and when it was read, and since when it holds, in Danish."""
        read = f"{(self.source_url or '').split('/')[2].removeprefix('www.')}"
        when = f"oplyst {danish_day_or_month(self.source_date)}" if self.source_date else ""
        days = span_in_words(self.first, self.until)
        seen = f"slået op {danish_day_or_month(self.seen)}"
        return ", ".join(part for part in (read, when, seen, f"gælder {days}" if days else "") if part)

    def holds_on(self, day: date) -> bool:
        """Whether it is so on a day."""
        return (self.first is None or self.first <= day) and (self.until is None or day <= self.until)


@dataclass(frozen=True)
class Door:
    """How a municipality is reached on a day, as far as it is confirmed."""

    name: str
    website: Contact | None
    main: Contact | None
    night: Contact | None
    more: tuple[Contact, ...]

    @property
    def sources(self) -> list[str]:
        """Where each of them was read, each place once."""
        told = [one.told for one in (self.main, self.night, *self.more, self.website) if one]
        return list(dict.fromkeys(told))


class Contacts:
    """All of them, by municipality."""

    def __init__(self, rows: Iterable[Contact]):
        self.rows = tuple(rows)

    def of(self, code: str, day: date) -> dict[Kind, Contact]:
        """What is known of a municipality on a day, by kind; what is not confirmed as well."""
        return {row.kind: row for row in self.rows if row.code == code and row.holds_on(day)}

    def door(self, code: str, name: str, day: date) -> Door:
        """The door of the municipality with a code, that is called so."""
        there = {kind: row for kind, row in self.of(code, day).items() if row.shown}
        more = tuple(row for kind, row in there.items() if kind in LABELS)
        return Door(name, there.get("website"), there.get("main"), there.get("night"), more)

    def with_own(self, own: Mapping[str, Mapping[Any, Contact | None]]) -> Contacts:
        """With what municipalities have written themselves, by code and kind, instead of what the file says of that
        kind; None: nothing is known of it."""
        kept = [row for row in self.rows if row.kind not in own.get(row.code, ())]
        return Contacts((*kept, *(row for kinds in own.values() for row in kinds.values() if row)))

    def days(self) -> set[date]:
        """The days on which one begins, or has ended."""
        begins = {row.first for row in self.rows if row.first}
        return begins | {date.fromordinal(row.until.toordinal() + 1) for row in self.rows if row.until}


def read_contacts(path: Path, places: Places) -> Contacts:
    """The contacts in a file. Raises ContentError with every mistake in it, gaps and overlaps included."""
    document = read_csv(path)
    rows = document.each(Contact)
    mistakes: list[Mistake] = []
    by_kind: dict[tuple[str, str], list] = {}
    for number, row in enumerate(rows):
        if row.code not in places:
            mistakes.append(document.mistake((number, "code"), f"Kommunen {row.code!r} findes ikke."))
        for field in ("source_date", "seen"):
            try:
                past_date(getattr(row, field))
            except ValueError as error:
                mistakes.append(document.mistake((number, field), str(error)))
        by_kind.setdefault((row.code, row.kind), []).append(((number,), row.first, row.until))
    for spans in by_kind.values():
        mistakes += span_mistakes(spans, document)
    found = {row.code for row in rows if row.kind == "website"}
    missing = [place.name for code, place in places.items() if code not in found]
    if missing:
        mistakes.append(document.mistake((), f"Ingen hjemmeside for: {', '.join(missing)}."))
    if mistakes:
        raise ContentError(sorted(mistakes, key=lambda mistake: mistake.line))
    return Contacts(rows)
