#!/bin/sh
# Software: Chromium 156 (V8), regular expressions with the flag u.
# Guess:    [😀😁]$ finds a text that ends in one of the two, as (?:😀|😁)$ does, and as Node 20 says.
# Seen:     Never: a class in brackets, and the end behind it, is looked for one half of such a sign too far. "a😁" has none,
#           nor has [\p{L}]$ the letter 𝐀 (beyond the first 65,536 signs). With +, with the flag v, without brackets, or with
#           anything else behind, all is as guessed.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys
from playwright.sync_api import sync_playwright

ASK = r"""() => ({
  "😁$": /\u{1f601}$/u.test("a\u{1f601}"),
  "(?:😀|😁)$": /(?:\u{1f600}|\u{1f601})$/u.test("a\u{1f601}"),
  "[😀😁]": /[\u{1f600}\u{1f601}]/u.test("a\u{1f601}"),
  "[😀😁]$": /[\u{1f600}\u{1f601}]$/u.test("a\u{1f601}"),
  "[😀😁]+$": /[\u{1f600}\u{1f601}]+$/u.test("a\u{1f601}"),
  "[😀😁]$ with the flag v": /[\u{1f600}\u{1f601}]$/v.test("a\u{1f601}"),
  "[\\p{L}]$": /[\p{L}]$/u.test("a\u{1d400}"),
})"""
with sync_playwright() as playwright:
    chromium = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    for what, found in chromium.new_page().evaluate(ASK).items():
        print(what, "|", "found" if found else "not found")
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "😁$ | found
(?:😀|😁)$ | found
[😀😁] | found
[😀😁]$ | not found
[😀😁]+$ | found
[😀😁]$ with the flag v | found
[\\p{L}]$ | not found" ]
