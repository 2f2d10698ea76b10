"""Changes that are known of: what, when, where it was read, and how sure it is."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field

from webapp.content.document import Checked, Day, past_date, read_yaml
from webapp.danish import danish_date, danish_day_or_month
from webapp.dated import Address

Text = Annotated[str, Field(min_length=1)]
NO_DAY = ("ukendt", "ingen ændring fundet")


class KnownChange(Checked):
    """One change. `takes_effect` is None where nobody knows the day, or nothing was found to change."""

    id: Annotated[str, Field(pattern=r"^[a-z0-9-]+$")]
    what: Text
    takes_effect: Annotated[Day | None, BeforeValidator(lambda value: None if value in NO_DAY else value)]
    affects: Annotated[tuple[Literal["offers", "legal", "region", "number"], ...], Field(min_length=1)]
    old: str
    new: str
    source_url: Address
    source_date: Annotated[str, AfterValidator(past_date)]
    confidence: Literal["high", "medium", "low"]

    @property
    def sure(self) -> bool:
        """Whether it may be told as a fact; else somebody has to look into it."""
        return self.confidence != "low"

    @property
    def when(self) -> str:
        """The day in Danish."""
        return f"Fra {danish_date(self.takes_effect)}" if self.takes_effect else "Dagen er ukendt"

    @property
    def source(self) -> str:
        """Where it was read, and the source's own date."""
        dated = f", oplyst {danish_day_or_month(self.source_date)}" if self.source_date else ", uden dato"
        return self.source_url.split("/")[2].removeprefix("www.") + dated


def read_changes(path: Path) -> tuple[KnownChange, ...]:
    """The changes in a file, the soonest first and those without a day last. Raises ContentError with every mistake."""
    document = read_yaml(path)
    document.only("changes")
    changes = document.each(KnownChange, ("changes",), unique=("id",))
    return tuple(sorted(changes, key=lambda change: change.takes_effect or date.max))
