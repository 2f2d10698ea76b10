#!/bin/sh
# Software: htmx.org (npm) 4.0.1, in Chromium.
# Guess:    Of two questions from one form the newest wins, whether or not hx-sync says so.
# Seen:     The second waits behind the first. When it is answered, the first answer has replaced the target (outerHTML), and
#           the second is shown nowhere: the page keeps the answer to the old question. hx-sync="this:replace" mends it.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT
browser=${LOMMEKORT_CHROMIUM:-$(command -v chromium || command -v google-chrome)}
cd "$folder"
npm install --silent --no-audit --no-fund htmx.org@4.0.1 >&2
python3 -m venv venv && venv/bin/pip install -q --disable-pip-version-check playwright==1.64.1 >&2
cat > try.py <<'END'
import sys, threading, time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from playwright.sync_api import sync_playwright

PAGE = """<!doctype html><title>x</title><script src="/htmx.js"></script>
<form hx-get="/answer" hx-target="#answer" hx-swap="outerHTML" hx-trigger="input from:#q"><input id="q" name="q"></form>
<p id="answer">nothing</p>"""
asked, first_may_end = [], threading.Event()


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        address = urlsplit(self.path)
        if address.path == "/answer":
            question = parse_qs(address.query)["q"][0]
            asked.append(question)
            first_may_end.wait(20)
            body, kind = f'<p id="answer">{question}</p>', "text/html"
        elif address.path == "/htmx.js":
            body, kind = Path("node_modules/htmx.org/dist/htmx.js").read_text(), "text/javascript"
        else:
            body, kind = PAGE, "text/html"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        self.end_headers()
        self.wfile.write(body.encode())

    def log_message(self, *_):
        pass


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
with sync_playwright() as playwright:
    browser = playwright.chromium.launch(executable_path=sys.argv[1], args=["--no-sandbox", "--disable-gpu"])
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.server_port}/")
    page.type("#q", "a")
    while not asked:
        page.wait_for_timeout(50)
    page.type("#q", "b")
    page.wait_for_timeout(500)
    print("asked while the first was on its way:", *asked)
    first_may_end.set()
    page.wait_for_timeout(2000)
    print("asked:", *asked)
    print("typed:", page.input_value("#q"), "shown:", page.inner_text("#answer"))
    browser.close()
END
seen=$(venv/bin/python try.py "$browser")
echo "$seen"
[ "$seen" = "asked while the first was on its way: a
asked: a ab
typed: ab shown: a" ]
