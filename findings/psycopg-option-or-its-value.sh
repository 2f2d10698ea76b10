#!/bin/sh
# Software: psycopg 3.3.9 (psycopg-binary 3.3.9).
# Guess:    Whatever keeps it from connecting is an OperationalError: the server is away, an option has a value that is none, or
#           there is no such option.
# Seen:     An option that there is not is a ProgrammingError, the kind of a mistake in SQL. Who catches the first kind alone
#           takes a slip in an address for a fault of the database.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check psycopg==3.3.9 psycopg-binary==3.3.9 >&2
cat > try.py <<'END'
import psycopg

for what, address in (
    ("no server", "postgresql://anna@127.0.0.1:9/lommekort"),
    ("a value", "postgresql://anna@127.0.0.1:9/lommekort?sslmode=altid"),
    ("an option", "postgresql://anna@127.0.0.1:9/lommekort?sslmodus=require"),
):
    try:
        psycopg.connect(address)
    except psycopg.Error as error:
        print(f"{what}: {type(error).__name__}")
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "no server: OperationalError
a value: OperationalError
an option: ProgrammingError" ]
