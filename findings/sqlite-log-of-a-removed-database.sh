#!/bin/sh
# Software: SQLite 3.53.4 (pysqlite3 0.6.1).
# Guess:    A backup that is put where a database was removed is what is read from then on: a write-ahead log that was left
#           there belongs to another file, and its salt says so.
# Seen:     The log is read into the backup, and what is so mixed passes integrity_check. Nothing ties a log to its file but
#           the name; the documentation warns of it (howtocorrupt.html, "Mispairing").
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pysqlite3==0.6.1 >&2
cat > try.py <<'END_OF_PYTHON'
import os
import shutil
from pysqlite3 import dbapi2 as sqlite3

with sqlite3.connect("offers.sqlite3") as connection:
    connection.execute("CREATE TABLE offer (name)")
    connection.execute("INSERT INTO offer VALUES ('Værestedet')")
connection.close()
shutil.copy("offers.sqlite3", "backup.sqlite3")
connection = sqlite3.connect("offers.sqlite3", isolation_level=None)
connection.execute("PRAGMA journal_mode=wal").fetchone()
connection.execute("UPDATE offer SET name = 'Rådgivningen'")
shutil.copy("offers.sqlite3-wal", "log")  # as it lies there after a power cut
connection.close()
os.remove("offers.sqlite3")
shutil.copy("log", "offers.sqlite3-wal")
shutil.copy("backup.sqlite3", "offers.sqlite3")
connection = sqlite3.connect("offers.sqlite3")
print(*connection.execute("SELECT name FROM offer").fetchone(), *connection.execute("PRAGMA integrity_check").fetchone())
END_OF_PYTHON
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "Rådgivningen ok" ]
