#!/bin/sh
# Software: Chromium 156 (through Playwright 1.64.1), Cache.addAll, by which a worker fetches what it needs without a network.
# Guess:    A list with one address twice is refused as a whole (InvalidStateError), by every browser and whatever stands behind
#           a "#", which no request carries: what is kept on one phone is kept on all.
# Seen:     "/" twice is refused; "/" and "/#hjaelp" are taken, and kept as one. (Firefox 153 and WebKitGTK 2.50.6 refuse both: a
#           list made of a page's links works where it is tried, in Chromium, and is never ready in the others.)
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from playwright.sync_api import sync_playwright

TAKEN = """async (addresses) => {
  const cache = await caches.open(addresses.join());
  const taken = await cache.addAll(addresses).then(() => "taken", (error) => error.name);
  return `${taken}, ${(await cache.keys()).length} kept`;
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
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    for addresses in (["/", "/kort"], ["/", "/"], ["/", "/#hjaelp"]):
        print(*addresses, "→", page.evaluate(TAKEN, addresses))
    browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "/ /kort → taken, 2 kept
/ / → InvalidStateError, 0 kept
/ /#hjaelp → taken, 1 kept" ]
