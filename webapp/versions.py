"""What is kept in versions: each is numbered from 1 and never changed, with when and by whom it was saved.

The functions work in the transaction at hand; the caller commits.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar, Generic, TypeVar

from sqlalchemy import ForeignKey, Integer, String, func, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, mapped_column

from webapp import clock
from webapp.database import Moment, Readable, StaleError, db

LARGEST = 2**31 - 1  # a number that PostgreSQL takes


class Version:
    """The columns of every such table. Which one tells whose it is, the table says (`owner`)."""

    owner: ClassVar[str]

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    saved_at: Mapped[datetime] = mapped_column(Moment, nullable=False)
    saved_by: Mapped[int] = mapped_column(ForeignKey("desk_user.id", ondelete="RESTRICT"), nullable=False)


class MunicipalVersion(Version):
    """The columns of a table of what municipalities have."""

    owner = "municipality"

    municipality: Mapped[str] = mapped_column(String(4), nullable=False)


V = TypeVar("V", bound=Version)


class Versions(Generic[V]):
    """The versions in a table."""

    def __init__(self, table: type[V]):
        self._table = table
        self._owner: InstrumentedAttribute[str] = getattr(table, table.owner)

    def of(self, owner: str) -> Sequence[V]:
        """All versions that somebody has, the newest first."""
        return db.session.execute(self._newest_first(owner)).scalars().all()

    def latest(self, owner: str) -> V | None:
        """The version saved last; None before the first."""
        return db.session.execute(self._newest_first(owner).limit(1)).scalar_one_or_none()

    def numbered(self, owner: str, number: int) -> V | None:
        """A version by its number, or None."""
        if not 0 < number <= LARGEST:
            return None
        query = self._newest_first(owner).where(self._table.number == number)
        return db.session.execute(query).scalar_one_or_none()

    def latest_of_each(self, said: InstrumentedAttribute[str], source: Readable) -> list[tuple[str, str]]:
        """Whose each latest version is, and what it has in a column, in the order of the owners. `source` is the
        session or a connection (`webapp.database.reading`), so that nobody who saves waits for whoever renders."""
        newest = select(self._owner, func.max(self._table.number).label("number")).group_by(self._owner).subquery()
        query = select(self._owner, said).join(
            newest, (self._owner == newest.c[self._table.owner]) & (self._table.number == newest.c.number)
        )
        return [(owner, text) for owner, text in source.execute(query.order_by(self._owner))]

    def at(self, owner: str, number: int) -> V | None:
        """The latest version, which somebody who saves now has seen: `number`, 0 for none. Raises StaleError when it is
        another by now. It is whose turn it is who asks (`webapp.database.take_turn`)."""
        latest = self.latest(owner)
        if (latest.number if latest else 0) != number:
            raise StaleError(latest)
        return latest

    def add(self, owner: str, before: V | None, *, by: int, **said: Any) -> V:
        """Keep the version after the latest one, `before`; `said` are the table's own columns."""
        number = before.number + 1 if before else 1
        columns = {self._table.owner: owner, "number": number, "saved_at": clock.now(), "saved_by": by}
        made = self._table(**columns, **said)
        db.session.add(made)
        db.session.flush()
        return made

    def _newest_first(self, owner: str):
        return select(self._table).where(self._owner == owner).order_by(self._table.number.desc())
