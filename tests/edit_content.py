"""Spoiling a copy of the content, as someone who writes in a hurry would."""

import re
from pathlib import Path


def change(content: Path, file: str, old: str, new: str, count: int = 1) -> int:
    """Replace what a pattern finds in a file of the copy (`count` 0: everywhere); the line the first change begins on."""
    path = content / file
    text = path.read_text(encoding="utf-8")
    place = re.search(old, text, re.MULTILINE)
    assert place, f"{old} is not in {file}"
    path.write_text(re.sub(old, new, text, count=count, flags=re.MULTILINE), encoding="utf-8")
    return text[: place.start()].count("\n") + 1
