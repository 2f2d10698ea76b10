#!/bin/sh
# Software: snowballstemmer 3.1.1, Danish.
# Guess:    A Danish stemmer brings the commonest inflections of a noun together.
# Seen:     "krisecenter" and "krisecentre" get different stems, so do "mand" and "mænd"; "bolig" becomes "bol".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check snowballstemmer==3.1.1 >&2
cat > try.py <<'END'
from snowballstemmer import stemmer

danish = stemmer("danish")
for words in ("krisecenter krisecentre", "mand mænd", "herberg herberget", "bolig boligen"):
    print(*(f"{word}:{danish.stemWord(word)}" for word in words.split()))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "krisecenter:krisecent krisecentre:krisecentr
mand:mand mænd:mænd
herberg:herberg herberget:herberg
bolig:bol boligen:bol" ]
