#!/bin/sh
# Software: WebKitGTK 2.50.6 (Debian's webkit2gtk-driver), driven by Selenium (PyPI) 4.51.0 on a screen in memory (xvfb).
# Guess:    To Intl.Segmenter a figure is like a word (isWordLike), as in Chromium, Firefox and Node: a search that takes a text's
#           words from it has telephone numbers, postcodes and paragraphs too.
# Seen:     No figure is, nor a word with one in it: of "§ 101" nothing is left, of "6700 Esbjerg" the town, of "2. sal" "sal".
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
driver=$(command -v WebKitWebDriver)
browser=${LOMMEKORT_MINIBROWSER:-$(find /usr/lib -name MiniBrowser | head -n 1)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check selenium==4.51.0 >&2
cat > try.py <<'END'
import sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from selenium import webdriver
from selenium.webdriver.webkitgtk.service import Service

SCRIPT = """
const words = (text) => [...new Intl.Segmenter("da", { granularity: "word" }).segment(text)]
  .filter(({ isWordLike }) => isWordLike).map(({ segment }) => segment).join("/") || "nothing";
return ["Ring 75 12 34 56", "§ 101", "6700 Esbjerg", "2. sal", "A4"].map((text) => `${text} → ${words(text)}`).join(" | ");
"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = "<!doctype html><title>x</title><p>Værestedet".encode()
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
options = webdriver.WebKitGTKOptions()
options.binary_location = sys.argv[1]
options.add_argument("--automation")
driver = webdriver.WebKitGTK(options=options, service=Service(sys.argv[2]))
try:
    driver.get(f"http://127.0.0.1:{server.server_port}/")
    script = f"const done = arguments[arguments.length - 1]; (async () => {{ {SCRIPT} }})().then(done);"
    print(driver.execute_async_script(script))
finally:
    driver.quit()
END
seen=$(PYTHONIOENCODING=utf-8 xvfb-run -a venv/bin/python try.py "$browser" "$driver")
echo "$seen"
[ "$seen" = "Ring 75 12 34 56 → Ring | § 101 → nothing | 6700 Esbjerg → Esbjerg | 2. sal → sal | A4 → nothing" ]
