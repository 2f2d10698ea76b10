"""The browser is started as Playwright means it to be, and without what no test looks at."""

import os
import re
import signal
from pathlib import Path

import playwright as package
import pytest
from urllib3.exceptions import HTTPError

from harness import browsers
from harness.browsers import PLAYWRIGHT_OFF
from harness.processes import process_tree


def test_what_playwright_turns_off_stays_off():
    bundle = Path(package.__file__).parent / "driver/package/lib/coreBundle.js"
    written = re.search(r"\bdisabledFeatures = \[(.*?)\]", bundle.read_text(encoding="utf-8"), re.DOTALL)[1]
    assert set(re.findall(r'^\s*"(\w+)"', written, re.MULTILINE)) == set(PLAYWRIGHT_OFF)


def test_a_driver_of_webkit_that_hangs_is_given_up_and_ended(webkit):
    before = set(process_tree(os.getpid()))
    with pytest.raises(HTTPError), webkit() as driver:
        started = set(process_tree(os.getpid())) - before
        hung = next(
            pid for pid in started if Path(f"/proc/{pid}/cmdline").read_text().startswith(browsers.webkit().driver)
        )
        os.kill(hung, signal.SIGSTOP)
        driver.command_executor.client_config.timeout = 1  # not as long as for one that is only slow
        driver.title  # noqa: B018 - asks the driver
    assert len(started) > 2 and not started & set(process_tree(os.getpid()))
