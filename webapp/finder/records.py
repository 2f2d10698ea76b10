"""The offers' records as those who answer have them: read from their columns (`packing.py`), each value when it is
asked for. `static/finder/worker/records.js` does the same."""

from __future__ import annotations

import json
import sys
from array import array
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from typing import Any, TypeVar, cast

from webapp.finder.packing import DATED, TOWN, WIDTHS, WORDS, host_of
from webapp.finder.told_texts import ToldTexts, starts_of

T = TypeVar("T")
KEPT = 500  # records that are kept as far as they were read, and parts of pages that are kept put together
NUMBERS = ("phone", "sms")  # fields


class Records(Sequence["Record"]):
    """The offers that are there at a minute, in the order that does not depend on a search."""

    def __init__(self, packed: bytes, minute: int, order: Sequence[int] | None = None):
        """`order` has the rows that are there; None: all of them, in order."""
        line, _, body = packed.partition(b"\n")
        head = json.loads(line)
        self.rows: int = head["rows"]
        self.turns: list[int] = head["turns"]
        self._minute = minute
        self.order: Sequence[int] = range(self.rows) if order is None else order
        self._columns: dict[str, _Column | ToldTexts] = {}
        self._parts = frozenset(head["parts"])
        place = 0
        for fields, width, numbers, values in head["columns"]:
            kind = ToldTexts if width == WORDS else _Column
            column = kind(width, body[place : place + numbers], body[place + numbers : place + numbers + values])
            place += numbers + values
            for number, name in enumerate(fields):
                self._columns[name] = column
                column.places[name] = number if len(fields) > 1 else None
        self._pieces = body[place : place + head["pieces"]].split(b"\n")
        self._skeletons = body[place + head["pieces"] :].split(b"\n")
        self.fields = list(self._columns)
        self._html = lru_cache(KEPT)(self._put_together)
        self.record = lru_cache(KEPT)(partial(Record, self))

    def __len__(self) -> int:
        return len(self.order)

    def __getitem__(self, place):
        if isinstance(place, slice):
            return [self.record(row) for row in self.order[place]]
        return self.record(self.order[place])

    def value(self, row: int, name: str) -> Any:
        """The value of a field of a record."""
        column = self._columns[name]
        if isinstance(column, ToldTexts):
            text = column.value(row)
            later: list = []
            if text.startswith(DATED):
                _, changes, text = text.split(DATED)
                text, later = text[1:], json.loads(changes)
            now = text.replace(TOWN, self.value(row, "town")) if TOWN in text else text
            return self._as_of({"now": now, "later": later}, None)
        found = self._as_of(column.value(row), column.places[name])
        if found is True and name == "sourceHost":
            return host_of(self.value(row, "website"))
        return self._html(found) if name in self._parts else found

    def column(self, name: str) -> tuple[Sequence[int], list]:
        """A field of all that are there: for each in order a number, and the values that the numbers count."""
        if not self.rows:
            return (), []
        column = cast(_Column, self._columns[name])  # no field that goes by numbers is told as words
        numbers = column.numbers or ()
        if self.order != range(self.rows):
            numbers = [numbers[row] for row in self.order]
        return numbers, [self._as_of(value, column.places[name]) for value in column.values]

    def as_published(self, name: str) -> tuple[Sequence[int] | None, list]:
        """A field of every row, as it was when the records were packed: for each row a number, and the values that the
        numbers count; no numbers where each row has a value of its own, in order."""
        column = cast(_Column, self._columns[name])
        return column.numbers, [_first(value, column.places[name]) for value in column.values]

    def in_texts(self, name: str, read: Callable[[str], Sequence[T]]) -> tuple[Sequence[int] | None, list[Sequence[T]]]:
        """What a field's texts are read as, word by word, as they were when the records were packed: told as
        `as_published` tells it."""
        column = self._columns[name]
        if isinstance(column, _Column):
            numbers, texts = self.as_published(name)
            return numbers, list(map(read, texts))
        numbers, towns = self.as_published("town")
        return None, column.all_read(read, [towns[number] for number in numbers or ()])

    def told_words(self, name: str) -> tuple[Sequence[str], Iterable[str]] | None:
        """The words that a field's texts are told as: the common ones, and the others as they stand in their rows. None
        where they are told otherwise."""
        column = self._columns[name] if self.rows else None
        if not isinstance(column, ToldTexts):
            return None
        numbers, towns = self.as_published("town")
        return column.common, column.own_words([towns[number] for number in numbers or ()])

    def row_of(self, name: str, value: str) -> int:
        """The row of the record with this text in a field that no two share, or -1."""
        return cast(_Column, self._columns[name]).find(value) if self.rows else -1

    def reached_at(self, digits: str) -> list[int]:
        """The rows of the records that have a telephone number, now or at another time, told by its digits."""
        columns = [self._columns.get(name) for name in NUMBERS]
        return [row for column in columns if isinstance(column, _Column) for row in column.rows_with(digits)]

    def places_of_rows(self) -> Sequence[int | None]:
        """For every row where in the order its record is, if it is there. The index of words counts rows."""
        if self.order == range(self.rows):
            return range(self.rows)
        found: list[int | None] = [None] * self.rows
        for place, row in enumerate(self.order):
            found[row] = place
        return found

    def _as_of(self, value: Any, place: int | None) -> Any:
        now = _first(value, place)
        changes = value if place is None else value[place]
        for minute, changed in changes["later"] if isinstance(changes, dict) else ():
            if minute <= self._minute:
                now = changed
        return now

    def _put_together(self, skeleton: int) -> str:
        return "".join(json.loads(self._pieces[number]) for number in json.loads(self._skeletons[skeleton]))


