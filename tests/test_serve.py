"""`python -m webapp serve`, as `make run` starts it: says where, starts again, and refuses in words."""

import dataclasses
import errno
import os
import socket
import subprocess
import sys
import threading
import urllib.request
from pathlib import Path

import pytest
from sqlalchemy.exc import DatabaseError, OperationalError, ProgrammingError

from harness.processes import free_port
from tests.certificates import sign
from tests.conftest import ROOT
from tests.forks import Forked
from tests.server import AppServer
from webapp.backup.backup import DATABASE
from webapp.config import SettingError, settings_from
from webapp.monitoring.doctor import certificate as certificate_found
from webapp.prepare import NotPreparedError, told_in_words
from webapp.serve import tell_systemd, tell_when_it_listens
from webapp.sqlite import sqlite3
from webapp.tls import check_certificate, ended


@pytest.fixture
def new_server(tmp_path):
    """A server with nothing in its folder yet, to be begun from nothing too; not started."""
    server = AppServer(tmp_path)
    server.whole = True
    yield server
    server.stop()


def test_it_says_where_and_answers(new_server):
    server = new_server.start()
    assert f"Lommekort: {server.url}" in server.written()
    with urllib.request.urlopen(server.url, timeout=20) as answer:
        assert "Lommekort" in answer.read().decode()
    with urllib.request.urlopen(server.url + "/healthz", timeout=20) as answer:
        assert answer.status == 200


def test_what_it_keeps_is_its_own_users_and_a_clock_that_stands_still_is_told(own_server):
    before = os.umask(0o022)
    try:
        server = own_server.start(LOMMEKORT_NOW="2026-11-24T14:30")
    finally:
        os.umask(before)
    instance = server.folder / "instance"
    kept = [instance, *instance.glob("lommekort.sqlite3*"), instance / "secret_key"]
    assert len(kept) >= 2 and not [path for path in kept if path.stat().st_mode & 0o077]
    assert "OBS: LOMMEKORT_NOW er sat. Uret står stille på 2026-11-24 14:30" in server.written()


def test_it_starts_again_on_the_same_folder_with_the_same_edition(own_server):
    def version():
        with urllib.request.urlopen(own_server.url + "/udgave.json", timeout=20) as answer:
            return answer.read()

    own_server.whole = True
    own_server.start()
    first = version()
    own_server.stop()
    own_server.start()
    assert version() == first


@pytest.fixture
def refused(tmp_path_factory):
    """What a start that cannot succeed says: `refused(**environment)`."""

    def start(**environment: str) -> str:
        said = tmp_path_factory.mktemp("refused") / "said"
        assert Forked(["serve"], ROOT, said, {"PATH": ""} | environment).wait(60) == 1
        told = said.read_text(encoding="utf-8")
        assert "Traceback" not in told
        return told

    return start


def test_wrong_setting_is_told_where_errors_are():
    """Begun from nothing, as all others would be."""
    ran = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PATH": "", "PORT": "mange"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1 and not ran.stdout
    assert "PORT skal være et helt tal" in ran.stderr and "Traceback" not in ran.stderr


def test_taken_port_is_told(server, tmp_path, refused):
    told = refused(PORT=str(server.port), LOMMEKORT_INSTANCE=str(tmp_path))
    assert f"make run PORT={server.port + 1}" in told


def test_folder_that_cannot_be_written_is_told(tmp_path, refused):
    (tmp_path / "fil").write_text("ikke en mappe")
    told = refused(PORT=str(free_port()), LOMMEKORT_INSTANCE=str(tmp_path / "fil" / "instance"))
    assert "Kan ikke skrive i" in told and "LOMMEKORT_INSTANCE" in told


@pytest.mark.sqlite("a file that is spoilt")
def test_database_that_is_spoilt_is_told_with_the_way_back(tmp_path, refused):
    (tmp_path / DATABASE).write_bytes(b"not a database" * 1000)
    said = refused(LOMMEKORT_INSTANCE=str(tmp_path), PORT=str(free_port()))
    assert "restore" in said and "backup" in said and "Traceback" not in said


