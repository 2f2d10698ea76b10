"""The wheel: the same bytes each time, everything in it, and an app that runs from an empty folder."""

import os
import subprocess
import sys
import urllib.request
import zipfile

import pytest

from harness.processes import without_settings
from tests.conftest import ROOT
from tests.server import AppServer

COMMANDS = ("serve", "users", "backup", "restore", "content", "edition", "doctor")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    """Built twice."""
    made = []
    for name in ("one", "other"):
        folder = tmp_path_factory.mktemp(name)
        command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
        subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
        made += folder.glob("*.whl")
    assert len(made) == 2 and made[0].read_bytes() == made[1].read_bytes()
    return made[0]


@pytest.fixture(scope="module")
def installed(wheel, tmp_path_factory):
    """What an installed wheel's commands are started with: its folder on the path, and an empty folder to be in."""
    site = tmp_path_factory.mktemp("site-packages")
    with zipfile.ZipFile(wheel) as file:
        file.extractall(site)
    environment = without_settings(os.environ) | {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    return environment, tmp_path_factory.mktemp("empty")


def run(installed, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
    environment, folder = installed
    command = [sys.executable, "-m", "webapp", *arguments]
    return subprocess.run(command, cwd=folder, env=environment | settings, capture_output=True, text=True, timeout=120)


def test_everything_is_in_it(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "webapp", "content", "migrations", "serve.py", "wsgi.py"],
        cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    if tracked.returncode == 0:  # not in an exported copy
        where = [name if name.startswith("webapp/") else f"webapp/shipped/{name}" for name in tracked.stdout.split()]
        assert not [name for name in where if name not in names]
    assert not [name for name in names if name.endswith(".pyc") or "/instance/" in name]


@pytest.mark.sqlite("its own file, in the folder it was started in")
def test_it_serves_from_an_empty_folder(installed, tmp_path_factory):
    environment, folder = installed
    server = AppServer(
        tmp_path_factory.mktemp("log"), **{name: environment[name] for name in ("PYTHONPATH", "PYTHONSAFEPATH")}
    )
    del server.settings["LOMMEKORT_INSTANCE"]
    server.cwd = folder
    server.start()
    try:
        with urllib.request.urlopen(server.url + "/kort/3", timeout=20) as answer:
            assert answer.status == 200 and "Hav tilbuddene klar" in answer.read().decode()
    finally:
        server.stop()
    assert [path.name for path in folder.iterdir()] == ["instance"]
    looked = run(installed, "doctor")
    assert looked.returncode == 0, looked.stdout + looked.stderr
    assert "ok   database: sqlite" in looked.stdout and "ok   udgave: " in looked.stdout
    assert run(installed, "users", "list").returncode == 0
    made = run(installed, "backup", "kopi")
    assert made.returncode == 0 and "SHA-256" in made.stdout


def test_its_commands(installed):
    told = run(installed, "--help").stdout
    assert all(f"\n  {command} " in told for command in COMMANDS)
    checked = run(installed, "content")
    assert checked.returncode == 0 and "Indholdet er i orden" in checked.stdout
    refused = run(installed, "users", "list", LOMMEKORT_CONTENT="findes-ikke")
    assert refused.returncode == 1 and "Indholdet kan ikke bruges" in refused.stderr
