"""HTML as text: what a template's own layout adds, and a phone need not fetch."""

from __future__ import annotations

import re

_LINE_BREAK = re.compile(r"\s*\n\s*")


def without_line_breaks(html: str, instead: str = "") -> str:
    """HTML without the line breaks of its template and the spaces around them; `instead` stands where they were."""
    return _LINE_BREAK.sub(instead, html)