def test_database_that_does_not_answer_is_told(tmp_path, refused):
    told = refused(
        PORT=str(free_port()),
        LOMMEKORT_INSTANCE=str(tmp_path),
        DATABASE_URL=f"postgresql://nobody@127.0.0.1:{free_port()}/x",
    )
    assert "Databasen svarer ikke" in told and "DATABASE_URL" in told


def test_address_that_is_not_this_machines_is_told(tmp_path, refused):
    told = refused(HOST="192.0.2.1", PORT=str(free_port()), LOMMEKORT_INSTANCE=str(tmp_path))
    assert "HOST skal være en adresse på denne maskine" in told and "192.0.2.1" in told


def test_login_file_that_is_gone_is_told(tmp_path, refused):
    told = refused(
        PORT=str(free_port()),
        LOMMEKORT_INSTANCE=str(tmp_path),
        LOMMEKORT_SITE="https://kort.example",
        LOMMEKORT_LOGIN=str(tmp_path / "borte.yaml"),
    )
    assert "LOMMEKORT_LOGIN" in told and "borte.yaml" in told


KEY = "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"


@pytest.mark.parametrize(
    ("certificate", "key", "said"),
    [
        (None, KEY, "TLS_CERTIFICATE er .*, som ikke kan læses"),
        (KEY, None, "TLS_KEY er .*, som ikke kan læses"),
        (KEY, "-----BEGIN RSA PRIVATE KEY-----", "PKCS#8 uden adgangskode.* openssl pkcs8"),
        (KEY, KEY, "kan ikke bruges sammen: der er intet certifikat"),
        ("-----BEGIN CERTIFICATE-----\nMII", KEY, "kan ikke bruges sammen: en af dem er ikke hel"),
    ],
    ids=["no certificate", "no key", "another form", "no pair", "torn"],
)
def test_certificate_that_cannot_be_used_is_told(tmp_path, certificate, key, said):
    paths = {"TLS_CERTIFICATE": tmp_path / "cert.pem", "TLS_KEY": tmp_path / "key.pem"}
    for path, text in zip(paths.values(), (certificate, key), strict=True):
        if text is not None:
            path.write_text(text)
    settings = settings_from({name: str(path) for name, path in paths.items()})
    with pytest.raises(SettingError, match=said):
        check_certificate(settings)


def test_certificate_that_has_run_out_is_told(tmp_path):
    assert "udløb" in ended(check_certificate(sign(tmp_path, -1)))
    assert not ended(check_certificate(sign(tmp_path, 30)))
    soon = certificate_found(sign(tmp_path, 3))
    assert soon.state == "look" and "udløber" in soon.words


def test_certificate_of_another_pair_is_told(tmp_path):
    sign(tmp_path, 30)
    kept = (tmp_path / "key.pem").read_bytes()
    settings = sign(tmp_path, 30)
    (tmp_path / "key.pem").write_bytes(kept)
    with pytest.raises(SettingError, match="de hører ikke sammen"):
        check_certificate(settings)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(errno.EACCES, "", "/i/secret_key"), "adgang nægtet: /i/secret_key.* chown -R"),
        (OSError(errno.ENOSPC, "", "/i/editions"), "disken er fuld.* Skaf plads"),
        (PermissionError(errno.EACCES, "", "/c/cards/1.md"), "LOMMEKORT_CONTENT er /c/cards/1.md.*adgang nægtet"),
        (OperationalError("", {}, sqlite3.OperationalError("no such table: x")), "Kør først: .* prepare"),
        (OperationalError("", {}, sqlite3.OperationalError("database is locked")), "Et andet program holder .* låst"),
        (
            OperationalError("", {}, sqlite3.OperationalError("unable to open")),
            "unable to open.* tilhører alt i /i den",
        ),
        (DatabaseError("", {}, sqlite3.DatabaseError("malformed")), "restore MAPPE"),
    ],
    ids=["secret of another", "full", "text", "empty", "locked", "of another", "spoilt"],
)
def test_what_stops_a_command_is_told_by_its_cause(error, said, monkeypatch):
    monkeypatch.setattr(Path, "exists", lambda _path: True)
    monkeypatch.setattr("os.geteuid", lambda: 0)
    settings = dataclasses.replace(settings_from({}), instance=Path("/i"), content=Path("/c"))
    with pytest.raises(NotPreparedError, match=said), told_in_words(settings):
        raise error


