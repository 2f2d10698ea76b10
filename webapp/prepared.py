"""Prepared queries: what nearly every request of the desk asks the database is compiled once, for SQLite.

SQLite answers within hundredths of a millisecond, and SQLAlchemy takes ten times as long to ask: it looks up what the
statement was compiled to, makes a cursor and a result of its own, begins a transaction and ends it. Here the driver is
asked itself, with SQLAlchemy's own SQL, its values in and out by SQLAlchemy's own types. Everything else goes the usual
way: PostgreSQL, and what somebody listens to. An error is SQLAlchemy's either way.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import CompoundSelect, Connection, Dialect, Engine, Select
from sqlalchemy.exc import DBAPIError

from webapp.database import Readable, db, only_reads, reading
from webapp.sqlite import sqlite3

_Convert = Callable[[Any], Any] | None


class Glance:
    """A look at SQLite in a transaction of its own that only reads, past SQLAlchemy. Only prepared queries are asked
    in it."""

    def __init__(self, driver: Any, dialect: Dialect):
        self.driver, self.dialect = driver, dialect


@contextmanager
def glancing() -> Iterator[Readable | Glance]:
    """What prepared queries are asked in one after another, so that all see the same state: like `reading`, with less
    to do for SQLite."""
    if only_reads() or not _goes_straight(db.engine):
        with reading() as connection:
            yield connection
        return
    lent, dialect = None, db.engine.dialect
    try:
        lent = db.engine.raw_connection()
        driver: Any = lent.dbapi_connection
        driver.execute("BEGIN").close()
    except sqlite3.Error as error:
        if lent:
            lent.invalidate(error)
        raise _told("BEGIN", error, dialect) from error
    try:
        yield Glance(driver, dialect)
    except DBAPIError as error:
        lent.invalidate(error)
        raise
    finally:
        lent.close()  # and rolls back


class Prepared:
    """A query, said once. Its parameters are plain values, by name."""

    def __init__(self, query: Select | CompoundSelect):
        self._query = query
        self._compiled: _Compiled | None = None

    def all(self, source: Readable | Glance | None = None, **given: Any) -> Sequence[Any]:
        """Its rows, whose columns are attributes; asked in a look of its own when given no source."""
        if source is None:
            with glancing() as glance:
                return self.all(glance, **given)
        if isinstance(source, Glance):
            return self._straight(source.driver, source.dialect, given)
        connection = source if isinstance(source, Connection) else source.connection()
        if connection.in_transaction() and _goes_straight(connection.engine):
            return self._straight(connection.connection.dbapi_connection, connection.dialect, given)
        return connection.execute(self._query, given).all()

    def first(self, source: Readable | Glance | None = None, **given: Any) -> Any:
        """The first row, or None."""
        rows = self.all(source, **given)
        return rows[0] if rows else None

    def _straight(self, driver: Any, dialect: Dialect, given: dict[str, Any]) -> Sequence[Any]:
        compiled = self._compiled = self._compiled or _Compiled(self._query, dialect)
        try:
            return compiled.rows(driver, given)
        except sqlite3.Error as error:
            raise _told(compiled.text, error, dialect) from error


class _Compiled:
    """A query as the driver is asked it."""

    def __init__(self, query: Select | CompoundSelect, dialect: Dialect):
        compiled: Any = query.compile(dialect=dialect)
        self.text = str(compiled)
        said = {name: bound.value for name, bound in compiled.binds.items() if not bound.required}
        self._places: list[tuple[str, Any, _Convert]] = []
        for name in compiled.positiontup or ():
            bound = compiled.binds[name]
            convert = bound.type.dialect_impl(dialect).bind_processor(dialect)
            self._places.append((bound.key, said.get(name), convert))
        columns = query.selected_columns
        row: Any = namedtuple("Row", [str(column.key) for column in columns])  # type: ignore[misc]
        self._make: Callable[[Sequence[Any]], Any] = row._make
        kinds = [column.type.dialect_impl(dialect).result_processor(dialect, None) for column in columns]
        self._converts = [(number, convert) for number, convert in enumerate(kinds) if convert]

    def rows(self, driver: Any, given: dict[str, Any]) -> Sequence[Any]:
        """What it answers."""
        values = []
        for name, said, convert in self._places:
            value = given.get(name, said)
            values.append(convert(value) if convert else value)
        cursor = driver.execute(self.text, values)
        try:
            found = cursor.fetchall()
        finally:
            cursor.close()
        if not self._converts:
            return [self._make(row) for row in found]
        rows = []
        for row in found:
            cells = list(row)
            for number, convert in self._converts:
                cells[number] = convert(cells[number])
            rows.append(self._make(cells))
        return rows


def _told(statement: str, error: sqlite3.Error, dialect: Dialect) -> BaseException:
    """The error as SQLAlchemy raises it, without the values of the statement."""
    return DBAPIError.instance(statement, None, error, sqlite3.Error, hide_parameters=True, dialect=dialect)


def _goes_straight(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite" and not engine.dispatch.before_cursor_execute
