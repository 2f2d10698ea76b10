"""The driver of SQLite: `pysqlite3` where it is installed, else Python's own.

They are the same module; `pysqlite3` brings a newer SQLite with it than most systems have (`webapp/database.py` says
what that is needed for). Its wheels are for Linux on x86-64; anywhere else Python's own does, and saves take longer.
One process has one of them: closing a file takes the other's locks away (sqlite.org/howtocorrupt.html, 2.2.1).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import sqlite3
else:
    try:
        import pysqlite3.dbapi2 as sqlite3
    except ImportError:
        import sqlite3

__all__ = ["sqlite3"]
