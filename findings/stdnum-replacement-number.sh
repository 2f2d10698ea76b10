#!/bin/sh
# Software: python-stdnum (PyPI) 2.2, its module for Danish personal numbers.
# Guess:    It knows every form of the number that is in use, so a text with one in it can be found by its check.
# Seen:     A replacement number, which hospitals and shelters give to who has none (60 is added to the day of birth), is
#           no number to it. (Both are made up.)
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check python-stdnum==2.2 >&2
cat > try.py <<'END'
from stdnum.dk import cpr

for number, kind in (("010190-1234", "ordinary"), ("610190-1234", "replacement")):
    print(kind, cpr.is_valid(number))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "ordinary True
replacement False" ]
