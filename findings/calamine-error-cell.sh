#!/bin/sh
# Software: python-calamine (PyPI) 0.9.1, with openpyxl 3.1.5 to write the spreadsheet.
# Guess:    A cell that holds an error is told as one, or as its text, "#N/A".
# Seen:     It comes out as an empty text, like a cell nobody filled; and a telephone number as a number with a fraction.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check python-calamine==0.9.1 openpyxl==3.1.5 >&2
cat > try.py <<'END'
from openpyxl import Workbook
from python_calamine import CalamineWorkbook

book = Workbook()
book.active.append(["Værestedet", 98123456, "#N/A"])
book.active["C1"].data_type = "e"
book.save("offers.xlsx")
print(CalamineWorkbook.from_path("offers.xlsx").get_sheet_by_index(0).to_python())
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "[['Værestedet', 98123456.0, '']]" ]
