#!/bin/sh
# Software: phonenumbers 9.0.43.
# Guess:    In Denmark 112 alone is an emergency number: 114 is the police when it is not urgent. What one can ring is a valid
#           number.
# Seen:     114 counts as an emergency number. No number of three, four or six digits is valid: those have a question of
#           their own, is_valid_short_number, which says no to every ordinary one.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check phonenumbers==9.0.43 >&2
cat > try.py <<'END'
from phonenumbers import is_emergency_number, is_valid_number, is_valid_short_number, parse

for text in ("112", "114", "1813", "116111", "70201201"):
    number = parse(text, "DK")
    print(text, is_emergency_number(text, "DK"), is_valid_short_number(number), is_valid_number(number))
END
seen=$(venv/bin/python try.py)
echo "number, emergency, valid short number, valid number"
echo "$seen"
[ "$seen" = "112 True True False
114 True True False
1813 False True False
116111 False True False
70201201 False False True" ]
