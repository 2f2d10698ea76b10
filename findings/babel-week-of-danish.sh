#!/bin/sh
# Software: Babel (PyPI) 2.19.0, with CLDR's weeks.
# Guess:    "da" is Danish as Denmark writes it, as it is for dates and numbers: 1 January 2027 is in week 53 of 2026 (ISO 8601).
# Seen:     Weeks are the country's and not the language's. "da" has none, so the whole world's rule holds: 1 January 2027 is
#           in week 1 of 2027, and every week of that year has one too many. "da_DK" counts as Denmark does.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check babel==2.19.0 >&2
cat > try.py <<'END'
from datetime import date
from babel.dates import format_date

for day in (date(2027, 1, 1), date(2027, 7, 12)):
    said = [format_date(day, "'uge' w, YYYY", locale=locale) for locale in ("da", "da_DK")]
    print(format_date(day, "long", locale="da"), *said, "ISO {}-W{:02}".format(*day.isocalendar()), sep=" | ")
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "1. januar 2027 | uge 1, 2027 | uge 53, 2026 | ISO 2026-W53
12. juli 2027 | uge 29, 2027 | uge 28, 2027 | ISO 2027-W28" ]
