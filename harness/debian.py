"""Builds a Debian package: the wheel, the wheels it needs by the lock file's hashes, and a systemd unit.

``python -m harness.debian FOLDER``. Its wheels are for the Python and the machine it is built with, and so is the
package. The same bytes each time: `dpkg-deb` takes all moments from `SOURCE_DATE_EPOCH`, and everything is root's.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

from harness.processes import ROOT, Missing

# What its messages, the unit and running.md lead to.
DOCUMENTS = ("running", "settings", "login", "scaling", "logs", "offline", "threat-model")
MOMENT = 1_580_601_600  # the wheel's own: hatchling's for reproducible builds


def build(folder: Path, *, needs: bool = True) -> Path:
    """The package, in a folder. Without `needs` it holds the app's own wheel alone, for who looks only at that.

    Raises Missing where Debian's tools are not there.
    """
    if not shutil.which("dpkg-deb"):
        raise Missing("dpkg-deb is not installed: build it on Debian or Ubuntu")
    with tempfile.TemporaryDirectory(prefix="lommekort-deb-") as place:
        tree = Path(place)
        wheels = tree / "opt/lommekort/wheels"
        _wheels(wheels, needs)
        for source, target, mode in (
            ("packaging/lommekort.service", "lib/systemd/system/lommekort.service", 0o644),
            ("packaging/lommekort", "usr/bin/lommekort", 0o755),
            ("packaging/lommekort.env", "etc/lommekort.env", 0o640),
            *((f"docs/{name}.md", f"usr/share/doc/lommekort/{name}.md", 0o644) for name in DOCUMENTS),
            ("LICENSE", "usr/share/doc/lommekort/copyright", 0o644),
            ("packaging/postinst", "DEBIAN/postinst", 0o755),
            ("packaging/prerm", "DEBIAN/prerm", 0o755),
        ):
            _put(tree / target, (ROOT / source).read_bytes(), mode)
        _put(tree / "DEBIAN/conffiles", b"/etc/lommekort.env\n", 0o644)
        _put(tree / "DEBIAN/control", _control(tree).encode(), 0o644)
        for path in tree.rglob("*"):
            if path.is_dir():
                path.chmod(0o755)
        tree.chmod(0o755)
        folder.mkdir(parents=True, exist_ok=True)
        package = folder / f"lommekort_{_version()}_{_architecture()}.deb"
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", "--build", str(tree), str(package)]
        environment = os.environ | {"SOURCE_DATE_EPOCH": str(MOMENT)}
        subprocess.run(command, check=True, env=environment, stdout=subprocess.DEVNULL)
    return package


def _wheels(folder: Path, needs: bool) -> None:
    folder.mkdir(parents=True)
    own = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(own, cwd=ROOT, check=True, capture_output=True)
    if needs:
        lock = str(ROOT / "requirements.lock")
        command = [sys.executable, "-m", "pip", "download", "-q", "--disable-pip-version-check", "--no-deps"]
        command += ["--only-binary", ":all:", "--require-hashes", "-r", lock, "-d", str(folder)]
        subprocess.run(command, check=True)
    for path in folder.iterdir():
        path.chmod(0o644)
        os.utime(path, (MOMENT, MOMENT))


def _put(path: Path, body: bytes, mode: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(body)
    path.chmod(mode)


def _control(tree: Path) -> str:
    major, minor = sys.version_info[:2]
    size = sum(path.stat().st_size for path in tree.rglob("*") if path.is_file())
    return (
        f"Package: lommekort\nVersion: {_version()}\nArchitecture: {_architecture()}\n"
        "Section: web\nPriority: optional\n"
        "Maintainer: Lommekort <nobody@localhost>\n"
        f"Depends: python3 (>= {major}.{minor}), python3 (<< {major}.{minor + 1}), python3-venv, passwd\n"
        "Recommends: nginx-light\n"
        f"Installed-Size: {-(-size // 1024)}\n"
        "Description: Pocket cards for the people who meet adults at risk of social exclusion\n"
        " The app with everything it needs, as a service that runs on an account of its own. Settings are in\n"
        " /etc/lommekort.env; the database and the editions in /var/lib/lommekort.\n"
    )


def _version() -> str:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def _architecture() -> str:
    told = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    if not re.fullmatch(r"[a-z0-9-]+", told):
        raise Missing("dpkg does not say what machine this is")
    return told


if __name__ == "__main__":
    print(build(Path(sys.argv[1] if len(sys.argv) > 1 else "dist")))
