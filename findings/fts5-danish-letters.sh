#!/bin/sh
# Software: SQLite 3.54.1 (apsw 3.54.1.0), FTS5 with its default tokenizer unicode61.
# Guess:    The three Danish letters are treated alike: either all are folded or none.
# Seen:     Å is folded to a, Æ and Ø are not folded to anything: "aben" finds "Åben", "aro" does not find "Ærø".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check apsw==3.54.1.0 >&2
cat > try.py <<'END'
import apsw

table = apsw.Connection(":memory:")
table.execute("CREATE VIRTUAL TABLE offers USING fts5(text)")
for text in ("Åben rådgivning", "Ærø", "Bøssehus"):
    table.execute("INSERT INTO offers VALUES (?)", (text,))
for word in ("aben", "radgivning", "aero", "aro", "bossehus"):
    print(word, table.execute("SELECT count(*) FROM offers WHERE offers MATCH ?", (word,)).fetchone()[0])
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "aben 1
radgivning 1
aero 0
aro 0
bossehus 0" ]
