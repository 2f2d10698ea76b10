#!/bin/sh
# Software: WebKitGTK 2.50.6 (Debian's webkit2gtk-driver), driven by Selenium (PyPI) 4.51.0 on a screen in memory (xvfb).
# Guess:    fetch().text() fails where the line is cut before as many bytes have come as Content-Length says.
# Seen:     It hands on what came as if it were all, with status 200. Half a list stands there, and nothing tells of it.
#           (Chromium and Firefox fail.)
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

ALL = b"Lev Uden Vold 1888. " * 10


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = ALL if self.path == "/half" else b"<!doctype html><title>x</title>"
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body[: len(body) // 2] if self.path == "/half" else body)
        self.close_connection = True

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
    ask = """const done = arguments[0];
fetch("/half").then((answer) => answer.text()).then((text) => done(`${text.length} of 200 bytes, no error`), (error) => done(error.name));"""
    print("cut off in the middle:", driver.execute_async_script(ask))
finally:
    driver.quit()
END
seen=$(xvfb-run -a venv/bin/python try.py "$browser" "$driver")
echo "$seen"
[ "$seen" = "cut off in the middle: 100 of 200 bytes, no error" ]
