"""A legal fact: a duty or a right that a transparent meeting has to tell about, with law, date seen and confidence."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from webapp.content.document import Checked, ContentError, Document, Mistake, PastDay, Spoken, read_yaml
from webapp.dated import Address, Dated, Version, range_mistakes
from webapp.review.review import Review

Text = Annotated[str, Field(min_length=1)]
CONFIDENCE_WORDS = {"high": "set i en officiel eller nær kilde", "medium": "set i en ældre eller sekundær kilde"}


class Group(Checked):
    """A heading that legal facts are gathered under."""

    id: Text
    title: Text


class FactVersion(Version):
    """What a fact says from a later day on: the fields that change, and always its own law, source and confidence."""

    title: Annotated[str, Field(min_length=3, max_length=70)] | None = None
    what: Text
    say: Text | None = None
    when: Text | None = None
    law: Text | None = None
    law_as_of: Text
    reviewed: Review | None
    extra_sources: tuple[Address, ...] = ()
    caveat: str = ""
    change: str = ""


class Fact(Dated):
    """One duty or right. `code` is its neutral name in addresses; `law_as_of` is the version of the law seen.

    A fact that changes on a known day carries both texts.
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
    seen: PastDay
    reviewed: Review | None
    source_url: Address
    extra_sources: tuple[Address, ...] = ()
    confidence: Literal["high", "medium", "low"]
    caveat: str = ""
    changed_since_report: bool = False
    change: str = ""
    later: tuple[FactVersion, ...] = ()
    also: Spoken = ()

    @property
    def shown(self) -> bool:
        """Facts that could not be confirmed are kept in the file but never shown."""
        return self.confidence != "low"


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
    facts = document.each(Fact, ("entries",), unique=("id", "code"))
    mistakes: list[Mistake] = []
    for number, fact in enumerate(facts):
        if fact.group not in known:
            mistakes.append(document.mistake(("entries", number, "group"), f"Gruppen {fact.group!r} findes ikke."))
        mistakes += range_mistakes(fact, document, ("entries", number))
    if mistakes:
        raise ContentError(mistakes)
    return Law(tuple(groups), {fact.id: fact for fact in facts}, document)