def _first(value: Any, place: int | None) -> Any:
    # A value as it is before it changes.
    if place is not None:
        value = value[place]
    return value["now"] if isinstance(value, dict) else value


class Record(Mapping[str, Any]):
    """One offer's record."""

    __slots__ = ("_known", "_records", "row")

    def __init__(self, records: Records, row: int):
        self._records, self.row = records, row
        self._known: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._known:
            self._known[name] = self._records.value(self.row, name)
        return self._known[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._records.fields)

    def __len__(self) -> int:
        return len(self._records.fields)


class ByCode(Mapping[str, Record]):
    """The records that are there, by their code."""

    def __init__(self, records: Records):
        self._records = records
        self._places = records.places_of_rows()

    def __getitem__(self, code: str) -> Record:
        row = self._records.row_of("code", code)
        if row < 0 or self._places[row] is None:
            raise KeyError(code)
        return self._records.record(row)

    def __iter__(self) -> Iterator[str]:
        return (record["code"] for record in self._records)

    def __len__(self) -> int:
        return len(self._records)


class _Column:
    """The numbers of a column, or none; the lines of its values, read when they are asked for."""

    def __init__(self, width: int, numbers: bytes, lines: bytes):
        self.places: dict[str, int | None] = {}
        self._lines = lines
        self.numbers: Sequence[int] | None = None
        if width:
            self.numbers = array(dict(WIDTHS)[width], numbers)
            if sys.byteorder == "big":
                self.numbers.byteswap()

    @cached_property
    def values(self) -> list:
        """Every value, as they were packed."""
        return [json.loads(line) for line in self._lines.split(b"\n")] if self._lines else []

    @cached_property
    def _starts(self) -> array:
        return starts_of(self._lines + b"\n", b"\n")

    def value(self, row: int) -> Any:
        """The value of a row, as it was packed."""
        if self.numbers is not None:
            return self.values[self.numbers[row]]
        text = self._lines[self._starts[row] : self._starts[row + 1] - 1].decode()
        # A plain text needs no reading.
        return text[1:-1] if text[0] == '"' and "\\" not in text else json.loads(text)

    def find(self, value: str) -> int:
        """The row whose line is this text, or -1."""
        text = json.dumps(value, ensure_ascii=False).encode()
        place = b"\n%b\n" % self._lines
        at = place.find(b"\n%b\n" % text)
        return place.count(b"\n", 0, at) if at >= 0 else -1

    def rows_with(self, digits: str) -> list[int]:
        """The rows whose value has a text of these digits, spaces and a plus left out."""
        lines = self._lines.translate(None, b" +").split(b"\n")
        text = b'"%b"' % digits.encode()
        having = [number for number, line in enumerate(lines) if text in line]
        if self.numbers is None or not having:
            return having
        found = set(having)
        return [row for row, number in enumerate(self.numbers) if number in found]
