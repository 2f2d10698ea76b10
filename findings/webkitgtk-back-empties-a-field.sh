#!/bin/sh
# Software: WebKitGTK 2.50.6 (Debian's webkit2gtk-driver), driven by Selenium (PyPI) 4.51.0 on a screen in memory (xvfb).
# Guess:    A page that Back brings from the back/forward cache has its fields as they were: it is the same page.
# Seen:     It is, and yet a field with autocomplete=off is empty, after pageshow and without an event. What was worked out
#           from it stands below: an answer under no question.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
driver=$(command -v WebKitWebDriver)
browser=${LOMMEKORT_MINIBROWSER:-$(find /usr/lib -name MiniBrowser | head -n 1)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check selenium==4.51.0 >&2
cat > try.py <<'END'
import sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.webkitgtk.service import Service

PAGES = {
    "/": b'<!doctype html><title>x</title><input id=kept><input id=off autocomplete=off><a href="/next">videre</a>',
    "/next": b"<!doctype html><title>y</title>",
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        body = PAGES.get(self.path, b"")
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
address = f"http://127.0.0.1:{server.server_port}/"
options = webdriver.WebKitGTKOptions()
options.binary_location = sys.argv[1]
options.add_argument("--automation")
driver = webdriver.WebKitGTK(options=options, service=Service(sys.argv[2]))
try:
    driver.get(address)
    driver.execute_script("window.same = true")
    for field in ("kept", "off"):
        driver.find_element(By.ID, field).send_keys("herberg")
    driver.find_element(By.TAG_NAME, "a").click()
    while not driver.current_url.endswith("/next"):
        time.sleep(0.1)
    driver.back()
    while driver.current_url != address:
        time.sleep(0.1)
    time.sleep(1)
    same = driver.execute_script("return window.same === true")
    values = [driver.find_element(By.ID, field).get_property("value") for field in ("kept", "off")]
    print("the page itself:", same, "| its fields:", values)
finally:
    driver.quit()
END
seen=$(xvfb-run -a venv/bin/python try.py "$browser" "$driver")
echo "$seen"
[ "$seen" = "the page itself: True | its fields: ['herberg', '']" ]
