#!/bin/sh
# Software: opening_hours (npm) 3.15.0 and opening-hours-py 2.1.4.
# Guess:    "Mo-Su 18:00-07:00; Dec 24 off" closes the night that would have begun on 24 December, and "Fr 18:00+" is the
#           same state in both: open, with an end nobody knows.
# Seen:     Both are open on 25 December at 01:10. Of "Fr 18:00+" at half past six one says unknown, the other open.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check opening-hours-py==2.1.4 tzdata >&2
npm install --silent --no-audit --no-fund opening_hours@3.15.0 >&2
cat > try.py <<'END'
from datetime import datetime
from opening_hours import OpeningHours

off = OpeningHours("Mo-Su 18:00-07:00; Dec 24 off", country="DK")
print("opening-hours-py", off.is_open(datetime(2026, 12, 24, 20)), off.is_open(datetime(2026, 12, 25, 1, 10)))
print("opening-hours-py", OpeningHours("Fr 18:00+", country="DK").is_open(datetime(2026, 11, 27, 18, 30)))
END
cat > try.mjs <<'END'
import OpeningHours from "opening_hours";
const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
const off = new OpeningHours("Mo-Su 18:00-07:00; Dec 24 off", place);
console.log("opening_hours", off.getState(new Date(2026, 11, 24, 20)), off.getState(new Date(2026, 11, 25, 1, 10)));
const evening = new Date(2026, 10, 27, 18, 30);
const open = new OpeningHours("Fr 18:00+", place);
console.log("opening_hours", open.getState(evening), open.getUnknown(evening) ? "unknown" : "known");
END
seen=$(venv/bin/python try.py && TZ=Europe/Copenhagen node try.mjs)
echo "$seen"
[ "$seen" = "opening-hours-py False True
opening-hours-py True
opening_hours false true
opening_hours false unknown" ]
