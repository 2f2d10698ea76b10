"""Documentation that can be checked is checked: settings, README's commands, the map of folders."""

import hashlib
import re
from dataclasses import fields

from tests.conftest import ROOT
from webapp.config import Settings


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_setting_is_documented_and_nothing_else_is():
    documented = set(re.findall(r"^\| `([A-Z_]+)`", read("docs/settings.md"), re.MULTILINE))
    assert documented - {"LOMMEKORT_CHROMIUM"} == {setting.metadata["variable"] for setting in fields(Settings)}


def test_environment_is_read_in_one_place_only():
    readers = [
        path.name
        for path in (ROOT / "webapp").rglob("*.py")
        if re.search(r"os\.environ|getenv", path.read_text(encoding="utf-8"))
    ]
    assert sorted(readers) == ["__init__.py", "__main__.py"]  # which hand it to settings_from and read nothing


def test_commands_in_the_readme_exist():
    targets = set(re.findall(r"^([a-z-]+):", read("Makefile"), re.MULTILINE))
    used = set(re.findall(r"(?:^|`|sudo )make ([a-z-]+)", read("README.md") + read("docs/running.md"), re.MULTILINE))
    assert used <= targets


def test_folders_in_the_readme_exist():
    for name in re.findall(r"`((?:webapp|content|tests|docs|bench|migrations)/[a-z_/.]*)`", read("README.md")):
        assert (ROOT / name).exists(), name


def test_files_linked_in_the_readme_exist():
    for name in re.findall(r'(?:\]\(|src=")([^)"]+)', read("README.md")):
        if not name.startswith("http"):
            assert (ROOT / name.split("#")[0]).exists(), name


def test_vendored_files_are_the_ones_we_wrote_down():
    vendor = ROOT / "webapp" / "static" / "vendor"
    told = read("webapp/static/vendor/README.md")
    for name, digest in re.findall(r"^\| `([^`]+)` .*`([0-9a-f]{64})` \|$", told, re.MULTILINE):
        assert hashlib.sha256((vendor / name).read_bytes()).hexdigest() == digest
    assert {path.name for path in vendor.glob("*.js")} == set(re.findall(r"^\| `([^`]+\.js)`", told, re.MULTILINE))
