"""A broken content file stops the start, and the message says file, line and field."""

from fnmatch import fnmatch
from pathlib import Path

import pytest
import yaml

from tests.conftest import ROOT
from tests.edit_content import change
from tests.forks import Forked
from webapp.content.document import ContentError
from webapp.library import read_library

CARD = "cards/s2.md"
BROKEN = [
    pytest.param(file, *row, id=f"{file}: {name}")
    for file, rows in yaml.safe_load(Path(__file__).with_name("mistakes.yaml").read_text(encoding="utf-8")).items()
    for name, *row in rows
]


def mistakes(content):
    """What reading the library says is wrong."""
    with pytest.raises(ContentError) as caught:
        read_library(content)
    return caught.value.mistakes


@pytest.mark.parametrize(("file", "old", "new", "field", "words"), BROKEN)
def test_mistake_is_told_with_file_line_and_field(content, file, old, new, field, words):
    line = change(content, file, old, new)
    told = mistakes(content)
    [found] = [mistake for mistake in told if words in mistake.message and file.endswith(Path(mistake.file).name)]
    assert fnmatch(found.field, field)
    # In what was written; or, of what is missing, on the line of what it is missing from, which may be far above.
    written = new.replace(r"\n", "\n")
    assert line <= found.line <= line + written.count("\n") or (found.line < line and not written.strip())


def test_missing_section_is_told(content):
    change(content, CARD, r"## Hvorfor\n(.|\n)*?(?=## I org)", "")
    assert [mistake.field for mistake in mistakes(content)] == ["## Hvorfor"]


def test_latin_1_is_told_with_its_line(content):
    path = content / CARD
    path.write_bytes(path.read_text(encoding="utf-8").encode("latin-1", "replace"))
    assert "UTF-8" in mistakes(content)[0].message


def test_all_mistakes_are_told_at_once(content):
    change(content, CARD, r"^title: .*\n", "")
    change(content, CARD, r"^essence: .*\n", "")
    change(content, "cards/s1.md", r"^confirmed: .*", "confirmed: nej")
    assert len(mistakes(content)) == 3


@pytest.mark.parametrize(("day", "clock"), [("2999-01-01", True), ("2026-13-45", False)])
def test_clock_is_told_beside_a_day_to_come(content, day, clock):
    """Where it is the machine's that goes wrong, as after a long power cut, every file says so and none is wrong."""
    change(content, CARD, r"^confirmed: .*", f"confirmed: {day}")
    with pytest.raises(ContentError) as caught:
        read_library(content)
    assert ("timedatectl" in str(caught.value).splitlines()[-1]) is clock


@pytest.mark.parametrize("command", ["content", "prepare", "serve"])
def test_app_does_not_start(content, tmp_path, command):
    line = change(content, CARD, r"^confirmed: .*", "confirmed: 2026-13-45")
    said, wrong = tmp_path / "said", tmp_path / "wrong"
    given = {"LOMMEKORT_CONTENT": str(content), "LOMMEKORT_INSTANCE": str(tmp_path / "i"), "PATH": ""}
    assert Forked([command], ROOT, said, given | {"PORT": "18765"}, errors=wrong).wait(60) == 1
    assert f"cards/s2.md, linje {line}, feltet confirmed" in wrong.read_text()
    assert "Traceback" not in wrong.read_text()
