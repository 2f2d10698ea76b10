#!/bin/sh
# Software: pyphen 0.18.1, the hyphenation patterns for Danish (da_DK) that LibreOffice and Firefox have too.
# Guess:    Patterns made for Danish part a compound between its words: "sex-salg", "volds-udøver".
# Seen:     "se-xsalg": the patterns know no compounds and pull the x over. "voldsudøver" may break before and after its u,
#           and a joining s may stand alone between two breaks: "selv-mord-s-tan-ker".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check pyphen==0.18.1 >&2
cat > try.py <<'END'
from pyphen import Pyphen

danish = Pyphen(lang="da_DK")
print(*(danish.inserted(word) for word in ("sexsalg", "voldsudøver", "selvmordstanker", "krisecenter", "overgreb")))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "se-xsalg volds-u-dø-ver selv-mord-s-tan-ker kri-se-cen-ter over-greb" ]
