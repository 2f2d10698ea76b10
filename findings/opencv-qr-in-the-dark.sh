#!/bin/sh
# Software: OpenCV (PyPI's opencv-python-headless) 5.0.0.93 and zxing-cpp 3.1.1, which read what segno 1.6.6 draws.
# Guess:    A code that is light on dark, as a dark page would show it, is read by all of them: ISO/IEC 18004 has reflectance
#           reversal since 2006, and phones manage.
# Seen:     zxing-cpp reads it, OpenCV does not, with any border. Neither finds a dark code that lies on a dark page without a
#           border of its own.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check \
    opencv-python-headless==5.0.0.93 zxing-cpp==3.1.1 segno==1.6.6 >&2
cat > try.py <<'END'
import cv2
import numpy
import segno
import zxingcpp

CODE = segno.make_qr("https://eksempel.dk/b/ab23")


def drawn(border, page, *, reversed=False):
    """The code on a page, black (0) or white (255), six pixels a module."""
    rows = numpy.array([list(row) for row in CODE.matrix_iter(scale=6, border=border)], dtype=numpy.uint8)
    picture = rows * 255 if reversed else 255 - rows * 255
    return numpy.pad(picture, 60, constant_values=page)


for name, picture in (
    ("dark on light", drawn(4, 255)),
    ("dark on light, own border, dark page", drawn(4, 0)),
    ("light on dark", drawn(4, 0, reversed=True)),
    ("dark on light, no border, dark page", drawn(0, 0)),
):
    opencv = cv2.QRCodeDetector().detectAndDecode(cv2.cvtColor(picture, cv2.COLOR_GRAY2BGR))[0]
    print(name, "| OpenCV:", opencv != "", "| zxing-cpp:", len(zxingcpp.read_barcodes(picture)) == 1)
END
seen=$(venv/bin/python try.py)
echo "$seen"
[ "$seen" = "dark on light | OpenCV: True | zxing-cpp: True
dark on light, own border, dark page | OpenCV: True | zxing-cpp: True
light on dark | OpenCV: False | zxing-cpp: True
dark on light, no border, dark page | OpenCV: False | zxing-cpp: False" ]
