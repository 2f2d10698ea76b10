#!/bin/sh
# Software: Babel (PyPI) 2.19.0, with CLDR's Thai.
# Guess:    A date with its year looks alike in one language, whether the day is told or only the month.
# Seen:     Thai's long pattern names the era of the year (ค.ศ., the Christian one); the skeleton for month and year does not.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check babel==2.19.0 >&2
cat > try.py <<'END'
from datetime import date
from babel.dates import format_date, format_skeleton

day = date(2026, 12, 24)
for language in ("th", "pl"):
    print(language, "|", format_date(day, "long", locale=language), "|", format_skeleton("yMMMM", day, locale=language))
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "th | 24 ธันวาคม ค.ศ. 2026 | ธันวาคม 2026
pl | 24 grudnia 2026 | grudzień 2026" ]
