#!/bin/sh
# Software: date-fns (npm) 4.4.0, with its Danish.
# Guess:    What it writes by a pattern it reads by the same pattern.
# Seen:     Not with a short weekday: "tor. 24. dec. 2026" is an Invalid Date, for the name is read without the full stop it is
#           written with. Short months, and whole days, are read.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund date-fns@4.4.0 >&2
cat > try.mjs <<'END'
import { format, isValid, parse } from "date-fns";
import { da } from "date-fns/locale";
const day = new Date(2026, 11, 24);
for (const pattern of ["d. MMM yyyy", "EEEE d. MMMM yyyy", "EEE d. MMM yyyy", "EEEEEE d. MMMM yyyy"]) {
  const written = format(day, pattern, { locale: da });
  const read = parse(written, pattern, new Date(2026, 0, 1), { locale: da });
  console.log(written, "→", isValid(read) ? read.toDateString() : "Invalid Date");
}
END
seen=$(node try.mjs)
echo "$seen"
[ "$seen" = "24. dec. 2026 → Thu Dec 24 2026
torsdag 24. december 2026 → Thu Dec 24 2026
tor. 24. dec. 2026 → Invalid Date
to 24. december 2026 → Invalid Date" ]
