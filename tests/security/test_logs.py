"""Nothing that is written down can tell who asked or for what: the real server, canaries in every place, errors too."""

import socket
import subprocess
import sys
import urllib.error
import urllib.request

from tests.conftest import ROOT

CANARY = "kanarifugl"


def ask(server, path, method="GET", **headers):
    request = urllib.request.Request(server.url + path, method=method, headers=headers, data=None)
    try:
        return urllib.request.urlopen(request, timeout=20).status
    except urllib.error.HTTPError as error:
        return error.code


def test_no_canary_is_written(own_server, tmp_path):
    server = own_server.start()
    traces = {
        "X-Forwarded-For": "203.0.113.77",
        "Forwarded": "for=203.0.113.77",
        "X-Real-IP": "203.0.113.77",
        "User-Agent": f"{CANARY}/1.0",
        "Referer": f"https://{CANARY}.example/",
        "Cookie": f"session={CANARY}",
    }
    for _ in range(5):
        for path in ("/", "/kort/s2", f"/{CANARY}", f"/?q={CANARY}", f"/kort/{CANARY}", "/healthz", "/b/nu"):
            ask(server, path, **traces)
            ask(server, path, method="POST", **traces)
    for broken in (
        f"GET /{CANARY} HTTP/9.9\r\n\r\n",
        f"{CANARY}\r\n\r\n",
        f"GET /{CANARY} HTTP/1.1\r\nContent-Length: x\r\n\r\n",
        f"POST /fjern?{CANARY} HTTP/1.1\r\nHost: x\r\nContent-Length: 50\r\n\r\nkort",
    ):
        with socket.create_connection(("127.0.0.1", server.port), timeout=5) as wire:
            wire.sendall(broken.encode())
    server.stop()
    for path in tmp_path.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            assert CANARY.encode() not in kept, f"{path.name} holds what was asked for"
            assert b"203.0.113.77" not in kept, f"{path.name} holds an address"
    assert "127.0.0.1 -" not in server.written()


def test_failure_is_logged_by_place_and_nothing_else(tmp_path):
    script = f"""
import sys
from tests.conftest import make_app
from pathlib import Path
app = make_app(Path({str(tmp_path)!r}))
def brist():
    raise ValueError("{CANARY} i beskeden")
app.add_url_rule("/brist/<x>", view_func=brist, endpoint="prove.brist")
app.test_client().get("/brist/{CANARY}?q={CANARY}", headers={{"User-Agent": "{CANARY}"}})
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert "prove.brist" in ran.stderr and "TypeError" in ran.stderr
    assert CANARY not in ran.stderr + ran.stdout
