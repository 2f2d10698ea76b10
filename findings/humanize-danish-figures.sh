#!/bin/sh
# Software: humanize 4.17.0, in Danish (da_DK).
# Guess:    Once it is told to be Danish its figures are: 1.234.567,5 and 347,0 kB, "3." and "4. dec".
# Seen:     Words are Danish ("i morgen", "millioner"), figures are English and ordinals Swedish: "1,234,567.5", which a
#           Dane reads as a little more than one, "1.5 millioner", and "3:e".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check humanize==4.17.0 >&2
cat > try.py <<'END'
from datetime import date, timedelta

import humanize

humanize.i18n.activate("da_DK")
print(humanize.naturalday(date.today() + timedelta(1)), "|", humanize.intword(1_500_000))
print(humanize.intcomma(1234567.5), "|", humanize.naturalsize(347_000), "|", humanize.ordinal(3))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "i morgen | 1.5 millioner
1,234,567.5 | 347.0 kB | 3:e" ]
