#!/bin/sh
# Software: segno 1.6.6, which draws a QR code, and zxing-cpp 3.1.1, which reads it, as many phones do.
# Guess:    A code is ISO 8859-1 where nothing else is said (ISO/IEC 18004), which has æ, ø and å, so they are read as such.
# Seen:     The reader guesses: "Ærøskøbing" is right, and "ÆØÅ", with which every Dane tries whether letters work, comes
#           out as Japanese syllables (Shift JIS).
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check segno==1.6.6 zxing-cpp==3.1.1 pillow >&2
cat > try.py <<'END'
import io

import segno
import zxingcpp
from PIL import Image

for text in ("Ærøskøbing", "KØBENHAVN Ø", "ÆØÅ", "Åbent 9–15"):
    picture = io.BytesIO()
    segno.make(text, micro=False).save(picture, kind="png", scale=6)
    print(text, "|", zxingcpp.read_barcodes(Image.open(picture))[0].text)
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "Ærøskøbing | Ærøskøbing
KØBENHAVN Ø | KØBENHAVN Ø
ÆØÅ | ﾆﾘﾅ
Åbent 9–15 | Åbent 9–15" ]
