"""The cases of the rules that server and phone both follow, as JSON that a caseworker can read. Both sides run them."""

from __future__ import annotations

import json
from pathlib import Path

FOLDER = Path(__file__).resolve().parent


def cases(name: str) -> list[dict]:
    """All cases of a rule (`opening` reads `opening.json`), in the order of the file."""
    return [case for group in _groups(name) for case in group["cases"]]


def cases_about(name: str, about: str) -> list[dict]:
    """The cases of one group of a rule. Raises StopIteration when there is no such group."""
    return next(group for group in _groups(name) if group["about"].startswith(about))["cases"]


def _groups(name: str) -> list[dict]:
    return json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))["groups"]
