#!/bin/sh
# Software: openpyxl (PyPI) 3.1.5.
# Guess:    A cell that shows a time of day (hh:mm) is read as a time, also when somebody typed 24:00.
# Seen:     24:00 is kept as one whole day and read as a datetime, 1 January 1900 at midnight; 12:00 beside it is a time.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check openpyxl==3.1.5 >&2
cat > try.py <<'END'
from openpyxl import Workbook, load_workbook

book = Workbook()
for row, days in enumerate((0.5, 1.0), start=1):
    book.active.cell(row, 1, days).number_format = "hh:mm"
book.save("hours.xlsx")
for (cell,) in load_workbook("hours.xlsx").active.iter_rows():
    print(repr(cell.value))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "datetime.time(12, 0)
datetime.datetime(1900, 1, 1, 0, 0)" ]
