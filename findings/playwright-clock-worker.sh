#!/bin/sh
# Software: Playwright (PyPI) 1.64.1 with Chromium.
# Guess:    The clock that is set for a browser's context holds for its service worker too, as its cookies and network do.
# Seen:     The page is in 2090, its worker in the present. A test of what an offline page says at New Year asks a worker
#           that does not know of it, and passes.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys, threading
from datetime import datetime, timezone
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from playwright.sync_api import sync_playwright

WORKER = """addEventListener("activate", (event) => event.waitUntil(clients.claim()));
addEventListener("fetch", (event) => {
  if (event.request.url.endsWith("/year")) event.respondWith(new Response(new Date().getFullYear()));
});"""
TAKES_OVER = """async () => {
  const taken = new Promise((done) => navigator.serviceWorker.addEventListener("controllerchange", done));
  await navigator.serviceWorker.register("/worker.js");
  await taken;
}"""


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        script = self.path == "/worker.js"
        self.send_response(200)
        self.send_header("Content-Type", "text/javascript" if script else "text/html")
        self.end_headers()
        self.wfile.write(WORKER.encode() if script else b"<!doctype html><title>x</title>")

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    context = browser.new_context()
    context.clock.install(time=datetime(2090, 6, 1, tzinfo=timezone.utc))
    page = context.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.evaluate(TAKES_OVER)
    in_page = page.evaluate("new Date().getFullYear()")
    in_worker = int(page.evaluate("fetch('/year').then((answer) => answer.text())"))
    print("page:", in_page, "| worker:", "another year" if in_worker != in_page else in_worker)
    browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "page: 2090 | worker: another year" ]
