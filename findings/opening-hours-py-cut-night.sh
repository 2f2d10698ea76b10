#!/bin/sh
# Software: opening-hours-py 2.1.4, beside opening_hours (npm) 3.15.0.
# Guess:    A later rule overrides an earlier one. So Saturday's night, of the later rule, lasts until 10 on Sunday though
#           Sunday's own evening stands in the earlier one.
# Seen:     It is cut at midnight by the earlier rule. The other library keeps it, and cuts it only when the rules change places.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check opening-hours-py==2.1.4 tzdata >&2
npm install --silent --no-audit --no-fund opening_hours@3.15.0 >&2
cat > try.py <<'END'
from datetime import datetime
from opening_hours import OpeningHours

sunday_at_one = datetime(2026, 11, 22, 1)
for text in ("Su-Th 20:00-08:00; Fr-Sa 20:00-10:00", "Fr-Sa 20:00-10:00; Su-Th 20:00-08:00"):
    print("opening-hours-py", text, OpeningHours(text, country="DK").is_open(sunday_at_one))
END
cat > try.mjs <<'END'
import OpeningHours from "opening_hours";
const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
for (const text of ["Su-Th 20:00-08:00; Fr-Sa 20:00-10:00", "Fr-Sa 20:00-10:00; Su-Th 20:00-08:00"]) {
  console.log("opening_hours", text, new OpeningHours(text, place).getState(new Date(2026, 10, 22, 1)));
}
END
seen=$(venv/bin/python try.py && TZ=Europe/Copenhagen node try.mjs)
echo "$seen"
[ "$seen" = "opening-hours-py Su-Th 20:00-08:00; Fr-Sa 20:00-10:00 False
opening-hours-py Fr-Sa 20:00-10:00; Su-Th 20:00-08:00 False
opening_hours Su-Th 20:00-08:00; Fr-Sa 20:00-10:00 true
opening_hours Fr-Sa 20:00-10:00; Su-Th 20:00-08:00 false" ]