def test_a_command_of_another_user_is_told_whose_the_folder_is(tmp_path, monkeypatch):
    settings = dataclasses.replace(settings_from({}), instance=tmp_path)
    for number, said in ((os.geteuid() + 1, f"tilhører {tmp_path.owner()}: kør .*sudo -u"), (0, "chown -R")):
        monkeypatch.setattr("os.geteuid", lambda number=number: number)
        with pytest.raises(NotPreparedError, match=said), told_in_words(settings):
            raise PermissionError(errno.EACCES, "", str(tmp_path / "secret_key"))


def test_a_command_before_the_first_start_is_told_to_start(tmp_path):
    settings = dataclasses.replace(settings_from({}), instance=tmp_path / "not yet")
    with pytest.raises(NotPreparedError, match="start tjenesten først"), told_in_words(settings):
        raise PermissionError(errno.EACCES, "", str(settings.instance))


def test_what_postgresql_refuses_is_not_called_a_spoilt_file():
    error = ProgrammingError("", {}, Exception("permission denied for schema public"))
    settings = settings_from({"DATABASE_URL": "postgresql://a@b/c"})
    with pytest.raises(NotPreparedError, match=r"permission denied.* ejer brugeren") as told, told_in_words(settings):
        raise error
    assert "backup" not in str(told.value)


def test_commands_take_a_file_of_settings_and_tell_in_words(tmp_path):
    file = tmp_path / "lommekort.env"
    file.write_text(f"LOMMEKORT_INSTANCE={tmp_path}/her\nLOMMEKORT_SITE='https://kort.dk'\n")
    said = tmp_path / "said"

    def run(*words: str) -> tuple[int, str]:
        said.unlink(missing_ok=True)
        code = Forked(["--settings", str(file), *words], ROOT, said, {"PATH": ""}).wait(60)
        return code, said.read_text(encoding="utf-8")

    code, told = run("users", "list")
    assert code == 1 and "Kør først:" in told and "Traceback" not in told
    assert (tmp_path / "her").stat().st_mode & 0o077 == 0, "made by a command, and the service's own all the same"
    file.write_text("PORT 8000\n")
    code, told = run("users", "list")
    assert code == 1 and "linje 1: her skal stå NAVN=værdi" in told


@pytest.mark.parametrize("abstract", [False, True])
def test_systemd_is_told_and_has_read_it_before_the_teller_ends(tmp_path, monkeypatch, abstract):
    name = f"@lommekort-{os.getpid()}" if abstract else str(tmp_path / "notify")
    with socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as systemd:
        systemd.bind("\0" + name[1:] if abstract else name)
        systemd.settimeout(20)
        teller = threading.Thread(target=tell_systemd, args=(name,), daemon=True)
        teller.start()
        assert systemd.recv(100) == b"READY=1"
        barrier, descriptors, *_ = socket.recv_fds(systemd, 100, 1)
        assert barrier == b"BARRIER=1" and len(descriptors) == 1
        os.close(descriptors[0])
        teller.join()
        # So it is where nothing more can be written to what the output is led to.
        with socket.create_server(("127.0.0.1", 0)) as server, Path("/dev/full").open("w", buffering=1) as full:
            settings = dataclasses.replace(settings_from({}), port=server.getsockname()[1])
            monkeypatch.setattr("sys.stdout", full)
            tell_when_it_listens(settings, server.fileno(), name)  # which can be read from when it was looked for
            assert systemd.recv(100) == b"READY=1"
    tell_systemd(name)  # nobody listens any more: nothing is told, and nothing fails
    tell_systemd("")
