"""`python -m webapp content`: what it says and how it ends."""

import os
import subprocess
import sys

import pytest

from tests.conftest import ROOT
from tests.edit_content import change
from tests.forks import Forked


def begun(said, wrong, environment):
    return Forked(["content"], ROOT, said, environment, errors=wrong).wait(120)


def begun_from_nothing(said, wrong, environment):
    with said.open("w") as output, wrong.open("w") as errors:
        command = [sys.executable, "-m", "webapp", "content"]
        ran = subprocess.run(command, cwd=ROOT, env=environment, stdout=output, stderr=errors, timeout=120, check=False)
    return ran.returncode


@pytest.fixture
def command(content, tmp_path):
    """Runs the command on the copy, with settings of one's own; answers exit code and what was said."""

    def run(begin=begun, **environment):
        said, wrong = tmp_path / "said", tmp_path / "wrong"
        given = {"LOMMEKORT_CONTENT": str(content), "LOMMEKORT_INSTANCE": str(tmp_path / "i"), "PATH": os.defpath}
        code = begin(said, wrong, given | environment)
        assert "Traceback" not in wrong.read_text()
        return code, said.read_text(), wrong.read_text()

    return run


def test_sound_content_ends_well(command):
    code, said, wrong = command(LOMMEKORT_NOW="2026-12-01T12:00")
    assert (code, wrong) == (0, "")
    assert "Indholdet er i orden:" in said
    assert "Sidst set efter" not in said and "Stavningen er ikke" not in said


def test_misspelling_stops_it(content, command):
    line = change(content, "cards/s2.md", r"^- At fylde stilheden", "- At fylde stilhedden")
    code, said, wrong = command()
    assert code == 1
    assert f"cards/s2.md, linje {line}, feltet ## Undgå: Ordet »stilhedden« kendes ikke." in wrong
    assert "stilheden" in wrong
    assert "Antal steder at rette: 1." in wrong
    assert "i orden" not in said


def test_what_is_overdue_is_told_by_the_test_clock_and_stops_nothing(content, command):
    line = change(content, "cards/s1.md", r"^confirmed: .*", "confirmed: 2026-11-21")
    code, said, _wrong = command(LOMMEKORT_NOW="2028-12-01T12:00")
    assert code == 0
    assert "Husk (det stopper ikke noget):" in said
    assert f"cards/s1.md, linje {line}, feltet confirmed: Sidst set efter 21. november 2026" in said


def test_where_only_the_app_is_installed_spelling_is_left_out_and_said(content, command, tmp_path):
    (tmp_path / "hunspell.py").write_text("raise ImportError('not installed')\n")
    change(content, "cards/s2.md", r"^- At fylde stilheden", "- At fylde stilhedden")
    code, said, _wrong = command(begun_from_nothing, PYTHONPATH=str(tmp_path))
    assert code == 0
    assert "Stavningen er ikke kontrolleret" in said and "make content" in said
    change(
        content,
        "cards/v5.md",
        r"^essence: .*",
        "essence: Kommunikationsvanskeligheder forudsætter forventningsafstemning",
    )
    code, _said, wrong = command(begun_from_nothing, PYTHONPATH=str(tmp_path))
    assert code == 1
    assert "cards/v5.md" in wrong
