#!/bin/sh
# Software: charset-normalizer (PyPI) 3.5.3.
# Guess:    A detector tells a Danish list in Western Europe's Windows letters from one in another table's: it knows languages.
# Seen:     A list of places with ordinary Danish streets is taken for Central Europe's (cp1250): "Værestedet" is "Vćrestedet",
#           and "Åboulevarden" is "Ĺboulevarden". The same list in UTF-8 is told.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check charset-normalizer==3.5.3 >&2
cat > try.py <<'END'
from charset_normalizer import from_bytes

text = """Navn;Adresse;By
Værestedet;Åboulevarden 7;Aalborg
Natcaféen;Søndergade 2;Nørresundby
Gadeteamet;Østergade 4;København
"""
for coding in ("cp1252", "utf-8"):
    best = from_bytes(text.encode(coding)).best()
    print(coding, "read as", best.encoding, str(best).splitlines()[1])
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "cp1252 read as cp1250 Vćrestedet;Ĺboulevarden 7;Aalborg
utf-8 read as utf_8 Værestedet;Åboulevarden 7;Aalborg" ]
