"""Truth with a date: a value that says something else from a known day on, and carries both texts until then.

A dated value holds from its first to its last day (`first`, `until`; None: always, until further notice), and `later`
is what it says afterwards: for each version the fields that change, and its own source and confidence. Whoever answers
picks by the clock, at midnight in Denmark, and needs no network and no new edition to do so: the pages carry every
version (`static/dated/dated.js` shows the one in force), and the data set the differences (`as_of`, and in the worker
`static/dated/worker/dated.js`).

A version that could not be confirmed (confidence low) is kept in the file and never shown, nor does it end what is.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise
from typing import Annotated, Any, Literal, Self

from pydantic import ConfigDict, Field

from webapp.clock import minute_of, months_after
from webapp.content.document import TO_COME, Checked, Day, Document, Mistake, Place, is_to_come
from webapp.danish import danish_date

Address = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
HELD_FOR = 12  # months after which a text that nobody has held up against its source again says so: our own rule
_FRAME = {"first", "until"}  # of a version: when it holds, not what it says


class Version(Checked):
    """What a value says from a later day on: the fields that are written change, the others stay.

    `first` and `until` are the first and the last day it holds; `until` None means until further notice. A field that
    is written as null becomes empty.
    """

    model_config = ConfigDict(populate_by_name=True)

    first: Day = Field(alias="from")
    until: Day | None = None
    seen: Day
    source_url: Address
    confidence: Literal["high", "medium", "low"]

    @property
    def shown(self) -> bool:
        """A change that could not be confirmed is kept in the file, and never shown as a fact."""
        return self.confidence != "low"

    @property
    def holds(self) -> str:
        """From and until when this version holds, in Danish."""
        return span_in_words(self.first, self.until)

    @property
    def said(self) -> dict[str, Any]:
        """The fields it changes, with their new values."""
        return {name: getattr(self, name) for name in self.model_fields_set - _FRAME}


class Dated(Checked):
    """A value with a date: it holds from `first` to `until`, and `later` says what it is afterwards."""

    model_config = ConfigDict(populate_by_name=True)

    first: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    later: tuple[Version, ...] = ()

    @property
    def coming(self) -> tuple[Version, ...]:
        """The later versions that may be shown: those before the first that could not be confirmed."""
        unsure = next((number for number, version in enumerate(self.later) if not version.shown), len(self.later))
        return self.later[:unsure]

    @property
    def last(self) -> date | None:
        """The last day of this version. It is only known when what comes after it is confirmed, or nothing does."""
        return self.until if self.coming or not self.later else None

    @property
    def holds(self) -> str:
        """From and until when this version holds, in Danish; empty when that is not known."""
        return span_in_words(self.first, self.last)

    def on(self, day: date) -> Self:
        """The value as it is on a day: with the fields of the confirmed version that holds then."""
        if not self.later:  # as nearly everything
            return self
        version = next((version for version in reversed(self.coming) if version.first <= day), None)
        if version is None:
            return self
        # Versions are told from the first one: what this one changes, and a later one does not, is as it was before.
        own = type(self).model_fields.keys() & type(version).model_fields.keys()
        was = {name: getattr(self, name) for name in version.said if name in own}
        rest = tuple(
            later.model_copy(update={name: value for name, value in was.items() if name not in later.said})
            for later in self.later
            if later.first > version.first
        )
        return self.model_copy(
            update=version.said | {"first": version.first, "until": version.until, "later": rest},
        )

    def stands_on(self, day: date) -> bool:
        """Whether it is there at all on a day: not before its first day, nor after the last of its last version."""
        now = self.on(day)
        return (now.first is None or now.first <= day) and (now.last is None or day <= now.last)

    @property
    def versions(self) -> tuple[Self, ...]:
        """The value as it is now, and as each coming version makes it, in their order."""
        return (self, *(self.on(version.first) for version in self.coming))

    def days(self) -> Iterator[date]:
        """The days on which it changes: its own first day, that of each coming version, and the day after the last."""
        if self.first:
            yield self.first
        yield from (version.first for version in self.coming)
        last = self.coming[-1].until if self.coming else self.last
        if last and len(self.coming) == len(self.later):
            yield last + timedelta(days=1)


def span_in_words(first: date | None, until: date | None) -> str:
    """`fra 1. januar 2027`, `til og med 31. december 2026`, both, or nothing."""
    parts = [f"fra {danish_date(first)}"] if first else []
    parts += [f"til og med {danish_date(until)}"] if until else []
    return " ".join(parts)


def overdue_from(held: date, months: int = HELD_FOR) -> date:
    """The first day on which a text, last held up against its source on a day, has waited too long to be so again."""
    return months_after(held, months) + timedelta(days=1)


def range_mistakes(value: Dated, document: Document, place: Place) -> Iterator[Mistake]:
    """What is wrong with the days a value's versions hold: one that ends before it begins, a gap, an overlap; and one
    whose source was looked up on a day to come."""
    for number, version in enumerate(value.later):
        if is_to_come(version.seen):
            yield document.mistake((*place, "later", number, "seen"), f"{version.seen} {TO_COME}")
    versions = [(place, value.first, value.until)]
    versions += [((*place, "later", n), version.first, version.until) for n, version in enumerate(value.later)]
    yield from span_mistakes(versions, document)


def span_mistakes(versions: Sequence[tuple[Place, date | None, date | None]], document: Document) -> Iterator[Mistake]:
    """The same for versions given as (place in the document, first day, last day), in their order."""
    for number, field, message in span_faults([(first, until) for _, first, until in versions]):
        yield document.mistake((*versions[number][0], field), message)


def span_faults(spans: Sequence[tuple[date | None, date | None]]) -> Iterator[tuple[int, str, str]]:
    """What is wrong with (first day, last day) of versions that follow each other, as (number, `from` or `until`,
    message): one that ends before it begins, a gap, an overlap."""
    for number, (first, until) in enumerate(spans):
        if first and until and until < first:
            yield number, "until", f"Slutter {danish_date(until)}, før den begynder {danish_date(first)}."
    for number, ((_, until), (first, _)) in enumerate(pairwise(spans)):
        if until is None:
            yield number, "until", "Efter denne udgave kommer en til. Skriv den sidste dag, denne gælder."
        elif first is None or first > until + timedelta(days=1):
            yield number + 1, "from", f"Et hul: Ingen udgave gælder dagen efter {danish_date(until)}."
        elif first <= until:
            message = f"To udgaver gælder {danish_date(first)}. Den forrige slutter {danish_date(until)}."
            yield number + 1, "from", message


def with_later(standing: Sequence[tuple[date, dict]]) -> dict:
    """One record out of how it stands from each of some days on, the first of them now: what differs on a later day
    stands under `later`, as [minute since the epoch, the fields that change], oldest first."""
    (_, now), *after = standing
    later, before = [], now
    for day, record in after:
        changed = {name: value for name, value in record.items() if before.get(name) != value}
        if changed:
            later.append([minute_of(day), changed])
        before = record
    return now | {"later": later} if later else now


def as_of(record: Mapping[str, Any], minute: int) -> dict[str, Any]:
    """How a record of `with_later` stands at a minute since the epoch."""
    found = {name: value for name, value in record.items() if name != "later"}
    for start, changed in record.get("later", ()):
        if start <= minute:
            found |= changed
    return found


def turning_minutes(records: Iterable[Mapping[str, Any]]) -> list[int]:
    """The minutes at which any of the records changes, each once, oldest first."""
    return sorted({start for record in records for start, _ in record.get("later", ())})
