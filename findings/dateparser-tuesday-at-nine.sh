#!/bin/sh
# Software: dateparser 1.5.0, Danish.
# Guess:    "tirsdag kl. 9" is Tuesday at nine. "d. 3. marts" is a common way to write the third of March.
# Seen:     The nine is read as the day of the month, and the time is midnight; with "9.00" it is the clock. "d. 3. marts" is
#           not read at all, "den 3. marts" is.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check dateparser==1.5.0 tzdata >&2
cat > try.py <<'END'
from datetime import datetime
import dateparser

saturday = {"RELATIVE_BASE": datetime(2026, 11, 28, 12), "PREFER_DATES_FROM": "past"}
for text in ("tirsdag kl. 9", "tirsdag kl. 9.00", "d. 3. marts", "den 3. marts"):
    print(text, "=", dateparser.parse(text, languages=["da"], settings=saturday))
END
seen=$(venv/bin/python -W ignore try.py)
echo "$seen"
[ "$seen" = "tirsdag kl. 9 = 2026-11-09 00:00:00
tirsdag kl. 9.00 = 2026-11-24 09:00:00
d. 3. marts = None
den 3. marts = 2026-03-03 00:00:00" ]
