"""A legal fact: a duty or a right that a transparent meeting has to tell about, with law, date seen and confidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from webapp.content.document import Checked, ContentError, Day, Document, Mistake, Place, Spoken, read_yaml
from webapp.danish import danish_date
from webapp.review.review import Review

Text = Annotated[str, Field(min_length=1)]
Address = Annotated[str, Field(pattern=r"^https?://[^\s]+$")]
CONFIDENCE_WORDS = {"high": "set i en officiel eller nær kilde", "medium": "set i en ældre eller sekundær kilde"}


class Group(Checked):
    """A heading that legal facts are gathered under."""

    id: Text
    title: Text


class Version(Checked):
    """What a fact says from a later day on: the fields that change, and always its own law, source and confidence.

    `first` and `until` are the first and the last day it holds; `until` None means until further notice.
    """

    first: Day = Field(alias="from")
    until: Day | None = None
    title: Annotated[str, Field(min_length=3, max_length=70)] | None = None
    what: Text
    say: Text | None = None
    when: Text | None = None
    law: Text | None = None
    law_as_of: Text
    seen: Day
    reviewed: Review | None
    source_url: Address
    extra_sources: tuple[Address, ...] = ()
    confidence: Literal["high", "medium", "low"]
    caveat: str = ""
    change: str = ""

    @property
    def shown(self) -> bool:
        """A change that could not be confirmed is kept in the file, and never shown as the law."""
        return self.confidence != "low"

    @property
    def holds(self) -> str:
        """From and until when this version holds, in Danish."""
        return _span(self.first, self.until)


class Fact(Checked):
    """One duty or right. `code` is its neutral name in addresses; `law_as_of` is the version of the law seen.

    A fact that changes on a known day carries both texts: `first` and `until` are the first and last day of this one
    (None: not known, or until further notice), `later` what it says afterwards.
    """

    code: Annotated[str, Field(pattern=r"^l[1-9][0-9]{0,2}$")]
    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    group: Text
    title: Annotated[str, Field(min_length=3, max_length=70)]
    who: Annotated[tuple[Literal["fagperson", "myndighed", "borger"], ...], Field(min_length=1)]
    phases: tuple[Literal["foer", "start", "undervejs", "afslutning", "efter"], ...]
    what: Text
    say: Text
    when: Text
    law: Text
    law_as_of: Text
    seen: Day
    reviewed: Review | None
    source_url: Address
    extra_sources: tuple[Address, ...] = ()
    confidence: Literal["high", "medium", "low"]
    caveat: str = ""
    changed_since_report: bool = False
    change: str = ""
    first: Day | None = Field(default=None, alias="from")
    until: Day | None = None
    later: tuple[Version, ...] = ()
    also: Spoken = ()

    @property
    def shown(self) -> bool:
        """Facts that could not be confirmed are kept in the file but never shown."""
        return self.confidence != "low"

    @property
    def coming(self) -> tuple[Version, ...]:
        """The later versions that may be shown: those before the first that could not be confirmed."""
        unsure = next((number for number, version in enumerate(self.later) if not version.shown), len(self.later))
        return self.later[:unsure]

    @property
    def holds(self) -> str:
        """From and until when this text holds, in Danish; empty when that is not known. A last day is only told when
        what comes after it is confirmed, or nothing does."""
        until = self.until if self.coming or not self.later else None
        return _span(self.first, until)

    def on(self, day: date) -> Fact:
        """The fact as it reads on a day: with the fields of the confirmed version that holds then."""
        version = next((version for version in reversed(self.coming) if version.first <= day), None)
        if version is None:
            return self
        changed = {name: value for name in version.model_fields_set if (value := getattr(version, name)) is not None}
        rest = tuple(later for later in self.later if later.first > version.first)
        return self.model_copy(update=changed | {"until": version.until, "later": rest})


def _span(first: date | None, until: date | None) -> str:
    parts = [f"fra {danish_date(first)}"] if first else []
    parts += [f"til og med {danish_date(until)}"] if until else []
    return " ".join(parts)


def range_mistakes(fact: Fact, document: Document, place: Place) -> Iterator[Mistake]:
    """What is wrong with the days a fact's versions hold: one that ends before it begins, a gap, an overlap."""
    versions = [(place, fact.first, fact.until)]
    versions += [((*place, "later", n), version.first, version.until) for n, version in enumerate(fact.later)]
    for here, first, until in versions:
        if first and until and until < first:
            message = f"Slutter {danish_date(until)}, før den begynder {danish_date(first)}."
            yield document.mistake((*here, "until"), message)
    for (here, _, until), (there, first, _) in pairwise(versions):
        if until is None:
            message = "Efter denne udgave kommer en til. Skriv den sidste dag, denne gælder."
            yield document.mistake((*here, "until"), message)
        elif first > until + timedelta(days=1):
            message = f"Et hul: Ingen udgave gælder dagen efter {danish_date(until)}."
            yield document.mistake((*there, "from"), message)
        elif first <= until:
            message = f"To udgaver gælder {danish_date(first)}. Den forrige slutter {danish_date(until)}."
            yield document.mistake((*there, "from"), message)


@dataclass(frozen=True)
class Law:
    """All legal facts: by id, and the groups they stand in."""

    groups: tuple[Group, ...]
    facts: dict[str, Fact]
    document: Document

    def shown(self) -> list[Fact]:
        """The facts a reader may see, in the file's order."""
        return [fact for fact in self.facts.values() if fact.shown]

    def by_code(self, code: str) -> Fact | None:
        """The shown fact with this code, or None."""
        return next((fact for fact in self.shown() if fact.code == code), None)


def read_law(path: Path) -> Law:
    """The legal facts in a file. Raises ContentError with every mistake in it."""
    document = read_yaml(path)
    document.only("groups", "entries")
    groups = document.each(Group, ("groups",))
    known = {group.id for group in groups}
    facts: dict[str, Fact] = {}
    codes: set[str] = set()
    mistakes: list[Mistake] = []
    for number, fact in enumerate(document.each(Fact, ("entries",))):
        for name, taken in (("id", facts), ("code", codes)):
            if getattr(fact, name) in taken:
                mistakes.append(document.mistake(("entries", number, name), f"{getattr(fact, name)!r} står to gange."))
        if fact.group not in known:
            mistakes.append(document.mistake(("entries", number, "group"), f"Gruppen {fact.group!r} findes ikke."))
        mistakes += range_mistakes(fact, document, ("entries", number))
        facts[fact.id] = fact
        codes.add(fact.code)
    if mistakes:
        raise ContentError(mistakes)
    return Law(tuple(groups), facts, document)
