#!/bin/sh
# Software: Firefox 153 ESR (through Playwright 1.64.1), BroadcastChannel, by which the tabs of a site tell each other something.
# Guess:    A channel keeps nothing and sends nothing, so it is there also where somebody has blocked all cookies and site data.
# Seen:     It is refused there as storage is, with a SecurityError when it is made; a service worker's container and locks are not
#           refused. A script that asks only whether the browser knows the name stops at that line.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_FIREFOX:-$(command -v firefox-esr || command -v firefox)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from playwright.sync_api import sync_playwright

MADE = """() => {
  const tried = {
    channel: () => new BroadcastChannel("luk"),
    storage: () => localStorage.length,
    worker: () => navigator.serviceWorker.controller,
    locks: () => navigator.locks.query(),
  };
  return Object.entries(tried).map(([name, make]) => {
    try {
      make();
      return `${name} there`;
    } catch (error) {
      return `${name} ${error.name}`;
    }
  }).join(", ");
}"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(b"<!doctype html><title>x</title>")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    for cookies in ("allowed", "blocked"):
        settings = {"network.cookie.cookieBehavior": 2} if cookies == "blocked" else {}
        browser = playwright.firefox.launch(channel="moz-firefox", executable_path=sys.argv[1], firefox_user_prefs=settings)
        page = browser.new_page()
        page.goto(f"http://127.0.0.1:{server.server_port}/")
        print(f"cookies {cookies}:", page.evaluate(MADE))
        browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "cookies allowed: channel there, storage there, worker there, locks there
cookies blocked: channel SecurityError, storage SecurityError, worker there, locks there" ]
