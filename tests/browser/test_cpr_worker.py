"""Personal numbers on the phone: the table that holds the server holds the worker's script too, in an empty page."""

import json

from tests.conftest import ROOT
from webapp.assets import STATIC


def test_the_phone_sees_the_same_numbers(chromium):
    cases = json.loads((ROOT / "tests/rules/cpr.json").read_text())
    page = chromium.new_page()
    page.add_script_tag(path=STATIC / "security/worker/cpr.js")
    seen = page.evaluate("(texts) => texts.map(hasCpr)", cases["refused"] + cases["taken"])
    assert seen == [True] * len(cases["refused"]) + [False] * len(cases["taken"])
    page.close()
