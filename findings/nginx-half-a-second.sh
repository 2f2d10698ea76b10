#!/bin/sh
# Software: nginx 1.22.1 (Debian 12), as a proxy that keeps what it passes on, with `proxy_cache_lock on`.
# Guess:    Of a crowd that asks for the same page at once, one is passed on, and the others are answered when that one is.
# Seen:     One is passed on and answered in the fifth of a second that it takes. The others look only each half second
#           whether it has come, so all of them wait for that long.
set -eu
folder=$(mktemp -d) && trap 'rm -rf "$folder"' EXIT && cd "$folder" && chmod 755 .
apt-get -qq download nginx=1.22.1-* >&2 && dpkg -x nginx_*.deb .
cat > try.py <<'END'
import http.server
import os
import socket
import subprocess
import threading
import time
import urllib.request

asked, took = [], []


class Slow(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        asked.append(1)
        time.sleep(0.2)
        self.send_response(200)
        self.send_header("Content-Length", "3")
        self.end_headers()
        self.wfile.write(b"hej")

    def log_message(self, *_):
        pass


def ask():
    begun = time.monotonic()
    urllib.request.urlopen(f"http://127.0.0.1:{port}/").read()
    took.append(time.monotonic() - begun)


behind = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Slow)
threading.Thread(target=behind.serve_forever, daemon=True).start()
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
here = os.getcwd()
places = " ".join(f"{kind}_temp_path {here}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi"))
with open("nginx.conf", "w") as config:
    config.write(
        f"daemon off; pid {here}/pid; {'user root;' if os.geteuid() == 0 else ''} events {{}}\n"
        f"http {{ access_log off; {places} proxy_cache_path {here}/kept keys_zone=one:1m; server {{\n"
        f"listen 127.0.0.1:{port}; location / {{ proxy_pass http://127.0.0.1:{behind.server_port};\n"
        "proxy_cache one; proxy_cache_valid 200 1s; proxy_cache_lock on; } } }\n"
    )
nginx = subprocess.Popen(["usr/sbin/nginx", "-p", here, "-e", "stderr", "-c", f"{here}/nginx.conf"])
try:
    while True:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except OSError:
            time.sleep(0.05)
    crowd = [threading.Thread(target=ask) for _ in range(20)]
    for one in crowd:
        one.start()
    for one in crowd:
        one.join()
finally:
    nginx.terminate()
    nginx.wait()
print("passed on:", len(asked), "| answered before 0.45 s:", sum(one < 0.45 for one in took), "of", len(took))
END
seen=$(timeout 60 python3 try.py)
echo "$seen"
[ "$seen" = "passed on: 1 | answered before 0.45 s: 1 of 20" ]
