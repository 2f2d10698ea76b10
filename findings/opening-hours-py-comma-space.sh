#!/bin/sh
# Software: opening-hours-py 2.1.4, beside opening_hours (npm) 3.15.0.
# Guess:    A space after the comma in "Sa, Su off" says nothing: Saturday and Sunday are closed.
# Seen:     With the space a new rule begins at the comma, and "Sa" alone is open day and night. The other library reads a
#           list both ways.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check opening-hours-py==2.1.4 tzdata >&2
npm install --silent --no-audit --no-fund opening_hours@3.15.0 >&2
cat > try.py <<'END'
from datetime import datetime
from opening_hours import OpeningHours

for text in ("Mo-Fr 10:00-12:00; Sa, Su off", "Mo-Fr 10:00-12:00; Sa,Su off"):
    print("opening-hours-py", text, OpeningHours(text, country="DK").is_open(datetime(2026, 11, 28, 23)))
END
cat > try.mjs <<'END'
import OpeningHours from "opening_hours";
const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
for (const text of ["Mo-Fr 10:00-12:00; Sa, Su off", "Mo-Fr 10:00-12:00; Sa,Su off"]) {
  console.log("opening_hours", text, new OpeningHours(text, place).getState(new Date(2026, 10, 28, 23)));
}
END
seen=$(venv/bin/python try.py && TZ=Europe/Copenhagen node try.mjs)
echo "$seen"
[ "$seen" = "opening-hours-py Mo-Fr 10:00-12:00; Sa, Su off True
opening-hours-py Mo-Fr 10:00-12:00; Sa,Su off False
opening_hours Mo-Fr 10:00-12:00; Sa, Su off false
opening_hours Mo-Fr 10:00-12:00; Sa,Su off false" ]
