"""Formulas: text that a spreadsheet would run (OWASP, CSV injection), and the mark that stops it."""

from __future__ import annotations

import re

# What makes a spreadsheet take a cell for a formula, their wide forms, and our own mark.
_RISKY = "=+\\-@\t\r＝＋－＠"
_GUARD, _GUARDED = re.compile(f"[{_RISKY}']"), re.compile(f"'[{_RISKY}']")


def guarded(text: str, as_text: bool = False) -> str:
    """A cell's text so that no spreadsheet takes it for a formula: with an apostrophe before it.

    `as_text`: the cell itself says that it is text, and only what `unguarded` would take off needs the mark.
    """
    return f"'{text}" if (_GUARDED if as_text else _GUARD).match(text) else text


def unguarded(text: str) -> str:
    """The text without the mark that `guarded` put before it."""
    return text[1:] if _GUARDED.match(text) else text
