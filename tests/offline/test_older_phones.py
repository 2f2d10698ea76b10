"""Phones that get no newer browser: an iPhone 6s or 7 stays at Safari 15. What it lacks and our scripts do without.

From MDN's browser-compat-data. A pattern that a browser cannot read spoils the whole script; a function that is not there
fails when somebody needs it, and no browser of the tests is so old.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

STATIC = Path(__file__).parents[2] / "webapp" / "static"
SCRIPTS = [path for path in STATIC.rglob("*.js") if "vendor" not in path.parts]
# What came with Safari 16.0 or later.
NOT_IN_SAFARI_15 = re.compile(
    r"\(\?<[=!]"  # looking behind, 16.4
    r"|AbortSignal\.(?:timeout|any)\b"  # 16.0, 17.4
    r"|\b(?:De)?[Cc]ompressionStream\b"  # 16.4
    r"|\.(?:toSorted|toReversed|toSpliced|isWellFormed|toWellFormed|checkVisibility|showPopover|hidePopover)\("
    r"|\b(?:Object|Map)\.groupBy\b|\bArray\.fromAsync\b|\bPromise\.(?:withResolvers|try)\b|\bURL\.(?:canParse|parse)\b"
    r"|\bstatic \{|\brequestIdleCallback\(|\bcookieStore\b|\bstartViewTransition\(|\bOffscreenCanvas\b"
)


def test_scripts_are_found():
    assert {path.name for path in SCRIPTS} >= {"cpr.js", "fetching.js", "exit.js"}


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: str(path.relative_to(STATIC)))
def test_script_needs_nothing_that_an_older_phone_lacks(script):
    code = re.sub(r"^\s*//.*$|\s// .*$", "", script.read_text(encoding="utf-8"), flags=re.MULTILINE)
    assert NOT_IN_SAFARI_15.findall(code) == []
