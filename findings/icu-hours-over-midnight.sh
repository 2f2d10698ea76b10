#!/bin/sh
# Software: ICU 77 in Node (npm's node) 22.21.1, Intl.DateTimeFormat's formatRange in Danish.
# Guess:    Who asks for hours and minutes alone gets them alone: a night shelter's are "20.00–08.00", as a day's are
#           "09.00–15.00".
# Seen:     Over midnight both dates are added, year and all, with a hyphen for the dash; and beside a weekday the day of the
#           month, though nobody asked for it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund node@22.21.1 >&2
cat > try.mjs <<'END'
const denmark = { hour: "numeric", minute: "2-digit", timeZone: "Europe/Copenhagen" };
const hours = [["2026-11-28T09:00+01:00", "2026-11-28T15:00+01:00"], ["2026-11-28T20:00+01:00", "2026-11-29T08:00+01:00"]];
console.log("ICU", process.versions.icu.split(".")[0]);
for (const asked of [denmark, { ...denmark, weekday: "long" }]) {
  const form = new Intl.DateTimeFormat("da", asked);
  console.log(hours.map(([from, to]) => form.formatRange(new Date(from), new Date(to))).join(" | "));
}
END
seen=$(node_modules/.bin/node try.mjs)
echo "$seen"
[ "$seen" = "ICU 77
09.00–15.00 | 28.11.2026, 20.00-29.11.2026, 08.00
lørdag 09.00–15.00 | lørdag den 28., 20.00-søndag den 29., 08.00" ]
