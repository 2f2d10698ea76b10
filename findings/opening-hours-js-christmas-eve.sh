#!/bin/sh
# Software: opening_hours (npm) 3.15.0.
# Guess:    PH in Denmark is the list of the law: ten days in 2026, without 24 December and without 5 June.
# Seen:     24 December and 5 June are public holidays to it. An offer open "on holidays" is then open on Christmas Eve.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund opening_hours@3.15.0 >&2
cat > try.mjs <<'END'
import OpeningHours from "opening_hours";
const place = { lat: 55.7, lon: 12.5, address: { country_code: "dk", state: "Region Hovedstaden" } };
const hours = new OpeningHours("PH 12:30-15:30", place);
for (const [month, day] of [[12, 24], [6, 5], [12, 25], [12, 22]]) {
  console.log(`2026-${month}-${day}`, hours.getState(new Date(2026, month - 1, day, 13, 50)));
}
END
seen=$(TZ=Europe/Copenhagen node try.mjs)
echo "$seen"
[ "$seen" = "2026-12-24 true
2026-6-5 true
2026-12-25 true
2026-12-22 false" ]
