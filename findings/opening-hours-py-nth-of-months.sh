#!/bin/sh
# Software: opening-hours-py 2.1.4, beside opening_hours (npm) 3.15.0.
# Guess:    "Feb,May Th[1] 10:00-12:00" is the first Thursday of February and of May ("1. torsdag i februar og maj"), as
#           "Feb,May Th" is every Thursday of both.
# Seen:     opening-hours-py is open on every day of February, and on one Thursday in May. With a second number behind
#           ("Th[1],Th[3]") it reads the list as the other library does.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check opening-hours-py==2.1.4 tzdata >&2
npm install --silent --no-audit --no-fund opening_hours@3.15.0 >&2
cat > try.py <<'END'
from datetime import datetime, timedelta
from opening_hours import OpeningHours

for text in ("Feb,May Th[1] 10:00-12:00", "Feb,May Th[1],Th[3] 10:00-12:00"):
    hours = OpeningHours(text, country="DK")
    days = [datetime(2026, 1, 1, 11) + timedelta(days=number) for number in range(365)]
    print("opening-hours-py", text, sum(map(hours.is_open, days)))
END
cat > try.mjs <<'END'
import OpeningHours from "opening_hours";
const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
for (const text of ["Feb,May Th[1] 10:00-12:00", "Feb,May Th[1],Th[3] 10:00-12:00"]) {
  const hours = new OpeningHours(text, place);
  const days = Array.from({ length: 365 }, (_, number) => new Date(2026, 0, 1 + number, 11));
  console.log("opening_hours", text, days.filter((day) => hours.getState(day)).length);
}
END
seen=$(venv/bin/python try.py && TZ=Europe/Copenhagen node try.mjs)
echo "$seen"
[ "$seen" = "opening-hours-py Feb,May Th[1] 10:00-12:00 29
opening-hours-py Feb,May Th[1],Th[3] 10:00-12:00 4
opening_hours Feb,May Th[1] 10:00-12:00 2
opening_hours Feb,May Th[1],Th[3] 10:00-12:00 4" ]
