#!/bin/sh
# Software: textstat (PyPI) 0.7.13, lix().
# Guess:    LIX is words a sentence plus the percentage of long words (Björnsson), so shorter sentences make a text easier.
# Seen:     A sentence of one or two words is none. "Vent. Lyt. Bliv." counts as one of three words, and who parts a sentence
#           into short ones gets a higher number: the text is said to be harder.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check textstat==0.7.13 >&2
cat > try.py <<'END'
import textstat

for text in (
    "Vent. Lyt. Bliv.",
    "Mærk gulvet og bliv der. Kig ud på gaden.",
    "Mærk gulvet. Bliv der. Kig ud. Se gaden.",
):
    print(text, textstat.sentence_count(text), round(textstat.lix(text), 1))
END
seen=$(PYTHONIOENCODING=utf-8 venv/bin/python try.py)
echo "$seen"
[ "$seen" = "Vent. Lyt. Bliv. 1 3.0
Mærk gulvet og bliv der. Kig ud på gaden. 2 4.5
Mærk gulvet. Bliv der. Kig ud. Se gaden. 1 8.0" ]
