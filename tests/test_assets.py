"""What phones fetch of our scripts and style sheets: all that they do, and none of what only their writers read."""

from __future__ import annotations

import re

from webapp.assets import JOINED, STATIC, TYPES, as_sent, assets
from webapp.offline.worker import LIBRARIES, worker_text

SETS = re.compile(r"\[(?:\\.|[^\]\\\n])*\]")  # of a regular expression, where a backtick is only a letter


def test_what_only_writers_read_is_left_out():
    script = b"// A word\nconst a = 'https://x.dk'; // b\nif (a) {\n  // another\n  b();\n}\n"
    assert as_sent("a.js", script) == b"const a = 'https://x.dk'; // b\nif (a) {\nb();\n}\n"
    sheet = b"/* A word\n   and another */\na {\n  color: red;\n}\n"
    assert as_sent("a.css", sheet) == b"a {\ncolor: red;\n}\n"
    for name in JOINED:
        assert not re.search(rb"(?m)^(?: |//|/\*)", assets()[name].body), name


def test_the_worker_keeps_the_licences_of_what_it_brings_along():
    text = worker_text(on=True)
    own = text.rpartition("return exports;")[2]
    assert not re.search(r"(?m)^ *(?://| )", own) and "addEventListener" in own
    for _, file in LIBRARIES:
        assert (STATIC / file).read_text(encoding="utf-8") in text


def test_no_text_goes_over_lines():
    """It would lose its indentation, and a line that begins like a comment."""
    files = [file for ending in TYPES for file in STATIC.rglob(f"*{ending}") if "vendor" not in file.parts]
    lines = [(file.name, line) for file in files for line in file.read_text(encoding="utf-8").splitlines()]
    assert len(files) > 90
    assert not [row for row in lines if SETS.sub("", row[1]).count("`") % 2 or row[1].endswith("\\")]
