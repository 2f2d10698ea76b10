#!/bin/sh
# Software: phonenumbers 9.0.43.
# Guess:    Looking for telephone numbers in a Danish line of opening hours finds the numbers, and strict grouping leaves
#           out what is grouped as no Dane groups a number.
# Seen:     A date written in eight digits is a valid Danish number, with points, hyphens and spaces, also by strict
#           grouping: "24.12.2026" is +45 24 12 20 26. Only exact grouping, and a slash, let a date be a date; but exact
#           grouping gives "20261224" away too.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check phonenumbers==9.0.43 >&2
cat > try.py <<'END'
from phonenumbers import Leniency, PhoneNumberMatcher

for text in ("Lukket 24.12.2026", "Lukket 24-12-2026", "Lukket 24/12/2026", "Lukket 20261224", "Ring 70 20 12 01"):
    found = [
        [match.raw_string for match in PhoneNumberMatcher(text, "DK", leniency=leniency)]
        for leniency in (Leniency.VALID, Leniency.STRICT_GROUPING, Leniency.EXACT_GROUPING)
    ]
    print(text, *found, sep=" | ")
END
seen=$(venv/bin/python try.py)
echo "text | valid | strict grouping | exact grouping"
echo "$seen"
[ "$seen" = "Lukket 24.12.2026 | ['24.12.2026'] | ['24.12.2026'] | []
Lukket 24-12-2026 | ['24-12-2026'] | ['24-12-2026'] | []
Lukket 24/12/2026 | [] | [] | []
Lukket 20261224 | ['20261224'] | ['20261224'] | ['20261224']
Ring 70 20 12 01 | ['70 20 12 01'] | ['70 20 12 01'] | ['70 20 12 01']" ]
