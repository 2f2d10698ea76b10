#!/bin/sh
# Software: Chromium 156 (through Playwright 1.64.1, told to leave the back/forward cache on, as people have it).
# Guess:    A page sent with Cache-Control: no-store is kept nowhere: Back asks for it anew, whatever else it has loaded.
# Seen:     Back shows it as it was left, out of the back/forward cache and without a request; only pageshow tells. It is asked
#           for anew when its icon came with no-store too: that counts as a request of the page's script.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from playwright.sync_api import sync_playwright

asked, of_icon = [], ["max-age=60"]


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(self.path)
        icon = self.path.endswith(".svg")
        body = "<svg xmlns='http://www.w3.org/2000/svg'/>" if icon else PAGE
        self.send_response(200)
        self.send_header("Content-Type", "image/svg+xml" if icon else "text/html")
        self.send_header("Cache-Control", of_icon[0] if icon else "no-store")
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


PAGE = '<!doctype html><title>x</title><link rel="icon" href="/icon.svg"><p id="p"></p>'
server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
ARGS, OFF = ["--no-sandbox", "--disable-gpu", "--headless=new"], ["--disable-back-forward-cache"]
with sync_playwright() as playwright:
    for of_icon[0] in ("max-age=60", "no-store"):
        browser = playwright.chromium.launch(executable_path=sys.argv[1], args=ARGS, ignore_default_args=OFF)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/card")
        page.evaluate("document.getElementById('p').textContent = 'typed'")
        for _ in range(200):  # the icon is fetched behind the page's back
            page.wait_for_timeout(50)
            if "/icon.svg" in asked:
                break
        page.wait_for_timeout(500)
        page.goto(f"http://127.0.0.1:{server.server_port}/next")
        page.go_back(wait_until="commit")
        page.wait_for_function("location.pathname === '/card' && document.getElementById('p')")
        shown = page.evaluate("document.getElementById('p').textContent")
        print("icon:", of_icon[0], "| shown again:", shown or "nothing", "| asked for:", asked.count("/card"))
        asked.clear()
        browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "icon: max-age=60 | shown again: typed | asked for: 1
icon: no-store | shown again: nothing | asked for: 2" ]
