"""The version of the public data: a number that grows with every change, so that each server on a database notices what
was changed at another one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Connection, Integer, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from webapp.database import Base


class DataVersion(Base):
    """One row, from the first change on."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint("id = 1", name="data_version_one_row"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)


# Every server asks each second, and every save counts: said once.
_NUMBER = select(DataVersion.number)
_COUNT = text(
    "INSERT INTO data_version (id, number) VALUES (1, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = data_version.number + 1"
)


def data_version(source: Connection | Session | scoped_session) -> int:
    """The number; 0 before anything was changed."""
    return source.execute(_NUMBER).scalar() or 0


def count_change(source: Connection | Session | scoped_session) -> int:
    """Count a change, in its own transaction, and answer the new number. Whoever counts next waits for the commit, so
    that who sees a number sees every change up to it. SQLite and PostgreSQL say this alike."""
    source.execute(_COUNT)
    return data_version(source)
