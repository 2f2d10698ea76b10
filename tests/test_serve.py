"""`python -m webapp serve`, as `make run` starts it: says where, starts again, and refuses in words."""

import subprocess
import sys
import urllib.request

from tests.conftest import ROOT


def test_it_says_where_and_answers(own_server):
    server = own_server.start()
    assert f"Lommekort: {server.url}" in server.written()
    with urllib.request.urlopen(server.url, timeout=20) as answer:
        assert "Lommekort" in answer.read().decode()
    with urllib.request.urlopen(server.url + "/healthz", timeout=20) as answer:
        assert answer.status == 200


def test_it_starts_again_on_the_same_folder_with_the_same_edition(own_server):
    def version():
        with urllib.request.urlopen(own_server.url + "/udgave.json", timeout=20) as answer:
            return answer.read()

    own_server.start()
    first = version()
    own_server.stop()
    own_server.start()
    assert version() == first


def test_taken_port_is_told(server, tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PORT": str(server.port), "LOMMEKORT_INSTANCE": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert f"make run PORT={server.port + 1}" in ran.stderr and "Traceback" not in ran.stderr


def test_wrong_setting_is_told(tmp_path):
    ran = subprocess.run(
        [sys.executable, "-m", "webapp", "serve"],
        cwd=ROOT,
        env={"PORT": "mange", "LOMMEKORT_INSTANCE": str(tmp_path), "PATH": ""},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ran.returncode == 1
    assert "PORT skal være et helt tal" in ran.stderr and "Traceback" not in ran.stderr
