"""The browser is started as Playwright means it to be, and without what no test looks at."""

import re
from pathlib import Path

import playwright as package

from harness.browsers import PLAYWRIGHT_OFF


def test_what_playwright_turns_off_stays_off():
    bundle = Path(package.__file__).parent / "driver/package/lib/coreBundle.js"
    written = re.search(r"\bdisabledFeatures = \[(.*?)\]", bundle.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert set(re.findall(r'^\s*"(\w+)"', written, re.MULTILINE)) == set(PLAYWRIGHT_OFF)
