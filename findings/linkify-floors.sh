#!/bin/sh
# Software: linkify-it-py 2.2.0, which finds links in text for markdown-it.
# Guess:    A Danish address has none: "st.th." and "2.tv." are how a door is told (ground floor right, second floor left).
# Seen:     They become links to Thailand and Tuvalu, http://st.th and http://2.tv. With the space that the dictionary asks
#           for ("2. tv.") there is none; people seldom type it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check linkify-it-py==2.2.0 >&2
cat > try.py <<'END'
from linkify_it import LinkifyIt

find = LinkifyIt()
for address in ("Torvegade 10, st.th.", "Torvegade 10, 2.tv.", "Torvegade 10, 2. tv.", "Torvegade 10, 1.mf."):
    print(address, "|", *(link.url for link in find.match(address) or ()))
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "Torvegade 10, st.th. | http://st.th
Torvegade 10, 2.tv. | http://2.tv
Torvegade 10, 2. tv. |
Torvegade 10, 1.mf. |" ]
