#!/bin/sh
# Software: workalendar (PyPI) 17.0.0, beside holidays (PyPI) 0.109.
# Guess:    A calendar of Danish working days follows the law: Great Prayer Day is one since 2024, and so is 24 December
#           when it is a weekday.
# Seen:     Great Prayer Day is kept, in 2026 on 1 May, and Christmas Eve is counted in: 12 days where the law has 10.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check workalendar==17.0.0 holidays==0.109 >&2
cat > try.py <<'END'
from datetime import date

import holidays
from workalendar.europe import Denmark

law, days = holidays.country_holidays("DK", years=2026), dict(Denmark().holidays(2026))
print("holidays", len(law), "| workalendar", len(days))
for day in sorted(days.keys() - law.keys()):
    print(day, days[day], "| a working day:", Denmark().is_working_day(day))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "holidays 10 | workalendar 12
2026-05-01 Store Bededag | a working day: False
2026-12-24 Christmas Eve | a working day: False" ]
