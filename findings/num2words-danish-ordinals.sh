#!/bin/sh
# Software: num2words 0.5.14, Danish.
# Guess:    The days of a month, and ordinals by twenties as a Dane says them: "tredivte", "halvtredsindstyvende".
# Seen:     The ending is put behind the cardinal: "tredivete" and "halvtredsende" are no words. A voice that is given
#           "30. december" or "50. samtale" from it stumbles on every one from 30 on that ends in a ten.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check num2words==0.5.14 >&2
cat > try.py <<'END'
from num2words import num2words

print(*(num2words(number, lang="da", to="ordinal") for number in (1, 2, 6, 12, 24, 30, 31, 50)))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "første anden sjette tolvte fireogtyvende tredivete enogtredivete halvtredsende" ]
