#!/bin/sh
# Software: SQLite 3.53.4 (pysqlite3 0.6.1).
# Guess:    A database that somebody moves while it is written to is noticed in every journal mode: with a rollback journal the
#           next write is refused (SQLITE_READONLY, of its kind DBMOVED).
# Seen:     With a write-ahead log every write goes well, into the file that was moved; nothing says so.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pysqlite3==0.6.1 >&2
cat > try.py <<'END'
import os
from pysqlite3 import dbapi2 as sqlite3

for mode in ("delete", "wal"):
    connection = sqlite3.connect(f"{mode}.sqlite3", isolation_level=None)
    connection.execute(f"PRAGMA journal_mode={mode}").fetchone()
    connection.execute("CREATE TABLE offer (name)")
    connection.execute("INSERT INTO offer VALUES ('Værestedet')")
    os.rename(f"{mode}.sqlite3", f"{mode}.moved")
    try:
        connection.execute("INSERT INTO offer VALUES ('Rådgivningen')")
        said = "written"
    except sqlite3.OperationalError as error:
        said = error.sqlite_errorname
    print(mode, said, "database there:", os.path.exists(f"{mode}.sqlite3"))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "delete SQLITE_READONLY database there: False
wal written database there: False" ]
