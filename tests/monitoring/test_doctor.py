"""The check-up: what is right, what is not, and what to do then."""

import dataclasses
import os
import ssl
import threading
from datetime import date, datetime
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest

from tests.certificates import sign
from webapp.backup.backup import DATABASE
from webapp.config import COPENHAGEN
from webapp.database import db, migrations
from webapp.monitoring.doctor import at_the_address, examine, missing


def told(app, **settings):
    """Every finding that is not right, by name; the last word on each."""
    app.extensions["settings"] = dataclasses.replace(app.extensions["settings"], now=None, **settings)
    return {finding.name: finding.words for finding in examine(app) if finding.state == "wrong"}


def test_what_is_wrong_is_told_with_what_to_do(app):
    folder = app.extensions["settings"].instance
    folder.chmod(0o755)
    found = told(app)
    assert found["mappe"].endswith(f"chmod 700 {folder}"), "a command that can be copied"
    assert "edition publish" in found["udgave"]
    folder.chmod(0o700)
    assert set(told(app)) == {"udgave"}


def test_a_disk_that_can_only_be_read_is_told(app, monkeypatch):
    monkeypatch.setattr("os.statvfs", lambda _folder: SimpleNamespace(f_flag=os.ST_RDONLY))
    monkeypatch.setattr("shutil.disk_usage", lambda _folder: SimpleNamespace(free=2**30))
    assert "kan kun læses" in told(app)["mappe"]


def test_a_file_of_another_user_is_told(app, monkeypatch):
    folder = app.extensions["settings"].instance
    folder.chmod(0o700)
    monkeypatch.setattr("webapp.monitoring.doctor._of_others", lambda folder: [folder / "secret_key"])
    assert "secret_key tilhører en anden" in told(app)["mappe"] and "chown" in told(app)["mappe"]


@pytest.mark.parametrize(("day", "said"), [("2126-11-21", "ikke kommet endnu"), ("2020-01-01", "én gang om året")])
def test_a_day_of_the_statement_that_cannot_be_is_told(app, day, said):
    settings = dataclasses.replace(app.extensions["settings"], statement_date=date.fromisoformat(day))
    app.extensions["settings"] = settings
    [found] = [finding for finding in examine(app) if finding.name == "STATEMENT_DATE"]
    assert found.state == "look" and said in found.words


def test_a_clock_that_stands_still_is_told(app):
    app.extensions["settings"] = dataclasses.replace(
        app.extensions["settings"], now=datetime(2026, 11, 28, tzinfo=COPENHAGEN)
    )
    [clock] = [finding for finding in examine(app) if finding.name == "ur"]
    assert clock.state == "wrong" and "LOMMEKORT_NOW" in clock.words


@pytest.mark.sqlite("its file")
def test_a_database_that_cannot_be_used_is_told_with_what_to_do(app):
    file = app.extensions["settings"].instance / DATABASE

    def found():
        with app.app_context():
            db.engine.dispose()
        return told(app)["database"]

    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = 'ffff'")
    assert "nyere udgave" in found() and "ffff" in found()
    file.write_bytes(b"no database at all" * 1000)
    assert "Er filen skadet" in found() and "restore MAPPE" in found()
    file.unlink()
    assert "Der er ingen database" in found() and not file.exists(), "nothing is made by looking"
    assert missing(file.parent) is None and "LOMMEKORT_INSTANCE" in missing(file).words


def test_a_database_of_an_earlier_version_is_told(app):
    with app.app_context():
        migrations().downgrade(revision="-1")
    assert "Start appen" in told(app)["database"]


def test_the_public_address_is_looked_at(app, server):
    settings = dataclasses.replace(app.extensions["settings"], site=server.url)
    found = {finding.name: finding for finding in at_the_address(settings)}
    assert found["adresse"].state == found["headere"].state == "ok"
    assert found["TLS"].state == "wrong", "phones want https"


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"/": 502}, "svarer 502. Kører tjenesten"),
        ({"/": 200, "/api/": 400}, "Proxyen giver ikke Host videre"),
        ({"/": None}, "svarer ikke"),
    ],
    ids=["service down", "host not passed on", "no http"],
)
def test_a_proxy_that_stands_alone_or_keeps_the_host_is_told(app, answers, said):
    class Proxy(BaseHTTPRequestHandler):
        def do_GET(self):
            status = answers.get(self.path, 200)
            if status is None:
                self.wfile.write(b"SSH-2.0-OpenSSH\r\n")
                return
            self.send_response(status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    found = [one.words for one in through(Proxy, app) if one.name == "adresse" and one.state == "wrong"]
    assert len(found) == 1 and said in found[0]


@pytest.mark.parametrize(
    ("days", "state", "said"),
    [(60, "ok", "(59 dage)"), (3, "look", "(2 dage). Forny det"), (2, "look", "(1 dag). Forny det")],
)
def test_how_long_the_certificate_at_the_address_holds_is_told(app, tmp_path, monkeypatch, days, state, said):
    class Home(SimpleHTTPRequestHandler):
        def log_message(self, *_):
            pass

    own = sign(tmp_path, days)
    monkeypatch.setenv("SSL_CERT_FILE", own.tls_certificate)  # it is believed
    monkeypatch.chdir(tmp_path)
    [tls] = [one for one in through(Home, app, own) if one.name == "TLS"]
    assert tls.state == state and said in tls.words


def through(handler, app, tls=None):
    """What is found at an address where a proxy answers."""
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as proxy:
        if tls:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(tls.tls_certificate, tls.tls_key)
            proxy.socket = context.wrap_socket(proxy.socket, server_side=True)
        threading.Thread(target=proxy.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        site = f"http{'s' * bool(tls)}://127.0.0.1:{proxy.server_address[1]}"
        found = list(at_the_address(dataclasses.replace(app.extensions["settings"], site=site)))
        proxy.shutdown()
    return found


@pytest.mark.parametrize("site", ["http://127.0.0.1:9", "https://127.0.0.1:9"])
def test_an_address_that_does_not_answer_is_told(app, site):
    settings = dataclasses.replace(app.extensions["settings"], site=site)
    *_, last = at_the_address(settings)
    assert last.name == "adresse" and last.state == "wrong" and "svarer ikke" in last.words
