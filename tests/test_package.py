"""The wheel: the same bytes each time, everything in it, and an app that runs from an empty folder."""

import compileall
import os
import re
import shutil
import subprocess
import sys
import urllib.request
import zipfile
from dataclasses import fields

import pytest

from harness import debian
from harness.processes import without_settings
from tests.conftest import ROOT
from tests.server import AppServer
from webapp.config import Settings, installed_command, settings_from

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
    compileall.compile_dir(site, quiet=1)  # as pip does
    environment = without_settings(os.environ) | {"PYTHONPATH": str(site), "PYTHONSAFEPATH": "1"}
    return environment, tmp_path_factory.mktemp("empty")


def run(installed, *arguments: str, **settings: str) -> subprocess.CompletedProcess:
    environment, folder = installed
    command = [sys.executable, "-m", "webapp", *arguments]
    return subprocess.run(command, cwd=folder, env=environment | settings, capture_output=True, text=True, timeout=120)


def test_everything_is_in_it(wheel):
    names = set(zipfile.ZipFile(wheel).namelist())
    tracked = subprocess.run(
        ["git", "ls-files", "webapp", "content", "migrations", "wsgi.py"],
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


def test_command_is_told_with_its_folder_where_it_is_not_found_without(tmp_path, monkeypatch):
    script = tmp_path / "bin/lommekort"
    script.parent.mkdir()
    monkeypatch.setattr("sys.prefix", str(tmp_path))
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    assert installed_command() == "lommekort"
    script.touch(0o755)
    assert installed_command() == str(script)
    monkeypatch.setenv("PATH", str(script.parent))
    assert installed_command() == "lommekort"


def test_its_commands(installed):
    told = run(installed, "--help").stdout
    assert all(f"\n  {command} " in told for command in COMMANDS)
    assert "..." not in told.partition("Kommandoer:")[2], "each told whole"
    checked = run(installed, "content")
    assert checked.returncode == 0 and "Indholdet er i orden" in checked.stdout
    refused = run(installed, "users", "list", LOMMEKORT_CONTENT="findes-ikke")
    assert refused.returncode == 1 and "Indholdet kan ikke bruges" in refused.stderr


@pytest.mark.skipif(not shutil.which("dpkg-deb"), reason="dpkg-deb is Debian's")
def test_debian_package_is_the_same_each_time_and_holds_the_service(wheel, tmp_path):
    one, other = (debian.build(tmp_path / name, needs=False) for name in ("one", "other"))
    assert one.read_bytes() == other.read_bytes()
    subprocess.run(["dpkg-deb", "--extract", str(one), str(tmp_path / "tree")], check=True)
    subprocess.run(["dpkg-deb", "--control", str(one), str(tmp_path / "control")], check=True)
    [packed] = (tmp_path / "tree/opt/lommekort/wheels").glob("lommekort-*.whl")
    assert packed.read_bytes() == wheel.read_bytes()
    assert oct((tmp_path / "tree/etc/lommekort.env").stat().st_mode)[-3:] == "640"
    for script in ("postinst", "prerm"):
        assert os.access(tmp_path / "control" / script, os.X_OK)
        subprocess.run(["sh", "-n", str(tmp_path / "control" / script)], check=True)
    made_by = (tmp_path / "control/postinst").read_text()
    assert "\numask 022" in made_by and "/usr/bin/python3 -m venv" in made_by, "whatever root has of its own"
    command = tmp_path / "tree/usr/bin/lommekort"
    assert os.access(command, os.X_OK)
    subprocess.run(["sh", "-n", str(command)], check=True)
    listed = subprocess.run(["dpkg-deb", "--contents", str(one)], check=True, capture_output=True, text=True).stdout
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    unit = (tmp_path / "tree/lib/systemd/system/lommekort.service").read_text()
    for line in ("User=lommekort", "NoNewPrivileges=yes", "ProtectSystem=strict", "CapabilityBoundingSet="):
        assert line in unit.splitlines()
    documents = {path.name for path in (tmp_path / "tree/usr/share/doc/lommekort").iterdir()}
    running = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    assert {"running.md", *re.findall(r"(?:\]\(|docs/)([a-z-]+\.md)", running)} <= documents, "which it leads to"
    # The settings it begins with are settings, and can be used.
    lines = (tmp_path / "tree/etc/lommekort.env").read_text().splitlines()
    given = dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))
    assert settings_from(given).port == 8000 and set(given) <= {each.metadata["variable"] for each in fields(Settings)}


def test_documented_unit_is_the_packages_own():
    """But for where a clone has its code."""
    told = (ROOT / "docs/running.md").read_text(encoding="utf-8")
    documented = re.search(r"```\n(\[Unit\]\n.*?)```", told, re.DOTALL)[1].splitlines()
    packaged = (ROOT / "packaging/lommekort.service").read_text(encoding="utf-8").splitlines()
    differ = [line for line, other in zip(documented, packaged, strict=True) if line != other]
    assert [line.partition("=")[0] for line in differ] == ["Documentation", "WorkingDirectory", "ExecStart"]
    assert "ExecStart=/opt/lommekort/.venv/bin/python -m webapp serve" in differ


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_unit_is_one_that_systemd_takes(tmp_path):
    text = (ROOT / "packaging/lommekort.service").read_text(encoding="utf-8")
    (tmp_path / "lommekort.service").write_text(re.sub("ExecStart=.*", "ExecStart=/bin/true", text))
    ran = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", str(tmp_path / "lommekort.service")],
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert ran.returncode == 0 and "lommekort" not in ran.stderr, ran.stderr
