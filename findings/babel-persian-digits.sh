#!/bin/sh
# Software: Babel (PyPI) 2.19.0, with CLDR's Persian.
# Guess:    A language's own digits are used: Locale("fa") says that its numbering system is "arabext".
# Seen:     Dates, times and numbers of "fa" come in European digits. numbering_system="default" changes the separator of a
#           number and not its digits; dates and times have no such argument.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check babel==2.19.0 >&2
cat > try.py <<'END'
import inspect
from datetime import date, time
from babel import Locale
from babel.dates import format_date, format_time
from babel.numbers import format_decimal

print(Locale("fa").default_numbering_system)
print(format_date(date(2026, 12, 24), "long", locale="fa"), "|", format_time(time(9, 5), "short", locale="fa"))
print(format_decimal(1888, locale="fa"), "|", format_decimal(1888, locale="fa", numbering_system="default"))
print([name for name in (format_date, format_time) if "numbering_system" in inspect.signature(name).parameters])
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "arabext
24 دسامبر 2026 | 9:05
1,888 | 1٬888
[]" ]
