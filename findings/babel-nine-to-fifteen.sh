#!/bin/sh
# Software: Babel 2.19.0, parse_time in Danish.
# Guess:    Hours are no time of day: "9-15" is refused with ParseError, as "24.00" is.
# Seen:     Any two numbers are one time: "9-15" is a quarter past nine, "kl. 10-12" is 10.12, and "10 til 2" is 10.02.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check babel==2.19.0 >&2
cat > try.py <<'END'
from babel.dates import ParseError, parse_time

for text in ("9.15", "9-15", "kl. 10-12", "10 til 2", "24.00"):
    try:
        print(text, "|", parse_time(text, locale="da").strftime("%H.%M"))
    except ParseError:
        print(text, "| ParseError")
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "9.15 | 09.15
9-15 | 09.15
kl. 10-12 | 10.12
10 til 2 | 10.02
24.00 | ParseError" ]
