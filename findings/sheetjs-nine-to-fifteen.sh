#!/bin/sh
# Software: xlsx (SheetJS, npm) 0.18.5, reading a CSV file with semicolons, as Danish spreadsheets write it.
# Guess:    What is neither a number nor a date is text: "9-15" are opening hours, and so is "9-15.30". "12,5" is twelve and a
#           half, or text.
# Seen:     "9-15" is 15 September 2001, and "9-15.30" the same day of 2030; "13-17" is text, for there is no such month. "12,5" is
#           one hundred and twenty-five. With days or four digits beside them hours are text.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
npm install --silent --no-audit --no-fund xlsx@0.18.5 >&2
cat > try.cjs <<'END'
const XLSX = require("xlsx");
const row = "9-15;9-15.30;13-17;Man-fre 9-15;09:00-15:00;12,5";
const { Sheets, SheetNames } = XLSX.read(`${row}\n`, { type: "string" });
const [read] = XLSX.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1 });
const [shown] = XLSX.utils.sheet_to_json(Sheets[SheetNames[0]], { header: 1, raw: false });
row.split(";").forEach((typed, i) => console.log(typed, "→", typeof read[i], read[i], "shown as", shown[i]));
END
seen=$(node try.cjs)
echo "$seen"
[ "$seen" = "9-15 → number 37149 shown as 9/15/01
9-15.30 → number 47741 shown as 9/15/30
13-17 → string 13-17 shown as 13-17
Man-fre 9-15 → string Man-fre 9-15 shown as Man-fre 9-15
09:00-15:00 → string 09:00-15:00 shown as 09:00-15:00
12,5 → number 125 shown as 12,5" ]
