#!/bin/sh
# Software: openpyxl (PyPI) 3.1.5.
# Guess:    With rich_text=True a cell of which a part is struck out is told in its parts, read whole or row by row.
# Seen:     Read row by row (read_only=True) a file that openpyxl wrote has the text alone: the old number counts like the new.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check openpyxl==3.1.5 >&2
cat > try.py <<'END'
from openpyxl import Workbook, load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

book = Workbook()
book.active.append([CellRichText(TextBlock(InlineFont(strike=True), "98 12 34 56"), " 22 33 44 55")])
book.save("offers.xlsx")
for row_by_row in (False, True):
    read = load_workbook("offers.xlsx", rich_text=True, read_only=row_by_row)
    value = next(read.active.iter_rows(values_only=True))[0]
    print(type(value).__name__, str(value))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "CellRichText 98 12 34 56 22 33 44 55
str 98 12 34 56 22 33 44 55" ]
