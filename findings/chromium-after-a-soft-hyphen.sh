#!/bin/sh
# Software: Chromium 156 (through Playwright 1.64.1).
# Guess:    A Range of the letters behind a soft hyphen, where the line is broken, lies on the second line alone.
# Seen:     It has a box on the first line too, for the hyphen that is drawn there. Who looks for words that are torn over
#           two lines takes each that is hyphenated rightly for one.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys
from playwright.sync_api import sync_playwright

LINES = """(from) => {
  const text = document.querySelector("p").firstChild;
  const range = new Range();
  range.setStart(text, text.data.indexOf("\\u00ad") + from);
  range.setEnd(text, text.data.length);
  return new Set(Array.from(range.getClientRects(), (box) => box.top)).size;
}"""
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.set_content('<p style="width: 11ch; font: 16px monospace">Rådgivnings&shy;tilbud')
    print("from the first letter:", page.evaluate(LINES, 1), "| from the second:", page.evaluate(LINES, 2))
    browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "from the first letter: 2 | from the second: 1" ]
