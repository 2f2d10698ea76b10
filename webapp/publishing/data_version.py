"""The version of the public data: a number that grows with every change, so that each server on a database notices what
was changed at another one.

It is the sum of a few rows. On PostgreSQL those who save at once count in different ones, each by its connection's own
number: in a single row the second would wait for the first one's commit, which waits for the disk, and more servers
would save no more. Nothing is lost by it. Commits become visible one after another, so of two sums that are read the
later one is the larger, and the sum that a change is told when it counts is the database's only where nothing but what
it could see, and itself, was counted. SQLite has one writer at a time, and one row.
"""

from __future__ import annotations

from sqlalchemy import CheckConstraint, Connection, Integer, func, select, text
from sqlalchemy.orm import Mapped, Session, mapped_column, scoped_session

from webapp.database import Base

ROWS = 16


class DataVersion(Base):
    """A part of the number; from the first change on there is one or more."""

    __tablename__ = "data_version"
    __table_args__ = (CheckConstraint(f"id BETWEEN 1 AND {ROWS}", name="data_version_rows"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)


# Every server asks each second, and every save counts: said once.
_NUMBER = select(func.sum(DataVersion.number))
_COUNT = (
    "INSERT INTO data_version (id, number) VALUES ({row}, 1) "
    "ON CONFLICT (id) DO UPDATE SET number = data_version.number + 1"
)
_COUNT_ALONE = text(_COUNT.format(row=1))
# The rows as they were before, and the own one as it is now, in one round trip: whoever has the same row waits for it.
_COUNT_AMONG_OTHERS = text(
    f"WITH own AS ({_COUNT.format(row=f'1 + pg_backend_pid() % {ROWS}')} RETURNING id, number) "  # noqa: S608
    "SELECT own.number + coalesce((SELECT sum(number) FROM data_version WHERE id <> own.id), 0) FROM own"
)


def data_version(source: Connection | Session | scoped_session) -> int:
    """The number; 0 before anything was changed."""
    return int(source.execute(_NUMBER).scalar() or 0)


def count_change(source: Connection | Session | scoped_session) -> int:
    """Count a change, in its own transaction, and answer the number as that transaction sees it. Who sees a number sees
    every change that is counted in it. To be done last before the commit: on PostgreSQL others may wait for it."""
    connection = source if isinstance(source, Connection) else source.connection()
    if connection.dialect.name == "postgresql":
        return int(connection.execute(_COUNT_AMONG_OTHERS).scalar_one())
    connection.execute(_COUNT_ALONE)
    return data_version(connection)
