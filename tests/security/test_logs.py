"""Nothing that is written down can tell who asked or for what: the real server, canaries in every place, errors too."""

import re
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request

import pyotp

from tests.conftest import ROOT, make_app
from tests.people import invitation

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
        with socket.create_connection(("127.0.0.1", server.port), timeout=20) as wire:
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
def brist(x):
    raise ValueError("{CANARY} i beskeden")
app.add_url_rule("/brist/<x>", view_func=brist, endpoint="prove.brist")
app.test_client().get("/brist/{CANARY}?q={CANARY}", headers={{"User-Agent": "{CANARY}"}})
"""
    ran = subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True)
    assert re.search(r" ERROR ValueError in prove\.brist: <string>:7 brist( < [\w.]+:[0-9]+ \w+){4}\n", ran.stderr)
    assert CANARY not in ran.stderr + ran.stdout


def test_login_writes_neither_mail_password_link_nor_code(own_server):
    """Every way in and every way to fail, on the real server; what is secret is in no file, what is not in no log."""
    server = own_server.start()
    app = make_app(server.folder / "instance")
    mail, typed = f"{CANARY}@eksempel.dk", f"{CANARY} synger under vand om natten"
    link = invitation(app, mail, "coordinator", name="Kim Fugl")
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())

    def send(path, page=None, **fields):
        form = browser.open(server.url + (page or path), timeout=20).read().decode()
        fields["csrf_token"] = re.search(r'name="csrf_token" value="([^"]+)"', form)[1]
        try:
            return browser.open(server.url + path, urllib.parse.urlencode(fields).encode(), timeout=20).read().decode()
        except urllib.error.HTTPError as error:
            return error.read().decode()

    assert "for let at gætte" in send("/intern/velkommen", token=link, new_password="lommekort esbjerg")
    assert "Hej Kim" in send("/intern/velkommen", token=link, new_password=typed)
    page = browser.open(f"{server.url}/intern/konto/koder", timeout=20).read().decode()
    secret = re.search(r'class="secret">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    code = pyotp.TOTP(secret).now()
    recovery = re.findall(r"<li>((?:[a-z2-9]{4}-?){4})</li>", send("/intern/konto/koder", code=code, password=typed))
    invited = send("/intern/brugere/ny", email=f"ny.{mail}", name="Ny Fugl", role="editor")
    other_link = re.search(r"velkommen#([\w-]{43})", invited)[1]
    send("/intern/logud", "/intern")
    assert "passer ikke" in send("/intern/login", email=mail, password=typed + "!")
    assert "passer ikke" in send("/intern/login", email=f"ingen.{mail}", password=typed)
    assert "engangskode" in send("/intern/login", email=mail, password=typed)
    assert "passer ikke" in send("/intern/login/kode", code=code)
    assert "Hej Kim" in send("/intern/login/kode", code=recovery[0])
    cookies = [cookie.value for handler in browser.handlers for cookie in getattr(handler, "cookiejar", ())]
    assert len(cookies) == 2
    server.stop()
    written = server.written()
    assert "login wrong: account 1" in written and "login in: account 1" in written, "it does say something"
    for name in (CANARY, "Fugl", "127.0.0.1 -", "Mozilla", "Python-urllib"):
        assert name not in written
    for path in server.folder.rglob("*"):
        if path.is_file():
            kept = path.read_bytes()
            for told in (typed, link, other_link, *recovery, *(code.replace("-", "") for code in recovery), *cookies):
                assert told.encode() not in kept, path.name
